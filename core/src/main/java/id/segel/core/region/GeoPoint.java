package id.segel.core.region;

import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;

/**
 * A point on the earth in whole ten-millionths of a degree (E7, about a centimetre), WGS 84.
 * Written as {@code -61340123 1067503123}: latitude, then longitude.
 */
public record GeoPoint(int latE7, int lonE7) {

  private static final int MAX_LAT = 900_000_000;
  private static final int MAX_LON = 1_800_000_000;

  /** {@link MalformedException} when it is not on the earth. */
  public GeoPoint {
    if (Math.abs((long) latE7) > MAX_LAT || Math.abs((long) lonE7) > MAX_LON) {
      throw new MalformedException("not a point on the earth: " + latE7 + " " + lonE7);
    }
  }

  /** Reads what {@link #toString} wrote. */
  public static GeoPoint parse(String text) {
    int space = text.indexOf(' ');
    if (space < 0) {
      throw new MalformedException("a point is a latitude and a longitude: " + text);
    }
    return new GeoPoint(
        degreesE7(text.substring(0, space), MAX_LAT),
        degreesE7(text.substring(space + 1), MAX_LON));
  }

  /** The point in the middle of the straight line to another. */
  public GeoPoint halfwayTo(GeoPoint other) {
    return new GeoPoint(
        (int) (((long) latE7 + other.latE7) / 2), (int) (((long) lonE7 + other.lonE7) / 2));
  }

  private static int degreesE7(String text, int max) {
    boolean isNegative = text.startsWith("-");
    long size = Fields.number(isNegative ? text.substring(1) : text, max, "a coordinate");
    if (isNegative && size == 0) {
      throw new MalformedException("a coordinate is not a plain whole number");
    }
    return (int) (isNegative ? -size : size);
  }

  @Override
  public String toString() {
    return latE7 + " " + lonE7;
  }
}
