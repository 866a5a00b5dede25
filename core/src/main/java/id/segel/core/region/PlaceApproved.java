package id.segel.core.region;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;

/** A registered place was inspected, and boxes may be kept there. */
public record PlaceApproved(PlaceCode code) implements Fact {

  @Override
  public void writeTo(StringBuilder out) {
    out.append("place ").append(code).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static PlaceApproved read(Fields fields) {
    var approved = new PlaceApproved(new PlaceCode(fields.take("place")));
    fields.end();
    return approved;
  }
}
