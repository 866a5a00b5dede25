package id.segel.server.weather;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.incident.IncidentKind;
import id.segel.core.incident.Runs;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.Places;
import id.segel.core.region.RegionCode;
import id.segel.core.weather.Alert;
import id.segel.core.weather.Forecast;
import id.segel.core.weather.Kept;
import id.segel.core.weather.Polygon;
import id.segel.core.weather.Rain;
import id.segel.core.weather.RainRules;
import id.segel.core.weather.Rains;
import id.segel.core.weather.Weakness;
import id.segel.server.clock.ElectionClock;
import id.segel.server.custody.Naming;
import id.segel.server.incident.Incidents;
import id.segel.server.region.Regions;
import id.segel.server.weather.WeatherStore.Known;
import id.segel.server.weather.WeatherStore.Source;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The weather as pages show it. */
@Component
class WeatherViews {

  /**
   * How a source is.
   *
   * @param host that is asked; missing where it is switched off
   * @param goodAge seconds since it answered well; missing where it never has
   * @param failedAge seconds since it failed last
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SourceRow(
      Source source,
      @Nullable String host,
      @Nullable Long goodAge,
      @Nullable Long failedAge,
      @Nullable String failure) {}

  /**
   * A site in danger.
   *
   * @param rain tenths of a millimetre in the worst three hours; missing of a warning
   * @param event of the warning; missing of a forecast
   * @param weaknesses why water reaches the boxes
   * @param task number of the incident; missing while there is none
   * @param entry in which it was found
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record DangerRow(
      String place,
      String name,
      Rain.Cause cause,
      Instant from,
      Instant until,
      @Nullable Integer rain,
      @Nullable String event,
      int boxes,
      Set<Weakness> weaknesses,
      @Nullable Integer task,
      Instant since,
      long entry,
      String source) {}

  /**
   * A warning that holds now, or will.
   *
   * @param areas their names
   * @param faults what is wrong with polygons of it
   * @param sites that lie in it
   * @param boxes that are there
   */
  record WarningRow(
      String identifier,
      String event,
      String headline,
      String severity,
      Instant effective,
      Instant expires,
      boolean isDanger,
      List<String> areas,
      List<Polygon.Fault> faults,
      int sites,
      int boxes) {}

  /** A warning that was refused. */
  record RefusedRow(String identifier, String why) {}

  record SlotRow(Instant from, int rain) {}

  /**
   * A kelurahan with sites.
   *
   * @param age seconds since its forecast came; missing while there is none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ForecastRow(
      String kelurahan,
      String name,
      int sites,
      int boxes,
      @Nullable Long age,
      List<SlotRow> slots) {}

  /** What rain has cost in seven days. */
  record BudgetRow(int opened, int dry, int most) {}

  /**
   * All of it.
   *
   * @param synthetic whether the weather is made up
   * @param isKnown whether the sentinel has looked
   * @param lookMillis that its last look took
   */
  record Page(
      List<SourceRow> sources,
      boolean synthetic,
      boolean isKnown,
      long lookMillis,
      int sites,
      RainRules rules,
      BudgetRow budget,
      List<DangerRow> dangers,
      List<WarningRow> warnings,
      List<RefusedRow> refused,
      List<ForecastRow> forecasts,
      boolean mayRule) {}

