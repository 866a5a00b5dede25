package id.segel.server.evidence;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Fact;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.BallotStyle;
import id.segel.core.region.ElectionOpened;
import id.segel.core.region.PlaceCode;
import id.segel.core.stock.BillOfMaterialsSet;
import id.segel.core.stock.BoxesChecked;
import id.segel.core.stock.BoxesFilled;
import id.segel.core.stock.CodeSeen;
import id.segel.core.stock.ConsignmentArrived;
import id.segel.core.stock.ConsignmentSent;
import id.segel.core.stock.CountCorrected;
import id.segel.core.stock.DamageFound;
import id.segel.core.stock.DifferenceClosed;
import id.segel.core.stock.FindingCleared;
import id.segel.core.stock.FindingRaised;
import id.segel.core.stock.ItemsChecked;
import id.segel.core.stock.KoliOpened;
import id.segel.core.stock.KoliReceived;
import id.segel.core.stock.KoliSorted;
import id.segel.core.stock.Piece;
import id.segel.core.stock.ReplacementOrdered;
import id.segel.core.stock.RevoteDeclared;
import id.segel.core.stock.SheetsDestroyed;
import id.segel.core.stock.StockCounted;
import id.segel.core.stock.StockFact;
import id.segel.core.stock.StockFinding;
import id.segel.core.stock.StockOpened;
import id.segel.core.stock.TransferOrdered;
import id.segel.server.custody.Naming;
import id.segel.server.paper.Indonesian;
import id.segel.server.stock.StockWords;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the stock facts of a bundle say, in Bahasa Indonesia: of many boxes or koli those that it is
 * about. The page that checks says the same: web/src/lib/evidence/stock-story.ts.
 */
final class StockStory {

  /** Who says it, where no badge does. */
  private static final String DESK = "Petugas gudang";

  /**
   * One fact.
   *
   * @param more what else it says, a sentence a line
   * @param isBad whether it says that something is wrong
   */
  record Told(String who, String what, List<String> more, boolean isBad) {}

  private final Naming naming;
  private final Predicate<BoxId> isAbout;
  private final Map<Integer, String> kinds = new TreeMap<>();

  /** What the findings of the bundle are about. */
  private final Set<String> subjects = new HashSet<>();

  StockStory(Bundle bundle, Naming naming, Predicate<BoxId> isAbout) {
    this.naming = naming;
    this.isAbout = isAbout;
    for (Bundle.Piece piece : bundle.pieces()) {
      if (piece.recorded().isFact()) {
        switch (piece.recorded().fact()) {
          case ElectionOpened opened ->
              opened.kinds().forEach(kind -> kinds.put(kind.digit(), kind.code()));
          case FindingRaised raised -> subjects.add(raised.subject());
          default -> {}
        }
      }
    }
  }

  Told of(FindingRaised it) {
    var more = new ArrayList<>(List.of("Tentang " + thing(it.subject())));
    BallotStyle style = it.style();
    if (style != null && it.sheets() != 0) {
      String sheets = sheets(Math.abs(it.sheets()), style);
      more.add(
          it.sheets() < 0 ? "Lebih " + sheets : isLack(it.kind()) ? "Kurang " + sheets : sheets);
    }
    return new Told("Segel", "Temuan: " + StockWords.of(it.kind()), more, true);
  }

  private static boolean isLack(StockFinding kind) {
    return kind == StockFinding.BOX_SHORT
        || kind == StockFinding.RECEIPT_DIFFERS
        || kind == StockFinding.USE_DIFFERS
        || kind == StockFinding.COUNT_DIFFERS;
  }

  Told of(FindingCleared it) {
    return new Told(
        "Segel",
        "Temuan selesai: " + StockWords.of(it.kind()),
        List.of("Tentang " + thing(it.about())),
        false);
  }

