package id.segel.server.paper;

import static id.segel.server.paper.Face.BOLD;
import static id.segel.server.paper.Face.REGULAR;
import static id.segel.server.paper.Ink.MM;

import id.segel.server.paper.Ink.Align;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Sets a paper on A4, black on white. The same paper makes the same bytes. */
public final class PaperPrinter {

  private static final double LEFT = 20 * MM;
  private static final double RIGHT = Ink.WIDTH - 20 * MM;
  private static final double TOP = 18 * MM;
  private static final double BOTTOM = Ink.HEIGHT - 22 * MM;
  private static final double FOOT = Ink.HEIGHT - 16 * MM;

  private static final double TITLE = 15;
  private static final double TEXT = 10;
  private static final double CELL = 8.5;
  private static final double SMALL = 7;

  /** From one base line to the next, against the size. */
  private static final double LEADING = 1.35;

  private static final double HAIR = 0.4;
  private static final double THIN = 0.8;
  private static final double PADDING = 3;
  private static final double BESIDE = 4.5;
  private static final double NAMES = 42 * MM;
  private static final double SIGNATURE = 20 * MM;
  private static final double QR = 28 * MM;

  /** Of a code that a phone films: its densest has 81 modules with the white ones. */
  private static final double FILMED = 54 * MM;

  private static final int FILMED_ACROSS = 3;

  /** About as much as stays white around it. */
  private static final double QR_QUIET = 2.5 * MM;

  private final Paper paper;
  private final List<Ink> pages = new ArrayList<>();
  private Ink ink = new Ink();
  private double y;

  private PaperPrinter(Paper paper) {
    this.paper = paper;
  }

