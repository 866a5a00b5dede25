package id.segel.core.region;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import org.jspecify.annotations.Nullable;

/** Reads the facts of this package by name. */
public final class RegionFacts {

  private RegionFacts() {}

  /** The fact of this name from the lines after it, or null when the name is another package's. */
  public static @Nullable Fact read(String name, Fields fields) {
    return switch (name) {
      case "ElectionOpened" -> ElectionOpened.read(fields);
      case "RegionsListed" -> RegionsListed.read(fields);
      case "KelurahanListed" -> KelurahanListed.read(fields);
      case "PlaceRegistered" -> PlaceRegistered.read(fields);
      case "PlaceApproved" -> PlaceApproved.read(fields);
      case "PlaceWithdrawn" -> PlaceWithdrawn.read(fields);
      case "LegWindowSet" -> LegWindowSet.read(fields);
      case "DapilListed" -> DapilListed.read(fields);
      case "AreaDrawn" -> AreaDrawn.read(fields);
      default -> null;
    };
  }
}
