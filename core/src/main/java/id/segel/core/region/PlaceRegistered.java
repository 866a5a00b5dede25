package id.segel.core.region;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;

/** A store, PPS or post is known; boxes may be there once it is approved. */
public record PlaceRegistered(PlaceCode code, RegionName name, GeoPoint at) implements Fact {

  @Override
  public void writeTo(StringBuilder out) {
    out.append("place ").append(code).append('\n');
    out.append("name ").append(name).append('\n');
    out.append("at ").append(at).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static PlaceRegistered read(Fields fields) {
    var registered =
        new PlaceRegistered(
            new PlaceCode(fields.take("place")),
            new RegionName(fields.take("name")),
            GeoPoint.parse(fields.take("at")));
    fields.end();
    return registered;
  }
}
