package id.segel.core.assistance;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.UserChanged;
import java.time.Instant;

/**
 * Police entered a TPS.
 *
 * @param tps 13 digits
 * @param at when, as they say
 * @param by code of the user
 */
public record PoliceEntered(String tps, int people, Instant at, String by) implements Fact {

  private static final int PEOPLE_MAX = 999;

  /** {@link MalformedException} when it is not as described. */
  public PoliceEntered {
    PoliceAsked.checkTps(tps);
    if (people < 1 || people > PEOPLE_MAX) {
      throw new MalformedException("1 to " + PEOPLE_MAX + " police enter: " + people);
    }
    UserChanged.checkUser(by);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("tps ").append(tps).append('\n');
    out.append("people ").append(people).append('\n');
    out.append("at ").append(at).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static PoliceEntered read(Fields fields) {
    var entered =
        new PoliceEntered(
            fields.take("tps"),
            (int) fields.takeNumber("people", PEOPLE_MAX),
            fields.takeInstant("at"),
            fields.take("by"));
    fields.end();
    return entered;
  }
}
