package id.segel.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import id.segel.server.database.TestDatabase;
import id.segel.server.log.LogPolicy;
import id.segel.tlog.checkpoint.Checkpoint;
import id.segel.tlog.checkpoint.Cosigner;
import id.segel.tlog.checkpoint.Policy;
import id.segel.tlog.checkpoint.TlogProof;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.NoteSigner;
import id.segel.tlog.note.NoteVerifier;
import id.segel.tlog.note.SigningKey;
import id.segel.tlog.witness.AddCheckpoint;
import id.segel.tlog.witness.Answer;
import id.segel.tlog.witness.Witness;
import id.segel.tlog.witness.WitnessState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/**
 * The log asks its witnesses: some are honest, and one each is silent, talks garbage, lies, signs
 * for another log, does not know us, and says that our tree does not fit. Those are shown and hurt
 * nobody; two of three bodies are enough.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"segel.test=witnesses", "segel.embargo=PT0S", "segel.witnesses.pace=PT0.05S"})
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WitnessesTest {

  private static final String SPLIT = "422 the tree of 1 does not begin with the one of 1";
  private static final HttpServer DOOR = door();
  private static final Map<String, Witness> WITNESSES = new ConcurrentHashMap<>();
  private static final Set<String> AWAY = ConcurrentHashMap.newKeySet();
  private static final CountDownLatch END = new CountDownLatch(1);
  private static volatile @Nullable NoteVerifier log;

  private final int port;
  private final Path data;
  @Autowired private LogPolicy policy;
  private @Nullable TestDesk desk;

  WitnessesTest(@Value("${local.server.port}") int port, @Value("${segel.data}") Path data) {
    this.port = port;
    this.data = data;
  }

  private static HttpServer door() {
    try {
      HttpServer door =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
      door.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      door.createContext("/", WitnessesTest::answer);
      door.start();
      return door;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @DynamicPropertySource
  static void aPolicy(DynamicPropertyRegistry registry) {
    var text = new StringBuilder();
    for (String name :
        List.of(
            "bawaslu",
            "bawaslu-audit",
            "polda",
            "observers",
            "silent",
            "garbage",
            "liar",
            "other",
            "stranger",
            "split")) {
      text.append(
          "witness %s %s http://127.0.0.1:%d/%s\n"
              .formatted(name, key(name).verifier().vkey(), DOOR.getAddress().getPort(), name));
    }
    text.append("group Bawaslu any bawaslu bawaslu-audit\n");
    text.append("group bodies 2 Bawaslu polda observers\nquorum bodies\n");
    registry.add(
        "segel.policy",
        () -> {
          try {
            return Files.writeString(Files.createTempFile("policy", ".txt"), text).toString();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static Cosigner key(String name) {
    return new Cosigner(
        name + ".example/w",
        SigningKey.fromSeed(Hash.leaf(name.getBytes(StandardCharsets.UTF_8)).bytes()));
  }

  /** What each of them says. */
  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String name = exchange.getRequestURI().getPath().replaceFirst("^/([^/]*).*", "$1");
      byte[] body = exchange.getRequestBody().readAllBytes();
      NoteVerifier known = log;
      switch (name) {
        case "silent" -> END.await();
        case "garbage" -> send(exchange, 200, "— \u0000 nothing\n— x y\n<html>");
        case "liar" -> {
          // A good signature, of another moment's tree.
          byte[] other =
              new Checkpoint("localhost/log", 1, Hash.leaf(body))
                  .text()
                  .getBytes(StandardCharsets.UTF_8);
          send(exchange, 200, key("liar").sign(other, 1_700_000_000L) + "\n");
        }
        case "other" -> {
          byte[] text = AddCheckpoint.parse(body).checkpoint().textBytes();
          send(exchange, 200, key("somebody").sign(text, 1_700_000_000L) + "\n");
        }
        case "stranger" -> send(exchange, 404, "no such log\n");
        case "split" -> send(exchange, 422, SPLIT.substring(4) + "\n");
        default -> {
          if (known == null || AWAY.contains(name)) {
            send(exchange, 503, "away\n");
          } else {
            honest(exchange, name, known, body);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (id.segel.tlog.MalformedException e) {
      throw new IOException(e);
    }
  }

  private static void honest(HttpExchange exchange, String name, NoteVerifier known, byte[] body)
      throws IOException, InterruptedException {
    Witness witness = WITNESSES.computeIfAbsent(name, n -> witness(n, known));
    if (exchange.getRequestMethod().equals("GET")) {
      send(exchange, 200, witness.cosigned(known.name()).orElseThrow().toString());
      return;
    }
    switch (witness.add(body)) {
      case Answer.Cosigned(List<Note.Line> lines) ->
          send(exchange, 200, key("unknown").sign(body, 1) + "\n" + lines.getFirst() + "\n");
      case Answer.Behind(long size) -> send(exchange, 409, size + "\n");
      case Answer.Refused refused -> send(exchange, refused.status(), refused.detail() + "\n");
      case Answer.NotYet(String detail) -> send(exchange, 503, detail + "\n");
    }
  }

  private static Witness witness(String name, NoteVerifier known) {
    try {
      Path file = Files.createTempDirectory("witness").resolve("state");
      return new Witness(
          List.of(key(name)), List.of(known), WitnessState.open(file), Clock.systemUTC());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @AfterAll
  static void end() {
    END.countDown();
    DOOR.stop(0);
  }

  @Test
  @Order(1)
  void withoutWitnessesTheLogGoesOnAndSaysSo() throws Exception {
    var browser = new TestBrowser(port);
    JsonNode standing = browser.get("/api/log/witnesses").json();
    assertFalse(standing.get("quorum").asBoolean(), standing.toString());
    assertEquals(2, standing.get("need").asInt());
    desk = new TestDesk("http://127.0.0.1:" + port);
    desk.setUp(data);
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (size(browser) == 0) {
      assertTrue(System.nanoTime() < until, "what was set up is in the log");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    assertFalse(judge(checkpoint(browser)).isQuorum());
    log = NoteVerifier.parse(browser.get("/log/vkey").text().strip());
  }

  @Test
  @Order(2)
  void bodiesAreCountedAndShown() throws Exception {
    var browser = new TestBrowser(port);
    JsonNode standing = await(browser, true, 3);
    assertEquals(3, standing.get("bodies").size(), standing.toString());
    assertEquals(2, standing.get("bodies").get(0).get("keys").size(), "one agency, two keys");
    Policy.Judgement judged = judge(checkpoint(browser));
    assertTrue(judged.isSigned() && judged.isQuorum(), judged.toString());
    byte[] proof = browser.bytes("/log/proof/0");
    assertTrue(judge(TlogProof.parse(proof).checkpoint()).isQuorum());
    assertEquals(
        policy.text(), browser.get("/log/policy").text(), "readers judge by the same policy");
  }

  @Test
  @Order(3)
  void whoIsWrongIsNamedAndHurtsNobody() throws Exception {
    var browser = new TestBrowser(port);
    Map<String, String> states =
        Map.of(
            "silent", "AWAY",
            "garbage", "REFUSES",
            "liar", "REFUSES",
            "other", "REFUSES",
            "stranger", "REFUSES",
            "split", "CONTRADICTS");
    TestDesk commission = Objects.requireNonNull(desk);
    states.forEach((name, state) -> awaitState(browser, name, state));
    Map<String, String> kinds =
        Map.of(
            "garbage", "WORTHLESS",
            "liar", "WORTHLESS",
            "other", "WORTHLESS",
            "stranger", "REFUSED",
            "split", "NOT_CONSISTENT");
    JsonNode findings = commission.json("/api/log/witness-findings");
    kinds.forEach((name, kind) ->
        assertTrue(
            findings.values().stream()
                .anyMatch(one ->
                    one.get("witness").asString().equals(name)
                        && one.get("kind").asString().equals(kind)),
            name + " in " + findings));
    JsonNode split =
        findings.values().stream()
            .filter(one -> one.get("witness").asString().equals("split"))
            .findFirst()
            .orElseThrow();
    assertEquals(SPLIT, split.get("detail").asString());
    String evidence = commission.get("/api/log/witness-findings/" + split.get("id").asLong());
    assertTrue(evidence.startsWith("old ") && evidence.contains("--- the answer ---"), evidence);
    assertEquals(401, browser.get("/api/log/witness-findings").status());
  }

  @Test
  @Order(4)
  void whenTwoOfThreeGoAwayThatIsSaid() throws Exception {
    var browser = new TestBrowser(port);
    AWAY.addAll(Set.of("bawaslu", "bawaslu-audit", "polda"));
    long before = size(browser);
    TestDesk commission = Objects.requireNonNull(desk);
    commission.enrol(3, "KPPS", "3171011001001");
    JsonNode standing = await(browser, false, 1);
    assertTrue(standing.get("size").asLong() > before, "capture goes on");
    assertEquals(before, standing.get("last").get("size").asLong(), standing.toString());
    assertFalse(judge(checkpoint(browser)).isQuorum());
    AWAY.forEach(name -> awaitState(browser, name, "AWAY"));
    String page = browser.get("/public").text();
    assertTrue(page.contains("2 lembaga tidak menjawab sekarang: Bawaslu, polda."), page);
    AWAY.clear();
    assertTrue(await(browser, true, 3).get("last").isNull());
  }

  /** The evidence that would end a log: a witness holds what our own key signed and we do not. */
  @Test
  @Order(5)
  void aLogThatAWitnessCanConvictStops() throws Exception {
    var browser = new TestBrowser(port);
    JsonNode standing = await(browser, true, 3);
    long size = standing.get("size").asLong() + 10;
    // As if this server had signed on and then been put back from a backup: its own key signs.
    String skey = Files.readString(data.resolve("log.key")).strip();
    var signer = NoteSigner.parse(skey);
    Note larger = new Checkpoint(signer.name(), size, Hash.leaf(new byte[] {1})).sign(signer);
    NoteVerifier known = Objects.requireNonNull(log);
    Witness fooled = witness("observers", known);
    assertEquals(200, fooled.add(new AddCheckpoint(0, List.of(), larger).bytes()).status());
    WITNESSES.put("observers", fooled);
    // Something new to be witnessed. What runs on the clock may have been seen first.
    try {
      Objects.requireNonNull(desk).enrol(1, "KPPS", "3171011001001");
    } catch (AssertionError refused) {
      assertTrue(
          String.valueOf(refused.getMessage()).contains("LOG_READ_ONLY"), refused.toString());
    }
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!browser.get("/api/status").json().get("readOnly").asBoolean()) {
      assertTrue(System.nanoTime() < until, browser.get("/api/log/witnesses").text());
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    String why = browser.get("/api/status").json().get("readOnlyWhy").asString();
    assertTrue(why.contains("observers") && why.contains(String.valueOf(size)), why);
  }

  /** Waits until as many bodies stand behind what is shown, and it is the newest. */
  private static JsonNode await(TestBrowser browser, boolean quorum, int bodies) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      JsonNode standing = browser.get("/api/log/witnesses").json();
      long standBehind =
          standing.get("bodies").values().stream()
              .filter(one -> !one.get("stands").isNull())
              .count();
      if (standing.get("quorum").asBoolean() == quorum
          && standBehind == bodies
          && standing.get("size").asLong() == standing.get("newest").asLong()) {
        return standing;
      }
      assertTrue(System.nanoTime() < until, standing.toString());
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private static void awaitState(TestBrowser browser, String witness, String state) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      JsonNode standing = browser.get("/api/log/witnesses").json();
      var keys = new ArrayList<>(standing.get("others").values());
      standing.get("bodies").values().forEach(body -> keys.addAll(body.get("keys").values()));
      if (keys.stream()
          .anyMatch(one ->
              one.get("name").asString().equals(witness)
                  && one.get("state").asString().equals(state))) {
        return;
      }
      assertTrue(System.nanoTime() < until, witness + " is not " + state + " in " + keys);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private long size(TestBrowser browser) throws Exception {
    return Checkpoint.parse(checkpoint(browser).text()).size();
  }

  private static Note checkpoint(TestBrowser browser) throws Exception {
    return Note.parse(browser.bytes("/log/checkpoint"));
  }

  private Policy.Judgement judge(Note note) {
    return policy.policy().judge(note);
  }
}
