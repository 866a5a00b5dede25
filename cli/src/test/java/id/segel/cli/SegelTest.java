package id.segel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Command lines and their exit status. */
class SegelTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String line) {
    var printer =
        new Printer(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            InstantSource.fixed(Instant.EPOCH));
    return Segel.run(line.isEmpty() ? List.of() : List.of(line.split(" ")), printer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                              | which command?",
        "vote                            | there is no command 'vote'",
        "demo --fast                     | there is no option --fast",
        "demo now                        | one word too many: now",
        "demo --seed                     | --seed needs a value after it",
        "demo --seed one                 | --seed is a whole number from 0 to 9223372036854775807, not one",
        "demo --port 70000               | --port is a whole number from 0 to 65535, not 70000",
        "demo --scale 0                  | --scale is a number above 0, at most 1, not 0",
        "demo --scale 2                  | --scale is a number above 0, at most 1, not 2",
        "demo --speed=0                  | --speed is a whole number from 1 to 100000, not 0",
        "demo --until nonsense           | --until is written H-1T20:00 or H+1T06:00, not nonsense",
        "demo --roster /nowhere.csv      | there is no file /nowhere.csv to read; name another with --roster",
        "demo --port 0 --data /etc       | /etc holds something that no demo made; name another folder with --data",
        "demo --port 0 --data /etc/hosts | /etc/hosts cannot be used: NotDirectory",
        "demo --lan --headless           | --lan does not go with --headless",
        "demo --lan here                 | --lan names addresses of this machine, like 192.168.1.5, not here",
        "demo --port 1 --lan 192.0.2.1   | port 2 of 192.0.2.1 is taken, or this machine has no such address",
        "demo --json                     | --json goes with --headless",
        "cameras                         | --server is missing",
        "cameras --server x --token-file /nowhere --state y | --server is the address of Segel, not x",
        "cameras --server http://x --token-file /nowhere --state y | there is no file /nowhere",
        "verify                          | the address or folder of a log is missing",
        "verify http://                  | this is no address of a log: http://",
        "verify http://a:x/              | this is no address of a log: http://a:x/",
        "verify http://127.0.0.1:1       | nothing answers at http://127.0.0.1:1/log",
        "verify a b                      | one word too many: b",
        "verify /nowhere/at/all          | there is no log at /nowhere/at/all",
        "verify /nowhere --key x         | the log's key is no vkey",
        "bench                           | capture, storm, verify, views, cameras or plan is missing",
        "bench replay                    | a bench is capture, storm, verify, views, cameras or plan",
        "bench views --viewers 0         | --viewers is a whole number from 1 to 1000, not 0",
        "bench views --url http://x      | --user is missing",
        "bench capture --seconds 0       | --seconds is a whole number from 1 to 3600, not 0",
      })
  void whatCannotRunIsSaidInOneSentenceOnStderr(String line, String sentence) {
    assertEquals(Segel.COULD_NOT, run(line), line);
    assertEquals("", out.toString(StandardCharsets.UTF_8));
    String said = err.toString(StandardCharsets.UTF_8);
    assertTrue(said.startsWith("segel: " + sentence), said);
    assertEquals(1, said.lines().count(), said);
  }

  @ParameterizedTest
  @CsvSource({"--help", "help", "demo --help", "verify --help", "bench --help", "demo -h"})
  void helpIsOnStdout(String line) {
    assertEquals(Segel.DONE, run(line));
    assertTrue(out.toString(StandardCharsets.UTF_8).startsWith("usage: segel "));
    assertEquals("", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aTakenPortIsNotTakenForOurServer() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = other.getLocalPort();
      assertEquals(Segel.COULD_NOT, run("demo --data " + folder + " --port " + port));
      assertEquals(
          "segel: port " + port + " is taken; name another with --port\n",
          err.toString(StandardCharsets.UTF_8));
    }
  }

  @Test
  void theLogOfAServerIsBelowItsAddress() {
    assertEquals("http://a:1/log", Verify.base("http://a:1/"));
    assertEquals("http://a:1/log", Verify.base("http://a:1/log"));
    assertEquals("copy", Verify.base("copy/"));
  }
}
