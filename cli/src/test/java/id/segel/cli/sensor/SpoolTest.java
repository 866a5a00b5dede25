package id.segel.cli.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.cli.sensor.Spool.Waiting;
import id.segel.core.sensor.SensorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What waits while Segel is away. */
class SpoolTest {

  private static final SensorId SENSOR = SensorId.parse("S-G3171-1");
  private static final SensorId OTHER = SensorId.parse("S-G3171-2");

  @TempDir private Path folder;

  private int number;

  private void keep(Spool spool, SensorId sensor, String body) throws IOException {
    number++;
    assertTrue(spool.keep(sensor, body, number, false, 1_000));
  }

  private static String on(boolean is) {
    return "{\"on\":" + is + "}";
  }

  private static List<String> bodies(Spool spool, SensorId sensor) throws IOException {
    var bodies = new ArrayList<String>();
    for (Waiting one = spool.next(sensor); one != null; one = spool.next(sensor)) {
      bodies.add(one.body());
      spool.done(sensor, one);
    }
    return bodies;
  }

  private long files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(one -> one.toString().endsWith(".json")).count();
    }
  }

  @Test
  void ofWhatIsSaidAgainTheNewestWaitsInItsOrder() throws Exception {
    var spool = new Spool(folder);
    for (boolean is : new boolean[] {false, false, true, true, true, false}) {
      keep(spool, SENSOR, on(is));
      keep(spool, OTHER, on(false));
    }
    assertEquals(4, spool.size());
    assertEquals(4, files());
    assertEquals(
        List.of(on(false), on(true), on(false)),
        bodies(new Spool(folder), SENSOR),
        "from the disk");
  }

  /** What is on its way may be said again meanwhile: that comes after it. */
  @Test
  void whatIsOnItsWayIsDoneAndTheSameAgainWaits() throws Exception {
    var spool = new Spool(folder);
    keep(spool, SENSOR, on(true));
    Waiting first = spool.next(SENSOR);
    keep(spool, SENSOR, on(true));
    spool.done(SENSOR, java.util.Objects.requireNonNull(first));
    assertEquals(List.of(on(true)), bodies(spool, SENSOR));
    assertEquals(0, files());
  }

  @Test
  void ofTooManyTheOldestThatIsNoAlarmGoes() throws Exception {
    var spool = new Spool(folder);
    keep(spool, SENSOR, "{\"tenths\":700}");
    for (int tenths = 0; tenths < Spool.WAITING_MAX; tenths++) {
      keep(spool, SENSOR, "{\"tenths\":" + tenths % 400 + "}");
    }
    assertEquals(Spool.WAITING_MAX, spool.size());
    assertTrue(spool.hasAlarm(SENSOR));
    assertFalse(spool.hasAlarm(OTHER));
    assertEquals("{\"tenths\":700}", java.util.Objects.requireNonNull(spool.next(SENSOR)).body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"on":true}    | true
          {"on":false}   | false
          {"tenths":500} | true
          {"tenths":499} | false
          {"tenths":-90} | false
          """)
  void anAlarmIsKnown(String body, boolean isAlarm) {
    assertEquals(isAlarm, new Waiting(folder, "", body).isAlarm());
  }
}