  /** The paper as a PDF that a browser shows, under this name when it is kept. */
  public static ResponseEntity<byte[]> answer(Paper paper, String name) throws IOException {
    var out = new ByteArrayOutputStream();
    print(paper, out);
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_PDF)
        .cacheControl(CacheControl.noStore())
        .header("Content-Disposition", "inline; filename=\"" + name + ".pdf\"")
        .body(out.toByteArray());
  }

  /** Writes the PDF of a paper; the stream stays open. */
  public static void print(Paper paper, OutputStream out) throws IOException {
    var printer = new PaperPrinter(paper);
    printer.set();
    try (var sheets = new Sheets(paper.title(), paper.source().made())) {
      printer.pages.forEach(sheets::add);
      sheets.writeTo(out);
    }
  }

  private void set() {
    turn();
    head();
    for (int i = 0; i < paper.blocks().size(); i++) {
      switch (paper.blocks().get(i)) {
        case Paper.Block.Paragraph it -> paragraph(it.text());
        case Paper.Block.Pair it -> {
          pair(it);
          boolean isLast =
              i + 1 == paper.blocks().size()
                  || !(paper.blocks().get(i + 1) instanceof Paper.Block.Pair);
          y += isLast ? TEXT * 0.8 : 0;
        }
        case Paper.Block.Rows it -> table(it.table());
        case Paper.Block.Codes it -> codes(it.codes());
      }
    }
    signatures();
    proof();
    for (int i = 0; i < pages.size(); i++) {
      foot(pages.get(i), i + 1);
    }
  }

  /** A new page; all but the first say at their top what they belong to. */
  private void turn() {
    ink = new Ink();
    pages.add(ink);
    y = TOP;
    if (paper.source().isSimulated()) {
      ink.text(BOLD, SMALL + 1, LEFT, RIGHT, y - 4 * MM, Align.RIGHT, "WAKTU SIMULASI");
    }
    if (pages.size() > 1) {
      String number = paper.number();
      String belongs = paper.title() + (number == null ? "" : ", nomor " + number);
      ink.text(REGULAR, SMALL + 1, LEFT, y, belongs);
      ink.rule(LEFT, y + 4, RIGHT - LEFT, HAIR);
      y += 7 * MM;
    }
  }

  /** Turns the page unless there is so much room left. */
  private boolean need(double height) {
    if (y + height <= BOTTOM) {
      return false;
    }
    turn();
    return true;
  }

  private void head() {
    for (String line : BOLD.wrap(paper.title(), TITLE, RIGHT - LEFT)) {
      y += TITLE;
      ink.text(BOLD, TITLE, LEFT, RIGHT, y, Align.CENTRE, line);
      y += TITLE * (LEADING - 1);
    }
    String number = paper.number();
    if (number != null) {
      centred("Nomor " + number);
    }
    paper.lines().forEach(this::centred);
    y += 3 * MM;
    ink.rule(LEFT, y, RIGHT - LEFT, THIN);
    y += 5 * MM;
  }

  private void centred(String text) {
    for (String line : REGULAR.wrap(text, TEXT, RIGHT - LEFT)) {
      y += TEXT * LEADING;
      ink.text(REGULAR, TEXT, LEFT, RIGHT, y, Align.CENTRE, line);
    }
  }

  private void paragraph(String text) {
    for (String line : REGULAR.wrap(text, TEXT, RIGHT - LEFT)) {
      need(TEXT * LEADING);
      ink.text(REGULAR, TEXT, LEFT, y + TEXT, line);
      y += TEXT * LEADING;
    }
    y += TEXT * 0.8;
  }

  private void pair(Paper.Block.Pair pair) {
    List<String> lines = REGULAR.wrap(pair.value(), TEXT, RIGHT - LEFT - NAMES);
    need(lines.size() * TEXT * LEADING);
    ink.text(REGULAR, TEXT, LEFT, y + TEXT, pair.name());
    for (String line : lines) {
      ink.text(REGULAR, TEXT, LEFT + NAMES, y + TEXT, line);
      y += TEXT * LEADING;
    }
  }

  private void table(Table table) {
    List<Column> columns = table.columns();
    double[] edges = edges(columns);
    List<List<String>> headings =
        wrapped(columns, columns.stream().map(Column::heading).toList(), edges, BOLD);
    List<List<List<String>>> rows = new ArrayList<>();
    table.rows().forEach(row -> rows.add(wrapped(columns, row, edges, REGULAR)));
    List<String> totals = table.totals();
    List<List<String>> last = totals == null ? null : wrapped(columns, totals, edges, BOLD);

    double head = height(headings);
    double first = rows.isEmpty() ? 0 : height(rows.getFirst());
    need(head + first);
    tableHead(columns, headings, edges);
    for (int i = 0; i < rows.size(); i++) {
      boolean isLast = i + 1 == rows.size();
      double together = height(rows.get(i)) + (isLast && last != null ? height(last) : 0);
      if (need(together)) {
        tableHead(columns, headings, edges);
      }
      row(columns, rows.get(i), edges, REGULAR, HAIR);
    }
    if (last != null) {
      ink.rule(LEFT, y - HAIR, RIGHT - LEFT, THIN);
      row(columns, last, edges, BOLD, THIN);
    }
    y += 5 * MM;
  }

  private void codes(List<Paper.Code> codes) {
    double step = (RIGHT - LEFT) / FILMED_ACROSS;
    double height = FILMED + SMALL + 2 * MM;
    for (int i = 0; i < codes.size(); i++) {
      if (i % FILMED_ACROSS == 0) {
        need(height);
      }
      double x = LEFT + i % FILMED_ACROSS * step;
      Paper.Code code = codes.get(i);
      ink.qr(code.text(), x, y, FILMED);
      ink.text(
          REGULAR, SMALL, x, x + FILMED, y + FILMED + SMALL - 1 * MM, Align.CENTRE, code.label());
      if (i % FILMED_ACROSS == FILMED_ACROSS - 1 || i + 1 == codes.size()) {
        y += height;
      }
    }
    y += 2 * MM;
  }

  private void tableHead(List<Column> columns, List<List<String>> headings, double[] edges) {
    ink.rule(LEFT, y, RIGHT - LEFT, THIN);
    row(columns, headings, edges, BOLD, THIN);
  }

  private void row(
      List<Column> columns, List<List<String>> cells, double[] edges, Face face, double below) {
    double height = height(cells);
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      double line = y + PADDING + CELL * 0.85;
      for (String text : cells.get(i)) {
        ink.text(face, CELL, edges[i] + BESIDE, edges[i + 1] - BESIDE, line, column.align(), text);
        line += CELL * LEADING;
      }
      if (column.isBlank()) {
        ink.area(edges[i], y, HAIR, height);
        ink.area(edges[i + 1] - HAIR, y, HAIR, height);
      }
    }
    y += height;
    ink.rule(LEFT, y - below, RIGHT - LEFT, below);
  }

  private static double height(List<List<String>> cells) {
    int lines = cells.stream().mapToInt(List::size).max().orElse(1);
    return 2 * PADDING + CELL + (lines - 1) * CELL * LEADING;
  }

  private static List<List<String>> wrapped(
      List<Column> columns, List<String> cells, double[] edges, Face face) {
    var wrapped = new ArrayList<List<String>>();
    for (int i = 0; i < columns.size(); i++) {
      wrapped.add(face.wrap(cells.get(i), CELL, edges[i + 1] - edges[i] - 2 * BESIDE));
    }
    return wrapped;
  }

  private static double[] edges(List<Column> columns) {
    int shares = columns.stream().mapToInt(Column::width).sum();
    double[] edges = new double[columns.size() + 1];
    edges[0] = LEFT;
    for (int i = 0; i < columns.size(); i++) {
      edges[i + 1] = edges[i] + (RIGHT - LEFT) * columns.get(i).width() / shares;
    }
    return edges;
  }

  /** Two or three beside each other, each with room for a hand and a line for the name. */
  private void signatures() {
    int count = paper.signatures().size();
    int across = count % 3 == 0 || count > 4 ? 3 : 2;
    double gap = 8 * MM;
    double width = (RIGHT - LEFT - (across - 1) * gap) / across;
    for (int from = 0; from < count; from += across) {
      List<Paper.Signature> beside =
          paper.signatures().subList(from, Math.min(count, from + across));
      int bodyLines = 1;
      for (Paper.Signature one : beside) {
        bodyLines = Math.max(bodyLines, REGULAR.wrap(one.body(), TEXT - 1, width).size());
      }
      double height = (1 + bodyLines) * TEXT * LEADING + SIGNATURE + 2 * SMALL + 4 * MM;
      need(height);
      for (int i = 0; i < beside.size(); i++) {
        signature(beside.get(i), LEFT + i * (width + gap), width, bodyLines);
      }
      y += height;
    }
  }

  private void signature(Paper.Signature one, double x, double width, int bodyLines) {
    double line = y + TEXT;
    ink.text(BOLD, BOLD.fit(one.role(), TEXT, width), x, line, one.role());
    for (String text : REGULAR.wrap(one.body(), TEXT - 1, width)) {
      line += TEXT * LEADING;
      ink.text(REGULAR, TEXT - 1, x, line, text);
    }
    double name = y + TEXT + bodyLines * TEXT * LEADING + SIGNATURE;
    ink.rule(x, name, width, HAIR);
    ink.text(REGULAR, SMALL, x, name + SMALL + 2, "Nama");
  }

  private void proof() {
    String address = paper.proof();
    if (address == null) {
      return;
    }
    need(QR + 2 * MM);
    y += 2 * MM;
    ink.qr(address, LEFT - QR_QUIET, y, QR);
    double x = LEFT + QR;
    y += QR_QUIET;
    ink.text(BOLD, TEXT - 1, x, y + TEXT, "Periksa kertas ini");
    double line = y + TEXT * (1 + LEADING);
    for (String text : REGULAR.wrap(address, CELL, RIGHT - x)) {
      ink.text(REGULAR, CELL, x, line, text);
      line += CELL * LEADING;
    }
    String says =
        "Kertas ini salinan dari catatan log; yang berlaku adalah yang dapat diperiksa di alamat itu.";
    for (String text : REGULAR.wrap(says, CELL, RIGHT - x)) {
      ink.text(REGULAR, CELL, x, line, text);
      line += CELL * LEADING;
    }
    y += QR - QR_QUIET;
  }

  private void foot(Ink page, int number) {
    Paper.Source source = paper.source();
    page.rule(LEFT, FOOT - 3 * MM, RIGHT - LEFT, HAIR);
    page.text(
        REGULAR,
        SMALL,
        LEFT,
        FOOT + 1,
        "Dibuat "
            + Indonesian.moment(source.made(), source.zone())
            + " dari log dengan "
            + Indonesian.number(source.size())
            + " catatan");
    page.text(REGULAR, SMALL, LEFT, FOOT + 1 + SMALL * LEADING, "akar " + source.root());
    page.text(
        REGULAR,
        SMALL + 1,
        LEFT,
        RIGHT,
        FOOT + 1,
        Align.RIGHT,
        "halaman " + number + " dari " + pages.size());
  }
}
