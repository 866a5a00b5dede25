package id.segel.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import id.segel.core.region.Leg;
import id.segel.core.region.PlaceCode;
import id.segel.server.database.TestDatabase;
import id.segel.server.log.Followers;
import id.segel.server.log.Publisher;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;

/** The pages of statements and the search, while an embargo lasts: who is told what. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"segel.embargo=PT9H", "segel.test=levels"})
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LevelsTest {

  private static final String PASSWORD = "kata-sandi-uji-coba";
  private static final String TPS = "3171011001001";
  private static final BoxId FIRST = BoxId.of(TPS, 1, 1);
  private static final BoxId SECOND = BoxId.of(TPS, 2, 1);

  private final Path data;
  private final int port;
  private final Followers followers;
  private final Publisher publisher;
  private final TestDesk desk;
  private final TestBrowser nobody;
  private final TestBrowser police;
  private int counter;
  private long offer;
  private long answer;
  private @Nullable String offerId;

  @Autowired
  LevelsTest(
      @Value("${segel.data}") Path data,
      @Value("${local.server.port:0}") int port,
      Followers followers,
      Publisher publisher) {
    this.data = data;
    this.port = port;
    this.followers = followers;
    this.publisher = publisher;
    this.desk = new TestDesk("http://127.0.0.1:" + port);
    this.nobody = new TestBrowser(port);
    this.police = new TestBrowser(port);
  }

  @BeforeAll
  void aNightBegins() throws Exception {
    desk.setUp(data);
    user(police, "polres", "POLRES", "3171");
    var province = new TestBrowser(port);
    user(province, "provinsi", "KPU_PROVINSI", "31");
    assertEquals(
        200,
        province
            .postText(
                "/api/stock", "segel/fact/v1\nfact StockOpened\nbundle 25\nkoli 500\noutlier 5\n")
            .status());
    for (String name : List.of("Pos Gambir", "Pos Tanah Abang")) {
      assertEquals(
          200,
          police
              .post(
                  "/api/posts",
                  Map.of(
                      "kind",
                      "TACTICAL",
                      "name",
                      name,
                      "lat",
                      -6.17,
                      "lon",
                      106.83,
                      "kelurahan",
                      "3171011001",
                      "role",
                      "POLRES",
                      "territory",
                      "3171",
                      "reachMetres",
                      2_000,
                      "synthetic",
                      true))
              .status());
    }
    TestPhone city = desk.enrol(1, "KPU_KOTA", "3171").getFirst();
    TestPhone kecamatan = desk.enrol(1, "PPK", "317101").getFirst();
    var packed = List.of(new BoxLine(FIRST, Seals.NONE, 277), new BoxLine(SECOND, Seals.NONE, 277));
    var sealed =
        List.of(
            new BoxLine(FIRST, Seals.parse("DK00000041,DK00000042"), 0),
            new BoxLine(SECOND, Seals.parse("PWP-0000043,PWP-0000044"), 0));
    Id pack = say(city, Kind.PACK, null, packed, null, null).getKey();
    Id seal = say(city, Kind.SEAL, pack, sealed, null, null).getKey();
    Map.Entry<Id, Long> offered = say(city, Kind.OFFER, seal, sealed, kecamatan, null);
    offer = offered.getValue();
    offerId = offered.getKey().toString();
    answer = say(kecamatan, Kind.ACCEPT, null, List.of(), null, offered.getKey()).getValue();
    settle();
  }

  @Test
  void searchFindsWhatAPersonHolds() {
    // asked | the first found
    String table =
        """
        TPS 12 Cideng|tps 3171011002012
        12 cideng|tps 3171011002012
        cideng, tps 012|tps 3171011002012
        12 cideng gambir|tps 3171011002012
        gambir|kecamatan 317101
        kecamatan gambir|kecamatan 317101
        kec. gambir|kecamatan 317101
        kelurahan gambir|kelurahan 3171011001
        jakarta pusat|kota 3171
        3171|kota 3171
        317101|kecamatan 317101
        3171011001|kelurahan 3171011001
        3171011001 001 1 01|box 3171011001001101
        3171011001-001-1-01|box 3171011001001101
        3171.01.1001.001.2.01|box 3171011001001201
        317101100100120|box 3171011001001201
        3171011001 999|
        gudang ppk gambir|place K317101
        gudang gambir|place K317101
        K317101|place K317101
        dk0000004|seal 3171011001001101
        DK00000042|seal 3171011001001101
        pwp 0000043|seal 3171011001001201
        PWP0000044|seal 3171011001001201
        pwp-|seal 3171011001001201
        DK9|
        pos 1|post 1
        pos 2|post 2
        tanah abang pos|post 2
        pos 77|
        #1|entry 1
        entri 1|entry 1
        catatan nomor 2|entry 2
        log 3|entry 3
        entri 999.999|
        # 999999999999999|
        %|
        '; drop table|
        (((|
        """;
    for (String line : table.lines().toList()) {
      String[] cells = line.split("\\|", -1);
      assertEquals(cells[1], first(police, cells[0]), cells[0]);
    }
    assertEquals("", first(police, "kapuk ".repeat(20)), "a long text is not looked for");
    assertEquals(200, police.get("/api/search").status());
  }

  @Test
  void searchTellsNobodyWhatOnlySomeMaySee() {
    String table =
        """
        cideng 12|tps 3171011002012
        3171011001001101|box 3171011001001101
        DK00000042|
        pwp 0000043|
        pos 1|place S3101-01
        tanah abang pos|
        """;
    for (String line : table.lines().toList()) {
      String[] cells = line.split("\\|", -1);
      assertEquals(cells[1], first(nobody, cells[0]), cells[0]);
    }
  }

  @Test
  void aStatementIsToldInFullToThoseWhoLogIn() {
    JsonNode one = page(police, answer);
    assertEquals("accept", one.get("kind").asString());
    assertEquals("PPK", one.at("/by/role").asString());
    assertEquals("K317101", one.at("/place/code").asString());
    assertEquals(2, one.get("boxes").asInt(), "an answer has the boxes of its offer");
    assertEquals(FIRST.toString(), one.at("/lines/0/box").asString());
    assertEquals("missing", one.at("/lines/1/exception").asString());
    assertEquals(offer, one.at("/statements/0/index").asLong());
    assertEquals(offerId, one.at("/statements/0/id").asString());
    assertEquals("BOX_MISSING", one.at("/discrepancies/0/kind").asString());
    assertTrue(one.at("/discrepancies/0/open").asBoolean());
    assertTrue(one.get("text").asString().startsWith("segel/statement/v1\nkind accept\n"));

    JsonNode offered = page(police, offer);
    assertEquals("PPK", offered.at("/to/role").asString());
    assertEquals("DK00000041", offered.at("/lines/0/seals/0").asString());
    assertEquals(1, offered.get("signatures").size());

    JsonNode found = page(police, one.at("/discrepancies/0/index").asLong());
    assertEquals("DiscrepancyFound", found.get("fact").asString());
    assertTrue(found.get("text").asString().contains("\nkind BOX_MISSING\n"));
    assertEquals(answer, found.at("/statements").findValue("index").asLong());
  }

  @Test
  void whileItIsClosedNobodyElseIsToldMoreThanThatItIsThere() {
    JsonNode one = page(nobody, answer);
    assertEquals("accept", one.get("kind").asString());
    assertTrue(one.has("closedUntil"));
    assertEquals(403, nobody.get("/log/entry/" + answer).status());
    for (String hidden : List.of("claimed", "recorded", "by", "to", "place", "text", "fact")) {
      assertFalse(one.has(hidden), hidden);
    }
    for (String empty : List.of("lines", "signatures", "discrepancies", "statements", "named")) {
      assertEquals(0, one.get(empty).size(), empty);
    }
    JsonNode open = page(nobody, 0);
    assertTrue(open.has("fact") && !open.has("closedUntil"), "what is open to all");
  }

  /** Where a post stands tells a thief where none does; what a ballot is tells nobody anything. */
  @Test
  void whoGuardsBoxesIsNotForEverybodyYet() {
    Map<String, Integer> strangers = new HashMap<>();
    for (long index = 0; index < offer; index++) {
      var entry = police.download("/log/entry/" + index);
      assertEquals(200, entry.statusCode());
      String text = new String(entry.body(), StandardCharsets.UTF_8);
      for (String fact : List.of("PostOpened", "StockOpened")) {
        if (text.contains("\nfact " + fact + "\n")) {
          strangers.put(fact, nobody.get("/log/entry/" + index).status());
        }
      }
    }
    assertEquals(Map.of("PostOpened", 403, "StockOpened", 200), strangers);
  }

  @Test
  void whatIsNoEntryIsSaidToBeNone() {
    for (String index : List.of("-1", "99999999")) {
      assertEquals(404, nobody.get("/api/statements/" + index).status(), index);
    }
    assertEquals(400, nobody.get("/api/statements/x").status());
  }

  private static JsonNode page(TestBrowser browser, long index) {
    TestBrowser.Answer answer = browser.get("/api/statements/" + index);
    assertEquals(200, answer.status(), answer.text());
    return answer.json();
  }

  private static String first(TestBrowser browser, String asked) {
    String query = URLEncoder.encode(asked, StandardCharsets.UTF_8);
    JsonNode hits = browser.get("/api/search?q=" + query).json();
    return hits.isEmpty()
        ? ""
        : hits.at("/0/kind").asString() + " " + hits.at("/0/code").asString();
  }

  private void user(TestBrowser browser, String name, String role, String territory)
      throws Exception {
    desk.post(
        "/api/users",
        Map.of(
            "user", name,
            "password", PASSWORD,
            "agency", name,
            "role", role,
            "territory", territory));
    browser.get("/api/session");
    assertEquals(
        200, browser.post("/api/login", Map.of("user", name, "password", PASSWORD)).status());
  }

  private Map.Entry<Id, Long> say(
      TestPhone phone,
      Kind kind,
      @Nullable Id after,
      List<BoxLine> lines,
      @Nullable TestPhone to,
      @Nullable Id of)
      throws Exception {
    var statement =
        new Statement(
            kind,
            "dki-2024",
            phone.key(),
            List.of(),
            ++counter,
            Instant.parse("2024-02-13T01:00:00Z"),
            new PlaceCode(of == null ? "G3171" : "K317101"),
            to == null ? null : Leg.CITY_KECAMATAN,
            to == null ? null : to.key(),
            of,
            null,
            null,
            of == null ? 0 : 1,
            of == null ? List.of(new Group(after, lines)) : List.of(),
            of == null ? List.of() : List.of(new Deviation(SECOND, null)),
            null);
    byte[] note = SignedStatement.sign(statement, phone.signingKey()).bytes();
    return phone.send(List.of(note)).entrySet().iterator().next();
  }

  private void settle() throws InterruptedException {
    long size = publisher.covering(answer, Duration.ofSeconds(30)).orElseThrow().size();
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (followers.position() < size) {
      assertTrue(System.nanoTime() < deadline, "the views did not follow within a minute");
      Thread.onSpinWait();
    }
  }
}
