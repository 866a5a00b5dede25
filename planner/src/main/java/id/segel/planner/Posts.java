package id.segel.planner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleSupplier;

/**
 * Where to put a number of posts so that the most is within reach: maximum coverage (Church and
 * ReVelle, "The maximal covering location problem", 1974).
 *
 * <p>The bound is that of Lagrange: what a point is worth is shared between itself and the places
 * that reach it, and each place is judged by its share alone; the shares are moved by subgradients
 * (Held, Wolfe and Crowder, "Validation of subgradient optimization", 1974). The places that look
 * best under some shares are a set of posts, which is then mended by exchanging one for another
 * while that helps.
 */
public final class Posts {

  private static final int ROUNDS_WITHOUT_GAIN = 30;
  private static final double SHORTEST_STEP = 1e-4;

  private final long[] worth;
  private final int[][] reached;
  private final int posts;
  private final Set<Integer> fixed;

  /** How many of the chosen places reach a point. */
  private final int[] reachedBy;

  private List<Integer> best = List.of();
  private long bestWorth = -1;
  private double bound = Double.POSITIVE_INFINITY;

  /**
   * An answer.
   *
   * @param places that were chosen, in their order
   * @param worth of all points within reach of one
   * @param bound no choice is worth more
   */
  public record Answer(List<Integer> places, long worth, long bound) {

    /** Whether nothing better can be. */
    public boolean isProven() {
      return worth == bound;
    }
  }

  private Posts(long[] worth, int[][] reached, int posts, Set<Integer> fixed) {
    this.worth = worth;
    this.reached = reached;
    this.posts = Math.min(posts, reached.length);
    this.fixed = fixed;
    reachedBy = new int[worth.length];
  }

  /**
   * Chooses places.
   *
   * @param worth of each point, at least 0
   * @param reached of each place, the points within its reach
   * @param posts how many places are chosen, the fixed ones among them
   * @param fixed places that are chosen already; no more than {@code posts}
   * @param progress 0 at the beginning, 1 when it must end; it ends earlier when its answer is
   *     proven
   */
  public static Answer choose(
      long[] worth, int[][] reached, int posts, Set<Integer> fixed, DoubleSupplier progress) {
    if (fixed.size() > posts) {
      throw new IllegalArgumentException(fixed.size() + " of " + posts + " posts are fixed");
    }
    return new Posts(worth, reached, posts, fixed).run(progress);
  }

  /** What a choice is worth. */
  public static long worth(long[] worth, int[][] reached, Iterable<Integer> places) {
    boolean[] isReached = new boolean[worth.length];
    long sum = 0;
    for (int place : places) {
      for (int point : reached[place]) {
        sum += isReached[point] ? 0 : worth[point];
        isReached[point] = true;
      }
    }
    return sum;
  }

  private Answer run(DoubleSupplier progress) {
    double[] share = new double[worth.length];
    for (int i = 0; i < share.length; i++) {
      // At first a point is shared evenly between itself and the places.
      share[i] = worth[i] / 2.0;
    }
    double step = 1;
    int withoutGain = 0;
    while (step > SHORTEST_STEP && progress.getAsDouble() < 1) {
      List<Integer> chosen = choose(share);
      double value = value(share, chosen);
      if (value < bound - 1e-9) {
        bound = value;
        withoutGain = 0;
      } else if (++withoutGain >= ROUNDS_WITHOUT_GAIN) {
        step /= 2;
        withoutGain = 0;
      }
      long now = worth(worth, reached, chosen);
      if (now > bestWorth) {
        mend(chosen);
      }
      if (bestWorth >= wholeBound()) {
        break;
      }
      move(share, chosen, step * (value - bestWorth));
    }
    return new Answer(best, bestWorth, Math.max(bestWorth, wholeBound()));
  }

  /** Worth is whole, so a bound between two is the lower one. */
  private long wholeBound() {
    return (long) Math.floor(bound + 1e-6);
  }

  /** The places with the greatest shares, and those that are fixed. */
  private List<Integer> choose(double[] share) {
    double[] sums = new double[reached.length];
    Integer[] order = new Integer[reached.length];
    for (int place = 0; place < sums.length; place++) {
      order[place] = place;
      for (int point : reached[place]) {
        sums[place] += share[point];
      }
    }
    Arrays.sort(order, (one, other) -> Double.compare(sums[other], sums[one]));
    List<Integer> chosen = new ArrayList<>(fixed);
    for (int place : order) {
      if (chosen.size() == posts) {
        break;
      }
      if (!fixed.contains(place)) {
        chosen.add(place);
      }
    }
    return chosen;
  }

  private double value(double[] share, List<Integer> chosen) {
    double value = 0;
    for (int i = 0; i < share.length; i++) {
      value += worth[i] - share[i];
    }
    for (int place : chosen) {
      for (int point : reached[place]) {
        value += share[point];
      }
    }
    return value;
  }

  /**
   * Moves the shares against the slope: down where a point is chosen twice, up where it is not at
   * all.
   */
  private void move(double[] share, List<Integer> chosen, double gap) {
    count(chosen);
    double norm = 0;
    for (int i = 0; i < share.length; i++) {
      double slope = reachedBy[i] - 1.0;
      norm += slope * slope;
    }
    for (int i = 0; i < share.length && norm > 0; i++) {
      share[i] = Math.clamp(share[i] - gap / norm * (reachedBy[i] - 1), 0, (double) worth[i]);
    }
  }

  private void count(List<Integer> chosen) {
    Arrays.fill(reachedBy, 0);
    for (int place : chosen) {
      for (int point : reached[place]) {
        reachedBy[point]++;
      }
    }
  }

  /** Exchanges one place for another while that is worth more. */
  private void mend(List<Integer> begin) {
    List<Integer> chosen = new ArrayList<>(begin);
    boolean isBetter = true;
    while (isBetter) {
      isBetter = false;
      count(chosen);
      for (int at = 0; at < chosen.size(); at++) {
        int out = chosen.get(at);
        if (fixed.contains(out)) {
          continue;
        }
        long lost = take(out);
        int in = mostGained(chosen, out, lost);
        chosen.set(at, in);
        for (int point : reached[in]) {
          reachedBy[point]++;
        }
        isBetter |= in != out;
      }
    }
    best = List.copyOf(new TreeSet<>(chosen));
    bestWorth = worth(worth, reached, best);
  }

  private long take(int place) {
    long lost = 0;
    for (int point : reached[place]) {
      reachedBy[point]--;
      lost += reachedBy[point] == 0 ? worth[point] : 0;
    }
    return lost;
  }

  private int mostGained(List<Integer> chosen, int out, long lost) {
    int in = out;
    long most = lost;
    for (int place = 0; place < reached.length; place++) {
      long gained = 0;
      for (int point : reached[place]) {
        gained += reachedBy[point] == 0 ? worth[point] : 0;
      }
      if (gained > most && !chosen.contains(place)) {
        in = place;
        most = gained;
      }
    }
    return in;
  }
}
