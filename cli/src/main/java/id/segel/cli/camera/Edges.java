package id.segel.cli.camera;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Where the strongest edges of a view are and which way they run. A view is compared by that alone,
 * so that neither exposure nor infrared light, which turns dark to bright, changes its score.
 */
final class Edges {

  /** So many of the 14,400 points of a small picture. */
  static final int STRONGEST = 1_200;

  private static final int WIDE = Frame.SMALL_WIDE;
  private static final int HIGH = Frame.SMALL_HIGH;
  private static final int MARGIN = 2;

  /** Below this slope, in grey levels a point, there is no edge. */
  private static final double SLOPE_MIN = 1;

  /** A cell of 16 by 15 points with at least so many edges can be lost. */
  private static final int CELL_WIDE = 16;

  private static final int CELL_HIGH = 15;
  private static final int CELL_EDGES_MIN = 6;

  private final int[] at;
  private final float[] cos;
  private final float[] sin;
  private final float[] slope;

  private Edges(int[] at, float[] cos, float[] sin, float[] slope) {
    this.at = at;
    this.cos = cos;
    this.sin = sin;
    this.slope = slope;
  }

  /** The slopes of a picture: their directions, doubled, and their sizes. */
  record Slopes(float[] cos, float[] sin, float[] size) {

    static Slopes of(byte[] thumb) {
      var slopes =
          new Slopes(new float[Frame.SMALL], new float[Frame.SMALL], new float[Frame.SMALL]);
      for (int y = 1; y < HIGH - 1; y++) {
        for (int x = 1; x < WIDE - 1; x++) {
          int i = y * WIDE + x;
          int nw = thumb[i - WIDE - 1] & 0xff;
          int n = thumb[i - WIDE] & 0xff;
          int ne = thumb[i - WIDE + 1] & 0xff;
          int w = thumb[i - 1] & 0xff;
          int e = thumb[i + 1] & 0xff;
          int sw = thumb[i + WIDE - 1] & 0xff;
          int s = thumb[i + WIDE] & 0xff;
          int se = thumb[i + WIDE + 1] & 0xff;
          float across = (ne + 2 * e + se - nw - 2 * w - sw) / 8f;
          float down = (sw + 2 * s + se - nw - 2 * n - ne) / 8f;
          float square = across * across + down * down;
          slopes.size[i] = (float) Math.sqrt(square);
          if (square >= SLOPE_MIN * SLOPE_MIN) {
            slopes.cos[i] = (across * across - down * down) / square;
            slopes.sin[i] = 2 * across * down / square;
          }
        }
      }
      return slopes;
    }
  }

  /**
   * The strongest edges.
   *
   * @param isLeftOut points that say nothing, such as those of the clock
   */
  static Edges of(Slopes slopes, IntPredicate isLeftOut) {
    int[] candidates =
        java.util.stream.IntStream.range(0, Frame.SMALL)
            .filter(i ->
                i % WIDE >= MARGIN
                    && i % WIDE < WIDE - MARGIN
                    && i / WIDE >= MARGIN
                    && i / WIDE < HIGH - MARGIN
                    && slopes.size[i] >= SLOPE_MIN
                    && !isLeftOut.test(i))
            .boxed()
            .sorted((a, b) -> Float.compare(slopes.size[b], slopes.size[a]))
            .limit(STRONGEST)
            .mapToInt(Integer::intValue)
            .toArray();
    Arrays.sort(candidates);
    var edges =
        new Edges(
            candidates,
            new float[candidates.length],
            new float[candidates.length],
            new float[candidates.length]);
    for (int i = 0; i < candidates.length; i++) {
      edges.cos[i] = slopes.cos[candidates[i]];
      edges.sin[i] = slopes.sin[candidates[i]];
      edges.slope[i] = slopes.size[candidates[i]];
    }
    return edges;
  }

  int count() {
    return at.length;
  }

  /**
   * How well a picture that is shifted so far has these edges: 1 all of them, about 0.3 by chance.
   */
  double score(Slopes picture, int right, int down) {
    double sum = 0;
    int counted = 0;
    for (int i = 0; i < at.length; i++) {
      int x = at[i] % WIDE + right;
      int y = at[i] / WIDE + down;
      if (x < MARGIN || x >= WIDE - MARGIN || y < MARGIN || y >= HIGH - MARGIN) {
        continue;
      }
      counted++;
      int there = y * WIDE + x;
      sum += Math.max(0, cos[i] * picture.cos[there] + sin[i] * picture.sin[there]);
    }
    return counted * 3 < at.length || counted == 0 ? 0 : sum / counted;
  }

  /** The share of the cells that had edges and in which nothing is left of them. */
  double lost(Slopes picture) {
    int across = WIDE / CELL_WIDE;
    var then = new double[across * (HIGH / CELL_HIGH)];
    var now = new double[then.length];
    var count = new int[then.length];
    for (int i = 0; i < at.length; i++) {
      int cell = at[i] / WIDE / CELL_HIGH * across + at[i] % WIDE / CELL_WIDE;
      then[cell] += slope[i];
      now[cell] += picture.size[at[i]];
      count[cell]++;
    }
    int had = 0;
    int gone = 0;
    for (int cell = 0; cell < then.length; cell++) {
      if (count[cell] >= CELL_EDGES_MIN) {
        had++;
        if (now[cell] < Math.max(0.25 * then[cell], 1.5 * count[cell])) {
          gone++;
        }
      }
    }
    return had == 0 ? 0 : (double) gone / had;
  }

  /** Where a picture fits best: right, down, in points. */
  record Shift(int right, int down, double score) {}

  /** Looks 60 points to each side and 16 up and down, roughly first and then nearby. */
  Shift search(Slopes picture) {
    var best = new Shift(0, 0, score(picture, 0, 0));
    for (int down = -16; down <= 16; down += 1) {
      for (int right = -60; right <= 60; right += 1) {
        double score = score(picture, right, down);
        if (score > best.score) {
          best = new Shift(right, down, score);
        }
      }
    }
    return best;
  }
}
