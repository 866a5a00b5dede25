package id.segel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.box.BoxId;
import id.segel.core.custody.Discrepancy;
import id.segel.core.custody.DiscrepancyFound;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.DeviceEnrolled;
import id.segel.core.personnel.Role;
import id.segel.tlog.checkpoint.Checkpoint;
import id.segel.tlog.checkpoint.Cosigner;
import id.segel.tlog.merkle.Edge;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.note.MlDsa44;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.SigningKey;
import id.segel.tlog.witness.AddCheckpoint;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A witness as an agency runs it: over HTTP, killed and started again, and reading what it signs.
 */
class WitnessServerTest {

  private static final Cosigner KEY = new Cosigner("bawaslu.example/w", key("witness"));
  private static final Cosigner PQ =
      new Cosigner("bawaslu.example/w", MlDsa44.fromSeed(key("witness").seed()));
  private static final Cosigner AUDIT = new Cosigner("bawaslu.example/audit", key("audit"));

  @TempDir Path folder;
  private final WrittenLog log = new WrittenLog();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Printer printer =
      new Printer(
          new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
          new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
          InstantSource.system());

  @BeforeEach
  void aConfig() throws IOException {
    Files.writeString(folder.resolve("witness.key"), KEY.skey() + "\n");
    Files.writeString(folder.resolve("audit.key"), AUDIT.skey() + "\n");
    Files.writeString(folder.resolve("pq.key"), PQ.skey() + "\n");
    Files.writeString(
        folder.resolve("logs.policy"),
        "log " + log.key.verifier().vkey() + " " + folder.resolve("log") + "\n");
    Files.writeString(
        folder.resolve("witness.properties"),
        """
        body = Bawaslu <DKI>
        listen = 127.0.0.1:0
        key = witness.key
        state = state/witness.state
        logs = logs.policy
        pq.key = pq.key
        audit.key = audit.key
        """);
  }

  private WitnessServer open() throws IOException {
    return WitnessServer.open(folder.resolve("witness.properties"), printer);
  }

