package id.segel.core.stock;

import id.segel.core.fact.MalformedException;

/** What somebody must act on. It stays open until a later entry clears it. */
public enum StockFinding {
  /** A consignment stands at a place that its delivery note does not name. */
  WRONG_CONSIGNEE,
  /** Ballots stand at a place that is not registered, or not approved. */
  UNREGISTERED_SITE,
  /** One code was seen in two places. */
  CODE_SEEN_TWICE,
  /** Fewer or more sheets came than the delivery note says. */
  RECEIPT_DIFFERS,
  /** A carton came wet, torn or open. */
  DAMAGED_ON_ARRIVAL,
  /** Sheets of another design among those of a koli. */
  FOREIGN_SHEETS,
  /** Sheets of a batch are damaged far more often than the others'. */
  BATCH_OUTLIER,
  /** Damage found after the sheets had been taken for good. */
  DAMAGED_LATE,
  /** A printer owes sheets after the deadline of the order. */
  REPLACEMENT_LATE,
  /** A checked box holds fewer ballots than its TPS needs. */
  BOX_SHORT,
  /** A checked box holds more. */
  BOX_OVER,
  /** A box lacks things that belong into it. */
  ITEMS_LACKING,
  /** A TPS lacks things that it needs. */
  TPS_ITEMS_LACKING,
  /** A box was sealed, or sent off, without having been found ready. */
  SEALED_NOT_READY,
  /** A box was sealed with no ballot in it. */
  SEALED_EMPTY,
  /** A signed count of a box is not what the books say. */
  SHEETS_DIFFER,
  /** A TPS did not account for all ballots it received, or for more. */
  USE_DIFFERS,
  /** A count of a store is not what the books say. */
  COUNT_DIFFERS,
  /** Ballots that were punched before the vote. */
  PUNCHED,
  /** Such ballots in several boxes came from one koli. */
  COMMON_ORIGIN,
  /** Loose sheets in a store when H-1 was over. */
  LOOSE_SHEETS,
  /** Sheets were on their way when H-1 was over. */
  STILL_ON_THE_WAY,
  /** A box left its store while its ballots lie there. */
  LEFT_BEHIND;

  /** Whether time alone brings it about: then the entry before it has nothing to do with it. */
  public boolean isOfTime() {
    return this == REPLACEMENT_LATE || this == LOOSE_SHEETS || this == STILL_ON_THE_WAY;
  }

  /** {@link MalformedException} when there is none of this name. */
  public static StockFinding parse(String name) {
    for (StockFinding kind : values()) {
      if (kind.name().equals(name)) {
        return kind;
      }
    }
    throw new MalformedException("no finding is called " + name);
  }
}
