package id.segel.core.stock;

import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.BallotStyle;
import id.segel.core.region.DapilListed;
import id.segel.core.region.Dki2024;
import id.segel.core.region.PlaceCode;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sheets are counted from here on. A later one changes the settings.
 *
 * @param bundle sheets in a bundle, 5 to 50
 * @param koli sheets in a full koli, for labels and forecasts
 * @param outlier how many times the others' rate of damage makes a batch one to ask about
 * @param revote sheets of each design in the reserve for a repeated vote (UU 7/2017 art. 344)
 */
public record StockOpened(int bundle, int koli, int outlier, SortedMap<BallotStyle, Integer> revote)
    implements StockFact {

  /** What was usual in 2024. */
  public static final int BUNDLE = 25;

  public static final int KOLI = 500;
  public static final int OUTLIER = 5;

  /** {@link MalformedException} when it is not as described. */
  public StockOpened {
    revote = Collections.unmodifiableSortedMap(new TreeMap<>(revote));
    if (bundle < 5 || bundle > 50 || koli < bundle || koli > bundle * Piece.MAX_BUNDLES) {
      throw new MalformedException("a bundle has 5 to 50 sheets, a koli at most 99 bundles");
    }
    if (outlier < 2) {
      throw new MalformedException("a batch is far outside from twice the others' rate on");
    }
  }

  /**
   * DKI Jakarta 2024: a reserve of 20,000, a thousand for each dapil of each kind, and for the PPWP
   * one for each kabupaten and kota, as far as that can be inferred from what was published.
   */
  public static StockOpened dki2024() {
    var revote = new TreeMap<BallotStyle, Integer>();
    revote.put(new BallotStyle(1, 0), 6_000);
    revote.put(new BallotStyle(3, 0), 1_000);
    for (DapilListed dapil : Dki2024.dapils()) {
      revote.put(dapil.style(), 1_000);
    }
    return new StockOpened(BUNDLE, KOLI, OUTLIER, revote);
  }

  @Override
  public @Nullable PlaceCode place() {
    return null;
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("bundle ").append(bundle).append('\n');
    out.append("koli ").append(koli).append('\n');
    out.append("outlier ").append(outlier).append('\n');
    revote.forEach((style, sheets) -> Lines.write(out, "revote", style, sheets));
  }

  /** Reads what {@link #writeTo} wrote. */
  public static StockOpened read(Fields fields) {
    int bundle = (int) fields.takeNumber("bundle", 50);
    int koli = (int) fields.takeNumber("koli", 10_000);
    int outlier = (int) fields.takeNumber("outlier", 1_000);
    SortedMap<BallotStyle, Integer> revote = Lines.counts(fields, "revote");
    fields.end();
    return new StockOpened(bundle, koli, outlier, revote);
  }
}
