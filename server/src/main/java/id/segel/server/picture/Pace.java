package id.segel.server.picture;

import id.segel.server.http.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many of one kind of request somebody may send in a minute. */
final class Pace {

  private static final Duration WINDOW = Duration.ofMinutes(1);

  /** As many phones as a province has, and a reserve. */
  private static final int REMEMBERED = 40_000;

  private record Count(Instant since, int requests) {}

  private final int requestsMax;
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

  Pace(int requestsMax, InstantSource clock) {
    this.requestsMax = requestsMax;
    this.clock = clock;
  }

  /** Counts one more, or throws the {@link Problem} that it is one too many. */
  synchronized void count(String who) {
    Instant now = clock.instant();
    Count count = counts.get(who);
    if (count == null || !count.since.plus(WINDOW).isAfter(now)) {
      count = new Count(now, 0);
    }
    if (count.requests >= requestsMax) {
      throw new Problem(
          429,
          "TOO_MANY_REQUESTS",
          "At most " + requestsMax + " pictures a minute; try again in a minute.");
    }
    counts.put(who, new Count(count.since, count.requests + 1));
  }
}
