package id.segel.server;

import static id.segel.server.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import id.segel.core.box.BoxId;
import id.segel.core.custody.Seals;
import id.segel.core.custody.SignedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.Roster;
import id.segel.server.clock.ElectionClock;
import id.segel.server.database.TestDatabase;
import id.segel.server.region.Regions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/**
 * The night of 13 to 14 February 2024 in Jakarta Utara, when it rained until the morning and TPS
 * stood under water. Weather and sites are synthetic: a server on this machine speaks as BMKG does,
 * and the sites for the night are made up.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NightTest {

  private static final String CITY = "3172";
  private static final String DRY = "0";

  private final TestDatabase database = TestDatabase.empty();
  private final Map<String, TestBrowser> browsers = new HashMap<>();

  /** What BMKG answers by path; what is not here is not found. */
  private final Map<String, String> documents = new ConcurrentHashMap<>();

  /** Kelurahan whose forecast was asked for. */
  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  /** Millimetres from 21.00 to midnight in the city; what is written there may be no number. */
  private volatile String rain = DRY;

  private volatile boolean isAway;

  /** Whether there is no forecast of any kelurahan. */
  private volatile boolean isGone;

  private @Nullable Path data;
  private @Nullable HttpServer bmkg;
  private @Nullable ConfigurableApplicationContext server;
  private @Nullable TestPhone packer;
  private int port;
  private int counter;
  private String kelurahan = "";
  private String ground = "";
  private String upstairs = "";
  private String tps = "";
  private String store = "";

  @BeforeAll
  void theEve() throws Exception {
    data = Files.createTempDirectory("segel-test");
    bmkg = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    bmkg.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    bmkg.createContext("/", this::answer);
    bmkg.start();
    documents.put("/nowcast/id", list());
    start();
    at("2024-02-13T01:00:00Z");
    var desk = new TestDesk("http://127.0.0.1:" + port);
    desk.setUp(Objects.requireNonNull(data));
    browsers.put("provinsi", desk.user("provinsi", "KPU DKI", "KPU_PROVINSI", "31"));
    browsers.put("utara", desk.user("utara", "KPU Utara", "KPU_KOTA", CITY));
    packer = desk.enrol(1, "KPU_PROVINSI", "31").getFirst();
    var all = new ArrayList<Roster.Kelurahan>();
    for (Roster.Kelurahan one : regions().roster().kelurahan()) {
      if (one.code().digits().startsWith(CITY)) {
        all.add(one);
      }
    }
    kelurahan = all.getFirst().code().digits();
    ground = "P" + kelurahan;
    upstairs = "P" + all.get(1).code().digits();
    tps = "T" + all.getFirst().tpsCode(0);
    store = "K" + kelurahan.substring(0, 6);
  }

  @AfterAll
  void stop() {
    Objects.requireNonNull(server).close();
    Objects.requireNonNull(bmkg).stop(0);
  }

  private void start() {
    String address = "127.0.0.1:" + Objects.requireNonNull(bmkg).getAddress().getPort();
    server =
        new SpringApplicationBuilder(SegelServer.class)
            .run(
                "--server.port=0",
                "--segel.demo=true",
                "--segel.data=" + data,
                "--segel.db.url=" + database.url(),
                "--segel.db.user=" + database.user(),
                "--segel.db.password=" + database.password(),
                "--segel.outbound.allow=" + address,
                "--segel.weather.forecast=http://" + address + "/forecast?adm4=",
                "--segel.weather.warnings=http://" + address + "/nowcast/id",
                "--segel.weather.synthetic=true",
                "--segel.weather.forecast-pace=PT6S",
                "--segel.weather.warning-pace=PT4S",
                "--segel.weather.look=PT0.3S");
    port = server.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  private Regions regions() {
    return Objects.requireNonNull(server).getBean(Regions.class);
  }

  private void at(String time) {
    Objects.requireNonNull(server).getBean(ElectionClock.class).set(Instant.parse(time), 0);
  }

  private TestBrowser as(String user) {
    return Objects.requireNonNull(browsers.get(user));
  }

  // ---- BMKG, played

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    String text = documents.get(path);
    if (path.equals("/forecast")) {
      String adm4 = query.replace("adm4=", "");
      asked.add(adm4.replace(".", ""));
      text = isGone ? null : forecast(adm4, adm4.startsWith("31.72") ? rain : DRY);
    }
    int status = isAway ? 503 : text == null ? 404 : 200;
    byte[] body = (isAway || text == null ? "" : text).getBytes(StandardCharsets.UTF_8);
    // In pieces, as many servers answer.
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : 0);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private static String forecast(String adm4, String rain) {
    return """
    {"lokasi":{"adm4":"%s"},"data":[{"cuaca":[[
     {"utc_datetime":"2024-02-13 02:00:00","tp":0},{"utc_datetime":"2024-02-13 14:00:00","tp":%s},
     {"utc_datetime":"2024-02-13 17:00:00","tp":%s},{"utc_datetime":"2024-02-13 20:00:00","tp":0}]]}]}
    """
        .formatted(adm4, rain, rain);
  }

  private String list(String... names) {
    var items = new StringBuilder();
    for (String name : names) {
      String host = name.equals("elsewhere") ? "127.0.0.1:1" : address();
      items.append(
          "<item><guid>%s</guid><link>http://%s/cap/%s.xml</link></item>"
              .formatted(name, host, name));
    }
    return "<rss version=\"2.0\"><channel>" + items + "</channel></rss>";
  }

  private String address() {
    return "127.0.0.1:" + Objects.requireNonNull(bmkg).getAddress().getPort();
  }

  private void cap(String name, String status, String type, String references, String polygon) {
    documents.put(
        "/cap/" + name + ".xml",
        """
        <alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>%s</identifier>
         <sender>nowcasting.bmkg.go.id</sender><sent>2024-02-13T17:30:00+07:00</sent>
         <status>%s</status><msgType>%s</msgType><references>%s</references>
         <info><language>id</language><event>Hujan Lebat dan Petir (sintetis)</event>
          <urgency>Immediate</urgency><severity>Moderate</severity><certainty>Observed</certainty>
          <effective>2024-02-13T17:30:00+07:00</effective><expires>2024-02-13T20:30:00+07:00</expires>
          <area><areaDesc>Jakarta Utara</areaDesc><polygon>%s</polygon></area></info></alert>
        """
            .formatted(name, status, type, references, polygon));
  }

  // ---- what is there

  private void register(String place, String roof, int floor, String flood, String pallets) {
    String body =
        """
        {"capacity":900,"synthetic":true,"site":{"floor":%d,"heightCm":null,"roof":%s,"flood":%s,
        "pallets":%s,"extinguishers":null,"doors":null,"generator":null,"guardPosts":null,
        "cameras":null,"responsible":null,"neighbours":null}}
        """
            .formatted(floor, roof, flood, pallets);
    TestBrowser.Answer answer = as("utara").post("/api/sites/" + place, body);
    assertEquals(200, answer.status(), answer.text());
  }

  private void pack(String place, int from, int count) throws Exception {
    TestPhone by = Objects.requireNonNull(packer);
    var lines = new ArrayList<Statement.BoxLine>();
    Roster.Kelurahan in =
        Objects.requireNonNull(regions().roster().kelurahan(Long.parseLong(kelurahan)));
    for (int i = from; i < from + count; i++) {
      BoxId box = BoxId.of(Long.toString(in.tpsCode(i / 4)), 1 + i % 4, 1);
      lines.add(new Statement.BoxLine(box, Seals.NONE, 277));
    }
    var said =
        new Statement(
            Statement.Kind.PACK,
            "dki-2024",
            by.key(),
            List.of(),
            ++counter,
            Instant.parse("2024-02-13T01:00:00Z"),
            new PlaceCode(place),
            null,
            null,
            null,
            null,
            null,
            0,
            List.of(new Statement.Group(null, lines)),
            List.of());
    by.send(List.of(SignedStatement.sign(said, by.signingKey()).bytes()));
  }

  private JsonNode weather() {
    return as("utara").get("/api/weather").json();
  }

  private @Nullable JsonNode danger(String place) {
    for (JsonNode one : weather().get("dangers")) {
      if (one.get("place").asString().equals(place)) {
        return one;
      }
    }
    return null;
  }

  private @Nullable String finding(String id) {
    for (JsonNode row : as("provinsi").get("/api/findings?size=500").json().get("rows")) {
      if (row.get("id").asString().equals(id)) {
        return row.get("state").asString();
      }
    }
    return null;
  }

  private boolean hasTask(String place) {
    JsonNode one = danger(place);
    return one != null && one.has("task");
  }

  private @Nullable String failure(String source) {
    for (JsonNode one : weather().get("sources")) {
      if (one.get("source").asString().equals(source) && one.has("failure")) {
        return one.get("failure").asString();
      }
    }
    return null;
  }

  // ---- the night

  @Test
  @Order(1)
  void onlyForecastsOfKelurahanWithSitesAreAskedFor() throws Exception {
    register(ground, "\"CONCRETE\"", 0, "\"SEDANG\"", "null");
    register(upstairs, "\"CONCRETE\"", 2, "\"TINGGI\"", "null");
    register(tps, "\"TENT\"", 0, "\"TINGGI\"", "0");
    register(store, "\"METAL\"", 0, "null", "0");
    pack(ground, 0, 20);
    pack(upstairs, 20, 8);
    pack(store, 40, 60);
    pack(tps, 100, 4);
    await(() -> {
      Set<String> shown = new TreeSet<>();
      JsonNode weather = weather();
      for (JsonNode one : weather.get("forecasts")) {
        if (!one.has("age")) {
          return false;
        }
        shown.add(one.get("kelurahan").asString());
      }
      return shown.size() >= 2 && shown.equals(asked) && weather.get("sites").asInt() >= 4;
    });
    assertEquals(0, weather().get("dangers").size(), "it is dry");
    assertTrue(asked.size() <= 4, asked.toString());
  }

  /** I-18 and I-22: stores and TPS on the ground; I-23: many sites of a city at once. */
  @Test
  @Order(2)
  void byTheEveningOfTheEveTheTaskIsThere() {
    TestBrowser.Answer rules =
        as("provinsi")
            .post(
                "/api/weather/rules",
                Map.of(
                    "heavy",
                    200,
                    "veryHeavy",
                    500,
                    "weak",
                    2,
                    "aheadHours",
                    24,
                    "lowCm",
                    30,
                    "boxesPerPallet",
                    24,
                    "spread",
                    3,
                    "budget",
                    40));
    assertEquals(200, rules.status(), rules.text());
    at("2024-02-13T07:00:00Z");
    rain = "1e309";
    await(() -> String.valueOf(failure("FORECAST")).startsWith("RAIN_UNREADABLE"));
    assertEquals(0, weather().get("dangers").size());
    rain = "45.5";
    await(() -> hasTask(ground) && hasTask(tps) && hasTask(store));
    assertNull(danger(upstairs), "water does not rise to the second floor");
    for (String place : List.of(ground, tps, store)) {
      JsonNode one = Objects.requireNonNull(danger(place));
      assertEquals("2024-02-13T14:00:00Z", one.get("from").asString());
      assertEquals("2024-02-13T20:00:00Z", one.get("until").asString());
      assertEquals(455, one.get("rain").asInt());
      JsonNode card = as("utara").get("/api/incidents/" + one.get("task").asInt()).json();
      assertEquals("RAIN_AHEAD", card.at("/row/kind").asString());
      assertEquals("periksa", card.at("/row/now/code").asString());
      assertEquals("OPEN", finding("RAIN_DANGER place:" + place));
    }
    assertEquals("OPEN", finding("RAIN_SPREAD region:" + CITY));
    assertEquals(3, weather().at("/budget/opened").asInt());
    JsonNode why = Objects.requireNonNull(danger(tps)).get("weaknesses");
    assertTrue(why.toString().contains("TENT") && why.toString().contains("FLOOD_OFTEN"));
    JsonNode site = as("utara").get("/api/weather/sites/" + ground).json();
    assertEquals(ground, site.at("/danger/place").asString());
    assertTrue(site.get("synthetic").asBoolean());
    assertEquals(200, site.at("/rules/heavy").asInt());
  }

  @Test
  @Order(3)
  void whereNoForecastIsFoundTheDangerIsNotOver() {
    isGone = true;
    await(() -> String.valueOf(failure("FORECAST")).startsWith("HTTP_404"));
    long failed = System.nanoTime();
    await(() -> System.nanoTime() - failed > Duration.ofSeconds(2).toNanos());
    assertNotNull(danger(ground));
    assertEquals("OPEN", finding("RAIN_DANGER place:" + ground));
    isGone = false;
  }

  @Test
  @Order(4)
  void aWarningAmongBadOnes() {
    at("2024-02-13T10:35:00Z");
    String square = "-6.0,106.6 -6.3,106.6 -6.3,107.0 -6.0,107.0 -6.0,106.6";
    cap("first", "Actual", "Alert", "", square);
    cap("exercise", "Exercise", "Alert", "", square);
    cap("swapped", "Actual", "Alert", "", "106.6,-6.0 106.6,-6.3 107.0,-6.3 106.6,-6.0");
    documents.put("/cap/bomb.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>");
    documents.put("/nowcast/id", list("bomb", "elsewhere", "gone", "swapped", "exercise", "first"));
    await(() -> weather().get("warnings").size() == 1);
    JsonNode warning = weather().at("/warnings/0");
    assertEquals("first", warning.get("identifier").asString());
    assertTrue(warning.get("sites").asInt() >= 4, warning.toString());
    await(() -> "WARNING".equals(Objects.requireNonNull(danger(ground)).get("cause").asString()));
    await(() -> weather().get("refused").size() == 4);
    Map<String, String> refused = new HashMap<>();
    weather()
        .get("refused")
        .forEach(one -> refused.put(one.get("identifier").asString(), one.get("why").asString()));
    assertEquals(
        Map.of(
            "bomb", "XML_WITH_DTD",
            "elsewhere", "LINK_ELSEWHERE",
            "gone", "HTTP_404",
            "swapped", "NO_POLYGON"),
        refused);
    assertEquals(3, weather().at("/budget/opened").asInt(), "the same task, with more to it");
    List<String> warned = new ArrayList<>();
    as("utara").get("/api/weather/warned").json().forEach(one -> warned.add(one.asString()));
    assertTrue(warned.contains(kelurahan), warned.toString());
    assertFalse(warned.contains("3101011001"), "islands lie elsewhere");
    // What was refused is judged again at the next look.
    cap("swapped", "Actual", "Alert", "", square);
    await(() -> weather().get("warnings").size() == 2);
  }

  @Test
  @Order(5)
  void afterARestartNothingIsForgottenThoughNobodyAnswers() throws Exception {
    isAway = true;
    Objects.requireNonNull(server).close();
    start();
    var desk = new TestDesk("http://127.0.0.1:" + port);
    desk.login();
    browsers.put("provinsi", desk.user("provinsi2", "KPU DKI", "KPU_PROVINSI", "31"));
    browsers.put("utara", desk.user("utara2", "KPU Utara", "KPU_KOTA", CITY));
    await(() -> "HTTP_503".equals(failure("WARNING")));
    await(() -> weather().get("isKnown").asBoolean());
    assertNotNull(danger(ground));
    assertEquals("OPEN", finding("RAIN_DANGER place:" + ground));
    assertTrue(weather().at("/sources/0").has("goodAge"), "when it answered well last");
    assertEquals(2, weather().get("warnings").size());
    assertEquals(3, weather().at("/budget/opened").asInt());
  }

  @Test
  @Order(6)
  void whatIsCalledOffEndsTheDanger() {
    isAway = false;
    rain = DRY;
    String sent = "2024-02-13T17:30:00+07:00";
    cap(
        "end",
        "Actual",
        "Cancel",
        "nowcasting.bmkg.go.id,first,%s nowcasting.bmkg.go.id,swapped,%s".formatted(sent, sent),
        "-6.0,106.6 -6.3,106.6 -6.3,107.0 -6.0,106.6");
    documents.put("/nowcast/id", list("end"));
    await(() -> weather().get("dangers").isEmpty());
    assertEquals("CLEARED", finding("RAIN_DANGER place:" + ground));
    assertEquals(0, as("utara").get("/api/weather/warned").json().size());
    await(() -> "CLEARED".equals(finding("RAIN_SPREAD region:" + CITY)));
    JsonNode source = weather().at("/sources/1");
    assertTrue(source.get("goodAge").asLong() <= source.get("failedAge").asLong(), "it answers");
    assertTrue(Duration.ofMillis(weather().get("lookMillis").asLong()).toSeconds() < 2);
  }
}