  Told of(StockFact fact) {
    return switch (fact) {
      case StockOpened it ->
          told(
              "KPU",
              "Pencatatan surat suara dibuka",
              "Ikat " + it.bundle() + " lembar, koli " + it.koli() + " lembar");
      case BillOfMaterialsSet it ->
          told("KPU", "Daftar isi kotak ditetapkan", counted(it.items().size(), "barang"));
      case ConsignmentSent it ->
          told(
              DESK,
              "Kiriman " + it.consignment() + " dikirim",
              "Dari " + thing(it.from().toString()) + " ke " + place(it.to()),
              "Surat jalan " + it.note() + ", batch " + it.batch(),
              counted(it.koli().stream().mapToLong(ConsignmentSent.Run::count).sum(), "koli")
                  + ", "
                  + counted(
                      it.koli().stream().mapToLong(ConsignmentSent.Run::total).sum(), "lembar"));
      case ConsignmentArrived it ->
          told(DESK, "Kiriman " + it.consignment() + " tiba", at(it.place()));
      case KoliReceived it -> received(it);
      case CountCorrected it ->
          told(
              DESK,
              "Hitungan koli dibetulkan",
              at(it.place()),
              "Koli " + it.koli() + ": " + counted(it.counted(), "lembar"));
      case KoliOpened it ->
          told(
              DESK,
              "Koli dibuka di meja sortir",
              at(it.place()) + ", meja " + it.table() + ", sif " + it.shift(),
              counted(it.koli().size(), "koli")
                  + ": "
                  + Story.listed(it.koli().stream().map(Object::toString).toList()));
      case KoliSorted it -> sorted(it);
      case BoxesFilled it -> filled(it);
      case BoxesChecked it -> checked(it);
      case ReplacementOrdered it ->
          told(
              "KPU",
              "Pengganti dipesan",
              "Pesanan " + it.order() + " dari percetakan " + it.printer(),
              "Untuk " + place(it.place()),
              it.sheets().entrySet().stream()
                  .map(one -> sheets(one.getValue(), one.getKey()))
                  .collect(Collectors.joining(", ")));
      case TransferOrdered it ->
          told(
              "KPU",
              "Pindah diperintahkan",
              "Perintah " + it.transfer() + ", dari " + place(it.place()) + " ke " + place(it.to()),
              sheets(it.sheets(), it.style()) + (it.box() == null ? "" : ", kotak " + it.box()));
      case DamageFound it ->
          new Told(
              DESK,
              "Kerusakan ditemukan",
              List.of(
                  at(it.place()),
                  sheets(it.sheets(), it.style())
                      + " "
                      + StockWords.of(it.damage())
                      + ", dari "
                      + thing(it.from().toString())),
              true);
      case SheetsDestroyed it ->
          told(
              DESK,
              "Surat suara dimusnahkan",
              at(it.place()),
              "Berita acara "
                  + it.record()
                  + ", disaksikan "
                  + it.witnesses().stream()
                      .map(StockWords::ofBody)
                      .collect(Collectors.joining(", ")),
              counted(
                  it.sheets().stream().mapToLong(SheetsDestroyed.Line::sheets).sum(), "lembar"));
      case StockCounted it -> counted(it);
      case DifferenceClosed it ->
          told(
              DESK,
              "Selisih stok ditutup: " + StockWords.of(it.way()),
              at(it.place()) + ", tentang " + thing(it.about().toString()),
              sheets(it.sheets(), it.style()) + ", berita acara " + it.record());
      case ItemsChecked it ->
          new Told(
              "KPPS",
              "Barang TPS diperiksa",
              List.of(
                  at(it.place()),
                  it.lacking().isEmpty() ? "Lengkap" : "Kurang " + items(it.lacking())),
              !it.lacking().isEmpty());
      case RevoteDeclared it ->
          told(
              "KPU",
              "Pemungutan suara ulang ditetapkan",
              "Keputusan " + it.record() + ": " + counted(it.tps().size(), "TPS"));
      case CodeSeen it ->
          new Told(
              DESK,
              "Kode terlihat di tempat lain",
              List.of(at(it.place()), "Kode " + thing(it.code().toString())),
              true);
    };
  }

  private Told received(KoliReceived it) {
    var more = new ArrayList<>(List.of(at(it.place()) + ", kiriman " + it.consignment()));
    more.add(
        counted(
            it.koli().stream().mapToLong(line -> line.last() - line.first() + 1L).sum(), "koli"));
    var different = new ArrayList<String>();
    for (KoliReceived.Line line : it.koli()) {
      if (line.counted() >= 0 || line.condition() != KoliReceived.Condition.GOOD) {
        different.add(
            "koli nomor "
                + line.first()
                + (line.last() == line.first() ? "" : "-" + line.last())
                + (line.counted() < 0 ? "" : " " + counted(line.counted(), "lembar"))
                + " "
                + StockWords.of(line.condition()));
      }
    }
    if (!different.isEmpty()) {
      more.add("Dihitung lain atau rusak: " + Story.listed(different, ", "));
    }
    return new Told(DESK, "Koli diterima", more, false);
  }

