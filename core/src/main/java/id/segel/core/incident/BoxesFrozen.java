package id.segel.core.incident;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import java.util.List;

/**
 * These boxes stood there by the log when the incident was opened, or were found there since: each
 * must be accounted for. A long list comes as several facts.
 *
 * @param boxes in the order of their numbers
 */
public record BoxesFrozen(int number, List<BoxId> boxes) implements Fact {

  /** With its line each takes 21 bytes, and a leaf holds 65,535. */
  public static final int MAX = 3_000;

  /** {@link MalformedException} when it is not as described. */
  public BoxesFrozen {
    IncidentOpened.checkNumber(number);
    boxes = checked(boxes);
  }

  static List<BoxId> checked(List<BoxId> boxes) {
    if (boxes.isEmpty() || boxes.size() > MAX) {
      throw new MalformedException("there are 1 to " + MAX + " boxes: " + boxes.size());
    }
    for (int i = 1; i < boxes.size(); i++) {
      if (boxes.get(i).compareTo(boxes.get(i - 1)) <= 0) {
        throw new MalformedException("boxes stand in the order of their numbers, each once");
      }
    }
    return List.copyOf(boxes);
  }

  static void write(StringBuilder out, List<BoxId> boxes) {
    boxes.forEach(box -> out.append("box ").append(box).append('\n'));
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("incident ").append(number).append('\n');
    write(out, boxes);
  }

  /** Reads what {@link #writeTo} wrote. */
  public static BoxesFrozen read(Fields fields) {
    var frozen =
        new BoxesFrozen(IncidentOpened.takeNumber(fields), fields.takeAll("box", BoxId::parse));
    fields.end();
    return frozen;
  }
}
