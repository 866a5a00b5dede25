package id.segel.core.weather;

import id.segel.core.vulnerability.FloodClass;
import id.segel.core.warehouse.Site;
import java.util.EnumSet;
import java.util.Set;

/** Why water reaches boxes at a site. What nobody has said counts as the worse of the usual. */
public enum Weakness {
  BELOW_GROUND(3),
  GROUND_FLOOR(1),
  FLOOR_UNKNOWN(1),
  /** The boxes stand hardly higher than the street. */
  LOW(1),
  NO_ROOF(3),
  TENT(2),
  METAL_ROOF(1),
  FLOOD_SOME(1),
  FLOOD_OFTEN(2),
  /** Some boxes stand on the floor, for there are not pallets enough. */
  ON_THE_FLOOR(1),
  PALLETS_UNKNOWN(1);

  private final int points;

  Weakness(int points) {
    this.points = points;
  }

  public int points() {
    return points;
  }

  static int points(Set<Weakness> all) {
    return all.stream().mapToInt(Weakness::points).sum();
  }

  /** Those of a site while so many boxes are there. */
  public static Set<Weakness> of(Site site, int boxes, RainRules rules) {
    Set<Weakness> found = EnumSet.noneOf(Weakness.class);
    if (site.roof() == Site.Roof.OPEN) {
      found.add(NO_ROOF);
    } else if (site.roof() == Site.Roof.TENT) {
      found.add(TENT);
    } else if (site.roof() == Site.Roof.METAL) {
      found.add(METAL_ROOF);
    }
    Integer floor = site.floor();
    if (floor != null && floor > 0) {
      // Water that rises does not come so high; it drips at most.
      return found;
    }
    found.add(floor == null ? FLOOR_UNKNOWN : floor < 0 ? BELOW_GROUND : GROUND_FLOOR);
    Integer height = site.heightCm();
    if (height != null && height < rules.lowCm()) {
      found.add(LOW);
    }
    if (site.flood() == FloodClass.SEDANG) {
      found.add(FLOOD_SOME);
    } else if (site.flood() == FloodClass.TINGGI) {
      found.add(FLOOD_OFTEN);
    }
    Integer pallets = site.pallets();
    if (pallets == null) {
      found.add(PALLETS_UNKNOWN);
    } else if (pallets * rules.boxesPerPallet() < Math.max(boxes, 1)) {
      found.add(ON_THE_FLOOR);
    }
    return found;
  }
}
