package id.segel.core.warehouse;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.region.PlaceCode;

/** What was overdue at a site is mended, or it is for somebody else or until another day. */
public record GapOverdueEnded(PlaceCode place, String item) implements Fact {

  /** {@code MalformedException} when it is not as described. */
  public GapOverdueEnded {
    ChecklistPublished.checkCode(item);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("place ").append(place).append('\n');
    out.append("item ").append(item).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static GapOverdueEnded read(Fields fields) {
    var ended = new GapOverdueEnded(new PlaceCode(fields.take("place")), fields.take("item"));
    fields.end();
    return ended;
  }
}
