package id.segel.server.sitrep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.finding.Finding;
import id.segel.core.finding.Severity;
import id.segel.core.stock.Holder;
import id.segel.server.paper.GoldenPapers;
import id.segel.server.situation.Snapshots;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The report on paper and as a message, from a report of H-1 with everything in it. */
class ReportPaperTest {

  private static final String ADDRESS = "https://segel.example/log/proof/1284900";
  private static final Instant NOW = Instant.parse("2024-02-13T14:38:00Z");

  @Test
  void whatCameFromAPrinterIsNotLessThanZero() {
    var sheets = List.of(new Report.Sheets("printer", -687_121), new Report.Sheets("damaged", 165));
    assertEquals("datang dari percetakan 687.121, rusak 165", ReportText.sheets(sheets));
  }

  @Test
  void thePaperIsAsItWas() throws IOException {
    GoldenPapers.isGolden("sitrep.txt", ReportPaper.of(report(3, 4), ADDRESS));
  }

  /** Two pages, however much happened; what has no room is counted. */
  @Test
  void itIsNeverMoreThanTwoPages() throws IOException {
    for (int lines : List.of(0, 4, ShiftLog.LINES_MAX)) {
      for (Report report : List.of(report(Reports.URGENT_MAX, lines), full(lines))) {
        try (var document = Loader.loadPDF(GoldenPapers.print(ReportPaper.of(report, ADDRESS)))) {
          assertTrue(document.getNumberOfPages() <= 2, lines + " lines");
        }
      }
    }
  }

  @Test
  void theMessageIsShort() {
    assertEquals(
        """
        LAPORAN SITUASI (WAKTU SIMULASI)
        DKI Jakarta, 13 Feb 2024 21.38 WIB

        TPS 30.766: siap 29.112, jalan 1.402, belum 0, telat 231, kritis 21
        Kelurahan lengkap 201 dari 267
        Kotak 123.064: gudang kota 12, kecamatan 900, kelurahan 5.704, TPS 116.448
        Surat suara: di kotak 33.747.852, selisih -3
        Hari H, TPS: TPS siap 12

        Temuan terbuka 5: kritis 3, mendesak 2
        - Nomor segel beda, TPS 001 Kapuk (belum ditangani, lewat tenggat)
        - Nomor segel beda, TPS 002 Kapuk (belum ditangani)

        Giliran 13 Feb 2024 13.38 WIB sampai 13 Feb 2024 21.38 WIB: ditemukan 1, ditangani 1

        Benar per catatan log 1.284.900
        Akar 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU= (1.284.901 catatan)
        Periksa: https://segel.example/log/proof/1284900
        """,
        ReportText.of(report(2, 2), ADDRESS));
    String full = ReportText.of(full(ShiftLog.LINES_MAX), ADDRESS);
    assertTrue(full.length() < ReportText.LETTERS_MAX, full);
  }

  /** All that can stand on one, and each line with a long remark. */
  private static Report full(int lines) {
    Report some = report(Reports.URGENT_MAX, 0);
    var counts = new EnumMap<Report.What, Integer>(some.shift().counts());
    counts.put(Report.What.NOTED, lines);
    return new Report(
        some.head(),
        some.counts(),
        Stream.of(Holder.Kind.values())
            .map(kind -> new Report.Sheets(kind.word(), 33_747_852))
            .toList(),
        Stream.of("READY", "OPENED", "SHORT_BALLOTS", "SHORT_FORMS", "INTERRUPTED", "MOVED")
            .map(word -> new Report.Said(word, 30_766))
            .toList(),
        some.open(),
        some.urgent(),
        new Report.Shift(
            some.shift().from(),
            NOW,
            counts,
            IntStream.range(0, lines).mapToObj(i -> line(6 * i + 4)).toList()));
  }

  private static Report report(int urgent, int lines) {
    var counts = new EnumMap<Report.What, Integer>(Report.What.class);
    for (Report.What act : Report.What.values()) {
      counts.put(act, 0);
    }
    var all = IntStream.range(0, lines).mapToObj(ReportPaperTest::line).toList();
    all.forEach(line -> counts.merge(line.act(), 1, Integer::sum));
    return new Report(
        new Report.Head(
            "Pemilu 2024 DKI Jakarta",
            "31",
            "DKI Jakarta",
            NOW,
            "Asia/Jakarta",
            true,
            1_284_900,
            1_284_901,
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
            NOW.plusSeconds(1)),
        new Snapshots.Counts(
            30_766,
            0,
            1_402,
            29_112,
            231,
            21,
            267,
            201,
            123_064,
            List.of(0, 2, 10, 900, 5_704, 116_448, 0, 0, 0, 0, 0),
            96),
        List.of(new Report.Sheets("box", 33_747_852), new Report.Sheets("discrepancy", -3)),
        List.of(new Report.Said("READY", 12)),
        List.of(
            new Report.Open(Severity.CRITICAL, 2, 1, 0),
            new Report.Open(Severity.URGENT, 1, 1, 4),
            new Report.Open(Severity.ATTENTION, 0, 0, 0),
            new Report.Open(Severity.NOTICE, 0, 0, 1)),
        IntStream.range(0, urgent).mapToObj(ReportPaperTest::urgent).toList(),
        new Report.Shift(NOW.minusSeconds(8 * 3_600), NOW, counts, all));
  }

  private static Report.Urgent urgent(int i) {
    return new Report.Urgent(
        "SEALS_DIFFER box:3173011005001101",
        "Nomor segel beda",
        "TPS %03d Kapuk".formatted(i + 1),
        Severity.CRITICAL,
        Finding.State.OPEN,
        NOW.minusSeconds(3_600),
        NOW.plusSeconds(60L * i - 30),
        i == 0,
        i % 2 == 1 ? "POLDA" : null);
  }

  private static Report.Line line(int i) {
    Report.What act = List.of(Report.What.values()).get(i % 6);
    boolean isPerson = act != Report.What.FOUND && act != Report.What.ENDED;
    return new Report.Line(
        1_284_000 + i,
        NOW.minusSeconds(600L - i),
        act,
        "SEALS_DIFFER box:3173011005001101",
        "Nomor segel beda",
        "TPS 001 Kapuk",
        only(isPerson, "1a2b3c4d"),
        only(isPerson, "KPU-BARAT"),
        only(act == Report.What.ASSIGNED, "POLDA"),
        act == Report.What.SILENCED ? NOW.plusSeconds(3_600) : null,
        only(act == Report.What.NOTED, "00".repeat(32)),
        only(act == Report.What.NOTED, "Sudah ditelepon, regu menuju gudang. ".repeat(8)));
  }

  private static @Nullable String only(boolean isSo, String text) {
    return isSo ? text : null;
  }
}
