package id.segel.core.incident;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The playbook of an incident runs.
 *
 * @param number of the incident
 * @param due by when all of it must be over; null where that day is not known
 */
public record RunStarted(int number, String playbook, int version, @Nullable Instant due)
    implements Fact {

  public RunStarted {
    IncidentOpened.checkNumber(number);
    PlaybookPublished.checkCode(playbook);
    PlaybookPublished.checkVersion(version);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("incident ").append(number).append('\n');
    out.append("playbook ").append(playbook).append('\n');
    out.append("version ").append(version).append('\n');
    if (due != null) {
      out.append("due ").append(due).append('\n');
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static RunStarted read(Fields fields) {
    var started =
        new RunStarted(
            IncidentOpened.takeNumber(fields),
            fields.take("playbook"),
            (int) fields.takeNumber("version", PlaybookPublished.VERSION_MAX),
            fields.has("due") ? fields.takeInstant("due") : null);
    fields.end();
    return started;
  }
}
