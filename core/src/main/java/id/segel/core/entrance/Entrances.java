package id.segel.core.entrance;

import id.segel.core.fact.Fact;
import id.segel.core.personnel.Role;
import id.segel.core.region.PlaceCode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Permits and visits of all places, folded from the log. Nobody is kept from being written down:
 * what is against a permit is found. What is found follows from the moments that were claimed, in
 * whatever order they came. Owned by one thread; a {@link Visit} never changes.
 */
public final class Entrances {

  /** Why something may not be said. */
  public enum Refusal {
    /** There is no such permit. */
    PERMIT_UNKNOWN,
    /** It was taken back, or is over. */
    PERMIT_OVER,
    /** There is no such visit. */
    VISIT_UNKNOWN,
    /** They have left already. */
    VISIT_OVER,
    /** They would have left before they came. */
    LEFT_BEFORE_CAME,
    /** They are there, as the log has it. */
    ALREADY_THERE,
    /** Nobody is there under this number who could be beside them. */
    ESCORT_NOT_THERE,
    /** The number was given. */
    NUMBER_TAKEN,
    /** It is about a moment that has not come. */
    MOMENT_AHEAD,
    /** It is about a moment long past. */
    MOMENT_OLD
  }

  /**
   * A permit as it is known.
   *
   * @param ended when it was taken back; null while it was not
   */
  public record Known(int number, Permit permit, @Nullable Instant ended) {

    /** From when on it is good no longer. */
    public Instant end() {
      return ended != null && ended.isBefore(permit.end()) ? ended : permit.end();
    }

    boolean isGoodAt(Instant moment) {
      return permit.isGoodAt(moment) && moment.isBefore(end());
    }
  }

  /** So long may somebody be alone, or their escort come after them or go before them. */
  public static final Duration GRACE = Duration.ofMinutes(5);

  private static final Duration AHEAD = Duration.ofMinutes(5);
  private static final Duration LATE_MAX = Duration.ofHours(24);

  private final NavigableMap<Integer, Known> permits = new TreeMap<>();
  private final NavigableMap<Integer, Visit> visits = new TreeMap<>();
  private final Map<Integer, Map<Breach, Boolean>> found = new TreeMap<>();

  /** When somebody came to a place or left it; asked for each opening of a door. */
  private final Map<PlaceCode, NavigableSet<Instant>> moves = new HashMap<>();

  /** Visits of which something may be new. */
  private final Set<Integer> live = new TreeSet<>();

  /** All permits, those that are over too, by their numbers. */
  public Collection<Known> permits() {
    return permits.values();
  }

  /** All visits, by their numbers. */
  public Collection<Visit> visits() {
    return visits.values();
  }

  /** The visit; null when there is none. */
  public @Nullable Visit visit(int number) {
    return visits.get(number);
  }

  /** What was found of a visit; true while it is so. */
  public Map<Breach, Boolean> found(int visit) {
    return Map.copyOf(found.getOrDefault(visit, Map.of()));
  }

  /** The next number of a permit that was never given. */
  public int nextPermit() {
    return permits.isEmpty() ? 1 : permits.lastKey() + 1;
  }

  /** The next number of a visit that was never given. */
  public int nextVisit() {
    return visits.isEmpty() ? 1 : visits.lastKey() + 1;
  }

  /** Takes in a fact that was recorded then; those that are about something else change nothing. */
  public void apply(long index, Instant recorded, Fact fact) {
    switch (fact) {
      case EntrancePermitted it -> {
        permits.put(it.number(), new Known(it.number(), it.permit(), null));
        look(it.permit().place());
      }
      case EntrancePermitEnded it ->
          permits.computeIfPresent(
              it.number(), (number, known) -> new Known(number, known.permit(), recorded));
      case SomebodyEntered it -> {
        visits.put(it.visit(), came(it, index));
        moved(it.place(), it.at());
        look(it.place());
      }
      case SomebodyLeft it -> {
        Visit visit = visits.computeIfPresent(it.visit(), (number, one) -> one.left(it.at()));
        if (visit != null) {
          moved(visit.place(), it.at());
          look(visit.place());
        }
      }
      case BreachFound it ->
          found
              .computeIfAbsent(it.visit(), any -> new EnumMap<>(Breach.class))
              .put(it.breach(), true);
      case BreachEnded it ->
          found
              .computeIfAbsent(it.visit(), any -> new EnumMap<>(Breach.class))
              .put(it.breach(), false);
      default -> {}
    }
  }

