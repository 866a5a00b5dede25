package id.segel.server.stock;

import id.segel.core.custody.RecordedStatement;
import id.segel.core.fact.Fact;
import id.segel.core.stock.StockBooks;
import id.segel.core.stock.StockFact;
import id.segel.core.stock.StockRefusal;
import id.segel.core.stock.StockRows;
import id.segel.core.stock.Terrain;
import id.segel.server.custody.Spares;
import id.segel.server.http.Problem;
import id.segel.server.log.Decider;
import id.segel.server.log.Submission;
import id.segel.server.region.Regions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Judges what desks say about sheets and books what was signed, one after the other in the
 * sequencer's thread, so that two packers cannot use one bundle.
 */
@Component
@Order(2)
class Stock implements Decider {

  private final StockStore rows = new StockStore("stock.guards");
  private final Terrain terrain;
  private final StockBooks books;

  /** Whether sheets are counted; null until it was looked up. */
  private @Nullable Boolean isOpen;

  Stock(Regions regions, Spares spares) {
    this.terrain =
        new Terrain(regions.roster(), regions.dapils(), regions.places(), spares::isKnown);
    this.books = new StockBooks(rows, terrain);
  }

  @Override
  public void begin(List<Submission> batch, List<Fact> proposed, Connection sql)
      throws SQLException {
    rows.begin(sql);
    fetch(batch, proposed);
    if (!proposed.isEmpty()) {
      // What was fetched says what else is needed: the design of a koli its account.
      fetch(batch, proposed);
    }
  }

  private void fetch(List<Submission> batch, List<Fact> proposed) throws SQLException {
    var keys = new ArrayList<String>();
    for (Fact fact : proposed) {
      if (fact instanceof StockFact it) {
        keys.addAll(StockBooks.keys(it, terrain, rows.known()));
      }
    }
    if (!batch.isEmpty() && isOpen()) {
      for (Submission submission : batch) {
        keys.addAll(StockBooks.keys(submission.signed().statement(), terrain));
      }
    }
    rows.fetch(keys);
  }

  private boolean isOpen() {
    Boolean known = isOpen;
    if (known == null) {
      known = books.isOpen();
      isOpen = known;
    }
    return known;
  }

  @Override
  public List<Fact> decide(Submission submission, long index) throws SQLException {
    try {
      if (!isOpen()) {
        return List.of();
      }
      return books
          .take(
              RecordedStatement.of(
                  submission.signed(), index, submission.recorded(), submission.skewSeconds()))
          .findings();
    } catch (StockStore.BrokenConnectionException e) {
      throw e.broken();
    }
  }

  @Override
  public @Nullable List<Fact> propose(Fact proposed) throws SQLException {
    if (!(proposed instanceof StockFact fact)) {
      return null;
    }
    try {
      var draft = new StockRows.Draft(rows);
      StockBooks.Booked booked = new StockBooks(draft, terrain).take(fact);
      StockRefusal refusal = booked.refusal();
      if (refusal != null) {
        String about = booked.detail().isEmpty() ? "" : ": " + booked.detail();
        throw new Problem(409, refusal.name(), refusal.sentence() + about);
      }
      draft.make();
      isOpen = true;
      return booked.findings();
    } catch (StockStore.BrokenConnectionException e) {
      throw e.broken();
    }
  }

  @Override
  public List<Fact> tick(Instant now, Connection sql) throws SQLException {
    rows.begin(sql);
    rows.fetch(StockBooks.keys(now, terrain));
    try {
      return books.tick(now).findings();
    } catch (StockStore.BrokenConnectionException e) {
      throw e.broken();
    }
  }

  @Override
  public void write(Connection transaction) throws SQLException {
    rows.write(transaction);
  }

  @Override
  public void forget(Connection sql) {
    rows.begin(sql);
    isOpen = null;
  }
}
