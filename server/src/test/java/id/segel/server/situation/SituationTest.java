package id.segel.server.situation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.box.BoxId;
import id.segel.core.box.SpareAssigned;
import id.segel.core.custody.Statement;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.personnel.DeviceEnrolled;
import id.segel.core.personnel.Role;
import id.segel.core.region.Leg;
import id.segel.core.region.PlaceCode;
import id.segel.server.Hands;
import id.segel.server.SegelServer;
import id.segel.server.clock.ElectionClock;
import id.segel.server.database.TestDatabase;
import id.segel.server.log.FactLog;
import id.segel.server.log.Followers;
import id.segel.server.log.Submission;
import id.segel.server.region.RosterImport;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole way of some boxes on the built-in roster, as the pages show it, on a real PostgreSQL.
 */
@SpringBootTest(
    classes = SegelServer.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"segel.demo=true"})
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SituationTest {

  private static final long SECONDS = 1_000_000_000L;
  private static final JsonMapper JSON = new JsonMapper();

  private static final String TPS = "3171011002001";
  private static final String OTHER = "3171011002002";

  private final FactLog log;
  private final RosterImport roster;
  private final ElectionClock clock;
  private final Clock real;
  private final Followers followers;
  private final SituationProjector projector;
  private final Known known;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String address;
  private long counter;

  @Autowired
  SituationTest(
      FactLog log,
      RosterImport roster,
      ElectionClock clock,
      Clock real,
      Followers followers,
      SituationProjector projector,
      Known known,
      @LocalServerPort int port) {
    this.log = log;
    this.roster = roster;
    this.clock = clock;
    this.real = real;
    this.followers = followers;
    this.projector = projector;
    this.known = known;
    this.address = "http://127.0.0.1:" + port;
  }

  @BeforeAll
  void publish() {
    assertEquals(List.of(), roster.builtIn().problems());
    assertEquals(0, roster.builtIn().facts(), "a second time there is nothing new");
    clock.set(Instant.parse("2024-02-12T05:00:00Z"), 0);
    append(
        new DeviceEnrolled(Hands.key("KOTA"), Role.KPU_KOTA, "3171"),
        new DeviceEnrolled(Hands.key("PPK"), Role.PPK, "317101"),
        new DeviceEnrolled(Hands.key("PPS"), Role.PPS, "3171011002"),
        new DeviceEnrolled(Hands.key("KPPS"), Role.KPPS, TPS));
  }

  @Test
  void aBoxGoesItsWay() {
    JsonNode before = get("/api/situation").get("totals");
    assertEquals(30_766, before.get("tps").asInt());
    assertEquals(123_064, before.get("boxes").asInt());
    assertEquals(88, before.get("spares").asInt());
    assertEquals(8_252_897, before.get("dpt").asInt());

    // what is said | stage of each kind at the TPS | its status
    Id pack = say(Statement.Kind.PACK, "KOTA", null, "G3171", null, null, TPS, 1, 2, 3, 4);
    see("1 1 1 1", "underway");
    Id seal = say(Statement.Kind.SEAL, "KOTA", pack, "G3171", null, null, TPS, 1, 2, 3, 4);
    see("2 2 2 2", "underway");
    Id first =
        say(
            Statement.Kind.OFFER,
            "KOTA",
            seal,
            "G3171",
            Leg.CITY_KECAMATAN,
            "PPK",
            TPS,
            1,
            2,
            3,
            4);
    see("2> 2> 2> 2>", "underway");
    Id taken = answer("PPK", first, "K317101");
    see("3 3 3 3", "underway");
    Id second =
        say(
            Statement.Kind.OFFER,
            "PPK",
            taken,
            "K317101",
            Leg.KECAMATAN_KELURAHAN,
            "PPS",
            TPS,
            1,
            2,
            3);
    Id atPps = answer("PPS", second, "P3171011002", 3);
    see("4 4 3 3", "critical");
    Id third =
        say(
            Statement.Kind.OFFER,
            "PPS",
            atPps,
            "P3171011002",
            Leg.KELURAHAN_TPS,
            "KPPS",
            TPS,
            1,
            2);
    answer("KPPS", third, "T" + TPS);
    see("5 5 3 3", "critical");

    JsonNode box = get("/api/tps/" + TPS).get("boxes").get(0);
    assertEquals("T" + TPS, box.get("place").asString());
    assertEquals("KPPS TPS 001 Cideng", box.get("holder").get("label").asString());
    assertEquals("2024-02-12T05:00:00Z", box.get("since").asString());
    JsonNode missing = get("/api/tps/" + TPS).get("boxes").get(2);
    assertEquals("K317101", missing.get("place").asString());
    assertEquals("PPK Gambir", missing.get("holder").get("label").asString());
    assertEquals(1, missing.get("discrepancies").asInt());

    JsonNode found = get("/api/discrepancies?open=true&kind=BOX_MISSING");
    assertEquals(1, found.get("total").asInt());
    assertEquals(TPS + "301", found.get("rows").get(0).get("box").asString());
    assertEquals(0, get("/api/discrepancies?region=3172").get("total").asInt());
    assertEquals(1, get("/api/discrepancies?region=317101").get("total").asInt());
    assertEquals(2, get("/api/boxes?stage=5").get("total").asInt());
    assertEquals(1, get("/api/tps?status=critical").get("total").asInt());
    assertEquals(1, get("/api/tps?stage=5&region=3171").get("total").asInt());
    countersAddUp();
    aReplayIsTheSame();
  }

  @Test
  void aSpareBecomesABox() {
    int sparesBefore = get("/api/situation").get("totals").get("spares").asInt();
    append(new SpareAssigned(BoxId.parse("3171010000000001"), BoxId.parse(OTHER + "102")));
    JsonNode tps = get("/api/tps/" + OTHER);
    assertEquals(5, tps.get("boxes").size());
    assertEquals(sparesBefore - 1, get("/api/situation").get("totals").get("spares").asInt());
    Id pack = say(Statement.Kind.PACK, "KOTA", null, "G3171", null, null, OTHER, 1);
    assertEquals("0 0 0 0", stages(OTHER), "the broken one is not counted");
    var replaced = new BoxId(Long.parseLong(OTHER + "102"));
    assertTrue(pack.toString().length() == 44 && replaced.copy() == 2);
    countersAddUp();
  }

  @Test
  void latenessIsOfTheClock() {
    // election time, WIB: the stage that every box should have reached
    String table =
        """
        2024-02-12T23:59:59+07:00 0
        2024-02-13T00:00:00+07:00 3
        2024-02-13T18:00:00+07:00 4
        2024-02-14T00:00:00+07:00 5
        2024-02-15T12:00:00+07:00 8
        2024-02-16T00:00:00+07:00 9
        2024-03-05T00:00:00+07:00 10
        """;
    for (String line : table.lines().toList()) {
      String[] cells = line.split(" ", -1);
      Instant at = OffsetDateTime.parse(cells[0]).toInstant();
      assertEquals(Integer.parseInt(cells[1]), TpsStatus.required(known, at), line);
    }
  }

  @Test
  void searchFindsNumbersAndNames() {
    // asked | the first found
    String table =
        """
        cideng 12|tps 3171011002012 TPS 012 Cideng (Gambir, Kota Administrasi Jakarta Pusat)
        TPS 12 Cideng|tps 3171011002012 TPS 012 Cideng (Gambir, Kota Administrasi Jakarta Pusat)
        31.71.01.1002|kelurahan 3171011002 Cideng (Gambir, Kota Administrasi Jakarta Pusat)
        3171011002012|tps 3171011002012 TPS 012 Cideng (Gambir, Kota Administrasi Jakarta Pusat)
        3171011002012401|box 3171011002012401 Kotak DPRD, TPS 012 Cideng (Gambir, Kota Administrasi Jakarta Pusat)
        gudang ppk gambir|place K317101 Gudang PPK Gambir (Kota Administrasi Jakarta Pusat)
        kapuk|kelurahan 3173011005 Kapuk (Cengkareng, Kota Administrasi Jakarta Barat)
        3171011002012999|tps 3171011002012 TPS 012 Cideng (Gambir, Kota Administrasi Jakarta Pusat)
        3171011002999|
        nowhere|
        """;
    for (String line : table.lines().toList()) {
      String[] cells = line.split("\\|", -1);
      JsonNode hits = get("/api/search?q=" + cells[0].replace(" ", "%20"));
      String first = "";
      if (!hits.isEmpty()) {
        JsonNode hit = hits.get(0);
        first =
            "%s %s %s (%s)"
                .formatted(
                    hit.get("kind").asString(),
                    hit.get("code").asString(),
                    hit.get("label").asString(),
                    hit.get("sub").asString());
      }
      assertEquals(cells[1], first, cells[0]);
    }
  }

  @Test
  void whatIsNotACodeIsMalformed() throws Exception {
    String table =
        """
        400 /api/situation/tps?kelurahan=31
        404 /api/situation/tps?kelurahan=3199999999
        400 /api/tps?status=lost
        400 /api/tps?stage=11
        400 /api/tps?size=501
        400 /api/boxes?region=3171011
        404 /api/tps/3171011002999
        400 /api/tps/x
        200 /api/tps?region=3171&page=1000000&size=500
        200 /api/search
        """;
    for (String line : table.lines().toList()) {
      var request = HttpRequest.newBuilder(URI.create(address + line.substring(4))).build();
      int status = http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
      assertEquals(Integer.parseInt(line.substring(0, 3)), status, line);
    }
  }

  @Test
  void theWallIsWrittenOnceForAll() throws Exception {
    URI wall = URI.create(address + "/api/situation");
    var plain = HttpRequest.newBuilder(wall).build();
    HttpResponse<byte[]> first = http.send(plain, HttpResponse.BodyHandlers.ofByteArray());
    var packed = HttpRequest.newBuilder(wall).header("Accept-Encoding", "gzip").build();
    HttpResponse<byte[]> second = http.send(packed, HttpResponse.BodyHandlers.ofByteArray());
    assertEquals("gzip", second.headers().firstValue("Content-Encoding").orElse(""));
    try (var in = new GZIPInputStream(new ByteArrayInputStream(second.body()))) {
      assertEquals(JSON.readTree(first.body()), JSON.readTree(in.readAllBytes()));
    }
    String tag = second.headers().firstValue("ETag").orElseThrow();
    assertEquals(tag, first.headers().firstValue("ETag").orElseThrow());
    assertEquals(304, status(wall, tag), "a browser that has it");

    // The clock alone makes another answer, where it makes a TPS late.
    clock.set(Instant.parse("2024-02-13T12:00:00Z"), 0);
    assertEquals(200, status(wall, tag));
    assertEquals("2024-02-13T12:00:00Z", get("/api/situation").get("now").asString());
    clock.set(Instant.parse("2024-02-12T05:00:00Z"), 0);
  }

  private int status(URI wall, String tag) throws Exception {
    var asked = HttpRequest.newBuilder(wall).header("If-None-Match", tag).build();
    return http.send(asked, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /** Every counter of the wall is the sum of what it leads to. */
  private void countersAddUp() {
    JsonNode situation = get("/api/situation");
    JsonNode totals = situation.get("totals");
    int boxes = 0;
    for (int stage = 0; stage < 11; stage++) {
      int own = totals.get("stages").get(stage).asInt();
      boxes += own;
      int ofKelurahan = 0;
      for (JsonNode kelurahan : situation.get("kelurahan")) {
        ofKelurahan += kelurahan.get("stages").get(stage).asInt();
      }
      assertEquals(own, ofKelurahan, "stage " + stage);
    }
    assertEquals(totals.get("boxes").asInt(), boxes);
    int tps = 0;
    for (TpsStatus status : TpsStatus.values()) {
      String word = status.name().toLowerCase(Locale.ROOT);
      int own = totals.get("status").get(word).asInt();
      tps += own;
      assertEquals(own, get("/api/tps?size=1&status=" + word).get("total").asInt(), word);
    }
    assertEquals(totals.get("tps").asInt(), tps);
    assertEquals(
        totals.get("inTransit").asInt(),
        get("/api/boxes?size=1&inTransit=true").get("total").asInt());
  }

  /** Rules on the clock may find something at any minute: what is compared is of one entry. */
  private void aReplayIsTheSame() {
    String before;
    String after;
    long index;
    int tries = 0;
    do {
      index = projector.picture().index();
      before = answers();
      followers.rebuild().forEach(view -> assertTrue(view.isEqual(), view.toString()));
      after = answers();
    } while (projector.picture().index() != index && ++tries < 5);
    assertEquals(before, after);
    // What a restart reads from the rows is what stood in memory.
    projector.start();
    String again = answers();
    if (projector.picture().index() == index) {
      assertEquals(before, again);
    }
  }

  private String answers() {
    return get("/api/situation")
        + "\n"
        + get("/api/boxes?region=3171011002")
        + "\n"
        + get("/api/discrepancies");
  }

  private void see(String stages, String status) {
    assertEquals(stages, stages(TPS));
    assertEquals(status, get("/api/tps/" + TPS).get("status").asString());
  }

  private String stages(String tps) {
    List<String> shown = new ArrayList<>();
    JsonNode one = get("/api/tps/" + tps);
    JsonNode list = get("/api/situation/tps?kelurahan=" + tps.substring(0, 10));
    for (JsonNode box : one.get("boxes")) {
      shown.add(box.get("stage").asInt() + (box.get("inTransit").asBoolean() ? ">" : ""));
    }
    for (JsonNode point : list) {
      if (point.get("code").asString().equals(tps)) {
        assertEquals(one.get("status"), point.get("status"));
        if (shown.size() > point.get("stages").size()) {
          shown.clear();
          point.get("stages").forEach(stage -> shown.add(Integer.toString(stage.asInt())));
        }
        assertEquals(
            shown.stream().map(stage -> stage.replace(">", "")).collect(Collectors.joining(",")),
            point.get("stages").toString().replaceAll("[\\[\\]]", ""));
      }
    }
    return String.join(" ", shown);
  }

  private void append(Fact... facts) {
    await(log.append(List.of(facts), FactLog.GuardWork.NONE) + facts.length - 1);
  }

  private Id say(
      Statement.Kind kind,
      String by,
      @Nullable Id after,
      String place,
      @Nullable Leg leg,
      @Nullable String to,
      String tps,
      int... kinds) {
    List<Statement.BoxLine> lines = Hands.boxes(kind, tps, kinds);
    return submit(
        by,
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
            null,
            null,
            null,
            0,
            List.of(new Statement.Group(after, lines)),
            List.of()));
  }

  private Id answer(String by, Id offer, String place, int... missing) {
    var exceptions = new ArrayList<Statement.Deviation>();
    for (int ballot : missing) {
      exceptions.add(new Statement.Deviation(BoxId.of(TPS, ballot, 1), null));
    }
    return submit(
        by,
        new Statement(
            Statement.Kind.ACCEPT,
            "dki-2024",
            Hands.key(by),
            List.of(),
            ++counter,
            clock.instant(),
            new PlaceCode(place),
            null,
            null,
            offer,
            null,
            null,
            4 - missing.length,
            List.of(),
            exceptions));
  }

  private Id submit(String by, Statement statement) {
    Submission submission = Hands.sign(by, statement, clock.instant(), real);
    await(log.submit(List.of(submission)).getFirst().join());
    return submission.id();
  }

  /** Waits until the picture holds this entry. */
  private void await(long index) {
    long end = System.nanoTime() + 60 * SECONDS;
    while (projector.picture().index() < index) {
      assertTrue(System.nanoTime() < end, "the picture stands at " + projector.picture().index());
      LockSupport.parkNanos(SECONDS / 100);
    }
  }

  private JsonNode get(String path) {
    try {
      var request = HttpRequest.newBuilder(URI.create(address + path)).build();
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertEquals(200, answer.statusCode(), path + ": " + answer.body());
      return JSON.readTree(answer.body());
    } catch (Exception e) {
      throw new AssertionError(path, e);
    }
  }
}