  /**
   * Whether somebody came to a place or left it between these moments, both included; who is inside
   * already did neither.
   */
  public boolean movedAt(PlaceCode place, Instant from, Instant until) {
    Instant first = moves.getOrDefault(place, new TreeSet<>()).ceiling(from);
    return first != null && !first.isAfter(until);
  }

  private void moved(PlaceCode place, Instant at) {
    moves.computeIfAbsent(place, any -> new TreeSet<>()).add(at);
  }

  private static Visit came(SomebodyEntered it, long index) {
    return new Visit(
        it.visit(),
        it.place(),
        it.zone(),
        it.person(),
        it.role(),
        it.agency(),
        it.visitor(),
        it.escort(),
        it.at(),
        null,
        index);
  }

  private void look(PlaceCode place) {
    visits.values().stream()
        .filter(visit -> visit.place().equals(place))
        .forEach(visit -> live.add(visit.number()));
  }

  /** What is to be said of visits now: what is against the rule, and what is over. */
  public List<Fact> lapses(Instant now) {
    var facts = new ArrayList<Fact>();
    for (Integer number : List.copyOf(live)) {
      Visit visit = Objects.requireNonNull(visits.get(number));
      int before = facts.size();
      Set<Breach> broken = breaches(visit, now);
      Map<Breach, Boolean> known = found.getOrDefault(number, Map.of());
      for (Breach breach : Breach.values()) {
        Boolean is = known.get(breach);
        boolean isNew = is == null || (!is && visit.left() == null);
        if (broken.contains(breach) && isNew) {
          facts.add(new BreachFound(breach, visit.place(), number));
        } else if (Boolean.TRUE.equals(is) && (visit.left() != null || !broken.contains(breach))) {
          facts.add(new BreachEnded(breach, visit.place(), number));
        }
      }
      if (visit.left() != null && facts.size() == before) {
        live.remove(number);
      }
    }
    return facts;
  }

  /** What of this visit is against the rule of its place, as far as is known now. */
  public Set<Breach> breaches(Visit visit, Instant now) {
    Instant last = visit.left() != null ? visit.left() : now;
    List<Known> own =
        permits.values().stream().filter(known -> known.permit().isFor(visit)).toList();
    if (own.isEmpty()) {
      return EnumSet.of(Breach.NO_RIGHT);
    }
    Set<Breach> broken = EnumSet.noneOf(Breach.class);
    if (!isCovered(own, visit.came(), last)) {
      broken.add(Breach.OUT_OF_HOURS);
    }
    List<Known> good = own.stream().filter(known -> known.isGoodAt(visit.came())).toList();
    // With two permits the milder one holds.
    if (!good.isEmpty() && good.stream().allMatch(known -> known.permit().pair())) {
      addIf(broken, Breach.ALONE, isAlone(visit, last));
    }
    List<Role> escorts =
        good.stream().map(known -> known.permit().escort()).filter(Objects::nonNull).toList();
    if (!good.isEmpty() && escorts.size() == good.size()) {
      addIf(broken, Breach.NO_ESCORT, !isEscorted(visit, last, escorts::contains));
    }
    return broken;
  }

  private static void addIf(Set<Breach> broken, Breach breach, boolean isSo) {
    if (isSo) {
      broken.add(breach);
    }
  }

  /** Whether one permit or another was good all the time; that is lost only when one ceases. */
  private static boolean isCovered(List<Known> own, Instant came, Instant last) {
    var moments = new TreeSet<Instant>();
    moments.add(came);
    for (Known known : own) {
      Permit permit = known.permit();
      moments.add(known.end());
      LocalDate day = came.atZone(Permit.JAKARTA).toLocalDate();
      LocalDate lastDay = last.atZone(Permit.JAKARTA).toLocalDate();
      for (; !day.isAfter(lastDay); day = day.plusDays(1)) {
        moments.add(day.atTime(permit.until()).atZone(Permit.JAKARTA).toInstant());
      }
    }
    return moments.stream()
        .filter(moment -> moment.equals(came) || (moment.isAfter(came) && moment.isBefore(last)))
        .allMatch(moment -> own.stream().anyMatch(known -> known.isGoodAt(moment)));
  }

