package id.segel.core.incident;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody says that the open step is done. A step for two is done when two have said so.
 *
 * @param answer code of what they answered; null of a step without a question
 * @param count what they counted; -1 for nothing
 * @param pictures names of pictures beside the log
 * @param role in which they did it
 * @param by code of the user, or the key of the phone
 */
public record StepDone(
    int number,
    String step,
    @Nullable String answer,
    int count,
    List<Id> pictures,
    Role role,
    String by)
    implements Fact {

  public static final int COUNT_MAX = 1_000_000;
  public static final int PICTURES_MAX = 10;

  /** {@link MalformedException} when it is not as described. */
  public StepDone {
    IncidentOpened.checkNumber(number);
    PlaybookPublished.checkCode(step);
    if (answer != null) {
      PlaybookPublished.checkCode(answer);
    }
    pictures = List.copyOf(pictures);
    if (count < -1 || count > COUNT_MAX || pictures.size() > PICTURES_MAX) {
      throw new MalformedException(
          "a step has a count up to " + COUNT_MAX + " and " + PICTURES_MAX + " pictures at most");
    }
    IncidentOpened.checkBy(by);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("incident ").append(number).append('\n');
    out.append("step ").append(step).append('\n');
    if (answer != null) {
      out.append("answer ").append(answer).append('\n');
    }
    if (count >= 0) {
      out.append("count ").append(count).append('\n');
    }
    pictures.forEach(picture -> out.append("picture ").append(picture).append('\n'));
    out.append("role ").append(role).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static StepDone read(Fields fields) {
    var done =
        new StepDone(
            IncidentOpened.takeNumber(fields),
            fields.take("step"),
            fields.has("answer") ? fields.take("answer") : null,
            fields.has("count") ? (int) fields.takeNumber("count", COUNT_MAX) : -1,
            fields.takeAll("picture", Id::parse),
            fields.take("role", Role::parse),
            fields.take("by"));
    fields.end();
    return done;
  }
}
