package id.segel.core.situation;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When the last TPS of a region will have its boxes, and how many will not have them by the
 * deadline, if as many come in every minute as came lately. No model of roads: a straight line
 * through two counts, which whoever reads it can draw again.
 *
 * @param tps of the region
 * @param arrived TPS that have all their boxes now
 * @param came how many of them came within {@code window}
 * @param late how many will be without at the deadline; those that are without, once it is over
 * @param done when the last one has its boxes; null when none came lately, and when all have them
 */
public record Forecast(
    int tps, int arrived, int came, Duration window, int late, @Nullable Instant done) {

  /**
   * The forecast from two counts.
   *
   * @param before TPS that had all their boxes a {@code window} ago
   * @param window more than zero
   */
  public static Forecast of(
      int tps, int before, int arrived, Duration window, Instant now, Instant deadline) {
    if (!window.isPositive() || tps < 0 || arrived < 0 || arrived > tps) {
      throw new IllegalArgumentException(arrived + " of " + tps + " TPS in " + window);
    }
    // A box can be found missing after it had come: that is no rate.
    int came = Math.max(0, arrived - before);
    int rest = tps - arrived;
    long left = Math.max(0, Duration.between(now, deadline).toSeconds());
    long more = Math.multiplyExact((long) came, left) / window.toSeconds();
    Instant done =
        rest == 0 || came == 0
            ? null
            : now.plusSeconds(
                Math.ceilDiv(Math.multiplyExact((long) rest, window.toSeconds()), came));
    return new Forecast(tps, arrived, came, window, (int) Math.max(0, rest - more), done);
  }
}
