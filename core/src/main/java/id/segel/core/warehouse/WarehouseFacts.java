package id.segel.core.warehouse;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import org.jspecify.annotations.Nullable;

/** The facts of this package, by their names. */
public final class WarehouseFacts {

  private WarehouseFacts() {}

  /** Reads a fact of this name; null when it is none of these. */
  public static @Nullable Fact read(String name, Fields fields) {
    return switch (name) {
      case "SiteDescribed" -> SiteDescribed.read(fields);
      case "SiteInspected" -> SiteInspected.read(fields);
      case "GapAssigned" -> GapAssigned.read(fields);
      case "ChecklistPublished" -> ChecklistPublished.read(fields);
      case "PointsIssued" -> PointsIssued.read(fields);
      case "RoundsPlanned" -> RoundsPlanned.read(fields);
      case "RoundsEnded" -> RoundsEnded.read(fields);
      case "RoundsOpened" -> RoundsOpened.read(fields);
      case "PointMarked" -> PointMarked.read(fields);
      case "RoundSettled" -> RoundSettled.read(fields);
      case "SiteLapseFound" -> SiteLapseFound.read(fields);
      case "GapOverdue" -> GapOverdue.read(fields);
      case "GapOverdueEnded" -> GapOverdueEnded.read(fields);
      case "SiteLapseEnded" -> SiteLapseEnded.read(fields);
      default -> null;
    };
  }
}
