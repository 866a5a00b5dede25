package id.segel.core.incident;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;

/** The open step of a run was not done in time: a finding. */
public record StepOverdue(int number, String step) implements Fact {

  public StepOverdue {
    IncidentOpened.checkNumber(number);
    PlaybookPublished.checkCode(step);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("incident ").append(number).append('\n');
    out.append("step ").append(step).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static StepOverdue read(Fields fields) {
    var overdue = new StepOverdue(IncidentOpened.takeNumber(fields), fields.take("step"));
    fields.end();
    return overdue;
  }
}
