package id.segel.server.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The promise a server must make before the first statement is acknowledged: a commit lasts. */
final class Durability {

  private static final int OLDEST = 160_000;
  private static final String[] SETTINGS = {"fsync", "synchronous_commit", "full_page_writes"};

  private Durability() {}

  /** {@link IllegalStateException} with a plain sentence when this server is not fit. */
  static void check(Connection connection) throws SQLException {
    int version = Integer.parseInt(show(connection, "server_version_num"));
    if (version < OLDEST) {
      throw new IllegalStateException(
          "Segel needs PostgreSQL 16 or newer; this one is " + show(connection, "server_version"));
    }
    for (String setting : SETTINGS) {
      String value = show(connection, setting);
      if (!value.equals("on")) {
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

  private static String show(Connection connection, String setting) throws SQLException {
    try (Statement query = connection.createStatement();
        ResultSet answer = query.executeQuery("show " + setting)) {
      answer.next();
      return answer.getString(1);
    }
  }
}
