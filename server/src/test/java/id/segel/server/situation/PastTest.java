package id.segel.server.situation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import id.segel.server.log.Followers;
import id.segel.server.log.Submission;
import id.segel.server.region.RosterImport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;

/**
 * The past painted again is what was seen then: after each entry of a night on which statements
 * come late and in any order, and over HTTP at H-1 22.10.
 */
@SpringBootTest(
    classes = SegelServer.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"segel.demo=true", "segel.embargo=0s"})
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PastTest {

  private static final String PASSWORD = "sangat-rahasia-2024";
  private static final String KELURAHAN = "3171011002";
  private static final int[] ALL = {1, 2, 3, 4};
  private static final int TPS_MOST = 10;
  private static final long SEED = 20240213;

  private static final Instant DUSK = Instant.parse("2024-02-13T10:00:00Z");
  private static final Instant AT_22_10 = Instant.parse("2024-02-13T15:10:00Z");

  private final FactLog log;
  private final RosterImport roster;
  private final ElectionClock clock;
  private final Clock real;
  private final Followers followers;
  private final SituationProjector projector;
  private final PastPictures past;
  private final Path data;
  private final TestBrowser desk;
  private final Map<Long, String> seen = new TreeMap<>();
  private long counter;

  @Autowired
  PastTest(
      FactLog log,
      RosterImport roster,
      ElectionClock clock,
      Clock real,
      Followers followers,
      SituationProjector projector,
      PastPictures past,
      @Value("${segel.data}") Path data,
      @LocalServerPort int port) {
    this.log = log;
    this.roster = roster;
    this.clock = clock;
    this.real = real;
    this.followers = followers;
    this.projector = projector;
    this.past = past;
    this.data = data;
    this.desk = new TestBrowser(port);
  }

  /** A statement and the moment at which the log gets it. */
  private record Sent(String by, Statement statement, Instant arrives) {}

  private Instant tenPast = AT_22_10;
  private JsonNode atTenPast = tools.jackson.databind.node.MissingNode.getInstance();

  @BeforeAll
  void aNight() throws Exception {
    clock.set(Instant.parse("2024-02-12T05:00:00Z"), 0);
    assertEquals(List.of(), roster.builtIn().problems());
    append(
        new DeviceEnrolled(Hands.key("KOTA"), Role.KPU_KOTA, "3171"),
        new DeviceEnrolled(Hands.key("PPK"), Role.PPK, "317101"),
        new DeviceEnrolled(Hands.key("PPS"), Role.PPS, KELURAHAN),
        new DeviceEnrolled(Hands.key("KPPS"), Role.KPPS, KELURAHAN + "001"));
    desk.get("/api/session");
    String token = Files.readString(data.resolve("setup-token")).strip();
    desk.post(
        "/api/setup",
        Map.of("token", token, "user", "kepala", "password", PASSWORD, "agency", "KPU"));
    assertEquals(
        200, desk.post("/api/login", Map.of("user", "kepala", "password", PASSWORD)).status());
    for (Sent sent : night(RandomGeneratorFactory.of("L64X128MixRandom").create(SEED))) {
      if (atTenPast.isMissingNode() && !sent.arrives.isBefore(tenPast)) {
        readAtTenPast();
      }
      clock.set(sent.arrives.isBefore(clock.instant()) ? clock.instant() : sent.arrives, 0);
      Submission submission = Hands.sign(sent.by, sent.statement, sent.arrives, real);
      await(log.submit(List.of(submission)).getFirst().join());
    }
    assertTrue(
        !atTenPast.isMissingNode() && seen.size() > 50, "a night of " + seen.size() + " pictures");
  }

  /**
   * Reads the wall at ten past ten; a minute later, and again, where what ran on the clock came
   * between the reading and the end of the minute before.
   */
  private void readAtTenPast() {
    while (true) {
      clock.set(tenPast, 0);
      atTenPast = desk.get("/api/situation").json();
      // From this entry on, none is recorded before the minute.
      append(new DeviceEnrolled(Hands.key("AT" + tenPast), Role.KPPS, KELURAHAN + "002"));
      if (get("/api/past?at=" + tenPast).get("index").equals(atTenPast.get("index"))) {
        return;
      }
      tenPast = tenPast.plusSeconds(60);
      assertTrue(tenPast.isBefore(AT_22_10.plusSeconds(3_600)), "no minute was quiet");
    }
  }

  @Test
  void thePastIsWhatWasSeen() {
    var indexes = new ArrayList<>(seen.keySet());
    Collections.shuffle(indexes, RandomGeneratorFactory.of("L64X128MixRandom").create(SEED));
    for (Long index : indexes) {
      assertEquals(seen.get(index), text(past.at(index).picture()), "seed " + SEED + ", " + index);
    }
  }

  @Test
  void theWallAtTenPastTenIsAsItWas() {
    JsonNode wall = get("/api/past?at=" + tenPast);
    assertEquals(atTenPast.get("index"), wall.get("index"));
    assertEquals(atTenPast.get("totals"), wall.get("totals"));
    assertEquals(atTenPast.get("kelurahan"), wall.get("kelurahan"));
    assertEquals(
        atTenPast.get("totals").get("discrepancies").get("open"),
        wall.get("discrepancies").get("total"));
    JsonNode points = get("/api/past/tps?at=%s&kelurahan=%s".formatted(tenPast, KELURAHAN));
    int atTps = 0;
    for (JsonNode point : points) {
      for (JsonNode stage : point.get("stages")) {
        atTps += stage.asInt() >= TpsStatus.AT_TPS ? 1 : 0;
      }
    }
    int counted = 0;
    for (int stage = TpsStatus.AT_TPS; stage < Picture.STAGES; stage++) {
      counted += wall.get("totals").get("stages").get(stage).asInt();
    }
    assertEquals(counted, atTps, "every box that moved is of this kelurahan");
    assertTrue(counted > 0, "some had come");
  }

  @Test
  void whatWasSignedByThenIsMoreThanWhatWasKnown() {
    JsonNode known = get("/api/past?at=" + tenPast);
    JsonNode claimed = get("/api/past?clock=CLAIMED&at=" + tenPast);
    // Half an hour on the way for some: what was signed before had not been recorded.
    assertTrue(arrived(claimed) > arrived(known), arrived(claimed) + " > " + arrived(known));
    assertEquals(
        known.get("totals").get("discrepancies"), claimed.get("totals").get("discrepancies"));
  }

  @Test
  void theLineLeadsFromTheFirstMinuteToTheLast() {
    JsonNode line = get("/api/past/line");
    JsonNode steps = line.get("steps");
    assertEquals("2024-02-12T05:00:00Z", line.get("first").asString());
    assertTrue(steps.size() > 5 && steps.size() <= 600, steps.size() + " steps");
    long before = -1;
    for (JsonNode step : steps) {
      assertTrue(step.get("index").asLong() > before);
      before = step.get("index").asLong();
      // Each step says what the wall of that moment says.
      Picture picture = past.at(before).picture();
      assertEquals(picture.openDiscrepancies(), step.get("open").asInt());
      assertEquals(atTps(picture), step.get("arrived").asInt());
    }
    assertEquals(projector.picture().index(), before);
  }

  @Test
  void theForecastCountsWhatCameWithinAnHour() {
    JsonNode forecast = get("/api/forecast");
    Instant now = Instant.parse(forecast.get("now").asString());
    Picture before = past.at(past.indexBefore(now.minusSeconds(3_600)).orElseThrow()).picture();
    JsonNode gambir =
        forecast
            .get("kecamatan")
            .valueStream()
            .filter(one -> one.get("code").asString().equals("317101"))
            .findFirst()
            .orElseThrow();
    int tps = gambir.get("tps").asInt();
    assertEquals(
        whole(projector.picture(), "317101") - whole(before, "317101"), gambir.get("came").asInt());
    assertEquals(whole(projector.picture(), "317101"), gambir.get("arrived").asInt());
    int sum = 0;
    for (JsonNode kecamatan : forecast.get("kecamatan")) {
      sum += kecamatan.get("tps").asInt();
    }
    assertEquals(30_766, sum);
    assertEquals(30_766, forecast.get("all").get("tps").asInt());
    assertTrue(gambir.get("late").asInt() > 0 && gambir.get("late").asInt() < tps);
  }

  /** TPS of a kecamatan that have all their boxes. */
  private static int whole(Picture picture, String kecamatan) {
    return picture.within(kecamatan).values().stream()
        .mapToInt(area -> area.tps() - area.late(TpsStatus.AT_TPS))
        .sum();
  }

  @Test
  void momentsThatThereAreNotAreRefused() {
    String table =
        """
        2024-02-12T05:00:00Z 404 BEFORE_THE_LOG
        2023-01-01T00:00:00Z 404 BEFORE_THE_LOG
        2034-02-12T05:00:00Z 400 NOT_YET
        yesterday            400 MALFORMED
        """;
    for (String line : table.lines().toList()) {
      String[] cells = line.split(" +", -1);
      TestBrowser.Answer answer = desk.get("/api/past?at=" + cells[0]);
      assertEquals(cells[1] + " " + cells[2], answer.status() + " " + answer.reason(), line);
    }
    assertEquals(400, desk.get("/api/past?clock=SUN&at=" + tenPast).status());
    assertEquals(400, desk.get("/api/past/tps?kelurahan=31&at=" + tenPast).status());
  }

  @Test
  void aReplayKeepsTheSamePast() {
    followers.rebuild().forEach(view -> assertTrue(view.isEqual(), view.toString()));
  }

  /** Four boxes of some TPS on their way, some without one box, in the order of arrival. */
  private List<Sent> night(RandomGenerator random) {
    var sent = new ArrayList<Sent>();
    for (int tps = 1; tps <= TPS_MOST; tps++) {
      String code = KELURAHAN + String.format("%03d", tps);
      Instant at = DUSK.plus(Duration.ofMinutes(random.nextInt(120)));
      int[] kinds = random.nextInt(4) == 0 ? new int[] {1, 2, 4} : ALL;
      Statement pack = statement(Kind.PACK, "KOTA", at, "G3171", null, null, null, null, code, ALL);
      Id pick = add(sent, "KOTA", pack, random);
      at = at.plusSeconds(600);
      Id last =
          add(
              sent,
              "KOTA",
              statement(Kind.SEAL, "KOTA", at, "G3171", null, null, null, pick, code, ALL),
              random);
      String[] hands = {"KOTA", "PPK", "PPS", "KPPS"};
      String[] places = {"G3171", "K317101", "P" + KELURAHAN, "T" + code};
      Leg[] legs = {Leg.CITY_KECAMATAN, Leg.KECAMATAN_KELURAHAN, Leg.KELURAHAN_TPS};
      for (int leg = 0; leg < legs.length; leg++) {
        at = at.plusSeconds(1_800 + random.nextInt(3_600));
        String by = hands[leg];
        Statement offer =
            statement(
                Kind.OFFER,
                by,
                at,
                places[leg],
                legs[leg],
                hands[leg + 1],
                null,
                last,
                code,
                kinds);
        Id of = add(sent, by, offer, random);
        at = at.plusSeconds(60);
        last =
            add(
                sent,
                hands[leg + 1],
                statement(
                    Kind.ACCEPT,
                    hands[leg + 1],
                    at,
                    places[leg + 1],
                    null,
                    null,
                    of,
                    null,
                    code,
                    kinds),
                random);
      }
    }
    sent.sort((a, b) -> a.arrives.compareTo(b.arrives));
    return sent;
  }

  /** One in four comes up to an hour late. */
  private static Id add(List<Sent> sent, String by, Statement statement, RandomGenerator random) {
    int late = random.nextInt(4) == 0 ? random.nextInt(3_600) : random.nextInt(20);
    sent.add(new Sent(by, statement, statement.claimed().plusSeconds(late)));
    return Hands.sign(by, statement, statement.claimed(), Clock.systemUTC()).id();
  }

  private Statement statement(
      Kind kind,
      String by,
      Instant at,
      String place,
      @Nullable Leg leg,
      @Nullable String to,
      @Nullable Id of,
      @Nullable Id after,
      String tps,
      int[] kinds) {
    boolean isAnswer = of != null;
    return new Statement(
        kind,
        "dki-2024",
        Hands.key(by),
        List.of(),
        ++counter,
        at,
        new PlaceCode(place),
        leg,
        to == null ? null : Hands.key(to),
        of,
        null,
        null,
        isAnswer ? kinds.length : 0,
        isAnswer ? List.of() : List.of(new Statement.Group(after, Hands.boxes(kind, tps, kinds))),
        List.of());
  }

  private void append(Fact... facts) {
    await(log.append(List.of(facts), FactLog.GuardWork.NONE) + facts.length - 1);
  }

  /** Waits until the picture holds this entry, and keeps what is seen. */
  private void await(long index) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (projector.picture().index() < index) {
      assertTrue(System.nanoTime() < end, "the picture stands at " + projector.picture().index());
      LockSupport.parkNanos(1_000_000);
    }
    Picture picture = projector.picture();
    seen.put(picture.index(), text(picture));
  }

  private JsonNode get(String path) {
    TestBrowser.Answer answer = desk.get(path);
    assertEquals(200, answer.status(), path + ": " + answer.text());
    return answer.json();
  }

  private static int arrived(JsonNode wall) {
    int arrived = 0;
    for (int stage = TpsStatus.AT_TPS; stage < Picture.STAGES; stage++) {
      arrived += wall.get("totals").get("stages").get(stage).asInt();
    }
    return arrived;
  }

  private static int atTps(Picture picture) {
    int arrived = 0;
    for (Picture.Area area : picture.areas().values()) {
      for (int stage = TpsStatus.AT_TPS; stage < Picture.STAGES; stage++) {
        arrived += area.counts()[stage];
      }
    }
    return arrived;
  }

  /** All that a picture holds. */
  private static String text(Picture picture) {
    var text = new StringBuilder();
    text.append(
        "%d %s spares %d sealed %d legs %d open %d of %d"
            .formatted(
                picture.index(),
                Arrays.toString(picture.kinds()),
                picture.spares(),
                picture.sealed(),
                picture.handovers(),
                picture.openDiscrepancies(),
                picture.allDiscrepancies()));
    for (Picture.Area area : picture.areas().values()) {
      text.append(
          "\n%d %s %s open %s counts %s boxes %d offered %d sealed %d discrepancies %d"
              .formatted(
                  area.code(),
                  Arrays.toString(area.numbers()),
                  Arrays.toString(area.stages()),
                  Arrays.toString(area.open()),
                  Arrays.toString(area.counts()),
                  area.boxes(),
                  area.inTransit(),
                  area.sealed(),
                  area.discrepancies()));
    }
    return text.toString();
  }
}
