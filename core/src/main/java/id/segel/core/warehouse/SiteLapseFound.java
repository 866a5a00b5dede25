package id.segel.core.warehouse;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.region.PlaceCode;

/**
 * Something is wrong with a site where boxes are: a finding.
 *
 * @param boxes that were there when it was found
 */
public record SiteLapseFound(SiteLapse lapse, PlaceCode place, int boxes) implements Fact {

  private static final int BOXES_MAX = 10_000_000;

  @Override
  public void writeTo(StringBuilder out) {
    out.append("lapse ").append(lapse).append('\n');
    out.append("place ").append(place).append('\n');
    out.append("boxes ").append(boxes).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static SiteLapseFound read(Fields fields) {
    var found =
        new SiteLapseFound(
            fields.take("lapse", word -> Site.one(SiteLapse.values(), word)),
            new PlaceCode(fields.take("place")),
            (int) fields.takeNumber("boxes", BOXES_MAX));
    fields.end();
    return found;
  }
}
