package id.segel.core.weather;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.region.PlaceCode;

/** Rain no longer endangers boxes at a site: it is over, not coming, or the boxes have gone. */
public record RainDangerEnded(PlaceCode place) implements Fact {

  @Override
  public void writeTo(StringBuilder out) {
    out.append("place ").append(place).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static RainDangerEnded read(Fields fields) {
    var ended = new RainDangerEnded(new PlaceCode(fields.take("place")));
    fields.end();
    return ended;
  }
}
