package id.segel.server.log;

import id.segel.core.custody.SignatureAdded;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.tlog.merkle.Edge;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.merkle.Tile;
import id.segel.tlog.merkle.TileSource;
import id.segel.tlog.note.Note;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sequencer's SQL, on the sequencer's own connection. */
final class SequencerStore {

  /** The sequencer's row: what the tree is, and up to where checkpoints were signed. */
  record Tree(long size, Hash root, long signedSize) {}

  /** One leaf to insert: of a statement, or of a fact. */
  record Row(
      long index,
      byte[] leaf,
      byte[] leafHash,
      long opens,
      @Nullable Submission of,
      @Nullable Fact fact) {}

  private SequencerStore() {}

  static Tree readTree(Connection sql) throws SQLException {
    try (PreparedStatement insert =
            sql.prepareStatement(
                """
                insert into log.tree (size, root, signed_size)
                values (0, ?, 0) on conflict do nothing
                """);
        PreparedStatement select =
            sql.prepareStatement("select size, root, signed_size from log.tree")) {
      insert.setBytes(1, Hash.EMPTY.bytes());
      insert.executeUpdate();
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new Tree(row.getLong(1), Hash.of(row.getBytes(2)), row.getLong(3));
      }
    }
  }

  /** The newest signed checkpoint; empty before the first. */
  static Optional<byte[]> readCheckpoint(Connection sql) throws SQLException {
    try (PreparedStatement select = sql.prepareStatement("select checkpoint from log.tree");
        ResultSet row = select.executeQuery()) {
      return row.next() ? Optional.ofNullable(row.getBytes(1)) : Optional.empty();
    }
  }

  /** The right edge, from the full tiles and the leaves after them. */
  static Edge readEdge(Connection sql, long size) throws SQLException {
    var leaves = new ArrayList<Hash>();
    try (PreparedStatement select =
        sql.prepareStatement(
            "select leaf from log.entries where index >= ? and index < ? order by index")) {
      select.setLong(1, size - size % Tile.WIDTH);
      select.setLong(2, size);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          leaves.add(Hash.leaf(rows.getBytes(1)));
        }
      }
    }
    byte[] hashes = new byte[leaves.size() * Hash.BYTES];
    for (int i = 0; i < leaves.size(); i++) {
      leaves.get(i).copyTo(hashes, i * Hash.BYTES);
    }
    return Edge.restore(size, fullTiles(sql), hashes);
  }

  static TileSource fullTiles(Connection sql) {
    return (level, number, width) -> {
      try (PreparedStatement select =
          sql.prepareStatement("select hashes from log.tiles where level = ? and number = ?")) {
        select.setInt(1, level);
        select.setLong(2, number);
        try (ResultSet row = select.executeQuery()) {
          if (row.next()) {
            return row.getBytes(1);
          }
          throw new IllegalStateException("tile " + level + "/" + number + " is missing");
        }
      } catch (SQLException e) {
        throw new IllegalStateException("a tile cannot be read", e);
      }
    };
  }

  /** Which of these statements are in the log already, and where. */
  static Map<Id, Long> known(Connection sql, Collection<Id> ids) throws SQLException {
    var known = new HashMap<Id, Long>();
    try (PreparedStatement select =
        sql.prepareStatement("select id, index from log.entries where id = any(?)")) {
      select.setArray(
          1, sql.createArrayOf("bytea", ids.stream().map(Id::bytes).toArray(byte[][]::new)));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          known.put(Id.of(rows.getBytes(1)), rows.getLong(2));
        }
      }
    }
    return known;
  }

  /**
   * The signature lines that are recorded for a statement: those of its entry, and those that came
   * later.
   */
  static Set<String> recordedLines(Connection sql, Id id, Note recorded) throws SQLException {
    var lines = new HashSet<String>();
    for (Note.Line line : recorded.signatures()) {
      lines.add(line.toString());
    }
    try (PreparedStatement select =
        sql.prepareStatement("select line from log.signatures where id = ?")) {
      select.setBytes(1, id.bytes());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          lines.add(rows.getString(1));
        }
      }
    }
    return lines;
  }

  static byte[] readLeaf(Connection sql, long index) throws SQLException {
    try (PreparedStatement select =
        sql.prepareStatement("select leaf from log.entries where index = ?")) {
      select.setLong(1, index);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getBytes(1);
      }
    }
  }

  static void insertLine(Connection sql, SignatureAdded added, long index) throws SQLException {
    try (PreparedStatement insert =
        sql.prepareStatement("insert into log.signatures (id, line, index) values (?, ?, ?)")) {
      insert.setBytes(1, added.statement().bytes());
      insert.setString(2, added.line());
      insert.setLong(3, index);
      insert.executeUpdate();
    }
  }

  static void insertEntries(Connection sql, List<Row> rows, Signers signers) throws SQLException {
    int count = rows.size();
    var index = new Long[count];
    var leaf = new byte[count][];
    var id = new byte[count][];
    var signer = new Integer[count];
    var counter = new Long[count];
    var opens = new Long[count];
    for (int i = 0; i < count; i++) {
      Row row = rows.get(i);
      index[i] = row.index;
      leaf[i] = row.leaf;
      opens[i] = row.opens;
      if (row.of != null) {
        id[i] = row.of.id().bytes();
        signer[i] = signers.number(row.of.signed().statement().by());
        counter[i] = row.of.signed().statement().counter();
      }
    }
    try (PreparedStatement insert =
        sql.prepareStatement(
            """
            insert into log.entries (index, leaf, id, signer, counter, opens)
            select * from unnest(?::bigint[], ?::bytea[], ?::bytea[], ?::int[], ?::bigint[], ?::bigint[])
            """)) {
      insert.setArray(1, sql.createArrayOf("bigint", index));
      insert.setArray(2, sql.createArrayOf("bytea", leaf));
      insert.setArray(3, sql.createArrayOf("bytea", id));
      insert.setArray(4, sql.createArrayOf("integer", signer));
      insert.setArray(5, sql.createArrayOf("bigint", counter));
      insert.setArray(6, sql.createArrayOf("bigint", opens));
      insert.executeUpdate();
    }
  }

  static void insertTiles(Connection sql, List<Tile> tiles) throws SQLException {
    if (tiles.isEmpty()) {
      return;
    }
    try (PreparedStatement insert =
        sql.prepareStatement("insert into log.tiles (level, number, hashes) values (?, ?, ?)")) {
      for (Tile tile : tiles) {
        insert.setInt(1, tile.level());
        insert.setLong(2, tile.number());
        insert.setBytes(3, tile.bytes());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /**
   * Moves the tree on if it is still where this sequencer left it; false when another has moved it.
   */
  static boolean swapTree(Connection sql, Edge before, Edge after) throws SQLException {
    try (PreparedStatement update =
        sql.prepareStatement(
            "update log.tree set size = ?, root = ? where size = ? and root = ?")) {
      update.setLong(1, after.size());
      update.setBytes(2, after.root().bytes());
      update.setLong(3, before.size());
      update.setBytes(4, before.root().bytes());
      return update.executeUpdate() == 1;
    }
  }

  /** Stores a signed checkpoint unless a larger one was signed. */
  static boolean swapCheckpoint(Connection sql, long from, long to, byte[] checkpoint)
      throws SQLException {
    try (PreparedStatement update =
        sql.prepareStatement(
            """
            update log.tree set signed_size = ?, checkpoint = ?
             where signed_size = ? and size >= ?
            """)) {
      update.setLong(1, to);
      update.setBytes(2, checkpoint);
      update.setLong(3, from);
      update.setLong(4, to);
      return update.executeUpdate() == 1;
    }
  }
}
