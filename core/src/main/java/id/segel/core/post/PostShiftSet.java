package id.segel.core.post;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.UserChanged;
import java.time.Duration;
import java.time.Instant;

/**
 * A post is manned from then until then. A later word about the same beginning replaces it.
 *
 * @param end the first moment after it
 * @param due how many people; 0 takes the shift back
 * @param everyMinutes how often somebody there checks in, the first time when it begins
 * @param by code of the user
 */
public record PostShiftSet(
    int number, Instant begin, Instant end, int due, int everyMinutes, String by) implements Fact {

  private static final Duration LONGEST = Duration.ofHours(24);
  private static final int DUE_MAX = 999;
  private static final int EVERY_MAX = 720;

  /** {@link MalformedException} when it is not as described. */
  public PostShiftSet {
    PostOpened.checkNumber(number);
    if (!begin.isBefore(end) || begin.plus(LONGEST).isBefore(end)) {
      throw new MalformedException("a shift ends after it begins, within 24 hours");
    }
    if (due < 0 || due > DUE_MAX) {
      throw new MalformedException("a shift has 0 to " + DUE_MAX + " people: " + due);
    }
    if (everyMinutes < 10 || everyMinutes > EVERY_MAX) {
      throw new MalformedException(
          "a post checks in every 10 to " + EVERY_MAX + " minutes: " + everyMinutes);
    }
    UserChanged.checkUser(by);
  }

  Duration every() {
    return Duration.ofMinutes(everyMinutes);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("post ").append(number).append('\n');
    out.append("begin ").append(begin).append('\n');
    out.append("end ").append(end).append('\n');
    out.append("due ").append(due).append('\n');
    out.append("every ").append(everyMinutes).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static PostShiftSet read(Fields fields) {
    var set =
        new PostShiftSet(
            PostOpened.takeNumber(fields),
            fields.takeInstant("begin"),
            fields.takeInstant("end"),
            (int) fields.takeNumber("due", DUE_MAX),
            (int) fields.takeNumber("every", EVERY_MAX),
            fields.take("by"));
    fields.end();
    return set;
  }
}
