package id.segel.server.weather;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How often BMKG is asked: ten at once and fifty a minute after, so never more than sixty within
 * any minute, which is what they allow. Used by one thread.
 */
final class Bucket {

  static final int AT_ONCE = 10;
  private static final Duration REFILL = Duration.ofMinutes(1).dividedBy(50);

  private final InstantSource clock;
  private int left = AT_ONCE;
  private Instant filled;

  Bucket(InstantSource clock) {
    this.clock = clock;
    this.filled = clock.instant();
  }

  /** Takes one, if there is one. */
  boolean take() {
    long more = Duration.between(filled, clock.instant()).dividedBy(REFILL);
    if (more > 0) {
      left = (int) Math.min(AT_ONCE, left + more);
      filled = filled.plus(REFILL.multipliedBy(more));
    }
    if (left == 0) {
      return false;
    }
    left--;
    return true;
  }
}
