package id.segel.core.weather;

import id.segel.core.fact.Id;
import id.segel.core.region.GeoPoint;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.RegionCode;
import id.segel.core.warehouse.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rule by which rain endangers boxes: the weather over a site, and what the site is like. */
public final class Rain {

  private Rain() {}

  /**
   * A place where boxes are, or will be for the night.
   *
   * @param kelurahan in which it lies
   * @param site as far as it is known
   * @param boxes that are there now
   * @param isOvernight whether boxes are to stand there in the night before the vote
   */
  public record Stand(
      PlaceCode place,
      RegionCode kelurahan,
      GeoPoint at,
      Site site,
      int boxes,
      boolean isOvernight) {}

  /** The night before the vote, as a whole. */
  public record Night(Instant from, Instant until) {

    boolean overlaps(Instant begin, Instant end) {
      return begin.isBefore(until) && end.isAfter(from);
    }
  }

  /** What says that rain comes. */
  public enum Cause {
    FORECAST,
    WARNING
  }

  /**
   * A site in danger.
   *
   * @param rain tenths of a millimetre in the worst three hours; 0 where a warning says nothing
   * @param source SHA-256 of the forecast or the warning
   */
  public record Danger(
      PlaceCode place,
      Cause cause,
      Instant from,
      Instant until,
      int rain,
      int boxes,
      Set<Weakness> weaknesses,
      Id source) {}

  /** Dry for no longer than this it is the same rain. */
  private static final Duration PAUSE = Forecast.STEP;

  private record Wet(Cause cause, Instant from, Instant until, int rain, Id source) {}

  /**
   * All sites that are in danger, at most once each: the rain that comes first.
   *
   * @param night null while nobody has said when the vote is
   */
  public static List<Danger> dangers(
      Collection<Stand> stands,
      Weather weather,
      @Nullable Night night,
      RainRules rules,
      Instant now) {
    List<Kept<Alert>> warnings = weather.warnings(now);
    var found = new ArrayList<Danger>();
    for (Stand stand : stands) {
      if (stand.boxes() == 0 && (!stand.isOvernight() || night == null)) {
        continue;
      }
      Set<Weakness> weaknesses = Weakness.of(stand.site(), stand.boxes(), rules);
      int points = Weakness.points(weaknesses);
      if (points == 0) {
        continue;
      }
      // While no box is there only the night counts for which they will be.
      Night only = stand.boxes() == 0 ? night : null;
      var wet = new ArrayList<Wet>();
      if (points >= rules.weak()) {
        warned(stand, warnings, only, rules, now, wet);
      }
      Kept<Forecast> forecast = weather.forecasts().get(stand.kelurahan());
      if (forecast != null) {
        Wet spell = forecast(forecast, points, only, rules, now);
        if (spell != null) {
          wet.add(spell);
        }
      }
      wet.stream()
          .min(Comparator.comparing(Wet::from).thenComparing(Wet::cause, Comparator.reverseOrder()))
          .ifPresent(first -> found.add(danger(stand, first, weaknesses)));
    }
    return found;
  }

  private static Danger danger(Stand stand, Wet wet, Set<Weakness> weaknesses) {
    return new Danger(
        stand.place(),
        wet.cause,
        wet.from,
        wet.until,
        wet.rain,
        stand.boxes(),
        weaknesses,
        wet.source);
  }

  private static void warned(
      Stand stand,
      List<Kept<Alert>> warnings,
      @Nullable Night only,
      RainRules rules,
      Instant now,
      List<Wet> wet) {
    for (Kept<Alert> kept : warnings) {
      for (Alert.Notice info : kept.it().infos()) {
        boolean isNear =
            info.isDanger()
                && info.expires().isAfter(now)
                && info.effective().isBefore(now.plus(Duration.ofHours(rules.aheadHours())))
                && (only == null || only.overlaps(info.effective(), info.expires()));
        if (isNear && covers(info, stand.at())) {
          wet.add(new Wet(Cause.WARNING, info.effective(), info.expires(), 0, kept.source()));
        }
      }
    }
  }

  /** Whether one of its areas has this point. */
  public static boolean covers(Alert.Notice info, GeoPoint at) {
    for (Alert.Area area : info.areas()) {
      for (Polygon polygon : area.polygons()) {
        if (polygon.contains(at)) {
          return true;
        }
      }
    }
    return false;
  }

  private static @Nullable Wet forecast(
      Kept<Forecast> forecast, int points, @Nullable Night only, RainRules rules, Instant now) {
    int enough = points >= rules.weak() ? rules.heavy() : rules.veryHeavy();
    Instant last = now.plus(Duration.ofHours(rules.aheadHours()));
    Wet spell = null;
    for (Forecast.Slot slot : forecast.it().slots()) {
      boolean isWet =
          slot.rain() >= enough
              && slot.until().isAfter(now)
              && (only == null || only.overlaps(slot.from(), slot.until()));
      if (!isWet) {
        continue;
      }
      if (spell == null) {
        if (!slot.from().isBefore(last)) {
          return null;
        }
        spell = new Wet(Cause.FORECAST, slot.from(), slot.until(), slot.rain(), forecast.source());
      } else if (!slot.from().isAfter(spell.until.plus(PAUSE))) {
        spell =
            new Wet(
                Cause.FORECAST,
                spell.from,
                slot.until(),
                Math.max(spell.rain, slot.rain()),
                spell.source);
      } else {
        break;
      }
    }
    return spell;
  }
}
