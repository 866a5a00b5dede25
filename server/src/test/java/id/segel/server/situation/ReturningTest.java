package id.segel.server.situation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.box.BoxId;
import id.segel.core.box.SpareAssigned;
import id.segel.core.custody.Statement;
import id.segel.core.custody.Statement.Kind;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.personnel.DeviceEnrolled;
import id.segel.core.personnel.Role;
import id.segel.core.region.Leg;
import id.segel.core.region.PlaceCode;
import id.segel.server.Hands;
import id.segel.server.SegelServer;
import id.segel.server.TestBrowser;
import id.segel.server.clock.ElectionClock;
import id.segel.server.database.TestDatabase;
import id.segel.server.log.FactLog;
import id.segel.server.log.Submission;
import id.segel.server.region.RosterImport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The way back of three boxes of one TPS, as the list and the queue show it. */
@SpringBootTest(
    classes = SegelServer.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"segel.demo=true", "segel.test=returning"})
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
class ReturningTest {

  private static final long SECONDS = 1_000_000_000L;
  private static final String TPS = "3171011002001";
  private static final String OTHER = "3171011002002";
  private static final JsonMapper JSON = new JsonMapper();

  private final FactLog log;
  private final RosterImport roster;
  private final ElectionClock clock;
  private final Clock real;
  private final SituationProjector projector;
  private final TestBrowser browser;
  private final TestBrowser nobody;
  private final Path data;
  private long counter;

  @Autowired
  ReturningTest(
      FactLog log,
      RosterImport roster,
      ElectionClock clock,
      Clock real,
      SituationProjector projector,
      @Value("${segel.data}") Path data,
      @LocalServerPort int port) {
    this.log = log;
    this.roster = roster;
    this.clock = clock;
    this.real = real;
    this.projector = projector;
    this.data = data;
    this.browser = new TestBrowser(port);
    this.nobody = new TestBrowser(port);
  }

  @Test
  void boxesComeBack() throws Exception {
    publish();
    int[] all = {1, 2, 3};
    clock.set(Instant.parse("2024-02-13T01:00:00Z"), 0);
    Id last = say(Kind.PACK, "KOTA", null, "G3171", null, null, null, all);
    last = say(Kind.SEAL, "KOTA", last, "G3171", null, null, null, all);
    last = carry("KOTA", "G3171", "PPK", "K317101", Leg.CITY_KECAMATAN, last, all);
    last = carry("PPK", "K317101", "PPS", "P3171011002", Leg.KECAMATAN_KELURAHAN, last, all);
    last = carry("PPS", "P3171011002", "KPPS", "T" + TPS, Leg.KELURAHAN_TPS, last, all);

    clock.set(Instant.parse("2024-02-14T05:59:59Z"), 0);
    JsonNode before = get("/api/returning");
    assertEquals("2024-02-14T06:00:00Z", before.get("begins").asString());
    assertEquals(0, before.get("rows").get("total").asInt(), "the way back has not begun");
    assertEquals(0, get("/api/returning/queue?place=K317101").get("out").asInt());

    clock.set(Instant.parse("2024-02-14T10:00:00Z"), 0);
    last = say(Kind.OPEN, "KPPS", last, "T" + TPS, null, null, null, all);
    Id reseal = say(Kind.RESEAL, "KPPS", last, "T" + TPS, null, null, null, all);
    last = carry("KPPS", "T" + TPS, "PPS", "P3171011002", Leg.TPS_KELURAHAN, reseal, 1, 2);
    clock.set(Instant.parse("2024-02-14T11:10:00Z"), 0);
    Id offer =
        say(Kind.OFFER, "PPS", last, "P3171011002", Leg.KELURAHAN_KECAMATAN, "PPK", null, 1, 2);

    assertEquals("3 out, 1 at TPS, 2 at kelurahan, 0 back, 0 late, 2 under way", counts(""));
    assertEquals(counts(""), counts("&region=3171011002"));
    assertEquals(
        "0 out, 0 at TPS, 0 at kelurahan, 0 back, 0 late, 0 under way", counts("&region=3172"));
    JsonNode rows = get("/api/returning?region=317101").get("rows").get("rows");
    assertEquals(TPS + "301", rows.get(0).get("box").get("id").asString(), "due first");
    assertEquals(
        "KPPS TPS 001 Cideng", rows.get(0).get("box").get("holder").get("label").asString());
    assertEquals("2024-02-15T05:00:00Z", rows.get(0).get("due").asString());
    assertEquals("2024-02-15T17:00:00Z", rows.get(1).get("due").asString());
    assertEquals("3 out, 0 came, 1 offered, 0 an hour, null", queue("K317101"));
    JsonNode coming = get("/api/returning/queue?place=K317101").get("coming").get("rows").get(0);
    assertEquals(2, coming.get("boxes").asInt());
    assertEquals("PPS Cideng", coming.get("giver").get("label").asString());
    assertEquals("2024-02-14T11:10:00Z", coming.get("offered").asString());
    assertEquals("1 out, 2 came, 0 offered, 1 an hour, 2024-02-14T12:10:00Z", queue("P3171011002"));

    clock.set(Instant.parse("2024-02-14T11:30:00Z"), 0);
    say(Kind.ACCEPT, "PPK", null, "K317101", null, null, offer, 1, 2);
    assertEquals("1 out, 1 at TPS, 0 at kelurahan, 2 back, 0 late, 0 under way", counts(""));
    assertEquals(3, get("/api/returning?to=city").get("all").get("out").asInt());
    assertEquals("1 out, 2 came, 0 offered, 1 an hour, 2024-02-14T12:30:00Z", queue("K317101"));
    JsonNode hour = get("/api/returning/queue?place=K317101").get("hours").get(0);
    assertEquals("2024-02-14T11:00:00Z", hour.get("from").asString());
    assertEquals(2, hour.get("boxes").asInt());

    assertEquals(0, get("/api/returning?late=true").get("rows").get("total").asInt());
    clock.set(Instant.parse("2024-02-15T05:00:00Z"), 0);
    JsonNode late = get("/api/returning?late=true").get("rows");
    assertEquals(1, late.get("total").asInt());
    assertTrue(late.get("rows").get(0).get("late").asBoolean());
    List<String> csv = browser.get("/api/returning/export?to=city").text().lines().toList();
    assertEquals(4, csv.size(), csv.toString());
    assertTrue(csv.get(3).startsWith(TPS + "301,"), csv.get(3));
    assertTrue(csv.get(3).endsWith(",2024-02-15T05:00:00Z,true,"), csv.get(3));
    assertEquals("1 out, 2 came, 0 offered, 0 an hour, null", queue("K317101"));
    whatIsWrongIsRefused();
    aReplacedBoxNamesItsSuccessor();
  }

