package id.segel.server.custody;

import id.segel.core.box.BoxId;
import id.segel.core.custody.BoxState;
import id.segel.core.custody.CustodyChains;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.region.Leg;
import id.segel.server.log.Signers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The guard rows of custody, in SQL. */
final class CustodyStore {

  private final Signers signers;

  CustodyStore(Signers signers) {
    this.signers = signers;
  }

  /** Loads the rows of these boxes; those without a row stay unknown. */
  void load(Collection<BoxId> boxes, CustodyChains chains, Connection sql) throws SQLException {
    var numbers = boxes.stream().map(BoxId::number).sorted().toArray(Long[]::new);
    var states = new ArrayList<BoxState>(numbers.length);
    var troubled = new ArrayList<Long>();
    try (PreparedStatement select =
        sql.prepareStatement(
            """
            select box, tip, tip_index, holder, phase, leg, seals, taker, offered_leg, troubled
              from custody.boxes
             where box = any(?)
            """)) {
      select.setArray(1, sql.createArrayOf("bigint", numbers));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          byte[] tip = row.getBytes(2);
          var state =
              new BoxState(
                  new BoxId(row.getLong(1)),
                  tip == null ? null : Id.of(tip),
                  row.getLong(3),
                  signers.key(row.getInt(4)),
                  BoxState.Phase.ofNumber(row.getInt(5)),
                  Leg.ofNumber(row.getInt(6)),
                  row.getLong(7),
                  signers.key(row.getInt(8)),
                  Leg.ofNumber(row.getInt(9)),
                  row.getBoolean(10));
          states.add(state);
          if (state.isTroubled()) {
            troubled.add(state.box().number());
          }
        }
      }
    }
    Map<Long, List<CustodyChains.Aside>> asides =
        troubled.isEmpty() ? Map.of() : asides(troubled, sql);
    for (BoxState state : states) {
      chains.load(state, asides.getOrDefault(state.box().number(), List.of()));
    }
  }

  private static Map<Long, List<CustodyChains.Aside>> asides(List<Long> boxes, Connection sql)
      throws SQLException {
    var asides = new HashMap<Long, List<CustodyChains.Aside>>();
    try (PreparedStatement select =
        sql.prepareStatement(
            """
            select box, statement, pending, gap
              from custody.asides
             where box = any(?)
             order by box, statement
            """)) {
      select.setArray(1, sql.createArrayOf("bigint", boxes.toArray(Long[]::new)));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          asides
              .computeIfAbsent(row.getLong(1), box -> new ArrayList<>())
              .add(
                  new CustodyChains.Aside(
                      Id.of(row.getBytes(2)), row.getBoolean(3), row.getBoolean(4)));
        }
      }
    }
    return asides;
  }

  /** Boxes with a pending statement that is not known as a gap yet; at most {@code limit}. */
  static List<BoxId> pending(Connection sql, int limit) throws SQLException {
    var boxes = new ArrayList<BoxId>();
    try (PreparedStatement select =
        sql.prepareStatement(
            "select distinct box from custody.asides where pending and not gap limit ?")) {
      select.setInt(1, limit);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          boxes.add(new BoxId(row.getLong(1)));
        }
      }
    }
    return boxes;
  }

  /** Loads what each card signed first: kept in memory from then on, as there are few cards. */
  static void loadCards(CustodyChains chains, Connection sql) throws SQLException {
    try (PreparedStatement select =
            sql.prepareStatement("select key, statement from custody.cards");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        chains.loadCard(PartyKey.of(row.getBytes(1)), Id.of(row.getBytes(2)));
      }
    }
  }

  private static void writeCards(CustodyChains chains, Connection sql) throws SQLException {
    try (PreparedStatement insert =
        sql.prepareStatement("insert into custody.cards (key, statement) values (?, ?)")) {
      for (var used : chains.changedCards().entrySet()) {
        insert.setBytes(1, used.getKey().bytes());
        insert.setBytes(2, used.getValue().bytes());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Loads all waiting answers: few, and kept in memory from then on. */
  static void loadAwaited(CustodyChains chains, Connection sql) throws SQLException {
    try (PreparedStatement select =
            sql.prepareStatement("select offer, answer, gap from custody.awaited");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        chains.loadAwaited(Id.of(row.getBytes(1)), Id.of(row.getBytes(2)), row.getBoolean(3));
      }
    }
  }

  /** Writes the rows that the rules changed. */
  void write(CustodyChains chains, Connection sql) throws SQLException {
    if (!chains.changed().isEmpty()) {
      writeStates(chains, sql);
      writeAsides(chains, sql);
    }
    if (!chains.changedAwaited().isEmpty()) {
      writeAwaited(chains, sql);
    }
    if (!chains.changedCards().isEmpty()) {
      writeCards(chains, sql);
    }
  }

  private void writeStates(CustodyChains chains, Connection sql) throws SQLException {
    List<BoxId> boxes = chains.changed().stream().sorted().toList();
    int count = boxes.size();
    var box = new Long[count];
    byte[] @Nullable [] tip = new byte[count][];
    var tipIndex = new Long[count];
    var holder = new Integer[count];
    var phase = new Integer[count];
    var leg = new Integer[count];
    var seals = new Long[count];
    var taker = new Integer[count];
    var offeredLeg = new Integer[count];
    var troubled = new Boolean[count];
    for (int i = 0; i < count; i++) {
      BoxState state = chains.state(boxes.get(i));
      Id last = state.tip();
      Leg done = state.leg();
      Leg offered = state.offeredLeg();
      box[i] = state.box().number();
      tip[i] = last == null ? null : last.bytes();
      tipIndex[i] = state.tipIndex();
      holder[i] = signers.number(state.holder());
      phase[i] = state.phase().number();
      leg[i] = done == null ? 0 : done.number();
      seals[i] = state.seals();
      taker[i] = signers.number(state.offeredTo());
      offeredLeg[i] = offered == null ? 0 : offered.number();
      troubled[i] = state.isTroubled();
    }
    try (PreparedStatement upsert =
        sql.prepareStatement(
            """
            insert into custody.boxes
                   (box, tip, tip_index, holder, phase, leg, seals, taker, offered_leg, troubled)
            select * from unnest(?::bigint[], ?::bytea[], ?::bigint[], ?::int[], ?::int[], ?::int[],
                                 ?::bigint[], ?::int[], ?::int[], ?::boolean[])
            on conflict (box) do update
               set tip = excluded.tip, tip_index = excluded.tip_index, holder = excluded.holder,
                   phase = excluded.phase, leg = excluded.leg, seals = excluded.seals,
                   taker = excluded.taker, offered_leg = excluded.offered_leg,
                   troubled = excluded.troubled
            """)) {
      upsert.setArray(1, sql.createArrayOf("bigint", box));
      upsert.setArray(2, sql.createArrayOf("bytea", tip));
      upsert.setArray(3, sql.createArrayOf("bigint", tipIndex));
      upsert.setArray(4, sql.createArrayOf("integer", holder));
      upsert.setArray(5, sql.createArrayOf("integer", phase));
      upsert.setArray(6, sql.createArrayOf("integer", leg));
      upsert.setArray(7, sql.createArrayOf("bigint", seals));
      upsert.setArray(8, sql.createArrayOf("integer", taker));
      upsert.setArray(9, sql.createArrayOf("integer", offeredLeg));
      upsert.setArray(10, sql.createArrayOf("boolean", troubled));
      upsert.executeUpdate();
    }
  }

  private static void writeAsides(CustodyChains chains, Connection sql) throws SQLException {
    var troubled =
        chains.changed().stream()
            .filter(box -> chains.state(box).isTroubled() || chains.hadAsides(box))
            .toList();
    if (troubled.isEmpty()) {
      return;
    }
    try (PreparedStatement delete =
            sql.prepareStatement("delete from custody.asides where box = any(?)");
        PreparedStatement insert =
            sql.prepareStatement(
                "insert into custody.asides (box, statement, pending, gap) values (?, ?, ?, ?)")) {
      delete.setArray(
          1,
          sql.createArrayOf("bigint", troubled.stream().map(BoxId::number).toArray(Long[]::new)));
      delete.executeUpdate();
      for (BoxId box : troubled) {
        for (CustodyChains.Aside aside : chains.asides(box)) {
          insert.setLong(1, box.number());
          insert.setBytes(2, aside.statement().bytes());
          insert.setBoolean(3, aside.isPending());
          insert.setBoolean(4, aside.isGap());
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
  }

  private static void writeAwaited(CustodyChains chains, Connection sql) throws SQLException {
    try (PreparedStatement delete =
            sql.prepareStatement("delete from custody.awaited where offer = any(?)");
        PreparedStatement insert =
            sql.prepareStatement(
                "insert into custody.awaited (offer, answer, gap) values (?, ?, ?)")) {
      delete.setArray(
          1,
          sql.createArrayOf(
              "bytea", chains.changedAwaited().stream().map(Id::bytes).toArray(byte[][]::new)));
      delete.executeUpdate();
      for (Id offer : chains.changedAwaited()) {
        for (var answer : chains.awaiting(offer).entrySet()) {
          insert.setBytes(1, offer.bytes());
          insert.setBytes(2, answer.getKey().bytes());
          insert.setBoolean(3, answer.getValue());
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
  }
}
