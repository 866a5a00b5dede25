package id.segel.core.ceremony;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * When boxes may be opened for each reason, folded from the log. Safe for many readers and one
 * writer.
 */
public final class OpeningWindows {

  private final Map<OpeningReason, OpeningWindowSet> byReason = new ConcurrentHashMap<>();

  /**
   * The hours of an election on this day: the vote begins at 07.00 and ends at 13.00, boxes are
   * looked at and repacked until H-1 24.00, and counted again until H+10, when a vote that was put
   * off must be over (PKPU 25/2023). A rescue has no hours.
   */
  public static List<OpeningWindowSet> usual(LocalDate day, ZoneId zone) {
    Instant midnight = day.atStartOfDay(zone).toInstant();
    Instant packing = midnight.minus(Duration.ofDays(60));
    Instant seven = midnight.plus(Duration.ofHours(7));
    Instant one = midnight.plus(Duration.ofHours(13));
    return List.of(
        new OpeningWindowSet(OpeningReason.VOTING, seven, one),
        new OpeningWindowSet(OpeningReason.INSPECTION, packing, midnight),
        new OpeningWindowSet(OpeningReason.REPACKING, packing, midnight),
        new OpeningWindowSet(OpeningReason.RECOUNT, one, midnight.plus(Duration.ofDays(11))));
  }

  public void apply(OpeningWindowSet set) {
    byReason.put(set.reason(), set);
  }

  /** The window of this reason, or null where it has no hours. */
  public @Nullable OpeningWindowSet of(OpeningReason reason) {
    return byReason.get(reason);
  }
}
