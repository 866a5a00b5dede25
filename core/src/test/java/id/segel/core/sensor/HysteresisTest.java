package id.segel.core.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Danger at once, its end after a while. */
class HysteresisTest {

  @ParameterizedTest
  @CsvSource({
    // kind | seconds=reading | edges
    "SMOKE,       0=0 10=1 20=0 30=1,           0=false 10=true",
    "SMOKE,       0=1 10=0 70=0 129=0 130=0,    0=true 130=false",
    "SMOKE,       0=1 10=0 70=1 140=0 259=0 260=0, 0=true 260=false",
    "WATER,       0=0 10=1 20=1,                0=false 10=true",
    "TEMPERATURE, 0=312 10=499 20=500,          0=false 20=true",
    "TEMPERATURE, 0=500 10=451 300=451 310=450 430=440, 0=true 430=false",
    "DOOR,        0=0 5=1 6=0 7=1,              0=false 5=true 6=false 7=true",
  })
  void edgesFollowFromReadings(String name, String readings, String expected) {
    Hysteresis now = Hysteresis.NEW;
    List<String> edges = new ArrayList<>();
    for (String reading : readings.split(" ", -1)) {
      String[] parts = reading.split("=", 2);
      Boolean before = now.on();
      now =
          now.read(
              SensorKind.parse(name),
              Integer.parseInt(parts[1]),
              Instant.EPOCH.plusSeconds(Long.parseLong(parts[0])));
      if (!Objects.equals(now.on(), before)) {
        edges.add(Objects.requireNonNull(now.since()).getEpochSecond() + "=" + now.on());
      }
    }
    assertEquals(expected, String.join(" ", edges));
  }

  /** A sensor that says only once that it is over must be heard when it begins again. */
  @Test
  void oneWordThatItIsOverIsEnough() {
    Hysteresis now =
        Hysteresis.NEW
            .read(SensorKind.SMOKE, 1, Instant.EPOCH)
            .read(SensorKind.SMOKE, 0, Instant.EPOCH.plusSeconds(10));
    assertFalse(now.isOver(Instant.EPOCH.plusSeconds(129)));
    assertTrue(now.isOver(Instant.EPOCH.plusSeconds(130)));
    assertFalse(now.ended(Instant.EPOCH.plusSeconds(130)).isOver(Instant.EPOCH.plusSeconds(999)));
    assertFalse(Hysteresis.NEW.isOver(Instant.EPOCH));
  }
}
