package id.segel.server.situation;

import id.segel.core.box.BoxId;
import id.segel.core.custody.BoxState;
import id.segel.core.custody.CustodyChains;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.region.Leg;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of boxes and of what stands beside their chains, written set by set. Owned by the
 * follower's thread.
 */
final class BoxStore {

  private static final int FETCH = 10_000;

  /** Where a box was last put into somebody's hand, and when that was recorded. */
  record Spot(String place, Instant since) {}

  private final Map<PartyKey, Integer> numbers = new HashMap<>();
  private final List<PartyKey> keys = new ArrayList<>();
  private final Set<BoxId> withAsides = new HashSet<>();
  private int storedKeys;

  /** Reads everything into empty chains and spots. */
  void load(CustodyChains chains, Map<BoxId, Spot> spots, Collection<BoxId> all, Connection sql)
      throws SQLException {
    numbers.clear();
    keys.clear();
    withAsides.clear();
    loadKeys(sql);
    Map<BoxId, List<CustodyChains.Aside>> asides = asides(sql);
    withAsides.addAll(asides.keySet());
    try (PreparedStatement select =
        sql.prepareStatement(
            """
            select box, tip, tip_index, holder, phase, leg, seals, taker, offered_leg, troubled,
                   place, since
              from situation.boxes
             order by box
            """)) {
      select.setFetchSize(FETCH);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          var box = new BoxId(row.getLong(1));
          all.add(box);
          byte[] tip = row.getBytes(2);
          List<CustodyChains.Aside> beside = asides.getOrDefault(box, List.of());
          if (tip != null || !beside.isEmpty()) {
            chains.load(state(box, tip, row), beside);
          }
          String place = row.getString(11);
          if (place != null) {
            spots.put(box, new Spot(place, row.getObject(12, OffsetDateTime.class).toInstant()));
          }
        }
      }
    }
    try (PreparedStatement select =
            sql.prepareStatement("select offer, answer, gap from situation.awaited");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        chains.loadAwaited(Id.of(row.getBytes(1)), Id.of(row.getBytes(2)), row.getBoolean(3));
      }
    }
  }

  private BoxState state(BoxId box, byte @Nullable [] tip, ResultSet row) throws SQLException {
    return new BoxState(
        box,
        tip == null ? null : Id.of(tip),
        row.getLong(3),
        key(row.getInt(4)),
        BoxState.Phase.ofNumber(row.getInt(5)),
        Leg.ofNumber(row.getInt(6)),
        row.getLong(7),
        key(row.getInt(8)),
        Leg.ofNumber(row.getInt(9)),
        row.getBoolean(10));
  }

  private void loadKeys(Connection sql) throws SQLException {
    try (PreparedStatement select =
            sql.prepareStatement("select key from situation.keys order by no");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        keys.add(PartyKey.of(row.getBytes(1)));
        numbers.put(keys.getLast(), keys.size());
      }
    }
    storedKeys = keys.size();
  }

  private static Map<BoxId, List<CustodyChains.Aside>> asides(Connection sql) throws SQLException {
    var asides = new HashMap<BoxId, List<CustodyChains.Aside>>();
    try (PreparedStatement select =
            sql.prepareStatement(
                "select box, statement, pending, gap from situation.asides order by box, statement");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        asides
            .computeIfAbsent(new BoxId(row.getLong(1)), box -> new ArrayList<>())
            .add(
                new CustodyChains.Aside(
                    Id.of(row.getBytes(2)), row.getBoolean(3), row.getBoolean(4)));
      }
    }
    return asides;
  }

  /** Rows for boxes that are new. */
  void insert(Collection<BoxId> boxes, Connection sql) throws SQLException {
    try (PreparedStatement insert =
        sql.prepareStatement(
            """
            insert into situation.boxes (box) select * from unnest(?::bigint[])
            on conflict do nothing
            """)) {
      insert.setArray(1, numbers(boxes, sql));
      insert.executeUpdate();
    }
  }

  void delete(Collection<BoxId> boxes, Connection sql) throws SQLException {
    try (PreparedStatement delete =
        sql.prepareStatement("delete from situation.boxes where box = any(?)")) {
      delete.setArray(1, numbers(boxes, sql));
      delete.executeUpdate();
    }
  }

  /** Writes the states of these boxes, which have rows. */
  void update(Collection<BoxId> boxes, CustodyChains chains, Map<BoxId, Spot> spots, Connection sql)
      throws SQLException {
    int size = boxes.size();
    var box = new Long[size];
    var stage = new Short[size];
    var inTransit = new Boolean[size];
    var place = new @Nullable String[size];
    var since = new @Nullable Long[size];
    var holder = new Integer[size];
    byte[] @Nullable [] tip = new byte[size] @Nullable [];
    var tipIndex = new Long[size];
    var phase = new Short[size];
    var leg = new Short[size];
    var seals = new Long[size];
    var taker = new Integer[size];
    var offeredLeg = new Short[size];
    var troubled = new Boolean[size];
    int i = 0;
    for (BoxId one : boxes) {
      BoxState state = chains.state(one);
      Spot spot = spots.get(one);
      Id of = state.tip();
      box[i] = one.number();
      stage[i] = (short) state.stage();
      inTransit[i] = state.isOffered();
      place[i] = spot == null ? null : spot.place();
      since[i] = spot == null ? null : spot.since().toEpochMilli();
      holder[i] = number(state.holder());
      tip[i] = of == null ? null : of.bytes();
      tipIndex[i] = state.tipIndex();
      phase[i] = (short) state.phase().number();
      leg[i] = number(state.leg());
      seals[i] = state.seals();
      taker[i] = number(state.offeredTo());
      offeredLeg[i] = number(state.offeredLeg());
      troubled[i] = state.isTroubled();
      i++;
    }
    try (PreparedStatement update =
        sql.prepareStatement(
            """
            update situation.boxes as b
               set stage = u.stage, in_transit = u.in_transit, place = u.place,
                   since = to_timestamp(u.since / 1000.0), holder = u.holder, tip = u.tip,
                   tip_index = u.tip_index, phase = u.phase, leg = u.leg, seals = u.seals,
                   taker = u.taker, offered_leg = u.offered_leg, troubled = u.troubled
              from unnest(?::bigint[], ?::smallint[], ?::boolean[], ?::text[], ?::bigint[],
                          ?::integer[], ?::bytea[], ?::bigint[], ?::smallint[], ?::smallint[],
                          ?::bigint[], ?::integer[], ?::smallint[], ?::boolean[])
                   as u (box, stage, in_transit, place, since, holder, tip, tip_index, phase, leg,
                         seals, taker, offered_leg, troubled)
             where b.box = u.box
            """)) {
      update.setArray(1, sql.createArrayOf("bigint", box));
      update.setArray(2, sql.createArrayOf("smallint", stage));
      update.setArray(3, sql.createArrayOf("boolean", inTransit));
      update.setArray(4, sql.createArrayOf("text", place));
      update.setArray(5, sql.createArrayOf("bigint", since));
      update.setArray(6, sql.createArrayOf("integer", holder));
      update.setArray(7, sql.createArrayOf("bytea", tip));
      update.setArray(8, sql.createArrayOf("bigint", tipIndex));
      update.setArray(9, sql.createArrayOf("smallint", phase));
      update.setArray(10, sql.createArrayOf("smallint", leg));
      update.setArray(11, sql.createArrayOf("bigint", seals));
      update.setArray(12, sql.createArrayOf("integer", taker));
      update.setArray(13, sql.createArrayOf("smallint", offeredLeg));
      update.setArray(14, sql.createArrayOf("boolean", troubled));
      update.executeUpdate();
    }
    writeKeys(sql);
  }

  /** Writes what stands beside the chains of these boxes, which may have no rows. */
  void writeAsides(Collection<BoxId> boxes, CustodyChains chains, Connection sql)
      throws SQLException {
    var before = boxes.stream().filter(withAsides::contains).toList();
    if (!before.isEmpty()) {
      try (PreparedStatement delete =
          sql.prepareStatement("delete from situation.asides where box = any(?)")) {
        delete.setArray(1, numbers(before, sql));
        delete.executeUpdate();
      }
      withAsides.removeAll(before);
    }
    try (PreparedStatement insert =
        sql.prepareStatement(
            "insert into situation.asides (box, statement, pending, gap) values (?, ?, ?, ?)")) {
      boolean isAny = false;
      for (BoxId box : boxes) {
        for (CustodyChains.Aside aside : chains.asides(box)) {
          insert.setLong(1, box.number());
          insert.setBytes(2, aside.statement().bytes());
          insert.setBoolean(3, aside.isPending());
          insert.setBoolean(4, aside.isGap());
          insert.addBatch();
          withAsides.add(box);
          isAny = true;
        }
      }
      if (isAny) {
        insert.executeBatch();
      }
    }
  }

  /** Writes the answers that wait for these offers. */
  void writeAwaited(Collection<Id> offers, CustodyChains chains, Connection sql)
      throws SQLException {
    try (PreparedStatement delete =
            sql.prepareStatement("delete from situation.awaited where offer = any(?)");
        PreparedStatement insert =
            sql.prepareStatement(
                "insert into situation.awaited (offer, answer, gap) values (?, ?, ?)")) {
      delete.setArray(
          1, sql.createArrayOf("bytea", offers.stream().map(Id::bytes).toArray(byte[][]::new)));
      delete.executeUpdate();
      boolean isAny = false;
      for (Id offer : offers) {
        for (var answer : chains.awaiting(offer).entrySet()) {
          insert.setBytes(1, offer.bytes());
          insert.setBytes(2, answer.getKey().bytes());
          insert.setBoolean(3, answer.getValue());
          insert.addBatch();
          isAny = true;
        }
      }
      if (isAny) {
        insert.executeBatch();
      }
    }
  }

  private void writeKeys(Connection sql) throws SQLException {
    if (storedKeys == keys.size()) {
      return;
    }
    try (PreparedStatement insert =
        sql.prepareStatement("insert into situation.keys (no, key) values (?, ?)")) {
      for (int no = storedKeys + 1; no <= keys.size(); no++) {
        insert.setInt(1, no);
        insert.setBytes(2, keys.get(no - 1).bytes());
        insert.addBatch();
      }
      insert.executeBatch();
    }
    storedKeys = keys.size();
  }

  private int number(@Nullable PartyKey key) {
    if (key == null) {
      return 0;
    }
    return numbers.computeIfAbsent(
        key,
        any -> {
          keys.add(any);
          return keys.size();
        });
  }

  private static short number(@Nullable Leg leg) {
    return (short) (leg == null ? 0 : leg.number());
  }

  private @Nullable PartyKey key(int number) {
    return number == 0 ? null : keys.get(number - 1);
  }

  private static Array numbers(Collection<BoxId> boxes, Connection sql) throws SQLException {
    return sql.createArrayOf("bigint", boxes.stream().map(BoxId::number).toArray(Long[]::new));
  }
}
