package id.segel.core.spotcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.spotcheck.CleanBound.Kota;
import id.segel.core.spotcheck.CleanBound.Miss;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/**
 * The bound against every way to spread deviating boxes, and against numbers worked out by hand.
 */
class CleanBoundTest {

  private static final int NINETY_FIVE = 9_500;

  @Test
  void noSpreadOfDeviatingBoxesIsMissedMoreOften() {
    for (long seed = 1; seed <= 300; seed++) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      var kota = new ArrayList<Kota>();
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        int boxes = random.nextInt(1, 9);
        kota.add(new Kota(boxes, random.nextInt(1, boxes + 1)));
      }
      int all = kota.stream().mapToInt(Kota::boxes).sum();
      for (int deviating = 0; deviating <= all; deviating++) {
        Miss most = everySpread(kota, 0, deviating);
        Miss found = CleanBound.worstMiss(kota, deviating);
        assertEquals(
            most.clean().multiply(found.all()),
            found.clean().multiply(most.all()),
            "seed " + seed + ": " + kota + " with " + deviating + " deviating");
      }
      for (int confidence : List.of(5_000, 9_000, NINETY_FIVE, 9_999)) {
        int fewer = CleanBound.fewerThan(kota, confidence);
        assertTrue(everySpread(kota, 0, fewer).isWithin(confidence), "seed " + seed);
        assertFalse(everySpread(kota, 0, fewer - 1).isWithin(confidence), "seed " + seed);
      }
    }
  }

  /** The largest chance to see none of so many deviating boxes in these kota, of all spreads. */
  private static Miss everySpread(List<Kota> kota, int from, int deviating) {
    if (from == kota.size()) {
      return new Miss(deviating == 0 ? BigInteger.ONE : BigInteger.ZERO, BigInteger.ONE);
    }
    Kota one = kota.get(from);
    Miss most = new Miss(BigInteger.ZERO, BigInteger.ONE);
    for (int here = 0; here <= Math.min(deviating, one.boxes()); here++) {
      Miss rest = everySpread(kota, from + 1, deviating - here);
      Miss all =
          new Miss(
              choose(one.boxes() - here, one.drawn()).multiply(rest.clean()),
              choose(one.boxes(), one.drawn()).multiply(rest.all()));
      if (all.clean().multiply(most.all()).compareTo(most.clean().multiply(all.all())) > 0) {
        most = all;
      }
    }
    return most;
  }

  private static BigInteger choose(int of, int some) {
    BigInteger ways = BigInteger.ONE;
    for (int i = 0; i < some; i++) {
      ways = ways.multiply(BigInteger.valueOf(of - i)).divide(BigInteger.valueOf(i + 1));
    }
    return some > of ? BigInteger.ZERO : ways;
  }

  /**
   * One kota of 100 boxes: C(90, 28) / C(100, 28) is 0.0313, with 9 it is 0.0457, with 8 0.0654.
   */
  @Test
  void ofOneKotaItIsTheHypergeometricDistribution() {
    assertEquals(9, CleanBound.fewerThan(List.of(new Kota(100, 28)), NINETY_FIVE));
    assertEquals(1, CleanBound.fewerThan(List.of(new Kota(7, 7)), 9_999));
    // One deviating box of 20 is missed by 19 with 1/20: exactly 5 %, and not less.
    assertEquals(1, CleanBound.fewerThan(List.of(new Kota(20, 19)), NINETY_FIVE));
    assertEquals(2, CleanBound.fewerThan(List.of(new Kota(20, 19)), NINETY_FIVE + 1));
  }

  /** All deviating boxes in the kota that is looked at least. */
  @Test
  void whatIsLookedAtLessCountsMore() {
    var even = List.of(new Kota(1_000, 30), new Kota(1_000, 30));
    var uneven = List.of(new Kota(1_000, 59), new Kota(1_000, 1));
    assertEquals(96, CleanBound.fewerThan(even, NINETY_FIVE));
    assertEquals(950, CleanBound.fewerThan(uneven, NINETY_FIVE));
  }

  @Test
  void enoughAreDrawnAndOneLessIsNotEnough() {
    var dki = new TreeMap<String, Integer>();
    dki.put("3101", 296);
    dki.put("3171", 12_068);
    dki.put("3172", 14_960);
    dki.put("3173", 33_192);
    dki.put("3174", 25_916);
    dki.put("3175", 36_632);
    int all = dki.values().stream().mapToInt(Integer::intValue).sum();
    for (int below : List.of(20, 100, 300)) {
      int boxes = CleanBound.drawFor(dki, NINETY_FIVE, below);
      int fewer = CleanBound.fewerThan(CleanBound.of(dki, Draw.samples(dki, boxes)), NINETY_FIVE);
      // At most one fewer deviate, and that is less than the share.
      assertTrue((fewer - 1L) * CleanBound.WHOLE < (long) all * below, "below " + below);
      int less =
          CleanBound.fewerThan(CleanBound.of(dki, Draw.samples(dki, boxes - 1)), NINETY_FIVE);
      assertTrue((less - 1L) * CleanBound.WHOLE >= (long) all * below, "below " + below);
    }
    assertEquals(299, CleanBound.drawFor(dki, NINETY_FIVE, 100));
  }
}
