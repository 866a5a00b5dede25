package id.segel.core.box;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;

/**
 * A spare box of a kecamatan became a numbered box of one of its TPS; its spare number is spent.
 */
public record SpareAssigned(BoxId spare, BoxId box) implements Fact {

  @Override
  public void writeTo(StringBuilder out) {
    out.append("spare ").append(spare).append('\n');
    out.append("box ").append(box).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static SpareAssigned read(Fields fields) {
    var assigned =
        new SpareAssigned(BoxId.parse(fields.take("spare")), BoxId.parse(fields.take("box")));
    fields.end();
    return assigned;
  }
}
