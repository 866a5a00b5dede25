package id.segel.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.box.BoxId;
import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.SignedStatement;
import id.segel.core.exchange.Audit;
import id.segel.core.exchange.Facts;
import id.segel.core.fact.Entry;
import id.segel.server.TestBrowser.Answer;
import id.segel.server.database.TestDatabase;
import id.segel.server.log.Entries;
import id.segel.tlog.note.Ed25519;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
import tools.jackson.databind.JsonNode;

/**
 * The set-up desk over HTTP: people, dates, thresholds, roster and election. Each change is a fact,
 * what may not be is refused by name, and in the end the log follows from itself.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"segel.test=setup-desk", "segel.embargo=PT0S"})
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SetupDeskTest {

  private static final String OWN = "kata sandi milik sendiri";

  @Autowired private Entries entries;
  @Autowired private Clock clock;
  private final Path data;
  private final int port;
  private final TestBrowser admin;
  private List<TestPhone> phones = List.of();

  SetupDeskTest(@Value("${segel.data}") Path data, @Value("${local.server.port:0}") int port) {
    this.data = data;
    this.port = port;
    this.admin = new TestBrowser(port);
  }

  @BeforeAll
  void setUp() throws Exception {
    var desk = new TestDesk("http://127.0.0.1:" + port);
    desk.setUp(data);
    phones = desk.enrol(2, "KPU_KOTA", "3171");
    admin.get("/api/session");
    assertEquals(200, logIn(admin, "uji", "kata-sandi-uji-coba").status());
  }

  @Test
  @Order(1)
  void theFirstAdministratorIsAFactWithoutAName() {
    JsonNode made = newest("UserAppointed");
    assertTrue(made.get("lines").toString().contains("role ADMIN"), made.toString());
    assertEquals("agency KPU", newest("AgencyListed").get("lines").get(0).asString());
    assertFalse(changes().toString().contains("uji"), "a name is in the log");
  }

  @Test
  @Order(2)
  void anAgencyIsListedOnceAndNamedAnew() {
    assertEquals(200, list("BAWASLU-DKI", "Bawaslu DKI").status());
    assertEquals("409 AGENCY_TAKEN", said(list("BAWASLU", "bawaslu dki")));
    assertEquals("400 MALFORMED", said(list("bawaslu", "Bawaslu")));
    assertEquals("400 MALFORMED", said(list("POLDA", "Polda <Metro>")));
    assertEquals(200, list("BAWASLU-DKI", "Bawaslu DKI Jakarta").status());
    JsonNode listed = newest("AgencyListed");
    list("BAWASLU-DKI", "Bawaslu DKI Jakarta");
    assertEquals(listed, newest("AgencyListed"), "the same again is no fact");
    assertTrue(admin.get("/api/agencies").text().contains("Bawaslu DKI Jakarta"));
  }

  @Test
  @Order(3)
  void aUserIsAppointedSuspendedAndRestored() {
    assertEquals("409 AGENCY_UNKNOWN", said(invite("pengawas", "NONE", "BAWASLU", "31")));
    assertEquals("409 TERRITORY_UNKNOWN", said(invite("pengawas", "KPU", "BAWASLU", "99")));
    assertEquals("400 MALFORMED", said(invite("pengawas", "KPU", "KPU_KOTA", "31")));
    Answer made = invite("pengawas", "BAWASLU-DKI", "BAWASLU", "31");
    assertEquals(200, made.status(), made.text());
    assertEquals("409 NAME_TAKEN", said(invite("pengawas", "KPU", "BAWASLU", "31")));
    String code = made.json().at("/user/code").asString();
    String once = made.json().get("password").asString();
    var browser = new TestBrowser(port);
    browser.get("/api/session");

    assertEquals("409 PASSWORD_ONE_TIME", said(logIn(browser, "pengawas", once)));
    assertEquals("409 PASSWORD_SAME", said(fresh(browser, "pengawas", once, once)));
    assertEquals("400 MALFORMED", said(fresh(browser, "pengawas", once, "pendek")));
    assertEquals("401 LOGIN_WRONG", said(fresh(browser, "pengawas", once + "x", OWN)));
    assertEquals(200, fresh(browser, "pengawas", once, OWN).status());
    assertEquals("401 LOGIN_WRONG", said(logIn(browser, "pengawas", once)));
    assertEquals(code, user(browser));
    assertEquals("403 NOT_ALLOWED", said(browser.get("/api/users")));
    assertEquals("403 NOT_ALLOWED", said(browser.post(at(code, "appoint"), Map.of())));

    assertEquals(200, admin.post(at(code, "suspend"), Map.of()).status());
    assertEquals("", user(browser), "the session goes on");
    assertEquals("403 USER_SUSPENDED", said(logIn(browser, "pengawas", OWN)));
    assertEquals("409 USER_SUSPENDED", said(admin.post(at(code, "suspend"), Map.of())));
    assertEquals("change SUSPENDED", newest("UserChanged").get("lines").get(1).asString());
    assertEquals(200, admin.post(at(code, "restore"), Map.of()).status());
    assertEquals("", user(browser), "the old session is back");
    assertEquals("409 USER_NOT_SUSPENDED", said(admin.post(at(code, "restore"), Map.of())));
    assertEquals(200, logIn(browser, "pengawas", OWN).status());

    Answer again = admin.post(at(code, "password"), Map.of());
    assertEquals("", user(browser), "the session outlives its password");
    assertEquals("401 LOGIN_WRONG", said(logIn(browser, "pengawas", OWN)));
    String next = again.json().get("password").asString();
    assertEquals("409 PASSWORD_ONE_TIME", said(logIn(browser, "pengawas", next)));
    assertEquals("404 NOT_FOUND", said(admin.post(at("00000000", "suspend"), Map.of())));
    assertFalse(changes().toString().contains("pengawas"), "a name is in the log");
  }

  @Test
  @Order(4)
  void theLastAdministratorStays() {
    String own = user(admin);
    var appointing = Map.of("agency", "KPU", "role", "KPU_PROVINSI", "territory", "31");
    assertEquals("409 LAST_ADMIN", said(admin.post(at(own, "suspend"), Map.of())));
    assertEquals("409 LAST_ADMIN", said(admin.post(at(own, "appoint"), appointing)));
    String other = invite("wakil", "KPU", "ADMIN", "31").json().at("/user/code").asString();
    assertEquals(200, admin.post(at(other, "appoint"), appointing).status());
    assertEquals("role KPU_PROVINSI", newest("UserAppointed").get("lines").get(2).asString());
    assertEquals("409 LAST_ADMIN", said(admin.post(at(own, "suspend"), Map.of())));
  }

  @Test
  @Order(5)
  void datesAreSetAndNeverEndBeforeTheyStart() {
    var leg = Map.of("leg", "kelurahan-tps", "earliest", at(13, 1), "latest", at(13, 16));
    assertEquals(200, admin.post("/api/legs", leg).status());
    assertEquals("earliest " + at(13, 1), newest("LegWindowSet").get("lines").get(1).asString());
    var backwards = Map.of("leg", "kelurahan-tps", "earliest", at(13, 2), "latest", at(13, 1));
    assertEquals("409 WINDOW_ENDS_FIRST", said(admin.post("/api/legs", backwards)));
    var unknown = Map.of("leg", "kota-bulan", "earliest", at(13, 1), "latest", at(13, 2));
    assertEquals("400 MALFORMED", said(admin.post("/api/legs", unknown)));
    var hours = Map.of("reason", "VOTING", "earliest", at(14, 0), "latest", at(14, 7));
    assertEquals(200, admin.post("/api/custody/openings/hours", hours).status());
    assertEquals("latest " + at(14, 7), newest("OpeningWindowSet").get("lines").get(2).asString());
    var never = Map.of("reason", "VOTING", "earliest", at(14, 7), "latest", at(14, 0));
    assertEquals("409 WINDOW_ENDS_FIRST", said(admin.post("/api/custody/openings/hours", never)));
  }

  @Test
  @Order(6)
  void theElectionIsChangedAsLongAsNothingIsSigned() {
    JsonNode election = admin.get("/api/region/election").json().get("opened");
    assertFalse(election.get("signed").asBoolean() || election.get("counted").asBoolean());
    assertEquals("400 MALFORMED", said(change(election, "Pemilu <b>", 20)));
    assertEquals("400 MALFORMED", said(change(election, "Pemilu", 1_001)));
    assertEquals(200, change(election, "Pemilu uji", 25).status());
    assertEquals("reserve 25", newest("ElectionOpened").get("lines").get(4).asString());
    assertEquals(25, admin.get("/api/region/election").json().at("/opened/reserve").asInt());
  }

  @Test
  @Order(7)
  void whatIsCountedHoldsTheKindsOfBallot() {
    assertEquals("409 NOT_OPENED", said(admin.post("/api/stock/outlier?times=6", Map.of())));
    assertEquals(200, admin.post("/api/stock/builtin", Map.of()).status());
    JsonNode election = admin.get("/api/region/election").json().get("opened");
    assertTrue(election.get("counted").asBoolean());
    JsonNode other =
        TestDesk.JSON.readTree(election.toString().replace("\"code\":\"DPD\"", "\"code\":\"DPX\""));
    assertEquals("409 KINDS_COUNTED", said(change(other, "Pemilu uji", 25)));
    assertEquals(200, change(election, "Pemilu uji lagi", 25).status());
    // The lists of the stock follow the log a moment later.
    for (int i = 0; i < 200 && !isOpen(); i++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    assertEquals("400 MALFORMED", said(admin.post("/api/stock/outlier?times=1", Map.of())));
    assertEquals(200, admin.post("/api/stock/outlier?times=6", Map.of()).status());
    assertEquals("outlier 6", newest("StockOpened").get("lines").get(2).asString());
    assertEquals(6, admin.get("/api/stock/settings").json().get("outlier").asInt());
  }

  /** The rules read the newest word, and so does whoever checks the log. */
  @Test
  @Order(8)
  void aThresholdHoldsFromItsEntryOn() throws Exception {
    JsonNode usual = admin.get("/api/custody/thresholds").json();
    assertEquals(10, usual.get("clock").asInt());
    assertEquals(at(14, 0).replace("00:00Z", "15:00Z"), due());
    assertTrue(pack(1, 720).contains("CLOCK_OFF"), "12 minutes are no finding");
    assertEquals("400 MALFORMED", said(limits(usual, 0, 45)));
    assertEquals("400 MALFORMED", said(limits(usual, 10, 361)));
    assertEquals(200, limits(usual, 30, 45).status());
    assertFalse(pack(2, 720).contains("CLOCK_OFF"), "12 minutes are a finding");
    assertTrue(pack(3, 1_860).contains("CLOCK_OFF"), "31 minutes are none");
    assertEquals(at(14, 0).replace("00:00Z", "45:00Z"), due());
    JsonNode set = newest("ThresholdsSet");
    assertEquals("clock 30", set.get("lines").get(0).asString());
    limits(usual, 30, 45);
    assertEquals(set, newest("ThresholdsSet"), "the same again is no fact");
  }

  @Test
  @Order(9)
  void whatWasSignedForHoldsTheElectionAndItsTps() throws Exception {
    JsonNode election = admin.get("/api/region/election").json().get("opened");
    assertTrue(election.get("signed").asBoolean());
    assertEquals("409 ELECTION_UNDER_WAY", said(change(election, "Pemilu lain", 20)));

    Answer wrong = roster("kelurahan_code,tps_count\n3171011001,banyak\n", true);
    assertEquals(422, wrong.status());
    assertEquals(
        "line 2, column tps_count: expected a whole number from 1 to 900, not \"banyak\"",
        wrong.json().get("problems").get(0).asString());
    // The special TPS 901 is counted with the next kelurahan: the sums are right.
    var csv = new StringBuilder("kelurahan_code,tps_count\n");
    for (JsonNode one : admin.get("/api/regions").json().get("kelurahan")) {
      String code = one.get("code").asString();
      int tps = one.get("tps").asInt();
      if (code.startsWith("3171")) {
        int shift = code.equals("3171011001") ? -1 : code.equals("3171011002") ? 1 : 0;
        csv.append(code).append(',').append(tps + shift).append('\n');
      }
    }
    Answer fewer = roster(csv.toString(), false);
    assertEquals(422, fewer.status(), fewer.text());
    assertEquals(
        "kelurahan 3171011001: TPS 901 stands no longer in it, and boxes are on their way",
        fewer.json().get("problems").get(0).asString());
  }

  @Test
  @Order(10)
  void aPlaceIsApprovedByWhoSawItInspected() {
    JsonNode post =
        admin
            .get("/api/places")
            .json()
            .valueStream()
            .filter(place -> place.get("kind").asString().equals("post"))
            .findFirst()
            .orElseThrow();
    String code = post.get("code").asString();
    assertEquals(
        "409 SITE_NOT_REGISTERED", said(admin.post("/api/sites/" + code + "/approve", Map.of())));
    assertEquals("404 NOT_FOUND", said(admin.post("/api/sites/G9999/approve", Map.of())));
  }

  @Test
  @Order(11)
  void othersMayNotLookOrChange() {
    String once = invite("kota", "KPU", "KPU_KOTA", "3171").json().get("password").asString();
    var city = new TestBrowser(port);
    city.get("/api/session");
    assertEquals(200, fresh(city, "kota", once, OWN).status());
    for (String path :
        List.of(
            "/api/changes",
            "/api/region/election",
            "/api/region/totals",
            "/api/custody/thresholds",
            "/api/agencies")) {
      assertEquals("403 NOT_ALLOWED", said(city.get(path)), path);
    }
    var leg = Map.of("leg", "kelurahan-tps", "earliest", at(13, 1), "latest", at(13, 16));
    assertEquals("403 NOT_ALLOWED", said(city.post("/api/legs", leg)));
    assertEquals("400 MALFORMED", said(admin.get("/api/changes?page=0")));
  }

  /** What this class did to the log, judged again from its first entry. */
  @AfterAll
  void theLogFollowsFromItself() throws Exception {
    var audit = new Audit();
    for (Entries.Leaf leaf : entries.from(0, 10_000)) {
      Entry entry = Entry.decode(leaf.bytes());
      if (entry.kind() == Entry.Kind.FACT) {
        audit.fact(leaf.index(), entry.recorded(), Facts.read(entry.body()));
      } else {
        SignedStatement signed = SignedStatement.open(entry.body(), Ed25519.shared());
        audit.statement(
            RecordedStatement.of(signed, leaf.index(), entry.recorded(), entry.skewSeconds()));
      }
    }
    assertEquals(List.of(), audit.problems());
    assertEquals(3, audit.statementCount());
  }

  private boolean isOpen() {
    return admin.get("/api/stock/settings").json().get("open").asBoolean();
  }

  private String pack(int kind, int skewSeconds) throws Exception {
    TestPhone phone = phones.getFirst();
    byte[] note =
        SignedStatement.sign(
                phone.packing(BoxId.of("3171011001001", kind, 1), kind), phone.signingKey())
            .bytes();
    Instant theirs = clock.instant().plusSeconds(skewSeconds);
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/capture"))
                    .header("Authorization", "Bearer " + phone.token())
                    .header("Content-Type", "application/octet-stream")
                    .header("Segel-Clock", theirs.toString())
                    .POST(HttpRequest.BodyPublishers.ofByteArray(TestPhone.frame(List.of(note))))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    JsonNode taken = TestDesk.JSON.readTree(answer.body()).get("answers").get(0);
    long index = taken.get("index").asLong();
    var behind = new StringBuilder();
    for (Entries.Leaf leaf : entries.from(index + 1, 5)) {
      behind.append(new String(leaf.bytes(), StandardCharsets.UTF_8));
    }
    return behind.toString();
  }

  /** When a TPS that is closed becomes a finding. */
  private String due() {
    return admin.get("/api/custody/days?region=3171011001").json().get("due").asString();
  }

  private Answer limits(JsonNode usual, int clock, int opened) {
    return admin.post(
        "/api/custody/thresholds",
        Map.of(
            "clock",
            clock,
            "overlap",
            usual.get("overlap").asInt(),
            "opened",
            opened,
            "way",
            usual.get("way")));
  }

  private Answer change(JsonNode election, String name, int reserve) {
    return admin.post(
        "/api/region/election",
        Map.of(
            "name", name,
            "day", election.get("day").asString(),
            "reserve", reserve,
            "spares", election.get("spares").asInt(),
            "kinds", election.get("kinds")));
  }

  private Answer roster(String csv, boolean isDryRun) {
    return admin.postText("/api/region/roster?dryRun=" + isDryRun, csv);
  }

  private Answer list(String code, String name) {
    return admin.post("/api/agencies", Map.of("code", code, "name", name));
  }

  private Answer invite(String user, String agency, String role, String territory) {
    return admin.post(
        "/api/users/invite",
        Map.of("user", user, "agency", agency, "role", role, "territory", territory));
  }

  private static Answer logIn(TestBrowser browser, String user, String password) {
    return browser.post("/api/login", Map.of("user", user, "password", password));
  }

  private static Answer fresh(TestBrowser browser, String user, String password, String fresh) {
    return browser.post(
        "/api/login/fresh", Map.of("user", user, "password", password, "fresh", fresh));
  }

  private static String user(TestBrowser browser) {
    return browser.get("/api/session").json().at("/user/code").asString("");
  }

  private JsonNode changes() {
    return admin.get("/api/changes").json().get("rows");
  }

  private JsonNode newest(String fact) {
    return changes()
        .valueStream()
        .filter(row -> row.get("fact").asString().equals(fact))
        .findFirst()
        .orElseThrow();
  }

  private static String at(String code, String verb) {
    return "/api/users/" + code + "/" + verb;
  }

  private static String at(int day, int hour) {
    return "2024-02-%02dT%02d:00:00Z".formatted(day, hour);
  }

  private static String said(Answer answer) {
    return answer.status() + " " + answer.reason();
  }
}
