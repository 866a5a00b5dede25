package id.segel.server.camera;

import id.segel.core.box.BoxId;
import id.segel.core.camera.CameraLost;
import id.segel.core.camera.CameraReturned;
import id.segel.core.camera.CameraState;
import id.segel.core.camera.Coverage;
import id.segel.core.camera.SiteBlind;
import id.segel.core.camera.SiteSeen;
import id.segel.core.fact.Fact;
import id.segel.core.region.PlaceCode;
import id.segel.server.clock.ElectionClock;
import id.segel.server.clock.Lookout;
import id.segel.server.clock.Vigil;
import id.segel.server.custody.BoxCounts;
import id.segel.server.custody.BoxesAt;
import id.segel.server.log.FactLog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Looks every two seconds at what workers said and did not say: which cameras are lost or back,
 * which boxes nobody sees. What it tells the log it marks in the same transaction, so that nothing
 * is told twice, and what could not be told is told the next time.
 */
@Component
class CameraWatch extends Lookout {

  private static final Duration LOOK = Duration.ofSeconds(2);

  /** No reading is of an earlier moment. */
  private static final Duration BACK = Duration.ofMinutes(75);

  private static final Duration DAY = Duration.ofHours(24);

  private final Cameras cameras;
  private final CameraReadings raw;
  private final BoxCounts counts;
  private final BoxesAt boxes;
  private final ElectionClock clock;
  private final FactLog log;

  /** Boxes at each place when it looked last; null before. */
  private @Nullable Map<PlaceCode, Integer> before;

  /** When boxes were first seen at a place that had none. */
  private final Map<PlaceCode, Instant> came = new HashMap<>();

  private @Nullable Instant looked;

  /** It must not call lost what it could not hear of. */
  private final Vigil vigil;

  CameraWatch(
      Cameras cameras,
      CameraReadings raw,
      BoxCounts counts,
      BoxesAt boxes,
      ElectionClock clock,
      Clock real,
      FactLog log) {
    super("cameras", LOOK);
    this.cameras = cameras;
    this.raw = raw;
    this.counts = counts;
    this.boxes = boxes;
    this.clock = clock;
    this.vigil = new Vigil(clock, real);
    this.log = log;
  }

  @Override
  protected void look() {
    // A log that does not append now keeps nobody from seeing what is so.
    each(this::begin, this::silence, this::blinds, this::tell, raw::digest);
  }

  private void begin() {
    vigil.look(() -> {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      raw.write(() -> {
        cameras.setBack(now);
        return now;
      });
      came.replaceAll((place, at) -> at.isAfter(now) ? now : at);
    });
  }

  private void silence() {
    for (Cameras.Camera one : cameras.all()) {
      Instant heard = one.heard();
      if (one.state() != CameraState.UNKNOWN && heard != null && cameras.isSilent(heard)) {
        raw.write(() -> {
          // It may have been heard of meanwhile, or taken off the list.
          cameras.lock(one.id());
          cameras
              .of(one.id())
              .filter(now -> now.state() != CameraState.UNKNOWN && cameras.isSilent(now.heard()))
              .ifPresent(now -> {
                Instant last = Objects.requireNonNull(now.heard());
                cameras.turn(
                    now,
                    CameraState.UNKNOWN,
                    true,
                    last.isBefore(now.since()) ? now.since() : last);
              });
          return one;
        });
      }
    }
  }

  // ---- boxes that nobody sees

