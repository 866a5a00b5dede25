package id.segel.core.assistance;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import java.time.Instant;

/**
 * Police entered a TPS whose KPPS had not asked: a finding.
 *
 * @param tps 13 digits
 * @param entered when they entered, as they say
 */
public record UnaskedEntryFound(String tps, Instant entered) implements Fact {

  public UnaskedEntryFound {
    PoliceAsked.checkTps(tps);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("tps ").append(tps).append('\n');
    out.append("entered ").append(entered).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static UnaskedEntryFound read(Fields fields) {
    var found = new UnaskedEntryFound(fields.take("tps"), fields.takeInstant("entered"));
    fields.end();
    return found;
  }
}
