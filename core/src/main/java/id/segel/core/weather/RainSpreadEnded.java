package id.segel.core.weather;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.region.RegionCode;

/** Rain no longer endangers boxes at many sites of a city. */
public record RainSpreadEnded(RegionCode city) implements Fact {

  /** {@link id.segel.core.fact.MalformedException} when it is no city. */
  public RainSpreadEnded {
    RegionCode.of(city.digits(), RegionCode.Level.KOTA);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("city ").append(city).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static RainSpreadEnded read(Fields fields) {
    var ended = new RainSpreadEnded(fields.take("city", RegionCode::new));
    fields.end();
    return ended;
  }
}
