package id.segel.server.sitrep;

import id.segel.server.paper.Column;
import id.segel.server.paper.Indonesian;
import id.segel.server.paper.Paper;
import id.segel.server.paper.Table;
import id.segel.server.situation.Snapshots;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A report on A4: the figures, what is most urgent, what the shift did, and room for two hands. */
final class ReportPaper {

  /** Rows of text for the shift's log that two pages leave. */
  private static final int ROWS_MAX = 30;

  private static final int REMARK_MAX = 160;
  private static final int LETTERS_A_ROW = 45;

  private ReportPaper() {}

  /**
   * The paper.
   *
   * @param address where it can be checked
   */
  static Paper of(Report report, String address) {
    Report.Head head = report.head();
    ZoneId zone = ZoneId.of(head.zone());
    Snapshots.Counts counts = report.counts();
    Paper.Draft draft =
        Paper.titled("Laporan Situasi")
            .line(head.name())
            .line(head.election())
            .pair("Keadaan", Indonesian.moment(head.made(), zone))
            .pair("Benar per", "catatan log nomor " + Indonesian.number(head.index()))
            .pair(
                "Checkpoint",
                Indonesian.number(head.size())
                    + " catatan, ditandatangani "
                    + Indonesian.moment(head.checkpointAt(), zone)
                    + " menurut jam server")
            .pair("Akar", head.root())
            .table(tps(counts))
            .table(boxes(counts));
    if (counts.inTransit() > 0) {
      draft.pair(
          "Di antaranya",
          Indonesian.number(counts.inTransit()) + " kotak diserahkan dan belum diterima");
    }
    if (report.sheets() != null) {
      draft.pair("Surat suara", ReportText.sheets(report.sheets()));
    }
    if (report.words() != null) {
      draft.pair("Kabar TPS", ReportText.words(report.words()));
    }
    draft.table(open(report.open()));
    if (!report.urgent().isEmpty()) {
      draft.table(urgent(report.urgent(), zone));
    }
    Report.Shift shift = report.shift();
    draft.paragraph(ReportText.shift(shift, zone) + ".");
    List<Report.Line> shown = newest(shift.lines());
    if (!shown.isEmpty()) {
      draft.table(log(shown, zone));
    }
    int more = shift.total() - shown.size();
    if (more > 0) {
      draft.paragraph(
          Indonesian.number(more) + " catatan yang lebih lama dari giliran ini ada di layar.");
    }
    return draft
        .sign("Menyerahkan tugas", "Piket yang selesai")
        .sign("Menerima tugas", "Piket berikutnya")
        .proof(address)
        .from(new Paper.Source(head.size(), head.root(), head.made(), zone, head.simulated()));
  }

  private static Table tps(Snapshots.Counts counts) {
    return Table.of(
            Column.number("TPS", 14),
            Column.number("Siap", 14),
            Column.number("Jalan", 14),
            Column.number("Belum", 14),
            Column.number("Telat", 14),
            Column.number("Kritis", 14),
            Column.number("Kelurahan lengkap", 20))
        .row(
            Indonesian.number(counts.tps()),
            Indonesian.number(counts.ready()),
            Indonesian.number(counts.underway()),
            Indonesian.number(counts.none()),
            Indonesian.number(counts.late()),
            Indonesian.number(counts.critical()),
            Indonesian.number(counts.complete())
                + " dari "
                + Indonesian.number(counts.kelurahan()));
  }

  private static Table boxes(Snapshots.Counts counts) {
    var columns = new ArrayList<Column>();
    columns.add(Column.number("Kotak", 12));
    Stream.of(Custody.values())
        .forEach(one -> columns.add(Column.number(capital(one.words()), one.width())));
    var cells = new ArrayList<String>();
    cells.add(Indonesian.number(counts.boxes()));
    Stream.of(Custody.values()).forEach(one -> cells.add(Indonesian.number(one.of(counts))));
    return Table.of(columns.toArray(Column[]::new)).row(cells.toArray(String[]::new));
  }

  private static Table open(List<Report.Open> open) {
    var table =
        Table.of(
            Column.text("Temuan", 30),
            Column.number("Belum ditangani", 20),
            Column.number("Ditangani", 20),
            Column.number("Teratasi, belum dilihat", 26));
    for (Report.Open one : open) {
      table.row(
          capital(SitrepWords.of(one.severity())),
          Indonesian.number(one.open()),
          Indonesian.number(one.acknowledged()),
          Indonesian.number(one.cleared()));
    }
    return table;
  }

  private static Table urgent(List<Report.Urgent> urgent, ZoneId zone) {
    var table =
        Table.of(
            Column.text("Paling mendesak", 50),
            Column.text("Tempat", 38),
            Column.text("Selesai paling lambat", 38),
            Column.text("Keadaan", 30));
    for (Report.Urgent one : urgent) {
      table.row(
          one.what() + " (" + SitrepWords.of(one.severity()) + ")",
          one.place(),
          Indonesian.moment(one.deadline(), zone) + (one.isLate() ? "\nlewat tenggat" : ""),
          SitrepWords.of(one.state()) + (one.agency() == null ? "" : "\n" + one.agency()));
    }
    return table;
  }

  /** As many as there is room for. */
  private static List<Report.Line> newest(List<Report.Line> lines) {
    int first = lines.size();
    int rows = 0;
    while (first > 0) {
      Report.Line line = lines.get(first - 1);
      int letters = remark(line).length();
      rows += 2 + (letters + LETTERS_A_ROW - 1) / LETTERS_A_ROW;
      if (rows > ROWS_MAX) {
        break;
      }
      first--;
    }
    return lines.subList(first, lines.size());
  }

  private static Table log(List<Report.Line> lines, ZoneId zone) {
    var table =
        Table.of(
            Column.number("Catatan", 16),
            Column.text("Waktu", 36),
            Column.text("Siapa", 30),
            Column.text("Apa", 78));
    for (Report.Line one : lines) {
      table.row(
          Indonesian.number(one.index()),
          Indonesian.moment(one.at(), zone),
          who(one),
          what(one, zone) + remark(one));
    }
    return table;
  }

  /** The agency and the code of the user; a rule has neither. */
  private static String who(Report.Line line) {
    return line.user() == null
        ? "Aturan"
        : (line.agency() == null ? "" : line.agency() + "\n") + line.user();
  }

  private static String what(Report.Line line, ZoneId zone) {
    String more =
        line.to() != null
            ? " ke " + line.to()
            : line.silentUntil() != null
                ? " sampai " + Indonesian.moment(line.silentUntil(), zone)
                : "";
    return capital(SitrepWords.of(line.act())) + more + ": " + line.what() + ", " + line.place();
  }

  private static String remark(Report.Line line) {
    if (line.note() == null) {
      return "";
    }
    String text = line.remark();
    return text == null
        ? "\n(catatan sudah dihapus)"
        : "\n" + (text.length() > REMARK_MAX ? text.substring(0, REMARK_MAX) + "…" : text);
  }

  private static String capital(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
