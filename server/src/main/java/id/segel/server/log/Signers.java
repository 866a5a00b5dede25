package id.segel.server.log;

import id.segel.core.fact.PartyKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Numbers for keys, from 1, so that rows stay narrow; 0 is nobody. Owned by the sequencer's thread,
 * which stores new ones with the batch that needs them.
 */
@Component
public class Signers {

  private final Map<PartyKey, Integer> numbers = new HashMap<>();
  private final List<PartyKey> keys = new ArrayList<>();
  private int stored;

  /** The number of a key, a new one if it has none; 0 for null. */
  public int number(@Nullable PartyKey key) {
    if (key == null) {
      return 0;
    }
    Integer number = numbers.get(key);
    if (number == null) {
      keys.add(key);
      number = keys.size();
      numbers.put(key, number);
    }
    return number;
  }

  /** The key of a number; null for 0. */
  public @Nullable PartyKey key(int number) {
    return number == 0 ? null : keys.get(number - 1);
  }

  /** Reads them all again; numbers that were not stored are forgotten. */
  public void read(Connection sql) throws SQLException {
    numbers.clear();
    keys.clear();
    try (PreparedStatement select =
            sql.prepareStatement("select key from log.signers order by no");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        keys.add(PartyKey.of(rows.getBytes(1)));
        numbers.put(keys.getLast(), keys.size());
      }
    }
    stored = keys.size();
  }

  /** Stores the new ones. */
  void write(Connection transaction) throws SQLException {
    if (stored == keys.size()) {
      return;
    }
    try (PreparedStatement insert =
        transaction.prepareStatement("insert into log.signers (no, key) values (?, ?)")) {
      for (int i = stored; i < keys.size(); i++) {
        insert.setInt(1, i + 1);
        insert.setBytes(2, keys.get(i).bytes());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  void committed() {
    stored = keys.size();
  }
}
