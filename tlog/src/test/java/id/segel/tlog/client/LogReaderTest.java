package id.segel.tlog.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import id.segel.tlog.LogFolder;
import id.segel.tlog.client.LogProblem.Kind;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.merkle.InclusionProof;
import id.segel.tlog.note.NoteSigner;
import id.segel.tlog.note.NoteVerifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader of a good log sees every entry in order; of any other, what is wrong and where. */
class LogReaderTest {

  @TempDir Path temp;

  @Test
  void readsEveryEntryInOrder() throws Exception {
    for (int size : new int[] {0, 1, 2, 255, 256, 257, 511, 512, 1000, 65_536, 70_000}) {
      LogFolder log = LogFolder.write(temp.resolve("log" + size), size);
      LogReader reader = open(log);
      assertEquals(size, reader.checkpoint().size());
      List<String> read = new ArrayList<>();
      LogReader.Tally tally = reader.read(LogReaderTest::texts, read::addAll);
      List<String> expected = new ArrayList<>();
      long bytes = 0;
      for (int n = 0; n < size; n++) {
        expected.add(n + " entry " + n + " of a log\n");
        bytes += ("entry " + n + " of a log\n").length() + 2;
      }
      assertEquals(expected, read, "size " + size);
      long tiles = log.files().stream().filter(f -> f.matches("tile/[0-9].*")).count();
      assertEquals(
          new LogReader.Tally(size, 0, Optional.empty(), tiles, bytes), tally, "size " + size);
    }
  }

