package id.segel.server.database;

import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The look at a database before Segel uses it: whether it lets us in, writes durably, and is ours
 * or empty. What is wrong is said in one plain sentence, without secrets.
 */
final class FirstConnection {

  private static final Logger TRACE = LoggerFactory.getLogger(FirstConnection.class);

  /** How long a server that is just starting, or replaying its journal, is waited for. */
  private static final Duration STARTING_MAX = Duration.ofMinutes(2);

  private static final long PAUSE_NANOS = Duration.ofMillis(500).toNanos();

  private FirstConnection() {}

  /** {@link IllegalStateException} with what keeps Segel from using it. */
  static void check(Database database) {
    try (Connection connection = open(database)) {
      Durability.check(connection);
      checkOurs(connection, database);
    } catch (SQLException failed) {
      TRACE.debug("the first connection failed", failed);
      throw new IllegalStateException(sentence(failed, database));
    }
  }

  /** What a database said, for people. */
  static String sentence(SQLException failed, Database database) {
    String state = failed.getSQLState() == null ? "" : failed.getSQLState();
    Throwable root = failed;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof UnknownHostException) {
      return "There is no host for " + database.place() + ": see to SEGEL_DB_URL.";
    }
    // 08004 comes from the driver, when the server wants a password and there is none.
    if (state.startsWith("28") || state.equals("08004")) {
      return "PostgreSQL does not let "
          + database.user()
          + " into "
          + database.place()
          + ": see to SEGEL_DB_USER, SEGEL_DB_PASSWORD and the server's pg_hba.conf.";
    }
    if (state.startsWith("08")) {
      return "No PostgreSQL answers at "
          + database.place()
          + ": see to SEGEL_DB_URL, and that it runs.";
    }
    if (state.equals("3D000")) {
      return "There is no database "
          + database.place()
          + ": make it, owned by "
          + database.user()
          + ".";
    }
    if (state.equals("42501")) {
      return database.user()
          + " may not do all it must in "
          + database.place()
          + ": let it own the database and all that is in it.";
    }
    String said = String.valueOf(failed.getMessage()).lines().findFirst().orElse("nothing");
    return "PostgreSQL at " + database.place() + " said: " + said;
  }

  private static Connection open(Database database) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", database.user());
    properties.setProperty("password", database.password());
    properties.setProperty("ApplicationName", "segel start");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("loginTimeout", "10");
    long deadline = System.nanoTime() + STARTING_MAX.toNanos();
    while (true) {
      try {
        return DriverManager.getConnection(database.url(), properties);
      } catch (SQLException failed) {
        // It runs, and does not take connections yet.
        if (!"57P03".equals(failed.getSQLState()) || System.nanoTime() - deadline >= 0) {
          throw failed;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private static void checkOurs(Connection connection, Database database) throws SQLException {
    if (flag(connection, "select to_regclass('log.tree') is not null")) {
      return; // What is in it beside our tables is its owner's business.
    }
    String stranger = stranger(connection);
    if (stranger != null) {
      throw new IllegalStateException(
          database.place()
              + " holds "
              + stranger
              + ", which is not Segel's: give Segel a database of its own.");
    }
    if (!flag(
        connection,
        """
        select has_database_privilege(current_database(), 'create')
           and coalesce(has_schema_privilege(current_schema(), 'create'), false)
        """)) {
      throw new IllegalStateException(
          database.user()
              + " may not make tables in "
              + database.place()
              + ": let it own the database.");
    }
  }

  /** A table, view or sequence that no extension brought; null when there is none. */
  private static @Nullable String stranger(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                """
                select n.nspname || '.' || c.relname
                  from pg_class c
                  join pg_namespace n on n.oid = c.relnamespace
                  left join pg_depend d
                    on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
                 where n.nspname <> 'information_schema'
                   and n.nspname not like 'pg\\_%'
                   and c.relname not like 'flyway\\_schema\\_history%'
                   and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
                   and d.objid is null
                 order by 1
                 limit 1
                """);
        ResultSet row = select.executeQuery()) {
      return row.next() ? row.getString(1) : null;
    }
  }

  private static boolean flag(Connection connection, String query) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    }
  }
}
