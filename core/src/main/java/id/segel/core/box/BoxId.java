package id.segel.core.box;

import id.segel.core.fact.MalformedException;

/**
 * Number of one kotak suara: kelurahan (10 digits), TPS (3), ballot kind (1), copy (2), as one
 * number of 16 digits. The copy is 01 for the first box and grows when a broken one is replaced. A
 * spare that serves no TPS yet has its kecamatan (6 digits), then zeros, kind 0, and its number as
 * copy.
 */
public record BoxId(long number) implements Comparable<BoxId> {

  private static final long LEAST = 1_100_000_000_000_000L;
  private static final long MOST = 9_999_999_999_999_999L;

  /** {@link MalformedException} when it has not 16 digits or copy 00. */
  public BoxId {
    if (number < LEAST || number > MOST || number % 100 == 0) {
      throw new MalformedException("not a box number: " + number);
    }
  }

  /** The box of a TPS, by its 13 digits. */
  public static BoxId of(String tps, int kind, int copy) {
    return parse(tps + kind + (copy < 10 ? "0" : "") + copy);
  }

  /** From its 16 digits; {@link MalformedException} when they are not. */
  public static BoxId parse(String digits) {
    if (digits.length() != 16) {
      throw new MalformedException("a box number has 16 digits: " + digits);
    }
    for (int i = 0; i < 16; i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        throw new MalformedException("a box number has 16 digits: " + digits);
      }
    }
    return new BoxId(Long.parseLong(digits));
  }

  /** The TPS it is for, by its 13 digits; for a spare its kecamatan and zeros. */
  public String tps() {
    return Long.toString(number / 1000);
  }

  /** The TPS as a number of 13 digits. */
  public long tpsNumber() {
    return number / 1000;
  }

  /** Its kelurahan, by 10 digits. */
  public String kelurahan() {
    return Long.toString(number / 1_000_000);
  }

  /** Code of the ballot kind; 0 for a spare. */
  public int kind() {
    return (int) (number / 100 % 10);
  }

  public int copy() {
    return (int) (number % 100);
  }

  public boolean isSpare() {
    return number / 1000 % 10_000_000 == 0 && kind() == 0;
  }

  @Override
  public int compareTo(BoxId other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return Long.toString(number);
  }
}
