package id.segel.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.server.clock.ElectionClock;
import id.segel.server.database.TestDatabase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;

/** The queue of findings over HTTP: who sees what, and who may do what about it. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"segel.test=findings", "segel.embargo=PT0S"})
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
class FindingQueueTest {

  private static @Nullable TestDesk desk;
  private static final Map<String, TestBrowser> BROWSERS = new HashMap<>();

  private final int port;
  private final Path data;
  private final JdbcClient sql;
  private final ElectionClock clock;

  @Autowired
  FindingQueueTest(
      @Value("${local.server.port:0}") int port,
      @Value("${segel.data}") Path data,
      JdbcClient sql,
      ElectionClock clock) {
    this.port = port;
    this.data = data;
    this.sql = sql;
    this.clock = clock;
  }

  @BeforeEach
  void aTableOfAgencies() throws Exception {
    if (desk == null) {
      desk = new TestDesk("http://127.0.0.1:" + port);
      desk.setUp(data);
      user("pusat", "KPU Pusat", "KPU_KOTA", "3171");
      user("utara", "KPU Utara", "KPU_KOTA", "3172");
      user("dki", "KPU DKI", "KPU_PROVINSI", "31");
      user("pengawas", "Bawaslu", "BAWASLU", "31");
      user("polda", "Polda", "POLDA", "31");
    }
  }

  private void user(String name, String agency, String role, String territory) throws Exception {
    BROWSERS.put(name, Objects.requireNonNull(desk).user(name, agency, role, territory));
  }

  private static TestBrowser as(String user) {
    return Objects.requireNonNull(BROWSERS.get(user));
  }

  private static void ok(TestBrowser.Answer answer) {
    assertEquals(200, answer.status(), answer.text());
  }

  private static String said(TestBrowser.Answer answer) {
    return answer.status() + " " + answer.reason();
  }

  /** A phone packs a box that nobody ordered; its finding, once it is in the queue. */
  private JsonNode unknownBox() throws Exception {
    TestPhone phone = Objects.requireNonNull(desk).enrol(1, "KPU_KOTA", "3171").getFirst();
    assertEquals(200, phone.post(TestPhone.frame(phone.packings(1))).statusCode());
    return newest("BOX_UNKNOWN");
  }

  private static JsonNode newest(String rule) {
    JsonNode page = as("polda").get("/api/findings?size=200").json();
    JsonNode newest = null;
    for (JsonNode row : page.get("rows")) {
      if (row.get("rule").asString().equals(rule)
          && (newest == null
              || row.at("/evidence/0").asLong() > newest.at("/evidence/0").asLong())) {
        newest = row;
      }
    }
    assertTrue(newest != null, rule + " in " + page);
    return Objects.requireNonNull(newest);
  }

  private static TestBrowser.Answer act(String user, String id, String act, String with) {
    return as(user).post("/api/findings/acts", Map.of("finding", id, "act", act, "with", with));
  }

  private static JsonNode one(String user, String id) {
    String coded = URLEncoder.encode(id, StandardCharsets.UTF_8);
    return as(user).get("/api/findings/one?id=" + coded).json();
  }

  @Test
  void whoseFindingItIsActsOnIt() throws Exception {
    JsonNode found = unknownBox();
    String id = found.get("id").asString();
    assertEquals("URGENT", found.get("severity").asString());
    assertEquals("OPEN", found.get("state").asString());
    assertEquals("KPU_KOTA", found.get("owner").asString());
    assertFalse(found.get("mayAct").asBoolean(), "the police only see it");
    for (String stranger : List.of("polda", "utara", "pengawas")) {
      assertEquals("403 NOT_ALLOWED", said(act(stranger, id, "ACKNOWLEDGED", "")), stranger);
    }
    ok(act("pusat", id, "ACKNOWLEDGED", ""));
    assertEquals("409 FINDING_ACKNOWLEDGED", said(act("dki", id, "ACKNOWLEDGED", "")));
    assertEquals("409 AGENCY_UNKNOWN", said(act("dki", id, "ASSIGNED", "POLISI")));
    assertEquals("Polda", as("dki").get("/api/findings/agencies").json().get("POLDA").asString());
    ok(act("dki", id, "ASSIGNED", "POLDA"));
    ok(act("polda", id, "NOTED", "Brigadir Budi ke gudang"));
    JsonNode one = one("pengawas", id);
    assertEquals("ACKNOWLEDGED", one.at("/row/state").asString());
    assertEquals("POLDA", one.at("/row/agency").asString());
    assertEquals(3, one.get("acts").size());
    assertEquals("KPU-PUSAT", one.at("/acts/0/by").asString());
    assertEquals("Brigadir Budi ke gudang", one.at("/acts/2/words").asString());
    assertTrue(one("polda", id).at("/row/mayAct").asBoolean(), "it was assigned to them");
    assertTrue(one.at("/acts/2/erasable").isMissingNode(), "only who wrote it erases it");
    var words = Map.of("words", one("polda", id).at("/acts/2/erasable").asString());
    assertEquals("404 NOT_FOUND", said(as("dki").post("/api/findings/erasures", words)));
    ok(as("polda").post("/api/findings/erasures", words));
    assertEquals(0, words("Brigadir Budi ke gudang"));
    JsonNode erased = one("polda", id).at("/acts/2");
    assertEquals("NOTED", erased.get("act").asString());
    assertTrue(erased.path("words").isMissingNode(), erased.toString());
    assertEquals("404 NOT_FOUND", said(as("polda").post("/api/findings/erasures", words)));
  }

  @Test
  void nobodyIsToldForAWhileButNotForEver() throws Exception {
    String id = unknownBox().get("id").asString();
    String soon = clock.instant().plusSeconds(3_600).toString().substring(0, 19) + "Z";
    String late = clock.instant().plusSeconds(90_000).toString().substring(0, 19) + "Z";
    assertEquals("409 SILENCE_TOO_LONG", said(act("pusat", id, "SILENCED", late)));
    ok(act("pusat", id, "SILENCED", soon));
    assertEquals(soon, one("dki", id).at("/row/silencedUntil").asString());
    assertEquals("400 MALFORMED", said(act("pusat", id, "SILENCED", "")));
    assertEquals("400 MALFORMED", said(act("pusat", id, "ASSIGNED", "polda metro")));
    assertEquals("400 MALFORMED", said(act("pusat", id, "NOTED", " ")));
    assertEquals("404 NOT_FOUND", said(act("pusat", "FORK box:1", "ACKNOWLEDGED", "")));
    assertEquals("400 MALFORMED", said(act("pusat", "fork", "ACKNOWLEDGED", "")));
    assertEquals(401, new TestBrowser(port).get("/api/findings").status());
  }

  /** Bawaslu writes its own finding, which the commission can see to and not end. */
  @Test
  void whatBawasluReportsIsItsOwn() {
    var report =
        Map.of(
            "record", "007-LHP-2024",
            "severity", "CRITICAL",
            "place", "T3171011001001",
            "words", "Kotak di lorong, pintu terbuka");
    ok(as("pengawas").post("/api/findings/reports", report));
    assertEquals("409 RECORD_TAKEN", said(as("pengawas").post("/api/findings/reports", report)));
    assertEquals(1, words("Kotak di lorong, pintu terbuka"), "what was refused left no words");
    String id = newest("REPORTED").get("id").asString();
    JsonNode seen = one("dki", id);
    assertEquals("Kotak di lorong, pintu terbuka", seen.get("words").asString());
    assertEquals("BAWASLU", seen.at("/row/agency").asString());
    assertFalse(seen.at("/row/isOwn").asBoolean());
    var end = Map.of("record", "007-LHP-2024");
    assertEquals("404 NOT_FOUND", said(as("dki").post("/api/findings/ends", end)));
    ok(act("pusat", id, "ACKNOWLEDGED", ""));
    ok(as("pengawas").post("/api/findings/ends", end));
    assertEquals("409 FINDING_ENDED", said(as("pengawas").post("/api/findings/ends", end)));
    assertEquals("ENDED", one("pengawas", id).at("/row/state").asString());
    assertEquals(
        "400 MALFORMED",
        said(
            as("pengawas")
                .post(
                    "/api/findings/reports",
                    Map.of("record", "x y", "severity", "URGENT", "place", "T1", "words", "a"))));
  }

  private int words(String text) {
    return sql.sql("select count(*) from finding.words where text = :text")
        .param("text", text)
        .query(Integer.class)
        .single();
  }

  /** An agency sets its own rules, within reason, and it holds for what is open. */
  @Test
  void rulesAreSetByWhoseTheyAre() throws Exception {
    String id = unknownBox().get("id").asString();
    assertEquals("403 NOT_ALLOWED", said(rule("polda", "BOX_UNKNOWN", "CRITICAL", "KPU_KOTA", 5)));
    assertEquals(
        "403 NOT_ALLOWED", said(rule("dki", "OPENED_UNWITNESSED", "NOTICE", "BAWASLU", 5)));
    assertEquals("403 NOT_ALLOWED", said(rule("dki", "BOX_UNKNOWN", "NOTICE", "BAWASLU", 5)));
    assertEquals("400 MALFORMED", said(rule("dki", "BOX_UNKNOWN", "CRITICAL", "KPU_KOTA", 0)));
    assertEquals("404 NOT_FOUND", said(rule("dki", "NO_SUCH", "CRITICAL", "KPU_KOTA", 5)));
    ok(rule("dki", "BOX_UNKNOWN", "CRITICAL", "KPU_KOTA", 5));
    assertEquals("CRITICAL", one("dki", id).at("/row/severity").asString());
    ok(rule("pengawas", "OPENED_UNWITNESSED", "URGENT", "BAWASLU", 20));
    ok(rule("dki", "BOX_UNKNOWN", "URGENT", "KPU_KOTA", 15));
  }

  private static TestBrowser.Answer rule(
      String user, String rule, String severity, String owner, int minutes) {
    return as(user)
        .post(
            "/api/findings/rules",
            Map.of(
                "rule", rule,
                "severity", severity,
                "owner", owner,
                "acknowledgeMinutes", minutes,
                "settleMinutes", 60));
  }

  @Test
  void aRegionSeesItsOwn() throws Exception {
    unknownBox();
    assertTrue(as("utara").get("/api/findings?region=3171").json().get("total").asInt() > 0);
    assertEquals(0, as("utara").get("/api/findings?region=3172").json().get("total").asInt());
    assertEquals(0, as("utara").get("/api/findings?mine=true").json().get("total").asInt());
    assertTrue(as("pusat").get("/api/findings?mine=true").json().get("total").asInt() > 0);
    assertEquals(400, as("pusat").get("/api/findings?region=x").status());
    assertEquals(400, as("pusat").get("/api/findings?size=1000").status());
  }
}
