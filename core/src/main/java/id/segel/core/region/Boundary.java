package id.segel.core.region;

import id.segel.core.fact.MalformedException;
import java.util.List;

/**
 * Outline of a kelurahan on the map, in E7: polygons of rings, the first ring of each its border,
 * the others holes. Whole numbers throughout, so that every machine places the same points.
 *
 * @param polygons rings as longitude, latitude, longitude, latitude and so on
 */
public record Boundary(List<List<int[]>> polygons) {

  /** Ten degrees: products of two spans stay far inside 64 bits. */
  private static final int MAX_SPAN = 100_000_000;

  /** {@link MalformedException} when it has no area or spans more than ten degrees. */
  public Boundary {
    polygons = polygons.stream().map(List::copyOf).filter(rings -> !rings.isEmpty()).toList();
    for (List<int[]> rings : polygons) {
      for (int[] ring : rings) {
        if (ring.length < 6 || ring.length % 2 != 0 || span(ring) > MAX_SPAN) {
          throw new MalformedException("not a ring of a boundary");
        }
      }
    }
    if (polygons.stream().mapToLong(Boundary::area).sum() <= 0) {
      throw new MalformedException("a boundary without area");
    }
  }

  /** Only its larger islands: those of at least a quarter of the largest one's area. */
  public Boundary withoutIslets() {
    long largest = polygons.stream().mapToLong(Boundary::area).max().orElse(0);
    return new Boundary(polygons.stream().filter(polygon -> area(polygon) >= largest / 4).toList());
  }

  /** Its area in square E7. */
  public long area() {
    return polygons.stream().mapToLong(Boundary::area).sum();
  }

  /** Whether the point lies inside; on the border either answer is right. */
  public boolean contains(int lonE7, int latE7) {
    boolean isInside = false;
    for (List<int[]> rings : polygons) {
      for (int[] ring : rings) {
        isInside ^= crossesOddly(ring, lonE7, latE7);
      }
    }
    return isInside;
  }

  /** Whether a ray to the east crosses the ring an odd number of times. */
  private static boolean crossesOddly(int[] ring, int x, int y) {
    boolean isOdd = false;
    for (int i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      long x1 = ring[j];
      long y1 = ring[j + 1];
      long x2 = ring[i];
      long y2 = ring[i + 1];
      if (y1 > y != y2 > y) {
        long side = (x - x1) * (y2 - y1) - (y - y1) * (x2 - x1);
        isOdd ^= y2 > y1 ? side < 0 : side > 0;
      }
    }
    return isOdd;
  }

  private static long area(List<int[]> rings) {
    long area = ringArea(rings.getFirst());
    for (int[] hole : rings.subList(1, rings.size())) {
      area -= ringArea(hole);
    }
    return area;
  }

  private static long ringArea(int[] ring) {
    long twice = 0;
    for (int i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      long x1 = (long) ring[j] - ring[0];
      long y1 = (long) ring[j + 1] - ring[1];
      long x2 = (long) ring[i] - ring[0];
      long y2 = (long) ring[i + 1] - ring[1];
      twice += x1 * y2 - x2 * y1;
    }
    return Math.abs(twice) / 2;
  }

  private static long span(int[] ring) {
    long span = 0;
    for (int i = 2; i < ring.length; i++) {
      span = Math.max(span, Math.abs((long) ring[i] - ring[i % 2]));
    }
    return span;
  }
}