  /** The weather over one site. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SiteWeather(
      List<SourceRow> sources,
      boolean synthetic,
      RainRules rules,
      boolean isWatched,
      @Nullable String kelurahan,
      @Nullable String name,
      Set<Weakness> weaknesses,
      @Nullable DangerRow danger,
      List<WarningRow> warnings,
      @Nullable Long age,
      List<SlotRow> slots) {}

  private final WeatherStore store;
  private final WeatherPoll poll;
  private final RainSentinel sentinel;
  private final RainRegister register;
  private final Incidents incidents;
  private final Naming naming;
  private final Regions regions;
  private final ElectionClock clock;
  private final Clock real;
  private final boolean synthetic;

  WeatherViews(
      WeatherStore store,
      WeatherPoll poll,
      RainSentinel sentinel,
      RainRegister register,
      Incidents incidents,
      Naming naming,
      Regions regions,
      ElectionClock clock,
      Clock real,
      @Value("${segel.weather.synthetic}") boolean synthetic) {
    this.store = store;
    this.poll = poll;
    this.sentinel = sentinel;
    this.register = register;
    this.incidents = incidents;
    this.naming = naming;
    this.regions = regions;
    this.clock = clock;
    this.real = real;
    this.synthetic = synthetic || poll.isSynthetic();
  }

  /** What is below a region. */
  Page page(String region, boolean mayRule) {
    Known known = store.known();
    RainSentinel.Seen seen = sentinel.seen();
    List<Rain.Stand> stands =
        seen == null
            ? List.of()
            : seen.stands().stream()
                .filter(one -> one.place().region().startsWith(region))
                .toList();
    Instant now = clock.instant();
    RainRules rules = register.read(Rains::rules);
    Runs.Alarms tasks = incidents.alarms(IncidentKind.RAIN_AHEAD, Rains.DRY);
    return new Page(
        sources(known),
        synthetic,
        seen != null,
        seen == null ? 0 : seen.millis(),
        stands.size(),
        rules,
        new BudgetRow(tasks.opened(), tasks.nothing(), rules.budget()),
        dangers(known, seen, one -> one.region().startsWith(region)),
        known == null ? List.of() : warnings(known, stands, now),
        poll.refusals().entrySet().stream()
            .map(one -> new RefusedRow(one.getKey(), one.getValue()))
            .sorted(Comparator.comparing(RefusedRow::identifier))
            .toList(),
        known == null ? List.of() : forecasts(known, stands, now),
        mayRule);
  }

  /** What is over one site. */
  SiteWeather site(PlaceCode place) {
    Known known = store.known();
    RainSentinel.Seen seen = sentinel.seen();
    Rain.Stand stand =
        seen == null
            ? null
            : seen.stands().stream()
                .filter(one -> one.place().equals(place))
                .findFirst()
                .orElse(null);
    RainRules rules = register.read(Rains::rules);
    if (stand == null || known == null) {
      return new SiteWeather(
          sources(known),
          synthetic,
          rules,
          false,
          null,
          null,
          Set.of(),
          null,
          List.of(),
          null,
          List.of());
    }
    Instant now = clock.instant();
    List<DangerRow> danger = dangers(known, seen, place::equals);
    return new SiteWeather(
        sources(known),
        synthetic,
        rules,
        true,
        stand.kelurahan().digits(),
        naming.region(stand.kelurahan().digits()),
        new TreeSet<>(Weakness.of(stand.site(), stand.boxes(), rules)),
        danger.isEmpty() ? null : danger.getFirst(),
        warnings(known, List.of(stand), now).stream().filter(one -> one.sites() > 0).toList(),
        age(known.fetched().get(stand.kelurahan())),
        slots(known, stand.kelurahan(), now));
  }

  /** Kelurahan whose PPS lies in a warning that is dangerous, and not over. */
  List<String> warned() {
    Known known = store.known();
    if (known == null) {
      return List.of();
    }
    Instant now = clock.instant();
    List<Alert.Notice> notices =
        known.weather().warnings(now).stream()
            .flatMap(one -> one.it().infos().stream())
            .filter(one -> one.isDanger() && one.expires().isAfter(now))
            .toList();
    return regions.places().all().stream()
        .filter(one -> one.code().kind() == PlaceCode.Kind.PPS)
        .filter(one -> notices.stream().anyMatch(notice -> Rain.covers(notice, one.at())))
        .map(Places.Place::code)
        .map(PlaceCode::region)
        .sorted()
        .toList();
  }

  private List<SourceRow> sources(@Nullable Known known) {
    var rows = new ArrayList<SourceRow>();
    for (Source source : Source.values()) {
      String url = poll.url(source);
      WeatherStore.State state =
          known == null
              ? WeatherStore.UNASKED
              : known.sources().getOrDefault(source, WeatherStore.UNASKED);
      rows.add(
          new SourceRow(
              source,
              url.isEmpty() ? null : URI.create(url).getHost(),
              age(state.good()),
              age(state.failed()),
              state.failure()));
    }
    return rows;
  }

  private @Nullable Long age(@Nullable Instant at) {
    return at == null ? null : Math.max(0, Duration.between(at, real.instant()).toSeconds());
  }

  @FunctionalInterface
  private interface Choice {
    boolean takes(PlaceCode place);
  }

