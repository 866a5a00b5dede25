package id.segel.core.custody;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.region.Leg;
import org.jspecify.annotations.Nullable;

/**
 * Where a box stands after the last statement that counts.
 *
 * @param tip that statement; null before the first
 * @param tipIndex its entry; -1 before the first
 * @param holder who is answerable for the box; null before it is packed
 * @param leg the last leg that was completed
 * @param seals fingerprint of the seals on it
 * @param offeredTo the taker named, while it is offered
 * @param offeredLeg the leg it is offered for
 * @param isTroubled whether statements exist that do not count, or wait, or a box is declared
 *     missing: then the whole chain is folded again for each further statement
 */
public record BoxState(
    BoxId box,
    @Nullable Id tip,
    long tipIndex,
    @Nullable PartyKey holder,
    Phase phase,
    @Nullable Leg leg,
    long seals,
    @Nullable PartyKey offeredTo,
    @Nullable Leg offeredLeg,
    boolean isTroubled) {

  /** What was done to the box last, apart from carrying it. */
  public enum Phase {
    NEW(0),
    PACKED(1),
    SEALED(2),
    OPENED(3),
    RESEALED(4),
    /** Its content is in another box. */
    REPLACED(5);

    private final int number;

    Phase(int number) {
      this.number = number;
    }

    /** As a guard row keeps it. */
    public int number() {
      return number;
    }

    /** The phase of this number; {@link IllegalArgumentException} when there is none. */
    public static Phase ofNumber(int number) {
      for (Phase phase : values()) {
        if (phase.number == number) {
          return phase;
        }
      }
      throw new IllegalArgumentException("no phase has number " + number);
    }
  }

  /** Before anything is known of the box. */
  public static BoxState unknown(BoxId box) {
    return new BoxState(box, null, -1, null, Phase.NEW, null, 0, null, null, false);
  }

  public boolean isOffered() {
    return offeredTo != null;
  }

  /**
   * How far it is, 0 to 10: none, packed, sealed, at the kecamatan, at the kelurahan, at the TPS,
   * opened, resealed, back at the kelurahan, back at the kecamatan, back in the city store. One
   * opened and sealed again on its way out is as far as its way; one replaced has nothing to go
   * for.
   */
  public int stage() {
    if (leg != null && leg.number() > 3) {
      return 4 + leg.number();
    }
    return switch (phase) {
      case NEW -> 0;
      case PACKED -> leg == null ? 1 : 2 + leg.number();
      case SEALED -> leg == null ? 2 : 2 + leg.number();
      case OPENED -> leg == Leg.KELURAHAN_TPS ? 6 : leg == null ? 1 : 2 + leg.number();
      case RESEALED -> leg == Leg.KELURAHAN_TPS ? 7 : leg == null ? 2 : 2 + leg.number();
      case REPLACED -> 0;
    };
  }

  BoxState troubled(boolean troubled) {
    return troubled == isTroubled
        ? this
        : new BoxState(
            box, tip, tipIndex, holder, phase, leg, seals, offeredTo, offeredLeg, troubled);
  }
}