  private void whatIsWrongIsRefused() {
    String table =
        """
        400 /api/returning?to=home
        400 /api/returning?region=317
        400 /api/returning?size=501
        400 /api/returning/queue?place=T3171011002001
        400 /api/returning/queue?place=x
        400 /api/returning/export?region=1
        """;
    for (String line : table.lines().toList()) {
      assertEquals(
          Integer.parseInt(line.substring(0, 3)), browser.get(line.substring(4)).status(), line);
      assertEquals(401, nobody.get(line.substring(4)).status(), line);
    }
  }

  private void aReplacedBoxNamesItsSuccessor() throws Exception {
    var next = BoxId.parse(OTHER + "102");
    append(new SpareAssigned(BoxId.parse("3171010000000001"), next));
    JsonNode boxes = get("/api/tps/" + OTHER).get("boxes");
    assertEquals(next.toString(), boxes.get(0).get("replacedBy").asString());
    assertTrue(boxes.get(1).get("replacedBy").isNull());
    assertEquals(next.toString(), get("/api/boxes/" + OTHER + "101").get("replacedBy").asString());
  }

  private String counts(String query) throws Exception {
    JsonNode all = get("/api/returning?to=kecamatan" + query).get("all");
    return "%d out, %d at TPS, %d at kelurahan, %d back, %d late, %d under way"
        .formatted(
            all.get("out").asInt(),
            all.get("atTps").asInt(),
            all.get("atKelurahan").asInt(),
            all.get("back").asInt(),
            all.get("late").asInt(),
            all.get("inTransit").asInt());
  }

  private String queue(String place) throws Exception {
    JsonNode queue = get("/api/returning/queue?place=" + place);
    return "%d out, %d came, %d offered, %d an hour, %s"
        .formatted(
            queue.get("out").asInt(),
            queue.get("came").asInt(),
            queue.get("offered").asInt(),
            queue.get("perHour").asInt(),
            queue.get("done").isNull() ? "null" : queue.get("done").asString());
  }

  private void publish() throws Exception {
    assertEquals(List.of(), roster.builtIn().problems());
    append(
        new DeviceEnrolled(Hands.key("KOTA"), Role.KPU_KOTA, "3171"),
        new DeviceEnrolled(Hands.key("PPK"), Role.PPK, "317101"),
        new DeviceEnrolled(Hands.key("PPS"), Role.PPS, "3171011002"),
        new DeviceEnrolled(Hands.key("KPPS"), Role.KPPS, TPS));
    browser.get("/api/session");
    String token = Files.readString(data.resolve("setup-token")).strip();
    var first =
        Map.of("token", token, "user", "kepala", "password", "kata sandi uji", "agency", "KPU");
    assertEquals(200, browser.post("/api/setup", first).status());
    browser.post("/api/login", Map.of("user", "kepala", "password", "kata sandi uji"));
  }

  /** Offer and acceptance. */
  private Id carry(
      String giver, String from, String taker, String to, Leg leg, Id after, int... kinds)
      throws Exception {
    Id offer = say(Kind.OFFER, giver, after, from, leg, taker, null, kinds);
    return say(Kind.ACCEPT, taker, null, to, null, null, offer, kinds);
  }

  private Id say(
      Kind kind,
      String by,
      @Nullable Id after,
      String place,
      @Nullable Leg leg,
      @Nullable String to,
      @Nullable Id of,
      int... kinds)
      throws Exception {
    List<Statement.BoxLine> lines = Hands.boxes(kind, TPS, kinds);
    var statement =
        new Statement(
            kind,
            "dki-2024",
            Hands.key(by),
            List.of(),
            ++counter,
            clock.instant(),
            new PlaceCode(place),
            leg,
            to == null ? null : Hands.key(to),
            of,
            kind == Kind.OPEN ? "VOTING" : null,
            null,
            of == null ? 0 : kinds.length,
            of == null ? List.of(new Statement.Group(after, lines)) : List.of(),
            List.of());
    Submission submission = Hands.sign(by, statement, clock.instant(), real);
    await(log.submit(List.of(submission)).getFirst().join());
    return submission.id();
  }

  private void append(Fact... facts) {
    await(log.append(List.of(facts), FactLog.GuardWork.NONE) + facts.length - 1);
  }

  private void await(long index) {
    long end = System.nanoTime() + 60 * SECONDS;
    while (projector.picture().index() < index) {
      assertTrue(System.nanoTime() < end, "the picture stands at " + projector.picture().index());
      LockSupport.parkNanos(SECONDS / 100);
    }
  }

  private JsonNode get(String path) throws Exception {
    TestBrowser.Answer answer = browser.get(path);
    assertEquals(200, answer.status(), path + ": " + answer.text());
    return JSON.readTree(answer.text());
  }
}
