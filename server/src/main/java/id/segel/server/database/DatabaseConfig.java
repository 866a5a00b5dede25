package id.segel.server.database;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the one database: the embedded PostgreSQL unless {@code SEGEL_DB_URL} names another. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfig {

  private static final Logger TRACE = LoggerFactory.getLogger(DatabaseConfig.class);

  /** Readers and desks; capture has its own. */
  private static final int POOL_SIZE = 10;

  /**
   * What runs or was started; closed when the server stops.
   *
   * @param lock of the data directory, where no embedded PostgreSQL holds it
   */
  record Running(Database database, @Nullable EmbeddedPostgres embedded, @Nullable FileChannel lock)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      if (embedded != null) {
        embedded.close();
      }
      if (lock != null) {
        lock.close();
      }
    }
  }

  @Bean
  Running postgres(
      @Value("${segel.data}") Path data,
      @Value("${segel.attach:false}") boolean attach,
      @Value("${segel.db.url:}") String url,
      @Value("${segel.db.user:}") String user,
      @Value("${segel.db.password:}") String password)
      throws IOException, InterruptedException {
    if (!url.isBlank()) {
      return other(Database.named(url, user, password), data, attach);
    }
    // Commands that only look may look while the server runs.
    Database other = attach ? EmbeddedPostgres.running(data) : null;
    if (other != null) {
      return new Running(other, null, null);
    }
    EmbeddedPostgres embedded = EmbeddedPostgres.start(data);
    return new Running(embedded.database(), embedded, null);
  }

  private static Running other(Database database, Path data, boolean attach) throws IOException {
    FileChannel lock = attach ? null : Folders.lock(data.toAbsolutePath().normalize());
    try {
      FirstConnection.check(database);
      return new Running(database, null, lock);
    } catch (RuntimeException unfit) {
      if (lock != null) {
        lock.close();
      }
      throw unfit;
    }
  }

  /** Brings the tables to this version; says in one sentence why it cannot. */
  @Bean
  FlywayMigrationStrategy migration(
      Running postgres, @Value("${segel.attach:false}") boolean attach) {
    return flyway -> {
      try {
        if (attach && flyway.info().current() != null && flyway.info().pending().length > 0) {
          throw new IllegalStateException(
              "The tables in "
                  + postgres.database().place()
                  + " are those of an older Segel, which may be running: use that one, or start"
                  + " this one once.");
        }
        flyway.migrate();
      } catch (FlywayException failed) {
        TRACE.debug("the tables could not be brought to this version", failed);
        throw new IllegalStateException(whyNot(failed, postgres.database()));
      }
    };
  }

  private static String whyNot(FlywayException failed, Database database) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException said) {
        return FirstConnection.sentence(said, database);
      }
    }
    String first = String.valueOf(failed.getMessage()).lines().findFirst().orElse("");
    return "The tables in "
        + database.place()
        + " are not those of this version of Segel: "
        + first;
  }

  @Bean
  HikariDataSource dataSource(Running postgres) throws SQLException {
    Database database = postgres.database();
    var pool = new HikariDataSource();
    pool.setPoolName("desks");
    pool.setJdbcUrl(database.url());
    pool.setUsername(database.user());
    pool.setPassword(database.password());
    pool.setMaximumPoolSize(POOL_SIZE);
    pool.setMinimumIdle(2);
    pool.setConnectionTimeout(5_000);
    pool.addDataSourceProperty("ApplicationName", "segel desks");
    pool.addDataSourceProperty("reWriteBatchedInserts", "true");
    try (Connection connection = pool.getConnection()) {
      Durability.check(connection);
    } catch (SQLException | RuntimeException unfit) {
      pool.close();
      throw unfit;
    }
    return pool;
  }

  @Bean
  @DependsOnDatabaseInitialization
  CaptureConnections captureConnections(Running postgres) {
    return new CaptureConnections(postgres.database());
  }
}
