package id.segel.sim;

import static id.segel.core.custody.Discrepancy.*;

import id.segel.core.custody.Discrepancy;
import org.jspecify.annotations.Nullable;

/** What goes wrong on purpose, and which discrepancies must come of it, and may. */
public enum Fault {
  /** A PPS offers the boxes to the neighbours' chair by mistake, then to the right one. */
  FORK(6, Discrepancy.FORK),
  /** The same, and the mistake is withdrawn an hour later. */
  FORK_WITHDRAWN(6, Discrepancy.FORK),
  /** A KPPS reads other numbers on one seal than the PPS wrote. */
  SEALS(10, SEALS_DIFFER, SEAL_UNKNOWN),
  /** One box of a load does not come off the lorry, and is found in the store. */
  MISSING_FOUND(8, BOX_MISSING),
  /** One box of a load does not come off the lorry, and is not found. */
  MISSING_LOST(2, BOX_MISSING),
  /** A KPPS takes the boxes at the TPS next to its own. */
  OTHER_PLACE(5, WRONG_PLACE),
  /** A KPPS bought a new phone on H-1 and nobody enrolled it. */
  NEW_PHONE(4, KEY_UNKNOWN),
  /** A phone is stolen, revoked, and signs once more. */
  STOLEN_PHONE(3, KEY_REVOKED, GIVER_NOT_HOLDER, OUT_OF_ORDER),
  /** A PPS gives the boxes to itself before it gives them to the KPPS. */
  OWN_HAND(3, SAME_HAND),
  /** A load leaves for its kelurahan before the leg opens. */
  EARLY_LOAD(2, TOO_EARLY),
  /** A packer's phone is restored from a backup and counts a number twice. */
  COUNTED_TWICE(4, EQUIVOCATION),
  /** A KPPS phone's clock is a day and more ahead. */
  CLOCK_AHEAD(5, CLOCK_OFF, OPENED_OUTSIDE_HOURS),
  /** The PPS's phone falls into the water before it is delivered: only the acceptance comes. */
  OFFER_LOST(2, GAP),
  /** A box breaks in the kecamatan store and a spare replaces it. */
  BROKEN_BOX(6, null),
  /** The neighbours' chair accepts what was offered to another. */
  OTHER_TAKER(3, TAKER_NOT_NAMED, WRONG_PLACE),
  /** The neighbours' chair gives away boxes that it never held. */
  NEVER_HELD(3, GIVER_NOT_HOLDER, WRONG_PLACE, TOO_EARLY),
  /** A KPPS forgets to sign the opening. */
  NOT_OPENED(4, OUT_OF_ORDER),
  /** Rain gets at the boxes on the way to the TPS: one is soaked, and a seal of it comes off. */
  DAMAGED(4, BOX_DAMAGED, SEAL_BROKEN),
  /** A chair's phone is dead: its hand signs on paper, and its phone confirms in the evening. */
  ON_PAPER(3, TAKEN_WITHOUT_PHONE),
  /** A chair opens the boxes with nobody there. */
  OPENED_ALONE(3, OPENED_UNWITNESSED, OPENED_ASSISTED),
  /** Only the overseer's people watch, two of them. */
  BEFORE_ONE_BODY(2, OPENED_ONE_BODY),
  /** A chair opens the boxes at half past five. */
  BEFORE_SEVEN(3, OPENED_OUTSIDE_HOURS),
  /** A chair opens the boxes to fill in a form. */
  FOR_A_FORM(2, OPENED_WITHOUT_REASON),
  /** A packer types a TPS that does not exist. */
  NO_SUCH_BOX(2, BOX_UNKNOWN);

  private final int timesInAProvince;
  private final @Nullable Discrepancy leadsTo;
  private final @Nullable Discrepancy also;
  private final @Nullable Discrepancy orAlso;

  Fault(int timesInAProvince, @Nullable Discrepancy leadsTo) {
    this(timesInAProvince, leadsTo, null, null);
  }

  Fault(int timesInAProvince, @Nullable Discrepancy leadsTo, @Nullable Discrepancy also) {
    this(timesInAProvince, leadsTo, also, null);
  }

  Fault(
      int timesInAProvince,
      @Nullable Discrepancy leadsTo,
      @Nullable Discrepancy also,
      @Nullable Discrepancy orAlso) {
    this.timesInAProvince = timesInAProvince;
    this.leadsTo = leadsTo;
    this.also = also;
    this.orAlso = orAlso;
  }

  /** How often it is played in a whole province; at least once in any part. */
  int times(double share) {
    return Math.max(1, (int) Math.round(timesInAProvince * Math.min(share, 1)));
  }

  /** The discrepancy that must be found; null when none follows. */
  public @Nullable Discrepancy leadsTo() {
    return leadsTo;
  }

  /** Whether this discrepancy is no surprise. */
  public boolean allows(Discrepancy kind) {
    return kind == leadsTo || kind == also || kind == orAlso;
  }
}
