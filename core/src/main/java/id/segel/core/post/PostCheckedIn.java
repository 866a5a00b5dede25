package id.segel.core.post;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.UserChanged;
import java.time.Instant;

/**
 * Somebody at a post says how many are there. A later word about the same moment replaces it.
 *
 * @param at the moment that it is about, as they say: it may reach the log much later
 * @param by code of the user
 */
public record PostCheckedIn(int number, Instant at, int people, String by) implements Fact {

  private static final int PEOPLE_MAX = 9_999;

  /** {@link MalformedException} when it is not as described. */
  public PostCheckedIn {
    PostOpened.checkNumber(number);
    if (people < 1 || people > PEOPLE_MAX) {
      throw new MalformedException("1 to " + PEOPLE_MAX + " people check in: " + people);
    }
    UserChanged.checkUser(by);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("post ").append(number).append('\n');
    out.append("at ").append(at).append('\n');
    out.append("people ").append(people).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static PostCheckedIn read(Fields fields) {
    var checked =
        new PostCheckedIn(
            PostOpened.takeNumber(fields),
            fields.takeInstant("at"),
            (int) fields.takeNumber("people", PEOPLE_MAX),
            fields.take("by"));
    fields.end();
    return checked;
  }
}
