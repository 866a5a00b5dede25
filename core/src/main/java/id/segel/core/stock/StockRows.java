package id.segel.core.stock;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the books remember, as short texts by key; they do not know whether it is all in memory or
 * just the rows that a batch needs.
 */
public interface StockRows {

  @Nullable String get(String key);

  /** Null forgets it. */
  void put(String key, @Nullable String value);

  /** All of them in memory. */
  final class InMemory implements StockRows {

    private final Map<String, String> rows = new HashMap<>();

    @Override
    public @Nullable String get(String key) {
      return rows.get(key);
    }

    @Override
    public void put(String key, @Nullable String value) {
      if (value == null) {
        rows.remove(key);
      } else {
        rows.put(key, value);
      }
    }

    public int size() {
      return rows.size();
    }
  }

  /** Changes that are tried before they are made, or forgotten. */
  final class Draft implements StockRows {

    private final StockRows rows;
    private final Map<String, @Nullable String> changed = new HashMap<>();

    public Draft(StockRows rows) {
      this.rows = rows;
    }

    @Override
    public @Nullable String get(String key) {
      return changed.containsKey(key) ? changed.get(key) : rows.get(key);
    }

    @Override
    public void put(String key, @Nullable String value) {
      changed.put(key, value);
    }

    /** Makes the changes. */
    public void make() {
      changed.forEach(rows::put);
    }
  }
}
