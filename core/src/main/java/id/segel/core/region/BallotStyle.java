package id.segel.core.region;

import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;

/**
 * A ballot design: the kind by its digit, and the dapil that it is printed for, 0 where all dapil
 * share one. Written {@code 1} (one design for all) or {@code 4-10} (kind 4, dapil 10).
 *
 * @param kind digit of the ballot kind, 1 to 9
 * @param dapil 0 to 99
 */
public record BallotStyle(int kind, int dapil) implements Comparable<BallotStyle> {

  /** {@link MalformedException} when it is not as described. */
  public BallotStyle {
    if (kind < 1 || kind > 9 || dapil < 0 || dapil > 99) {
      throw new MalformedException("not a ballot design: " + kind + "-" + dapil);
    }
  }

  /** From {@code 1} or {@code 4-10}. */
  public static BallotStyle parse(String text) {
    int dash = text.indexOf('-');
    String kind = dash < 0 ? text : text.substring(0, dash);
    int digit = (int) Fields.number(kind, 9, "the kind of a ballot design");
    int dapil =
        dash < 0 ? 0 : (int) Fields.number(text.substring(dash + 1), 99, "the dapil of a design");
    if (dash >= 0 && dapil == 0) {
      throw new MalformedException("a design without dapil is its kind alone: " + text);
    }
    return new BallotStyle(digit, dapil);
  }

  /** From {@link #number}. */
  public static BallotStyle ofNumber(int number) {
    return new BallotStyle(number / 100, number % 100);
  }

  /** As one number: 100 for kind 1, 410 for dapil 10 of kind 4. */
  public int number() {
    return kind * 100 + dapil;
  }

  @Override
  public int compareTo(BallotStyle other) {
    return Integer.compare(number(), other.number());
  }

  @Override
  public String toString() {
    return dapil == 0 ? Integer.toString(kind) : kind + "-" + dapil;
  }
}
