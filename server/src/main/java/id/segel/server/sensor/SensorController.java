package id.segel.server.sensor;

import static id.segel.server.http.Allow.Who.KPU;
import static id.segel.server.http.Allow.Who.USER;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.fact.Fact;
import id.segel.core.region.PlaceCode;
import id.segel.core.sensor.SensorId;
import id.segel.core.sensor.SensorKind;
import id.segel.core.sensor.SensorListed;
import id.segel.core.sensor.SensorUnlisted;
import id.segel.server.clock.ElectionClock;
import id.segel.server.custody.Naming;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import id.segel.server.log.FactLog;
import id.segel.server.log.RawReadings;
import id.segel.server.region.Regions;
import id.segel.server.secret.Keeper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Sensors for people: what each feels, and the list that the commission keeps. */
@RestController
@RequestMapping("/api/sensors")
class SensorController {

  private static final int NAME_MAX = 60;
  private static final int SENSORS_MAX = 5_000;
  private static final int SECRET_BYTES = 24;
  private static final String SECRET_PREFIX = "whsec_";

  /**
   * A sensor.
   *
   * @param on whether it feels it; missing before its first message
   * @param tenths of a degree; only of heat
   * @param minutes how often it speaks at least; 0 where nothing was agreed
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Row(
      String sensor,
      String place,
      String placeName,
      SensorKind kind,
      String name,
      @Nullable Boolean on,
      @Nullable Instant since,
      @Nullable Instant heard,
      @Nullable Integer tenths,
      boolean isMuted,
      boolean isSilent,
      int minutes,
      long ignored,
      boolean mayEdit) {}

  /**
   * A sensor that is to be listened to.
   *
   * @param minutes how often it speaks at least
   */
  record Listing(SensorKind kind, String name, int minutes) {}

  /**
   * What was made.
   *
   * @param secret is shown now and never again
   */
  record Made(String sensor, String secret, String path) {}

  private final Sensors sensors;
  private final SensorReadings raw;
  private final Regions regions;
  private final Naming naming;
  private final Keeper keeper;
  private final ElectionClock clock;
  private final Clock real;
  private final FactLog log;
  private final Object listing = new Object();

  SensorController(
      Sensors sensors,
      SensorReadings raw,
      Regions regions,
      Naming naming,
      Keeper keeper,
      ElectionClock clock,
      Clock real,
      FactLog log) {
    this.sensors = sensors;
    this.raw = raw;
    this.regions = regions;
    this.naming = naming;
    this.keeper = keeper;
    this.clock = clock;
    this.real = real;
    this.log = log;
  }

  /** What is felt first, then what is not heard. */
  @Allow(USER)
  @GetMapping
  List<Row> rows(@RequestParam(defaultValue = "") String place, Caller caller) {
    Instant now = real.instant();
    return sensors.all().stream()
        .filter(one -> place.isEmpty() || one.id().place().text().equals(place))
        .sorted(
            Comparator.comparing((Sensors.Sensor one) -> !Boolean.TRUE.equals(one.is().on()))
                .thenComparing(one -> !one.isMuted(now) && !one.isSilent())
                .thenComparing(Sensors.Sensor::id))
        .map(one ->
            new Row(
                one.id().toString(),
                one.id().place().text(),
                naming.place(one.id().place()).name(),
                one.kind(),
                one.name(),
                one.is().on(),
                one.is().since(),
                one.heard(),
                one.kind() == SensorKind.TEMPERATURE ? one.value() : null,
                one.isMuted(now),
                one.isSilent(),
                one.everyMinutes(),
                one.ignored(),
                caller.isKpu() && caller.covers(one.id().place().region())))
        .toList();
  }

  @Allow(KPU)
  @PostMapping("/places/{place}")
  Made register(@PathVariable("place") String text, @RequestBody Listing asked, Caller caller) {
    PlaceCode place = caller.own(regions.place(text));
    String name = asked.name().strip();
    if (name.isEmpty() || name.length() > NAME_MAX) {
      throw Problem.malformed("A name has 1 to " + NAME_MAX + " characters.");
    }
    if (asked.minutes() < 1 || asked.minutes() > SensorListed.EVERY_MAX) {
      throw Problem.malformed(
          "A sensor speaks at least every 1 to " + SensorListed.EVERY_MAX + " minutes.");
    }
    byte[] secret = keeper.random(SECRET_BYTES);
    synchronized (listing) {
      if (sensors.all().size() >= SENSORS_MAX) {
        throw new Problem(409, "TOO_MANY_SENSORS", "There are " + SENSORS_MAX + " already.");
      }
      var sensor = new SensorId(place, sensors.nextNumber(place));
      byte[] locked = keeper.lock(secret);
      log.append(
          List.of(new SensorListed(sensor, asked.kind(), asked.minutes(), caller.userCode())),
          (transaction, index) -> {
            try (PreparedStatement insert =
                transaction.prepareStatement(
                    """
                    insert into sensor.sensors
                      (sensor, place, number, kind, name, secret, every_minutes, listed_at)
                    values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (sensor) do nothing
                    """)) {
              insert.setString(1, sensor.toString());
              insert.setString(2, place.text());
              insert.setInt(3, sensor.number());
              insert.setString(4, asked.kind().name());
              insert.setString(5, name);
              insert.setBytes(6, locked);
              insert.setInt(7, asked.minutes());
              insert.setObject(8, RawReadings.at(clock.instant()));
              insert.executeUpdate();
            }
          });
      return new Made(
          sensor.toString(),
          SECRET_PREFIX + Base64.getEncoder().encodeToString(secret),
          "/api/sensors/hook/" + sensor);
    }
  }

  @Allow(KPU)
  @PostMapping("/{sensor}/remove")
  List<Row> remove(@PathVariable("sensor") String text, Caller caller) {
    SensorId sensor = Problem.parsed(() -> SensorId.parse(text));
    caller.own(sensor.place());
    // Nothing turns meanwhile: what it said to the last is told before, and then it is over.
    return raw.write(() -> {
      if (sensors.of(sensor).isEmpty()) {
        throw Problem.notFound("There is no such sensor: read the list again.");
      }
      List<Sensors.Edge> last = sensors.untold(sensor);
      var facts = new ArrayList<Fact>(last.stream().map(Sensors.Edge::fact).toList());
      facts.add(new SensorUnlisted(sensor, caller.userCode()));
      log.append(facts, (transaction, index) -> remove(transaction, sensor, last, index));
      return rows(sensor.place().text(), caller);
    });
  }

  private void remove(Connection transaction, SensorId sensor, List<Sensors.Edge> last, long index)
      throws SQLException {
    for (int i = 0; i < last.size(); i++) {
      Sensors.told(transaction, last.get(i), index + i);
    }
    try (PreparedStatement update =
        transaction.prepareStatement(
            "update sensor.sensors set removed_at = ?, secret = '' where sensor = ?")) {
      update.setObject(1, RawReadings.at(real.instant()));
      update.setString(2, sensor.toString());
      update.executeUpdate();
    }
  }
}
