package id.segel.core.stock;

import id.segel.core.box.BoxId;
import id.segel.core.region.PlaceCode;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A box as the books remember it.
 *
 * @param state {@code filled}, {@code short} or {@code ready}
 * @param packers badges of those who filled it
 * @param koli where its sheets came from
 * @param place the store that filled it last; empty before
 */
public record BoxRow(String state, Set<String> packers, Set<String> koli, String place) {

  public static final String FILLED = "filled";
  public static final String SHORT = "short";
  public static final String READY = "ready";

  static final BoxRow EMPTY = new BoxRow(FILLED, Set.of(), Set.of(), "");

  /** The key of its row. */
  public static String key(BoxId box) {
    return "box " + box;
  }

  /** Reads what {@link #text} wrote. */
  public static BoxRow parse(String row) {
    String[] words = row.split(" ", -1);
    return new BoxRow(words[0], set(words[1]), set(words[2]), words[3]);
  }

  private static Set<String> set(String joined) {
    return joined.isEmpty() ? Set.of() : new LinkedHashSet<>(Arrays.asList(joined.split(",", -1)));
  }

  String text() {
    return state + " " + String.join(",", packers) + " " + String.join(",", koli) + " " + place;
  }

  BoxRow filledBy(String packer, List<Piece> pieces, PlaceCode at) {
    var by = new LinkedHashSet<>(packers);
    by.add(packer);
    var from = new LinkedHashSet<>(koli);
    pieces.forEach(piece -> from.add(piece.koli().toString()));
    return new BoxRow(FILLED, by, from, at.text());
  }

  BoxRow is(String next) {
    return new BoxRow(next, packers, koli, place);
  }

  /** Whether somebody else than its packers found it ready. */
  public boolean isReady() {
    return state.equals(READY);
  }
}
