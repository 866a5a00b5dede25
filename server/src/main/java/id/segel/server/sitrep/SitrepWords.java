package id.segel.server.sitrep;

import id.segel.core.finding.DutyFact;
import id.segel.core.finding.DutyOffered;
import id.segel.core.finding.DutyTaken;
import id.segel.core.finding.DutyWithdrawn;
import id.segel.core.finding.Finding;
import id.segel.core.finding.HelpAnswered;
import id.segel.core.finding.HelpAsked;
import id.segel.core.finding.Helps;
import id.segel.core.finding.Severity;
import id.segel.core.stock.Holder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What stands on a report for codes, in Bahasa Indonesia and the words of the pages. */
final class SitrepWords {

  private SitrepWords() {}

  /** A duty, with what it leaves to the next. */
  static String of(DutyFact duty) {
    String name = "piket " + duty.desk().agency();
    return switch (duty) {
      case DutyOffered it -> name + " dengan " + of(it.left());
      case DutyTaken it -> name;
      case DutyWithdrawn it -> name;
    };
  }

  private static String of(DutyOffered.Left left) {
    return "%d temuan terbuka (%d kritis), %d belum dilihat, %d lewat tenggat"
        .formatted(left.open(), left.critical(), left.unseen(), left.overdue());
  }

  /** Help, as it stands: {@code 3 regu banjir untuk KPU-DKI: 2 diberikan}. */
  static String of(Helps.Help help) {
    String what =
        help.asked().count() + " " + of(help.asked().kind()) + " untuk " + help.asked().agency();
    return switch (help.state()) {
      case ASKED -> what;
      case GRANTED -> what + ": " + help.answers().getLast().what().count() + " diberikan";
      case REFUSED -> what + ": ditolak, " + of(help.answers().getLast().what().reason());
      case MORE_TIME -> what + ": diminta waktu lagi";
      case OVER -> what + ": selesai";
    };
  }

  private static String of(HelpAsked.Kind kind) {
    return switch (kind) {
      case PERSONNEL -> "personel";
      case VEHICLE -> "kendaraan";
      case BOAT -> "perahu";
      case AIRCRAFT -> "pesawat atau helikopter";
      case ENGINEERS -> "regu zeni";
      case FLOOD_TEAM -> "regu banjir";
    };
  }

  private static String of(HelpAnswered.@Nullable Reason reason) {
    return switch (reason) {
      case null -> "";
      case NO_FORCES -> "pasukan habis";
      case TOO_FAR -> "tidak sempat tiba";
      case OTHERS_CAN -> "dapat dilakukan lembaga lain";
      case NOT_LAWFUL -> "bukan wewenang TNI";
    };
  }

  static String of(Severity severity) {
    return switch (severity) {
      case NOTICE -> "untuk diketahui";
      case ATTENTION -> "perlu perhatian";
      case URGENT -> "mendesak";
      case CRITICAL -> "kritis";
    };
  }

  static String of(Finding.State state) {
    return switch (state) {
      case OPEN -> "belum ditangani";
      case ACKNOWLEDGED -> "ditangani";
      case CLEARED -> "teratasi, belum dilihat";
      case ENDED -> "selesai";
    };
  }

  static String of(Report.What act) {
    return switch (act) {
      case FOUND -> "ditemukan";
      case ACKNOWLEDGED -> "ditangani";
      case ASSIGNED -> "diserahkan";
      case SILENCED -> "disenyapkan";
      case NOTED -> "dicatat";
      case ENDED -> "selesai";
      case DUTY_OFFERED -> "piket diserahkan";
      case DUTY_TAKEN -> "piket diterima";
      case DUTY_KEPT -> "serah terima piket dibatalkan";
      case PICTURED -> "difoto";
      case HELP_ASKED -> "bantuan TNI diminta";
      case HELP_ANSWERED -> "bantuan TNI dijawab";
      case HELP_ENDED -> "bantuan TNI selesai";
    };
  }

  static String of(Holder.Kind kind) {
    return switch (kind) {
      case PRINTER -> "datang dari percetakan";
      case CONSIGNMENT -> "dalam kiriman";
      case STORE -> "lepas di gudang";
      case KOLI -> "di koli";
      case TABLE -> "di meja sortir";
      case DAMAGED -> "rusak";
      case DUE -> "pesanan pengganti";
      case BOX -> "di kotak";
      case USED -> "terpakai";
      case SPOILED -> "rusak atau keliru coblos";
      case UNUSED -> "sisa di TPS";
      case DESTROYED -> "dimusnahkan";
      case DISCREPANCY -> "selisih";
      case REVOTE -> "cadangan PSU";
    };
  }

  static String ofHolder(String word) {
    return Arrays.stream(Holder.Kind.values())
        .filter(kind -> kind.word().equals(word))
        .map(SitrepWords::of)
        .findFirst()
        .orElse(word);
  }

  /** A word of a TPS's day. */
  static String ofDay(String word) {
    return switch (word) {
      case "READY" -> "TPS siap";
      case "OPENED" -> "kotak dibuka";
      case "SHORT_BALLOTS" -> "kurang surat suara";
      case "SHORT_FORMS" -> "kurang formulir";
      case "SHORT_INK" -> "kurang tinta";
      case "INTERRUPTED" -> "terhenti";
      case "FLOODED" -> "kebanjiran";
      case "MOVED" -> "pindah tempat";
      case "RESUMED" -> "berjalan lagi";
      case "CLOSED" -> "pemungutan ditutup";
      case "COUNTED" -> "penghitungan selesai";
      case "LEFT" -> "kotak sudah berangkat";
      default -> word;
    };
  }
}
