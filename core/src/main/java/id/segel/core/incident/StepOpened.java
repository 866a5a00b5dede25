package id.segel.core.incident;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step of a run is to be done now; the one before it is done.
 *
 * @param due by when; null where that is counted from a vote whose day is not known
 */
public record StepOpened(int number, String step, @Nullable Instant due) implements Fact {

  public StepOpened {
    IncidentOpened.checkNumber(number);
    PlaybookPublished.checkCode(step);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("incident ").append(number).append('\n');
    out.append("step ").append(step).append('\n');
    if (due != null) {
      out.append("due ").append(due).append('\n');
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static StepOpened read(Fields fields) {
    var opened =
        new StepOpened(
            IncidentOpened.takeNumber(fields),
            fields.take("step"),
            fields.has("due") ? fields.takeInstant("due") : null);
    fields.end();
    return opened;
  }
}
