package id.segel.core.watch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sign of life of a TPS.
 *
 * @param at when it was recorded, in election time
 * @param kind {@code SEEN} for a check-in, else the kind of statement
 * @param word of a check-in, or of a day; null for other statements
 * @param entry its index in the log
 */
public record Sign(Instant at, String kind, @Nullable String word, long entry) {

  /** The kind of a check-in. */
  public static final String SEEN = "SEEN";

  /** The newer one of two; null when there is none. */
  public static @Nullable Sign newest(@Nullable Sign one, @Nullable Sign other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    int order = one.at.compareTo(other.at);
    return order > 0 || (order == 0 && one.entry > other.entry) ? one : other;
  }
}
