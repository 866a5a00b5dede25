package id.segel.core.incident;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import org.jspecify.annotations.Nullable;

/**
 * Somebody, or a sensor, remarked something about an incident.
 *
 * @param words salted hash of it; it stands beside the log and can be erased
 * @param by code of the user; null for a sensor
 */
public record IncidentNoted(int number, Id words, @Nullable String by) implements Fact {

  public IncidentNoted {
    IncidentOpened.checkNumber(number);
    if (by != null) {
      IncidentOpened.checkBy(by);
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("incident ").append(number).append('\n');
    out.append("words ").append(words).append('\n');
    if (by != null) {
      out.append("by ").append(by).append('\n');
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static IncidentNoted read(Fields fields) {
    var noted =
        new IncidentNoted(
            IncidentOpened.takeNumber(fields),
            fields.take("words", Id::parse),
            fields.has("by") ? fields.take("by") : null);
    fields.end();
    return noted;
  }
}
