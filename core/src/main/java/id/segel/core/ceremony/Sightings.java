package id.segel.core.ceremony;

import id.segel.core.fact.Id;
import id.segel.core.region.PlaceCode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** How many of the public saw boxes opened, by place, each visitor once. */
public final class Sightings {

  /**
   * Of one place: each visitor is in one of the three.
   *
   * @param here in time, and not far away as far as they said
   * @param late used long after its minute
   * @param far in time, from far away
   */
  public record Count(int here, int late, int far) {

    public static final Count NONE = new Count(0, 0, 0);

    public int sum() {
      return here + late + far;
    }
  }

  private final Map<String, Count> byPlace = new HashMap<>();
  private final Set<Id> visitors = new HashSet<>();

  /** Whether this visitor was counted. */
  public boolean has(Id visitor) {
    return visitors.contains(visitor);
  }

  /** How many at a place. */
  public Count at(PlaceCode place) {
    return byPlace.getOrDefault(place.text(), Count.NONE);
  }

  /** Takes in one more. */
  public void apply(OpeningSeen seen) {
    if (!visitors.add(seen.visitor())) {
      return;
    }
    boolean isFar = !seen.isLate() && seen.range() == OpeningSeen.Range.FAR;
    var one = new Count(seen.isLate() || isFar ? 0 : 1, seen.isLate() ? 1 : 0, isFar ? 1 : 0);
    byPlace.merge(
        seen.place().text(),
        one,
        (a, b) -> new Count(a.here() + b.here(), a.late() + b.late(), a.far() + b.far()));
  }
}
