package id.segel.core.region;

import id.segel.core.fact.Fact;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * When each leg may start and must be over, folded from the log. Safe for many readers and one
 * writer.
 */
public final class LegWindows {

  private final Map<Leg, LegWindowSet> byLeg = new ConcurrentHashMap<>();

  /** Takes a fact; those that are not about legs change nothing. */
  public void apply(Fact fact) {
    if (fact instanceof LegWindowSet set) {
      byLeg.put(set.leg(), set);
    }
  }

  /** The window of this leg, or null while none was set. */
  public @Nullable LegWindowSet of(Leg leg) {
    return byLeg.get(leg);
  }

  /** Whether the leg has a window that had not begun at this moment. */
  public boolean isTooEarly(Leg leg, Instant moment) {
    LegWindowSet window = byLeg.get(leg);
    return window != null && moment.isBefore(window.earliest());
  }
}
