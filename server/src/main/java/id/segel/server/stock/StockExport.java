package id.segel.server.stock;

import id.segel.core.fact.MalformedException;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.RegionCode;
import id.segel.core.stock.Damage;
import id.segel.server.http.Paging;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lists of the stock pages as files, written row by row while they are read. */
@Component
public class StockExport {

  /** What can be exported. */
  public enum View {
    BOARD,
    FINDINGS,
    CONSIGNMENTS,
    READINESS,
    RATES,
    PACKING
  }

  /** Kinds of files. */
  public enum Format {
    CSV("text/csv;charset=UTF-8"),
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    private final String type;

    Format(String type) {
      this.type = type;
    }

    /** As Content-Type has it. */
    public String type() {
      return type;
    }
  }

  /**
   * One file to be.
   *
   * @param region digits of what it is about
   * @param place the store it is about, where one was named
   */
  public record Asked(View view, Format format, String region, @Nullable PlaceCode place) {

    /** {@link MalformedException} when something is not written as it should be. */
    public static Asked of(
        String view, String format, @Nullable String region, @Nullable String place) {
      PlaceCode store = place == null ? null : new PlaceCode(place);
      String digits = store != null ? store.region() : region == null ? "31" : region;
      var asked =
          new Asked(
              one(View.values(), view, "a view"),
              one(Format.values(), format, "a format"),
              new RegionCode(digits).digits(),
              store);
      if (asked.view == View.PACKING && store == null) {
        throw new MalformedException("packing is exported for one place: name it");
      }
      return asked;
    }

    private static <T extends Enum<T>> T one(T[] all, String word, String what) {
      for (T one : all) {
        if (one.name().toLowerCase(Locale.ROOT).equals(word)) {
          return one;
        }
      }
      throw new MalformedException(what + " is one of " + List.of(all) + ", in lower case");
    }

    /** {@code segel-findings-3171.csv}. */
    public String fileName() {
      String about = place == null ? region : place.text();
      String name = "segel-" + view + "-" + about + "." + format;
      return name.toLowerCase(Locale.ROOT);
    }
  }

  private final StockViews views;
  private final KoliViews koli;
  private final PackingViews packing;
  private final FindingViews findings;

  StockExport(StockViews views, KoliViews koli, PackingViews packing, FindingViews findings) {
    this.views = views;
    this.koli = koli;
    this.packing = packing;
    this.findings = findings;
  }

  /** Writes the file; row by row. */
  public void write(Asked asked, OutputStream out) throws IOException {
    PlaceCode place = asked.place;
    StockAnswers.Packing progress =
        asked.view == View.PACKING && place != null ? packing.packing(place) : null;
    try (StockTable table =
        asked.format == Format.CSV
            ? StockTable.csv(out)
            : StockTable.xlsx(out, asked.view.name().toLowerCase(Locale.ROOT))) {
      switch (asked.view) {
        case BOARD -> board(asked.region, table);
        case FINDINGS -> findings(asked.region, table);
        case CONSIGNMENTS -> consignments(place == null ? null : place.text(), table);
        case READINESS -> readiness(asked.region, table);
        case RATES -> rates(table);
        case PACKING -> packing(progress == null ? List.of() : progress.kelurahan(), table);
      }
    }
  }

  private void board(String region, StockTable table) throws IOException {
    StockAnswers.Board board = views.board(region, null);
    table.row("region", "name", "holder", "style", "sheets");
    for (StockAnswers.Line line : board.lines()) {
      table.row(region, "", line.holder(), line.style(), line.sheets());
    }
    for (StockAnswers.Child child : board.children()) {
      for (StockAnswers.Line line : child.lines()) {
        table.row(child.code(), child.name(), line.holder(), line.style(), line.sheets());
      }
    }
  }

