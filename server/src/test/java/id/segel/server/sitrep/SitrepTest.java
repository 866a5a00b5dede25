package id.segel.server.sitrep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.box.BoxId;
import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.SignedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.custody.Statement.Kind;
import id.segel.core.exchange.Audit;
import id.segel.core.exchange.Facts;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.finding.Finding;
import id.segel.core.finding.FindingId;
import id.segel.core.finding.FindingRules;
import id.segel.core.finding.Findings;
import id.segel.core.personnel.DeviceEnrolled;
import id.segel.core.personnel.Role;
import id.segel.core.region.Leg;
import id.segel.core.region.LegWindows;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.Roster;
import id.segel.core.stock.Holder;
import id.segel.server.Hands;
import id.segel.server.SegelServer;
import id.segel.server.TestBrowser;
import id.segel.server.clock.ElectionClock;
import id.segel.server.database.TestDatabase;
import id.segel.server.finding.FindingText;
import id.segel.server.log.Entries;
import id.segel.server.log.FactLog;
import id.segel.server.log.Followers;
import id.segel.server.log.Submission;
import id.segel.server.paper.Indonesian;
import id.segel.server.region.Regions;
import id.segel.server.region.RosterImport;
import id.segel.tlog.merkle.Edge;
import id.segel.tlog.merkle.Hash;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;

/** Situation reports over HTTP, each figure held against the log, folded once more by itself. */
@SpringBootTest(
    classes = SegelServer.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"segel.demo=true", "segel.test=sitrep"})
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
class SitrepTest {

  private static final String PASSWORD = "kata-sandi-uji-coba";
  private static final String KELURAHAN = "3171011002";
  private static final String TPS = KELURAHAN + "001";
  private static final String OTHER = KELURAHAN + "002";
  private static final int[] ALL = {1, 2, 3, 4};

  private static final Map<String, TestBrowser> BROWSERS = new HashMap<>();

  private final FactLog log;
  private final Entries entries;
  private final RosterImport roster;
  private final ElectionClock clock;
  private final Clock real;
  private final JdbcClient sql;
  private final SitrepProjector projector;
  private final Followers followers;
  private final Reports reports;
  private final Kept keeps;
  private final ScheduleJob schedules;
  private final Regions regions;
  private final Path data;
  private final int port;
  private long counter = System.nanoTime() / 1_000_000;

  @Autowired
  SitrepTest(
      FactLog log,
      Entries entries,
      RosterImport roster,
      ElectionClock clock,
      Clock real,
      JdbcClient sql,
      SitrepProjector projector,
      Followers followers,
      Reports reports,
      Kept keeps,
      ScheduleJob schedules,
      Regions regions,
      @Value("${segel.data}") Path data,
      @LocalServerPort int port) {
    this.log = log;
    this.entries = entries;
    this.roster = roster;
    this.clock = clock;
    this.real = real;
    this.sql = sql;
    this.projector = projector;
    this.followers = followers;
    this.reports = reports;
    this.keeps = keeps;
    this.schedules = schedules;
    this.regions = regions;
    this.data = data;
    this.port = port;
  }

  @BeforeEach
  void aNightOnH1() throws Exception {
    if (!BROWSERS.isEmpty()) {
      return;
    }
    clock.set(Instant.parse("2024-02-12T05:00:00Z"), 0);
    assertEquals(List.of(), roster.builtIn().problems());
    log.append(
        List.of(
            new DeviceEnrolled(Hands.key("KOTA"), Role.KPU_KOTA, "3171"),
            new DeviceEnrolled(Hands.key("PPK"), Role.PPK, "317101"),
            new DeviceEnrolled(Hands.key("PPS"), Role.PPS, KELURAHAN),
            new DeviceEnrolled(Hands.key("KPPS"), Role.KPPS, TPS)),
        FactLog.GuardWork.NONE);
    var desk = new TestBrowser(port);
    desk.get("/api/session");
    String token = Files.readString(data.resolve("setup-token")).strip();
    desk.post(
        "/api/setup",
        Map.of("token", token, "user", "kepala", "password", PASSWORD, "agency", "KPU"));
    desk.post("/api/login", Map.of("user", "kepala", "password", PASSWORD));
    BROWSERS.put("kepala", desk);
    user("dki", "KPU DKI", "KPU_PROVINSI", "31");
    user("pusat", "KPU Pusat", "KPU_KOTA", "3171");
    user("pusat-malam", "KPU Pusat", "KPU_KOTA", "3171");
    user("pengawas", "Bawaslu", "BAWASLU", "31");
    sheets();
    carryToTps();
    settle();
  }

