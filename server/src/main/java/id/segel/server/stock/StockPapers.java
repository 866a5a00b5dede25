package id.segel.server.stock;

import static id.segel.server.http.Allow.Who.USER;

import id.segel.core.fact.MalformedException;
import id.segel.core.region.BallotStyle;
import id.segel.core.region.ElectionOpened;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.Places;
import id.segel.server.http.Allow;
import id.segel.server.http.Problem;
import id.segel.server.http.PublicAddress;
import id.segel.server.paper.Column;
import id.segel.server.paper.Indonesian;
import id.segel.server.paper.Paper;
import id.segel.server.paper.PaperPrinter;
import id.segel.server.paper.PaperSource;
import id.segel.server.paper.Table;
import id.segel.server.region.Regions;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeMap;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The minutes (berita acara) of receiving, of packing on a day, and of a destruction. */
@RestController
@RequestMapping("/api/papers")
class StockPapers {

  private final StockViews views;
  private final KoliViews koli;
  private final PackingViews packing;
  private final Regions regions;
  private final PaperSource sources;
  private final PublicAddress address;

  StockPapers(
      StockViews views,
      KoliViews koli,
      PackingViews packing,
      Regions regions,
      PaperSource sources,
      PublicAddress address) {
    this.views = views;
    this.koli = koli;
    this.packing = packing;
    this.regions = regions;
    this.sources = sources;
    this.address = address;
  }

  @Allow(USER)
  @GetMapping("/receiving")
  ResponseEntity<byte[]> receiving(@RequestParam String consignment, HttpServletRequest request)
      throws IOException {
    if (!consignment.matches("[A-Z0-9]{1,12}")) {
      throw Problem.malformed("a consignment is capitals and digits");
    }
    StockAnswers.ConsignmentPage page = koli.consignment(consignment);
    long newest = views.newestOf("consignment:" + consignment);
    Paper paper =
        receiving(
            election(),
            storeName(page.consignment().to()),
            page,
            proof(request, newest),
            sources.covering(newest));
    return PaperPrinter.answer(paper, "penerimaan-" + consignment);
  }

  @Allow(USER)
  @GetMapping("/packing")
  ResponseEntity<byte[]> packing(
      @RequestParam String place, @RequestParam String day, HttpServletRequest request)
      throws IOException {
    LocalDate date;
    String store;
    try {
      date = LocalDate.parse(day);
      if (date.getYear() < 2000 || date.getYear() > 2100) {
        throw Problem.malformed("a day is between 2000 and 2100");
      }
      store = new PlaceCode(place).text();
    } catch (DateTimeException | MalformedException e) {
      throw Problem.malformed("a store and a day, as 2024-01-25, are needed");
    }
    ZoneId zone = election().zone();
    Instant from = date.atStartOfDay(zone).toInstant();
    List<StockAnswers.Packed> packed =
        packing.packed(store, from, date.plusDays(1).atStartOfDay(zone).toInstant());
    if (packed.isEmpty()) {
      throw Problem.notFound("no box was found ready at " + store + " on " + date);
    }
    long newest = packed.stream().mapToLong(StockAnswers.Packed::index).max().orElseThrow();
    Paper paper =
        packing(
            election(),
            storeName(store),
            date,
            packed,
            proof(request, newest),
            sources.covering(newest));
    return PaperPrinter.answer(paper, "pengepakan-" + store + "-" + date);
  }

  @Allow(USER)
  @GetMapping("/destruction")
  ResponseEntity<byte[]> destruction(@RequestParam long index, HttpServletRequest request)
      throws IOException {
    StockAnswers.Destruction destruction = views.destruction(index);
    Paper paper =
        destruction(
            election(),
            storeName(destruction.place()),
            destruction,
            proof(request, index),
            sources.covering(index));
    return PaperPrinter.answer(paper, "pemusnahan-" + destruction.record());
  }

  private ElectionOpened election() {
    ElectionOpened opened = regions.roster().election();
    if (opened == null) {
      throw Problem.notFound("no election was opened");
    }
    return opened;
  }

  private String storeName(String place) {
    Places.Place known = regions.places().of(new PlaceCode(place));
    return known == null ? place : known.name().text();
  }

  private String proof(HttpServletRequest request, long index) {
    return address.of(request) + "/log/proof/" + index;
  }

  // ---- what stands on them

