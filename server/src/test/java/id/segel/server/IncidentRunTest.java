package id.segel.server;

import static id.segel.server.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.box.BoxId;
import id.segel.core.custody.Seals;
import id.segel.core.custody.SignedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.custody.Statement.BoxLine;
import id.segel.core.custody.Statement.Group;
import id.segel.core.exchange.Audit;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Id;
import id.segel.core.incident.IncidentKind;
import id.segel.core.region.Leg;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.Roster;
import id.segel.server.TestBrowser.Answer;
import id.segel.server.clock.ElectionClock;
import id.segel.server.database.TestDatabase;
import id.segel.server.http.Problem;
import id.segel.server.incident.Incidents;
import id.segel.server.log.Entries;
import id.segel.server.log.FactLog;
import id.segel.server.log.Recorded;
import id.segel.server.picture.Photos;
import id.segel.server.region.Regions;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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
 * Incidents of the domain's catalogue, played through the HTTP API in the order of their days: the
 * list of boxes, steps by people of two bodies, the account of each box, and what the clock finds.
 * How the boxes came to where they are is another test's matter: they are packed there.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"segel.demo=true", "segel.test=incidents"})
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IncidentRunTest {

  /** So many boxes fit into one statement. */
  private static final int LINES = 900;

  private final Map<String, TestBrowser> browsers = new HashMap<>();
  private final int port;
  private final Path data;
  private final ElectionClock clock;
  private final Regions regions;
  private final Entries entries;
  private final FactLog log;
  private final Incidents incidents;
  private @Nullable TestDesk desk;
  private @Nullable TestPhone packer;
  private int counter;
  private int pictures;

  @Autowired
  IncidentRunTest(
      @Value("${local.server.port:0}") int port,
      @Value("${segel.data}") Path data,
      ElectionClock clock,
      Regions regions,
      Entries entries,
      FactLog log,
      Incidents incidents) {
    this.port = port;
    this.data = data;
    this.clock = clock;
    this.regions = regions;
    this.entries = entries;
    this.log = log;
    this.incidents = incidents;
  }

  @BeforeAll
  void aTableOfAgencies() throws Exception {
    at("2024-02-12T01:00:00Z");
    desk = new TestDesk("http://127.0.0.1:" + port);
    desk.setUp(data);
    user("provinsi", "KPU DKI", "KPU_PROVINSI", "31");
    user("timur", "KPU Jakarta Timur", "KPU_KOTA", "3175");
    user("pusat", "KPU Jakarta Pusat", "KPU_KOTA", "3171");
    user("polda", "Polda", "POLDA", "31");
    user("gudang", "KPU kota", "KPU_KOTA", largest().substring(0, 4));
    user("polres", "Polres kota", "POLRES", largest().substring(0, 4));
    user("pengawas", "Bawaslu", "BAWASLU", "31");
    packer = desk.enrol(1, "KPU_PROVINSI", "31").getFirst();
  }

  private void at(String time) {
    clock.set(Instant.parse(time), 0);
  }

  private void user(String name, String agency, String role, String territory) throws Exception {
    browsers.put(name, Objects.requireNonNull(desk).user(name, agency, role, territory));
  }

  private TestBrowser as(String user) {
    return Objects.requireNonNull(browsers.get(user));
  }

  private static String said(Answer answer) {
    return answer.status() + " " + answer.reason();
  }

  // ---- boxes

  /** The first boxes of this region, of one kind of ballot after the other. */
  private List<BoxId> boxes(String region, int count) {
    var boxes = new ArrayList<BoxId>();
    for (Roster.Kelurahan one : regions.roster().kelurahan()) {
      for (int i = 0; i < one.tps() && boxes.size() < count; i++) {
        String tps = Long.toString(one.tpsCode(i));
        for (int kind = 1; tps.startsWith(region) && kind <= 4; kind++) {
          boxes.add(BoxId.of(tps, kind, 1));
        }
      }
    }
    return boxes.subList(0, Math.min(count, boxes.size()));
  }

  private Id say(TestPhone by, Statement said) throws Exception {
    return by.send(List.of(SignedStatement.sign(said, by.signingKey()).bytes()))
        .keySet()
        .iterator()
        .next();
  }

  private Statement statement(
      Statement.Kind kind,
      TestPhone by,
      String place,
      @Nullable Leg leg,
      @Nullable TestPhone to,
      @Nullable Id after,
      List<BoxLine> lines) {
    return new Statement(
        kind,
        "dki-2024",
        by.key(),
        List.of(),
        ++counter,
        clock.instant(),
        new PlaceCode(place),
        leg,
        to == null ? null : to.key(),
        null,
        null,
        null,
        0,
        List.of(new Group(after, lines)),
        List.of());
  }

  /** Packs boxes at a place; answers the last statement. */
  private Id pack(List<BoxId> boxes, String place) throws Exception {
    Id last = null;
    for (int from = 0; from < boxes.size(); from += LINES) {
      List<BoxLine> lines =
          boxes.subList(from, Math.min(boxes.size(), from + LINES)).stream()
              .map(box -> new BoxLine(box, Seals.NONE, 277))
              .toList();
      TestPhone by = Objects.requireNonNull(packer);
      last = say(by, statement(Statement.Kind.PACK, by, place, null, null, null, lines));
    }
    return Objects.requireNonNull(last);
  }

  // ---- incidents

  private Answer report(String user, String kind, List<String> places, boolean drill) {
    return as(user).post("/api/incidents", reporting(kind, places, drill, "HERE", "", 0));
  }

  private static Map<String, Object> reporting(
      String kind, List<String> places, boolean drill, String scope, String finding, int follows) {
    var body = new HashMap<String, Object>();
    body.putAll(Map.of("kind", kind, "places", places, "at", "", "drill", drill, "scope", scope));
    body.putAll(Map.of("boxes", List.of(), "finding", finding, "follows", follows));
    body.putAll(Map.of("words", "", "anyway", true));
    return body;
  }

  private int opened(String user, String kind, List<String> places, boolean drill) {
    Answer answer = report(user, kind, places, drill);
    assertEquals(200, answer.status(), answer.text());
    return answer.json().at("/row/number").asInt();
  }

  private Answer step(String user, int incident, String step, String answer, int count) {
    return as(user).post("/api/incidents/" + incident + "/steps", doing(step, answer, count));
  }

  private Map<String, Object> doing(String step, String answer, int count) {
    return Map.of(
        "step", step,
        "answer", answer,
        "count", count,
        "confirmed", true,
        "pictures", List.of());
  }

  private void does(String user, int incident, String step, String answer, int count) {
    Answer done = step(user, incident, step, answer, count);
    assertEquals(200, done.status(), done.text());
  }

  /** With a picture, which is uploaded first. */
  private Answer shows(String user, int incident, String step, String answer) {
    HttpRequest.Builder upload =
        as(user).guarded("/api/incidents/pictures").setHeader("Content-Type", "image/jpeg");
    Answer uploaded =
        as(user)
            .send(
                upload
                    .POST(
                        HttpRequest.BodyPublishers.ofByteArray(
                            Photos.baseline(++pictures + 9_000, 64)))
                    .build());
    assertEquals(200, uploaded.status(), uploaded.text());
    var body = new HashMap<>(doing(step, answer, -1));
    body.put("pictures", List.of(uploaded.json().get("picture").asString()));
    return as(user).post("/api/incidents/" + incident + "/steps", body);
  }

  private Answer account(
      String user, int incident, String fate, List<String> boxes, List<String> tps, boolean rest) {
    return as(user)
        .post(
            "/api/incidents/" + incident + "/boxes",
            Map.of("fate", fate, "boxes", boxes, "tps", tps, "rest", rest));
  }

  private JsonNode card(int incident) {
    return as("pengawas").get("/api/incidents/" + incident).json();
  }

  private String open(int incident) {
    JsonNode now = card(incident).at("/row/now");
    return now.isMissingNode() ? "none" : now.get("code").asString();
  }

  private @Nullable String finding(String id) {
    for (JsonNode row : as("provinsi").get("/api/findings?size=500").json().get("rows")) {
      if (row.get("id").asString().equals(id)) {
        return row.get("state").asString() + " " + row.get("severity").asString();
      }
    }
    return null;
  }

  // ---- what is played

  @Test
  @Order(1)
  void playbooksAreCheckedBeforeTheyArePublished() {
    JsonNode before = as("pengawas").get("/api/playbooks").json();
    assertEquals(16, before.get("notPublished").asInt());
    assertFalse(before.get("mayWrite").asBoolean());
    String path = "/api/playbooks/built-in";
    assertEquals("403 NOT_ALLOWED", said(as("timur").post(path, Map.of())));
    JsonNode after = as("provinsi").post(path, Map.of()).json();
    assertEquals(0, after.get("notPublished").asInt());
    assertEquals(16, after.get("rows").size());
    long size = log.tree().size();
    assertEquals(200, as("polda").post(path, Map.of()).status());
    assertEquals(size, log.tree().size(), "there is nothing to publish again");

    JsonNode fire = as("pengawas").get("/api/playbooks/kebakaran").json();
    String text = fire.get("yaml").asString();
    assertTrue(fire.at("/row/isBuiltIn").asBoolean());
    String faulty = text.replace("next: padam\n", "next: nowhere\n");
    JsonNode faults =
        as("polda").post("/api/playbooks/check", Map.of("yaml", faulty)).json().get("faults");
    assertEquals(1, faults.size(), faults.toString());
    assertEquals("NEXT_UNKNOWN", faults.get(0).get("kind").asString());
    int line = text.lines().toList().indexOf("    next: padam") + 1;
    assertEquals(line, faults.get(0).get("line").asInt());
    Answer refused = as("polda").post("/api/playbooks", Map.of("yaml", faulty));
    assertEquals("409 PLAYBOOK_FAULTY", said(refused));
    Answer same = as("polda").post("/api/playbooks", Map.of("yaml", text));
    assertEquals("409 PLAYBOOK_UNCHANGED", said(same));

    String changed = text.replace("Telepon 112.", "Telepon 112 dan posko.");
    assertEquals(200, as("polda").post("/api/playbooks", Map.of("yaml", changed)).status());
    JsonNode newest = as("pengawas").get("/api/playbooks/kebakaran").json();
    assertEquals(2, newest.at("/row/version").asInt());
    assertFalse(newest.at("/row/isBuiltIn").asBoolean());
    assertEquals("Polda", newest.at("/versions/0/who").asString());
    JsonNode first = as("pengawas").get("/api/playbooks/kebakaran?version=1").json();
    assertEquals(text, first.get("yaml").asString());
    assertEquals("404 NOT_FOUND", said(as("pengawas").get("/api/playbooks/kebakaran?version=3")));
    assertEquals("404 NOT_FOUND", said(as("pengawas").get("/api/playbooks/tidak-ada")));
  }

  /** I-16: a riot at a store; each box is accounted for, and one that is carried off is found. */
  @Test
  @Order(2)
  void i16RiotWhereBoxesAre() throws Exception {
    at("2024-02-12T02:00:00Z");
    List<BoxId> boxes = boxes("317101", 68);
    Id packed = pack(boxes, "K317101");
    at("2024-02-12T02:10:00Z");
    assertEquals("403 OUTSIDE_TERRITORY", said(report("timur", "RIOT", List.of("K317101"), false)));
    assertEquals("404 NOT_FOUND", said(report("pusat", "RIOT", List.of("K317199"), false)));
    JsonNode before = as("pusat").get("/api/incidents/before?kind=RIOT&place=K317101").json();
    assertEquals(68, before.get("boxes").asInt());
    assertEquals(17, before.get("tps").asInt());
    assertTrue(before.get("gaps").size() > 0, "nobody of the city's police is enrolled");
    var strict = new HashMap<>(reporting("RIOT", List.of("K317101"), false, "HERE", "", 0));
    strict.put("anyway", false);
    assertEquals("409 NOBODY_CAN", said(as("pusat").post("/api/incidents", strict)));

    int riot = opened("pusat", "RIOT", List.of("K317101"), false);
    assertEquals("409 INCIDENT_OPEN", said(report("polda", "RIOT", List.of("K317101"), false)));
    JsonNode card = card(riot);
    assertEquals(68, card.at("/row/boxesInAll").asInt());
    assertEquals(68, card.at("/row/boxes/UNKNOWN").asInt());
    assertEquals("2024-02-12T02:15:00Z", card.at("/row/now/due").asString());
    assertEquals("OPEN CRITICAL", finding("INCIDENT_OPEN incident:" + riot));
    assertTrue(isMine("pusat", riot));
    assertFalse(isMine("timur", riot), "another city");

    does("pusat", riot, "lindungi", "", -1);
    assertEquals("403 ROLE_NOT_NAMED", said(step("pusat", riot, "amankan", "", -1)));
    assertEquals("409 STEP_NOT_OPEN", said(step("polda", riot, "potret", "", -1)));
    does("polda", riot, "amankan", "", -1);
    assertEquals("409 EVIDENCE_MISSING", said(step("pusat", riot, "potret", "", -1)));
    assertEquals(200, shows("pusat", riot, "potret", "").status());
    assertEquals("potret", open(riot), "KPU and police go in together");
    assertEquals("409 SAME_PERSON", said(shows("pusat", riot, "potret", "")));
    TestPhone ppk = Objects.requireNonNull(desk).enrol(1, "PPK", "317101").getFirst();
    assertEquals("409 SAME_BODY", said(ofPhone(ppk, riot, "potret")));
    user("polrespusat", "Polres Pusat", "POLRES", "3171");
    assertEquals(200, shows("polrespusat", riot, "potret", "").status());
    assertEquals("data", open(riot));

    // Of 15 TPS boxes are burnt, as in Bima; one box cannot be found.
    assertEquals(
        "403 NOT_ALLOWED", said(account("pengawas", riot, "SAFE", List.of(), List.of(), true)));
    assertEquals(
        "403 OUTSIDE_TERRITORY", said(account("timur", riot, "SAFE", List.of(), List.of(), true)));
    assertEquals("409 BOXES_UNKNOWN", said(step("pusat", riot, "data", "", -1)));
    List<String> burnt = boxes.subList(0, 60).stream().map(BoxId::tps).distinct().toList();
    assertEquals(15, burnt.size());
    assertEquals(200, account("pusat", riot, "DESTROYED", List.of(), burnt, false).status());
    String lost = boxes.get(60).toString();
    assertEquals(
        200, account("polrespusat", riot, "LOST", List.of(lost), List.of(), false).status());
    BoxId foreign = boxes("317102", 1).getFirst();
    assertEquals(
        "409 BOX_NOT_FROZEN",
        said(account("pusat", riot, "SAFE", List.of(foreign.toString()), List.of(), false)));
    assertEquals(
        "400 MALFORMED", said(account("pusat", riot, "SAFE", List.of(), List.of(), false)));

    // A box that is carried on meanwhile: nothing that was signed is refused, and it is found.
    at("2024-02-12T02:40:00Z");
    await(() -> "OPEN CRITICAL".equals(finding("BOXES_UNACCOUNTED incident:" + riot)));
    assertEquals(null, finding("FROZEN_BOX_MOVED incident:" + riot));
    TestPhone by = Objects.requireNonNull(packer);
    List<BoxLine> carried = List.of(new BoxLine(boxes.get(67), Seals.parse("S1"), 0));
    say(
        by,
        statement(
            Statement.Kind.OFFER, by, "K317101", Leg.KECAMATAN_KELURAHAN, ppk, packed, carried));
    await(() -> "OPEN CRITICAL".equals(finding("FROZEN_BOX_MOVED incident:" + riot)));
    assertEquals(1, card(riot).get("moved").size());
    assertEquals(boxes.get(67).toString(), card(riot).at("/moved/0/first").asString());

    assertEquals(200, account("pusat", riot, "SAFE", List.of(), List.of(), true).status());
    JsonNode counts = card(riot).at("/row/boxes");
    assertEquals(
        "0 7 0 60 1",
        List.of("UNKNOWN", "SAFE", "DAMAGED", "DESTROYED", "LOST").stream()
            .map(fate -> counts.get(fate).asString())
            .reduce((one, other) -> one + " " + other)
            .orElse(""));
    assertEquals("CLEARED CRITICAL", finding("BOXES_UNACCOUNTED incident:" + riot));
    JsonNode need = as("pengawas").get("/api/incidents/" + riot + "/need").json();
    int sheets = 0;
    for (JsonNode design : need) {
      sheets += design.get("goneSheets").asInt();
    }
    int needed = 0;
    for (BoxId box : boxes.subList(0, 61)) {
      needed += regions.roster().need(box.tpsNumber());
    }
    assertEquals(4, need.size(), need.toString());
    assertEquals(needed, sheets);
    JsonNode page = as("pengawas").get("/api/incidents/" + riot + "/boxes?fate=LOST").json();
    assertEquals(lost, page.at("/rows/0/boxes/0/box").asString());

    assertEquals("409 RUN_NOT_ENDED", said(as("pusat").post(path(riot, "close"), Map.of())));
    does("pusat", riot, "data", "", -1);
    does("pusat", riot, "umum", "", -1);
    assertEquals("409 ANSWER_UNKNOWN", said(step("pusat", riot, "pungut", "mungkin", -1)));
    does("pusat", riot, "pungut", "ya", -1);
    assertEquals("none", open(riot));
    Map<String, Object> note = Map.of("words", "Massa datang dari arah pasar.");
    assertEquals(200, as("pengawas").post(path(riot, "notes"), note).status());
    assertEquals(200, as("pusat").post(path(riot, "close"), Map.of()).status());
    assertEquals("409 INCIDENT_CLOSED", said(as("pusat").post(path(riot, "close"), Map.of())));
    for (String rule : List.of("INCIDENT_OPEN", "FROZEN_BOX_MOVED")) {
      assertEquals("CLEARED CRITICAL", finding(rule + " incident:" + riot));
    }
    JsonNode closed = card(riot);
    assertEquals("CLOSED", closed.at("/row/state").asString());
    assertEquals("Massa datang dari arah pasar.", closed.at("/notes/0/text").asString());
    String hash = closed.at("/notes/0/erasable").asString();
    Map<String, Object> erasing = Map.of("words", hash);
    assertEquals("404 NOT_FOUND", said(as("pusat").post("/api/incidents/erasures", erasing)));
    assertEquals(200, as("pengawas").post("/api/incidents/erasures", erasing).status());
    assertTrue(card(riot).at("/notes/0/text").isMissingNode());
    JsonNode steps = closed.get("steps");
    assertEquals(6, steps.size(), steps.toString());
    assertEquals("KPU Jakarta Pusat", steps.get(0).at("/said/0/who").asString());
  }

  private boolean isMine(String user, int incident) {
    for (JsonNode row : as(user).get("/api/incidents/mine").json()) {
      if (row.get("number").asInt() == incident) {
        return row.at("/now/isMine").asBoolean();
      }
    }
    return false;
  }

  private static String path(int incident, String what) {
    return "/api/incidents/" + incident + "/" + what;
  }

  /** A phone in the field does a step too, with a picture of its own. */
  private Answer ofPhone(TestPhone phone, int incident, String step) {
    String token = "Bearer " + phone.token();
    var browser = new TestBrowser(port);
    Answer uploaded =
        browser.send(
            browser
                .request("/api/incidents/pictures", "Authorization", token)
                .setHeader("Content-Type", "image/jpeg")
                .POST(
                    HttpRequest.BodyPublishers.ofByteArray(Photos.baseline(++pictures + 9_000, 64)))
                .build());
    assertEquals(200, uploaded.status(), uploaded.text());
    var body = new HashMap<>(doing(step, "", -1));
    body.put("pictures", List.of(uploaded.json().get("picture").asString()));
    return browser.post("/api/incidents/" + incident + "/steps", body, "Authorization", token);
  }

  /**
   * I-17: a kecamatan's store burns at night with 5,000 boxes inside. Within a minute every box of
   * it stands on the list, and soon which TPS lost theirs.
   */
  @Test
  @Order(3)
  void i17StoreFire() throws Exception {
    String kecamatan = largest();
    String store = "K" + kecamatan;
    at("2024-02-12T16:00:00Z");
    List<BoxId> boxes = boxes(kecamatan, 5_000);
    assertEquals(5_000, boxes.size());
    pack(boxes, store);
    // The clock goes as any clock while the list is made.
    clock.set(Instant.parse("2024-02-12T18:00:00Z"), 1);
    int fire = opened("polres", "FIRE", List.of(store), false);
    JsonNode row = card(fire).get("row");
    assertEquals(5_000, row.get("boxesInAll").asInt());
    Duration took =
        Duration.between(
            Instant.parse(row.get("at").asString()), Instant.parse(row.get("recorded").asString()));
    assertTrue(took.toSeconds() < 60, "the list stood after " + took + " of election time");
    at("2024-02-12T18:02:00Z");

    does("gudang", fire, "keluar", "", -1);
    does("polres", fire, "selamatkan", "", 4_981);
    does("polres", fire, "padam", "belum", -1);
    does("polres", fire, "padam", "sudah", -1);
    // Nineteen boxes burned in Koto XI Tarusan; it took a day to know of which TPS.
    List<BoxId> burned = boxes.subList(100, 119);
    List<String> numbers = burned.stream().map(BoxId::toString).toList();
    assertEquals(200, account("gudang", fire, "DESTROYED", numbers, List.of(), false).status());
    assertEquals(200, account("gudang", fire, "SAFE", List.of(), List.of(), true).status());
    JsonNode lost = as("pengawas").get(path(fire, "boxes") + "?fate=DESTROYED&size=100").json();
    assertEquals(19, lost.get("boxes").asInt());
    assertEquals(
        burned.stream().map(BoxId::tps).distinct().toList(),
        lost.get("rows").valueStream().map(one -> one.get("tps").asString()).toList());
    assertEquals(200, shows("gudang", fire, "jaga", "").status());
    assertEquals(200, shows("polres", fire, "jaga", "").status());
    does("gudang", fire, "data", "", -1);
    does("gudang", fire, "ganti", "", -1);
    does("polres", fire, "sebab", "", -1);
    does("pengawas", fire, "sebab", "", -1);
    assertEquals(200, as("gudang").post(path(fire, "close"), Map.of()).status());
  }

  /** The kecamatan with the most TPS. */
  private String largest() {
    var tps = new HashMap<String, Integer>();
    for (Roster.Kelurahan one : regions.roster().kelurahan()) {
      tps.merge(one.code().digits().substring(0, 6), one.tps(), Integer::sum);
    }
    return tps.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  /** Whatever is practised is marked, moves no alarm, and stands beside what is real. */
  @Test
  @Order(4)
  void aDrillIsMarkedAndFindsNothing() throws Exception {
    String store = "K" + largest();
    int drill = opened("polres", "FIRE", List.of(store), true);
    assertTrue(card(drill).at("/row/isDrill").asBoolean());
    int real = opened("polres", "FIRE", List.of(store), false);
    assertEquals("OPEN CRITICAL", finding("INCIDENT_OPEN incident:" + real));
    at("2024-02-12T19:00:00Z");
    await(() -> "OPEN URGENT".equals(finding("STEP_OVERDUE incident:" + real)));
    await(() -> card(drill).at("/steps/0/isOverdue").asBoolean());
    for (JsonNode row : as("provinsi").get("/api/findings?size=500").json().get("rows")) {
      assertFalse(row.get("about").asString().equals("incident:" + drill), row.toString());
    }
    // It was escalated to Polda, who may do it now.
    assertTrue(isMine("polda", real));
    does("polda", real, "keluar", "", -1);
    assertEquals("CLEARED URGENT", finding("STEP_OVERDUE incident:" + real));
  }

  /** A sensor begins one, and only one, however often it says so. */
  @Test
  @Order(5)
  void aSensorBeginsOne() {
    var place = List.of(new PlaceCode("G3171"));
    int number = incidents.start(IncidentKind.FIRE, place, false);
    assertEquals(number, incidents.start(IncidentKind.FIRE, place, false));
    assertEquals("SENSOR", card(number).get("source").asString());
    assertTrue(card(number).at("/who").isMissingNode());
    int rain = incidents.start(IncidentKind.RAIN_AHEAD, place, false);
    assertEquals("OPEN ATTENTION", finding("INCIDENT_OPEN incident:" + rain));
    assertEquals(0, card(rain).at("/row/boxesInAll").asInt(), "boxes are there to be moved");
    try {
      incidents.start(IncidentKind.REVOTE, place, false);
      throw new AssertionError("no vote is repeated in a store");
    } catch (Problem problem) {
      assertEquals("NO_PLAYBOOK", problem.reason());
    }
  }

  /** I-22: a TPS is flooded on the day; its vote is postponed, and H+10 runs. */
  @Test
  @Order(6)
  void i22FloodedTps() throws Exception {
    at("2024-02-14T00:30:00Z");
    BoxId first = boxes("3172", 1).getFirst();
    String tps = first.tps();
    String place = "T" + tps;
    pack(boxes(tps, 4), place);
    Objects.requireNonNull(desk);
    user("utara", "KPU Jakarta Utara", "KPU_KOTA", "3172");
    TestPhone kpps = desk.enrol(1, "KPPS", tps).getFirst();
    int flood = opened("utara", "FLOOD", List.of(place), false);
    assertEquals(4, card(flood).at("/row/boxesInAll").asInt());
    JsonNode ofPhone =
        new TestBrowser(port)
            .get("/api/incidents/mine", "Authorization", "Bearer " + kpps.token())
            .json();
    assertEquals(1, ofPhone.size(), "a phone sees what is open at its TPS");
    assertTrue(ofPhone.at("/0/now/isMine").asBoolean());
    assertEquals(200, ofPhone(kpps, flood, "selamatkan").status());
    assertEquals(200, shows("utara", flood, "pindah", "tetap").status());
    account("utara", flood, "SAFE", List.of(), List.of(), true);
    does("utara", flood, "data", "", -1);
    does("utara", flood, "pungut", "tidak", -1);
    does("utara", flood, "usul", "", -1);
    assertEquals(200, as("utara").post(path(flood, "close"), Map.of()).status());

    Answer begun =
        as("utara")
            .post(
                "/api/incidents",
                reporting("VOTE_POSTPONED", List.of(place), false, "HERE", "", flood));
    assertEquals(200, begun.status(), begun.text());
    int later = begun.json().at("/row/number").asInt();
    assertEquals("2024-02-24T17:00:00Z", card(later).get("due").asString(), "H+10, in Jakarta");
    assertEquals(later, card(flood).at("/followed/0").asInt());
    assertEquals(200, ofPhone(kpps, later, "laporan").status());
    account("utara", later, "SAFE", List.of(), List.of(), true);
    assertEquals(200, ofPhone(kpps, later, "kotak").status());
    assertEquals(200, shows("utara", later, "putusan", "ditunda").status());
    does("utara", later, "jadwal", "", -1);
    assertEquals("2024-02-23T17:00:00Z", card(later).at("/row/now/due").asString());
    at("2024-02-23T16:59:00Z");
    does("utara", later, "logistik", "", 1_200);
    does("pengawas", later, "logistik", "", 1_200);
    assertEquals("2024-02-24T17:00:00Z", card(later).at("/row/now/due").asString());
    assertEquals(null, finding("STEP_OVERDUE incident:" + later));
    at("2024-02-24T17:00:00Z");
    await(() -> "OPEN URGENT".equals(finding("STEP_OVERDUE incident:" + later)));
    assertEquals(200, ofPhone(kpps, later, "laksana").status());
    assertEquals("CLEARED URGENT", finding("STEP_OVERDUE incident:" + later));
    assertEquals(200, as("utara").post(path(later, "close"), Map.of()).status());
  }

  /** I-23: a regional flood: 114 TPS at once are one incident, and their boxes one list. */
  @Test
  @Order(7)
  void i23RegionalFlood() throws Exception {
    at("2024-02-24T18:00:00Z");
    List<BoxId> boxes = boxes("3174", 114 * 4);
    List<String> places = boxes.stream().map(box -> "T" + box.tps()).distinct().toList();
    assertEquals(114, places.size());
    for (String place : places) {
      pack(boxes.stream().filter(box -> place.endsWith(box.tps())).toList(), place);
    }
    user("selatan", "KPU Jakarta Selatan", "KPU_KOTA", "3174");
    int flood = opened("selatan", "FLOOD", places, false);
    JsonNode row = card(flood).get("row");
    assertEquals(114, row.get("placesInAll").asInt());
    assertEquals(114 * 4, row.get("boxesInAll").asInt());
    assertTrue(row.get("region").asString().startsWith("3174"), row.toString());
    List<String> wet = places.subList(0, 100).stream().map(one -> one.substring(1)).toList();
    assertEquals(200, account("selatan", flood, "DAMAGED", List.of(), wet, false).status());
    assertEquals(14 * 4, card(flood).at("/row/boxes/UNKNOWN").asInt());
    JsonNode unknown = as("pengawas").get(path(flood, "boxes") + "?fate=UNKNOWN").json();
    assertEquals(14, unknown.get("tps").asInt());
    JsonNode need = as("pengawas").get(path(flood, "need")).json();
    assertEquals(0, need.get(0).get("gone").asInt());
    assertEquals(100, need.get(0).get("damaged").asInt());
    assertEquals(200, account("selatan", flood, "SAFE", List.of(), List.of(), true).status());
    assertEquals(0, card(flood).at("/row/boxes/UNKNOWN").asInt());
  }

  /** Whoever folds the log again finds that all of it follows. */
  @Test
  @Order(8)
  void theLogIsVerified() {
    var audit = new Audit();
    long size = log.tree().size();
    for (long from = 0; from < size; from += 500) {
      for (Entries.Leaf leaf : entries.from(from, 500)) {
        var recorded = new Recorded(leaf.index(), Entry.decode(leaf.bytes()));
        if (recorded.isFact()) {
          audit.fact(leaf.index(), recorded.entry().recorded(), recorded.fact());
        } else {
          audit.statement(recorded.statement());
        }
      }
    }
    assertEquals(List.of(), audit.problems());
    assertTrue(audit.runs().all().size() >= 8);
  }
}
