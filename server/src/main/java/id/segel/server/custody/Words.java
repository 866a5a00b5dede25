package id.segel.server.custody;

import id.segel.core.ceremony.ExaminationDone;
import id.segel.core.custody.Discrepancy;
import id.segel.core.custody.Seals;
import id.segel.core.custody.Statement;
import id.segel.core.region.Leg;
import java.util.ArrayList;

/**
 * What stands on papers for the codes of statements, in Bahasa Indonesia and the words of the
 * pages.
 */
public final class Words {

  private Words() {}

  public static String of(Statement.Kind kind) {
    return switch (kind) {
      case PACK -> "Dikemas";
      case SEAL -> "Disegel";
      case OFFER -> "Diserahkan";
      case ACCEPT -> "Diterima";
      case WITHDRAW -> "Penyerahan ditarik";
      case OPEN -> "Dibuka";
      case USE -> "Pemakaian surat suara dicatat";
      case RESEAL -> "Disegel ulang";
      case REPLACE -> "Isi dipindah ke kotak lain";
      case CONFIRM -> "Penerimaan dipastikan";
      case CORRECT -> "Salah pindai dibetulkan";
      case DAY -> "Kartu hari TPS";
    };
  }

  public static String of(Leg leg) {
    return switch (leg) {
      case CITY_KECAMATAN -> "gudang kota ke kecamatan";
      case KECAMATAN_KELURAHAN -> "kecamatan ke kelurahan";
      case KELURAHAN_TPS -> "kelurahan ke TPS";
      case TPS_KELURAHAN -> "TPS ke kelurahan";
      case KELURAHAN_KECAMATAN -> "kelurahan ke kecamatan";
      case KECAMATAN_CITY -> "kecamatan ke gudang kota";
    };
  }

  /** The reason's code stands beside its words, for the code is what was signed. */
  public static String ofReason(String reason) {
    return switch (reason) {
      case "VOTING" -> "pemungutan suara (VOTING)";
      case "INSPECTION" -> "pemeriksaan isi (INSPECTION)";
      case "REPACKING" -> "dikemas ulang (REPACKING)";
      case "RECOUNT" -> "penghitungan ulang (RECOUNT)";
      case "RESCUE" -> "penyelamatan (RESCUE)";
      case "WET" -> "kotak basah (WET)";
      case "BROKEN" -> "kotak pecah atau robek (BROKEN)";
      case "FIRE" -> "kotak terbakar (FIRE)";
      default -> reason;
    };
  }

  /** In the words of the box's page. */
  public static String of(Discrepancy kind) {
    return switch (kind) {
      case FORK -> "Dua pernyataan bercabang";
      case GAP -> "Rantai terputus";
      case GIVER_NOT_HOLDER -> "Pemberi bukan pemegang";
      case TAKER_NOT_NAMED -> "Penerima bukan yang dituju";
      case SEALS_DIFFER -> "Nomor segel beda";
      case WRONG_PLACE -> "Tempat tidak cocok";
      case BOX_UNKNOWN -> "Kotak tidak dikenal";
      case KEY_UNKNOWN -> "Kunci tidak terdaftar";
      case KEY_REVOKED -> "Kunci sudah dicabut";
      case TOO_EARLY -> "Terlalu dini";
      case SAME_HAND -> "Pemberi dan penerima sama";
      case OUT_OF_ORDER -> "Langkah tidak berurutan";
      case EQUIVOCATION -> "Satu nomor urut, dua isi";
      case CLOCK_OFF -> "Jam perangkat meleset";
      case BOX_MISSING -> "Kotak tidak ada saat diterima";
      case BOX_DAMAGED -> "Kotak rusak saat diterima";
      case SEAL_BROKEN -> "Segel putus atau hilang";
      case SEAL_UNKNOWN -> "Nomor segel tidak dikenal";
      case TAKEN_WITHOUT_PHONE -> "Diterima tanpa HP, belum dipastikan";
      case CARD_USED_TWICE -> "Kartu dipakai lebih dari sekali";
      case OPENED_WITHOUT_REASON -> "Dibuka tanpa alasan yang sah";
      case OPENED_OUTSIDE_HOURS -> "Dibuka di luar jamnya";
      case OPENED_UNWITNESSED -> "Dibuka tanpa dua saksi";
      case OPENED_ONE_BODY -> "Saksi pembukaan dari satu pihak saja";
      case OPENED_ASSISTED -> "Tidak ada saksi dengan HP sendiri";
    };
  }

  /** What came of the examination of an opening. */
  public static String of(ExaminationDone.Outcome outcome) {
    return switch (outcome) {
      case PROCEDURE_KEPT -> "Tata cara dipenuhi";
      case PROCEDURE_BROKEN -> "Tata cara dilanggar";
      case REVOTE_RECOMMENDED -> "Tata cara dilanggar, disarankan pemungutan suara ulang";
      case CANNOT_TELL -> "Tidak dapat dipastikan lagi";
    };
  }

  /** What is different about a box, a line each. */
  public static String of(Statement.Deviation one) {
    if (one.isMissing()) {
      return "TIDAK DITERIMA";
    }
    var state = new ArrayList<String>();
    Seals seals = one.seals();
    if (seals != null) {
      String whole = one.broken().isNone() ? "SEGEL LAIN: " : "SEGEL UTUH: ";
      state.add(seals.isNone() ? "TANPA SEGEL UTUH" : whole + numbers(seals));
    }
    if (!one.broken().isNone()) {
      state.add("PUTUS ATAU HILANG: " + numbers(one.broken()));
    }
    if (one.isDamaged()) {
      state.add("KOTAK RUSAK");
    }
    return String.join("\n", state);
  }

  private static String numbers(Seals seals) {
    return String.join("  ", seals.numbers());
  }
}
