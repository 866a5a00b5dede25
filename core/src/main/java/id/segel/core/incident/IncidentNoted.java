package id.segel.core.incident;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;

/**
 * Somebody remarked something about an incident.
 *
 * @param words salted hash of it; it stands beside the log and can be erased
 * @param by code of the user
 */
public record IncidentNoted(int number, Id words, String by) implements Fact {

  public IncidentNoted {
    IncidentOpened.checkNumber(number);
    IncidentOpened.checkBy(by);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("incident ").append(number).append('\n');
    out.append("words ").append(words).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static IncidentNoted read(Fields fields) {
    var noted =
        new IncidentNoted(
            IncidentOpened.takeNumber(fields), fields.take("words", Id::parse), fields.take("by"));
    fields.end();
    return noted;
  }
}
