package id.segel.core.stock;

import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is taken out of a koli: whole bundles, {@code C0123-001.01-12}; the first part of a bundle
 * that is broken now, with its sheets, {@code C0123-001.13=6}; or the rest of one that was broken
 * before, {@code C0123-001.13b}. A bundle is broken at most once; its parts are labelled {@code a}
 * and {@code b}.
 *
 * @param first number of the first bundle, from 1
 * @param last number of the last one
 * @param part what of the bundles
 * @param sheets in the part that is broken off; else 0
 */
public record Piece(KoliCode koli, int first, int last, Part part, int sheets) {

  /** A koli has so many bundles at most: two digits. */
  public static final int MAX_BUNDLES = 99;

  /** What of a bundle. */
  public enum Part {
    WHOLE,
    BROKEN_OFF,
    REST
  }

  /** {@link MalformedException} when it is not as described. */
  public Piece {
    boolean isRange = first >= 1 && last >= first && last <= MAX_BUNDLES;
    if (!isRange
        || (part != Part.WHOLE && first != last)
        || (part == Part.BROKEN_OFF) != sheets > 0) {
      throw new MalformedException("not bundles of a koli: " + koli + " " + first + "-" + last);
    }
  }

  /** From its text. */
  public static Piece parse(String text) {
    int dot = text.indexOf('.');
    if (dot < 0) {
      throw new MalformedException("a bundle is its koli, a dot and 2 digits: " + text);
    }
    KoliCode koli = KoliCode.parse(text.substring(0, dot));
    String rest = text.substring(dot + 1);
    int equals = rest.indexOf('=');
    if (equals >= 0) {
      int number = number(rest.substring(0, equals));
      int sheets = Lines.sheets(rest.substring(equals + 1), "the sheets of a part");
      return new Piece(koli, number, number, Part.BROKEN_OFF, sheets);
    }
    if (rest.endsWith("b")) {
      int number = number(rest.substring(0, rest.length() - 1));
      return new Piece(koli, number, number, Part.REST, 0);
    }
    int dash = rest.indexOf('-');
    int first = number(dash < 0 ? rest : rest.substring(0, dash));
    int last = dash < 0 ? first : number(rest.substring(dash + 1));
    if (dash >= 0 && first == last) {
      throw new MalformedException("one bundle is written without a dash: " + text);
    }
    return new Piece(koli, first, last, Part.WHOLE, 0);
  }

  /** The pieces of words, from this one on. */
  static List<Piece> parse(String[] words, int from) {
    var pieces = new ArrayList<Piece>(words.length - from);
    for (int i = from; i < words.length; i++) {
      pieces.add(parse(words[i]));
    }
    return pieces;
  }

  private static int number(String digits) {
    if (digits.length() != 2) {
      throw new MalformedException("a bundle has 2 digits: " + digits);
    }
    String plain = digits.charAt(0) == '0' ? digits.substring(1) : digits;
    return (int) Fields.number(plain, MAX_BUNDLES, "the number of a bundle");
  }

  private static String digits(int number) {
    return (number < 10 ? "0" : "") + number;
  }

  @Override
  public String toString() {
    String start = koli + "." + digits(first);
    return switch (part) {
      case WHOLE -> first == last ? start : start + "-" + digits(last);
      case BROKEN_OFF -> start + "=" + sheets;
      case REST -> start + "b";
    };
  }
}