  private List<DangerRow> dangers(
      @Nullable Known known, RainSentinel.@Nullable Seen seen, Choice choice) {
    Map<PlaceCode, Rain.Danger> now = new HashMap<>();
    if (seen != null) {
      seen.dangers().forEach(one -> now.put(one.place(), one));
    }
    return register.read(Rains::open).stream()
        .filter(one -> choice.takes(one.found().place()))
        .map(one -> danger(one, now.get(one.found().place()), known))
        .sorted(
            Comparator.comparing((DangerRow one) -> one.boxes() == 0)
                .thenComparing(DangerRow::from)
                .thenComparing(DangerRow::place))
        .toList();
  }

  private DangerRow danger(Rains.Open open, Rain.@Nullable Danger now, @Nullable Known known) {
    var found = open.found();
    Rain.Cause cause = now == null ? found.cause() : now.cause();
    return new DangerRow(
        found.place().text(),
        naming.place(found.place()).name(),
        cause,
        now == null ? found.from() : now.from(),
        now == null ? found.until() : now.until(),
        now == null || cause == Rain.Cause.WARNING ? null : Integer.valueOf(now.rain()),
        now == null || known == null ? null : event(now, known),
        now == null ? found.boxes() : now.boxes(),
        now == null ? Set.of() : new TreeSet<>(now.weaknesses()),
        open.task() == 0 ? null : Integer.valueOf(open.task()),
        open.since(),
        open.entry(),
        found.source().toString());
  }

  private static @Nullable String event(Rain.Danger danger, Known known) {
    return known.weather().alerts().stream()
        .filter(one -> one.source().equals(danger.source()))
        .flatMap(one -> one.it().infos().stream())
        .map(Alert.Notice::event)
        .findFirst()
        .orElse(null);
  }

  private static List<WarningRow> warnings(Known known, List<Rain.Stand> stands, Instant now) {
    var rows = new ArrayList<WarningRow>();
    for (Kept<Alert> kept : known.weather().warnings(now)) {
      for (Alert.Notice notice : kept.it().infos()) {
        if (notice.expires().isAfter(now)) {
          rows.add(warning(kept.it(), notice, stands));
        }
      }
    }
    rows.sort(
        Comparator.comparing((WarningRow one) -> one.sites() == 0)
            .thenComparing(WarningRow::expires));
    return rows;
  }

  private static WarningRow warning(Alert alert, Alert.Notice notice, List<Rain.Stand> stands) {
    List<Rain.Stand> inside = stands.stream().filter(one -> Rain.covers(notice, one.at())).toList();
    return new WarningRow(
        alert.key().identifier(),
        notice.event(),
        notice.headline(),
        notice.severity(),
        notice.effective(),
        notice.expires(),
        notice.isDanger(),
        notice.areas().stream().map(Alert.Area::name).filter(one -> !one.isEmpty()).toList(),
        notice.areas().stream().flatMap(one -> one.faults().stream()).toList(),
        inside.size(),
        inside.stream().mapToInt(Rain.Stand::boxes).sum());
  }

  private List<ForecastRow> forecasts(Known known, List<Rain.Stand> stands, Instant now) {
    Map<RegionCode, List<Rain.Stand>> byKelurahan = new TreeMap<>();
    for (Rain.Stand stand : stands) {
      if (stand.boxes() > 0 || stand.isOvernight()) {
        byKelurahan.computeIfAbsent(stand.kelurahan(), any -> new ArrayList<>()).add(stand);
      }
    }
    var rows = new ArrayList<ForecastRow>();
    byKelurahan.forEach((kelurahan, there) ->
        rows.add(
            new ForecastRow(
                kelurahan.digits(),
                naming.region(kelurahan.digits()),
                there.size(),
                there.stream().mapToInt(Rain.Stand::boxes).sum(),
                age(known.fetched().get(kelurahan)),
                slots(known, kelurahan, now))));
    rows.sort(
        Comparator.comparingInt(
                (ForecastRow row) -> row.slots.stream().mapToInt(SlotRow::rain).max().orElse(-1))
            .reversed()
            .thenComparing(ForecastRow::kelurahan));
    return rows;
  }

  private static List<SlotRow> slots(Known known, RegionCode kelurahan, Instant now) {
    Kept<Forecast> forecast = known.weather().forecasts().get(kelurahan);
    return forecast == null
        ? List.of()
        : forecast.it().slots().stream()
            .filter(slot -> slot.until().isAfter(now))
            .map(slot -> new SlotRow(slot.from(), slot.rain()))
            .toList();
  }
}
