package id.segel.core.incident;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;

/**
 * Boxes of an incident should have been accounted for by now and were not: a finding.
 *
 * @param boxes how many
 */
public record BoxesUnaccounted(int number, int boxes) implements Fact {

  private static final int BOXES_MAX = 1_000_000;

  public BoxesUnaccounted {
    IncidentOpened.checkNumber(number);
    if (boxes < 1 || boxes > BOXES_MAX) {
      throw new MalformedException("1 to " + BOXES_MAX + " boxes are not accounted for: " + boxes);
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("incident ").append(number).append('\n');
    out.append("boxes ").append(boxes).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static BoxesUnaccounted read(Fields fields) {
    var found =
        new BoxesUnaccounted(
            IncidentOpened.takeNumber(fields), (int) fields.takeNumber("boxes", BOXES_MAX));
    fields.end();
    return found;
  }
}
