package id.segel.server.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Fresh databases on one PostgreSQL per test process, durable like the real one. Its cluster stays
 * in {@code target/} between runs.
 */
public final class TestDatabase {

  private static final String TEMPLATE = "test_template";
  private static final AtomicInteger MADE = new AtomicInteger();
  private static final Set<ConfigurableApplicationContext> CONTEXTS =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
  private static @Nullable EmbeddedPostgres shared;
  private static boolean hasTemplate;

  private final Database database;

  private TestDatabase(Database database) {
    this.database = database;
  }

  /** A new, empty database. */
  public static TestDatabase empty() {
    return made("test_" + MADE.incrementAndGet(), "template1");
  }

  /** A new database with the tables of all capabilities. */
  public static TestDatabase migrated() {
    return made("test_" + MADE.incrementAndGet(), template());
  }

  /** Made once and copied: half a hundred migrations take longer than most tests. */
  private static synchronized String template() {
    if (!hasTemplate) {
      TestDatabase made = made(TEMPLATE, "template1");
      Flyway.configure().dataSource(made.dataSource()).load().migrate();
      hasTemplate = true;
    }
    return TEMPLATE;
  }

  private static TestDatabase made(String name, String template) {
    EmbeddedPostgres postgres = shared();
    Database superuser = postgres.superuser();
    try (Connection connection =
            DriverManager.getConnection(superuser.url(), superuser.user(), superuser.password());
        var sql = connection.createStatement()) {
      sql.execute("drop database if exists " + name + " with (force)");
      sql.execute(
          "create database " + name + " owner " + EmbeddedPostgres.NAME + " template " + template);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    Database segel = postgres.database();
    String url = segel.url().substring(0, segel.url().lastIndexOf('/') + 1) + name;
    return new TestDatabase(new Database(url, segel.user(), segel.password()));
  }

  public String url() {
    return database.url();
  }

  public String user() {
    return database.user();
  }

  public String password() {
    return database.password();
  }

  /** Without a pool. */
  public DataSource dataSource() {
    var source = new PGSimpleDataSource();
    source.setUrl(database.url());
    source.setUser(database.user());
    source.setPassword(database.password());
    return source;
  }

  public CaptureConnections captureConnections() {
    return new CaptureConnections(database);
  }

  private static synchronized EmbeddedPostgres shared() {
    if (shared != null) {
      return shared;
    }
    try {
      EmbeddedPostgres started =
          EmbeddedPostgres.start(
              // Two test processes at once have one cluster each.
              Path.of("target", "test-postgres-" + System.getProperty("segel.test.fork", "1")),
              List.of("max_connections=200"));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(started)));
      shared = started;
      return started;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Who still works on a database that is gone tries to reach it until the test run is killed. */
  private static void stop(EmbeddedPostgres started) {
    List.copyOf(CONTEXTS).forEach(ConfigurableApplicationContext::close);
    started.close();
  }

  /** Gives a Spring context a database and a data directory of its own, with nothing in them. */
  public static final class Initializer
      implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
      Database database = migrated().database;
      CONTEXTS.add(context);
      try {
        Path data = Files.createTempDirectory("segel-test");
        data.toFile().deleteOnExit();
        context
            .getEnvironment()
            .getPropertySources()
            .addFirst(
                new MapPropertySource(
                    "test database",
                    Map.of(
                        "segel.db.url",
                        database.url(),
                        "segel.db.user",
                        database.user(),
                        "segel.db.password",
                        database.password(),
                        "segel.data",
                        data.toString(),
                        // A test has few entries, and must reach its past from a kept one too.
                        "segel.stock.past-every",
                        "16")));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
