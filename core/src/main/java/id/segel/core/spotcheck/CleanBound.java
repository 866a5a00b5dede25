package id.segel.core.spotcheck;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * What a clean sample proves: how many boxes at most may deviate when none of those drawn does.
 * Whole numbers throughout, nothing is rounded.
 *
 * <p>Let kota h have N boxes, n of them drawn, and k that deviate. A draw without replacement sees
 * none of the k with the probability C(N−k, n) / C(N, n), and the kota are drawn independently. How
 * the deviating boxes lie is not known, so it is taken as bad as it can be: with K in all, the
 * largest product over all ways to spread them. The bound is the least K for which even that is at
 * most 1 − confidence; then "fewer than K deviate" is right for at least that share of all draws.
 *
 * <p>The worst spread is found one box at a time. Adding one to kota h multiplies its probability
 * by (N−k−n) / (N−k) = 1 − n / (N−k), which falls as k grows: the logarithm is concave in k, and
 * for a sum of concave functions under one common total the greedy choice of the best next step is
 * optimal (O. Gross 1956; B. Fox, Discrete Optimization via Marginal Analysis, 1966). The best next
 * step is the kota with the least n / (N−k). {@code CleanBoundTest} tries every spread of small
 * cases.
 */
public final class CleanBound {

  /** Confidence and shares are in hundredths of a percent. */
  public static final int WHOLE = 10_000;

  private CleanBound() {}

  /** One kota: how many boxes it has, and how many of them are drawn. */
  public record Kota(int boxes, int drawn) {
    public Kota {
      if (drawn < 1 || drawn > boxes) {
        throw new IllegalArgumentException("of " + boxes + " boxes none can draw " + drawn);
      }
    }
  }

  /** A kota while deviating boxes are put into it. */
  private record Filled(long left, long drawn) implements Comparable<Filled> {
    /** The one whose next deviating box is seen least. */
    @Override
    public int compareTo(Filled other) {
      return Long.compare(drawn * other.left, other.drawn * left);
    }
  }

  /**
   * The chance that a draw shows no deviating box although there are so many, at worst: {@code
   * clean} of {@code all}.
   */
  record Miss(BigInteger clean, BigInteger all) {

    /** Whether it is at most 1 − confidence. */
    boolean isWithin(int confidence) {
      return clean
              .multiply(BigInteger.valueOf(WHOLE))
              .compareTo(all.multiply(BigInteger.valueOf(WHOLE - confidence)))
          <= 0;
    }
  }

  /** The least number of which a clean sample says, with this confidence, that fewer deviate. */
  public static int fewerThan(Collection<Kota> kota, int confidence) {
    int end = kota.stream().mapToInt(one -> one.boxes - one.drawn).sum() + 1;
    int least = 1;
    int most = 1;
    // The worst chance to see nothing falls with each further deviating box.
    while (most < end && !worstMiss(kota, most).isWithin(confidence)) {
      least = most + 1;
      most = Math.min(2 * most, end);
    }
    while (least < most) {
      int middle = (least + most) >>> 1;
      if (worstMiss(kota, middle).isWithin(confidence)) {
        most = middle;
      } else {
        least = middle + 1;
      }
    }
    return least;
  }

  /**
   * How many boxes must be drawn so that a clean sample says, with this confidence, that fewer than
   * this share deviate; all of them when nothing less does. One box fewer would not do.
   *
   * @param kota how many boxes each has
   * @param share in hundredths of a percent, more than 0
   */
  public static int drawFor(Map<String, Integer> kota, int confidence, int share) {
    long all = kota.values().stream().mapToLong(Integer::intValue).sum();
    int deviating = Math.toIntExact((all * share + WHOLE - 1) / WHOLE);
    int least = kota.size();
    int most = Math.toIntExact(all);
    while (least < most) {
      int middle = (least + most) >>> 1;
      if (worstMiss(of(kota, Draw.samples(kota, middle)), deviating).isWithin(confidence)) {
        most = middle;
      } else {
        least = middle + 1;
      }
    }
    return least;
  }

  /** Each kota with what is drawn of it. */
  public static Collection<Kota> of(Map<String, Integer> kota, Map<String, Integer> samples) {
    return samples.entrySet().stream()
        .map(e -> new Kota(kota.getOrDefault(e.getKey(), 0), e.getValue()))
        .toList();
  }

  static Miss worstMiss(Collection<Kota> kota, int deviating) {
    var next = new PriorityQueue<Filled>();
    kota.forEach(one -> next.add(new Filled(one.boxes, one.drawn)));
    var clean = new long[deviating];
    var all = new long[deviating];
    for (int i = 0; i < deviating; i++) {
      Filled least = next.poll();
      if (least == null || least.left <= least.drawn) {
        return new Miss(BigInteger.ZERO, BigInteger.ONE);
      }
      clean[i] = least.left - least.drawn;
      all[i] = least.left;
      next.add(new Filled(least.left - 1, least.drawn));
    }
    return new Miss(product(clean, 0, deviating), product(all, 0, deviating));
  }

  /** By halves, so that the factors are of like length, which is what multiplies fast. */
  private static BigInteger product(long[] factors, int from, int to) {
    if (to - from <= 1) {
      return from == to ? BigInteger.ONE : BigInteger.valueOf(factors[from]);
    }
    int middle = (from + to) >>> 1;
    return product(factors, from, middle).multiply(product(factors, middle, to));
  }
}
