package id.segel.server.sensor;

import id.segel.core.camera.CameraId;
import id.segel.core.camera.CameraState;
import id.segel.core.fact.Fact;
import id.segel.core.incident.IncidentKind;
import id.segel.core.region.PlaceCode;
import id.segel.core.sensor.DoorExplained;
import id.segel.core.sensor.DoorUnentered;
import id.segel.core.sensor.SensorKind;
import id.segel.core.sensor.SensorMuted;
import id.segel.core.sensor.SensorSilent;
import id.segel.server.camera.Cameras;
import id.segel.server.clock.ElectionClock;
import id.segel.server.clock.Lookout;
import id.segel.server.clock.Vigil;
import id.segel.server.entrance.EntranceRegister;
import id.segel.server.http.Problem;
import id.segel.server.incident.Incidents;
import id.segel.server.log.FactLog;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells the log what turned, in its order, and marks it in the same transaction: what could not be
 * told is told later. Smoke, and heat that is too much, open the fire card of their place with the
 * list of the boxes there, water the card of a flood, or they are noted on the one that is open;
 * cameras that go dark while it burns are noted too. For a door that was opened it looks who was
 * written down, and it finds sensors that are silent.
 */
@Component
class SensorWatch extends Lookout {

  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Duration REMEMBERED = Duration.ofMinutes(15);

  /** So long after a fire card was opened a camera that goes dark belongs to it. */
  private static final Duration BURNING = Duration.ofMinutes(30);

  /** So long after nobody listened a sensor that is due may be silent; or as long as was agreed. */
  private static final Duration FORGIVEN = Duration.ofHours(1);

  /** Who came or left may be written down a day later; a little more, for clocks. */
  private static final Duration WRITTEN_LATE = Duration.ofHours(25);

  private static final Logger TRACE = LoggerFactory.getLogger(SensorWatch.class);

  private final Sensors sensors;
  private final SensorReadings raw;
  private final Cameras cameras;
  private final EntranceRegister entrances;
  private final Incidents incidents;
  private final ElectionClock clock;
  private final Clock real;
  private final FactLog log;

  /** Edges that were refused, each traced once. */
  private final Set<Long> refusedOf = new HashSet<>();

  /** It must not call silent whom it could not hear. */
  private final Vigil vigil;

  SensorWatch(
      Sensors sensors,
      SensorReadings raw,
      Cameras cameras,
      EntranceRegister entrances,
      Incidents incidents,
      ElectionClock clock,
      Clock real,
      FactLog log) {
    super("sensors", LOOK);
    this.sensors = sensors;
    this.raw = raw;
    this.cameras = cameras;
    this.entrances = entrances;
    this.incidents = incidents;
    this.clock = clock;
    this.real = real;
    this.vigil = new Vigil(clock, real);
    this.log = log;
  }

  @Override
  protected void look() {
    each(
        this::begin,
        this::over,
        this::tell,
        this::answer,
        this::explain,
        this::darken,
        this::mute,
        this::silence,
        raw::digest,
        this::forget);
  }

  private void begin() {
    vigil.look(() -> {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      raw.write(() -> {
        sensors.setBack(now, real.instant().plus(HookDoor.MUTED));
        return now;
      });
    });
  }

