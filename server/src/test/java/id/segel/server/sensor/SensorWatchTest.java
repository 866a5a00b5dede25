package id.segel.server.sensor;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.region.PlaceCode;
import id.segel.core.sensor.SensorId;
import id.segel.server.ServerTest;
import id.segel.server.camera.Cameras;
import id.segel.server.clock.ElectionClock;
import id.segel.server.clock.Hand;
import id.segel.server.entrance.EntranceRegister;
import id.segel.server.incident.Incidents;
import id.segel.server.log.FactLog;
import id.segel.server.log.RawReadings;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.PlatformTransactionManager;

/** When a sensor is held to be silent. Looks and clock are moved by hand. */
@ServerTest
@TestPropertySource(properties = "segel.test=watches")
class SensorWatchTest {

  private static final SensorId SENSOR = new SensorId(new PlaceCode("G3171"), 1);

  /** As seldom as the server may look. */
  private static final Duration LOOK = Duration.ofSeconds(29);

  private final Hand real = new Hand();
  private final JdbcClient sql;
  private final PlatformTransactionManager transactions;
  private final Sensors sensors;
  private final Cameras cameras;
  private final EntranceRegister entrances;
  private final Incidents incidents;
  private final FactLog log;
  private ElectionClock clock = ElectionClock.real(real);
  private SensorWatch watch;

  @Autowired
  SensorWatchTest(
      SensorWatch running,
      JdbcClient sql,
      PlatformTransactionManager transactions,
      Sensors sensors,
      Cameras cameras,
      EntranceRegister entrances,
      Incidents incidents,
      FactLog log) {
    running.stop();
    this.sql = sql;
    this.transactions = transactions;
    this.sensors = sensors;
    this.cameras = cameras;
    this.entrances = entrances;
    this.incidents = incidents;
    this.log = log;
    watch = watch();
  }

  private SensorWatch watch() {
    var raw = new SensorReadings(sql, transactions, clock, log);
    return new SensorWatch(sensors, raw, cameras, entrances, incidents, clock, real, log);
  }

  private void agree(int minutes) {
    sql.sql("truncate sensor.sensors cascade").update();
    sql.sql(
            """
            insert into sensor.sensors (sensor, place, number, kind, name, secret, every_minutes,
                                        listed_at, heard_at)
            values (:sensor, 'G3171', 1, 'SMOKE', 'Aula', '', :minutes, :now, :now)
            """)
        .param("sensor", SENSOR.toString())
        .param("minutes", minutes)
        .param("now", RawReadings.at(clock.instant()))
        .update();
    watch.look();
  }

  private void pass(Duration time) {
    Instant until = real.instant().plus(time);
    while (real.instant().isBefore(until)) {
      real.pass(LOOK);
      watch.look();
    }
  }

  private void startAnewAfter(Duration time) {
    real.pass(time);
    watch = watch();
    watch.look();
  }

  private boolean isSilent() {
    return sensors.of(SENSOR).orElseThrow().isSilent();
  }

  @Test
  void aServerThatStartsAnewEachNightFindsASensorThatIsDueOnceADay() {
    agree(24 * 60);
    startAnewAfter(Duration.ofHours(20));
    pass(Duration.ofMinutes(30));
    startAnewAfter(Duration.ofHours(20));
    pass(Duration.ofMinutes(58));
    assertFalse(isSilent(), "it may have spoken meanwhile");
    pass(Duration.ofMinutes(3));
    assertTrue(isSilent());
    startAnewAfter(Duration.ofHours(20));
    assertTrue(isSilent(), "it has not spoken since");
  }

  @Test
  void aSensorThatIsDueOftenIsWaitedForAsLong() {
    agree(10);
    real.pass(Duration.ofHours(3));
    pass(Duration.ofMinutes(9));
    assertFalse(isSilent(), "nobody looked");
    pass(Duration.ofMinutes(2));
    assertTrue(isSilent());
  }

  @Test
  void aFastClockMakesNoMinuteShorter() {
    clock = ElectionClock.simulated(real, real.instant());
    clock.set(real.instant(), 60);
    watch = watch();
    agree(10);
    pass(Duration.ofMinutes(9));
    assertFalse(isSilent());
    pass(Duration.ofMinutes(2));
    assertTrue(isSilent());
  }

  @Test
  void afterAClockWasSetBackSilenceCountsFromThere() {
    agree(10);
    real.pass(Duration.ofHours(-3));
    pass(Duration.ofMinutes(9));
    assertFalse(isSilent());
    pass(Duration.ofMinutes(2));
    assertTrue(isSilent());
  }
}
