package id.segel.server.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/** The promise a server must make before the first statement is acknowledged: a commit lasts. */
final class Durability {

  private static final int OLDEST = 160_000;

  private Durability() {}

  /** {@link IllegalStateException} with a plain sentence when this server is not fit. */
  static void check(Connection connection) throws SQLException {
    try (Statement query = connection.createStatement();
        ResultSet answer =
            query.executeQuery(
                """
                select current_setting('server_version_num')::int, current_setting('server_version'),
                       current_setting('fsync'), current_setting('synchronous_commit'),
                       current_setting('full_page_writes'), current_setting('transaction_read_only')
                """)) {
      answer.next();
      if (answer.getInt(1) < OLDEST) {
        throw new IllegalStateException(
            "Segel needs PostgreSQL 16 or newer; this one is " + answer.getString(2) + ".");
      }
      must("fsync", answer.getString(3), Set.of("on"));
      // With remote_apply a standby has it too.
      must("synchronous_commit", answer.getString(4), Set.of("on", "remote_apply"));
      must("full_page_writes", answer.getString(5), Set.of("on"));
      if (answer.getString(6).equals("on")) {
        throw new IllegalStateException(
            "This PostgreSQL only reads, as a standby does: name the one that writes.");
      }
    }
  }

  private static void must(String setting, String value, Set<String> fit) {
    if (!fit.contains(value)) {
      throw new IllegalStateException(
          "This PostgreSQL runs with "
              + setting
              + " = "
              + value
              + ", so an acknowledged statement could be lost. Set "
              + setting
              + " = on and start again.");
    }
  }
}
