package id.segel.server.finding;

import id.segel.core.custody.Discrepancy;
import id.segel.core.finding.FindingId;
import id.segel.core.finding.FindingReported;
import id.segel.core.finding.Findings;
import id.segel.core.finding.HelpLapsed;
import id.segel.core.stock.StockFinding;
import id.segel.server.custody.Words;
import id.segel.server.stock.StockWords;

/** What was found, for papers and messages, in the words of the pages. */
public final class FindingText {

  private FindingText() {}

  /** A rule's name where nobody has put it into words. */
  public static String of(FindingId id) {
    String rule = id.rule();
    for (Discrepancy kind : Discrepancy.values()) {
      if (kind.name().equals(rule)) {
        return Words.of(kind);
      }
    }
    for (StockFinding kind : StockFinding.values()) {
      if (kind.name().equals(rule)) {
        return StockWords.of(kind);
      }
    }
    return switch (rule) {
      case FindingReported.RULE ->
          "Laporan " + id.about().replaceFirst("^report:", "").replace("/", " nomor ");
      case HelpLapsed.RULE -> "Permintaan bantuan TNI belum dijawab";
      case Findings.POST_SILENT -> "Pos tidak melapor";
      case Findings.ENTRY_UNASKED -> "Polisi masuk TPS tanpa diminta KPPS";
      case Findings.INCIDENT_OPEN -> "Kejadian yang belum selesai";
      case Findings.STEP_OVERDUE -> "Langkah SOP terlambat";
      case Findings.FROZEN_BOX_MOVED -> "Kotak yang dibekukan diserahterimakan atau dibuka";
      case Findings.BOXES_UNACCOUNTED -> "Kotak di tempat kejadian belum didata";
      case "ENTRY_NO_RIGHT" -> "Orang tanpa izin di tempat kotak";
      case "ENTRY_OUT_OF_HOURS" -> "Masuk di luar jam izin";
      case "ENTRY_NO_ESCORT" -> "Tamu tanpa pendamping";
      case "ENTRY_ALONE" -> "Sendirian di dekat kotak";
      case "SITE_NOT_APPROVED" -> "Kotak di tempat yang tidak disetujui";
      case "SITE_OVER_CAPACITY" -> "Kotak melebihi daya tampung tempat";
      case "SITE_UNINSPECTED" -> "Tempat kotak belum diperiksa 24 jam";
      case Findings.GAP_OVERDUE -> "Kekurangan tempat kotak lewat tenggat";
      case Findings.ROUND_MISSED -> "Patroli terlewat";
      case Findings.RAIN_DANGER -> "Hujan mengancam kotak";
      case Findings.RAIN_SPREAD -> "Hujan mengancam banyak tempat kotak sekaligus";
      case Findings.CAMERA_LOST -> "Kamera di tempat kotak tidak melihat";
      case Findings.SITE_BLIND -> "Kotak tidak terlihat kamera";
      case Findings.SENSOR_ALARM -> "Sensor asap, air, atau panas berbunyi";
      case Findings.SENSOR_MUTED -> "Sensor membanjiri pesan dan didiamkan";
      case Findings.SENSOR_SILENT -> "Sensor tidak memberi kabar";
      case Findings.DOOR_WITHOUT_ENTRY -> "Pintu dibuka tanpa catatan masuk";
      case "LEG_LATE" -> "Terlambat pada sebuah tahap";
      case "TPS_SILENT" -> "TPS belum memberi kabar";
      case "WATCH_SILENT" -> "TPS dalam pantauan khusus tidak memberi kabar";
      default -> rule;
    };
  }
}