  private Told sorted(KoliSorted it) {
    var more =
        new ArrayList<>(List.of(at(it.place()) + ", meja " + it.table() + ", sif " + it.shift()));
    List<KoliSorted.Line> about =
        it.koli().stream().filter(line -> subjects.contains("koli:" + line.koli())).toList();
    if (about.isEmpty()) {
      more.add(
          counted(it.koli().size(), "koli")
              + ": "
              + Story.listed(it.koli().stream().map(line -> line.koli().toString()).toList()));
    }
    for (KoliSorted.Line line : about) {
      var parts = new ArrayList<>(List.of(counted(line.good(), "lembar baik")));
      line.damaged()
          .forEach(
              (why, sheets) -> parts.add(Indonesian.number(sheets) + " " + StockWords.of(why)));
      if (line.missing() > 0) {
        parts.add("kurang " + Indonesian.number(line.missing()));
      }
      if (line.excess() > 0) {
        parts.add("lebih " + Indonesian.number(line.excess()));
      }
      line.foreign().forEach((style, sheets) -> parts.add("desain lain: " + sheets(sheets, style)));
      more.add("Koli " + line.koli() + ": " + String.join(", ", parts));
    }
    return new Told(DESK, "Koli disortir", more, false);
  }

  private Told filled(BoxesFilled it) {
    var more = new ArrayList<>(List.of(at(it.place())));
    List<BoxesFilled.Line> about =
        it.boxes().stream().filter(line -> isAbout.test(line.box())).toList();
    more.add(share(about.size(), it.boxes().stream().map(BoxesFilled.Line::box).toList()));
    for (BoxesFilled.Line line : about) {
      more.add("Kotak " + line.box() + ": " + content(line.pieces()));
    }
    return new Told("Pengepak " + it.packer(), "Surat suara diisikan ke kotak", more, false);
  }

