package id.segel.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.box.BoxId;
import id.segel.core.custody.Seals;
import id.segel.core.custody.SignedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.custody.Statement.BoxLine;
import id.segel.core.custody.Statement.Deviation;
import id.segel.core.custody.Statement.Group;
import id.segel.core.custody.Statement.Kind;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.DeviceEnrolled;
import id.segel.core.personnel.KeyKeeping;
import id.segel.core.personnel.Role;
import id.segel.core.region.Leg;
import id.segel.core.region.PlaceCode;
import id.segel.server.clock.ElectionClock;
import id.segel.server.database.TestDatabase;
import id.segel.server.log.FactLog;
import id.segel.server.log.Followers;
import id.segel.server.log.Publisher;
import id.segel.tlog.note.SigningKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;

/**
 * What happened in the field in other years, played through the HTTP API by phones that really
 * sign: each comes out as what it was, in the order of their days, for no clock goes back. The
 * numbers are those of the incidents in the domain's catalogue.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"segel.demo=true", "segel.embargo=PT8H"})
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FieldIncidentsTest {

  private static final String KELURAHAN = "3171011001";

  private static @Nullable TestDesk desk;
  private static @Nullable TestDesk kpu;
  private static @Nullable TestPhone city;
  private static @Nullable TestPhone kecamatan;
  private static @Nullable TestPhone kelurahan;
  private static int counter;
  private static int tpsUsed;
  private static int sealsUsed;
  private static long newest;

  private final Path data;
  private final String url;
  private final ElectionClock clock;
  private final Publisher publisher;
  private final Followers followers;
  private final FactLog log;
  private final JdbcClient sql;
  private final Map<BoxId, Id> last = new HashMap<>();
  private final Map<BoxId, Seals> seals = new HashMap<>();

  private Instant now = Instant.EPOCH;
  private String tps = "";
  private BoxId box = BoxId.of("3171011001001", 1, 1);

  @Autowired
  FieldIncidentsTest(
      @Value("${segel.data}") Path data,
      @Value("${local.server.port:0}") int port,
      ElectionClock clock,
      Publisher publisher,
      Followers followers,
      FactLog log,
      JdbcClient sql) {
    this.log = log;
    this.sql = sql;
    this.publisher = publisher;
    this.followers = followers;
    this.data = data;
    this.url = "http://127.0.0.1:" + port;
    this.clock = clock;
  }

  @BeforeEach
  void aBoxOfItsOwnForEachStory() throws Exception {
    if (desk == null) {
      desk = new TestDesk(url);
      desk.setUp(data);
      desk.post(
          "/api/users",
          Map.of(
              "user",
              "pusat",
              "password",
              "kata-sandi-uji-coba",
              "agency",
              "KPU Jakarta Pusat",
              "role",
              "KPU_KOTA",
              "territory",
              "3171"));
      kpu = new TestDesk(url);
      kpu.post("/api/login", Map.of("user", "pusat", "password", "kata-sandi-uji-coba"));
      desk.post("/api/custody/seals", Map.of("letters", "S", "digits", 8, "first", 1, "last", 999));
      city = desk.enrol(1, "KPU_KOTA", "3171").getFirst();
      kecamatan = desk.enrol(1, "PPK", "317101").getFirst();
      kelurahan = desk.enrol(1, "PPS", KELURAHAN).getFirst();
    }
    tps = KELURAHAN + String.format(java.util.Locale.ROOT, "%03d", ++tpsUsed);
    box = BoxId.of(tps, 1, 1);
  }

  /** I-10: boxes were put into a hall that nobody had approved. */
  @Test
  @Order(5)
  void takenWhereBoxesMayNotBeKept() throws Exception {
    toKelurahan();
    TestPhone chair = phone("KPPS", tps);
    at("2024-02-13T09:00:00Z");
    Id offer = offer(kelurahan(), "P" + KELURAHAN, Leg.KELURAHAN_TPS, chair.key());
    accept(chair, "S" + KELURAHAN + "-9", offer);
    assertEquals("WRONG_PLACE", open());
    assertEquals(
        "KPPS TPS " + tps.substring(10) + " " + name(), holder(), "it is there all the same");
  }

  /** I-24: at seven the boxes are still with the PPS, and at a quarter past nobody has opened. */
  @Test
  @Order(10)
  void lateAtTheTps() throws Exception {
    toKelurahan();
    at("2024-02-14T00:14:00Z");
    assertTrue(!board().get("isDue").asBoolean());
    at("2024-02-14T00:15:00Z");
    JsonNode board = board();
    assertTrue(board.get("isDue").asBoolean());
    assertTrue(waits("NOT_OPENED"), board.toString());
    JsonNode status = desk().json("/api/tps/" + tps);
    assertEquals("late", status.get("status").asString());
    // They come, and are opened before two saksi: what was late is no longer waited for.
    TestPhone chair = phone("KPPS", tps);
    accept(chair, "T" + tps, offer(kelurahan(), "P" + KELURAHAN, Leg.KELURAHAN_TPS, chair.key()));
    at("2024-02-14T02:30:00Z");
    open(chair, "VOTING", saksi());
    assertTrue(!waits("NOT_OPENED"));
    say(chair, card("FLOODED"), List.of());
    assertTrue(waits("FLOODED"));
    at("2024-02-14T03:30:00Z");
    say(chair, card("RESUMED"), List.of());
    assertTrue(!waits("FLOODED"));
    assertEquals("OPENED FLOODED RESUMED", day());
  }

  /** I-25: cut open on an officer's order, before two whom nobody knows, and closed again. */
  @Test
  @Order(11)
  void openedBeforeNobodyWhoIsKnown() throws Exception {
    TestPhone chair = toTps();
    at("2024-02-14T10:00:00Z");
    var strangers = List.of(SigningKey.fromSeed(seed(201)), SigningKey.fromSeed(seed(202)));
    Statement said = opening(chair, "FORM_C4", keys(strangers));
    say(chair, said, strangers);
    assertEquals("OPENED_ASSISTED OPENED_UNWITNESSED OPENED_WITHOUT_REASON", open());
    JsonNode found = desk().json("/api/discrepancies?open=true&kind=OPENED_UNWITNESSED");
    assertTrue(found.toString().contains(box.toString()), found.toString());

    // Bawaslu examines it, once, in its own territory, and whoever verifies sees each step.
    JsonNode row = examination("WAITING");
    assertEquals("FORM_C4", row.get("reason").asString());
    assertEquals(
        "[\"OPENED_WITHOUT_REASON\",\"OPENED_UNWITNESSED\",\"OPENED_ASSISTED\"]",
        row.get("open").toString());
    assertEquals(2, row.get("saksi").size());
    assertTrue(!row.at("/saksi/0/ownPhone").asBoolean(), row.toString());
    String path = "/api/examinations/" + row.get("entry").asLong();
    var ending = Map.of("outcome", "REVOTE_RECOMMENDED", "record", "012-LHP-2024");
    TestBrowser pusat = bawaslu("bawaslu.pusat", "3171");
    TestBrowser utara = bawaslu("bawaslu.utara", "3172");
    assertEquals("403 NOT_ALLOWED", said(utara.post(path + "/take", Map.of())));
    assertEquals("403 NOT_ALLOWED", said(browser("pusat").post(path + "/take", Map.of())));
    assertEquals("409 EXAMINATION_NOT_TAKEN", said(pusat.post(path + "/end", ending)));
    assertEquals(200, pusat.post(path + "/take", Map.of()).status());
    assertEquals("409 EXAMINATION_TAKEN", said(pusat.post(path + "/take", Map.of())));
    var wordy = Map.of("outcome", "CANNOT_TELL", "record", "dua saksi");
    assertEquals("400 MALFORMED", said(pusat.post(path + "/end", wordy)));
    assertEquals(200, pusat.post(path + "/end", ending).status());
    assertEquals("409 EXAMINATION_DONE", said(pusat.post(path + "/end", ending)));
    assertEquals("409 EXAMINATION_DONE", said(pusat.post(path + "/take", Map.of())));
    assertEquals("404 NOT_FOUND", said(pusat.post("/api/examinations/0/take", Map.of())));
    assertEquals("REVOTE_RECOMMENDED", examination("DONE").get("outcome").asString());
  }

  /** The same, in order: the signatures of two saksi come from their own phones, hours later. */
  @Test
  @Order(9)
  void anOpeningIsInOrderOnceItsSaksiHaveSigned() throws Exception {
    TestPhone chair = toTps();
    at("2024-02-14T00:05:00Z");
    List<TestPhone> saksi = saksi();
    Statement said = opening(chair, "VOTING", saksi.stream().map(TestPhone::key).toList());
    say(chair, said, List.of());
    assertEquals("OPENED_ASSISTED OPENED_UNWITNESSED", open());
    say(saksi.getFirst(), said, List.of(chair.signingKey(), saksi.getFirst().signingKey()));
    assertEquals("OPENED_UNWITNESSED", open());
    say(saksi.getLast(), said, List.of(chair.signingKey(), saksi.getLast().signingKey()));
    assertEquals("", open());
    JsonNode mended = examination("MENDED");
    assertEquals(0, mended.get("open").size());
    assertEquals(2, mended.get("closed").size());
    assertTrue(mended.at("/saksi/1/signed").asBoolean(), mended.toString());
  }

  /** The newest examination of the TPS, which stands like this. */
  private JsonNode examination(String state) throws Exception {
    settle();
    JsonNode page = desk().json("/api/examinations?region=" + tps);
    assertEquals(1, page.get("total").asInt(), page.toString());
    assertEquals(1, page.get("counts").get(state).asInt(), page.toString());
    return page.at("/rows/0");
  }

  private TestBrowser bawaslu(String name, String territory) throws Exception {
    desk()
        .post(
            "/api/users",
            Map.of(
                "user",
                name,
                "password",
                "kata-sandi-uji-coba",
                "agency",
                "Bawaslu",
                "role",
                "BAWASLU",
                "territory",
                territory));
    return browser(name);
  }

  private TestBrowser browser(String user) {
    var browser = new TestBrowser(Integer.parseInt(url.substring(url.lastIndexOf(':') + 1)));
    browser.get("/api/session");
    var login = Map.of("user", user, "password", "kata-sandi-uji-coba");
    assertEquals(200, browser.post("/api/login", login).status());
    return browser;
  }

  private static String said(TestBrowser.Answer answer) {
    return answer.status() + " " + answer.reason();
  }

  /** I-26: two of the PPS open boxes in the night; their role was no permission. */
  @Test
  @Order(8)
  void openedByInsidersInTheNight() throws Exception {
    toKelurahan();
    at("2024-02-13T19:00:00Z");
    say(kelurahan(), opening(kelurahan(), "VOTING", List.of()), List.of());
    assertEquals("OPENED_ASSISTED OPENED_OUTSIDE_HOURS OPENED_UNWITNESSED", open());
  }

  /** I-29: sent before the day on which it may be sent. */
  @Test
  @Order(1)
  void sentTooEarly() throws Exception {
    at("2024-01-20T02:00:00Z");
    packed();
    Id offer = offer(city(), "G3171", Leg.CITY_KECAMATAN, kecamatan().key());
    accept(kecamatan(), "K317101", offer);
    assertEquals("TOO_EARLY", open());
  }

  /**
   * I-36: to a special TPS a third party's crew carries the boxes, without a phone: they sign on
   * paper, and the chair confirms what came.
   */
  @Test
  @Order(6)
  void carriedToASpecialTpsByAThirdParty() throws Exception {
    toKelurahan();
    at("2024-02-13T02:00:00Z");
    SigningKey crew = SigningKey.fromSeed(seed(203));
    Id offer =
        offer(kelurahan(), "P" + KELURAHAN, Leg.KELURAHAN_TPS, PartyKey.of(crew.publicKey()));
    Statement accepted =
        statement(
            Kind.ACCEPT,
            PartyKey.of(crew.publicKey()),
            List.of(),
            "T" + tps,
            null,
            null,
            offer,
            null,
            List.of(),
            List.of(),
            Id.ofText(new byte[] {1}));
    Id taken = say(kelurahan(), accepted, List.of(crew));
    last.put(box, taken);
    assertEquals("TAKEN_WITHOUT_PHONE", open());
    TestPhone chair = phone("KPPS", tps);
    at("2024-02-13T09:00:00Z");
    say(chair, grouped(Kind.CONFIRM, chair, "T" + tps, null, List.of()), List.of());
    assertEquals("", open());
    assertEquals("KPPS TPS " + tps.substring(10) + " " + name(), holder());
  }

  /** I-38: repacked on an island without a word, and repacked before saksi. */
  @Test
  @Order(3)
  void repackedOnItsWay() throws Exception {
    toKecamatan();
    seals.put(box, freshSeals());
    offer(kecamatan(), "K317101", Leg.KECAMATAN_KELURAHAN, kelurahan().key());
    assertEquals("SEALS_DIFFER", open());

    aBoxOfItsOwnForEachStory();
    toKecamatan();
    at("2024-02-12T03:00:00Z");
    open(kecamatan(), "REPACKING", saksi());
    seals.put(box, freshSeals());
    say(kecamatan(), grouped(Kind.RESEAL, kecamatan(), "K317101", null, List.of()), List.of());
    at("2024-02-13T01:00:00Z");
    accept(
        kelurahan(),
        "P" + KELURAHAN,
        offer(kecamatan(), "K317101", Leg.KECAMATAN_KELURAHAN, kelurahan().key()));
    assertEquals("", open());
    assertEquals(4, page().get("stage").asInt(), "it is as far as its way");
  }

  /** A card takes for who has no phone, and a phone of the office confirms what its kit shows. */
  @Test
  @Order(12)
  void aCardTakesAndAPhoneConfirms() throws Exception {
    toKelurahan();
    TestPhone chair = phone("KPPS", tps);
    SigningKey card = card(301, Role.KPPS, "");
    at("2024-02-14T11:00:00Z");
    Id offer = offer(kelurahan(), "P" + KELURAHAN, Leg.KELURAHAN_TPS, of(card));
    Statement accepted =
        statement(
            Kind.ACCEPT,
            of(card),
            List.of(),
            "T" + tps,
            null,
            null,
            offer,
            null,
            List.of(),
            List.of(),
            Id.ofText(new byte[] {1}));
    last.put(box, say(kelurahan(), accepted, List.of(card)));
    assertEquals("TAKEN_WITHOUT_PHONE", open());
    JsonNode kit = kit(chair);
    assertEquals(0, kit.get("holding").size());
    assertEquals(box.toString(), kit.at("/unconfirmed/0/box").asString());
    assertEquals(last.get(box).toString(), kit.at("/unconfirmed/0/after").asString());
    say(chair, grouped(Kind.CONFIRM, chair, "T" + tps, null, List.of()), List.of());
    assertEquals("", open());
    kit = kit(chair);
    assertEquals(box.toString(), kit.at("/holding/0/box").asString());
    assertEquals(0, kit.get("unconfirmed").size());
  }

  /** The card of a saksi signs one opening; at the next it is no saksi, and that is found. */
  @Test
  @Order(13)
  void aCardSignsOnce() throws Exception {
    TestPhone chair = toTps();
    SigningKey card = card(302, Role.SAKSI, "PASLON-02");
    TestPhone watcher = phone("BAWASLU", tps);
    at("2024-02-14T11:30:00Z");
    List<PartyKey> saksi = List.of(of(card), watcher.key());
    Statement said = opening(chair, "RESCUE", saksi);
    say(chair, said, List.of(card, watcher.signingKey()));
    assertEquals("", open());
    seals.put(box, freshSeals());
    say(chair, grouped(Kind.RESEAL, chair, "T" + tps, null, List.of()), List.of());
    Statement again = opening(chair, "RESCUE", saksi);
    say(chair, again, List.of(card, watcher.signingKey()));
    assertEquals("CARD_USED_TWICE OPENED_UNWITNESSED", open());

    // A card's line that comes later is judged the same way.
    seals.put(box, freshSeals());
    say(chair, grouped(Kind.RESEAL, chair, "T" + tps, null, List.of()), List.of());
    Statement third = opening(chair, "RESCUE", saksi);
    say(chair, third, List.of(watcher.signingKey()));
    say(chair, third, List.of(card, watcher.signingKey()));
    settle();
    JsonNode twice =
        desk().json("/api/discrepancies?open=true&kind=CARD_USED_TWICE&region=" + KELURAHAN);
    assertEquals(2, twice.get("rows").size(), twice.toString());
  }

  private JsonNode kit(TestPhone phone) {
    var browser = new TestBrowser(Integer.parseInt(url.substring(url.lastIndexOf(':') + 1)));
    return browser.get("/api/custody/kit", "Authorization", "Bearer " + phone.token()).json();
  }

  /** A key that is printed on a card: the log knows it as one. */
  private SigningKey card(int number, Role role, String body) {
    var key = SigningKey.fromSeed(seed(number));
    log.append(
        List.of(new DeviceEnrolled(of(key), role, tps, KeyKeeping.CARD, body)),
        FactLog.GuardWork.NONE);
    return key;
  }

  private static PartyKey of(SigningKey key) {
    return PartyKey.of(key.publicKey());
  }

  /** A wet box: what it held is in another, before saksi, and both pages say so. */
  @Test
  @Order(7)
  void theContentOfAWetBoxGoesIntoAnother() throws Exception {
    TestPhone chair = toTps();
    at("2024-02-13T12:00:00Z");
    Seals fresh = freshSeals();
    List<TestPhone> saksi = saksi();
    kpu()
        .post(
            "/api/custody/spares",
            Map.of("spare", "3171010000000001".substring(0, 14) + "01", "box", copy().toString()));
    var line = new BoxLine(box, seal(), 277, null, "", new Statement.Into(copy(), fresh, 277));
    Statement said =
        statement(
            Kind.REPLACE,
            chair.key(),
            saksi.stream().map(TestPhone::key).toList(),
            "T" + tps,
            Leg.KELURAHAN_TPS,
            null,
            null,
            "WET",
            List.of(new Group(last.get(box), List.of(line))),
            List.of(),
            null);
    say(chair, said, saksi.stream().map(TestPhone::signingKey).toList());
    assertEquals("", open());
    JsonNode other = desk().json("/api/boxes/" + copy());
    assertEquals(5, other.get("stage").asInt());
    assertEquals(fresh.text(), other.get("seals").get(0).asString());
    assertEquals(0, page().get("stage").asInt());
  }

  /** Broken seals, seals that were never issued, damage and minutes that nobody answers for. */
  @Test
  @Order(4)
  void whatATakerSees() throws Exception {
    toKelurahan();
    TestPhone chair = phone("KPPS", tps);
    at("2024-02-13T06:00:00Z");
    Id offer = offer(kelurahan(), "P" + KELURAHAN, Leg.KELURAHAN_TPS, chair.key());
    at("2024-02-13T07:00:00Z");
    accept(chair, "T" + tps, offer, new Deviation(box, false, Seals.NONE, seal(), true));
    assertEquals("BOX_DAMAGED SEAL_BROKEN", open());

    aBoxOfItsOwnForEachStory();
    toKelurahan();
    chair = phone("KPPS", tps);
    at("2024-02-13T06:00:00Z");
    offer = offer(kelurahan(), "P" + KELURAHAN, Leg.KELURAHAN_TPS, chair.key());
    at("2024-02-13T06:30:00Z");
    accept(chair, "T" + tps, offer, new Deviation(box, null));
    at("2024-02-13T08:30:00Z");
    JsonNode unheld = finding("UNHELD");
    assertEquals(120, unheld.get("minutes").asInt());
    assertEquals("PPS " + name(), unheld.get("giver").asString());
    assertEquals("KPPS TPS " + tps.substring(10) + " " + name(), unheld.get("taker").asString());
    assertEquals(120, page().get("unheldMinutes").asInt());
    // Found, and on its way for longer than the leg allows.
    offer = offer(kelurahan(), "P" + KELURAHAN, Leg.KELURAHAN_TPS, chair.key());
    at("2024-02-13T13:00:00Z");
    accept(chair, "T" + tps, offer);
    assertEquals(390, finding("UNHELD").get("minutes").asInt());
    assertEquals(270, finding("TOO_LONG").get("minutes").asInt());
  }

  /** Two answer one offer in one breath: the views take both, and the first is the handover. */
  @Test
  @Order(2)
  void twoAnswersAtOnce() throws Exception {
    at("2024-02-01T02:00:00Z");
    packed();
    Id offer = offer(city(), "G3171", Leg.CITY_KECAMATAN, kecamatan().key());
    var notes = new ArrayList<byte[]>();
    for (TestPhone one : List.of(kecamatan(), kelurahan())) {
      Statement said =
          statement(
              Kind.ACCEPT,
              one.key(),
              List.of(),
              "K317101",
              null,
              null,
              offer,
              null,
              List.of(),
              List.of(),
              null);
      notes.add(SignedStatement.sign(said, one.signingKey()).bytes());
    }
    Map<Id, Long> places = kecamatan().send(notes);
    assertEquals(2, places.size());
    newest = places.values().stream().mapToLong(Long::longValue).max().orElseThrow();
    assertEquals("TAKER_NOT_NAMED", open());
    assertEquals("PPK " + name(), holder());
  }

  /** Once seals are issued, others are unknown. */
  @Test
  @Order(2)
  void aSealThatNobodyIssued() throws Exception {
    at("2024-02-01T02:00:00Z");
    sealsUsed += 1_000;
    packed();
    sealsUsed -= 1_000;
    assertEquals("SEAL_UNKNOWN", open());
  }

  // ---- how far a box comes in order

  private void packed() throws Exception {
    seals.put(box, freshSeals());
    var line = new BoxLine(box, Seals.NONE, 277);
    Statement packed =
        statement(
            Kind.PACK,
            city().key(),
            List.of(),
            "G3171",
            null,
            null,
            null,
            null,
            List.of(new Group(null, List.of(line))),
            List.of(),
            null);
    say(city(), packed, List.of());
    say(city(), grouped(Kind.SEAL, city(), "G3171", null, List.of()), List.of());
  }

  private void toKecamatan() throws Exception {
    at("2024-02-10T02:00:00Z");
    packed();
    accept(kecamatan(), "K317101", offer(city(), "G3171", Leg.CITY_KECAMATAN, kecamatan().key()));
    at("2024-02-13T00:30:00Z");
  }

  private void toKelurahan() throws Exception {
    toKecamatan();
    accept(
        kelurahan(),
        "P" + KELURAHAN,
        offer(kecamatan(), "K317101", Leg.KECAMATAN_KELURAHAN, kelurahan().key()));
  }

  private TestPhone toTps() throws Exception {
    toKelurahan();
    TestPhone chair = phone("KPPS", tps);
    accept(chair, "T" + tps, offer(kelurahan(), "P" + KELURAHAN, Leg.KELURAHAN_TPS, chair.key()));
    return chair;
  }

  // ---- what phones sign

  private Id offer(TestPhone by, String place, Leg leg, PartyKey to) throws Exception {
    return say(by, grouped(Kind.OFFER, by, place, leg, List.of(), to, null), List.of());
  }

  private void accept(TestPhone by, String place, Id offer, Deviation... exceptions)
      throws Exception {
    Statement said =
        statement(
            Kind.ACCEPT,
            by.key(),
            List.of(),
            place,
            null,
            null,
            offer,
            null,
            List.of(),
            List.of(exceptions),
            null);
    last.put(box, say(by, said, List.of()));
  }

  private void open(TestPhone by, String reason, List<TestPhone> saksi) throws Exception {
    Statement said = opening(by, reason, saksi.stream().map(TestPhone::key).toList());
    say(by, said, saksi.stream().map(TestPhone::signingKey).toList());
  }

  private Statement opening(TestPhone by, String reason, List<PartyKey> saksi) {
    return grouped(Kind.OPEN, by, "T" + tps, null, saksi, null, reason);
  }

  private Statement card(String word) {
    return statement(
        Kind.DAY,
        PartyKey.of(SigningKey.fromSeed(seed(1)).publicKey()),
        List.of(),
        "T" + tps,
        null,
        null,
        null,
        word,
        List.of(),
        List.of(),
        null);
  }

  private Statement grouped(
      Kind kind, TestPhone by, String place, @Nullable Leg leg, List<PartyKey> saksi) {
    return grouped(kind, by, place, leg, saksi, null, null);
  }

  private Statement grouped(
      Kind kind,
      TestPhone by,
      String place,
      @Nullable Leg leg,
      List<PartyKey> saksi,
      @Nullable PartyKey to,
      @Nullable String reason) {
    var lines = List.of(new BoxLine(box, seal(), 0));
    return statement(
        kind,
        by.key(),
        saksi,
        place,
        leg,
        to,
        null,
        reason,
        List.of(new Group(last.get(box), lines)),
        List.of(),
        null);
  }

  private Statement statement(
      Kind kind,
      PartyKey by,
      List<PartyKey> saksi,
      String place,
      @Nullable Leg leg,
      @Nullable PartyKey to,
      @Nullable Id of,
      @Nullable String reason,
      List<Group> groups,
      List<Deviation> exceptions,
      @Nullable Id paper) {
    return new Statement(
        kind,
        "dki-2024",
        by,
        saksi,
        ++counter,
        now,
        new PlaceCode(place),
        leg,
        to,
        of,
        reason,
        null,
        of == null ? 0 : 1,
        groups,
        exceptions,
        paper);
  }

  /** Signed by whoever says it, unless others are named, who sign too or instead. */
  private Id say(TestPhone uploader, Statement said, List<SigningKey> others) throws Exception {
    Statement own = said;
    if (said.kind() == Kind.DAY) {
      own =
          new Statement(
              Kind.DAY,
              said.election(),
              uploader.key(),
              List.of(),
              said.counter(),
              said.claimed(),
              said.place(),
              null,
              null,
              null,
              said.reason(),
              null,
              0,
              List.of(),
              List.of());
    }
    boolean isOwn = own.by().equals(uploader.key());
    SigningKey[] keys =
        Stream.concat(isOwn ? Stream.of(uploader.signingKey()) : Stream.empty(), others.stream())
            .toArray(SigningKey[]::new);
    byte[] note = SignedStatement.sign(own, keys).bytes();
    Map<Id, Long> places = uploader.send(List.of(note));
    assertEquals(1, places.size(), "a statement was not taken");
    Id id = places.keySet().iterator().next();
    // Behind it may stand what it showed, and a line that came later is a fact of its own.
    newest = sql.sql("select size from log.tree").query(Long.class).single() - 1;
    if (own.kind() != Kind.DAY) {
      last.put(box, id);
    }
    return id;
  }

  private List<TestPhone> saksi() throws Exception {
    return List.of(phone("BAWASLU", tps), desk().saksi(tps, "PASLON-01"));
  }

  private TestPhone phone(String role, String territory) throws Exception {
    return desk().enrol(1, role, territory).getFirst();
  }

  private static List<PartyKey> keys(List<SigningKey> keys) {
    return keys.stream().map(key -> PartyKey.of(key.publicKey())).toList();
  }

  private static byte[] seed(int number) {
    byte[] seed = new byte[32];
    seed[1] = (byte) number;
    seed[2] = (byte) (number >> 8);
    return seed;
  }

  private Seals seal() {
    return seals.getOrDefault(box, Seals.NONE);
  }

  private BoxId copy() {
    return BoxId.of(tps, 1, 2);
  }

  private void at(String moment) {
    now = Instant.parse(moment);
    clock.set(now, 0);
  }

  // ---- what the pages say

  /** The open discrepancies of the box, once its page has them. */
  private String open() throws Exception {
    var kinds = new TreeSet<String>();
    for (JsonNode one : page().get("discrepancies")) {
      if (one.get("open").asBoolean()) {
        kinds.add(one.get("kind").asString());
      }
    }
    return String.join(" ", kinds);
  }

  private JsonNode page() throws Exception {
    settle();
    return desk().json("/api/boxes/" + box);
  }

  private String holder() throws Exception {
    return page().get("holder").get("label").asString();
  }

  private String name() {
    return "Gambir";
  }

  private String day() throws Exception {
    settle();
    var words = new ArrayList<String>();
    desk().json("/api/custody/days/" + tps).forEach(one -> words.add(one.get("word").asString()));
    return String.join(" ", words);
  }

  private JsonNode board() throws Exception {
    settle();
    return desk().json("/api/custody/days?region=" + KELURAHAN);
  }

  private boolean waits(String word) throws Exception {
    settle();
    for (JsonNode one : desk().json("/api/custody/days?region=" + KELURAHAN).get("waiting")) {
      if (one.get("tps").asString().equals(tps) && one.get("word").asString().equals(word)) {
        return true;
      }
    }
    return false;
  }

  private JsonNode finding(String kind) throws Exception {
    settle();
    for (JsonNode one : desk().json("/api/custody/intervals?region=" + tps).get("findings")) {
      if (one.get("kind").asString().equals(kind)) {
        return one;
      }
    }
    throw new AssertionError("no " + kind + " is told of " + tps);
  }

  /** The views have caught up with the log. */
  private void settle() throws Exception {
    long size = publisher.covering(newest, Duration.ofSeconds(30)).orElseThrow().size();
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (followers.position() < size) {
      assertTrue(System.nanoTime() < deadline, "the views did not follow within a minute");
      Thread.onSpinWait();
    }
  }

  private static Seals freshSeals() {
    return Seals.parse(String.format(java.util.Locale.ROOT, "S%08d", ++sealsUsed));
  }

  private static TestDesk kpu() {
    return java.util.Objects.requireNonNull(kpu);
  }

  private static TestDesk desk() {
    return java.util.Objects.requireNonNull(desk);
  }

  private static TestPhone city() {
    return java.util.Objects.requireNonNull(city);
  }

  private static TestPhone kecamatan() {
    return java.util.Objects.requireNonNull(kecamatan);
  }

  private static TestPhone kelurahan() {
    return java.util.Objects.requireNonNull(kelurahan);
  }
}
