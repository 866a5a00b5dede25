package id.segel.server.custody;

import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.fact.Id;
import id.segel.core.region.Leg;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;

/**
 * Each handover with the moments that its two phones claim, whichever of its statements comes
 * first; of several acceptances the first in the log. Owned by the follower's thread.
 */
final class HandoverStore {

  private HandoverStore() {}

  static void apply(List<RecordedStatement> statements, Connection sql) throws SQLException {
    var offers = only(statements, Statement.Kind.OFFER);
    var accepts = only(statements, Statement.Kind.ACCEPT);
    if (!offers.isEmpty()) {
      offer(offers, sql);
    }
    if (!accepts.isEmpty()) {
      accept(accepts, sql);
    }
    var withdrawn = only(statements, Statement.Kind.WITHDRAW);
    if (!withdrawn.isEmpty()) {
      withdraw(withdrawn, sql);
    }
  }

  private static void withdraw(List<RecordedStatement> statements, Connection sql)
      throws SQLException {
    try (PreparedStatement upsert =
        sql.prepareStatement(
            """
            insert into custody.handovers (offer, withdrawn)
            select offer, true from unnest(?::bytea[]) as over (offer)
            on conflict (offer) do update set withdrawn = true
            """)) {
      upsert.setArray(
          1,
          sql.createArrayOf(
              "bytea",
              statements.stream()
                  .map(one -> Objects.requireNonNull(one.statement().of()))
                  .distinct()
                  .map(id -> id.bytes())
                  .toArray(byte[][]::new)));
      upsert.executeUpdate();
    }
  }

  private static List<RecordedStatement> only(
      List<RecordedStatement> statements, Statement.Kind kind) {
    return statements.stream().filter(one -> one.statement().kind() == kind).toList();
  }

  private static void offer(List<RecordedStatement> offers, Connection sql) throws SQLException {
    try (PreparedStatement upsert =
        sql.prepareStatement(
            """
            insert into custody.handovers (offer, offered, leg, giver, boxes)
            values (?, to_timestamp(?), ?, ?, ?)
            on conflict (offer) do update
               set offered = excluded.offered, leg = excluded.leg, giver = excluded.giver,
                   boxes = excluded.boxes
            """)) {
      for (RecordedStatement one : offers) {
        Statement said = one.statement();
        Leg leg = Objects.requireNonNull(said.leg());
        upsert.setBytes(1, one.id().bytes());
        upsert.setLong(2, said.claimed().getEpochSecond());
        upsert.setInt(3, leg.number());
        upsert.setBytes(4, said.by().bytes());
        upsert.setArray(
            5,
            sql.createArrayOf(
                "bigint",
                said.groups().stream()
                    .flatMap(group -> group.boxes().stream())
                    .map(line -> line.box().number())
                    .toArray()));
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
  }

  /**
   * One answer to each offer: the driver makes one command of a batch, which meets no row twice.
   */
  private static Collection<RecordedStatement> first(List<RecordedStatement> accepts) {
    var byOffer = new LinkedHashMap<Id, RecordedStatement>();
    accepts.forEach(one -> byOffer.putIfAbsent(Objects.requireNonNull(one.statement().of()), one));
    return byOffer.values();
  }

  private static void accept(List<RecordedStatement> accepts, Connection sql) throws SQLException {
    try (PreparedStatement upsert =
        sql.prepareStatement(
            """
            insert into custody.handovers (offer, index, accepted, taker, missing)
            values (?, ?, to_timestamp(?), ?, ?)
            on conflict (offer) do update
               set index = excluded.index, accepted = excluded.accepted, taker = excluded.taker,
                   missing = excluded.missing
             where handovers.accepted is null
            """)) {
      for (RecordedStatement one : first(accepts)) {
        Statement said = one.statement();
        upsert.setBytes(1, Objects.requireNonNull(said.of()).bytes());
        upsert.setLong(2, one.index());
        upsert.setLong(3, said.claimed().getEpochSecond());
        upsert.setBytes(4, said.by().bytes());
        upsert.setArray(
            5,
            sql.createArrayOf(
                "bigint",
                said.exceptions().stream()
                    .filter(Statement.Deviation::isMissing)
                    .map(deviation -> deviation.box().number())
                    .toArray()));
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
  }
}
