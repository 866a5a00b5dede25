package id.segel.server.situation;

import id.segel.core.box.BoxId;
import id.segel.server.log.Recorded;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What changed on the board, entry by entry, to be written with the batch: {@link PastPictures}
 * paints the board again from it. The rows are the same in whatever batches the entries came. Owned
 * by the follower's thread.
 */
final class History {

  private record Move(long index, int state, Instant claimed) {}

  private record Mark(long index, long tps, long discrepancy) {}

  private record Minute(long index, int arrived, int open) {}

  private final Map<Move, SortedSet<BoxId>> moves = new LinkedHashMap<>();
  private final Map<Mark, Boolean> marks = new LinkedHashMap<>();
  private final List<Recorded> facts = new ArrayList<>();
  private final SortedMap<Instant, Minute> minutes = new TreeMap<>();

  /** A box stands otherwise after this entry. */
  void moved(long index, int state, Instant claimed, BoxId box) {
    moves.computeIfAbsent(new Move(index, state, claimed), any -> new TreeSet<>()).add(box);
  }

  /** A discrepancy is open for a TPS after this entry, or is no longer. */
  void marked(long index, long tps, long discrepancy, boolean isOpen) {
    marks.put(new Mark(index, tps, discrepancy), isOpen);
  }

  /** A fact without which the board cannot be painted. */
  void told(Recorded fact) {
    facts.add(fact);
  }

  /** The board after this entry. */
  void after(Recorded entry, Board board) {
    minutes.put(
        entry.entry().recorded().truncatedTo(ChronoUnit.MINUTES),
        new Minute(entry.index(), board.arrived(), board.open()));
  }

  void clear() {
    moves.clear();
    marks.clear();
    facts.clear();
    minutes.clear();
  }

  void write(Connection sql) throws SQLException {
    writeMoves(sql);
    try (PreparedStatement insert =
        sql.prepareStatement(
            "insert into situation.marks (index, tps, discrepancy, open) values (?, ?, ?, ?)")) {
      for (Map.Entry<Mark, Boolean> one : marks.entrySet()) {
        insert.setLong(1, one.getKey().index);
        insert.setLong(2, one.getKey().tps);
        insert.setLong(3, one.getKey().discrepancy);
        insert.setBoolean(4, one.getValue());
        insert.addBatch();
      }
      insert.executeBatch();
    }
    try (PreparedStatement insert =
        sql.prepareStatement("insert into situation.facts (index, body) values (?, ?)")) {
      for (Recorded fact : facts) {
        insert.setLong(1, fact.index());
        insert.setBytes(2, fact.entry().body());
        insert.addBatch();
      }
      insert.executeBatch();
    }
    try (PreparedStatement insert =
        sql.prepareStatement(
            """
            insert into situation.minutes (minute, index, arrived, open) values (?, ?, ?, ?)
            on conflict (minute)
            do update set index = excluded.index, arrived = excluded.arrived, open = excluded.open
            """)) {
      for (Map.Entry<Instant, Minute> one : minutes.entrySet()) {
        insert.setObject(1, one.getKey().atOffset(ZoneOffset.UTC));
        insert.setLong(2, one.getValue().index);
        insert.setInt(3, one.getValue().arrived);
        insert.setInt(4, one.getValue().open);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    clear();
  }

  private void writeMoves(Connection sql) throws SQLException {
    try (PreparedStatement insert =
        sql.prepareStatement(
            "insert into situation.moves (index, state, claimed, boxes) values (?, ?, ?, ?)")) {
      for (Map.Entry<Move, SortedSet<BoxId>> one : moves.entrySet()) {
        insert.setLong(1, one.getKey().index);
        insert.setInt(2, one.getKey().state);
        insert.setObject(3, one.getKey().claimed.atOffset(ZoneOffset.UTC));
        insert.setArray(
            4,
            sql.createArrayOf(
                "bigint", one.getValue().stream().map(BoxId::number).toArray(Long[]::new)));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
