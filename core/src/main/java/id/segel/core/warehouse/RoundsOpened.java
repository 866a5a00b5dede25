package id.segel.core.warehouse;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;

/**
 * The last round of a plan is over, and here is its seed: anybody works out when each round was
 * due.
 *
 * @param seed 32 bytes
 */
public record RoundsOpened(int plan, Id seed) implements Fact {

  /** {@code MalformedException} when it is not as described. */
  public RoundsOpened {
    RoundsPlanned.checkNumber(plan);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("plan ").append(plan).append('\n');
    out.append("seed ").append(seed).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static RoundsOpened read(Fields fields) {
    var opened =
        new RoundsOpened(
            (int) fields.takeNumber("plan", RoundsPlanned.NUMBER_MAX),
            fields.take("seed", Id::parse));
    fields.end();
    return opened;
  }
}
