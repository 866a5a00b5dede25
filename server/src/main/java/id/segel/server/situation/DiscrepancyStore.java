package id.segel.server.situation;

import id.segel.core.box.BoxId;
import id.segel.core.custody.Discrepancy;
import id.segel.core.custody.DiscrepancyClosed;
import id.segel.core.custody.DiscrepancyFound;
import id.segel.core.fact.Id;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of discrepancies: one for each contradiction, told from others by kind and what it is
 * about, with the boxes that it is open for. Owned by the follower's thread.
 */
final class DiscrepancyStore {

  /** Which discrepancies a TPS has from now on; TPS 0 stands for the discrepancy itself. */
  interface Marks {
    void mark(long tps, long index, boolean isOpen);
  }

  private record Row(long index, Set<Id> statements) {}

  /** Takes in what was found; the index of its row, the first entry that found it. */
  static long find(
      long index, Instant recorded, DiscrepancyFound found, Marks marks, Connection sql)
      throws SQLException {
    Row row = row(found.kind(), found.about(), sql);
    if (row == null) {
      row = new Row(index, new LinkedHashSet<>(found.statements()));
      insert(row, recorded, found, sql);
    } else {
      row.statements.addAll(found.statements());
      try (PreparedStatement update =
          sql.prepareStatement(
              "update situation.discrepancies set statements = ?, open = true where index = ?")) {
        update.setArray(1, ids(row.statements, sql));
        update.setLong(2, row.index);
        update.executeUpdate();
      }
    }
    marks.mark(0, row.index, true);
    if (!found.boxes().isEmpty()) {
      try (PreparedStatement insert =
          sql.prepareStatement(
              """
              insert into situation.discrepancy_boxes (box, index, open)
              select box, ?, true from unnest(?::bigint[]) as found (box)
              on conflict (box, index) do update set open = true
              """)) {
        insert.setLong(1, row.index);
        insert.setArray(2, boxes(found.boxes(), sql));
        insert.executeUpdate();
      }
      for (Long tps : tpsOf(found.boxes())) {
        marks.mark(tps, row.index, true);
      }
    }
    return row.index;
  }

  /** Takes in what is over. */
  static void close(DiscrepancyClosed closed, Marks marks, Connection sql) throws SQLException {
    Row row = row(closed.kind(), closed.about(), sql);
    if (row == null) {
      return;
    }
    try (PreparedStatement update =
        sql.prepareStatement(
            "update situation.discrepancy_boxes set open = false where index = ? and box = any(?)")) {
      update.setLong(1, row.index);
      update.setArray(2, boxes(closed.boxes(), sql));
      update.executeUpdate();
    }
    Set<Long> stillOpen = new HashSet<>();
    try (PreparedStatement select =
        sql.prepareStatement(
            """
            select distinct box / 1000 from situation.discrepancy_boxes where index = ? and open
            """)) {
      select.setLong(1, row.index);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          stillOpen.add(rows.getLong(1));
        }
      }
    }
    try (PreparedStatement update =
        sql.prepareStatement("update situation.discrepancies set open = ? where index = ?")) {
      update.setBoolean(1, !stillOpen.isEmpty());
      update.setLong(2, row.index);
      update.executeUpdate();
    }
    marks.mark(0, row.index, !stillOpen.isEmpty());
    for (Long tps : tpsOf(closed.boxes())) {
      marks.mark(tps, row.index, stillOpen.contains(tps));
    }
  }

  /** Marks all there are, and the TPS that they are open for. */
  static void load(Marks marks, Connection sql) throws SQLException {
    try (PreparedStatement select =
            sql.prepareStatement(
                """
                select 0, index, open from situation.discrepancies
                union all
                select distinct box / 1000, index, true from situation.discrepancy_boxes where open
                """);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        marks.mark(row.getLong(1), row.getLong(2), row.getBoolean(3));
      }
    }
  }

  private static @Nullable Row row(Discrepancy kind, @Nullable Id about, Connection sql)
      throws SQLException {
    try (PreparedStatement select =
        sql.prepareStatement(
            """
            select index, statements from situation.discrepancies where kind = ? and about = ?
            """)) {
      select.setString(1, kind.name());
      select.setBytes(2, bytes(about));
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        var statements = new LinkedHashSet<Id>();
        for (byte[] id : (byte[][]) row.getArray(2).getArray()) {
          statements.add(Id.of(id));
        }
        return new Row(row.getLong(1), statements);
      }
    }
  }

  private static void insert(Row row, Instant recorded, DiscrepancyFound found, Connection sql)
      throws SQLException {
    try (PreparedStatement insert =
        sql.prepareStatement(
            """
            insert into situation.discrepancies (index, kind, about, statements, recorded, open)
            values (?, ?, ?, ?, ?, true)
            """)) {
      insert.setLong(1, row.index);
      insert.setString(2, found.kind().name());
      insert.setBytes(3, bytes(found.about()));
      insert.setArray(4, ids(row.statements, sql));
      insert.setObject(5, OffsetDateTime.ofInstant(recorded, ZoneOffset.UTC));
      insert.executeUpdate();
    }
  }

  private static byte[] bytes(@Nullable Id about) {
    return about == null ? new byte[0] : about.bytes();
  }

  private static Array ids(Collection<Id> ids, Connection sql) throws SQLException {
    return sql.createArrayOf("bytea", ids.stream().map(Id::bytes).toArray(byte[][]::new));
  }

  private static Array boxes(Collection<BoxId> boxes, Connection sql) throws SQLException {
    return sql.createArrayOf("bigint", boxes.stream().map(BoxId::number).toArray(Long[]::new));
  }

  private static List<Long> tpsOf(List<BoxId> boxes) {
    var tps = new LinkedHashSet<Long>();
    boxes.forEach(box -> tps.add(box.tpsNumber()));
    return new ArrayList<>(tps);
  }

  private DiscrepancyStore() {}
}
