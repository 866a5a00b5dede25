package id.segel.core.stock;

import id.segel.core.fact.Fact;
import id.segel.core.region.PlaceCode;
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
        RevoteDeclared {

  /** Where it happened; null where it holds for the whole election. */
  @Nullable PlaceCode place();
}
