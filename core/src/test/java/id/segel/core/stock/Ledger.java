package id.segel.core.stock;

import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.exchange.Facts;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.region.BallotStyle;
import id.segel.core.region.Dapils;
import id.segel.core.region.Dki2024;
import id.segel.core.region.GeoPoint;
import id.segel.core.region.KelurahanListed;
import id.segel.core.region.PlaceApproved;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.PlaceRegistered;
import id.segel.core.region.Places;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionName;
import id.segel.core.region.Roster;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Books for tests, and beside them a second set that knows nothing but movements: both must come to
 * the same, and each design's sum must be zero.
 */
final class Ledger {

  static final Instant END = Instant.parse("2024-02-13T17:00:00Z");

  private final StockRows rows = new StockRows.InMemory();
  private final Terrain terrain = terrain();
  private final StockBooks books = new StockBooks(rows, terrain);
  private final Map<String, Long> movedOnly = new TreeMap<>();
  private long movements;
  private long statements;

  /** {@code ok}, the refusal's name, or the findings. */
  String say(String fact) {
    String body = Fact.FIRST_LINE + "\nfact " + fact.strip().replaceAll(" *; *", "\n") + "\n";
    return say((StockFact) Facts.read(body.getBytes(StandardCharsets.UTF_8)));
  }

  String say(StockFact fact) {
    var draft = new StockRows.Draft(rows);
    StockBooks.Booked booked = new StockBooks(draft, terrain).take(fact);
    if (booked.refusal() != null) {
      return booked.refusal().name();
    }
    draft.make();
    return booked(booked);
  }

  String sign(Statement statement) {
    var recorded =
        new RecordedStatement(
            Id.ofText(statement.text()), statements++, END, OptionalInt.empty(), statement);
    return booked(books.take(recorded));
  }

  String tick(Instant now) {
    return booked(books.tick(now));
  }

  private String booked(StockBooks.Booked booked) {
    for (Movement one : booked.movements()) {
      movements++;
      movedOnly.merge(StockBooks.balanceKey(one.from(), one.style()), -one.sheets(), Long::sum);
      movedOnly.merge(StockBooks.balanceKey(one.to(), one.style()), one.sheets(), Long::sum);
    }
    for (Movement one : booked.movements()) {
      check(one.from(), one.style());
      check(one.to(), one.style());
    }
    var words = new ArrayList<String>();
    for (Fact finding : booked.findings()) {
      words.add(
          switch (finding) {
            case FindingRaised it ->
                it.kind() + (it.style() == null ? "" : " " + it.style() + " " + it.sheets());
            case FindingCleared it -> "cleared " + it.kind();
            default -> throw new IllegalStateException(finding.toString());
          });
    }
    return words.isEmpty() ? "ok" : String.join(", ", words);
  }

  private void check(Holder holder, BallotStyle style) {
    String key = StockBooks.balanceKey(holder, style);
    long moved = movedOnly.getOrDefault(key, 0L);
    if (moved != books.balance(holder, style)) {
      throw new AssertionError(holder + " has " + books.balance(holder, style) + ", not " + moved);
    }
    if (moved < 0 && !holder.kind().mayOwe()) {
      throw new AssertionError(holder + " owes " + moved);
    }
  }

  /** Sum of each design over all accounts. */
  Map<BallotStyle, Long> sums() {
    var all = new TreeMap<BallotStyle, Long>();
    movedOnly.forEach((key, sheets) ->
        all.merge(BallotStyle.parse(key.substring(key.indexOf(' ') + 1)), sheets, Long::sum));
    return all;
  }

  long movements() {
    return movements;
  }

  long have(String holder, String style) {
    return books.balance(Holder.parse(holder), BallotStyle.parse(style));
  }

  /** Jakarta with two kelurahan whose TPS need 306 ballots of each kind. */
  private static Terrain terrain() {
    var roster = new Roster();
    var dapils = new Dapils();
    var places = new Places();
    var point = new GeoPoint(-61_000_000, 1_067_000_000);
    roster.apply(0, Dki2024.election());
    Dki2024.dapils().forEach(dapils::apply);
    for (String kelurahan : List.of("3171011001", "3172011001")) {
      var tps = new ArrayList<KelurahanListed.Tps>();
      for (int number = 1; number <= 600; number++) {
        tps.add(new KelurahanListed.Tps(number, 300, point));
      }
      roster.apply(
          0,
          new KelurahanListed(new RegionCode(kelurahan), new RegionName("Kelurahan"), point, tps));
    }
    for (String code : List.of("G3171", "G3172", "K317101")) {
      places.apply(new PlaceRegistered(new PlaceCode(code), new RegionName("Gudang"), point));
      places.apply(new PlaceApproved(new PlaceCode(code)));
    }
    return new Terrain(
        roster,
        dapils,
        places,
        box -> roster.knowsTps(box.tpsNumber()) && roster.isKind(box.kind()));
  }

  Collection<BallotStyle> styles() {
    return terrain.styles();
  }
}
