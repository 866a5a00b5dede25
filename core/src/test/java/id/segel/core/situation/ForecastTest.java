package id.segel.core.situation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class ForecastTest {

  private static final Instant DEADLINE = Instant.parse("2024-02-13T17:00:00Z");

  @Test
  void aStraightLineThroughTwoCounts() {
    // now (WIB) | TPS | an hour ago | now | late at 24.00 | the last one has its boxes at (WIB)
    String table =
        """
        21.00 | 100 |  40 |  60 |  0 | 23.00
        21.00 | 100 |  40 |  50 | 20 | 02.00
        23.30 | 100 |  80 |  90 |  5 | 00.30
        23.30 | 100 | 100 | 100 |  0 | -
        21.00 | 100 |  50 |  50 | 50 | -
        21.00 | 100 |  55 |  50 | 50 | -
        00.30 | 100 |  90 |  95 |  5 | 01.30
        21.00 |   0 |   0 |   0 |  0 | -
        21.00 |   3 |   0 |   1 |  0 | 23.00
        21.00 |   9 |   0 |   2 |  1 | 00.30
        """;
    for (String line : table.lines().toList()) {
      String[] cells = line.split("\\|", -1);
      Forecast forecast =
          Forecast.of(
              number(cells[1]),
              number(cells[2]),
              number(cells[3]),
              Duration.ofHours(1),
              moment(cells[0]),
              DEADLINE);
      assertEquals(number(cells[4]), forecast.late(), line);
      String done = cells[5].strip();
      assertEquals(done.equals("-") ? null : moment(done), forecast.done(), line);
    }
  }

  @Test
  void lateIsNeverLessWhenFewerCame() {
    long seed = 6;
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int step = 0; step < 20_000; step++) {
      int tps = random.nextInt(40_000);
      int arrived = random.nextInt(tps + 1);
      int before = random.nextInt(arrived + 1);
      Instant now = DEADLINE.minusSeconds(random.nextInt(200_000) - 20_000L);
      Duration window = Duration.ofMinutes(1 + random.nextInt(180));
      Forecast forecast = Forecast.of(tps, before, arrived, window, now, DEADLINE);
      String which = "seed " + seed + ", step " + step + ": " + forecast;
      assertTrue(forecast.late() >= 0 && forecast.late() <= tps - arrived, which);
      Forecast slower =
          Forecast.of(tps, Math.min(arrived, before + 1), arrived, window, now, DEADLINE);
      assertTrue(slower.late() >= forecast.late(), which);
      if (forecast.done() != null) {
        // Whoever is done by the deadline has none late, and the other way round.
        assertEquals(
            !forecast.done().isAfter(DEADLINE) && !now.isAfter(DEADLINE),
            forecast.late() == 0 && !now.isAfter(DEADLINE),
            which);
      }
    }
  }

  @Test
  void countsThatCannotBeAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Forecast.of(3, 0, 4, Duration.ofHours(1), DEADLINE, DEADLINE));
    assertThrows(
        IllegalArgumentException.class,
        () -> Forecast.of(3, 0, 1, Duration.ZERO, DEADLINE, DEADLINE));
  }

  private static int number(String cell) {
    return Integer.parseInt(cell.strip());
  }

  /** Hours before noon are of the day of the vote. */
  private static Instant moment(String cell) {
    String[] parts = cell.strip().split("\\.", -1);
    int hour = Integer.parseInt(parts[0]);
    Instant midnight = hour < 12 ? DEADLINE : DEADLINE.minus(Duration.ofDays(1));
    return midnight.plus(Duration.ofHours(hour)).plus(Duration.ofMinutes(number(parts[1])));
  }
}
