package id.segel.core.spotcheck;

import static id.segel.core.spotcheck.SpotCheckRefusal.COSIGNED_AFTER_ROLL;
import static id.segel.core.spotcheck.SpotCheckRefusal.COVER_DIFFERS;
import static id.segel.core.spotcheck.SpotCheckRefusal.DEVICE_ELSEWHERE;
import static id.segel.core.spotcheck.SpotCheckRefusal.DEVICE_REVOKED;
import static id.segel.core.spotcheck.SpotCheckRefusal.DEVICE_UNKNOWN;
import static id.segel.core.spotcheck.SpotCheckRefusal.DIGITS_MALFORMED;
import static id.segel.core.spotcheck.SpotCheckRefusal.DIGITS_TOO_FEW;
import static id.segel.core.spotcheck.SpotCheckRefusal.DRAW_DIFFERS;
import static id.segel.core.spotcheck.SpotCheckRefusal.HEAD_AHEAD;
import static id.segel.core.spotcheck.SpotCheckRefusal.LIST_DIFFERS;
import static id.segel.core.spotcheck.SpotCheckRefusal.NOTHING_RECORDED;
import static id.segel.core.spotcheck.SpotCheckRefusal.NOT_COVERED;
import static id.segel.core.spotcheck.SpotCheckRefusal.NO_BOXES;
import static id.segel.core.spotcheck.SpotCheckRefusal.NO_QUORUM;
import static id.segel.core.spotcheck.SpotCheckRefusal.ROLLED_IN_FUTURE;
import static id.segel.core.spotcheck.SpotCheckRefusal.SAMPLE_DIFFERS;
import static id.segel.core.spotcheck.SpotCheckRefusal.SAMPLE_TOO_LARGE;
import static id.segel.core.spotcheck.SpotCheckRefusal.SAMPLE_TOO_SMALL;
import static id.segel.core.spotcheck.SpotCheckRefusal.SEALS_DIFFER;
import static id.segel.core.spotcheck.SpotCheckRefusal.SEALS_SAME;
import static id.segel.core.spotcheck.SpotCheckRefusal.SIGNATURE_WRONG;

import id.segel.core.custody.BoxState;
import id.segel.core.fact.Id;
import id.segel.core.personnel.Devices;
import id.segel.core.personnel.KeyKeeping;
import id.segel.tlog.checkpoint.Policy;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What may be fixed, drawn and recorded. A list is fixed before the dice are rolled, and others
 * than the operator have signed that it was: the checkpoint of which the seed is made needs a
 * quorum of signatures from before the roll, and so does a checkpoint that holds the entry which
 * names it. Without the second, an operator who knows the dice could choose among all the
 * checkpoints of an hour the one whose seed spares a box.
 */
public final class SpotCheckRules {

  private SpotCheckRules() {}

  /**
   * How many boxes are wanted.
   *
   * @param boxes 0 where a share is named
   * @param below hundredths of a percent; 0 where a number is named
   */
  public record Asked(int boxes, int below) {
    public static Asked boxes(int boxes) {
      return new Asked(boxes, 0);
    }

    public static Asked below(int hundredths) {
      return new Asked(0, hundredths);
    }
  }

  /** Fixes the list of a checkpoint. */
  public static Decision<SpotCheckFixed> fix(
      CosignedHead head, BoxList list, Policy policy, int confidence, Asked asked) {
    if (policy.quorum() == null || head.quorumTime(policy).isEmpty()) {
      return new Decision.Refused<>(NO_QUORUM);
    }
    NavigableMap<String, Integer> all = list.kota();
    if (all.isEmpty()) {
      return new Decision.Refused<>(NO_BOXES);
    }
    int boxes = asked.below > 0 ? CleanBound.drawFor(all, confidence, asked.below) : asked.boxes;
    if (boxes < all.size()) {
      return new Decision.Refused<>(SAMPLE_TOO_SMALL);
    }
    if (boxes > SpotCheckFixed.BOXES_MAX || boxes > list.size()) {
      return new Decision.Refused<>(SAMPLE_TOO_LARGE);
    }
    return new Decision.Accepted<>(
        new SpotCheckFixed(head, list.digest(), confidence, asked.below, kota(all, boxes)));
  }

  private static NavigableMap<String, CleanBound.Kota> kota(
      NavigableMap<String, Integer> all, int boxes) {
    var kota = new TreeMap<String, CleanBound.Kota>();
    Draw.samples(all, boxes)
        .forEach(
            (code, drawn) -> kota.put(code, new CleanBound.Kota(all.getOrDefault(code, 0), drawn)));
    return kota;
  }