  /** Whether nobody else whom Segel knows was in the zone for longer than the grace. */
  private boolean isAlone(Visit visit, Instant last) {
    List<Visit> others =
        visits.values().stream()
            .filter(one -> one.number() != visit.number() && one.person() != null)
            .filter(one -> !Objects.equals(one.person(), visit.person()))
            .filter(one -> one.place().equals(visit.place()) && one.zone() == visit.zone())
            .sorted((one, other) -> one.came().compareTo(other.came()))
            .toList();
    Instant alone = visit.came();
    for (Visit other : others) {
      if (other.came().isAfter(last)) {
        break;
      }
      if (other.came().isAfter(alone.plus(GRACE))) {
        return true;
      }
      Instant until = other.left() == null ? last : other.left();
      if (until.isAfter(alone)) {
        alone = until;
      }
    }
    return last.isAfter(alone.plus(GRACE));
  }

  private boolean isEscorted(Visit visit, Instant last, Predicate<Role> role) {
    Visit escort = visits.get(visit.escort());
    return escort != null
        && escort.role() != null
        && role.test(escort.role())
        && escort.place().equals(visit.place())
        && !escort.came().isAfter(visit.came().plus(GRACE))
        && (escort.left() == null || !escort.left().plus(GRACE).isBefore(last));
  }

  /** Why this may not be permitted; null when it may. */
  public @Nullable Refusal refusal(EntrancePermitted it, Instant now) {
    if (permits.containsKey(it.number())) {
      return Refusal.NUMBER_TAKEN;
    }
    return it.permit().end().isAfter(now) ? null : Refusal.PERMIT_OVER;
  }

  /** Why this permit may not be taken back; null when it may. */
  public @Nullable Refusal refusal(EntrancePermitEnded it, Instant now) {
    Known known = permits.get(it.number());
    if (known == null) {
      return Refusal.PERMIT_UNKNOWN;
    }
    return known.ended() == null && known.permit().end().isAfter(now) ? null : Refusal.PERMIT_OVER;
  }

  /** Why nobody may be said to have come so; null when they may. */
  public @Nullable Refusal refusal(SomebodyEntered it, Instant now) {
    if (visits.containsKey(it.visit())) {
      return Refusal.NUMBER_TAKEN;
    }
    Refusal moment = refusal(it.at(), now);
    if (moment != null) {
      return moment;
    }
    boolean isThere =
        it.person() != null
            && visits.values().stream()
                .anyMatch(one ->
                    it.person().equals(one.person())
                        && one.place().equals(it.place())
                        && one.zone() == it.zone()
                        && one.isThere(it.at()));
    if (isThere) {
      return Refusal.ALREADY_THERE;
    }
    Visit escort = visits.get(it.escort());
    boolean isBeside =
        it.escort() == 0
            || (escort != null && escort.left() == null && escort.place().equals(it.place()));
    return isBeside ? null : Refusal.ESCORT_NOT_THERE;
  }

  /** Why nobody may be said to have left so; null when they may. */
  public @Nullable Refusal refusal(SomebodyLeft it, Instant now) {
    Visit visit = visits.get(it.visit());
    if (visit == null) {
      return Refusal.VISIT_UNKNOWN;
    }
    if (visit.left() != null) {
      return Refusal.VISIT_OVER;
    }
    Refusal moment = refusal(it.at(), now);
    return moment == null && it.at().isBefore(visit.came()) ? Refusal.LEFT_BEFORE_CAME : moment;
  }

  private static @Nullable Refusal refusal(Instant at, Instant now) {
    if (at.isAfter(now.plus(AHEAD))) {
      return Refusal.MOMENT_AHEAD;
    }
    return at.isBefore(now.minus(LATE_MAX)) ? Refusal.MOMENT_OLD : null;
  }
}
