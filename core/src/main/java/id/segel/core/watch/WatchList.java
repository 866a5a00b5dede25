package id.segel.core.watch;

import id.segel.core.fact.Fact;
import id.segel.core.personnel.AgencyListed;
import id.segel.core.personnel.Role;
import id.segel.core.personnel.UserAppointed;
import id.segel.core.region.ElectionOpened;
import id.segel.core.region.KelurahanListed;
import id.segel.core.region.Leg;
import id.segel.core.region.LegWindowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The special watch list, folded from the log. Owned by one thread; what it answers is fixed. */
public final class WatchList {

  /** Where eight TPS stand that everybody watches: Pulau Kelapa in Kepulauan Seribu. */
  private static final String PULAU_KELAPA = "3101011002";

  private static final int USUAL_LAST = KelurahanListed.FIRST_SPECIAL + 7;
  private static final int USUAL_MINUTES = 120;

  private final Map<String, Map<String, Watched.Watch>> watches = new TreeMap<>();
  private final Map<String, Sign> seen = new HashMap<>();
  private final Map<String, String> agencies = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final Map<Leg, LegWindowSet> legs = new EnumMap<>(Leg.class);
  private @Nullable ElectionOpened election;

  /**
   * What the built-in roster puts on the list: TPS 901 to 908 of Pulau Kelapa, where it has them.
   */
  public static List<TpsWatched> usual(List<KelurahanListed> roster) {
    return roster.stream()
        .filter(one -> one.code().digits().equals(PULAU_KELAPA))
        .flatMap(one -> one.tps().stream())
        .map(KelurahanListed.Tps::number)
        .filter(number -> number >= KelurahanListed.FIRST_SPECIAL && number <= USUAL_LAST)
        .map(number -> new TpsWatched(PULAU_KELAPA + number, USUAL_MINUTES, null))
        .toList();
  }

  /** Takes in a fact that was recorded then; those that are not about the list change nothing. */
  public void apply(long index, Instant recorded, Fact fact) {
    switch (fact) {
      case TpsWatched it -> watch(index, recorded, it);
      case TpsUnwatched it -> unwatch(it);
      case TpsSeen it ->
          seen.merge(
              it.tps(),
              new Sign(recorded, Sign.SEEN, it.word().name(), index),
              (old, one) -> old.at().isAfter(one.at()) ? old : one);
      case UserAppointed it ->
          agencies.put(
              it.user(), it.role() == Role.KPU_PROVINSI ? Watched.COMMISSION : it.agency());
      case AgencyListed it -> names.put(it.code(), it.name().text());
      case LegWindowSet it -> legs.put(it.leg(), it);
      case ElectionOpened it -> election = it;
      default -> {}
    }
  }

  private void watch(long index, Instant recorded, TpsWatched it) {
    String agency = it.by() == null ? Watched.COMMISSION : agencyOf(it.by());
    Map<String, Watched.Watch> of = watches.computeIfAbsent(it.tps(), any -> new TreeMap<>());
    Watched.Watch before = of.get(agency);
    // Other minutes are no sign of life: it counts from when it was put on the list.
    Instant since = before == null ? recorded : before.since();
    of.put(agency, new Watched.Watch(agency, it.minutes(), since, index));
  }

  private void unwatch(TpsUnwatched it) {
    Map<String, Watched.Watch> of = watches.get(it.tps());
    if (of != null && of.remove(agencyOf(it.by())) != null && of.isEmpty()) {
      watches.remove(it.tps());
    }
  }

  /** For which agency a user watches; for one that nobody appointed its own code. */
  public String agencyOf(String user) {
    return agencies.getOrDefault(user, user);
  }

  /** The name of an agency, by its code; null where it was not listed. */
  public @Nullable String name(String agency) {
    return names.get(agency);
  }

  /** Every TPS on the list, in the order of their codes. */
  public List<Watched> all() {
    var all = new ArrayList<Watched>();
    watches.keySet().forEach(tps -> all.add(watched(tps, watches.getOrDefault(tps, Map.of()))));
    return all;
  }

  /** The TPS; null when nobody watches it. */
  public @Nullable Watched of(String tps) {
    Map<String, Watched.Watch> of = watches.get(tps);
    return of == null ? null : watched(tps, of);
  }

  /** How many TPS are on it. */
  public int size() {
    return watches.size();
  }

  private Watched watched(String tps, Map<String, Watched.Watch> of) {
    return new Watched(tps, List.copyOf(of.values()), seen.get(tps));
  }

  /** When signs of life begin to be due: with the first leg. Null while that is not known. */
  public @Nullable Instant begin() {
    return legs.values().stream()
        .map(LegWindowSet::earliest)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** When they end to be due: with the day of the vote. Null while there is no election. */
  public @Nullable Instant end() {
    return election == null
        ? null
        : election.day().plusDays(1).atStartOfDay(election.zone()).toInstant();
  }
}
