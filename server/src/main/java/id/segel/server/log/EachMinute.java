package id.segel.server.log;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Lets a {@link Decider} look once in each minute of election time. */
public final class EachMinute {

  private volatile @Nullable Instant looked;

  /** Whether this minute is another than the last that was asked for. */
  public boolean begins(Instant now) {
    Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
    if (minute.equals(looked)) {
      return false;
    }
    looked = minute;
    return true;
  }

  /** What was found did not happen: the minute is looked at again. */
  public void forget() {
    looked = null;
  }
}
