package id.segel.core.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who may change the special watch list, and when a TPS on it is silent. */
public final class WatchRules {

  /** A list that has all is watched by nobody. */
  static final int LIST_MAX = 1_000;

  /** Due soon is the last quarter of the minutes. */
  private static final int SOON_PART = 4;

  private WatchRules() {}

  /** How it is with a TPS on the list. */
  public enum State {
    /** No sign is due now: the first leg has not begun, or the day of the vote is over. */
    RESTING,
    OK,
    DUE_SOON,
    SILENT
  }

  /**
   * When the next sign is due, and how it is.
   *
   * @param due null while no sign is due at all
   * @param minutes of the agency for which it is due first
   */
  public record Standing(@Nullable Instant due, int minutes, State state) {}

  /**
   * Why this TPS may not be put on the list; null when it may.
   *
   * @param isListed whether the roster has it
   * @param isCovered whether it is of the territory of who asks
   */
  public static @Nullable WatchRefusal refusal(
      WatchList list, TpsWatched asked, boolean isListed, boolean isCovered) {
    WatchRefusal place = refusal(isListed, isCovered);
    if (place != null) {
      return place;
    }
    Watched now = list.of(asked.tps());
    if (now == null) {
      return list.size() >= LIST_MAX ? WatchRefusal.LIST_FULL : null;
    }
    String by = asked.by();
    Watched.Watch own = now.of(by == null ? Watched.COMMISSION : list.agencyOf(by));
    return own != null && own.minutes() == asked.minutes() ? WatchRefusal.WATCHED_ALREADY : null;
  }

  /** Why it may not be taken off; null when it may. */
  public static @Nullable WatchRefusal refusal(
      WatchList list, TpsUnwatched asked, boolean isListed, boolean isCovered) {
    // What a new roster no longer has can be taken off still.
    Watched now = list.of(asked.tps());
    WatchRefusal place = refusal(isListed || now != null, isCovered);
    if (place != null) {
      return place;
    }
    if (now == null) {
      return WatchRefusal.NOT_WATCHED;
    }
    return now.of(list.agencyOf(asked.by())) == null ? WatchRefusal.NOT_WATCHED_BY_YOU : null;
  }

  /** Why nobody may check in for it; null when they may. */
  public static @Nullable WatchRefusal refusal(
      WatchList list, TpsSeen asked, boolean isListed, boolean isCovered) {
    Watched now = list.of(asked.tps());
    WatchRefusal place = refusal(isListed || now != null, isCovered);
    if (place != null) {
      return place;
    }
    return now == null ? WatchRefusal.NOT_WATCHED : null;
  }

  private static @Nullable WatchRefusal refusal(boolean isListed, boolean isCovered) {
    if (!isListed) {
      return WatchRefusal.TPS_UNKNOWN;
    }
    return isCovered ? null : WatchRefusal.OUTSIDE_TERRITORY;
  }

  /**
   * How it is with a TPS: from the beginning of the first leg, or from when it was put on the list,
   * a sign is due so many minutes after the newest one.
   *
   * @param sign the newest; null where there is none
   */
  public static Standing standing(WatchList list, Watched one, @Nullable Sign sign, Instant now) {
    Instant begin = list.begin();
    Instant end = list.end();
    if (begin == null || end == null || now.isBefore(begin) || !now.isBefore(end)) {
      int least = one.by().stream().mapToInt(Watched.Watch::minutes).min().orElseThrow();
      return new Standing(null, least, State.RESTING);
    }
    Watched.Watch first =
        one.by().stream().min(Comparator.comparing(watch -> due(watch, begin, sign))).orElseThrow();
    Instant due = due(first, begin, sign);
    Duration soon = Duration.ofMinutes(first.minutes()).dividedBy(SOON_PART);
    State state =
        now.isAfter(due) ? State.SILENT : now.isBefore(due.minus(soon)) ? State.OK : State.DUE_SOON;
    return new Standing(due, first.minutes(), state);
  }

  private static Instant due(Watched.Watch watch, Instant begin, @Nullable Sign sign) {
    Instant from = watch.since().isAfter(begin) ? watch.since() : begin;
    if (sign != null && sign.at().isAfter(from)) {
      from = sign.at();
    }
    return from.plus(Duration.ofMinutes(watch.minutes()));
  }

  /** How many TPS are silent, for each kecamatan where one is. */
  public static SortedMap<String, Integer> silentByKecamatan(
      WatchList list, Function<Watched, @Nullable Sign> signs, Instant now) {
    var silent = new TreeMap<String, Integer>();
    for (Watched one : list.all()) {
      if (standing(list, one, signs.apply(one), now).state() == State.SILENT) {
        silent.merge(one.kecamatan(), 1, Integer::sum);
      }
    }
    return silent;
  }
}
