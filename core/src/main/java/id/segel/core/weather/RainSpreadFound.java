package id.segel.core.weather;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.region.RegionCode;

/**
 * Rain endangers boxes at many sites of a city at once: a finding.
 *
 * @param places that were in danger when it was found
 * @param boxes that were there
 */
public record RainSpreadFound(RegionCode city, int places, int boxes) implements Fact {

  private static final int MAX = 10_000_000;

  /** {@link id.segel.core.fact.MalformedException} when it is no city. */
  public RainSpreadFound {
    RegionCode.of(city.digits(), RegionCode.Level.KOTA);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("city ").append(city).append('\n');
    out.append("places ").append(places).append('\n');
    out.append("boxes ").append(boxes).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static RainSpreadFound read(Fields fields) {
    var found =
        new RainSpreadFound(
            fields.take("city", RegionCode::new),
            (int) fields.takeNumber("places", MAX),
            (int) fields.takeNumber("boxes", MAX));
    fields.end();
    return found;
  }
}
