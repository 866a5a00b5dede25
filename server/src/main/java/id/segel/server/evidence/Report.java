package id.segel.server.evidence;

import id.segel.server.paper.Column;
import id.segel.server.paper.Indonesian;
import id.segel.server.paper.Paper;
import id.segel.server.paper.PaperPrinter;
import id.segel.server.paper.Table;
import id.segel.tlog.checkpoint.Policy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The bundle for reading: a PDF for the file of a case, and the same as a page without any script.
 */
final class Report {

  private final Bundle bundle;
  private final List<Story.Row> story;

  Report(Bundle bundle, List<Story.Row> story) {
    this.bundle = bundle;
    this.story = story;
  }

  byte[] pdf() throws IOException {
    Paper.Draft draft = Paper.titled("Laporan Bukti").line(bundle.about().title());
    if (bundle.isSimulated()) {
      draft.paragraph("DATA SIMULASI, bukan pemilu sungguhan.");
    }
    summary().forEach(line -> draft.pair(line.getFirst(), line.getLast()));
    draft.paragraph(NOTE);
    var table =
        Table.of(
            Column.number("No.", 9),
            Column.text("Dicatat", 20),
            Column.text("Siapa", 26),
            Column.text("Apa", 70));
    for (Story.Row row : story) {
      var cell = new ArrayList<>(List.of((row.isBad() ? "! " : "") + row.what()));
      cell.addAll(row.more());
      table.row(Indonesian.number(row.index()), row.recorded(), row.who(), String.join("\n", cell));
    }
    var source =
        new Paper.Source(
            bundle.head().size(),
            bundle.head().root(),
            bundle.made(),
            bundle.zone(),
            bundle.isSimulated());
    var out = new ByteArrayOutputStream();
    PaperPrinter.print(draft.table(table).from(source), out);
    return out.toByteArray();
  }

  String html() {
    var page = new StringBuilder(HEAD);
    page.append("<title>").append(escaped(bundle.about().title())).append("</title>\n");
    page.append("<h1>").append(escaped(bundle.about().title())).append("</h1>\n");
    if (bundle.isSimulated()) {
      page.append("<p><strong>DATA SIMULASI, bukan pemilu sungguhan.</strong></p>\n");
    }
    page.append("<dl>\n");
    summary()
        .forEach(line ->
            page.append("<dt>")
                .append(escaped(line.getFirst()))
                .append("</dt><dd>")
                .append(escaped(line.getLast()))
                .append("</dd>\n"));
    page.append("</dl>\n<p>").append(escaped(NOTE)).append("</p>\n");
    page.append(
        "<table>\n<thead><tr><th>No.</th><th>Dicatat</th><th>Siapa</th><th>Apa</th></tr></thead>\n<tbody>\n");
    for (Story.Row row : story) {
      page.append(row.isBad() ? "<tr class=\"bad\"><td>" : "<tr><td>")
          .append(Indonesian.number(row.index()))
          .append("</td><td>")
          .append(escaped(row.recorded()))
          .append("</td><td>")
          .append(escaped(row.who()))
          .append("</td><td><strong>")
          .append(escaped(row.what()))
          .append("</strong>");
      row.more().forEach(line -> page.append("<br>").append(escaped(line)));
      page.append("</td></tr>\n");
    }
    return page.append("</tbody>\n</table>\n").toString();
  }

  private List<List<String>> summary() {
    Policy.Judgement judged = bundle.head().policy().judge(bundle.head().note());
    var bodies = new ArrayList<String>();
    judged
        .bodies()
        .forEach((name, time) ->
            time.ifPresent(seconds ->
                bodies.add(
                    name
                        + " "
                        + Indonesian.moment(Instant.ofEpochSecond(seconds), bundle.zone()))));
    long found = count("Selisih");
    long findings = count("Temuan");
    return List.of(
        List.of(
            "Log",
            bundle.head().note().text().lines().findFirst().orElse("")
                + ", "
                + Indonesian.number(bundle.head().size())
                + " catatan"),
        List.of("Akar", bundle.head().root()),
        List.of("Keadaan per", Indonesian.moment(bundle.made(), bundle.zone())),
        List.of(
            "Disaksikan", bodies.isEmpty() ? "belum oleh lembaga lain" : String.join("; ", bodies)),
        List.of(
            "Isi",
            Indonesian.number(story.size())
                + " catatan, "
                + found
                + " selisih ditemukan"
                + (findings == 0 ? "" : ", " + findings + " temuan surat suara dan isi kotak")));
  }

  /** Rows that say something wrong of this kind. */
  private long count(String kind) {
    return story.stream().filter(row -> row.isBad() && row.what().startsWith(kind)).count();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static final String NOTE =
      "Laporan ini hanya untuk dibaca. Yang dapat diperiksa adalah catatan aslinya: buka bukti.html, atau ikuti README.txt.";

  private static final String HEAD =
      """
      <!doctype html>
      <html lang="id">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <style>
      body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 15px/1.5 system-ui, sans-serif; color: #191b20; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; overflow-wrap: anywhere; }
      dd { margin: 0; }
      table { width: 100%; border-collapse: collapse; overflow-wrap: anywhere; }
      td, th { padding: 4px 8px; border-bottom: 1px solid #dcdee3; text-align: left; vertical-align: top; }
      td:nth-child(-n+2), th { white-space: nowrap; }
      @media screen and (max-width: 40rem) {
        table, tbody, tr, td { display: block; } thead { display: none; }
        td { border: 0; padding: 2px 0; } tr { padding: 8px 0; border-bottom: 1px solid #dcdee3; }
        dl { grid-template-columns: 1fr; }
      }
      .bad strong { color: #bd232c; }
      @media print { @page { size: A4; margin: 14mm } tr { break-inside: avoid } body { margin: 0; font-size: 10pt } }
      </style>
      """;
}
