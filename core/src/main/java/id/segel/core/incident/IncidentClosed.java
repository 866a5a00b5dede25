package id.segel.core.incident;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;

/**
 * An incident is over: its playbook has run, and each box is accounted for.
 *
 * @param by code of the user
 */
public record IncidentClosed(int number, String by) implements Fact {

  public IncidentClosed {
    IncidentOpened.checkNumber(number);
    IncidentOpened.checkBy(by);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("incident ").append(number).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static IncidentClosed read(Fields fields) {
    var closed = new IncidentClosed(IncidentOpened.takeNumber(fields), fields.take("by"));
    fields.end();
    return closed;
  }
}
