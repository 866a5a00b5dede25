package id.segel.tlog.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import id.segel.tlog.LogFolder;
import id.segel.tlog.Testdata;
import id.segel.tlog.checkpoint.Cosigner;
import id.segel.tlog.note.Note;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Logs and tables made here, judged by the Go module that many logs are read with. Aborted where
 * Go, or its package golang.org/x/mod, is not installed (Debian: golang-go and
 * golang-golang-x-mod-dev).
 */
class GoTest {

  private static final Path PROGRAM = Path.of("src/test/go/check.go").toAbsolutePath();

  @TempDir static Path built;
  @TempDir Path temp;

  private record Ran(int status, String output) {}

  /** What is not installed, or nothing. */
  private static String missing = "";

  @BeforeAll
  static void buildTheProgram() throws Exception {
    try {
      if (run(List.of("go", "list", "golang.org/x/mod/sumdb/tlog")).status != 0) {
        missing = "golang.org/x/mod is not installed (Debian: golang-golang-x-mod-dev)";
        return;
      }
    } catch (IOException e) {
      missing = "Go is not installed (Debian: golang-go, golang-golang-x-mod-dev)";
      return;
    }
    Ran build =
        run(List.of("go", "build", "-o", built.resolve("check").toString(), PROGRAM.toString()));
    assertEquals(0, build.status, build.output);
  }

  @BeforeEach
  void needsGo() {
    assumeTrue(missing.isEmpty(), missing);
  }

  @Test
  void goReadsLogsOfManySizes() throws Exception {
    for (long size : new long[] {0, 1, 2, 3, 8, 255, 256, 257, 1000, 65_536, 70_000}) {
      LogFolder log = LogFolder.write(temp.resolve("log" + size), size);
      String proofs = writeProofs(log, size);
      Ran ran = check(log, proofs);
      assertEquals(0, ran.status, "size " + size + ": " + ran.output);
      assertTrue(ran.output.startsWith("ok: "), ran.output);
      if (size > 0) {
        long tiles = log.files().stream().filter(f -> f.matches("tile/[0-9].*")).count();
        assertTrue(ran.output.contains(size + " entries (0 closed), "), ran.output);
        assertTrue(ran.output.contains(", " + tiles + " hash tiles, "), ran.output);
      }
    }
  }

  @Test
  void goReadsALogThatGrew() throws Exception {
    LogFolder log = LogFolder.write(temp.resolve("log"), 3);
    for (long size : new long[] {200, 256, 300, 511, 512, 900}) {
      log.grow(size);
      Ran ran = check(log, writeProofs(log, size));
      assertEquals(0, ran.status, "size " + size + ": " + ran.output);
    }
  }

  /** Were this green for a changed log, the others would say nothing. */
  @Test
  void goFindsAChangedByteInEachFile() throws Exception {
    LogFolder log = LogFolder.write(temp.resolve("log"), 700);
    for (String path : log.files()) {
      byte[] good = log.get(path);
      byte[] bad = good.clone();
      bad[bad.length / 2] ^= 1;
      log.put(path, bad);
      Ran ran = check(log, "");
      assertNotEquals(0, ran.status, path + ": " + ran.output);
      log.put(path, good);
    }
  }

  @Test
  void goReadsACosignedLog() throws Exception {
    LogFolder log = LogFolder.write(temp.resolve("log"), 700);
    var bawaslu = new Cosigner("bawaslu.example/w", LogFolder.key("bawaslu"));
    var polda = new Cosigner("polda.example/w", LogFolder.key("polda"));
    Note note = log.note();
    Note cosigned = note.with(bawaslu.sign(note.textBytes(), 1_700_000_000L));
    log.put("checkpoint", cosigned.bytes());
    assertEquals(0, cosignedBy(log, bawaslu).status);
    assertNotEquals(0, cosignedBy(log, bawaslu, polda).status, "polda did not cosign");
  }

  private static Ran cosignedBy(LogFolder log, Cosigner... cosigners) throws Exception {
    String vkeys =
        String.join(",", Arrays.stream(cosigners).map(one -> one.verifier().vkey()).toList());
    return run(
        List.of(
            built.resolve("check").toString(),
            "-cosigners",
            vkeys,
            log.folder().toString(),
            LogFolder.verifier().vkey()));
  }

  @Test
  void goAgreesWithTheTables() throws Exception {
    for (String table : List.of("inclusion", "consistency", "notes", "ed25519", "cosignatures")) {
      Ran ran =
          run(
              List.of(
                  built.resolve("check").toString(),
                  "-" + table,
                  Testdata.file(table + ".txt").toString()));
      assertEquals(0, ran.status, ran.output);
      assertEquals(
          "ok: " + Testdata.rows(table + ".txt").size() + " rows of " + table + ".txt\n",
          ran.output);
    }
  }

  private static String writeProofs(LogFolder log, long size) throws IOException {
    TreeSet<Long> indexes = new TreeSet<>();
    for (long index : new long[] {0, 1, 255, 256, size / 3, size / 2, size - 2, size - 1}) {
      if (index >= 0 && index < size) {
        indexes.add(index);
        log.put("proof/" + index, log.proof(index).bytes());
      }
    }
    return String.join(",", indexes.stream().map(String::valueOf).toList());
  }

  private static Ran check(LogFolder log, String proofs) throws Exception {
    return run(
        List.of(
            built.resolve("check").toString(),
            "-proofs",
            proofs,
            log.folder().toString(),
            LogFolder.verifier().vkey()));
  }

  private static Ran run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(built, "output", ".txt");
    ProcessBuilder process = new ProcessBuilder(new ArrayList<>(command));
    process.environment().put("GO111MODULE", "off");
    process.environment().put("GOPATH", "/usr/share/gocode");
    process.environment().put("GOCACHE", built.resolve("cache").toString());
    process.environment().put("GOFLAGS", "");
    process.redirectErrorStream(true).redirectOutput(output.toFile());
    Process started = process.start();
    if (!started.waitFor(5, TimeUnit.MINUTES)) {
      started.destroyForcibly();
      throw new AssertionError(command + " did not end");
    }
    byte[] bytes = Files.readAllBytes(output);
    return new Ran(
        started.exitValue(),
        new String(Arrays.copyOf(bytes, Math.min(bytes.length, 10_000)), StandardCharsets.UTF_8));
  }
}