  @Test
  void anHonestLogIsCosignedByBothKeys() throws Exception {
    enrol(300);
    log.publish(folder.resolve("log"));
    try (WitnessServer server = open()) {
      for (Cosigner key : List.of(KEY, PQ, AUDIT)) {
        String prefix = key == AUDIT ? "/audit" : "";
        if (key != PQ) {
          assertEquals(404, get(server, prefix + "/" + hash() + "/checkpoint").statusCode());
          HttpResponse<String> answer = add(server, prefix, 0);
          assertEquals(200, answer.statusCode(), answer.body());
          assertEquals(key == KEY ? 2 : 1, answer.body().lines().count(), answer.body());
        }
        HttpResponse<String> shown = get(server, prefix + "/" + hash() + "/checkpoint");
        Note note = Note.parse(shown.body().getBytes(StandardCharsets.UTF_8));
        assertTrue(log.key.verifier().verifies(note), shown.body());
        assertTrue(key.verifier().time(note, Long.MAX_VALUE).isPresent(), shown.body());
        assertEquals("*", shown.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
      }
      HttpResponse<String> behind = add(server, "", 7);
      assertEquals(409, behind.statusCode());
      assertEquals("300\n", behind.body());
      assertEquals("text/x.tlog.size", behind.headers().firstValue("Content-Type").orElse(""));
      String page = get(server, "/").body();
      assertTrue(page.contains("Bawaslu &lt;DKI&gt;"), page);
      assertTrue(page.contains("300 entri"), page);
      assertEquals(405, send(server, "/add-checkpoint", null, "DELETE").statusCode());
      assertEquals(404, get(server, "/witness.key").statusCode());
    }
  }

  /** What was audited must not look like what was only seen to grow. */
  @Test
  void keysAreKeptApart() throws IOException {
    Path file = folder.resolve("witness.properties");
    String good = Files.readString(file);
    for (String[] bad :
        new String[][] {
          {"audit.key = audit.key", "audit.key = witness.key"},
          {"pq.key = pq.key", "pq.key = audit.key"},
          {"key = witness.key", "key = pq.key"},
          {"body = Bawaslu <DKI>", "body = Bawaslu <DKI>\nbody = Polda"},
        }) {
      Files.writeString(file, good.replaceFirst("(?m)^" + bad[0] + "$", bad[1]));
      assertThrows(Args.BadArgsException.class, this::open, bad[1]);
    }
    Files.writeString(file, good);
    open().close();
  }

  /** The tree is sound, so one key signs; what it holds is not, so the other does not. */
  @Test
  void whatDoesNotFollowIsNotAudited() throws Exception {
    enrol(10);
    Id nothing = Id.ofText("nothing".getBytes(StandardCharsets.UTF_8));
    log.unruled(
        new DiscrepancyFound(
            Discrepancy.BOX_MISSING,
            nothing,
            List.of(nothing),
            List.of(BoxId.of("3171011001001", 1, 1))));
    log.publish(folder.resolve("log"));
    try (WitnessServer server = open()) {
      assertEquals(200, add(server, "", 0).statusCode());
      HttpResponse<String> answer = add(server, "/audit", 0);
      assertEquals(422, answer.statusCode());
      assertTrue(answer.body().contains("which follows from nothing"), answer.body());
      assertTrue(get(server, "/").body().contains("which follows from nothing"));
      try (var evidence = Files.list(folder.resolve("state/evidence"))) {
        assertEquals(1, evidence.count());
      }
    }
  }

  @Test
  void entriesOfAnotherTreeAreNotAudited() throws Exception {
    enrol(10);
    log.publish(folder.resolve("log"));
    Path bundle = folder.resolve("log/tile/entries/000.p/10");
    byte[] bytes = Files.readAllBytes(bundle);
    bytes[bytes.length - 3] ^= 1;
    Files.write(bundle, bytes);
    try (WitnessServer server = open()) {
      assertEquals(200, add(server, "", 0).statusCode());
      HttpResponse<String> answer = add(server, "/audit", 0);
      assertEquals(422, answer.statusCode(), answer.body());
      assertTrue(answer.body().contains("are not those of its tree"), answer.body());
    }
  }

  @Test
  void whatItSignedSurvivesAKill() throws Exception {
    enrol(5);
    log.publish(folder.resolve("log"));
    Files.writeString(
        folder.resolve("witness.properties"),
        Files.readString(folder.resolve("witness.properties"))
            .replace("audit.key = audit.key", ""));
    Process first = start();
    String address = address(first);
    assertEquals(200, post(address + "/add-checkpoint", asking(0)).statusCode());
    first.destroyForcibly().waitFor();
    Process second = start();
    try {
      address = address(second);
      assertEquals("5\n", post(address + "/add-checkpoint", asking(0)).body());
      String shown =
          http.send(
                  HttpRequest.newBuilder(URI.create(address + "/" + hash() + "/checkpoint"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      Note note = Note.parse(shown.getBytes(StandardCharsets.UTF_8));
      assertTrue(KEY.verifier().time(note, Long.MAX_VALUE).isPresent());
      // A third one with the same state must not begin.
      Process third = start();
      assertEquals(2, third.waitFor());
    } finally {
      second.destroyForcibly();
    }
  }

  @Test
  void aConfigThatIsWrongIsSaidByLine() throws Exception {
    Path config = folder.resolve("witness.properties");
    String good = Files.readString(config);
    for (String[] wrong :
        new String[][] {
          {"body = Bawaslu <DKI>", "", "no line 'body"},
          {"listen = 127.0.0.1:0", "listen = 9101", "HOST:PORT"},
          {"key = witness.key", "key = logs.policy", "no key of a witness"},
          {"logs = logs.policy", "logs = witness.key", "line 1"},
          {"body =", "boddy =", "boddy"},
        }) {
      Files.writeString(config, good.replaceFirst("(?m)^" + wrong[0], wrong[1]));
      var err = new ByteArrayOutputStream();
      var mute = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
      var loud = new PrintStream(err, true, StandardCharsets.UTF_8);
      int status =
          Segel.run(
              List.of("witness", "--config", config.toString()),
              new Printer(mute, loud, InstantSource.system()));
      assertEquals(Segel.COULD_NOT, status);
      String said = err.toString(StandardCharsets.UTF_8);
      assertTrue(said.contains(wrong[2]), said);
      assertFalse(said.contains("\tat "), said);
    }
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            Segel.class.getName(),
            "witness",
            "--config",
            folder.resolve("witness.properties").toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static String address(Process witness) throws IOException {
    BufferedReader reader = witness.inputReader(StandardCharsets.UTF_8);
    String line = String.valueOf(reader.readLine());
    return line.substring(line.indexOf("http"));
  }

  private void enrol(int devices) {
    for (int i = 0; i < devices; i++) {
      log.fact(
          new DeviceEnrolled(PartyKey.of(key("device " + i).publicKey()), Role.KPPS, "3171011001"));
    }
  }

  private byte[] asking(long old) {
    Edge edge = Edge.EMPTY.append(log.leaves.stream().map(Hash::leaf).toList()).edge();
    Note note = new Checkpoint(log.key.name(), edge.size(), edge.root()).sign(log.key);
    return new AddCheckpoint(old, List.of(), note).bytes();
  }

  private HttpResponse<String> add(WitnessServer server, String prefix, long old) throws Exception {
    return post(server.address() + prefix + "/add-checkpoint", asking(old));
  }

  private HttpResponse<String> post(String url, byte[] body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(url))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(WitnessServer server, String path) throws Exception {
    return send(server, path, null, "GET");
  }

  private HttpResponse<String> send(
      WitnessServer server, String path, byte @Nullable [] body, String method) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(server.address() + path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private String hash() {
    return HexFormat.of()
        .formatHex(
            id.segel.tlog.Sha256.digest().digest(log.key.name().getBytes(StandardCharsets.UTF_8)));
  }

  private static SigningKey key(String text) {
    return SigningKey.fromSeed(Hash.leaf(text.getBytes(StandardCharsets.UTF_8)).bytes());
  }
}
