package id.segel.core.entrance;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.personnel.UserChanged;
import java.time.Instant;

/**
 * Somebody who was at a place left it.
 *
 * @param at when, as it was said
 * @param by code of the user who says so
 */
public record SomebodyLeft(int visit, Instant at, String by) implements Fact {

  /** {@code MalformedException} when it is not as described. */
  public SomebodyLeft {
    EntrancePermitted.checkNumber(visit);
    UserChanged.checkUser(by);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("visit ").append(visit).append('\n');
    out.append("at ").append(at).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static SomebodyLeft read(Fields fields) {
    var left =
        new SomebodyLeft(
            (int) fields.takeNumber("visit", EntrancePermitted.NUMBER_MAX),
            fields.takeInstant("at"),
            fields.take("by"));
    fields.end();
    return left;
  }
}
