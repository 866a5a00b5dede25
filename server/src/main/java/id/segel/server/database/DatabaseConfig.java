package id.segel.server.database;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the one database: the embedded PostgreSQL unless {@code SEGEL_DB_URL} names another. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfig {

  /** Readers and desks; capture has its own. */
  private static final int POOL_SIZE = 10;

  /** What runs or was started; closed when the server stops. */
  record Running(Database database, @Nullable EmbeddedPostgres embedded) implements AutoCloseable {
    @Override
    public void close() {
      if (embedded != null) {
        embedded.close();
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
      return new Running(new Database(url, user, password), null);
    }
    // Commands that only look may look while the server runs.
    Database other = attach ? EmbeddedPostgres.running(data) : null;
    if (other != null) {
      return new Running(other, null);
    }
    EmbeddedPostgres embedded = EmbeddedPostgres.start(data);
    return new Running(embedded.database(), embedded);
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
