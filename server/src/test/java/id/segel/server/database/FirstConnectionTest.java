package id.segel.server.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that somebody names: what keeps Segel out of it, in one sentence without secrets. */
class FirstConnectionTest {

  private static final String SECRET = "p@ss:w/rd?1";

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://a.example:5433/box, jdbc:postgresql://a.example:5433/box",
    "postgresql://a.example/box?sslmode=require, jdbc:postgresql://a.example/box?sslmode=require",
    "postgres://127.0.0.1/box, jdbc:postgresql://127.0.0.1/box",
  })
  void anAddressIsReadAsPeopleWriteIt(String typed, String url) {
    assertEquals(url, Database.named(typed, "segel", SECRET).url());
  }

  @Test
  void onlyHostAndNameAreShown() {
    assertEquals(
        "a.example/box",
        Database.named("jdbc:postgresql://a.example/box?sslpassword=x", "segel", SECRET)
            .toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://segel:p@ss:w/rd@localhost/box",
        "jdbc:postgresql://localhost/box?user=segel",
        "jdbc:postgresql://localhost/box?ssl=true&password=p@ss",
      })
  void aPasswordInTheAddressIsNotTakenAndNotShown(String url) {
    assertEquals(
        "SEGEL_DB_URL must not hold a user or a password, for addresses are shown: put them into"
            + " SEGEL_DB_USER and SEGEL_DB_PASSWORD.",
        message(() -> Database.named(url, "segel", SECRET)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"box", "jdbc:mysql://localhost/box", "jdbc:postgresql://localhost/"})
  void whatIsNoAddressIsNotShown(String url) {
    assertEquals(
        "SEGEL_DB_URL must look like jdbc:postgresql://HOST:PORT/DATABASE.",
        message(() -> Database.named(url, "segel", SECRET)));
  }

  @Test
  void anEmptyDatabaseOfOurOwnIsFit() {
    FirstConnection.check(database(TestDatabase.empty()));
    FirstConnection.check(database(TestDatabase.migrated()));
  }

  @Test
  void aWrongPasswordIsNotShown() {
    Database right = database(TestDatabase.empty());
    var wrong = new Database(right.url(), right.user(), SECRET);
    assertEquals(
        "PostgreSQL does not let segel into "
            + right.place()
            + ": see to SEGEL_DB_USER, SEGEL_DB_PASSWORD and the server's pg_hba.conf.",
        refusal(wrong));
  }

  @Test
  void whatIsNotThereIsNamed() {
    Database there = database(TestDatabase.empty());
    String host = there.place().substring(0, there.place().indexOf('/'));
    var noDatabase = new Database("jdbc:postgresql://" + host + "/nowhere", "segel", "");
    assertFalse(refusal(noDatabase).contains(SECRET));
    var gone = Database.named("jdbc:postgresql://" + host + "/nowhere", "segel", there.password());
    assertEquals(
        "There is no database " + host + "/nowhere: make it, owned by segel.", refusal(gone));
    var silent = Database.named("jdbc:postgresql://127.0.0.1:1/box", "segel", SECRET);
    assertEquals(
        "No PostgreSQL answers at 127.0.0.1:1/box: see to SEGEL_DB_URL, and that it runs.",
        refusal(silent));
    var nobody = Database.named("jdbc:postgresql://nobody.invalid/box", "segel", SECRET);
    assertEquals("There is no host for nobody.invalid/box: see to SEGEL_DB_URL.", refusal(nobody));
  }

  @ParameterizedTest
  @CsvSource({
    "create table house (x int), public.house",
    "create schema log create view door as select 1, log.door",
  })
  void aDatabaseOfOthersIsLeftAlone(String theirs, String named) throws SQLException {
    TestDatabase fresh = TestDatabase.empty();
    run(fresh, theirs);
    Database database = database(fresh);
    assertEquals(
        database.place()
            + " holds "
            + named
            + ", which is not Segel's: give Segel a database of its own.",
        refusal(database));
  }

  @Test
  void whatItsOwnerAddsLaterIsNotOurBusiness() throws SQLException {
    TestDatabase ours = TestDatabase.migrated();
    run(ours, "create view entries_per_day as select 1");
    FirstConnection.check(database(ours));
  }

  /** Settings of the role or the database count as those of the server. */
  @ParameterizedTest
  @CsvSource({
    "synchronous_commit, off, false",
    "synchronous_commit, remote_write, false",
    "synchronous_commit, remote_apply, true",
    "default_transaction_read_only, on, false",
  })
  void aDatabaseThatMayForgetIsNotUsed(String setting, String value, boolean isFit)
      throws SQLException {
    TestDatabase fresh = TestDatabase.migrated();
    Database database = database(fresh);
    String name = database.place().substring(database.place().indexOf('/') + 1);
    run(fresh, String.format(Locale.ROOT, "alter database %s set %s = %s", name, setting, value));
    if (isFit) {
      FirstConnection.check(database);
      return;
    }
    String said = refusal(database);
    SQLException later =
        assertThrows(
            SQLException.class, () -> fresh.captureConnections().open(Duration.ofMinutes(1)));
    assertEquals(said, later.getMessage());
  }

  private static Database database(TestDatabase made) {
    return Database.named(made.url(), made.user(), made.password());
  }

  private static void run(TestDatabase database, String query) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        var sql = connection.createStatement()) {
      sql.execute(query);
    }
  }

  private static String refusal(Database database) {
    var refused = assertThrows(IllegalStateException.class, () -> FirstConnection.check(database));
    return String.valueOf(refused.getMessage());
  }

  private static String message(org.junit.jupiter.api.function.Executable naming) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, naming).getMessage());
  }
}
