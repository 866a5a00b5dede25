package id.segel.core.stock;

import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.BallotStyle;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values of the lines of this package's facts, read strictly. */
final class Lines {

  /** More sheets than one line can honestly speak of: a province has 34 million. */
  static final int MAX_SHEETS = 100_000_000;

  /** More than a carton can hold: 99 bundles of 50 are 4,950. */
  static final int MAX_KOLI_SHEETS = 10_000;

  private static final int LONGEST_CODE = 40;

  private Lines() {}

  /** A code word of capitals, digits, dots and dashes, the first no dash or dot. */
  static String code(String value, String what) {
    boolean plain = !value.isEmpty() && value.length() <= LONGEST_CODE;
    for (int i = 0; plain && i < value.length(); i++) {
      char c = value.charAt(i);
      boolean isMark = c == '.' || c == '-';
      plain = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (isMark && i > 0);
    }
    if (!plain) {
      throw new MalformedException(
          what + " is a code of at most " + LONGEST_CODE + " of A-Z 0-9 . -: " + value);
    }
    return value;
  }

  /** What a finding is about: a lower-case word, a colon and a code. */
  static String about(String value) {
    if (!value.matches("[a-z]{2,16}:[A-Z0-9][A-Z0-9.-]{0,63}")) {
      throw new MalformedException("not what a finding can be about: " + value);
    }
    return value;
  }

  /** So many words with single spaces between them. */
  static String[] words(String value, int least, int most, String what) {
    String[] words = value.split(" ", -1);
    if (words.length < least || words.length > most) {
      throw new MalformedException("not " + what + ": " + value);
    }
    return words;
  }

  /** A count of sheets, of at least one. */
  static int sheets(String value, String what) {
    return sheets(value, MAX_SHEETS, what);
  }

  /** A count of sheets in one carton, of at least one. */
  static int sheetsOfKoli(String value, String what) {
    return sheets(value, MAX_KOLI_SHEETS, what);
  }

  private static int sheets(String value, int most, String what) {
    int sheets = (int) Fields.number(value, most, what);
    if (sheets == 0) {
      throw new MalformedException(what + " is at least 1");
    }
    return sheets;
  }

  /** At least one and at most so many, none twice. */
  static <T> List<T> distinct(Collection<T> all, int most, String what) {
    if (all.isEmpty() || all.size() > most || new HashSet<>(all).size() != all.size()) {
      throw new MalformedException("1 to " + most + " different " + what);
    }
    return List.copyOf(all);
  }

  /** A design and a count of its sheets, as {@link #write} writes them. */
  record Counted(BallotStyle style, int sheets) {

    static Counted parse(String value) {
      String[] words = words(value, 2, 2, "a design and its sheets");
      return new Counted(BallotStyle.parse(words[0]), Lines.sheets(words[1], "sheets"));
    }
  }

  /** The counts of all following lines of this name, each design once. */
  static SortedMap<BallotStyle, Integer> counts(Fields fields, String name) {
    var counts = new TreeMap<BallotStyle, Integer>();
    for (Counted one : fields.takeAll(name, Counted::parse)) {
      once(counts.put(one.style, one.sheets), one.style);
    }
    return counts;
  }

  /** {@link MalformedException} when something was there before this was put. */
  static void once(@Nullable Object before, Object what) {
    if (before != null) {
      throw new MalformedException(what + " stands twice");
    }
  }

  /** {@code style 4-10}, the count behind it. */
  static void write(StringBuilder out, String name, BallotStyle style, long sheets) {
    out.append(name).append(' ').append(style).append(' ').append(sheets).append('\n');
  }

  /** Salted hashes of pictures and papers, at most 20. */
  static List<Id> pictures(Fields fields) {
    List<Id> pictures = fields.takeAll("picture", Id::parse);
    return pictures.isEmpty() ? pictures : distinct(pictures, 20, "pictures");
  }

  static void pictures(StringBuilder out, List<Id> pictures) {
    for (Id picture : pictures) {
      out.append("picture ").append(picture).append('\n');
    }
  }
}
