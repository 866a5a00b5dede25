package id.segel.core.ceremony;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;

/**
 * The supervisor examines an opening that was not as it must be.
 *
 * @param opening the statement by which boxes were opened
 */
public record ExaminationTaken(Id opening) implements Fact {

  @Override
  public void writeTo(StringBuilder out) {
    out.append("opening ").append(opening).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static ExaminationTaken read(Fields fields) {
    var taken = new ExaminationTaken(Id.parse(fields.take("opening")));
    fields.end();
    return taken;
  }
}
