package id.segel.core.weather;

import id.segel.core.region.GeoPoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An area on the map, of which the first point is the last again. */
public final class Polygon {

  /** What is wrong with one. */
  public enum Fault {
    /** Something is no pair of decimal degrees. */
    UNREADABLE,
    /** A point is nowhere near Indonesia. */
    OUT_OF_RANGE,
    /** Longitude stands before latitude. */
    SWAPPED,
    /** Fewer than three different corners. */
    TOO_FEW,
    TOO_MANY,
    /** The last point is not the first. */
    NOT_CLOSED
  }

  /** One of both. */
  public record Reading(@Nullable Polygon polygon, @Nullable Fault fault) {}

  /** A coast in fine steps. */
  public static final int POINTS_MAX = 5_000;

  private static final int DIGITS = 7;
  private static final int LAT_MIN = -150_000_000;
  private static final int LAT_MAX = 100_000_000;
  private static final int LON_MIN = 900_000_000;
  private static final int LON_MAX = 1_450_000_000;

  private final int[] lat;
  private final int[] lon;
  private final int south;
  private final int north;
  private final int west;
  private final int east;

  private Polygon(int[] lat, int[] lon) {
    this.lat = lat;
    this.lon = lon;
    int[] box = {lat[0], lat[0], lon[0], lon[0]};
    for (int i = 0; i < lat.length; i++) {
      box[0] = Math.min(box[0], lat[i]);
      box[1] = Math.max(box[1], lat[i]);
      box[2] = Math.min(box[2], lon[i]);
      box[3] = Math.max(box[3], lon[i]);
    }
    south = box[0];
    north = box[1];
    west = box[2];
    east = box[3];
  }

  /** Reads pairs {@code lat,lon} with blanks between them, as CAP writes them. */
  public static Reading parse(String text) {
    String[] words = text.strip().split("\\s+", POINTS_MAX + 2);
    if (words.length > POINTS_MAX) {
      return new Reading(null, Fault.TOO_MANY);
    }
    int[] lat = new int[words.length];
    int[] lon = new int[words.length];
    boolean isSwapped = true;
    boolean isInside = true;
    for (int i = 0; i < words.length; i++) {
      String[] pair = words[i].split(",", -1);
      Long first = pair.length == 2 ? degrees(pair[0]) : null;
      Long second = pair.length == 2 ? degrees(pair[1]) : null;
      if (first == null || second == null) {
        return new Reading(null, Fault.UNREADABLE);
      }
      isInside &= isHere(first, second);
      isSwapped &= isHere(second, first);
      lat[i] = first.intValue();
      lon[i] = second.intValue();
    }
    Fault fault = fault(lat, lon, isInside, isSwapped);
    return fault == null ? new Reading(new Polygon(lat, lon), null) : new Reading(null, fault);
  }

  private static @Nullable Fault fault(int[] lat, int[] lon, boolean isInside, boolean isSwapped) {
    if (!isInside) {
      return isSwapped ? Fault.SWAPPED : Fault.OUT_OF_RANGE;
    }
    if (lat.length < 4) {
      return Fault.TOO_FEW;
    }
    int last = lat.length - 1;
    return lat[0] == lat[last] && lon[0] == lon[last] ? null : Fault.NOT_CLOSED;
  }

  private static boolean isHere(long lat, long lon) {
    return lat >= LAT_MIN && lat <= LAT_MAX && lon >= LON_MIN && lon <= LON_MAX;
  }

  /** Ten-millionths of a degree; null when it is no plain decimal number. */
  private static @Nullable Long degrees(String text) {
    if (!text.matches("-?[0-9]{1,3}(\\.[0-9]{1,20})?")) {
      return null;
    }
    boolean isNegative = text.startsWith("-");
    String[] parts = text.substring(isNegative ? 1 : 0).split("\\.", 2);
    String tail = parts.length < 2 ? "" : parts[1];
    String digits = (tail + "0".repeat(DIGITS)).substring(0, DIGITS);
    long size = Long.parseLong(parts[0] + digits);
    return isNegative ? -size : size;
  }

  /** Whether a point lies in it; on its edge it may be either. */
  public boolean contains(GeoPoint point) {
    int y = point.latE7();
    int x = point.lonE7();
    if (y < south || y > north || x < west || x > east) {
      return false;
    }
    boolean isIn = false;
    for (int i = 1; i < lat.length; i++) {
      if ((lat[i] > y) != (lat[i - 1] > y)) {
        // Which side of the edge, in whole numbers: both factors are less than 2^30.
        long across = (long) (lon[i] - lon[i - 1]) * (y - lat[i - 1]);
        long along = (long) (x - lon[i - 1]) * (lat[i] - lat[i - 1]);
        isIn ^= lat[i] > lat[i - 1] ? along < across : along > across;
      }
    }
    return isIn;
  }

  /** Its corners, the first one again at the end. */
  public List<GeoPoint> points() {
    var points = new ArrayList<GeoPoint>(lat.length);
    for (int i = 0; i < lat.length; i++) {
      points.add(new GeoPoint(lat[i], lon[i]));
    }
    return points;
  }
}
