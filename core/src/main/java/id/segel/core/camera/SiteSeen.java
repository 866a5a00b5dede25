package id.segel.core.camera;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.region.PlaceCode;

/** A place to whose boxes all cameras were blind is so no longer, or no box is there any more. */
public record SiteSeen(PlaceCode place) implements Fact {

  @Override
  public void writeTo(StringBuilder out) {
    out.append("place ").append(place).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static SiteSeen read(Fields fields) {
    var seen = new SiteSeen(new PlaceCode(fields.take("place")));
    fields.end();
    return seen;
  }
}
