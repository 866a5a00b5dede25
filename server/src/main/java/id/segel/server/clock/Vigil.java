package id.segel.server.clock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Since when somebody looks without a break. For time in which nobody looked, because the server
 * did not run, stood still or had its clock set, nobody is blamed: whoever is to be silent must be
 * so from here on. It is told by real time, so that what a simulator leaps over counts as time that
 * has passed. Used by one thread.
 */
public final class Vigil {

  /** Many times what lies between two looks, and half of the shortest silence. */
  private static final Duration BREAK = Duration.ofSeconds(30);

  private final ElectionClock clock;
  private final Clock real;
  private @Nullable Instant looked;
  private Instant since;

  public Vigil(ElectionClock clock, Clock real) {
    this.clock = clock;
    this.real = real;
    this.since = clock.instant();
  }

  /**
   * A look begins.
   *
   * @param anew is done when it is the first, or the first after a break; when it fails, at the
   *     next once more
   */
  public void look(Runnable anew) {
    Instant now = real.instant();
    Instant before = looked;
    if (before == null || now.isBefore(before) || now.isAfter(before.plus(BREAK))) {
      since = clock.instant();
      anew.run();
    }
    looked = now;
  }

  /** Since when, by election time. */
  public Instant since() {
    return since;
  }
}
