package id.segel.core.warehouse;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.region.PlaceCode;

/** What was wrong with a site is mended, or no box is there any more. */
public record SiteLapseEnded(SiteLapse lapse, PlaceCode place) implements Fact {

  @Override
  public void writeTo(StringBuilder out) {
    out.append("lapse ").append(lapse).append('\n');
    out.append("place ").append(place).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static SiteLapseEnded read(Fields fields) {
    var ended =
        new SiteLapseEnded(
            fields.take("lapse", word -> Site.one(SiteLapse.values(), word)),
            new PlaceCode(fields.take("place")));
    fields.end();
    return ended;
  }
}
