package id.segel.server.sensor;

import id.segel.core.camera.CameraId;
import id.segel.core.camera.CameraState;
import id.segel.core.incident.IncidentKind;
import id.segel.core.region.PlaceCode;
import id.segel.core.sensor.DoorUnentered;
import id.segel.core.sensor.SensorKind;
import id.segel.core.sensor.SensorMuted;
import id.segel.core.sensor.SensorTurned;
import id.segel.server.camera.Cameras;
import id.segel.server.clock.ElectionClock;
import id.segel.server.clock.Lookout;
import id.segel.server.entrance.EntranceRegister;
import id.segel.server.http.Problem;
import id.segel.server.incident.Incidents;
import id.segel.server.log.FactLog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells the log what turned, in its order, and marks it in the same transaction: what could not be
 * told is told later. Smoke opens the fire card of its place with the list of the boxes there, or
 * is noted on the one that is open; for a door that was opened it looks who was written down.
 */
@Component
class SensorWatch extends Lookout {

  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Duration REMEMBERED = Duration.ofMinutes(15);
  private static final Logger TRACE = LoggerFactory.getLogger(SensorWatch.class);

  private final Sensors sensors;
  private final SensorReadings raw;
  private final Cameras cameras;
  private final EntranceRegister entrances;
  private final Incidents incidents;
  private final ElectionClock clock;
  private final Clock real;
  private final FactLog log;

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
    this.log = log;
  }

  @Override
  protected void look() {
    each(this::over, this::tell, this::answer, this::mute, raw::digest, this::forget);
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
      log.append(
          List.of(new SensorTurned(one.sensor(), one.kind(), one.on(), one.at())),
          (sql, index) -> told(sql, one, index));
    }
  }

  private static void told(Connection sql, Sensors.Edge edge, long index) throws SQLException {
    try (PreparedStatement update =
        sql.prepareStatement("update sensor.edges set entry = ? where id = ?")) {
      update.setLong(1, index);
      update.setLong(2, edge.id());
      update.executeUpdate();
    }
  }

  private void answer() {
    for (Sensors.Edge one : sensors.unanswered()) {
      try {
        if (one.kind() == SensorKind.SMOKE) {
          fire(one);
          sensors.answered(one);
        } else if (one.at().plus(DoorUnentered.GRACE).isBefore(clock.instant())) {
          door(one);
        }
      } catch (Problem refused) {
        // As where no playbook answers a fire there: the finding stands, and it is tried again.
        TRACE.warn("nothing could be done about {}: {}", one.sensor(), refused.getMessage());
      }
    }
  }

  private void fire(Sensors.Edge edge) {
    PlaceCode place = edge.sensor().place();
    OptionalInt open = incidents.open(IncidentKind.FIRE, List.of(place), false);
    int number =
        open.isPresent()
            ? open.getAsInt()
            : incidents.start(IncidentKind.FIRE, List.of(place), false);
    incidents.note(number, "Sensor asap " + edge.sensor() + " (" + edge.name() + ") berbunyi.");
    List<CameraId> dark = cameras.at(place, CameraState.DARK);
    if (!dark.isEmpty()) {
      incidents.note(
          number,
          "Kamera gelap: "
              + dark.stream().map(CameraId::toString).collect(Collectors.joining(", ")));
    }
  }

  private void door(Sensors.Edge edge) {
    Instant until = edge.at().plus(DoorUnentered.GRACE);
    if (!entrances.during(edge.sensor().place(), edge.at(), until).isEmpty()) {
      sensors.answered(edge);
      return;
    }
    log.append(
        List.of(new DoorUnentered(edge.sensor(), edge.at())),
        (sql, index) -> {
          try (PreparedStatement update =
              sql.prepareStatement("update sensor.edges set answered = true where id = ?")) {
            update.setLong(1, edge.id());
            update.executeUpdate();
          }
        });
  }

  private void mute() {
    Instant now = real.instant();
    for (Sensors.Sensor one : sensors.all()) {
      boolean isMuted = one.isMuted(now);
      if (isMuted != one.mutedTold()) {
        log.append(
            List.of(new SensorMuted(one.id(), isMuted)),
            (sql, index) -> {
              try (PreparedStatement update =
                  sql.prepareStatement(
                      "update sensor.sensors set muted_told = ? where sensor = ?")) {
                update.setBoolean(1, isMuted);
                update.setString(2, one.id().toString());
                update.executeUpdate();
              }
            });
      }
    }
  }
}
