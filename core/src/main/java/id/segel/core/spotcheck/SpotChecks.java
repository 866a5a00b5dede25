package id.segel.core.spotcheck;

import id.segel.core.box.BoxId;
import id.segel.core.custody.BoxState;
import id.segel.core.fact.Fact;
import id.segel.core.personnel.Devices;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All random audits, folded from the facts. Each check is another object when it changes, so that
 * others may read it meanwhile; owned by one thread.
 */
public final class SpotChecks {

  /** Whatever is said about one box after so many results is said elsewhere. */
  private static final int RESULTS_MAX = 20;

  /** A result and its entry. */
  public record Found(long index, SpotCheckResult result) {}

  /**
   * One check.
   *
   * @param index of the entry that fixed its list, which names it
   * @param isReplaced whether a newer list was fixed before this one was drawn from
   * @param drawnAt index of the entry of the draw; -1 before
   * @param results about each box, in the order of the log
   */
  public record Check(
      long index,
      SpotCheckFixed fixed,
      boolean isReplaced,
      long drawnAt,
      @Nullable SpotCheckDrawn drawn,
      NavigableMap<BoxId, List<Found>> results) {

    /** The boxes that were drawn; none before. */
    public List<BoxId> sample() {
      SpotCheckDrawn all = drawn;
      return all == null ? List.of() : all.boxes();
    }

    /** Boxes of which something else was found than what is recorded, by anybody. */
    public List<BoxId> deviating() {
      return results.entrySet().stream()
          .filter(e ->
              e.getValue().stream()
                  .anyMatch(one -> one.result.outcome() != SpotCheckResult.Outcome.AS_RECORDED))
          .map(Map.Entry::getKey)
          .toList();
    }

    /** Boxes about which results do not agree; all are kept. */
    public List<BoxId> contradicted() {
      return results.entrySet().stream()
          .filter(
              e -> e.getValue().stream().map(one -> one.result.outcome()).distinct().count() > 1)
          .map(Map.Entry::getKey)
          .toList();
    }

    /** Whether every drawn box was looked at and nobody found any that deviates. */
    public boolean isClean() {
      return drawn != null && results.keySet().containsAll(sample()) && deviating().isEmpty();
    }
  }

  private final NavigableMap<Long, Check> all = new TreeMap<>();

  /** All, oldest first. */
  public Collection<Check> all() {
    return all.values();
  }

  /** The check of this index, or null when there is none. */
  public @Nullable Check of(long index) {
    return all.get(index);
  }

  /** The same checks, to try something on. */
  public SpotChecks copy() {
    var copy = new SpotChecks();
    copy.all.putAll(all);
    return copy;
  }

  /** Takes in a fact that was appended; others than those it is about change nothing. */
  public void apply(long index, Fact fact) {
    switch (fact) {
      case SpotCheckFixed it -> {
        // Only the newest list may be drawn from: nobody keeps a stock of lists to choose from.
        all.replaceAll((at, one) ->
            one.drawn == null ? new Check(at, one.fixed, true, -1, null, one.results) : one);
        all.put(index, new Check(index, it, false, -1, null, new TreeMap<>()));
      }
      case SpotCheckDrawn it ->
          all.computeIfPresent(
              it.check(),
              (at, one) -> new Check(at, one.fixed, one.isReplaced, index, it, one.results));
      case SpotCheckResult it ->
          all.computeIfPresent(it.check(), (at, one) -> with(one, new Found(index, it)));
      default -> {}
    }
  }

  private static Check with(Check one, Found found) {
    var results = new TreeMap<>(one.results);
    var ofBox = new ArrayList<>(results.getOrDefault(found.result.box(), List.of()));
    ofBox.add(found);
    results.put(found.result.box(), List.copyOf(ofBox));
    return new Check(one.index, one.fixed, one.isReplaced, one.drawnAt, one.drawn, results);
  }

  /** Why nothing may be drawn from this list now; null when it may. */
  public @Nullable SpotCheckRefusal refusal(long check) {
    Check one = all.get(check);
    if (one == null) {
      return SpotCheckRefusal.CHECK_UNKNOWN;
    }
    if (one.drawn != null) {
      return SpotCheckRefusal.CHECK_DRAWN;
    }
    return one.isReplaced ? SpotCheckRefusal.CHECK_REPLACED : null;
  }

  /** Why this may not be recorded now; null when it may. */
  public @Nullable SpotCheckRefusal refusal(
      SpotCheckResult result, Devices.@Nullable Device device, BoxState state) {
    Check one = all.get(result.check());
    if (one == null) {
      return SpotCheckRefusal.CHECK_UNKNOWN;
    }
    SpotCheckDrawn drawn = one.drawn;
    if (drawn == null) {
      return SpotCheckRefusal.CHECK_NOT_DRAWN;
    }
    if (!drawn.boxes().contains(result.box())) {
      return SpotCheckRefusal.BOX_NOT_DRAWN;
    }
    if (one.results.getOrDefault(result.box(), List.of()).size() >= RESULTS_MAX) {
      return SpotCheckRefusal.RESULTS_TOO_MANY;
    }
    return SpotCheckRules.refusal(result, device, state);
  }

  /** Where the same device has said the same before; -1 when it has not. */
  public long indexOf(SpotCheckResult result) {
    Check one = all.get(result.check());
    return one == null
        ? -1
        : one.results.getOrDefault(result.box(), List.of()).stream()
            .filter(found -> found.result.isSameAs(result))
            .mapToLong(Found::index)
            .findFirst()
            .orElse(-1);
  }
}