  /** Whole bundles are counted as bundles: how many sheets they have, the labels do not say. */
  private static String content(List<Piece> pieces) {
    long whole = 0;
    long broken = 0;
    long rests = 0;
    for (Piece piece : pieces) {
      switch (piece.part()) {
        case WHOLE -> whole += piece.last() - piece.first() + 1L;
        case BROKEN_OFF -> broken += piece.sheets();
        case REST -> rests++;
      }
    }
    return Stream.of(
                whole == 0 ? "" : counted(whole, "ikat utuh"),
                broken == 0 ? "" : counted(broken, "lembar dari ikat yang dipecah"),
                rests == 0 ? "" : "sisa " + counted(rests, "ikat yang dipecah"))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(", "))
        + " ("
        + Story.listed(pieces.stream().map(Piece::toString).toList())
        + ")";
  }

  private Told checked(BoxesChecked it) {
    var more = new ArrayList<>(List.of(at(it.place())));
    List<BoxesChecked.Line> about =
        it.boxes().stream().filter(line -> isAbout.test(line.box())).toList();
    more.add(share(about.size(), it.boxes().stream().map(BoxesChecked.Line::box).toList()));
    for (BoxesChecked.Line line : about) {
      more.add(
          "Kotak "
              + line.box()
              + ": "
              + (line.isReady() ? "siap disegel" : "belum boleh disegel")
              + (line.lacking().isEmpty() ? "" : ", kurang " + items(line.lacking())));
    }
    boolean isBad = about.stream().anyMatch(line -> !line.isReady());
    return new Told("Pemeriksa " + it.checker(), "Kotak diperiksa", more, isBad);
  }

  /**
   * How many of the boxes of a fact the bundle is about; which they are, where it is about none.
   */
  private static String share(int about, List<BoxId> all) {
    if (about == all.size()) {
      return counted(about, "kotak");
    }
    return about > 0
        ? Indonesian.number(about) + " dari " + counted(all.size(), "kotak")
        : counted(all.size(), "kotak")
            + ": "
            + Story.listed(all.stream().map(BoxId::toString).toList());
  }

  private Told counted(StockCounted it) {
    List<StockCounted.Line> about =
        it.counts().stream()
            .filter(line ->
                subjects.contains(line.holder().toString())
                    || (line.holder().toString().startsWith("box:")
                        && isAbout.test(BoxId.parse(line.holder().code()))))
            .toList();
    List<StockCounted.Line> told = about.isEmpty() ? it.counts() : about;
    return told(
        DESK,
        "Stok dihitung",
        at(it.place()),
        Story.listed(
            told.stream()
                .map(line ->
                    thing(line.holder().toString()) + " " + sheets(line.counted(), line.style()))
                .toList(),
            "; "));
  }

  private static Told told(String who, String what, String... more) {
    return new Told(who, what, List.of(more), false);
  }

  private static String items(SortedMap<String, Integer> lacking) {
    return lacking.entrySet().stream()
        .map(one -> one.getKey() + " " + Indonesian.number(one.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String counted(long count, String of) {
    return Indonesian.number(count) + " " + of;
  }

  /** {@code 25 lembar DPRPROV dapil 10}. */
  private String sheets(long sheets, BallotStyle style) {
    return counted(sheets, "lembar ") + style(style);
  }

  private String style(BallotStyle style) {
    String kind = kinds.getOrDefault(style.kind(), "jenis " + style.kind());
    return style.dapil() == 0 ? kind : kind + " dapil " + style.dapil();
  }

  private String at(PlaceCode place) {
    return "Di " + place(place);
  }

  private String place(PlaceCode code) {
    return naming.place(code).name();
  }

  /** A holder, or what else a finding is about, in words. */
  private String thing(String about) {
    int colon = about.indexOf(':');
    String code = about.substring(colon + 1);
    // Behind a dot stands the design, or the number of a table.
    int dot = code.indexOf('.');
    String first = dot < 0 ? code : code.substring(0, dot);
    String second = dot < 0 ? "" : code.substring(dot + 1);
    String of = dot < 0 ? "" : " (" + named(second) + ")";
    return switch (about.substring(0, colon)) {
      case "box" -> "kotak " + code;
      case "koli" -> "koli " + code;
      case "printer" -> "percetakan " + code;
      case "due" -> "pesanan pengganti " + code;
      case "batch" -> "batch cetak " + code;
      case "entry" -> "catatan " + code;
      case "consignment" -> "kiriman " + first + of;
      case "table" -> "meja sortir " + second + ", " + placeOf(first);
      case "store" -> "lembar lepas di " + placeOf(first) + of;
      case "damaged" -> "lembar rusak di " + placeOf(first) + of;
      case "destroyed" -> "lembar yang dimusnahkan di " + placeOf(first) + of;
      case "discrepancy" -> "selisih di " + placeOf(first) + of;
      case "revote" -> "cadangan PSU di " + placeOf(first) + of;
      case "used" -> "lembar terpakai di " + placeOf("T" + first);
      case "spoiled" -> "lembar rusak atau keliru coblos di " + placeOf("T" + first);
      case "unused" -> "lembar sisa di " + placeOf("T" + first);
      case "place" -> placeOf(code);
      default -> about;
    };
  }

  private String named(String style) {
    try {
      return style(BallotStyle.parse(style));
    } catch (MalformedException e) {
      return style;
    }
  }

  private String placeOf(String code) {
    try {
      return place(new PlaceCode(code));
    } catch (MalformedException e) {
      return code;
    }
  }

  /** Places that a stock fact names: who reads the bundle needs their names. */
  static Set<PlaceCode> placesOf(Fact fact) {
    var places = new HashSet<PlaceCode>();
    switch (fact) {
      case StockFact it -> {
        if (it.place() != null) {
          places.add(it.place());
        }
        switch (it) {
          case ConsignmentSent sent -> places.add(sent.to());
          case TransferOrdered ordered -> places.add(ordered.to());
          case DifferenceClosed closed -> addPlaceIn(closed.about().toString(), places);
          default -> {}
        }
      }
      case FindingRaised it -> addPlaceIn(it.about(), places);
      case FindingCleared it -> addPlaceIn(it.about(), places);
      default -> {}
    }
    return places;
  }

  private static void addPlaceIn(String about, Set<PlaceCode> places) {
    String code = about.substring(about.indexOf(':') + 1);
    try {
      places.add(new PlaceCode(code.contains(".") ? code.substring(0, code.indexOf('.')) : code));
    } catch (MalformedException e) {
      // It is about something that is no place.
    }
  }
}
