package id.segel.server.access;

import id.segel.server.http.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts failures per name or address in a window of time, and refuses above a bound. */
final class Attempts {

  private static final int REMEMBERED = 20_000;

  private record Count(Instant since, int failures) {}

  private final int failuresMax;
  private final Duration window;
  private final InstantSource clock;

  /** The longest untouched is forgotten first; guarded by this. */
  private final LinkedHashMap<String, Count> counts =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
          return size() > REMEMBERED;
        }
      };

  Attempts(int failuresMax, Duration window, InstantSource clock) {
    this.failuresMax = failuresMax;
    this.window = window;
    this.clock = clock;
  }

  /** Throws a {@link Problem} when this one has failed too often of late. */
  synchronized void check(String who) {
    Count count = current(who);
    if (count.failures >= failuresMax) {
      throw new Problem(
          429,
          "TOO_MANY_ATTEMPTS",
          "Too many failed attempts; try again in " + window.toMinutes() + " minutes.");
    }
  }

  synchronized void failed(String who) {
    Count count = current(who);
    counts.put(who, new Count(count.since, count.failures + 1));
  }

  synchronized void succeeded(String who) {
    counts.remove(who);
  }

  private Count current(String who) {
    Instant now = clock.instant();
    Count count = counts.get(who);
    return count == null || count.since.plus(window).isBefore(now) ? new Count(now, 0) : count;
  }
}
