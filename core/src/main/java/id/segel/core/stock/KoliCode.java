package id.segel.core.stock;

import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;

/**
 * A carton of a consignment: {@code C0123-001}, the consignment's code and three digits from 001.
 */
public record KoliCode(String consignment, int number) implements Comparable<KoliCode> {

  static final int MAX_NUMBER = 999;

  /** {@link MalformedException} when it is not as described. */
  public KoliCode {
    consignment(consignment);
    if (number < 1 || number > MAX_NUMBER) {
      throw new MalformedException("koli are numbered 001 to 999, not " + number);
    }
  }

  /** The code of a consignment: a capital, then up to 11 capitals or digits. */
  static String consignment(String code) {
    boolean plain = !code.isEmpty() && code.length() <= 12;
    for (int i = 0; plain && i < code.length(); i++) {
      char c = code.charAt(i);
      plain = (c >= 'A' && c <= 'Z') || (i > 0 && c >= '0' && c <= '9');
    }
    if (!plain) {
      throw new MalformedException("a consignment is a capital and up to 11 more: " + code);
    }
    return code;
  }

  /** From {@code C0123-001}. */
  public static KoliCode parse(String text) {
    int dash = text.indexOf('-');
    if (dash < 0) {
      throw new MalformedException("a koli is its consignment, a dash and 3 digits: " + text);
    }
    return new KoliCode(text.substring(0, dash), number(text.substring(dash + 1)));
  }

  /** Three digits. */
  static int number(String digits) {
    if (digits.length() != 3) {
      throw new MalformedException("a koli has 3 digits: " + digits);
    }
    String plain = digits.replaceFirst("^0{1,2}", "");
    return (int) Fields.number(plain, MAX_NUMBER, "the number of a koli");
  }

  static String digits(int number) {
    return (number < 10 ? "00" : number < 100 ? "0" : "") + number;
  }

  @Override
  public int compareTo(KoliCode other) {
    int first = consignment.compareTo(other.consignment);
    return first != 0 ? first : Integer.compare(number, other.number);
  }

  @Override
  public String toString() {
    return consignment + "-" + digits(number);
  }
}
