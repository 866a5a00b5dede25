package id.segel.server.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many of one kind of request somebody may send in a while. */
public final class Pace {

  /** As many phones as a province has, and a reserve. */
  private static final int REMEMBERED = 40_000;

  private record Count(Instant since, int requests) {}

  private final int requestsMax;
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

  public Pace(int requestsMax, Duration window, InstantSource clock) {
    this.requestsMax = requestsMax;
    this.window = window;
    this.clock = clock;
  }

  /** Counts one more, or throws the {@link Problem} that it is one too many. */
  public synchronized void count(String who) {
    Instant now = clock.instant();
    Count count = counts.get(who);
    if (count == null || !count.since.plus(window).isAfter(now)) {
      count = new Count(now, 0);
    }
    if (count.requests >= requestsMax) {
      throw new Problem(
          429,
          "TOO_MANY_REQUESTS",
          "At most "
              + requestsMax
              + " of these in "
              + window.toMinutes()
              + " minutes; try again later.");
    }
    counts.put(who, new Count(count.since, count.requests + 1));
  }
}
