package id.segel.server.sitrep;

import id.segel.server.situation.Snapshots;

/** In whose hands boxes are, from their stages: what a person at a table asks. */
enum Custody {
  NOT_PACKED("belum dikemas", 0, 0, 12),
  CITY("gudang kota", 1, 2, 12),
  KECAMATAN("kecamatan", 3, 3, 15),
  KELURAHAN("kelurahan", 4, 4, 14),
  TPS("TPS", 5, 7, 12),
  BACK_AT_KELURAHAN("kembali di kelurahan", 8, 8, 14),
  BACK_AT_KECAMATAN("kembali di kecamatan", 9, 9, 15),
  BACK_IN_CITY("kembali di kota", 10, 10, 13);

  private final String words;
  private final int first;
  private final int last;
  private final int width;

  Custody(String words, int first, int last, int width) {
    this.words = words;
    this.first = first;
    this.last = last;
    this.width = width;
  }

  String words() {
    return words;
  }

  /** Its share of a row on paper: no word is cut. */
  int width() {
    return width;
  }

  /** How many boxes are there. */
  int of(Snapshots.Counts counts) {
    return counts.stages().subList(first, last + 1).stream().mapToInt(Integer::intValue).sum();
  }
}
