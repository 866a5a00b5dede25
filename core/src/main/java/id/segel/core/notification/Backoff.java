package id.segel.core.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * When a message that was not taken is tried again: twice as long after each time, with chance, so
 * that what failed together does not come back together.
 *
 * @param first how long after the first time
 * @param longest never longer than this
 * @param attempts after so many it is given up
 * @param age and when it is so old
 */
public record Backoff(Duration first, Duration longest, int attempts, Duration age) {

  /**
   * How long to wait: between half of it and all of it.
   *
   * @param attempt how often it was tried, from 1
   */
  public Duration delay(int attempt, RandomGenerator random) {
    long millis = Math.min(first.toMillis() << Math.clamp(attempt - 1, 0, 20), longest.toMillis());
    long half = Math.max(1, millis / 2);
    return Duration.ofMillis(half + random.nextLong(half + 1));
  }

  /** Whether it is not tried again. */
  public boolean isGivenUp(int attempt, Instant made, Instant now) {
    return attempt >= attempts || !now.isBefore(made.plus(age));
  }
}
