package id.segel.core.region;

import java.util.ArrayList;
import java.util.List;

/**
 * Points inside a boundary, apart from each other, for TPS whose addresses nobody published. The
 * same boundary gives the same points.
 *
 * <p>Notes. Candidates are the Halton sequence of bases 2 and 3 over the bounding box, in whole
 * numbers; the first points of a longer answer are not those of a shorter one, for the distance
 * depends on the count. A candidate counts when it is inside and at least the distance away from
 * all points before it; the square of that distance starts at half a point's share of the area and
 * shrinks by a quarter whenever {@link #PATIENCE} candidates in a row were too near.
 */
public final class PointSpread {

  private static final int PATIENCE = 40;
  private static final long TWO_31 = 1L << 31;
  private static final long THREE_19 = 1_162_261_467L;

  /**
   * Candidates that are looked at; a point takes some ten of them, on scattered islands a thousand.
   */
  private static final int MOST_CANDIDATES = 50_000_000;

  private PointSpread() {}

  /** This many points inside. */
  public static List<GeoPoint> inside(Boundary whole, int count) {
    Boundary boundary = whole.withoutIslets();
    int[] box = boundingBox(boundary);
    var points = new ArrayList<GeoPoint>(count);
    long distance2 = boundary.area() / (2L * Math.max(1, count));
    int tooNear = 0;
    for (int i = 1; points.size() < count; i++) {
      if (i == MOST_CANDIDATES) {
        throw new IllegalArgumentException("a boundary too thin for " + count + " points");
      }
      int lon = box[0] + (int) ((box[2] - (long) box[0]) * inverse2(i) / TWO_31);
      int lat = box[1] + (int) ((box[3] - (long) box[1]) * inverse3(i) / THREE_19);
      if (!boundary.contains(lon, lat)) {
        continue;
      }
      if (isNear(points, lon, lat, distance2)) {
        if (++tooNear == PATIENCE) {
          distance2 -= distance2 / 4 + 1;
          tooNear = 0;
        }
        continue;
      }
      points.add(new GeoPoint(lat, lon));
      tooNear = 0;
    }
    return points;
  }

  /** The one of these points that is nearest to their middle. */
  public static GeoPoint middle(List<GeoPoint> points) {
    long lat = 0;
    long lon = 0;
    for (GeoPoint point : points) {
      lat += point.latE7();
      lon += point.lonE7();
    }
    GeoPoint best = points.getFirst();
    for (GeoPoint point : points) {
      int midLat = (int) (lat / points.size());
      int midLon = (int) (lon / points.size());
      if (distance2(point, midLon, midLat) < distance2(best, midLon, midLat)) {
        best = point;
      }
    }
    return best;
  }

  private static boolean isNear(List<GeoPoint> points, int lon, int lat, long distance2) {
    for (GeoPoint point : points) {
      if (distance2(point, lon, lat) < distance2) {
        return true;
      }
    }
    return false;
  }

  private static long distance2(GeoPoint point, int lon, int lat) {
    long x = (long) point.lonE7() - lon;
    long y = (long) point.latE7() - lat;
    return x * x + y * y;
  }

  private static int[] boundingBox(Boundary boundary) {
    int[] box = {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MIN_VALUE};
    for (List<int[]> rings : boundary.polygons()) {
      int[] ring = rings.getFirst();
      for (int i = 0; i < ring.length; i++) {
        box[i % 2] = Math.min(box[i % 2], ring[i]);
        box[2 + i % 2] = Math.max(box[2 + i % 2], ring[i]);
      }
    }
    return box;
  }

  /** The digits of i in base 2, mirrored behind the point, in units of 2^-31. */
  private static long inverse2(int i) {
    return Integer.toUnsignedLong(Integer.reverse(i)) >>> 1;
  }

  /** The digits of i in base 3, mirrored behind the point, in units of 3^-19. */
  private static long inverse3(int i) {
    long inverse = 0;
    long unit = THREE_19 / 3;
    for (int rest = i; rest > 0; rest /= 3) {
      inverse += rest % 3 * unit;
      unit /= 3;
    }
    return inverse;
  }
}
