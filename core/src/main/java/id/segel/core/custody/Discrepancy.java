package id.segel.core.custody;

import id.segel.core.fact.MalformedException;

/** What a signed statement can contradict. It is kept, and this is said beside it. */
public enum Discrepancy {
  /** Two statements follow the same one for a box. */
  FORK,
  /** What a statement follows did not come before the deadline of its leg. */
  GAP,
  /** The signer did not hold the box. */
  GIVER_NOT_HOLDER,
  /** Somebody took it whom the giver had not named. */
  TAKER_NOT_NAMED,
  /** Other seal numbers than before. */
  SEALS_DIFFER,
  /**
   * Neither where this leg of this box starts nor where it ends, or outside the signer's territory,
   * or taken where boxes may not be kept.
   */
  WRONG_PLACE,
  /** No box has this number. */
  BOX_UNKNOWN,
  /** The key was never enrolled. */
  KEY_UNKNOWN,
  /** The key had been revoked. */
  KEY_REVOKED,
  /** Before the earliest moment of its leg. */
  TOO_EARLY,
  /** Giver and taker are one key. */
  SAME_HAND,
  /** A step that cannot follow the one before. */
  OUT_OF_ORDER,
  /** One device used one counter for different texts. */
  EQUIVOCATION,
  /** The device's clock is more than ten minutes off. */
  CLOCK_OFF,
  /** The taker says that the box did not come. */
  BOX_MISSING,
  /** The taker says that the box came damaged. */
  BOX_DAMAGED,
  /** The taker says that a seal is broken or gone. */
  SEAL_BROKEN,
  /** A seal whose number was never issued. */
  SEAL_UNKNOWN,
  /** Taken with a card or on paper, and nobody of the taker's office has confirmed it. */
  TAKEN_WITHOUT_PHONE,
  /** A card that signs once has signed something else before. */
  CARD_USED_TWICE,
  /** Opened for no reason that is on the list. */
  OPENED_WITHOUT_REASON,
  /** Opened before or after the hours of its reason. */
  OPENED_OUTSIDE_HOURS,
  /** Opened before fewer than two saksi who signed. */
  OPENED_UNWITNESSED,
  /** Opened before saksi of one body only. */
  OPENED_ONE_BODY,
  /** Opened before saksi none of whom signed on a phone of their own. */
  OPENED_ASSISTED;

  /** Whether it is about how a box was opened, which the supervisor examines. */
  public boolean isOfOpening() {
    return switch (this) {
      case OPENED_WITHOUT_REASON,
          OPENED_OUTSIDE_HOURS,
          OPENED_UNWITNESSED,
          OPENED_ONE_BODY,
          OPENED_ASSISTED ->
          true;
      default -> false;
    };
  }

  /** {@link MalformedException} when there is none of this name. */
  public static Discrepancy parse(String name) {
    for (Discrepancy kind : values()) {
      if (kind.name().equals(name)) {
        return kind;
      }
    }
    throw new MalformedException("no discrepancy is called " + name);
  }
}