  /**
   * Goes once more over all that a reading may still have changed: what was between two looks is
   * not lost, and what was said late is true of then.
   */
  private void blinds() {
    Map<PlaceCode, Integer> counted = counts.counts();
    if (counted == null) {
      return;
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    // At a start: from the last word that was heard before, for since then nobody looked.
    Instant until = looked == null ? cameras.lastHeard() : looked;
    Instant since = (until == null || until.isAfter(now) ? now : until).minus(BACK);
    Map<PlaceCode, Integer> last = before;
    Map<PlaceCode, List<Coverage.Spell>> spells = cameras.spells(since);
    Map<PlaceCode, List<Cameras.Blind>> kept =
        cameras.blinds(since).stream().collect(Collectors.groupingBy(Cameras.Blind::place));
    Set<PlaceCode> places = new HashSet<>(spells.keySet());
    places.addAll(kept.keySet());
    came.keySet().retainAll(places);
    for (PlaceCode place : places) {
      int here = counted.getOrDefault(place, 0);
      int were = last == null ? here : last.getOrDefault(place, 0);
      List<Coverage.Unseen> unseen = List.of();
      if (here > 0) {
        if (were == 0) {
          came.put(place, now);
        } else if (last == null) {
          // Boxes that were not seen before the start were there no longer than is known.
          kept.getOrDefault(place, List.of()).stream()
              .filter(one -> one.ended() == null)
              .forEach(one -> came.put(place, one.began()));
        }
        Instant from = Objects.requireNonNullElse(came.get(place), since);
        // With this moment, at which a camera may just have been lost.
        unseen =
            Coverage.unseen(
                Coverage.periods(
                    spells.getOrDefault(place, List.of()),
                    from.isBefore(since) ? since : from,
                    now.plusMillis(1)));
      }
      settle(place, unseen, kept.getOrDefault(place, List.of()), here != were, now);
    }
    looked = now;
    before = counted;
  }

  private void settle(
      PlaceCode place,
      List<Coverage.Unseen> unseen,
      List<Cameras.Blind> kept,
      boolean isOther,
      Instant now) {
    var left = new ArrayList<>(kept);
    for (Coverage.Unseen one : unseen) {
      List<Cameras.Blind> same =
          left.stream().filter(row -> row.touches(one.from(), one.until())).toList();
      left.removeAll(same);
      boolean goesOn = one.until().isAfter(now);
      Instant began =
          same.isEmpty() || one.from().isBefore(same.getFirst().began())
              ? one.from()
              : same.getFirst().began();
      boolean isBlind = one.isBlind() || same.stream().anyMatch(Cameras.Blind::isBlind);
      Instant ended = goesOn ? null : one.until();
      boolean isKept = same.size() == 1 && same.getFirst().is(began, ended, isBlind);
      if (isKept && !(goesOn && isOther)) {
        continue;
      }
      // Whatever stood there for a moment of it was not seen then.
      var there = new TreeSet<BoxId>();
      same.forEach(row -> there.addAll(row.boxes()));
      if (goesOn || there.isEmpty()) {
        there.addAll(boxes.of(List.of(place)).keySet());
      }
      boolean isToldOf = same.stream().anyMatch(row -> row.told() == 1);
      boolean isOver = !goesOn && same.stream().anyMatch(row -> row.told() == 2);
      int told = isToldOf ? 1 : isOver ? 2 : 0;
      if (!there.isEmpty()) {
        keep(new Cameras.Blind(0, place, began, ended, isBlind, List.copyOf(there), told), same);
      }
    }
    // Of what is left nothing goes on: the boxes are seen, or gone.
    for (Cameras.Blind row : left) {
      if (row.ended() == null) {
        keep(row.until(now), List.of(row));
      }
    }
  }

  private void keep(Cameras.Blind blind, List<Cameras.Blind> instead) {
    raw.write(() -> {
      cameras.keep(blind, instead);
      return blind;
    });
  }

  // ---- to the log

  private void tell() {
    boolean isHeard = vigil.since().plus(cameras.silence()).isBefore(clock.instant());
    for (Cameras.Camera one : cameras.all()) {
      boolean isGood = one.state() == CameraState.GOOD;
      String is = isGood ? null : one.state().name();
      // Of one that nobody ever saw nothing was lost.
      boolean isKnown = isHeard || one.state() != CameraState.UNKNOWN;
      if (isKnown && one.heard() != null && !Objects.equals(is, one.told())) {
        Fact fact = isGood ? new CameraReturned(one.id()) : new CameraLost(one.id(), one.state());
        log.append(List.of(fact), (sql, index) -> told(sql, one.id().toString(), is));
      }
    }
    Instant now = clock.instant();
    List<Cameras.Blind> untold =
        cameras.untold(now.minus(DAY), now.minus(Duration.ofMinutes(cameras.blindMinutes())));
    if (untold.isEmpty()) {
      return;
    }
    // Who was blind is not seen again because it is blind anew.
    Set<PlaceCode> unseen = new HashSet<>();
    cameras.blinds(now).stream()
        .filter(one -> one.ended() == null)
        .forEach(one -> unseen.add(one.place()));
    for (Cameras.Blind one : untold) {
      if (one.told() == 0) {
        var fact = new SiteBlind(one.place(), one.began(), Math.max(1, one.boxes().size()));
        log.append(List.of(fact), (sql, index) -> told(sql, one, 1));
      } else if (!unseen.contains(one.place())) {
        log.append(List.of(new SiteSeen(one.place())), (sql, index) -> told(sql, one, 2));
      }
    }
  }

  private static void told(Connection sql, String camera, @Nullable String state)
      throws SQLException {
    try (PreparedStatement update =
        sql.prepareStatement("update camera.cameras set told = ? where camera = ?")) {
      update.setString(1, state);
      update.setString(2, camera);
      update.executeUpdate();
    }
  }

  private static void told(Connection sql, Cameras.Blind blind, int told) throws SQLException {
    try (PreparedStatement update =
        sql.prepareStatement("update camera.blinds set told = ? where id = ?")) {
      update.setInt(1, told);
      update.setLong(2, blind.id());
      update.executeUpdate();
    }
  }
}
