package id.segel.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import com.sun.net.httpserver.HttpServer;
import id.segel.core.exchange.Facts;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.log.LogSucceeded;
import id.segel.server.picture.Photos;
import id.segel.tlog.Sha256;
import id.segel.tlog.checkpoint.Checkpoint;
import id.segel.tlog.checkpoint.Cosigner;
import id.segel.tlog.client.LogReader;
import id.segel.tlog.client.TileFetcher;
import id.segel.tlog.merkle.ConsistencyProof;
import id.segel.tlog.merkle.Edge;
import id.segel.tlog.note.NoteSigner;
import id.segel.tlog.note.NoteVerifier;
import id.segel.tlog.note.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Backups taken while phones send, restored elsewhere. One server for all tests; two backups of it,
 * with entries between them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackupTest {

  private Path folder;

  private Path data;
  private Path identity;
  private String recipient;
  private JsonNode older;
  private JsonNode newer;
  private JsonNode restored;
  private TestPhone sender;
  private NoteVerifier log;
  private final Map<String, String> secrets = new HashMap<>();
  private Checkpoint published;
  private byte[] publishedNote;

  /** Edge of the running server's log at the size of the newer backup. */
  private Edge then;

  private boolean isConsistent;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeAll
  void backUpUnderLoad(@TempDir Path shared) throws Exception {
    folder = shared;
    data = folder.resolve("data");
    KeyPair key = new X25519KeyPairGenerator().generateKeyPair();
    recipient = key.getPublic().toString();
    identity =
        Files.writeString(folder.resolve("backup.key"), "# a test's\n" + key.getPrivate() + "\n");
    try (var server = new ServerProcess(data)) {
      server.start();
      var desk = new TestDesk(server.url());
      desk.setUp(data);
      List<TestPhone> phones = desk.enrol(4, "KPU_KOTA", "3171");
      sender = phones.getFirst();
      upload(server.url(), sender);
      try (var load = new Load(phones)) {
        load.awaitMore(300);
        older = backUp();
        load.awaitMore(300);
        newer = backUp();
        load.awaitMore(300);
      }
      log = NoteVerifier.parse(desk.get("/log/vkey").strip());
      try (var fetcher = TileFetcher.of(server.url() + "/log")) {
        publishedNote = desk.get("/log/checkpoint").getBytes(StandardCharsets.UTF_8);
        published = Checkpoint.open(publishedNote, log);
        then = Edge.of(newer.get("size").asLong(), fetcher);
        isConsistent =
            ConsistencyProof.make(then.size(), published.size(), fetcher)
                .verifies(then.root(), published.root());
      }
    }
    assertEquals(
        0,
        run(
            "restore",
            newer.get("folder").asString(),
            "--identity",
            identity.toString(),
            "--data",
            folder.resolve("elsewhere").toString(),
            "--json"),
        said());
    restored = JsonNodes.read(out);
    for (String name :
        List.of("log.key", "token-secret", "checkpoint", "restored", "database-password")) {
      Path file = folder.resolve("elsewhere").resolve(name);
      secrets.put(
          name,
          PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
              + " "
              + Files.readString(file));
    }
  }

  @Test
  void whatWasTakenUnderLoadIsWholeElsewhere() {
    assertTrue(restored.get("holds").asBoolean(), restored.toString());
    assertEquals(newer.get("size").asLong(), restored.get("size").asLong());
    assertEquals(then.root().base64(), restored.get("root").asString(), "the live log's root then");
    assertTrue(isConsistent, "what was published later grows from what was restored");
    assertTrue(published.size() > then.size(), "the load went on");
    assertTrue(then.size() > older.get("size").asLong());
    assertEquals(1, restored.get("fsck").get("pictures").asInt());
    assertEquals(log.vkey(), restored.get("log").asString());
  }

  @Test
  void secretsComeBackForTheOwnerAlone() throws Exception {
    assertEquals("rw------- " + Files.readString(data.resolve("log.key")), secrets.get("log.key"));
    assertEquals(
        "rw------- " + Files.readString(data.resolve("token-secret")), secrets.get("token-secret"));
    assertTrue(secrets.getOrDefault("checkpoint", "").startsWith("rw------- " + log.name() + "\n"));
    assertTrue(secrets.getOrDefault("restored", "").startsWith("rw------- " + then.size() + " "));
    assertNotEquals(
        "rw------- " + Files.readString(data.resolve("database-password")),
        secrets.get("database-password"));
  }

  @Test
  void nothingIsWrittenThatIsNotEncrypted() throws Exception {
    try (var files = Files.list(Path.of(newer.get("folder").asString()))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        boolean isAge =
            new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                .startsWith("age-encryption.org/v1\n-> X25519 ");
        assertEquals(!List.of("manifest", "checkpoint").contains(name), isAge, name);
      }
    }
  }

  @Test
  void aChangedByteAMissingFileAndAnInterruptedBackupAreNamed() throws Exception {
    refuse(
        copy -> {
          byte[] bytes = Files.readAllBytes(copy.resolve("log.entries.copy.gz.age"));
          bytes[bytes.length / 2] ^= 1;
          Files.write(copy.resolve("log.entries.copy.gz.age"), bytes);
        },
        "The file log.entries.copy.gz.age of the backup COPY was changed.");
    refuse(
        copy -> Files.delete(copy.resolve("log.tree.copy.gz.age")),
        "The backup COPY lacks its file log.tree.copy.gz.age.");
    refuse(
        copy -> Files.delete(copy.resolve("manifest")),
        "The backup COPY was interrupted: it has no manifest. Take an earlier one.");
    refuse(
        copy -> replace(copy.resolve("manifest"), "\"size\" : ", "\"size\" : 1"),
        "The manifest of COPY was changed: the log's key did not sign it so.");
    refuse(
        copy -> replace(copy.resolve("manifest"), "\"schema\" : \"", "\"schema\" : \"9"),
        "The backup COPY has tables of version 9");
  }

  @Test
  void anotherIdentityOpensNothing() throws Exception {
    Path other =
        Files.writeString(
            folder.resolve("other.key"),
            new X25519KeyPairGenerator().generateKeyPair().getPrivate() + "\n");
    Path target = folder.resolve("target");
    assertEquals(
        2,
        run(
            "restore",
            newer.get("folder").asString(),
            "--identity",
            other.toString(),
            "--data",
            target.toString()));
    assertTrue(
        said()
            .endsWith(
                "segel: The identity does not open this backup, which is for " + recipient + "."),
        said());
    assertFalse(Files.exists(target));
  }

  @Test
  void aFolderThatIsNotEmptyIsLeftAlone() throws Exception {
    assertEquals(
        2,
        run(
            "restore",
            newer.get("folder").asString(),
            "--identity",
            identity.toString(),
            "--data",
            data.toString()));
    assertTrue(said().endsWith("is not empty: restore into a new one."), said());
  }

  @Test
  void aBackupNeedsAKeyToBeFor() throws Exception {
    String into = folder.resolve("backups").toString();
    assertEquals(2, run("backup", into, "--data", data.toString()));
    assertTrue(said().contains("name its key with --recipient"), said());
    assertEquals(2, run("backup", into, "--data", data.toString(), "--recipient", "age1guess"));
    assertTrue(said().contains("A recipient is age1"), said());
    assertEquals(
        2,
        run(
            "backup",
            into,
            "--data",
            folder.resolve("nowhere").toString(),
            "--recipient",
            recipient));
    assertTrue(said().contains("There is no folder"), said());
    assertFalse(Files.exists(folder.resolve("nowhere")));
  }

  @Test
  void theGuardBitesWhenAnOlderBackupIsRestored() throws Exception {
    Path old = folder.resolve("old");
    long size = older.get("size").asLong();
    assertEquals(
        0,
        run(
            "restore",
            older.get("folder").asString(),
            "--identity",
            identity.toString(),
            "--data",
            old.toString(),
            "--keep-views"),
        said());
    assertTrue(said().contains("Restored: " + size + " entries"), said());
    assertTrue(said().contains("Its views are the backup's"), said());

    try (var server = new ServerProcess(old)) {
      server.start();
      assertEquals(503, capture(server), "it is read-only");
      assertEquals(1, run("log", "check", "--data", old.toString()), said());
      assertEquals("Nobody has said anything about this log.", said());
      assertEquals(2, run("log", "resume", "--data", old.toString()), said());
      assertTrue(said().contains("Another Segel runs on"), said());
    }

    String missing = (published.size() - size) + " are missing here";
    Path kept = Files.write(folder.resolve("kept-checkpoint"), publishedNote);
    assertEquals(1, run("log", "resume", "--data", old.toString(), "--from", kept.toString()));
    assertTrue(said().contains(missing), said());
    String backup = newer.get("folder").asString();
    assertEquals(1, run("log", "resume", "--data", old.toString(), "--from", backup));
    assertTrue(said().contains(" are missing here"), said());

    var witness = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String url = "http://127.0.0.1:" + witness.getAddress().getPort();
    String hash =
        HexFormat.of()
            .formatHex(Sha256.digest().digest(log.name().getBytes(StandardCharsets.UTF_8)));
    witness.createContext(
        "/" + hash + "/checkpoint",
        exchange -> {
          exchange.sendResponseHeaders(200, publishedNote.length);
          exchange.getResponseBody().write(publishedNote);
          exchange.close();
        });
    witness.start();
    try {
      var cosigner = new Cosigner("w.example", SigningKey.fromSeed(new byte[32])).verifier();
      Path policy =
          Files.writeString(
              folder.resolve("policy"),
              "witness bawaslu " + cosigner.vkey() + " " + url + "\nquorum none\n");
      Path config =
          Files.writeString(folder.resolve("guard.properties"), "segel.policy=" + policy + "\n");
      assertEquals(
          1,
          run("log", "check", "--data", old.toString(), "--config", config.toString(), "--json"));
      JsonNode heard = JsonNodes.read(out);
      assertEquals("HAS_MORE", heard.get("answers").get(0).get("kind").asString());
      assertEquals(url, heard.get("answers").get(0).get("source").asString());
      assertTrue(heard.get("restored").asBoolean());
    } finally {
      witness.stop(0);
    }

    assertEquals(
        0,
        run(
            "log",
            "succeed",
            "--origin",
            "new.example/log",
            "--data",
            old.toString(),
            "--last",
            kept.toString(),
            "--json"),
        said());
    JsonNode opened = JsonNodes.read(out);
    assertEquals(size, opened.get("entry").asLong(), "the next fact");
    assertTrue(opened.get("log").asString().startsWith("new.example/log+"));
    var fact = (LogSucceeded) factAt(old, size, opened.get("log").asString());
    assertEquals(log.vkey(), fact.key());
    assertEquals(published.size(), fact.size());
    assertEquals(Id.of(published.root().bytes()), fact.root());
    assertEquals(size, fact.same());
    assertEquals(0, run("fsck", "--data", old.toString()), said());
  }

  /** The status when a phone of before sends a box to this server. */
  private int capture(ServerProcess server) throws Exception {
    var phone = new TestPhone(server.url(), 90, sender.signingKey(), sender.token());
    return phone.post(TestPhone.frame(phone.packings(1))).statusCode();
  }

  /** What stands at this place, read as a stranger would from a server that goes on. */
  private Fact factAt(Path data, long index, String vkey) throws Exception {
    try (var server = new ServerProcess(data)) {
      server.start();
      var desk = new TestDesk(server.url());
      assertEquals(vkey, desk.get("/log/vkey").strip());
      assertEquals(200, capture(server), "it appends again");
      try (var fetcher = TileFetcher.of(server.url() + "/log")) {
        var found = new ArrayList<Fact>();
        LogReader.open(fetcher, NoteVerifier.parse(vkey))
            .read(
                batch -> batch,
                batch -> {
                  if (batch.first() <= index && index < batch.first() + batch.count()) {
                    byte[] entry = batch.entry((int) (index - batch.first()));
                    found.add(Facts.read(Entry.decode(entry).body()));
                  }
                });
        return found.getFirst();
      }
    }
  }

  @Test
  void theLogGoesOnWhenAllWhoAnswerShowNoMore() throws Exception {
    String here = folder.resolve("elsewhere").toString();
    assertEquals(1, run("log", "resume", "--data", here), said());
    assertTrue(said().contains("nobody who holds a checkpoint of it was asked"), said());
    String known = older.get("folder").asString();
    String away = "http://127.0.0.1:1";
    assertEquals(1, run("log", "resume", "--data", here, "--from", known, "--from", away), said());
    assertTrue(said().contains(away + " showed no checkpoint of it"), said());
    // A restore that did not prove itself is none.
    Path mark = Path.of(here, "restored");
    String proved = Files.readString(mark);
    Files.writeString(mark, proved + "unfinished\n");
    assertEquals(2, run("log", "resume", "--data", here, "--from", known), said());
    assertTrue(said().contains("is not finished"), said());
    Files.writeString(mark, proved);
    Path forged = Files.createDirectory(folder.resolve("forged"));
    var thief = new NoteSigner(log.name(), SigningKey.fromSeed(new byte[32]));
    Files.write(
        forged.resolve("checkpoint"),
        new Checkpoint(log.name(), 1_000_000, then.root()).sign(thief).bytes());
    assertEquals(
        1, run("log", "resume", "--data", here, "--from", known, "--from", forged.toString()));
    assertTrue(said().contains("what it shows is not of this log"), said());
    assertEquals(
        0,
        run("log", "resume", "--data", here, "--from", known, "--from", away, "--without", away),
        said());
    assertTrue(said().contains("The log goes on from entry " + then.size()), said());

    // Then its key is lost: the next start would make another, which is not the log's.
    Files.delete(Path.of(here, "log.key"));
    assertEquals(2, run("log", "succeed", "--origin", "third.example/log", "--data", here));
    assertTrue(said().contains("name the old log's verifier key with --old"), said());
    assertEquals(
        0,
        run("log", "succeed", "--origin", "third.example/log", "--data", here, "--old", log.vkey()),
        said());
    assertTrue(said().contains("third.example/log+"), said());
    assertEquals(0, run("fsck", "--data", here), said());
  }

  private interface Harm {
    void to(Path copy) throws IOException;
  }

  /** A copy of the newer backup with this harm is refused with this sentence, and nothing made. */
  private void refuse(Harm harm, String sentence) throws Exception {
    Path copy = Files.createTempDirectory(folder, "harmed-");
    try (var files = Files.list(Path.of(newer.get("folder").asString()))) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    harm.to(copy);
    Path target = folder.resolve("target");
    assertEquals(
        2,
        run(
            "restore",
            copy.toString(),
            "--identity",
            identity.toString(),
            "--data",
            target.toString()));
    assertTrue(said().contains("segel: " + sentence.replace("COPY", copy.toString())), said());
    assertFalse(Files.exists(target), sentence);
  }

  private static void replace(Path file, String what, String by) throws IOException {
    String text = Files.readString(file);
    assertTrue(text.contains(what));
    Files.writeString(file, text.replace(what, by));
  }

  private JsonNode backUp() {
    assertEquals(
        0,
        run(
            "backup",
            folder.resolve("backups").toString(),
            "--recipient",
            recipient,
            "--data",
            data.toString(),
            "--json"),
        said());
    return JsonNodes.read(out);
  }

  private static void upload(String url, TestPhone phone) throws Exception {
    var answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url + "/api/pictures"))
                    .header("Authorization", "Bearer " + phone.token())
                    .header("Content-Type", "image/jpeg")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(Photos.baseline(1, 64)))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), answer.body());
  }

  private String said() {
    return (err.toString(StandardCharsets.UTF_8) + out.toString(StandardCharsets.UTF_8)).strip();
  }

  private int run(String... words) {
    out.reset();
    err.reset();
    return SegelServer.run(
        List.of(words),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  /** One JSON object that a command printed. */
  private static final class JsonNodes {
    static JsonNode read(ByteArrayOutputStream out) {
      return TestDesk.JSON.readTree(out.toByteArray());
    }
  }

  /** Phones that pack boxes, ten at a time, until it is closed. */
  private static final class Load implements AutoCloseable {

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong acknowledged = new AtomicLong();
    private volatile boolean running = true;

    Load(List<TestPhone> phones) {
      for (TestPhone phone : phones) {
        threads.add(Thread.ofVirtual().start(() -> send(phone)));
      }
    }

    private void send(TestPhone phone) {
      try {
        while (running) {
          int places = phone.send(phone.packings(10)).size();
          synchronized (acknowledged) {
            acknowledged.addAndGet(places);
            acknowledged.notifyAll();
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    void awaitMore(int count) throws InterruptedException {
      synchronized (acknowledged) {
        long goal = acknowledged.get() + count;
        while (acknowledged.get() < goal) {
          acknowledged.wait();
        }
      }
    }

    @Override
    public void close() {
      running = false;
      for (Thread thread : threads) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }
  }
}