  static Paper receiving(
      ElectionOpened election,
      String store,
      StockAnswers.ConsignmentPage page,
      String proof,
      Paper.Source source) {
    StockAnswers.Consignment sent = page.consignment();
    var counted = new TreeMap<String, long[]>();
    for (StockAnswers.Run run : page.lines()) {
      long[] sums = counted.computeIfAbsent(run.style(), style -> new long[2]);
      sums[0] += run.last() - run.first() + 1L;
      sums[1] += (run.last() - run.first() + 1L) * run.sheets();
    }
    var table =
        Table.of(
            Column.text("Desain", 40),
            Column.number("Koli", 14),
            Column.number("Lembar menurut surat jalan", 24));
    counted.forEach((style, sums) ->
        table.row(
            inWords(election, style), Indonesian.number(sums[0]), Indonesian.number(sums[1])));
    table.totals("Jumlah", Indonesian.number(sent.koli()), Indonesian.number(sent.sheets()));
    Paper.Draft draft =
        Paper.titled("Berita Acara Penerimaan Surat Suara")
            .number(sent.note())
            .line(election.name().text())
            .line(store)
            .pair("Pengiriman", sent.consignment())
            .pair("Dari", sent.from().substring(sent.from().indexOf(':') + 1))
            .pair("Surat jalan", sent.note())
            .pair("Bets cetak", sent.batch())
            .pair(
                "Tiba",
                sent.arrivedAt() == null
                    ? "belum dicatat"
                    : Indonesian.moment(sent.arrivedAt(), election.zone()))
            .pair(
                "Koli diterima",
                Indonesian.number(sent.koliReceived()) + " dari " + Indonesian.number(sent.koli()))
            .pair("Lembar dihitung", Indonesian.number(sent.sheetsReceived()))
            .pair(
                "Selisih terbuka",
                sent.difference() == 0
                    ? "tidak ada"
                    : Indonesian.number(sent.difference()) + " lembar")
            .table(table);
    if (!page.received().isEmpty()) {
      var different =
          Table.of(
              Column.text("Koli yang berbeda atau rusak", 36),
              Column.number("Surat jalan", 18),
              Column.number("Dihitung", 18),
              Column.text("Keadaan", 18));
      for (StockAnswers.Received one : page.received()) {
        different.row(
            one.koli(),
            Indonesian.number(one.expected()),
            Indonesian.number(one.counted()),
            condition(one.condition()));
      }
      draft.table(different);
    }
    return draft
        .sign("Yang menyerahkan", "Pengirim")
        .sign("Yang menerima", store)
        .sign("Menyaksikan", "Bawaslu")
        .sign("Menyaksikan", "Kepolisian")
        .proof(proof)
        .from(source);
  }

  private static String condition(String word) {
    return switch (word) {
      case "wet" -> "basah";
      case "torn" -> "sobek";
      case "open" -> "terbuka";
      default -> "baik";
    };
  }

  static Paper packing(
      ElectionOpened election,
      String store,
      LocalDate day,
      List<StockAnswers.Packed> packed,
      String proof,
      Paper.Source source) {
    var table =
        Table.of(
            Column.text("Kelurahan", 34),
            Column.text("Desain", 34),
            Column.number("Kotak", 14),
            Column.number("Lembar", 18));
    long boxes = 0;
    long sheets = 0;
    String last = "";
    for (StockAnswers.Packed one : packed) {
      table.row(
          one.kelurahan().equals(last) ? "" : one.kelurahan(),
          inWords(election, one.style()),
          Indonesian.number(one.boxes()),
          Indonesian.number(one.sheets()));
      last = one.kelurahan();
      boxes += one.boxes();
      sheets += one.sheets();
    }
    table.totals("Jumlah", "", Indonesian.number(boxes), Indonesian.number(sheets));
    return Paper.titled("Berita Acara Pengepakan Kotak Suara")
        .line(election.name().text())
        .line(store)
        .line(Indonesian.day(day))
        .paragraph(
            "Kotak berikut diisi menurut kebutuhan TPS, dihitung oleh orang lain daripada yang"
                + " mengisinya, dan dinyatakan siap disegel pada hari ini.")
        .table(table)
        .sign("Yang mengepak", store)
        .sign("Yang memeriksa", store)
        .sign("Menyaksikan", "Bawaslu")
        .sign("Menyaksikan", "Kepolisian")
        .proof(proof)
        .from(source);
  }

  static Paper destruction(
      ElectionOpened election,
      String store,
      StockAnswers.Destruction destruction,
      String proof,
      Paper.Source source) {
    var table =
        Table.of(Column.text("Desain", 40), Column.text("Asal", 40), Column.number("Lembar", 20));
    var sums = new TreeMap<String, long[]>();
    for (StockAnswers.Moved one : destruction.sheets()) {
      String from = one.from().startsWith("damaged:") ? "rusak" : "lebih";
      sums.computeIfAbsent(one.style() + " " + from, key -> new long[1])[0] += one.sheets();
    }
    long total = 0;
    for (var one : sums.entrySet()) {
      int space = one.getKey().indexOf(' ');
      table.row(
          inWords(election, one.getKey().substring(0, space)),
          one.getKey().substring(space + 1),
          Indonesian.number(one.getValue()[0]));
      total += one.getValue()[0];
    }
    table.totals("Jumlah", "", Indonesian.number(total));
    Paper.Draft draft =
        Paper.titled("Berita Acara Pemusnahan Surat Suara")
            .number(destruction.record())
            .line(election.name().text())
            .line(store)
            .line(Indonesian.moment(destruction.recorded(), election.zone()))
            .paragraph(
                "Surat suara rusak dan lebih berikut dimusnahkan di tempat terbuka, disaksikan oleh"
                    + " badan yang menandatangani.")
            .table(table)
            .sign("Yang memusnahkan", store);
    for (String body : destruction.witnesses()) {
      draft.sign("Menyaksikan", StockWords.ofBody(body));
    }
    return draft.proof(proof).from(source);
  }

  /** {@code DPRD Provinsi, dapil 10}. */
  private static String inWords(ElectionOpened election, String text) {
    BallotStyle style = BallotStyle.parse(text);
    String name =
        election.kinds().stream()
            .filter(kind -> kind.digit() == style.kind())
            .map(kind -> kind.name().text())
            .findFirst()
            .orElse(text);
    return style.dapil() == 0 ? name : name + ", dapil " + style.dapil();
  }
}
