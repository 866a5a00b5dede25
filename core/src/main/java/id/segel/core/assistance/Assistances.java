package id.segel.core.assistance;

import id.segel.core.fact.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What police were asked for at each TPS and what they did, folded from the log. Which request an
 * entry answers follows from the moments that are claimed, in whatever order they came: the newest
 * request before it that no earlier entry has answered. Owned by one thread.
 */
public final class Assistances {

  /** Why something may not be said. */
  public enum Refusal {
    /** The KPPS has asked already, and nobody has come yet. */
    ALREADY_ASKED,
    /** They are inside. */
    ALREADY_INSIDE,
    /** Nobody is inside who could have left then. */
    LEFT_BEFORE_ENTERED,
    /** It is about a moment that has not come. */
    MOMENT_AHEAD,
    /** It is about a moment long past. */
    MOMENT_OLD
  }

  private static final Duration AHEAD = Duration.ofMinutes(5);
  private static final Duration LATE_MAX = Duration.ofHours(24);

  /** What is known of one TPS, by the claimed moments. */
  private static final class AtTps {
    private final TreeMap<Instant, Assistance.Asked> asked = new TreeMap<>();
    private final TreeMap<Instant, Assistance.Entered> entered = new TreeMap<>();
    private final TreeMap<Instant, Assistance.Left> left = new TreeMap<>();

    private AtTps copy() {
      var copy = new AtTps();
      copy.asked.putAll(asked);
      copy.entered.putAll(entered);
      copy.left.putAll(left);
      return copy;
    }
  }

  private final Map<String, AtTps> byTps = new TreeMap<>();
  private final Set<String> found = new HashSet<>();

  /** Takes in a fact that was recorded then; what is about something else changes nothing. */
  public void apply(long index, Instant recorded, Fact fact) {
    switch (fact) {
      case PoliceAsked it -> take(at(it.tps()), index, recorded, it);
      case PoliceEntered it -> take(at(it.tps()), index, recorded, it);
      case PoliceLeft it -> take(at(it.tps()), index, recorded, it);
      case UnaskedEntryFound it -> found.add(it.tps());
      case UnaskedEntryExplained it -> found.remove(it.tps());
      default -> {}
    }
  }

  private AtTps at(String tps) {
    return byTps.computeIfAbsent(tps, any -> new AtTps());
  }

  private static void take(AtTps at, long index, Instant recorded, Fact fact) {
    switch (fact) {
      case PoliceAsked it ->
          at.asked.put(it.at(), new Assistance.Asked(it.reason(), it.at(), index, recorded));
      case PoliceEntered it ->
          at.entered.put(it.at(), new Assistance.Entered(it.people(), it.at(), index, recorded));
      case PoliceLeft it -> at.left.put(it.at(), new Assistance.Left(it.at(), index, recorded));
      default -> throw new IllegalArgumentException("not about a TPS: " + fact);
    }
  }

  /** The facts that belong right behind this one, which is not taken in yet. */
  public List<Fact> behind(String tps, Instant recorded, Fact fact) {
    AtTps after = byTps.getOrDefault(tps, new AtTps()).copy();
    Set<Instant> before = unasked(of(tps, after));
    take(after, Long.MAX_VALUE, recorded, fact);
    Set<Instant> now = unasked(of(tps, after));
    if (now.isEmpty()) {
      return found.contains(tps) ? List.of(new UnaskedEntryExplained(tps)) : List.of();
    }
    now.removeAll(before);
    return now.stream().sorted().map(one -> (Fact) new UnaskedEntryFound(tps, one)).toList();
  }

  private static Set<Instant> unasked(List<Assistance> all) {
    var unasked = new HashSet<Instant>();
    for (Assistance one : all) {
      if (one.isUnasked() && one.entered() != null) {
        unasked.add(one.entered().at());
      }
    }
    return unasked;
  }

  /** All that are known, TPS by TPS. */
  public List<Assistance> all() {
    var all = new ArrayList<Assistance>();
    byTps.forEach((tps, at) -> all.addAll(of(tps, at)));
    return all;
  }

  /** What is known of a TPS, in the order of its moments. */
  public List<Assistance> of(String tps) {
    AtTps at = byTps.get(tps);
    return at == null ? List.of() : of(tps, at);
  }

  private static List<Assistance> of(String tps, AtTps at) {
    var all = new ArrayList<Assistance>();
    var open = new TreeMap<>(at.asked);
    for (Assistance.Entered entry : at.entered.values()) {
      Map.Entry<Instant, Assistance.Asked> request = open.floorEntry(entry.at());
      if (request != null) {
        open.remove(request.getKey());
      }
      Instant next = at.entered.higherKey(entry.at());
      Map.Entry<Instant, Assistance.Left> left = at.left.ceilingEntry(entry.at());
      boolean isOfThis = left != null && (next == null || left.getKey().isBefore(next));
      all.add(
          new Assistance(
              tps,
              request == null ? null : request.getValue(),
              entry,
              left != null && isOfThis ? left.getValue() : null));
    }
    open.values().forEach(request -> all.add(new Assistance(tps, request, null, null)));
    all.sort((one, other) -> one.began().compareTo(other.began()));
    return all;
  }

  /** Why the KPPS may not ask so; null when it may. */
  public @Nullable Refusal refusal(PoliceAsked it, Instant now) {
    Refusal moment = refusal(it.at(), now);
    if (moment != null) {
      return moment;
    }
    // What is told late may explain an entry; what is asked now is asked once.
    boolean isAsked =
        of(it.tps()).stream()
            .anyMatch(
                one -> one.state() == Assistance.State.ASKED && !it.at().isBefore(one.began()));
    return isAsked ? Refusal.ALREADY_ASKED : null;
  }

  /** Why the police may not say that they entered so; null when they may. */
  public @Nullable Refusal refusal(PoliceEntered it, Instant now) {
    Refusal moment = refusal(it.at(), now);
    if (moment != null) {
      return moment;
    }
    for (Assistance one : of(it.tps())) {
      Assistance.Entered before = one.entered();
      Assistance.Left left = one.left();
      if (before != null
          && !it.at().isBefore(before.at())
          && (left == null || it.at().isBefore(left.at()))) {
        return Refusal.ALREADY_INSIDE;
      }
    }
    return null;
  }

  /** Why the police may not say that they left so; null when they may. */
  public @Nullable Refusal refusal(PoliceLeft it, Instant now) {
    Refusal moment = refusal(it.at(), now);
    if (moment != null) {
      return moment;
    }
    boolean isInside =
        of(it.tps()).stream()
            .anyMatch(one ->
                one.state() == Assistance.State.INSIDE
                    && one.entered() != null
                    && !it.at().isBefore(one.entered().at()));
    return isInside ? null : Refusal.LEFT_BEFORE_ENTERED;
  }

  private static @Nullable Refusal refusal(Instant at, Instant now) {
    if (at.isAfter(now.plus(AHEAD))) {
      return Refusal.MOMENT_AHEAD;
    }
    return at.isBefore(now.minus(LATE_MAX)) ? Refusal.MOMENT_OLD : null;
  }
}
