package id.segel.core.stock;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import org.jspecify.annotations.Nullable;

/** Reads the facts of this package by name. */
public final class StockFacts {

  private StockFacts() {}

  /** The fact of this name from the lines after it, or null when the name is another package's. */
  public static @Nullable Fact read(String name, Fields fields) {
    return switch (name) {
      case "StockOpened" -> StockOpened.read(fields);
      case "BillOfMaterialsSet" -> BillOfMaterialsSet.read(fields);
      case "ConsignmentSent" -> ConsignmentSent.read(fields);
      case "ConsignmentArrived" -> ConsignmentArrived.read(fields);
      case "KoliReceived" -> KoliReceived.read(fields);
      case "CountCorrected" -> CountCorrected.read(fields);
      case "KoliOpened" -> KoliOpened.read(fields);
      case "KoliSorted" -> KoliSorted.read(fields);
      case "BoxesFilled" -> BoxesFilled.read(fields);
      case "BoxesChecked" -> BoxesChecked.read(fields);
      case "ReplacementOrdered" -> ReplacementOrdered.read(fields);
      case "TransferOrdered" -> TransferOrdered.read(fields);
      case "DamageFound" -> DamageFound.read(fields);
      case "SheetsDestroyed" -> SheetsDestroyed.read(fields);
      case "StockCounted" -> StockCounted.read(fields);
      case "DifferenceClosed" -> DifferenceClosed.read(fields);
      case "ItemsChecked" -> ItemsChecked.read(fields);
      case "RevoteDeclared" -> RevoteDeclared.read(fields);
      case "CodeSeen" -> CodeSeen.read(fields);
      case "FindingRaised" -> FindingRaised.read(fields);
      case "FindingCleared" -> FindingCleared.read(fields);
      default -> null;
    };
  }
}