  /** Until every view holds what the log does. */
  private void settle() {
    long size = log.tree().size();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (followers.position() < size) {
      assertTrue(System.nanoTime() < end, "the views did not follow within a minute");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  private void user(String name, String agency, String role, String territory) {
    assertEquals(
        200,
        as("kepala")
            .post(
                "/api/users",
                Map.of(
                    "user", name,
                    "password", PASSWORD,
                    "agency", agency,
                    "role", role,
                    "territory", territory))
            .status());
    var browser = new TestBrowser(port);
    browser.get("/api/session");
    browser.post("/api/login", Map.of("user", name, "password", PASSWORD));
    BROWSERS.put(name, browser);
  }

  private static TestBrowser as(String user) {
    return Objects.requireNonNull(BROWSERS.get(user));
  }

  /** Four koli come to the store of the city. */
  private static void sheets() {
    assertEquals(200, as("dki").post("/api/stock/builtin", Map.of()).status());
    for (String fact :
        List.of(
            "ConsignmentSent\nconsignment C1\nfrom printer:PTA\nto G3171\nnote SJ-1\nbatch B1\nkoli 001-004 1 500\n",
            "KoliReceived\nconsignment C1\nplace G3171\nkoli 001-003\n")) {
      String user = fact.startsWith("Koli") ? "pusat" : "dki";
      TestBrowser.Answer answer = as(user).postText("/api/stock", "segel/fact/v1\nfact " + fact);
      assertEquals(200, answer.status(), answer.text());
    }
  }

  /** All boxes of one TPS are there, two of another are offered to its kecamatan. */
  private void carryToTps() {
    Id last = say(Kind.PACK, TPS, "KOTA", null, "G3171", null, null, null, ALL);
    last = say(Kind.SEAL, TPS, "KOTA", last, "G3171", null, null, null, ALL);
    last = carry("KOTA", "PPK", "K317101", "G3171", Leg.CITY_KECAMATAN, last);
    last = carry("PPK", "PPS", "P" + KELURAHAN, "K317101", Leg.KECAMATAN_KELURAHAN, last);
    carry("PPS", "KPPS", "T" + TPS, "P" + KELURAHAN, Leg.KELURAHAN_TPS, last);
    Id packed = say(Kind.PACK, OTHER, "KOTA", null, "G3171", null, null, null, 1, 2);
    Id sealed = say(Kind.SEAL, OTHER, "KOTA", packed, "G3171", null, null, null, 1, 2);
    say(Kind.OFFER, OTHER, "KOTA", sealed, "G3171", Leg.CITY_KECAMATAN, "PPK", null, 1, 2);
  }

  @Test
  void figuresAreThoseOfTheLog() throws Exception {
    JsonNode answer = report("dki", "");
    JsonNode report = answer.get("report");
    long size = report.at("/head/size").asLong();
    assertTrue(size > report.at("/head/index").asLong(), "the checkpoint covers the entry");
    Edge tree = Edge.EMPTY;
    for (long from = 0; from < size; from += 1_000) {
      var leaves = entries.from(from, (int) Math.min(1_000, size - from));
      tree = tree.append(leaves.stream().map(leaf -> Hash.leaf(leaf.bytes())).toList()).edge();
    }
    assertEquals(tree.root().base64(), report.at("/head/root").asString());
    assertEquals("DKI Jakarta", report.at("/head/name").asString());
    assertEquals(30_766, report.at("/counts/tps").asInt());
    assertEquals(1, report.at("/counts/ready").asInt());
    assertEquals(4, report.at("/counts/stages/5").asInt());
    assertEquals(2, report.at("/counts/inTransit").asInt());
    assertEquals(1_500, sheets(report, "koli"), report.toString());
    assertEquals(500, sheets(report, "consignment"));
    sameAsFolded(report);
    for (String region : List.of("3171", "317101", KELURAHAN, "3172")) {
      sameAsFolded(report("dki", "?region=" + region).get("report"));
    }
  }

  /** While boxes are packed twice without a pause, each report is true at the entry it names. */
  @Test
  void figuresAgreeWhileTheLogGrows() throws Exception {
    var goesOn = new AtomicBoolean(true);
    var read = new HashSet<Long>();
    Thread packers =
        Thread.ofPlatform()
            .start(() -> {
              for (int tps = 3; goesOn.get() && tps < 100; tps++) {
                String code = KELURAHAN + "%03d".formatted(tps);
                say(Kind.PACK, code, "KOTA", null, "G3171", null, null, null, ALL);
                say(Kind.PACK, code, "KOTA", null, "G3171", null, null, null, ALL);
              }
            });
    try {
      for (int i = 0; i < 6; i++) {
        JsonNode report = report("dki", "?region=3171").get("report");
        sameAsFolded(report);
        read.add(report.at("/head/index").asLong());
      }
    } finally {
      goesOn.set(false);
      packers.join();
    }
    assertTrue(read.size() > 1, "the log did not grow: " + read);
  }

  @Test
  void theDayIsToldOnceItHasCome() throws Exception {
    assertFalse(report("dki", "").get("report").has("words"), "it is not the day");
    clock.set(Instant.parse("2024-02-13T23:00:00Z"), 0);
    say(Kind.DAY, TPS, "KPPS", null, "T" + TPS, null, null, null);
    settle();
    JsonNode report = report("dki", "?region=317101").get("report");
    assertEquals("READY", report.at("/words/0/word").asString());
    assertEquals(1, report.at("/words/0/tps").asInt());
    assertTrue(report.at("/counts/late").asInt() > 0, "the last leg was over at 24.00");
    sameAsFolded(report);
    assertEquals(0, report("dki", "?region=3172").get("report").get("words").size());
  }

  @Test
  void whatTheShiftDidIsWrittenDown() throws Exception {
    Instant begin = clock.instant();
    String record = "LHP-" + counter++;
    var found =
        Map.of(
            "record",
            record,
            "severity",
            "CRITICAL",
            "place",
            "T" + TPS,
            "words",
            "Pintu gudang terbuka, dijaga Bapak Budi");
    assertEquals(200, as("pengawas").post("/api/findings/reports", found).status());
    String id = "REPORTED report:BAWASLU/" + record;
    act("pusat", id, Map.of("act", "ACKNOWLEDGED"));
    act("pusat", id, Map.of("act", "NOTED", "with", "Sudah ditelepon Ibu Sari"));
    act("dki", id, Map.of("act", "ASSIGNED", "with", "BAWASLU"));
    settle();
    JsonNode asked = report("dki", "?region=3171&from=" + begin);
    JsonNode lines = asked.at("/report/shift/lines");
    assertEquals(
        "FOUND BAWASLU, ACKNOWLEDGED KPU-PUSAT, NOTED KPU-PUSAT, ASSIGNED KPU-DKI",
        acts(lines, id));
    assertEquals("Sudah ditelepon Ibu Sari", remark(lines, "NOTED", id));
    assertEquals("Pintu gudang terbuka, dijaga Bapak Budi", remark(lines, "FOUND", id));
    JsonNode urgent = urgent(asked, id);
    assertEquals("Laporan BAWASLU nomor " + record, urgent.get("what").asString());
    assertEquals("TPS 001 Cideng", urgent.get("place").asString());
    assertEquals("CRITICAL ACKNOWLEDGED BAWASLU", stateOf(urgent));
    assertFalse(asked.get("text").asString().contains("Sari"), "a remark does not leave the house");
    assertTrue(pdf(asked).contains("Sudah ditelepon Ibu Sari"));
    assertEquals("", acts(report("dki", "?region=3172").at("/report/shift/lines"), id));

    // Erased, it is gone from the report that was made before, and the line stays.
    sql.sql(
            "update finding.words set text = null, salt = null, erased_at = now() where text like '%Sari'")
        .update();
    JsonNode later = as("dki").get("/api/sitrep" + same(asked)).json();
    assertEquals("", remark(later.at("/report/shift/lines"), "NOTED", id));
    assertTrue(acts(later.at("/report/shift/lines"), id).contains("NOTED KPU-PUSAT"));
    assertFalse(pdf(asked).contains("Sari"));
    assertTrue(pdf(asked).contains("(catatan sudah dihapus)"));

    assertEquals(200, as("pengawas").post("/api/findings/ends", Map.of("record", record)).status());
    settle();
    JsonNode ended = report("dki", "?region=3171&from=" + begin).get("report");
    assertTrue(acts(ended.at("/shift/lines"), id).endsWith("ENDED BAWASLU"), ended.toString());
    sameAsFolded(ended);
    String before = begin.minusSeconds(7_200) + "&until=" + begin.minusSeconds(3_600);
    assertEquals("", acts(report("dki", "?from=" + before).at("/report/shift/lines"), id));
  }

  /** The page, the paper and the message of one report say the same, whatever comes in between. */
  @Test
  void paperAndMessageSayTheSame() throws Exception {
    JsonNode asked = report("pusat", "");
    JsonNode report = asked.get("report");
    assertEquals("3171", report.at("/head/region").asString(), "the caller's own");
    say(Kind.PACK, KELURAHAN + "101", "KOTA", null, "G3171", null, null, null, ALL);
    String text = as("pusat").get("/api/sitrep.txt" + same(asked)).text();
    assertEquals(asked.get("text").asString(), text);
    assertTrue(text.length() < 1_500, text);
    String paper = pdf(asked);
    for (String said :
        List.of(
            Indonesian.number(report.at("/head/index").asLong()),
            report.at("/head/root").asString(),
            Indonesian.number(report.at("/counts/tps").asLong()),
            Indonesian.number(report.at("/counts/boxes").asLong()),
            "/log/proof/" + report.at("/head/index").asLong())) {
      assertTrue(text.contains(said), said + " in " + text);
      assertTrue(paper.contains(said), said + " in " + paper);
    }
    for (String name : List.of("ready", "underway", "late", "none", "critical")) {
      long count = report.at("/counts/" + name).asLong();
      assertTrue(text.contains(" " + Indonesian.number(count)), name + " in " + text);
      assertTrue(paper.contains(Indonesian.number(count)), name + " in " + paper);
    }
    String gone = same(asked).replaceFirst("index=[0-9]+", "index=1");
    assertEquals("410 REPORT_GONE", said(as("pusat").get("/api/sitrep" + gone)));
  }

  /** The log of a shift tells who handed the duty over, with what, and who took it. */
  @Test
  void aHandoverOfTheDutyIsInTheShiftsLog() throws Exception {
    Instant begin = clock.instant();
    JsonNode offered =
        as("pusat").post("/api/findings/duty/offers", Map.of("words", "Ibu Sari menunggu")).json();
    long entry = offered.at("/offer/entry").asLong();
    assertEquals(
        200, as("pusat-malam").post("/api/findings/duty/takes", Map.of("offer", entry)).status());
    settle();
    JsonNode asked = report("dki", "?region=3171&from=" + begin);
    JsonNode shift = asked.at("/report/shift");
    assertEquals(1, shift.at("/counts/DUTY_OFFERED").asInt());
    assertEquals(1, shift.at("/counts/DUTY_TAKEN").asInt());
    JsonNode line =
        shift
            .get("lines")
            .valueStream()
            .filter(one -> one.get("index").asLong() == entry)
            .findFirst()
            .orElseThrow();
    assertEquals("DUTY_OFFERED", line.get("act").asString());
    assertTrue(line.get("what").asString().startsWith("piket KPU-PUSAT dengan "), line.toString());
    assertEquals("Ibu Sari menunggu", line.get("remark").asString());
    String paper = pdf(asked);
    assertTrue(paper.contains("Piket diterima: piket KPU-PUSAT"), paper);
    assertFalse(asked.get("text").asString().contains("Sari"));
    assertEquals(
        0,
        report("dki", "?region=3172&from=" + begin).at("/report/shift/counts/DUTY_TAKEN").asInt());
  }

  /** Three hours are due: the first is made, once; the second is missed, which is said. */
  @Test
  void whatIsOnScheduleIsMadeOnceAndWhatIsMissedIsSaid() throws Exception {
    Instant first = clock.instant().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    List<Instant> dues = List.of(first, first.plusSeconds(3_600), first.plusSeconds(7_200));
    List<Integer> hours =
        dues.stream().map(due -> due.atZone(ZoneId.of("Asia/Jakarta")).getHour()).toList();
    String region = "317103";
    for (Map<String, Object> wrong :
        List.<Map<String, Object>>of(
            Map.of("region", region, "hours", List.of(24)),
            Map.of("region", "x", "hours", List.of(1)),
            Map.of("region", region, "hours", List.of(-1)))) {
      assertEquals("400 MALFORMED", said(as("dki").post("/api/sitrep/schedule", wrong)));
    }
    JsonNode set =
        as("dki").post("/api/sitrep/schedule", Map.of("region", region, "hours", hours)).json();
    assertEquals("KPU-DKI", set.get("agency").asString());
    assertEquals(set, as("dki").get("/api/sitrep/schedule").json());
    assertEquals(0, as("pusat").get("/api/sitrep/schedule").json().get("hours").size());
    schedules.look();
    assertEquals(0, kept(region).size(), "an hour before the schedule was never due");

    clock.set(dues.getFirst().plusSeconds(60), 0);
    until(() -> kept(region).size() == 1);
    // As after a restart: another one with the same tables makes nothing twice.
    new ScheduleJob(keeps, reports, regions).look();
    schedules.look();
    JsonNode made = kept(region).getFirst();
    assertEquals(dues.getFirst().toString(), made.get("due").asString());
    assertEquals("KPU-DKI", made.get("agency").asString());
    assertEquals(1, kept(region).size());

    clock.set(dues.getLast().plusSeconds(60), 0);
    until(() -> kept(region).size() == 3);
    JsonNode newest = kept(region).getFirst();
    assertEquals(dues.get(1).toString(), newest.get("from").asString(), "from the hour before");
    assertEquals(dues.getLast().toString(), newest.get("until").asString());
    JsonNode missed = kept(region).get(1);
    assertFalse(missed.has("index"), "its figures are gone, and that is said: " + missed);
    assertEquals(dues.get(1).toString(), missed.get("due").asString());

    // Each can still be read: as data, as paper and as text, with the figures of its entry.
    for (JsonNode one : List.of(made, newest)) {
      String query =
          "?index=%s&region=%s&from=%s&until=%s"
              .formatted(
                  one.get("index").asLong(),
                  region,
                  coded(one.get("from").asString()),
                  coded(one.get("until").asString()));
      JsonNode report = report("pengawas", query).get("report");
      assertEquals(one.get("index").asLong(), report.at("/head/index").asLong());
      sameAsFolded(report);
      for (String kind : List.of(".pdf", ".txt")) {
        assertEquals(200, as("pengawas").get("/api/sitrep" + kind + query).status());
      }
    }
    assertEquals(
        200,
        as("dki")
            .post("/api/sitrep/schedule", Map.of("region", region, "hours", List.of()))
            .status());
  }

  private static List<JsonNode> kept(String region) {
    return as("dki")
        .get("/api/sitrep/kept?region=" + region)
        .json()
        .get("rows")
        .valueStream()
        .toList();
  }

  private static void until(BooleanSupplier isSo) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!isSo.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "it did not come to that within a minute");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  @Test
  void whatIsWrongIsRefused() {
    String table =
        """
        400 ?region=317
        400 ?region=x
        404 ?region=3199
        400 ?from=kemarin
        400 ?from=2024-02-14T05:00:00Z&until=2024-02-12T05:00:00Z
        400 ?from=2024-01-01T05:00:00Z
        400 ?until=2034-01-01T05:00:00Z
        400 ?index=5
        400 ?hours=49
        400 ?hours=-1
        """;
    for (String line : table.lines().toList()) {
      for (String path : List.of("/api/sitrep", "/api/sitrep.pdf", "/api/sitrep.txt")) {
        String query = path + line.substring(4);
        assertEquals(Integer.parseInt(line.substring(0, 3)), as("dki").get(query).status(), query);
        assertEquals(401, new TestBrowser(port).get(query).status(), query);
      }
    }
  }

  // Every rule has words, and every fact that a finding follows from is kept.
  @Test
  void nothingAboutFindingsIsLeftOut() throws IOException {
    for (var rule : FindingRules.all()) {
      String words = FindingText.of(new FindingId(rule.name(), "report:A/B"));
      assertFalse(words.equals(rule.name()), rule.name() + " has no words");
    }
    Path vectors = Path.of(Objects.requireNonNull(System.getenv("SEGEL_TESTDATA")), "fact");
    try (Stream<Path> files = Files.list(vectors)) {
      for (Path file : files.toList()) {
        Fact fact = Facts.read(Files.readAllBytes(file));
        var findings = new Findings();
        findings.apply(0, Instant.EPOCH, fact);
        boolean isAbout =
            !findings.all().isEmpty()
                || fact.getClass().getPackage().equals(Finding.class.getPackage());
        assertTrue(!isAbout || projector.isKept(fact), file + " is not kept");
      }
    }
  }

  // ---- the same, folded by itself

  // Folds the log up to the report's entry, and compares every figure.
  private void sameAsFolded(JsonNode report) {
    long index = report.at("/head/index").asLong();
    Instant now = Instant.parse(report.at("/head/made").asString());
    String region = report.at("/head/region").asString();
    String digits = region.length() == 2 ? "" : region;
    var audit = new Audit();
    var findings = new Findings();
    var windows = new LegWindows();
    var words = new TreeMap<String, Set<String>>();
    long read = 0;
    while (read <= index) {
      for (Entries.Leaf leaf : entries.from(read, 5_000)) {
        read = leaf.index() + 1;
        if (leaf.index() > index) {
          break;
        }
        Entry entry = Entry.decode(leaf.bytes());
        if (entry.kind() == Entry.Kind.FACT) {
          Fact fact = Facts.read(entry.body());
          audit.fact(leaf.index(), entry.recorded(), fact);
          findings.apply(leaf.index(), entry.recorded(), fact);
          windows.apply(fact);
        } else {
          RecordedStatement statement = statement(leaf.index(), entry);
          audit.statement(statement);
          if (statement.statement().kind() == Kind.DAY) {
            words
                .computeIfAbsent(
                    Objects.requireNonNull(statement.statement().reason()), any -> new HashSet<>())
                .add(statement.statement().place().region());
          }
        }
      }
    }
    assertEquals(boxes(audit, windows, digits, now), boxes(report), region);
    var open = new ArrayList<String>();
    for (var severity : List.of(id.segel.core.finding.Severity.values()).reversed()) {
      var states =
          findings.all().stream()
              .filter(one -> one.severity() == severity && one.region().startsWith(digits))
              .map(Finding::state)
              .toList();
      open.add(
          severity
              + " "
              + Stream.of(Finding.State.OPEN, Finding.State.ACKNOWLEDGED, Finding.State.CLEARED)
                  .map(state -> states.stream().filter(one -> one == state).count())
                  .toList());
    }
    var reported = new ArrayList<String>();
    report
        .get("open")
        .forEach(one ->
            reported.add(
                one.get("severity").asString()
                    + " ["
                    + one.get("open")
                    + ", "
                    + one.get("acknowledged")
                    + ", "
                    + one.get("cleared")
                    + "]"));
    assertEquals(open, reported, region);
    if (report.has("words")) {
      report
          .get("words")
          .forEach(one ->
              assertEquals(
                  words.getOrDefault(one.get("word").asString(), Set.of()).stream()
                      .filter(tps -> tps.startsWith(digits))
                      .count(),
                  one.get("tps").asLong()));
    }
    if (region.length() == 2) {
      for (Holder.Kind kind : Holder.Kind.values()) {
        assertEquals(audit.sums().of(kind), sheets(report, kind.word()), kind.word());
      }
    }
  }

  private static String boxes(Audit audit, LegWindows windows, String digits, Instant now) {
    var open = new HashSet<String>();
    audit.open().values().forEach(boxes -> boxes.forEach(box -> open.add(box.tps())));
    int required = 0;
    for (Leg leg : Leg.values()) {
      var window = windows.of(leg);
      if (window != null && !now.isBefore(window.latest())) {
        required = leg.number() <= 3 ? 2 + leg.number() : 4 + leg.number();
      }
    }
    var stages = new int[11];
    var status = new TreeMap<String, Integer>();
    int inTransit = 0;
    int complete = 0;
    int kelurahan = 0;
    for (Roster.Kelurahan one : audit.roster().kelurahan()) {
      if (!one.code().digits().startsWith(digits)) {
        continue;
      }
      kelurahan++;
      int ready = 0;
      for (int i = 0; i < one.tps(); i++) {
        int least = 11;
        int most = 0;
        for (int kind : ALL) {
          var state = audit.chains().state(BoxId.of(Long.toString(one.tpsCode(i)), kind, 1));
          stages[state.stage()]++;
          inTransit += state.isOffered() ? 1 : 0;
          least = Math.min(least, state.stage());
          most = Math.max(most, state.stage());
        }
        String is =
            open.contains(Long.toString(one.tpsCode(i)))
                ? "critical"
                : least < required
                    ? "late"
                    : most == 0 ? "none" : least >= 5 ? "ready" : "underway";
        ready += is.equals("ready") ? 1 : 0;
        status.merge(is, 1, Integer::sum);
      }
      complete += ready == one.tps() ? 1 : 0;
    }
    return status
        + " "
        + Arrays.toString(stages)
        + " "
        + inTransit
        + " "
        + complete
        + "/"
        + kelurahan;
  }

  private static String boxes(JsonNode report) {
    var status = new TreeMap<String, Integer>();
    for (String name : List.of("none", "underway", "ready", "late", "critical")) {
      int count = report.at("/counts/" + name).asInt();
      if (count > 0) {
        status.put(name, count);
      }
    }
    int[] stages =
        IntStream.range(0, 11).map(i -> report.at("/counts/stages/" + i).asInt()).toArray();
    assertEquals(IntStream.of(stages).sum(), report.at("/counts/boxes").asInt());
    return status
        + " "
        + Arrays.toString(stages)
        + " "
        + report.at("/counts/inTransit").asInt()
        + " "
        + report.at("/counts/complete").asInt()
        + "/"
        + report.at("/counts/kelurahan").asInt();
  }

  private static RecordedStatement statement(long index, Entry entry) {
    try {
      return RecordedStatement.of(
          SignedStatement.read(entry.body()), index, entry.recorded(), entry.skewSeconds());
    } catch (SignedStatement.FlawedException e) {
      throw new AssertionError(e);
    }
  }

  // ---- asking

  private static JsonNode report(String user, String query) {
    TestBrowser.Answer answer = as(user).get("/api/sitrep" + query);
    assertEquals(200, answer.status(), answer.text());
    return answer.json();
  }

  // The query that asks for the same report again.
  private static String same(JsonNode answer) {
    JsonNode report = answer.get("report");
    return "?index="
        + report.at("/head/index").asLong()
        + "&region="
        + report.at("/head/region").asString()
        + "&from="
        + coded(report.at("/shift/from").asString())
        + "&until="
        + coded(report.at("/shift/until").asString());
  }

  private static String coded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String pdf(JsonNode answer) throws IOException {
    try (var document = Loader.loadPDF(as("dki").bytes("/api/sitrep.pdf" + same(answer)))) {
      return new PDFTextStripper().getText(document);
    }
  }

  private static long sheets(JsonNode report, String holder) {
    for (JsonNode one : report.path("sheets")) {
      if (one.get("holder").asString().equals(holder)) {
        return one.get("sheets").asLong();
      }
    }
    return 0;
  }

  private static String acts(JsonNode lines, String id) {
    var acts = new ArrayList<String>();
    for (JsonNode line : lines) {
      if (line.path("id").asString("").equals(id)) {
        acts.add(line.get("act").asString() + " " + line.get("agency").asString());
      }
    }
    return String.join(", ", acts);
  }

  private static String remark(JsonNode lines, String act, String id) {
    for (JsonNode line : lines) {
      if (line.path("id").asString("").equals(id) && line.get("act").asString().equals(act)) {
        return line.path("remark").asString("");
      }
    }
    throw new AssertionError("no " + act + " in " + lines);
  }

  private static JsonNode urgent(JsonNode answer, String id) {
    for (JsonNode one : answer.at("/report/urgent")) {
      if (one.get("id").asString().equals(id)) {
        return one;
      }
    }
    throw new AssertionError("no " + id + " in " + answer);
  }

  private static String stateOf(JsonNode urgent) {
    return urgent.get("severity").asString()
        + " "
        + urgent.get("state").asString()
        + " "
        + urgent.get("agency").asString();
  }

  private static void act(String user, String id, Map<String, String> what) {
    var body = new HashMap<>(what);
    body.put("finding", id);
    body.putIfAbsent("with", "");
    TestBrowser.Answer answer = as(user).post("/api/findings/acts", body);
    assertEquals(200, answer.status(), answer.text());
  }

  private static String said(TestBrowser.Answer answer) {
    return answer.status() + " " + answer.reason();
  }

  // ---- signing

  private Id carry(String giver, String taker, String to, String from, Leg leg, Id after) {
    Id offer = say(Kind.OFFER, TPS, giver, after, from, leg, taker, null, ALL);
    return say(Kind.ACCEPT, TPS, taker, null, to, null, null, offer, ALL);
  }

  private synchronized Id say(
      Kind kind,
      String tps,
      String by,
      @Nullable Id after,
      String place,
      @Nullable Leg leg,
      @Nullable String to,
      @Nullable Id of,
      int... kinds) {
    List<Statement.BoxLine> lines = Hands.boxes(kind, tps, kinds);
    boolean hasBoxes = of == null && kinds.length > 0;
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
            kind == Kind.DAY ? "READY" : null,
            null,
            of == null ? 0 : kinds.length,
            hasBoxes ? List.of(new Statement.Group(after, lines)) : List.of(),
            List.of());
    Submission submission = Hands.sign(by, statement, clock.instant(), real);
    log.submit(List.of(submission)).getFirst().join();
    return submission.id();
  }
}
