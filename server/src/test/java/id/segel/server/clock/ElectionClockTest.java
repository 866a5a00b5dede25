package id.segel.server.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Election time runs as it is told, and never back. */
class ElectionClockTest {

  private static final Instant START = Instant.parse("2023-12-31T17:00:00Z");
  private static final Instant H = Instant.parse("2024-02-13T17:00:00Z");

  private final Hand real = new Hand();

  @Test
  void runsAtItsSpeedFromWhereItWasSet() {
    var clock = ElectionClock.simulated(real, START);
    real.pass(Duration.ofHours(1));
    assertEquals(START, clock.instant());
    clock.set(H, 60);
    real.pass(Duration.ofMinutes(2));
    assertEquals(H.plus(Duration.ofHours(2)), clock.instant());
    assertEquals(60, clock.speed());
  }

  @Test
  void neverGoesBack() {
    var clock = ElectionClock.simulated(real, START);
    clock.set(H, 1);
    assertEquals(H, clock.set(START, 0));
    assertEquals(H, clock.instant());
  }

  @Test
  void tellsWhoWatches() {
    var clock = ElectionClock.simulated(real, START);
    List<ElectionClock.Setting> told = new ArrayList<>();
    clock.watch(told::add);
    clock.set(H, 60);
    assertEquals(List.of(new ElectionClock.Setting(H, real.instant(), 60)), told);
  }

  @Test
  void theSystemsClockIsNotSet() {
    var clock = ElectionClock.real(real);
    assertFalse(clock.isSimulated());
    assertEquals(real.instant(), clock.instant());
    assertThrows(IllegalStateException.class, () -> clock.set(H, 1));
  }

  @Test
  void aRestartGoesOnFromTheFile(@TempDir Path data) throws Exception {
    Path path = data.resolve("election-clock");
    var before = ElectionClock.simulated(real, START);
    try (var file = new ClockFile(path)) {
      file.resume(before);
      before.set(H, 60);
    }
    // It showed at most two ticks more than the file when it died.
    real.pass(Duration.ofSeconds(1));
    Instant last = before.instant();
    real.pass(Duration.ofHours(10));
    var after = ElectionClock.simulated(real, START);
    try (var file = new ClockFile(path)) {
      file.resume(after);
      assertEquals(H.plusSeconds(120), after.instant());
      assertFalse(after.instant().isBefore(last));
      assertEquals(60, after.speed());
    }
    assertEquals(H.plusSeconds(120) + "\n60\n", Files.readString(path));
  }
}
