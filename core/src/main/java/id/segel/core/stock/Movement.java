package id.segel.core.stock;

import id.segel.core.region.BallotStyle;

/**
 * Sheets of one design that went from one holder to another. One count serves both sides, so that
 * no movement makes or loses a sheet.
 *
 * @param sheets more than zero
 */
public record Movement(Holder from, Holder to, BallotStyle style, long sheets) {

  public Movement {
    if (sheets <= 0 || from.equals(to)) {
      throw new IllegalArgumentException("nothing moves: " + from + " " + to + " " + sheets);
    }
  }
}
