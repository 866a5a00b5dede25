package id.segel.core.stock;

import id.segel.core.region.BallotStyle;
import id.segel.core.region.PlaceCode;

/**
 * A koli as the books remember it.
 *
 * @param state {@code R} received, {@code T} and a number at that table, {@code S} sorted
 * @param isCorrected whether its count was corrected
 * @param bundles one character for each: {@code .} whole, {@code -} used, otherwise the rest of a
 *     broken one, {@code A} for one sheet, {@code B} for two, and so on
 */
public record KoliRow(
    BallotStyle style,
    PlaceCode place,
    String state,
    boolean isRevote,
    boolean isCorrected,
    int counted,
    int good,
    String bundles) {

  static final char WHOLE = '.';
  static final char USED = '-';

  /** The key of its row. */
  public static String key(KoliCode koli) {
    return "koli " + koli;
  }

  /** Reads what {@link #text} wrote. */
  public static KoliRow parse(String row) {
    String[] words = row.split(" ", -1);
    return new KoliRow(
        BallotStyle.parse(words[0]),
        new PlaceCode(words[1]),
        words[2],
        words[3].contains("r"),
        words[3].contains("c"),
        Integer.parseInt(words[4]),
        Integer.parseInt(words[5]),
        words[6]);
  }

  String text() {
    String flags = "f" + (isRevote ? "r" : "") + (isCorrected ? "c" : "");
    return style + " " + place + " " + state + " " + flags + " " + counted + " " + good + " "
        + bundles;
  }

  public boolean isSorted() {
    return state.equals("S");
  }

  KoliRow counted(int sheets) {
    return new KoliRow(style, place, state, isRevote, true, sheets, good, bundles);
  }

  KoliRow at(int table) {
    return new KoliRow(style, place, "T" + table, isRevote, isCorrected, counted, good, bundles);
  }

  /** Sorted, its good sheets in bundles of this size. */
  KoliRow sorted(int sheets, int bundle) {
    KoliRow row = bundled(sheets, bundle);
    return new KoliRow(style, place, "S", isRevote, isCorrected, counted, sheets, row.bundles);
  }

  /** Its sheets in bundles of this size, as a reserve comes that is not sorted. */
  KoliRow bundled(int sheets, int bundle) {
    String whole = String.valueOf(WHOLE).repeat(Math.ceilDiv(sheets, bundle));
    return new KoliRow(style, place, state, isRevote, isCorrected, counted, sheets, whole);
  }

  /** Whether bundles can be taken out of it. */
  boolean isBundled() {
    return isSorted() || isRevote;
  }

  /** Sheets in a bundle while it is whole. */
  public int size(int number, int bundle) {
    return Math.min(bundle, good - (number - 1) * bundle);
  }

  /** What is left of a bundle; 0 when it was used or there is none of this number. */
  public int left(int number, int bundle) {
    if (number > bundles.length()) {
      return 0;
    }
    char state = bundles.charAt(number - 1);
    return state == WHOLE ? size(number, bundle) : state == USED ? 0 : state - 'A' + 1;
  }

  /** Whether one of its parts was taken, and the other is there. */
  public boolean isBroken(int number) {
    char state = bundles.charAt(number - 1);
    return state != WHOLE && state != USED;
  }

  /** With so many sheets left of this bundle. */
  KoliRow leaving(int number, int sheets) {
    char mark = sheets == 0 ? USED : (char) ('A' + sheets - 1);
    String next = bundles.substring(0, number - 1) + mark + bundles.substring(number);
    return new KoliRow(style, place, state, isRevote, isCorrected, counted, good, next);
  }

  /** Without so many sheets, taken from the last bundles that are there. */
  KoliRow without(long sheets, int bundle) {
    KoliRow row = this;
    long out = sheets;
    for (int number = bundles.length(); number >= 1 && out > 0; number--) {
      int left = row.left(number, bundle);
      int taken = (int) Math.min(left, out);
      if (taken > 0) {
        row = row.leaving(number, left - taken);
        out -= taken;
      }
    }
    return row;
  }
}
