package id.segel.core.stock;

import id.segel.core.box.BoxId;
import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.exchange.Facts;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.region.BallotStyle;
import id.segel.core.region.Dapils;
import id.segel.core.region.Dki2024;
import id.segel.core.region.PlaceCode;
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
final class Ledger implements Terrain {

  static final Instant END = Instant.parse("2024-02-13T17:00:00Z");

  private final StockRows rows = new StockRows.InMemory();
  private final StockBooks books = new StockBooks(rows, this);
  private final Dapils dapils = new Dapils();
  private final Map<String, Long> movedOnly = new TreeMap<>();
  private long movements;
  private long statements;

  Ledger() {
    Dki2024.dapils().forEach(dapils::apply);
  }

  /** {@code ok}, the refusal's name, or the findings. */
  String say(String fact) {
    String body = Fact.FIRST_LINE + "\nfact " + fact.strip().replaceAll(" *; *", "\n") + "\n";
    return say((StockFact) Facts.read(body.getBytes(StandardCharsets.UTF_8)));
  }

  String say(StockFact fact) {
    var draft = new StockRows.Draft(rows);
    StockBooks.Booked booked = new StockBooks(draft, this).take(fact);
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

  @Override
  public boolean isRegistered(PlaceCode place) {
    return isApproved(place);
  }

  @Override
  public boolean isApproved(PlaceCode place) {
    return place.text().matches("G317[1-5]|K31710[1-8]");
  }

  @Override
  public boolean isBox(BoxId box) {
    return box.kind() <= 4 && box.kind() >= 1 && box.tps().startsWith("317");
  }

  @Override
  public BallotStyle style(BoxId box) {
    return dapils.style(box.kind(), box.tps());
  }

  @Override
  public int need(BoxId box) {
    return 306;
  }

  @Override
  public boolean isStyle(BallotStyle style) {
    return styles().contains(style);
  }

  @Override
  public Collection<PlaceCode> stores() {
    return List.of(new PlaceCode("G3171"), new PlaceCode("G3172"), new PlaceCode("K317101"));
  }

  @Override
  public Collection<BallotStyle> styles() {
    return dapils.styles(List.of(1, 2, 3, 4));
  }

  @Override
  public Instant endOfEve() {
    return END;
  }
}
