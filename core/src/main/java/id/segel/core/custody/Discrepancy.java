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
   * Neither where this leg of this box starts nor where it ends, or outside the signer's territory.
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
  BOX_MISSING;

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
