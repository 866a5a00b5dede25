package id.segel.core.assistance;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;

/**
 * The request that was missing has come, late: the KPPS had asked before the police entered.
 *
 * @param tps 13 digits
 */
public record UnaskedEntryExplained(String tps) implements Fact {

  public UnaskedEntryExplained {
    PoliceAsked.checkTps(tps);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("tps ").append(tps).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static UnaskedEntryExplained read(Fields fields) {
    var explained = new UnaskedEntryExplained(fields.take("tps"));
    fields.end();
    return explained;
  }
}
