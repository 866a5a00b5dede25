package id.segel.core.incident;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import java.util.List;

/**
 * Somebody says what became of boxes. A later word about the same box replaces it.
 *
 * @param unknown how many of the incident are unknown still, with this
 * @param by code of the user, or the key of the phone
 */
public record BoxesAccounted(int number, BoxFate fate, List<BoxId> boxes, int unknown, String by)
    implements Fact {

  private static final int BOXES_MAX = 1_000_000;

  /** {@link MalformedException} when it is not as described. */
  public BoxesAccounted {
    IncidentOpened.checkNumber(number);
    boxes = BoxesFrozen.checked(boxes);
    if (unknown < 0 || unknown > BOXES_MAX) {
      throw new MalformedException("so many boxes cannot be unknown: " + unknown);
    }
    IncidentOpened.checkBy(by);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("incident ").append(number).append('\n');
    out.append("fate ").append(fate).append('\n');
    BoxesFrozen.write(out, boxes);
    out.append("unknown ").append(unknown).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static BoxesAccounted read(Fields fields) {
    var accounted =
        new BoxesAccounted(
            IncidentOpened.takeNumber(fields),
            fields.take("fate", BoxFate::parse),
            fields.takeAll("box", BoxId::parse),
            (int) fields.takeNumber("unknown", BOXES_MAX),
            fields.take("by"));
    fields.end();
    return accounted;
  }
}
