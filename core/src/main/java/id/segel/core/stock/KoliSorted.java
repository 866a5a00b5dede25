package id.segel.core.stock;

import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.BallotStyle;
import id.segel.core.region.PlaceCode;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Koli were sorted, folded and bundled at a table (sortir lipat). What is good goes back into its
 * koli, in bundles that are labelled there and numbered from 01; the last may be smaller.
 */
public record KoliSorted(PlaceCode place, int table, String shift, List<Line> koli)
    implements StockFact {

  /**
   * What came of one koli.
   *
   * @param damaged sheets by reason
   * @param missing fewer than were counted in
   * @param excess more than were counted in
   * @param foreign sheets of other designs among them
   */
  public record Line(
      KoliCode koli,
      int good,
      SortedMap<Damage, Integer> damaged,
      int missing,
      int excess,
      SortedMap<BallotStyle, Integer> foreign) {

    /** {@link MalformedException} when sheets are missing and too many at once. */
    public Line {
      damaged = Collections.unmodifiableSortedMap(new TreeMap<>(damaged));
      foreign = Collections.unmodifiableSortedMap(new TreeMap<>(foreign));
      if (missing > 0 && excess > 0) {
        throw new MalformedException("koli " + koli + " has either too few or too many sheets");
      }
    }

    /** Damaged sheets, whatever the reason. */
    public int damagedSheets() {
      return damaged.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Sheets that came in the koli according to this line. */
    public long cameIn() {
      return (long) good + damagedSheets() + missing - excess;
    }
  }

  /** {@link MalformedException} when it is not as described. */
  public KoliSorted {
    koli = List.copyOf(koli);
    Lines.distinct(koli.stream().map(Line::koli).toList(), KoliOpened.MAX_KOLI, "koli");
    KoliOpened.check(table, shift);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("place ").append(place).append('\n');
    out.append("table ").append(table).append('\n');
    out.append("shift ").append(shift).append('\n');
    for (Line line : koli) {
      out.append("koli ").append(line.koli).append(' ').append(line.good);
      line.damaged.forEach(
          (why, sheets) -> out.append(' ').append(why.word()).append('=').append(sheets));
      if (line.missing > 0) {
        out.append(" missing=").append(line.missing);
      }
      if (line.excess > 0) {
        out.append(" excess=").append(line.excess);
      }
      line.foreign.forEach(
          (style, sheets) -> out.append(' ').append(style).append('=').append(sheets));
      out.append('\n');
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static KoliSorted read(Fields fields) {
    PlaceCode place = fields.take("place", PlaceCode::new);
    int table = (int) fields.takeNumber("table", 999);
    String shift = fields.take("shift");
    List<Line> lines = fields.takeAll("koli", KoliSorted::line);
    fields.end();
    return new KoliSorted(place, table, shift, lines);
  }

  private static Line line(String value) {
    String[] words = Lines.words(value, 2, 30, "a koli with what came of it");
    var damaged = new TreeMap<Damage, Integer>();
    var foreign = new TreeMap<BallotStyle, Integer>();
    int missing = 0;
    int excess = 0;
    for (int i = 2; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (equals < 1) {
        throw new MalformedException("expected a reason, = and a count: " + words[i]);
      }
      String what = words[i].substring(0, equals);
      int sheets = Lines.sheetsOfKoli(words[i].substring(equals + 1), what);
      switch (what) {
        case "missing" -> {
          Lines.once(missing > 0 ? what : null, what);
          missing = sheets;
        }
        case "excess" -> {
          Lines.once(excess > 0 ? what : null, what);
          excess = sheets;
        }
        default -> {
          if (Character.isDigit(what.charAt(0))) {
            Lines.once(foreign.put(BallotStyle.parse(what), sheets), what);
          } else {
            Lines.once(damaged.put(Damage.parse(what), sheets), what);
          }
        }
      }
    }
    int good = (int) Fields.number(words[1], Lines.MAX_KOLI_SHEETS, "good");
    return new Line(KoliCode.parse(words[0]), good, damaged, missing, excess, foreign);
  }
}
