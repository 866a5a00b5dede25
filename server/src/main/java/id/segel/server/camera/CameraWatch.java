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
import id.segel.server.custody.BoxCounts;
import id.segel.server.custody.BoxesAt;
import id.segel.server.log.FactLog;
import id.segel.server.log.RawReadings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Looks every two seconds at what workers said and did not say: which cameras are lost or back,
 * which boxes nobody sees. What it tells the log it marks in the same transaction, so that nothing
 * is told twice, and what could not be told is told the next time.
 */
@Component
class CameraWatch implements SmartLifecycle {

  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Duration BACK = Duration.ofHours(24);
  private static final Logger TRACE = LoggerFactory.getLogger(CameraWatch.class);

  private final Cameras cameras;
  private final CameraReadings raw;
  private final BoxCounts counts;
  private final BoxesAt boxes;
  private final ElectionClock clock;
  private final FactLog log;

  /** Boxes at each place when it looked last; null before. */
  private @Nullable Map<PlaceCode, Integer> before;

  private @Nullable ScheduledExecutorService looking;

  CameraWatch(
      Cameras cameras,
      CameraReadings raw,
      BoxCounts counts,
      BoxesAt boxes,
      ElectionClock clock,
      FactLog log) {
    this.cameras = cameras;
    this.raw = raw;
    this.counts = counts;
    this.boxes = boxes;
    this.clock = clock;
    this.log = log;
  }

  private void look() {
    // Each for itself: a log that does not append now keeps nobody from seeing what is so.
    for (Runnable step : List.<Runnable>of(this::silence, this::blinds, this::tell, raw::digest)) {
      try {
        step.run();
      } catch (RuntimeException e) {
        TRACE.warn("cameras were not looked after, trying again", e);
      }
    }
  }

  private void silence() {
    for (Cameras.Camera one : cameras.all()) {
      Instant heard = one.heard();
      if (one.state() != CameraState.UNKNOWN && heard != null && cameras.isSilent(heard)) {
        raw.write(() -> {
          // It may have been heard of meanwhile.
          Cameras.Camera now = cameras.of(one.id()).orElse(one);
          if (now.state() != CameraState.UNKNOWN && cameras.isSilent(now.heard())) {
            Instant last = Objects.requireNonNull(now.heard());
            cameras.turn(
                now.id(), CameraState.UNKNOWN, last.isBefore(now.since()) ? now.since() : last);
          }
          return now;
        });
      }
    }
  }

  // ---- boxes that nobody sees

  private void blinds() {
    Map<PlaceCode, Integer> counted = counts.counts();
    if (counted == null) {
      return;
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Map<PlaceCode, Integer> last = before;
    before = counted;
    Set<PlaceCode> watched = new TreeSet<>((a, b) -> a.text().compareTo(b.text()));
    cameras.all().stream()
        .filter(Cameras.Camera::isEvidence)
        .forEach(one -> watched.add(one.place()));
    var open = new HashMap<PlaceCode, Cameras.Blind>();
    cameras.unsettled().stream()
        .filter(one -> one.ended() == null)
        .forEach(one -> open.put(one.place(), one));
    watched.addAll(open.keySet());
    for (PlaceCode place : watched) {
      int here = counted.getOrDefault(place, 0);
      boolean isNew = last != null && last.getOrDefault(place, 0) == 0;
      look(
          place,
          here,
          isNew,
          here != (last == null ? -1 : last.getOrDefault(place, 0)),
          open.get(place),
          now);
    }
  }

  private void look(
      PlaceCode place,
      int here,
      boolean isNew,
      boolean isOther,
      Cameras.@Nullable Blind open,
      Instant now) {
    // With this moment, at which a camera may just have been lost.
    Coverage.Period period =
        Coverage.periods(cameras.spells(place, now.minus(BACK)), now.minus(BACK), now.plusMillis(1))
            .getLast();
    Coverage.Kind kind = here == 0 ? Coverage.Kind.COVERED : period.kind();
    if (open != null && open.kind() != kind) {
      cameras.seen(open, here == 0 ? now : period.from());
    }
    if (kind == Coverage.Kind.COVERED) {
      return;
    }
    if (open != null && open.kind() == kind) {
      if (isOther) {
        // Whatever stood there for a moment of it was not seen then.
        Set<BoxId> there = new TreeSet<>(boxes.of(List.of(place)).keySet());
        there.addAll(open.boxes());
        if (there.size() > open.boxes().size()) {
          cameras.blind(place, kind, open.began(), there);
        }
      }
      return;
    }
    Set<BoxId> there = boxes.of(List.of(place)).keySet();
    if (!there.isEmpty()) {
      cameras.blind(place, kind, isNew ? now : period.from(), there);
    }
  }

  // ---- to the log

  private void tell() {
    for (Cameras.Camera one : cameras.all()) {
      boolean isGood = one.state() == CameraState.GOOD;
      String is = isGood ? null : one.state().name();
      // Of one that nobody ever saw nothing was lost.
      if (one.heard() != null && !Objects.equals(is, one.told())) {
        Fact fact = isGood ? new CameraReturned(one.id()) : new CameraLost(one.id(), one.state());
        log.append(List.of(fact), (sql, index) -> told(sql, one.id().toString(), is));
      }
    }
    Instant now = clock.instant();
    Duration limit = Duration.ofMinutes(cameras.blindMinutes());
    List<Cameras.Blind> unsettled = cameras.unsettled();
    // Who was blind is not seen again because nobody looks any more.
    Set<PlaceCode> unseen = new HashSet<>();
    unsettled.stream().filter(one -> one.ended() == null).forEach(one -> unseen.add(one.place()));
    for (Cameras.Blind one : unsettled) {
      Instant until = one.ended() == null ? now : one.ended();
      boolean isLong = Duration.between(one.began(), until).compareTo(limit) >= 0;
      if (one.told() == 0 && one.kind() == Coverage.Kind.BLIND && isLong) {
        var fact = new SiteBlind(one.place(), one.began(), Math.max(1, one.boxes().size()));
        log.append(List.of(fact), (sql, index) -> told(sql, one, 1));
      } else if (one.told() == 1 && one.ended() != null && !unseen.contains(one.place())) {
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
        sql.prepareStatement("update camera.blinds set told = ? where place = ? and began = ?")) {
      update.setInt(1, told);
      update.setString(2, blind.place().text());
      update.setObject(3, RawReadings.at(blind.began()));
      update.executeUpdate();
    }
  }

  // ---- its thread

  @Override
  public void start() {
    var timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("cameras").daemon().factory());
    var _ =
        timer.scheduleWithFixedDelay(
            this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    looking = timer;
  }

  /** Before the database closes it must be quiet. */
  @Override
  public void stop() {
    ScheduledExecutorService timer = looking;
    looking = null;
    if (timer != null) {
      timer.shutdown();
      try {
        if (!timer.awaitTermination(10, TimeUnit.SECONDS)) {
          timer.shutdownNow();
        }
      } catch (InterruptedException e) {
        timer.shutdownNow();
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return looking != null;
  }
}
