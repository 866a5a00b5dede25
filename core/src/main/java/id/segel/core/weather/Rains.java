package id.segel.core.weather;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.incident.IncidentClosed;
import id.segel.core.incident.IncidentKind;
import id.segel.core.incident.IncidentOpened;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.RegionCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which sites are in danger of rain and which task was opened for it, folded from the log. Owned by
 * one thread.
 */
public final class Rains {

  /** With this answer whoever went there says that no water would have come: a false alarm. */
  public static final String DRY = "kering";

  /** Rain that begins so much earlier, or lasts so much longer, is said again. */
  private static final Duration CHANGED = Duration.ofHours(3);

  /**
   * A site in danger.
   *
   * @param found the newest word about it
   * @param since when it was found first
   * @param entry where
   * @param task number of the incident that lifts the boxes; 0 while there is none
   */
  public record Open(RainDangerFound found, Instant since, long entry, int task) {}

  private final NavigableMap<String, Open> open = new TreeMap<>();
  private final Set<RegionCode> spread = new HashSet<>();
  private final Map<PlaceCode, Integer> openTasks = new HashMap<>();
  private RainRules rules = RainRules.USUAL;

  /** Takes in a fact that was recorded then; those that are about something else change nothing. */
  public void apply(long index, Instant recorded, Fact fact) {
    switch (fact) {
      case RainDangerFound it -> found(index, recorded, it);
      case RainDangerEnded it -> open.remove(it.place().text());
      case RainSpreadFound it -> spread.add(it.city());
      case RainSpreadEnded it -> spread.remove(it.city());
      case RainRulesSet it -> rules = it.rules();
      case IncidentOpened it -> opened(it);
      case IncidentClosed it -> openTasks.values().removeIf(number -> number == it.number());
      default -> {}
    }
  }

  private void found(long index, Instant recorded, RainDangerFound it) {
    Open before = open.get(it.place().text());
    int task = openTasks.getOrDefault(it.place(), 0);
    if (before == null) {
      open.put(it.place().text(), new Open(it, recorded, index, task));
      return;
    }
    // Who lifted the boxes for one rain may have put them down before the next.
    boolean isNext = it.from().isAfter(before.found.until());
    int kept = task == 0 && !isNext ? before.task : task;
    open.put(it.place().text(), new Open(it, before.since, before.entry, kept));
  }

  private void opened(IncidentOpened it) {
    if (it.kind() != IncidentKind.RAIN_AHEAD || it.isDrill()) {
      return;
    }
    for (PlaceCode place : it.places()) {
      openTasks.put(place, it.number());
      open.computeIfPresent(
          place.text(), (code, one) -> new Open(one.found, one.since, one.entry, it.number()));
    }
  }

  public RainRules rules() {
    return rules;
  }

  /** Sites in danger, by their codes. */
  public List<Open> open() {
    return List.copyOf(open.values());
  }

  /** The danger of a site; null while there is none. */
  public @Nullable Open of(PlaceCode place) {
    return open.get(place.text());
  }

  /** Sites in danger for which no task was opened. */
  public List<PlaceCode> untasked() {
    return open.values().stream()
        .filter(one -> one.task == 0)
        .map(one -> one.found.place())
        .toList();
  }

  /** Documents on which something rests that is open. */
  public List<Id> sources() {
    return open.values().stream().map(one -> one.found.source()).distinct().toList();
  }

  /** What is to be said now: what is in danger, and what no longer is. */
  public List<Fact> changes(Collection<Rain.Danger> dangers) {
    var facts = new ArrayList<Fact>();
    NavigableMap<String, Rain.Danger> now = new TreeMap<>();
    dangers.forEach(one -> now.put(one.place().text(), one));
    now.forEach((place, danger) -> {
      Open before = open.get(place);
      if (before == null || isNews(before.found, danger)) {
        facts.add(RainDangerFound.of(danger));
      }
    });
    for (Map.Entry<String, Open> before : open.entrySet()) {
      if (!now.containsKey(before.getKey())) {
        facts.add(new RainDangerEnded(before.getValue().found.place()));
      }
    }
    facts.addAll(spreads(now.values()));
    return facts;
  }

  private static boolean isNews(RainDangerFound before, Rain.Danger now) {
    return (before.cause() == Rain.Cause.FORECAST && now.cause() == Rain.Cause.WARNING)
        || now.from().isAfter(before.until())
        || now.from().plus(CHANGED).isBefore(before.from())
        || now.until().isAfter(before.until().plus(CHANGED));
  }

  private List<Fact> spreads(Collection<Rain.Danger> dangers) {
    NavigableMap<RegionCode, Integer> places = new TreeMap<>();
    NavigableMap<RegionCode, Integer> boxes = new TreeMap<>();
    for (Rain.Danger one : dangers) {
      String region = one.place().region();
      if (region.length() >= 4 && region.charAt(0) != '0') {
        var city = new RegionCode(region.substring(0, 4));
        places.merge(city, 1, Integer::sum);
        boxes.merge(city, one.boxes(), Integer::sum);
      }
    }
    var facts = new ArrayList<Fact>();
    places.forEach((city, count) -> {
      if (count >= rules.spread() && !spread.contains(city)) {
        facts.add(new RainSpreadFound(city, count, boxes.getOrDefault(city, 0)));
      }
    });
    spread.stream()
        .sorted()
        .filter(city -> places.getOrDefault(city, 0) < rules.spread())
        .forEach(city -> facts.add(new RainSpreadEnded(city)));
    return facts;
  }
}