  @Test
  void oneChangedByteInAnyFileIsFound() throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
    LogFolder log = LogFolder.write(temp.resolve("log"), 700);
    for (String path : log.files()) {
      byte[] good = log.get(path);
      // The unsigned part of a checkpoint is its last line's name and key, and these it needs.
      for (int i = 0; i < 40; i++) {
        byte[] bad = good.clone();
        int at = i == 0 ? 0 : i == 1 ? bad.length - 1 : random.nextInt(bad.length);
        bad[at] ^= (byte) (1 << random.nextInt(8));
        log.put(path, bad);
        LogProblem problem = problem(log);
        String what = path + " at " + at + ": " + problem.getMessage();
        if (path.equals("checkpoint")) {
          assertTrue(problem.kind().name().startsWith("CHECKPOINT"), what);
        } else if (path.contains("entries")) {
          assertTrue(problem.kind().name().startsWith("BUNDLE"), what);
        } else {
          assertEquals(Kind.TILE_MISMATCH, problem.kind(), what);
        }
        assertTrue(problem.path().contains(path), what);
      }
      log.put(path, good);
    }
    open(log).read(LogReaderTest::texts, texts -> {});
  }

  @Test
  void oneChangedByteIsFoundAtEveryLevelOfATallTree() throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(12);
    // Level 1 has a full tile and a partial one, and level 2 a partial one.
    LogFolder log = LogFolder.write(temp.resolve("log"), 256 * 256 + 256 + 3);
    List<String> files = new ArrayList<>(log.files());
    files.removeIf(f ->
        !f.startsWith("tile/")
            || (f.matches("tile/(0|entries)/.*") && !f.matches(".*(000|128|255|256|257.*)")));
    assertTrue(files.contains("tile/1/000") && files.contains("tile/2/000.p/1"), files.toString());
    for (String path : files) {
      byte[] good = log.get(path);
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] ^= 1;
      log.put(path, bad);
      assertTrue(problem(log).path().contains(path), path);
      log.put(path, good);
    }
  }

  @Test
  void aMissingFileIsNamed() throws Exception {
    LogFolder log = LogFolder.write(temp.resolve("log"), 700);
    for (String path : log.files()) {
      byte[] good = log.get(path);
      Files.delete(log.folder().resolve(path));
      LogProblem problem = problem(log);
      Kind expected =
          path.equals("checkpoint")
              ? Kind.CHECKPOINT_MISSING
              : path.contains("entries") ? Kind.BUNDLE_MISSING : Kind.TILE_MISSING;
      assertEquals(expected, problem.kind(), problem.getMessage());
      log.put(path, good);
    }
  }

  @Test
  void aShortOrLongFileIsFound() throws Exception {
    LogFolder log = LogFolder.write(temp.resolve("log"), 700);
    for (String path : log.files()) {
      byte[] good = log.get(path);
      for (int length : new int[] {0, 1, good.length - 1, good.length + 1, good.length + 32}) {
        log.put(path, Arrays.copyOf(good, length));
        assertThrows(
            Exception.class,
            () -> open(log).read(LogReaderTest::texts, texts -> {}),
            path + " of " + length);
      }
      log.put(path, good);
    }
  }

  @Test
  void aCheckpointOfAnotherKeyOrLogIsRefused() throws Exception {
    LogFolder log = LogFolder.write(temp.resolve("log"), 3);
    TileFetcher fetcher = TileFetcher.of(log.folder());
    NoteVerifier otherKey =
        NoteVerifier.of(LogFolder.ORIGIN, LogFolder.key("another key").publicKey());
    NoteVerifier otherName = NoteVerifier.of("log.example/other", LogFolder.verifier().publicKey());
    for (NoteVerifier other : List.of(otherKey, otherName)) {
      LogProblem problem = assertThrows(LogProblem.class, () -> LogReader.open(fetcher, other));
      assertEquals(Kind.CHECKPOINT_SIGNATURE, problem.kind());
    }
    // A key of two names does not let one log speak for the other.
    NoteSigner signer =
        new NoteSigner("log.example/other", LogFolder.key("the log of these tests"));
    log.put("checkpoint", log.note().signedBy(signer).bytes());
    LogProblem problem = assertThrows(LogProblem.class, () -> LogReader.open(fetcher, otherName));
    assertEquals(Kind.CHECKPOINT_SIGNATURE, problem.kind());
  }

  /** A copy keeps the partial tiles of its newest state alone. */
  @Test
  void anOlderCheckpointIsReadFromANewerCopy() throws Exception {
    LogFolder log = LogFolder.write(temp.resolve("log"), 300);
    byte[] older = log.note().bytes();
    for (long size : new long[] {310, 600}) {
      log.grow(size);
      for (String path : log.files()) {
        if (path.matches(".*[.]p/44")) {
          Files.delete(log.folder().resolve(path));
        }
      }
      try (var fetcher = TileFetcher.of(log.folder())) {
        LogReader.Tally tally =
            LogReader.at(older, fetcher, LogFolder.verifier()).read(batch -> 0, nothing -> {});
        assertEquals(300, tally.entries(), "of a copy with " + size);
      }
    }
  }

  @Test
  void aPartialTileThatIsGoneIsReadFromTheFullOne() throws Exception {
    LogFolder log = LogFolder.write(temp.resolve("log"), 700);
    byte[] checkpoint = log.get("checkpoint");
    List<String> partial = log.files().stream().filter(f -> f.contains(".p/")).toList();
    log.grow(70_000);
    for (String path : partial) {
      if (!path.startsWith("tile/1/")) {
        Files.delete(log.folder().resolve(path));
      }
    }
    Files.delete(log.folder().resolve("tile/1/000.p/2"));
    LogReader older = LogReader.at(checkpoint, TileFetcher.of(log.folder()), LogFolder.verifier());
    List<String> read = new ArrayList<>();
    older.read(LogReaderTest::texts, read::addAll);
    assertEquals(700, read.size());
    assertEquals("699 entry 699 of a log\n", read.getLast());
  }

  @Test
  void overHttpClosedBundlesAreCountedAndTheirLeavesKnown() throws Exception {
    LogFolder log = LogFolder.write(temp.resolve("log"), 1000);
    try (Server server = new Server(log.folder())) {
      server.closed.add("/log/tile/entries/001");
      server.closed.add("/log/tile/entries/003.p/232");
      try (TileFetcher fetcher = TileFetcher.of(server.url())) {
        List<Hash> leaves = new ArrayList<>();
        LogReader.Tally tally =
            LogReader.open(fetcher, LogFolder.verifier())
                .read(
                    batch -> {
                      List<Hash> hashes = new ArrayList<>();
                      for (int i = 0; i < batch.count(); i++) {
                        hashes.add(batch.leafHash(i));
                        assertEquals(
                            batch.isClosed(), batch.first() == 256 || batch.first() == 768);
                        if (!batch.isClosed()) {
                          assertEquals(Hash.leaf(batch.entry(i)), batch.leafHash(i));
                        }
                      }
                      return hashes;
                    },
                    leaves::addAll);
        assertEquals(256 + 232, tally.closed());
        assertEquals(1000, tally.entries());
        assertEquals(
            Hash.leaf("entry 300 of a log\n".getBytes(StandardCharsets.UTF_8)), leaves.get(300));
        assertEquals(1000, leaves.size());
      }
    }
  }

  @Test
  void overHttpACompressedLogReadsTheSame() throws Exception {
    LogFolder log = LogFolder.write(temp.resolve("log"), 600);
    try (Server server = new Server(log.folder())) {
      TileFetcher fetcher = TileFetcher.of(server.url() + "/");
      server.compress = true;
      List<String> read = new ArrayList<>();
      LogReader.open(fetcher, LogFolder.verifier()).read(LogReaderTest::texts, read::addAll);
      assertEquals(600, read.size());
    }
  }

  @Test
  void overHttpAnAnswerThatIsTooLongIsNotRead() throws Exception {
    LogFolder log = LogFolder.write(temp.resolve("log"), 256);
    log.put("tile/0/000", new byte[1 << 20]);
    for (boolean compress : new boolean[] {false, true}) {
      try (Server server = new Server(log.folder())) {
        TileFetcher fetcher = TileFetcher.of(server.url());
        server.compress = compress;
        assertThrows(
            IOException.class,
            () ->
                LogReader.open(fetcher, LogFolder.verifier())
                    .read(LogReaderTest::texts, texts -> {}));
      }
    }
  }

  @Test
  void aFailureOfTheReadersOwnWorkComesThrough() throws Exception {
    LogFolder log = LogFolder.write(temp.resolve("log"), 5000);
    LogReader reader = open(log);
    assertThrows(
        ArithmeticException.class,
        () ->
            reader.read(
                batch -> {
                  throw new ArithmeticException("in a worker");
                },
                answer -> {}));
    assertThrows(
        ArithmeticException.class,
        () ->
            reader.read(
                Batch::first,
                first -> {
                  throw new ArithmeticException("in the caller");
                }));
  }

  @Test
  void tilesThatAreFetchedMakeProofs() throws Exception {
    LogFolder log = LogFolder.write(temp.resolve("log"), 1000);
    TileFetcher fetcher = TileFetcher.of(log.folder());
    var proof = InclusionProof.make(300, 1000, fetcher);
    assertTrue(
        proof.verifies(
            Hash.leaf("entry 300 of a log\n".getBytes(StandardCharsets.UTF_8)), log.edge().root()));
    assertThrows(UncheckedIOException.class, () -> fetcher.tile(0, 99, 256));
    fetcher.close();
    assertThrows(IOException.class, () -> fetcher.get("checkpoint", 1000));
  }

  private static LogReader open(LogFolder log) throws Exception {
    return LogReader.open(TileFetcher.of(log.folder()), LogFolder.verifier());
  }

  private static LogProblem problem(LogFolder log) {
    return assertThrows(LogProblem.class, () -> open(log).read(LogReaderTest::texts, texts -> {}));
  }

  private static List<String> texts(Batch batch) {
    assertFalse(batch.isClosed());
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < batch.count(); i++) {
      byte[] entry = batch.entry(i);
      assertArrayEquals(Hash.leaf(entry).bytes(), batch.leafHash(i).bytes());
      texts.add((batch.first() + i) + " " + new String(entry, StandardCharsets.UTF_8));
    }
    return texts;
  }

  /** Serves a folder below /log on loopback. */
  private static final class Server implements AutoCloseable {

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Path folder;
    final Set<String> closed = ConcurrentHashMap.newKeySet();
    volatile boolean compress;

    Server(Path folder) throws IOException {
      this.folder = folder;
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      http.setExecutor(threads);
      http.createContext("/log/", this::answer);
      http.start();
    }

    String url() {
      return "http://127.0.0.1:" + http.getAddress().getPort() + "/log";
    }

    private void answer(HttpExchange exchange) throws IOException {
      try (exchange) {
        String path = exchange.getRequestURI().getPath();
        Path file = folder.resolve(path.substring("/log/".length()));
        if (closed.contains(path)) {
          exchange.sendResponseHeaders(403, -1);
        } else if (!Files.isRegularFile(file)) {
          exchange.sendResponseHeaders(404, -1);
        } else {
          byte[] bytes = Files.readAllBytes(file);
          if (compress) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            bytes = gzip(bytes);
          }
          exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
        }
      }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(bytes);
      }
      return out.toByteArray();
    }

    @Override
    public void close() {
      http.stop(0);
      threads.close();
    }
  }
}
