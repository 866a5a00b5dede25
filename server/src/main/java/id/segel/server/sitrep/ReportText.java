package id.segel.server.sitrep;

import id.segel.core.stock.Holder;
import id.segel.server.paper.Indonesian;
import id.segel.server.situation.Snapshots;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A report as a short message, for people who read it on a phone. It leaves the house, so it says
 * no remark and no user.
 */
final class ReportText {

  /** A message that a phone shows whole. */
  static final int LETTERS_MAX = 1_500;

  private ReportText() {}

  /**
   * The message.
   *
   * @param address where it can be checked
   */
  static String of(Report report, String address) {
    for (int urgent = report.urgent().size(); ; urgent--) {
      String text = of(report, urgent, address);
      if (text.length() < LETTERS_MAX || urgent == 0) {
        return text;
      }
    }
  }

  private static String of(Report report, int urgent, String address) {
    Report.Head head = report.head();
    ZoneId zone = ZoneId.of(head.zone());
    var lines = new ArrayList<String>();
    lines.add("LAPORAN SITUASI" + (head.simulated() ? " (WAKTU SIMULASI)" : ""));
    lines.add(head.name() + ", " + Indonesian.moment(head.made(), zone));
    lines.add("");
    lines.add(tps(report.counts()));
    lines.add(
        "Kelurahan lengkap "
            + Indonesian.number(report.counts().complete())
            + " dari "
            + Indonesian.number(report.counts().kelurahan()));
    lines.add(boxes(report.counts()));
    if (report.sheets() != null) {
      lines.add("Surat suara: " + sheets(report.sheets()));
    }
    if (report.words() != null) {
      lines.add("Hari H, TPS: " + words(report.words()));
    }
    lines.add("");
    lines.add(findings(report.open()));
    for (Report.Urgent one : report.urgent().subList(0, urgent)) {
      lines.add("- " + urgent(one));
    }
    int more = report.urgent().size() - urgent;
    if (more > 0) {
      lines.add("- dan " + more + " lagi");
    }
    lines.add("");
    lines.add(shift(report.shift(), zone));
    lines.add("");
    lines.add("Benar per catatan log " + Indonesian.number(head.index()));
    lines.add("Akar " + head.root() + " (" + Indonesian.number(head.size()) + " catatan)");
    lines.add("Periksa: " + address);
    return String.join("\n", lines) + "\n";
  }

  static String tps(Snapshots.Counts counts) {
    return "TPS "
        + Indonesian.number(counts.tps())
        + ": "
        + joined(
            Stream.of(
                part("siap", counts.ready()),
                part("jalan", counts.underway()),
                part("belum", counts.none()),
                part("telat", counts.late()),
                part("kritis", counts.critical())));
  }

  private static String boxes(Snapshots.Counts counts) {
    String where =
        joined(
            Stream.of(Custody.values())
                .filter(one -> one.of(counts) > 0)
                .map(one -> part(one.words(), one.of(counts))));
    return "Kotak " + Indonesian.number(counts.boxes()) + (where.isEmpty() ? "" : ": " + where);
  }

  static String sheets(List<Report.Sheets> sheets) {
    return joined(sheets.stream().map(one -> part(SitrepWords.ofHolder(one.holder()), shown(one))));
  }

  /** What came from a printer stands in its account below zero; people read how much came. */
  private static long shown(Report.Sheets one) {
    return one.holder().equals(Holder.Kind.PRINTER.word()) ? -one.sheets() : one.sheets();
  }

  static String words(List<Report.Said> words) {
    return words.isEmpty()
        ? "belum ada kabar"
        : joined(words.stream().map(one -> part(SitrepWords.ofDay(one.word()), one.tps())));
  }

  private static String findings(List<Report.Open> open) {
    int all = open.stream().mapToInt(Report.Open::active).sum();
    String by =
        joined(
            open.stream()
                .filter(one -> one.active() > 0)
                .map(one -> part(SitrepWords.of(one.severity()), one.active())));
    return "Temuan terbuka " + Indonesian.number(all) + (by.isEmpty() ? "" : ": " + by);
  }

  private static String urgent(Report.Urgent one) {
    return one.what()
        + ", "
        + one.place()
        + " ("
        + SitrepWords.of(one.state())
        + (one.isLate() ? ", lewat tenggat)" : ")");
  }

  static String shift(Report.Shift shift, ZoneId zone) {
    String did =
        joined(
            Stream.of(Report.What.values())
                .filter(act -> count(shift, act) > 0)
                .map(act -> part(SitrepWords.of(act), count(shift, act))));
    return "Giliran "
        + Indonesian.moment(shift.from(), zone)
        + " sampai "
        + Indonesian.moment(shift.until(), zone)
        + ": "
        + (did.isEmpty() ? "tidak ada temuan baru atau tindakan" : did);
  }

  private static int count(Report.Shift shift, Report.What act) {
    return shift.counts().getOrDefault(act, 0);
  }

  private static String part(String name, long count) {
    return name + " " + Indonesian.number(count);
  }

  private static String joined(Stream<String> parts) {
    return parts.collect(Collectors.joining(", "));
  }
}