  /** What a sensor said to be over only once ends by the clock. */
  private void over() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    for (Sensors.Sensor one : sensors.all()) {
      if (one.is().isOver(now)) {
        raw.write(() -> {
          // It may have said something else meanwhile.
          Sensors.Sensor last = sensors.of(one.id()).orElse(one);
          if (last.is().isOver(now)) {
            sensors.is(last, last.is().ended(now), now);
          }
          return last;
        });
      }
    }
  }

  private void forget() {
    sensors.forget(real.instant().minus(REMEMBERED));
  }

  private void tell() {
    for (Sensors.Edge one : sensors.untold()) {
      log.append(List.of(one.fact()), (sql, index) -> Sensors.told(sql, one, index));
    }
  }

  private void answer() {
    for (Sensors.Edge one : sensors.unanswered()) {
      try {
        if (one.kind().isAlarm()) {
          card(one);
          sensors.answered(one);
        } else if (one.at().plus(DoorUnentered.GRACE).isBefore(clock.instant())) {
          door(one);
        }
      } catch (Problem refused) {
        // As where no playbook answers it there: the finding stands, and it is tried again.
        if (refusedOf.add(one.id())) {
          TRACE.warn("nothing could be done about {}: {}", one.sensor(), refused.getMessage());
        }
      }
    }
  }

  private void card(Sensors.Edge edge) {
    IncidentKind kind = edge.kind() == SensorKind.WATER ? IncidentKind.FLOOD : IncidentKind.FIRE;
    PlaceCode place = edge.sensor().place();
    int number = incidents.start(kind, List.of(place), false);
    String words =
        switch (edge.kind()) {
          case SMOKE -> "Sensor asap %1$s (%2$s) berbunyi. / Smoke sensor %1$s (%2$s) sounds.";
          case TEMPERATURE ->
              "Sensor panas %1$s (%2$s) berbunyi. / Heat sensor %1$s (%2$s) sounds.";
          case WATER -> "Sensor air %1$s (%2$s) berbunyi. / Water sensor %1$s (%2$s) sounds.";
          case DOOR -> throw new IllegalStateException("a door is no danger");
        };
    incidents.note(number, words.formatted(edge.sensor(), edge.name()));
  }

  /** Cameras that are dark where it burns, each once. */
  private void darken() {
    Instant since = clock.instant().minus(BURNING);
    incidents
        .open(IncidentKind.FIRE, since)
        .forEach(fire -> {
          List<CameraId> dark =
              fire.places().stream()
                  .flatMap(place -> cameras.at(place, CameraState.DARK).stream())
                  .filter(camera -> sensors.isNewlyDark(fire.number(), camera))
                  .toList();
          if (!dark.isEmpty()) {
            String all = dark.stream().map(CameraId::toString).collect(Collectors.joining(", "));
            incidents.note(
                fire.number(), "Kamera gelap: %1$s. / Dark cameras: %1$s.".formatted(all));
            dark.forEach(camera -> sensors.darkNoted(fire.number(), camera));
          }
        });
  }

  private void door(Sensors.Edge edge) {
    if (isExplained(edge)) {
      sensors.answered(edge);
    } else {
      tell(
          new DoorUnentered(edge.sensor(), edge.at()),
          "update sensor.edges set answered = true, unentered = true where id = ?",
          edge.id());
    }
  }

  /** Somebody may be written down later, for the moment when they came. */
  private void explain() {
    for (Sensors.Edge one : sensors.unentered(clock.instant().minus(WRITTEN_LATE))) {
      if (isExplained(one)) {
        tell(
            new DoorExplained(one.sensor(), one.at()),
            "update sensor.edges set unentered = false where id = ?",
            one.id());
      }
    }
  }

  private boolean isExplained(Sensors.Edge edge) {
    return entrances.movedAt(
        edge.sensor().place(),
        edge.at().minus(DoorUnentered.GRACE),
        edge.at().plus(DoorUnentered.GRACE));
  }

  private void tell(Fact fact, String marking, Object of) {
    log.append(
        List.of(fact),
        (sql, index) -> {
          try (PreparedStatement update = sql.prepareStatement(marking)) {
            update.setObject(1, of);
            update.executeUpdate();
          }
        });
  }

  /** Minutes are of real time: a fast clock makes them no shorter. */
  private void silence() {
    Instant now = clock.instant();
    int fast = Math.max(1, clock.speed());
    for (Sensors.Sensor one : sensors.all()) {
      Duration every = Duration.ofMinutes(one.everyMinutes()).multipliedBy(fast);
      Duration grace = shorter(every, FORGIVEN.multipliedBy(fast));
      Instant last = latest(one.heard(), one.listed());
      boolean isLong = one.everyMinutes() > 0 && (last == null || last.plus(every).isBefore(now));
      boolean isSilent = isLong && (one.isSilent() || vigil.since().plus(grace).isBefore(now));
      if (isSilent != one.isSilent()) {
        tell(
            new SensorSilent(one.id(), isSilent, (last == null ? now : last)),
            isSilent
                ? "update sensor.sensors set silent_told = true where sensor = ?"
                : "update sensor.sensors set silent_told = false where sensor = ?",
            one.id().toString());
      }
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static @Nullable Instant latest(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isAfter(one)) ? other : one;
  }

  private void mute() {
    Instant now = real.instant();
    for (Sensors.Sensor one : sensors.all()) {
      boolean isMuted = one.isMuted(now);
      if (isMuted != one.mutedTold()) {
        tell(
            new SensorMuted(one.id(), isMuted),
            isMuted
                ? "update sensor.sensors set muted_told = true where sensor = ?"
                : "update sensor.sensors set muted_told = false where sensor = ?",
            one.id().toString());
      }
    }
  }
}
