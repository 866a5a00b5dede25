package id.segel.server.custody;

import id.segel.core.box.IssuedSeals;
import id.segel.core.box.SealsIssued;
import id.segel.core.ceremony.OpeningWindowSet;
import id.segel.core.ceremony.OpeningWindows;
import id.segel.core.custody.Thresholds;
import id.segel.core.custody.ThresholdsSet;
import id.segel.core.fact.Fact;
import id.segel.server.log.FactListener;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * The hours in which boxes may be opened, the seals that were issued and the thresholds of
 * findings, as of the newest entry, in memory. Safe for many readers; the log's thread writes.
 */
@Component
class Openings implements FactListener {

  private final OpeningWindows windows = new OpeningWindows();
  private final IssuedSeals seals = new IssuedSeals();
  private final Thresholds thresholds = new Thresholds();

  @Override
  public void apply(long index, Instant recorded, Fact fact) {
    switch (fact) {
      case OpeningWindowSet set -> windows.apply(set);
      case SealsIssued issued -> seals.apply(issued);
      case ThresholdsSet set -> thresholds.apply(set);
      default -> {}
    }
  }

  OpeningWindows windows() {
    return windows;
  }

  IssuedSeals seals() {
    return seals;
  }

  Thresholds thresholds() {
    return thresholds;
  }
}
