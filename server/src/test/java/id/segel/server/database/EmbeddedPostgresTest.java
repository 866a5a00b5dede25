package id.segel.server.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher promises: durable, on loopback only, and open again after any crash. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class EmbeddedPostgresTest {

  @TempDir Path data;

  @Test
  void listensOnLoopbackOnly() throws Exception {
    try (var postgres = EmbeddedPostgres.start(data);
        Connection connection = connect(postgres.superuser())) {
      assertEquals("127.0.0.1", show(connection, "listen_addresses"));
      assertEquals("", show(connection, "unix_socket_directories"));
      try (Connection ours = connect(postgres.database())) {
        assertEquals("off", show(ours, "is_superuser"));
      }
      String port =
          String.format(Locale.ROOT, ":%04X ", Integer.parseInt(show(connection, "port")));
      for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
        for (String socket : Files.readAllLines(Path.of(table))) {
          // 0A is LISTEN; the first address is the local one, 0100007F is 127.0.0.1.
          if (socket.contains(" 0A ") && socket.contains(port)) {
            assertTrue(socket.contains(" 0100007F" + port), socket);
          }
        }
      }
      String url = postgres.database().url();
      assertThrows(
          SQLException.class, () -> DriverManager.getConnection(url, "segel", "guess").close());
      assertEquals(
          "[OWNER_READ, OWNER_WRITE]",
          Files.getPosixFilePermissions(data.resolve("database-password")).stream()
              .sorted()
              .toList()
              .toString());
    }
  }

  @Test
  void aSecondServerIsKeptOutButMayLook() throws Exception {
    try (var postgres = EmbeddedPostgres.start(data)) {
      var refused = assertThrows(IllegalStateException.class, () -> EmbeddedPostgres.start(data));
      assertTrue(String.valueOf(refused.getMessage()).startsWith("Another Segel runs on"));
      assertEquals(postgres.database(), EmbeddedPostgres.running(data));
    }
    assertEquals(null, EmbeddedPostgres.running(data));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fsync", "synchronous_commit", "full_page_writes"})
  void refusesAServerThatMayForget(String setting) throws Exception {
    try (var postgres = EmbeddedPostgres.start(data, List.of(setting + "=off"));
        Connection connection = connect(postgres.database())) {
      var refused = assertThrows(IllegalStateException.class, () -> Durability.check(connection));
      assertEquals(
          "This PostgreSQL runs with "
              + setting
              + " = off, so an acknowledged statement could be lost. Set "
              + setting
              + " = on and start again.",
          refused.getMessage());
    }
    try (var postgres = EmbeddedPostgres.start(data);
        Connection connection = connect(postgres.database())) {
      Durability.check(connection);
    }
  }

  @Test
  void startsAgainWhenItDies() throws Exception {
    try (var postgres = EmbeddedPostgres.start(data)) {
      var capture = new CaptureConnections(postgres.database());
      try (Connection before = capture.open(Duration.ZERO)) {
        before.createStatement().execute("create table kept (n int)");
        before.createStatement().execute("insert into kept values (1)");
        postgres.process().destroyForcibly();
        postgres.process().onExit().get();
      }
      try (Connection after = capture.open(Duration.ofMinutes(1))) {
        assertEquals(1, count(after));
      }
    }
  }

  /** Kills this process and, or not, all of PostgreSQL, as it commits; then opens it again. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void keepsEveryCommittedRowWhenEverythingIsKilled(boolean databaseToo) throws Exception {
    Path acknowledged = data.resolve("acknowledged");
    Process server =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Committer.class.getName(),
                data.toString(),
                acknowledged.toString())
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("committer.log").toFile())
            .start();
    while (!Files.exists(acknowledged) || Files.size(acknowledged) < 200) {
      assertFalse(server.waitFor(5, TimeUnit.MILLISECONDS), () -> read("committer.log"));
    }
    List<ProcessHandle> all = server.descendants().toList();
    assertFalse(all.isEmpty());
    server.destroyForcibly();
    if (databaseToo) {
      all.forEach(ProcessHandle::destroyForcibly);
    }
    server.waitFor();
    // One byte was written after each commit.
    long promised = Files.size(acknowledged);
    try (var postgres = EmbeddedPostgres.start(data);
        Connection connection = connect(postgres.database())) {
      long kept = count(connection);
      assertTrue(kept == promised || kept == promised + 1, kept + " of " + promised);
    }
  }

  /** Commits a row and notes it, until it is killed. */
  static final class Committer {
    public static void main(String[] args) throws Exception {
      var postgres = EmbeddedPostgres.start(Path.of(args[0]));
      try (Connection connection = connect(postgres.database());
          var insert = prepare(connection);
          var note =
              Files.newOutputStream(
                  Path.of(args[1]), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        for (int n = 0; n < 100_000; n++) {
          insert.setInt(1, n);
          insert.executeUpdate();
          note.write('.');
        }
      }
    }

    private static java.sql.PreparedStatement prepare(Connection connection) throws SQLException {
      connection.createStatement().execute("create table kept (n int)");
      return connection.prepareStatement("insert into kept values (?)");
    }
  }

  private String read(String file) {
    try {
      return Files.readString(data.resolve(file));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static Connection connect(Database database) throws SQLException {
    return DriverManager.getConnection(database.url(), database.user(), database.password());
  }

  private static long count(Connection connection) throws SQLException {
    try (var rows = connection.createStatement().executeQuery("select count(*) from kept")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static String show(Connection connection, String setting) throws SQLException {
    try (var rows = connection.createStatement().executeQuery("show " + setting)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