  private void findings(String region, StockTable table) throws IOException {
    table.row(
        "index", "recorded", "kind", "about", "style", "sheets", "region", "open", "clearedBy");
    pages(
        paging -> findings.findings(false, null, region, null, paging).rows(),
        one ->
            table.row(
                one.index(),
                one.recorded(),
                one.kind(),
                one.about(),
                one.style(),
                one.sheets(),
                one.region(),
                one.open(),
                one.clearedBy()));
  }

  private void consignments(@Nullable String place, StockTable table) throws IOException {
    table.row(
        "consignment",
        "from",
        "to",
        "note",
        "batch",
        "order",
        "transfer",
        "revote",
        "sent",
        "arrivedAt",
        "koli",
        "koliReceived",
        "sheets",
        "sheetsReceived",
        "difference");
    pages(
        paging -> koli.consignments(place, false, paging).rows(),
        one ->
            table.row(
                one.consignment(),
                one.from(),
                one.to(),
                one.note(),
                one.batch(),
                one.order(),
                one.transfer(),
                one.revote(),
                one.sent(),
                one.arrivedAt(),
                one.koli(),
                one.koliReceived(),
                one.sheets(),
                one.sheetsReceived(),
                one.difference()));
  }

  private void readiness(String region, StockTable table) throws IOException {
    table.row(
        "tps",
        "kelurahan",
        "box",
        "style",
        "need",
        "sheets",
        "difference",
        "nearest",
        "nearestSheets",
        "nearestMetres");
    // The view holds all of them anyway: one page of as many as it lists at most.
    var all = new Paging(0, PackingViews.UNREADY);
    for (StockAnswers.Unready one : packing.readiness(region, null, all).rows()) {
      StockAnswers.Nearest nearest = one.nearest();
      table.row(
          one.tps(),
          one.kelurahan(),
          one.box(),
          one.style(),
          one.need(),
          one.sheets(),
          one.difference(),
          nearest == null ? null : nearest.place(),
          nearest == null ? null : nearest.sheets(),
          nearest == null ? null : nearest.metres());
    }
  }

  private void rates(StockTable table) throws IOException {
    var header = new ArrayList<Object>(List.of("printer", "batch", "style", "sorted", "good"));
    for (Damage damage : Damage.values()) {
      header.add(damage.word());
    }
    header.addAll(List.of("missing", "excess", "perMillion", "outlier"));
    table.row(header.toArray());
    for (StockAnswers.Rate one : findings.rates().rows()) {
      var row =
          new ArrayList<Object>(
              List.of(one.printer(), one.batch(), one.style(), one.sorted(), one.good()));
      for (Damage damage : Damage.values()) {
        row.add(one.damaged().getOrDefault(damage.word(), 0L));
      }
      row.addAll(List.of(one.missing(), one.excess(), one.perMillion(), one.outlier()));
      table.row(row.toArray());
    }
  }

  private static void packing(List<StockAnswers.Progress> kelurahan, StockTable table)
      throws IOException {
    table.row("kelurahan", "name", "boxes", "ready", "short", "filled");
    for (StockAnswers.Progress one : kelurahan) {
      table.row(one.code(), one.name(), one.boxes(), one.ready(), one.tooFew(), one.filled());
    }
  }

  /** Takes a row. */
  private interface Taker<T> {
    void take(T row) throws IOException;
  }

  /**
   * Reads a list page by page, so that never more than two are in memory. What is new meanwhile
   * pushes rows on: those of the page before are not written twice.
   */
  private static <T> void pages(Function<Paging, List<T>> reading, Taker<T> taker)
      throws IOException {
    Set<T> before = Set.of();
    List<T> rows;
    int page = 0;
    do {
      rows = reading.apply(new Paging(page++, Paging.MAX_SIZE));
      for (T row : rows) {
        if (!before.contains(row)) {
          taker.take(row);
        }
      }
      before = new HashSet<>(rows);
    } while (rows.size() == Paging.MAX_SIZE);
  }
}
