package id.segel.server.log;

import id.segel.core.fact.Fact;
import java.time.Instant;

/** When readers without a role may see an entry that no statement precedes. */
@FunctionalInterface
public interface Embargo {

  /** Election time in seconds; 0 for at once. */
  long opens(Fact fact, Instant now);
}
