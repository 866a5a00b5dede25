package id.segel.core.box;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;

/**
 * Seals were issued: all numbers of these letters from the first to the last, written with the same
 * number of digits.
 *
 * @param letters before the digits, 0 to 12 of A-Z and dash
 * @param digits how many digits each number has, 1 to 12
 */
public record SealsIssued(String letters, int digits, long first, long last) implements Fact {

  private static final int DIGITS_MAX = 12;
  private static final int LETTERS_MAX = 12;
  private static final long LAST_MAX = 999_999_999_999L;

  /** {@link MalformedException} when it is no range of seal numbers. */
  public SealsIssued {
    boolean isRange =
        letters.length() <= LETTERS_MAX
            && letters.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || c == '-')
            && digits >= 1
            && digits <= DIGITS_MAX
            && first >= 0
            && first <= last
            && Long.toString(last).length() <= digits;
    if (!isRange) {
      throw new MalformedException(
          "seals are issued by letters, a number of digits, a first and a last number");
    }
  }

  /** How many they are. */
  public long count() {
    return last - first + 1;
  }

  /** Whether some seal is of both. */
  public boolean meets(SealsIssued other) {
    return letters.equals(other.letters)
        && digits == other.digits
        && first <= other.last
        && other.first <= last;
  }

  /** Whether a seal of this number is one of them. */
  public boolean holds(String seal) {
    if (seal.length() != letters.length() + digits || !seal.startsWith(letters)) {
      return false;
    }
    long number = 0;
    for (int i = letters.length(); i < seal.length(); i++) {
      int digit = seal.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      number = number * 10 + digit;
    }
    return number >= first && number <= last;
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("letters ").append(letters.isEmpty() ? "none" : letters).append('\n');
    out.append("digits ").append(digits).append('\n');
    out.append("first ").append(first).append('\n');
    out.append("last ").append(last).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static SealsIssued read(Fields fields) {
    String letters = fields.take("letters");
    var issued =
        new SealsIssued(
            letters.equals("none") ? "" : letters,
            (int) fields.takeNumber("digits", DIGITS_MAX),
            fields.takeNumber("first", LAST_MAX),
            fields.takeNumber("last", LAST_MAX));
    fields.end();
    return issued;
  }
}
