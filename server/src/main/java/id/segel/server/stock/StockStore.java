package id.segel.server.stock;

import id.segel.core.stock.StockRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rows that the books remember, in one table; those of a batch are fetched in one go. */
final class StockStore implements StockRows {

  /** The connection broke while a row was read; thrown through the rules, which know no SQL. */
  static final class BrokenConnectionException extends RuntimeException {

    private final SQLException broken;

    BrokenConnectionException(SQLException broken) {
      super(broken);
      this.broken = broken;
    }

    SQLException broken() {
      return broken;
    }
  }

  private final String table;
  private final Map<String, @Nullable String> known = new HashMap<>();
  private final Map<String, @Nullable String> changed = new TreeMap<>();
  private @Nullable Connection connection;

  /** Rows of this table, which only this package names. */
  StockStore(String table) {
    this.table = table;
  }

  /** Starts a batch: what was known before is read again. */
  void begin(Connection sql) {
    connection = sql;
    known.clear();
    changed.clear();
  }

  /** Reads these rows, so far as they are not known. */
  void fetch(Collection<String> keys) throws SQLException {
    var unknown = new ArrayList<String>();
    for (String key : keys) {
      if (!known.containsKey(key)) {
        unknown.add(key);
      }
    }
    if (unknown.isEmpty()) {
      return;
    }
    Connection sql = Objects.requireNonNull(connection);
    unknown.forEach(key -> known.put(key, null));
    try (PreparedStatement select =
        sql.prepareStatement("select key, value from " + table + " where key = any(?)")) {
      select.setArray(1, sql.createArrayOf("text", unknown.toArray(String[]::new)));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          known.put(row.getString(1), row.getString(2));
        }
      }
    }
  }

  /** Only what was read already. */
  StockRows known() {
    return new StockRows() {
      @Override
      public @Nullable String get(String key) {
        return known.get(key);
      }

      @Override
      public void put(String key, @Nullable String value) {
        throw new IllegalStateException("these rows are only read");
      }
    };
  }

  @Override
  public @Nullable String get(String key) {
    if (!known.containsKey(key)) {
      try {
        fetch(List.of(key));
      } catch (SQLException e) {
        throw new BrokenConnectionException(e);
      }
    }
    return known.get(key);
  }

  @Override
  public void put(String key, @Nullable String value) {
    known.put(key, value);
    changed.put(key, value);
  }

  /** Writes what was changed. */
  void write(Connection sql) throws SQLException {
    if (changed.isEmpty()) {
      return;
    }
    var gone = new ArrayList<String>();
    try (PreparedStatement upsert =
        sql.prepareStatement(
            "insert into "
                + table
                + " (key, value) values (?, ?) on conflict (key) do update set value ="
                + " excluded.value")) {
      for (var row : changed.entrySet()) {
        if (row.getValue() == null) {
          gone.add(row.getKey());
        } else {
          upsert.setString(1, row.getKey());
          upsert.setString(2, row.getValue());
          upsert.addBatch();
        }
      }
      upsert.executeBatch();
    }
    if (!gone.isEmpty()) {
      try (PreparedStatement delete =
          sql.prepareStatement("delete from " + table + " where key = any(?)")) {
        delete.setArray(1, sql.createArrayOf("text", gone.toArray(String[]::new)));
        delete.executeUpdate();
      }
    }
    changed.clear();
  }
}