  /** Why such dice cannot choose from the list of this checkpoint; null when they can. */
  public static @Nullable SpotCheckRefusal refusal(
      CosignedHead head, String digits, Instant rolled, Policy policy) {
    if (!digits.chars().allMatch(c -> c >= '0' && c <= '9') || digits.length() > Draw.DIGITS_MOST) {
      return DIGITS_MALFORMED;
    }
    if (digits.length() < Draw.DIGITS_LEAST) {
      return DIGITS_TOO_FEW;
    }
    if (policy.quorum() == null || head.quorumTime(policy).isEmpty()) {
      return NO_QUORUM;
    }
    return head.judge(policy, rolled).isQuorum() ? null : COSIGNED_AFTER_ROLL;
  }

  /**
   * Draws from a fixed list.
   *
   * @param index of the entry that fixed it
   * @param cover the first checkpoint with a quorum that was seen to hold that entry; null before
   * @param list of the checkpoint that it names
   * @param now real time
   */
  public static Decision<SpotCheckDrawn> draw(
      long index,
      SpotCheckFixed fixed,
      @Nullable CosignedHead cover,
      BoxList list,
      String digits,
      Instant rolled,
      Instant now,
      Policy policy) {
    Instant seconds = rolled.truncatedTo(ChronoUnit.SECONDS);
    SpotCheckRefusal dice = refusal(fixed.head(), digits, seconds, policy);
    if (dice != null) {
      return new Decision.Refused<>(dice);
    }
    if (seconds.isAfter(now)) {
      return new Decision.Refused<>(ROLLED_IN_FUTURE);
    }
    if (cover == null || cover.size() <= index || cover.quorumTime(policy).isEmpty()) {
      return new Decision.Refused<>(NOT_COVERED);
    }
    if (!cover.judge(policy, seconds).isQuorum()) {
      return new Decision.Refused<>(COSIGNED_AFTER_ROLL);
    }
    if (!list.digest().equals(fixed.list())) {
      return new Decision.Refused<>(LIST_DIFFERS);
    }
    Id seed = Draw.seed(fixed.head().text(), digits);
    return new Decision.Accepted<>(
        new SpotCheckDrawn(
            index, seconds, digits, cover, seed, Draw.boxes(list, fixed.samples(), seed)));
  }

  /**
   * Why the log cannot hold this at its index, as far as the log alone tells; null when it can.
   *
   * @param list of the checkpoint that it names
   */
  public static @Nullable SpotCheckRefusal contradiction(
      long index, SpotCheckFixed fixed, BoxList list) {
    if (fixed.head().size() > index) {
      return HEAD_AHEAD;
    }
    if (!list.digest().equals(fixed.list())) {
      return LIST_DIFFERS;
    }
    NavigableMap<String, Integer> all = list.kota();
    boolean isEnough =
        fixed.below() == 0
            || fixed.drawn() == CleanBound.drawFor(all, fixed.confidence(), fixed.below());
    return isEnough && kota(all, fixed.drawn()).equals(fixed.kota()) ? null : SAMPLE_DIFFERS;
  }

  /** The same for a draw from a fixed list. */
  public static @Nullable SpotCheckRefusal contradiction(
      long index, SpotCheckDrawn drawn, SpotCheckFixed fixed, BoxList list) {
    CosignedHead cover = drawn.cover();
    if (cover.size() <= drawn.check()
        || cover.size() > index
        || !cover.origin().equals(fixed.head().origin())) {
      return COVER_DIFFERS;
    }
    Id seed = Draw.seed(fixed.head().text(), drawn.digits());
    boolean isDrawn =
        seed.equals(drawn.seed()) && Draw.boxes(list, fixed.samples(), seed).equals(drawn.boxes());
    return isDrawn ? null : DRAW_DIFFERS;
  }

  /**
   * Why this is no result about a drawn box; null when it is one.
   *
   * @param state of the box, by the log up to the result
   */
  static @Nullable SpotCheckRefusal refusal(
      SpotCheckResult result, Devices.@Nullable Device device, BoxState state) {
    if (device == null || device.keeping() == KeyKeeping.CARD) {
      return DEVICE_UNKNOWN;
    }
    if (device.isRevoked()) {
      return DEVICE_REVOKED;
    }
    if (!device.covers(result.box().tps())) {
      return DEVICE_ELSEWHERE;
    }
    if (!result.isSigned()) {
      return SIGNATURE_WRONG;
    }
    boolean isSeen = state.phase() != BoxState.Phase.NEW;
    // An opened box keeps the seals that were on it, for its history; there are none on it now.
    long recorded = state.phase() == BoxState.Phase.OPENED ? 0 : state.seals();
    boolean isSame = isSeen && result.seals().fingerprint() == recorded;
    return switch (result.outcome()) {
      case AS_RECORDED -> !isSeen ? NOTHING_RECORDED : isSame ? null : SEALS_DIFFER;
      case SEAL_DIFFERS -> isSame ? SEALS_SAME : null;
      case SEAL_BROKEN, NOT_THERE, CONTENTS_DIFFER -> null;
    };
  }
}
