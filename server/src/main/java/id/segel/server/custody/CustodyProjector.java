package id.segel.server.custody;

import id.segel.core.box.BoxId;
import id.segel.core.custody.DiscrepancyClosed;
import id.segel.core.custody.DiscrepancyFound;
import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.server.log.Projector;
import id.segel.server.log.Recorded;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Keeps the unanswered offers for the inbox of the taker named, the discrepancies of each box, the
 * moments of each handover, and the day of each TPS.
 */
@Component
class CustodyProjector implements Projector {

  private record Offer(PartyKey taker, long index) {}

  @Override
  public String schema() {
    return "custody";
  }

  @Override
  public void apply(List<Recorded> entries, Connection sql) throws SQLException {
    var offers = new LinkedHashMap<Id, Offer>();
    var answered = new HashSet<Id>();
    var boxes = new ArrayList<Long>();
    var indexes = new ArrayList<Long>();
    var statements = new ArrayList<RecordedStatement>();
    for (Recorded recorded : entries) {
      if (recorded.isFact()) {
        for (BoxId box : boxesOf(recorded.fact())) {
          boxes.add(box.number());
          indexes.add(recorded.index());
        }
        continue;
      }
      RecordedStatement one = recorded.statement();
      statements.add(one);
      Statement said = one.statement();
      if (said.kind() == Statement.Kind.OFFER) {
        offers.put(one.id(), new Offer(Objects.requireNonNull(said.to()), recorded.index()));
      } else if (said.of() != null) {
        answered.add(said.of());
      }
    }
    // What was offered and answered within these entries needs no row.
    var both = new HashSet<>(answered);
    both.retainAll(offers.keySet());
    offers.keySet().removeAll(both);
    answered.removeAll(both);
    insert(offers, sql);
    delete(answered, sql);
    insertDiscrepancies(boxes, indexes, sql);
    HandoverStore.apply(statements, sql);
    DayStore.apply(statements, sql);
  }

  private static List<BoxId> boxesOf(Fact fact) {
    return switch (fact) {
      case DiscrepancyFound found -> found.boxes();
      case DiscrepancyClosed closed -> closed.boxes();
      default -> List.of();
    };
  }

  private static void insertDiscrepancies(List<Long> boxes, List<Long> indexes, Connection sql)
      throws SQLException {
    if (boxes.isEmpty()) {
      return;
    }
    try (PreparedStatement insert =
        sql.prepareStatement(
            """
            insert into custody.box_discrepancies (box, index)
            select * from unnest(?::bigint[], ?::bigint[])
            on conflict do nothing
            """)) {
      insert.setArray(1, sql.createArrayOf("bigint", boxes.toArray(Long[]::new)));
      insert.setArray(2, sql.createArrayOf("bigint", indexes.toArray(Long[]::new)));
      insert.executeUpdate();
    }
  }

  private static void insert(Map<Id, Offer> offers, Connection sql) throws SQLException {
    if (offers.isEmpty()) {
      return;
    }
    var ids = new ArrayList<byte[]>();
    var takers = new ArrayList<byte[]>();
    var indexes = new ArrayList<Long>();
    offers.forEach((id, offer) -> {
      ids.add(id.bytes());
      takers.add(offer.taker.bytes());
      indexes.add(offer.index);
    });
    try (PreparedStatement insert =
        sql.prepareStatement(
            """
            insert into custody.offers (offer, taker, index)
            select * from unnest(?::bytea[], ?::bytea[], ?::bigint[])
            on conflict do nothing
            """)) {
      insert.setArray(1, sql.createArrayOf("bytea", ids.toArray(byte[][]::new)));
      insert.setArray(2, sql.createArrayOf("bytea", takers.toArray(byte[][]::new)));
      insert.setArray(3, sql.createArrayOf("bigint", indexes.toArray(Long[]::new)));
      insert.executeUpdate();
    }
  }

  /**
   * An answered offer goes; of an answer that comes before its offer a mark stays, an offer to
   * nobody, so that the offer is not taken for an open one.
   */
  private static void delete(Set<Id> answered, Connection sql) throws SQLException {
    if (answered.isEmpty()) {
      return;
    }
    try (PreparedStatement update =
        sql.prepareStatement(
            """
            with gone as (
              delete from custody.offers where offer = any(?) and taker <> '\\x' returning offer
            )
            insert into custody.offers (offer, taker, index)
            select offer, '\\x', 0 from unnest(?::bytea[]) as answered (offer)
             where offer not in (select offer from gone)
            on conflict do nothing
            """)) {
      Array ids =
          sql.createArrayOf("bytea", answered.stream().map(Id::bytes).toArray(byte[][]::new));
      update.setArray(1, ids);
      update.setArray(2, ids);
      update.executeUpdate();
    }
  }

  @Override
  public List<String> tables() {
    return List.of(
        // Answers before their offers leave a mark that depends on what was read together.
        "(select offer, taker, index from custody.offers where taker <> '\\x')",
        "custody.box_discrepancies",
        "custody.handovers",
        "custody.days");
  }

  @Override
  public void reset(Connection sql) throws SQLException {
    try (PreparedStatement truncate =
        sql.prepareStatement(
            "truncate custody.offers, custody.box_discrepancies, custody.handovers, custody.days")) {
      truncate.executeUpdate();
    }
  }
}
