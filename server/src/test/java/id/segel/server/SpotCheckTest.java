package id.segel.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import id.segel.core.box.BoxId;
import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.Seals;
import id.segel.core.custody.SignedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.exchange.Audit;
import id.segel.core.exchange.Facts;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Id;
import id.segel.core.region.PlaceCode;
import id.segel.core.spotcheck.SpotCheckResult;
import id.segel.core.spotcheck.SpotCheckResult.Outcome;
import id.segel.server.TestBrowser.Answer;
import id.segel.server.database.TestDatabase;
import id.segel.server.log.Entries;
import id.segel.tlog.MalformedException;
import id.segel.tlog.checkpoint.Cosigner;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.note.SigningKey;
import id.segel.tlog.witness.AddCheckpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
 * A random audit over HTTP with two witnesses: without them nothing is fixed, dice that were rolled
 * too early draw nothing, results come signed from devices, and the log follows from itself.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"segel.test=spotcheck", "segel.embargo=PT0S", "segel.witnesses.pace=PT0.05S"})
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SpotCheckTest {

  private static final String DIGITS = "27182818284590452353";
  private static final HttpServer DOOR = door();
  private static final Set<String> AWAY = ConcurrentHashMap.newKeySet();

  static {
    AWAY.addAll(Set.of("bawaslu", "polda"));
  }

  @Autowired private Entries entries;
  @Autowired private Clock clock;
  private final int port;
  private final Path data;
  private final TestBrowser kpu;
  private final TestBrowser bawaslu;
  private final TestBrowser looker;
  private List<TestPhone> phones = List.of();
  private long check;
  private JsonNode sample = TestDesk.JSON.createArrayNode();

  SpotCheckTest(@Value("${local.server.port:0}") int port, @Value("${segel.data}") Path data) {
    this.port = port;
    this.data = data;
    this.kpu = new TestBrowser(port);
    this.bawaslu = new TestBrowser(port);
    this.looker = new TestBrowser(port);
  }

  private static HttpServer door() {
    try {
      HttpServer door =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
      door.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      door.createContext("/", SpotCheckTest::cosign);
      door.start();
      return door;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Witnesses that sign what they are shown; what makes a good one is another test's. */
  private static void cosign(HttpExchange exchange) throws IOException {
    try (exchange) {
      String name = exchange.getRequestURI().getPath().replaceFirst("^/([^/]*).*", "$1");
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (AWAY.contains(name)) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      byte[] text = AddCheckpoint.parse(body).checkpoint().textBytes();
      long now = Clock.systemUTC().instant().getEpochSecond();
      byte[] line = (key(name).sign(text, now) + "\n").getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, line.length);
      exchange.getResponseBody().write(line);
    } catch (MalformedException e) {
      throw new IOException(e);
    }
  }

  private static Cosigner key(String name) {
    return new Cosigner(
        name + ".example/w",
        SigningKey.fromSeed(Hash.leaf(name.getBytes(StandardCharsets.UTF_8)).bytes()));
  }

  @DynamicPropertySource
  static void aPolicy(DynamicPropertyRegistry registry) {
    var text = new StringBuilder();
    for (String name : List.of("bawaslu", "polda")) {
      text.append(
          "witness %s %s http://127.0.0.1:%d/%s\n"
              .formatted(name, key(name).verifier().vkey(), DOOR.getAddress().getPort(), name));
    }
    text.append("group bodies all bawaslu polda\nquorum bodies\n");
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

  @BeforeAll
  void setUp() throws Exception {
    var desk = new TestDesk("http://127.0.0.1:" + port);
    desk.setUp(data);
    phones = new ArrayList<>(desk.enrol(2, "KPU_KOTA", "3171"));
    phones.addAll(desk.enrol(1, "BAWASLU", "31"));
    desk.post("/api/agencies", Map.of("code", "BAWASLU-DKI", "name", "Bawaslu DKI"));
    logIn(desk, kpu, "provinsi", "KPU", "KPU_PROVINSI");
    logIn(desk, bawaslu, "pengawas", "BAWASLU-DKI", "BAWASLU");
    logIn(desk, looker, "kota", "KPU", "POLDA");
  }

  private static void logIn(
      TestDesk desk, TestBrowser browser, String name, String agency, String role)
      throws Exception {
    JsonNode made =
        desk.post(
            "/api/users/invite",
            Map.of("user", name, "agency", agency, "role", role, "territory", "31"));
    browser.get("/api/session");
    Answer in =
        browser.post(
            "/api/login/fresh",
            Map.of(
                "user",
                name,
                "password",
                made.get("password").asString(),
                "fresh",
                "kata sandi milik sendiri"));
    assertEquals(200, in.status(), in.text());
  }

  @AfterAll
  void closed() {
    DOOR.stop(0);
  }

  @Test
  @Order(1)
  void withoutAQuorumNothingIsFixed() {
    assertEquals("NO_QUORUM", page().at("/ready/refusal").asString());
    assertEquals("409 NO_QUORUM", said(fix(kpu)));
    AWAY.remove("bawaslu");
    assertEquals("409 NO_QUORUM", said(fix(kpu)), "one of two is none");
  }

  @Test
  @Order(2)
  void aListIsFixedByTheCommissionOrTheSupervisor() {
    AWAY.clear();
    waitUntil(() -> page().at("/ready/refusal").isMissingNode());
    assertEquals(page().at("/ready/boxes"), page().at("/ready/unseen"), "nobody has signed yet");
    assertEquals("403 NOT_ALLOWED", said(fix(looker)));
    assertEquals("400 MALFORMED", said(ask(kpu, 9_500, 0, 0)));
    assertEquals("400 MALFORMED", said(ask(kpu, 100, 0, 20)));
    assertEquals("400 MALFORMED", said(ask(kpu, 9_500, 100, 20)));
    assertEquals("409 SAMPLE_TOO_SMALL", said(ask(kpu, 9_500, 0, 2)));
    assertEquals("409 SAMPLE_TOO_LARGE", said(ask(kpu, 9_500, 0, 2_001)));
    Answer first = ask(bawaslu, 9_500, 100, 0);
    assertEquals(200, first.status(), first.text());
    assertTrue(first.json().get("drawn").asInt() >= 290, first.text());
    long replaced = first.json().get("check").asLong();
    Answer second = fix(kpu);
    check = second.json().get("check").asLong();
    assertEquals(24, second.json().get("drawn").asInt());
    assertEquals("REPLACED", one(replaced).get("state").asString());
    assertEquals("409 CHECK_REPLACED", said(roll(kpu, replaced, DIGITS, now())));
    assertEquals("404 NOT_FOUND", said(roll(kpu, 1, DIGITS, now())));
    String list = looker.get("/api/spotchecks/" + check + "/list").text();
    assertEquals(second.json().get("boxes").asInt(), list.lines().count());
    assertEquals(
        second.json().get("list").asString(),
        Id.ofText(list.getBytes(StandardCharsets.US_ASCII)).toString());
  }

  @Test
  @Order(3)
  void diceThatWereRolledTooEarlyDrawNothing() {
    waitUntil(() -> one(check).get("state").asString().equals("COVERED"));
    Instant covered = Instant.parse(one(check).at("/cover/since").asString());
    assertEquals(
        "409 COSIGNED_AFTER_ROLL", said(roll(kpu, check, DIGITS, covered.minusSeconds(1))));
    assertEquals("409 DIGITS_TOO_FEW", said(roll(kpu, check, "0123456789", covered)));
    assertEquals("409 DIGITS_MALFORMED", said(roll(kpu, check, DIGITS + "x", covered)));
    assertEquals("409 ROLLED_IN_FUTURE", said(roll(kpu, check, DIGITS, now().plusSeconds(3_600))));
    assertEquals("403 NOT_ALLOWED", said(roll(looker, check, DIGITS, covered)));
    assertEquals("COVERED", one(check).get("state").asString(), "a refusal leaves no trace");
    Answer drawn = roll(bawaslu, check, DIGITS, covered);
    assertEquals(200, drawn.status(), drawn.text());
    assertEquals(24, drawn.json().get("sample").size());
    assertEquals("409 CHECK_DRAWN", said(roll(kpu, check, DIGITS, now())));
    sample = drawn.json().get("sample");
    String checkpoint =
        new TestBrowser(port).get("/api/spotchecks/" + check + "/checkpoint").text();
    String text = checkpoint.substring(0, checkpoint.indexOf("\n\n") + 1);
    String seed =
        java.util.HexFormat.of()
            .formatHex(Id.ofText((text + DIGITS).getBytes(StandardCharsets.UTF_8)).bytes());
    assertEquals(seed, drawn.json().get("seed").asString());
    assertEquals(25, looker.get("/api/spotchecks/" + check + "/csv").text().lines().count());
  }

  @Test
  @Order(4)
  void resultsComeSignedFromDevices() throws Exception {
    TestPhone city = phones.get(0);
    TestPhone supervisor = phones.get(2);
    BoxId box =
        BoxId.parse(
            sample
                .valueStream()
                .filter(one -> one.get("box").asString().startsWith("3171"))
                .findFirst()
                .orElseThrow()
                .get("box")
                .asString());
    BoxId far =
        BoxId.parse(
            sample
                .valueStream()
                .filter(one -> !one.get("box").asString().startsWith("3171"))
                .findFirst()
                .orElseThrow()
                .get("box")
                .asString());
    BoxId notDrawn = BoxId.of(box.tps(), box.kind(), 2);

    assertEquals("409 NOTHING_RECORDED", said(look(city, box, Outcome.AS_RECORDED, "A1,A2")));
    int unseen = page().at("/ready/unseen").asInt();
    seal(city, box, "A1,A2");
    assertEquals(unseen - 1, page().at("/ready/unseen").asInt());
    JsonNode mine = mine(city);
    assertTrue(mine.valueStream().allMatch(one -> one.get("box").asString().startsWith("3171")));
    assertEquals(24, mine(supervisor).size());
    JsonNode known =
        mine.valueStream().filter(one -> one.get("seen").asBoolean()).findFirst().orElseThrow();
    assertEquals("[\"A1\",\"A2\"]", known.get("seals").toString());

    assertEquals("409 SEALS_DIFFER", said(look(city, box, Outcome.AS_RECORDED, "A1,A9")));
    assertEquals("409 SEALS_SAME", said(look(city, box, Outcome.SEAL_DIFFERS, "A1,A2")));
    assertEquals("409 BOX_NOT_DRAWN", said(look(city, notDrawn, Outcome.NOT_THERE, "none")));
    assertEquals("409 DEVICE_ELSEWHERE", said(look(city, far, Outcome.NOT_THERE, "none")));
    assertEquals("409 SIGNATURE_WRONG", said(look(city, phones.get(1), box, "A1,A2")));
    assertEquals("403 NOT_ALLOWED", said(kpu.get("/api/spotchecks/mine")));

    Answer first = look(city, box, Outcome.AS_RECORDED, "A1,A2");
    assertEquals(200, first.status(), first.text());
    assertEquals(first.text(), look(city, box, Outcome.AS_RECORDED, "A1,A2").text(), "twice");
    assertEquals(1, one(check).get("done").asInt());
    assertEquals(0, one(check).get("deviating").asInt());
    assertFalse(one(check).get("clean").asBoolean());
    assertEquals(200, look(supervisor, box, Outcome.SEAL_BROKEN, "A1").status());
    assertEquals(1, one(check).get("deviating").asInt());
    assertEquals(1, one(check).get("contradicted").asInt());
    assertEquals(200, look(supervisor, far, Outcome.NOT_THERE, "none").status());
    assertEquals(2, one(check).get("deviating").asInt());
  }

  @Test
  @Order(9)
  void theLogFollowsFromItself() {
    var audit = new Audit();
    long index = 0;
    for (Entries.Leaf leaf : entries.from(0, 10_000)) {
      Entry entry = Entry.decode(leaf.bytes());
      if (entry.kind() == Entry.Kind.FACT) {
        audit.fact(leaf.index(), entry.recorded(), Facts.read(entry.body()));
      } else {
        audit.statement(statement(leaf.index(), entry));
      }
      index = leaf.index() + 1;
    }
    audit.end(index);
    assertEquals(List.of(), audit.problems());
    assertEquals(2, audit.spotChecks().all().size());
  }

  private static RecordedStatement statement(long index, Entry entry) {
    try {
      return RecordedStatement.of(
          SignedStatement.read(entry.body()), index, entry.recorded(), entry.skewSeconds());
    } catch (SignedStatement.FlawedException e) {
      throw new AssertionError(e);
    }
  }

  private void seal(TestPhone phone, BoxId box, String seals) throws Exception {
    Statement packing = phone.packing(box, 1);
    var packed = SignedStatement.sign(packing, phone.signingKey());
    var sealing =
        new Statement(
            Statement.Kind.SEAL,
            "dki-2024",
            phone.key(),
            List.of(),
            2,
            TestPhone.PACKED,
            new PlaceCode("G3171"),
            null,
            null,
            null,
            null,
            null,
            0,
            List.of(
                new Statement.Group(
                    Id.ofText(packing.text()),
                    List.of(new Statement.BoxLine(box, Seals.parse(seals), 0)))),
            List.of());
    assertEquals(
        2,
        phone
            .send(
                List.of(packed.bytes(), SignedStatement.sign(sealing, phone.signingKey()).bytes()))
            .size());
  }

  private JsonNode mine(TestPhone phone) {
    return new TestBrowser(port)
        .get("/api/spotchecks/mine", "Authorization", "Bearer " + phone.token())
        .json();
  }

  private Answer look(TestPhone phone, BoxId box, Outcome outcome, String seals) {
    return look(phone, phone, box, outcome, seals);
  }

  /** Signed by another device than the one that sends it. */
  private Answer look(TestPhone phone, TestPhone signer, BoxId box, String seals) {
    return look(phone, signer, box, Outcome.AS_RECORDED, seals);
  }

  private Answer look(TestPhone phone, TestPhone signer, BoxId box, Outcome outcome, String seals) {
    Instant claimed = TestPhone.PACKED;
    var unsigned =
        new SpotCheckResult(
            check,
            box,
            outcome,
            SpotCheckResult.seals(seals),
            claimed,
            phone.key(),
            "00".repeat(64));
    byte[] signature = signer.signingKey().sign(unsigned.signedText());
    return new TestBrowser(port)
        .post(
            "/api/spotchecks/" + check + "/results",
            Map.of(
                "box", box.toString(),
                "outcome", outcome.name(),
                "seals", unsigned.seals().numbers(),
                "claimed", claimed.toString(),
                "signature", Base64.getEncoder().encodeToString(signature)),
            "Authorization",
            "Bearer " + phone.token());
  }

  private Instant now() {
    return clock.instant();
  }

  private Answer fix(TestBrowser browser) {
    return ask(browser, 9_500, 0, 24);
  }

  private static Answer ask(TestBrowser browser, int confidence, int below, int boxes) {
    return browser.post(
        "/api/spotchecks", Map.of("confidence", confidence, "below", below, "boxes", boxes));
  }

  private static Answer roll(TestBrowser browser, long check, String digits, Instant at) {
    return browser.post(
        "/api/spotchecks/" + check + "/draw", Map.of("digits", digits, "rolledAt", at.toString()));
  }

  private JsonNode page() {
    return looker.get("/api/spotchecks").json();
  }

  private JsonNode one(long index) {
    return looker.get("/api/spotchecks/" + index).json();
  }

  private static String said(Answer answer) {
    return answer.status() + " " + answer.reason();
  }

  private void waitUntil(java.util.function.BooleanSupplier is) {
    Instant end = clock.instant().plus(Duration.ofSeconds(60));
    while (!is.getAsBoolean()) {
      assertTrue(clock.instant().isBefore(end), "it did not come");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }
}
