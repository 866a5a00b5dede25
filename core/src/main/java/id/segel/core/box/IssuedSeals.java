package id.segel.core.box;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The seals that were issued, folded from the log. Safe for many readers and one writer. */
public final class IssuedSeals {

  private final List<SealsIssued> ranges = new CopyOnWriteArrayList<>();

  public void apply(SealsIssued issued) {
    ranges.add(issued);
  }

  /** Whether a seal of this number was issued; any was while none is said to be issued at all. */
  public boolean isIssued(String seal) {
    return ranges.isEmpty() || ranges.stream().anyMatch(range -> range.holds(seal));
  }

  /** Every range, in the order of issue. */
  public List<SealsIssued> ranges() {
    return List.copyOf(ranges);
  }
}
