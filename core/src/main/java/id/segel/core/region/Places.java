package id.segel.core.region;

import id.segel.core.fact.Fact;
import java.util.Collection;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Stores, PPS and posts with their state, folded from the log. A TPS is a place too, but stands in
 * the {@link Roster}. Safe for many readers and one writer.
 */
public final class Places {

  private final ConcurrentSkipListMap<String, Place> byCode = new ConcurrentSkipListMap<>();

  /** One place; boxes may be kept there once it is approved. */
  public record Place(PlaceCode code, RegionName name, GeoPoint at, boolean isApproved) {}

  /** Takes a fact; those that are not about places change nothing. */
  public void apply(Fact fact) {
    switch (fact) {
      case PlaceRegistered it -> {
        Place before = byCode.get(it.code().text());
        boolean isApproved = before != null && before.isApproved();
        byCode.put(it.code().text(), new Place(it.code(), it.name(), it.at(), isApproved));
      }
      case PlaceApproved it -> set(it.code(), true);
      case PlaceWithdrawn it -> set(it.code(), false);
      default -> {}
    }
  }

  private void set(PlaceCode code, boolean isApproved) {
    byCode.computeIfPresent(
        code.text(),
        (text, place) -> new Place(place.code(), place.name(), place.at(), isApproved));
  }

  /** The place of this code, or null when it was never registered. */
  public @Nullable Place of(PlaceCode code) {
    return byCode.get(code.text());
  }

  /** All places in the order of their codes. */
  public Collection<Place> all() {
    return byCode.values();
  }
}
