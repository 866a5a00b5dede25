package id.segel.server.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

/**
 * Connections for the write path, outside the pool that serves readers and desks, so that these can
 * never starve it. Each caller keeps its own and opens another when it breaks.
 */
public final class CaptureConnections {

  private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

  private final Database database;

  CaptureConnections(Database database) {
    this.database = database;
  }

  /**
   * Opens a connection with autocommit, waiting for a database that is just starting again; {@link
   * SQLException} when it has not come back in this time, or has come back as one that may forget.
   */
  public Connection open(Duration wait) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", database.user());
    properties.setProperty("password", database.password());
    properties.setProperty("ApplicationName", "segel capture");
    properties.setProperty("prepareThreshold", "1");
    properties.setProperty("reWriteBatchedInserts", "true");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("loginTimeout", "10");
    // The same few statements with arrays of any size: one plan each.
    properties.setProperty("options", "-c plan_cache_mode=force_generic_plan");
    long deadline = System.nanoTime() + wait.toNanos();
    while (true) {
      try {
        return durable(DriverManager.getConnection(database.url(), properties));
      } catch (UnfitException unfit) {
        throw unfit;
      } catch (SQLException notYet) {
        if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
          throw notYet;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private static Connection durable(Connection connection) throws SQLException {
    try {
      Durability.check(connection);
      return connection;
    } catch (IllegalStateException unfit) {
      connection.close();
      throw new UnfitException(unfit);
    }
  }

  /** Waiting does not help. */
  private static final class UnfitException extends SQLException {
    UnfitException(IllegalStateException why) {
      super(why.getMessage(), "55000", why); // object not in prerequisite state
    }
  }
}
