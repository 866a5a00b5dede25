package id.segel.core.stock;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.region.PlaceCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a desk says about sheets: judged by {@link StockRules}, booked by {@link StockBooks}. */
public sealed interface StockFact extends Fact
    permits StockOpened,
        BillOfMaterialsSet,
        ConsignmentSent,
        ConsignmentArrived,
        KoliReceived,
        CountCorrected,
        KoliOpened,
        KoliSorted,
        BoxesFilled,
        BoxesChecked,
        ReplacementOrdered,
        TransferOrdered,
        DamageFound,
        SheetsDestroyed,
        StockCounted,
        DifferenceClosed,
        ItemsChecked,
        RevoteDeclared,
        CodeSeen {

  /** Where it happened; null where it holds for the whole election. */
  @Nullable PlaceCode place();

  /** Salted hashes of the pictures and papers that belong to it. */
  default List<Id> pictures() {
    return List.of();
  }
}
