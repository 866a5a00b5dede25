package id.segel.core.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.fact.MalformedException;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PointSpreadTest {

  private static final int[] SQUARE = ring("0 0 100000 0 100000 100000 0 100000");
  private static final int[] HOLE = ring("20000 20000 80000 20000 80000 80000 20000 80000");
  private static final int[] ISLET = ring("900000 0 900100 0 900100 100");

  @Test
  void insideIsBetweenBorderAndHoles() {
    var boundary = new Boundary(List.of(List.of(SQUARE, HOLE), List.of(ISLET)));
    String table =
        """
        10000 10000   in
        50000 50000   out
        90000 50000   in
        900090 40     in
        900040 90     out
        -1 50000      out
        500000 50000  out
        """;
    for (String line : table.lines().toList()) {
      String[] cells = line.split(" +", -1);
      boolean isIn = boundary.contains(Integer.parseInt(cells[0]), Integer.parseInt(cells[1]));
      assertEquals(cells[2], isIn ? "in" : "out", line);
    }
    assertEquals(100_000L * 100_000 - 60_000L * 60_000 + 5_000, boundary.area());
  }

  @Test
  void pointsLieInsideAndApart() {
    var ringed = new Boundary(List.of(List.of(SQUARE, HOLE), List.of(ISLET)));
    for (int count : new int[] {1, 2, 10, 451, 999}) {
      List<GeoPoint> points = PointSpread.inside(ringed, count);
      assertEquals(count, new HashSet<>(points).size());
      assertEquals(points, PointSpread.inside(ringed, count), "the same every time");
      long nearest = Long.MAX_VALUE;
      for (GeoPoint point : points) {
        assertTrue(ringed.contains(point.lonE7(), point.latE7()), point.toString());
        assertTrue(point.lonE7() <= 100_000, "none on an islet");
        for (GeoPoint other : points) {
          long x = (long) point.lonE7() - other.lonE7();
          long y = (long) point.latE7() - other.latE7();
          nearest = point.equals(other) ? nearest : Math.min(nearest, x * x + y * y);
        }
      }
      assertTrue(nearest > ringed.area() / count / 8, count + " points, nearest " + nearest);
      assertTrue(points.contains(PointSpread.middle(points)));
    }
  }

  @Test
  void aBoundaryHasAnArea() {
    assertThrows(MalformedException.class, () -> new Boundary(List.of()));
    assertThrows(
        MalformedException.class, () -> new Boundary(List.of(List.of(ring("0 0 5 0 9 0")))));
    assertThrows(MalformedException.class, () -> new Boundary(List.of(List.of(ring("0 0 5 0")))));
    assertFalse(new Boundary(List.of(List.of(SQUARE))).contains(200_000, 50_000));
  }

  private static int[] ring(String numbers) {
    return java.util.Arrays.stream(numbers.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
  }
}
