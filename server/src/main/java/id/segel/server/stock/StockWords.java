package id.segel.server.stock;

import id.segel.core.stock.Damage;
import id.segel.core.stock.DifferenceClosed;
import id.segel.core.stock.KoliReceived;
import id.segel.core.stock.StockFinding;

/**
 * What stands on papers for the codes of stock facts, in Bahasa Indonesia and the words of the
 * pages.
 */
public final class StockWords {

  private StockWords() {}

  public static String of(StockFinding kind) {
    return switch (kind) {
      case WRONG_CONSIGNEE -> "Salah alamat";
      case UNREGISTERED_SITE -> "Tempat tidak terdaftar";
      case CODE_SEEN_TWICE -> "Kode terlihat di dua tempat";
      case RECEIPT_DIFFERS -> "Penerimaan berbeda";
      case DAMAGED_ON_ARRIVAL -> "Koli rusak saat tiba";
      case FOREIGN_SHEETS -> "Desain lain di dalam koli";
      case BATCH_OUTLIER -> "Batch terlalu banyak rusak";
      case DAMAGED_LATE -> "Rusak setelah diterima";
      case REPLACEMENT_LATE -> "Pengganti terlambat";
      case BOX_SHORT -> "Kotak kurang";
      case BOX_OVER -> "Kotak lebih";
      case ITEMS_LACKING -> "Barang kotak kurang";
      case TPS_ITEMS_LACKING -> "Barang TPS kurang";
      case SEALED_NOT_READY -> "Disegel sebelum siap";
      case SEALED_EMPTY -> "Kotak kosong disegel";
      case SHEETS_DIFFER -> "Hitungan kotak berbeda";
      case USE_DIFFERS -> "Pemakaian tidak seimbang";
      case COUNT_DIFFERS -> "Hasil hitung gudang berbeda";
      case PUNCHED -> "Surat suara sudah tercoblos";
      case COMMON_ORIGIN -> "Tercoblos, asal koli sama";
      case LOOSE_SHEETS -> "Lembar lepas setelah H-1";
      case STILL_ON_THE_WAY -> "Masih di jalan setelah H-1";
      case LEFT_BEHIND -> "Tertinggal di gudang";
    };
  }

  public static String of(Damage damage) {
    return switch (damage) {
      case TORN -> "sobek";
      case CREASED -> "kusut";
      case INK -> "noda tinta";
      case CUT -> "salah potong";
      case STUCK -> "lengket";
      case WET -> "basah";
      case PUNCHED -> "sudah tercoblos";
    };
  }

  public static String of(KoliReceived.Condition condition) {
    return switch (condition) {
      case GOOD -> "baik";
      case WET -> "basah";
      case TORN -> "robek";
      case OPEN -> "terbuka";
    };
  }

  public static String of(DifferenceClosed.Way way) {
    return switch (way) {
      case CREDITED -> "diakui percetakan";
      case LOST -> "hilang";
      case FOUND -> "ditemukan";
    };
  }

  /** A body that watched; its code where it has no other name. */
  public static String ofBody(String code) {
    return switch (code) {
      case "BAWASLU" -> "Bawaslu";
      case "POLDA" -> "Kepolisian";
      default -> code;
    };
  }
}
