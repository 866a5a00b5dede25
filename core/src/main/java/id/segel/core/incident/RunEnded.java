package id.segel.core.incident;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;

/** The last step of a run is done. */
public record RunEnded(int number) implements Fact {

  public RunEnded {
    IncidentOpened.checkNumber(number);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("incident ").append(number).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static RunEnded read(Fields fields) {
    var ended = new RunEnded(IncidentOpened.takeNumber(fields));
    fields.end();
    return ended;
  }
}
