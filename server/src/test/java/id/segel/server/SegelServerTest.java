package id.segel.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.server.database.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line: what it says, and its exit status. */
class SegelServerTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void explainsItself() {
    assertEquals(0, run("--help"));
    assertTrue(out.toString(StandardCharsets.UTF_8).startsWith("usage: segel COMMAND"));
    assertEquals(0, run("import", "roster", "--help"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', Say what to do; see --help.",
    "conquer, There is no command 'conquer'; see --help.",
    "import people x.csv, There is no command 'import people'; see --help.",
    "serve --moon, There is no option --moon here; see --help.",
    "serve now, serve takes options only; see --help.",
    "serve --port, --port needs a value.",
    "serve --certificate cert.pem, --certificate and --key go together.",
    "serve --certificate cert.p12 --key key.pem, A PKCS#12 file holds its key: leave --key away.",
    "serve --lan 127.0.0.2 --lan-port 8443 --certificate cert.pem --key key.pem, '--lan goes with --demo, --lan-port, --certificate and --key.'",
    "serve --config nowhere.yaml, There is no file nowhere.yaml to read.",
  })
  void whatIsNotUnderstoodCouldNotRun(String words, String sentence) {
    assertEquals(2, run(words.isEmpty() ? new String[0] : words.split(" ", -1)));
    assertEquals("segel: " + sentence, err.toString(StandardCharsets.UTF_8).strip());
  }

  @Test
  void importsARosterOrNothing() throws Exception {
    Path config = config();
    Path wrong = Files.writeString(folder.resolve("wrong.csv"), "what,is,this\n1,2,3\n");
    assertEquals(1, run("import", "roster", wrong.toString(), "--config", config.toString()));
    String said = out.toString(StandardCharsets.UTF_8).strip();
    assertTrue(said.endsWith("Nothing was imported."), said);

    assertEquals(2, run("import", "roster", "gone.csv", "--config", config.toString()));
    assertEquals(
        "segel: There is no file gone.csv to read.", err.toString(StandardCharsets.UTF_8).strip());
  }

  @Test
  void plainHttpStaysOnThisMachine() throws Exception {
    assertEquals(
        2, run("serve", "--address", "0.0.0.0", "--port", "0", "--config", config().toString()));
    String said = err.toString(StandardCharsets.UTF_8).strip();
    assertEquals(
        "segel: Plain HTTP is served on this machine only, not on 0.0.0.0: give a certificate and"
            + " key, or name the proxy that speaks HTTPS for Segel.",
        said);
  }

  @Test
  void aDatabaseHasOneInstallation() throws Exception {
    Path roster = Files.writeString(folder.resolve("wrong.csv"), "what,is,this\n1,2,3\n");
    Path config = config();
    assertEquals(
        1, run("import", "roster", roster.toString(), "--config", config.toString()), said());
    String[] elsewhere = {
      "fsck", "--config", config.toString(), "--data", folder.resolve("other").toString()
    };
    assertEquals(2, run(elsewhere));
    assertEquals(
        "segel: This database holds the log of another installation, signed with another key than "
            + folder.resolve("other").resolve("log.key")
            + ": name that installation's folder with --data, or an empty database.",
        said());
  }

  @Test
  void whatTheDatabaseSaidIsOneSentence() throws Exception {
    Path config = config();
    Files.writeString(config, "\nsegel.db.password=guess\n", StandardOpenOption.APPEND);
    assertEquals(2, run("fsck", "--config", config.toString()));
    assertTrue(said().startsWith("segel: PostgreSQL does not let segel into 127.0.0.1:"), said());
    assertEquals(1, said().lines().count(), said());
  }

  @Test
  void aFolderOfOthersIsLeftAlone() throws Exception {
    Files.writeString(folder.resolve("holiday.jpg"), "");
    assertEquals(2, run("serve", "--data", folder.toString()));
    assertEquals(
        "segel: The folder "
            + folder
            + " holds something that is not Segel's: name another with --data.",
        said());
    assertFalse(Files.exists(folder.resolve("log.key")));
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(other.getLocalPort());
      assertEquals(2, run("serve", "--port", port, "--config", config().toString()));
      assertEquals("segel: Port " + port + " is taken: name another with --port.", said());
    }
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8).strip();
  }

  /** Settings for a database and a folder of this test. */
  private Path config() throws Exception {
    var database = TestDatabase.empty();
    return Files.write(
        folder.resolve("segel.properties"),
        List.of(
            "segel.db.url=" + database.url(),
            "segel.db.user=" + database.user(),
            "segel.db.password=" + database.password(),
            "segel.data=" + folder.resolve("data")));
  }

  private int run(String... words) {
    return SegelServer.run(
        List.of(words),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }
}
