package id.segel.core.incident;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import java.util.List;

/**
 * Boxes of an open incident were offered, taken, opened or replaced after it had happened: a
 * finding. The statement stands, for nothing that was signed is refused.
 */
public record FrozenBoxMoved(int number, Id statement, List<BoxId> boxes) implements Fact {

  public FrozenBoxMoved {
    IncidentOpened.checkNumber(number);
    boxes = BoxesFrozen.checked(boxes);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("incident ").append(number).append('\n');
    out.append("statement ").append(statement).append('\n');
    BoxesFrozen.write(out, boxes);
  }

  /** Reads what {@link #writeTo} wrote. */
  public static FrozenBoxMoved read(Fields fields) {
    var moved =
        new FrozenBoxMoved(
            IncidentOpened.takeNumber(fields),
            fields.take("statement", Id::parse),
            fields.takeAll("box", BoxId::parse));
    fields.end();
    return moved;
  }
}
