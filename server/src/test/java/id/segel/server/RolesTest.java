package id.segel.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.box.BoxId;
import id.segel.core.custody.Seals;
import id.segel.core.custody.SignedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.Role;
import id.segel.core.region.PlaceCode;
import id.segel.server.TestBrowser.Answer;
import id.segel.server.database.TestDatabase;
import id.segel.server.http.Allow;
import id.segel.tlog.note.SigningKey;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
import org.springframework.http.MediaType;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import tools.jackson.databind.JsonNode;

/**
 * docs/ROLES.md, held to the running server: no endpoint is missing in it, and each is called as
 * everybody it knows, to see whom the server lets in.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"segel.demo=true", "segel.test=roles"})
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RolesTest {

  private static final String PASSWORD = "kata sandi milik sendiri";
  private static final String PROVINCE = "31";
  private static final String CITY = "3171";
  private static final String OTHER_CITY = "3172";

  /** Doors of machines, which show a token or a signature of their own, or are told so. */
  private static final Set<String> PROOFS = Set.of("WORKER_UNKNOWN", "SIGNATURE_WRONG");

  /** Figures of operation have no handler of ours: a filter guards them. */
  private static final String OPERATOR = "OPERATOR";

  /**
   * An endpoint, in the table or in the server.
   *
   * @param groups who may call it
   * @param where how far: {@code all}, {@code own} territory, or what one started {@code self}
   */
  private record Endpoint(String method, String path, Set<String> groups, String where) {

    String name() {
      return method + " " + path;
    }

    /** As a request that means nothing. */
    String sample() {
      return path.replaceAll("\\{[^}]*}|\\*\\*", "0");
    }

    @Override
    public String toString() {
      return "| %s | `%s` | %s | %s |".formatted(method, path, String.join(", ", groups), where);
    }
  }

  /**
   * Somebody who calls.
   *
   * @param role of a user; null for others
   */
  private record Somebody(
      String name, @Nullable Role role, TestBrowser browser, String... headers) {

    Answer call(Endpoint one, String type) {
      HttpRequest.Builder request = browser.guarded(one.sample(), headers);
      if (one.groups.contains(OPERATOR)) {
        request.header("X-Forwarded-For", "203.0.113.7");
      }
      boolean isText = type.equals(MediaType.APPLICATION_JSON_VALUE);
      return browser.send(
          switch (one.method) {
            case "POST" ->
                request
                    .setHeader("Content-Type", type)
                    .POST(HttpRequest.BodyPublishers.ofString(isText ? "{}" : ""))
                    .build();
            case "DELETE" -> request.DELETE().build();
            default -> request.GET().build();
          });
    }
  }

  @Autowired private List<HandlerMapping> mappings;
  private final Path data;
  private final int port;
  private final TestDesk desk;
  private final List<String> page;
  private final Map<String, Set<String>> groups = new LinkedHashMap<>();
  private final List<Endpoint> table;
  private final List<Somebody> everybody = new ArrayList<>();

  RolesTest(@Value("${segel.data}") Path data, @Value("${local.server.port:0}") int port)
      throws IOException {
    this.data = data;
    this.port = port;
    this.desk = new TestDesk("http://127.0.0.1:" + port);
    String testdata = Objects.requireNonNull(System.getenv("SEGEL_TESTDATA"));
    page = Files.readAllLines(Path.of(testdata, "../docs/ROLES.md"));
    for (List<String> row : rows("Groups")) {
      groups.put(code(row.getFirst()), new TreeSet<>(codes(row.get(1))));
    }
    table =
        rows("Endpoints").stream()
            .map(row -> new Endpoint(row.get(0), code(row.get(1)), listed(row.get(2)), row.get(3)))
            .toList();
  }

  @BeforeAll
  void setUp() throws Exception {
    desk.setUp(data);
    var nobody = new TestBrowser(port);
    nobody.get("/api/session");
    everybody.add(new Somebody("nobody", null, nobody));
    for (Role role : Role.values()) {
      everybody.add(user(role.name(), role, territory(role)));
    }
    everybody.add(user("BAWASLU (province)", Role.BAWASLU, PROVINCE));
    TestPhone phone = desk.enrol(1, "KPPS", tps(CITY)).getFirst();
    everybody.add(
        new Somebody(
            "DEVICE", null, new TestBrowser(port), "Authorization", "Bearer " + phone.token()));
    String secret = Files.readString(data.resolve("demo-secret")).strip();
    everybody.add(new Somebody("DEMO", null, new TestBrowser(port), "Segel-Demo", secret));
  }

  @Test
  @Order(1)
  void everyEndpointIsARowAndEveryRowAnEndpoint() {
    Set<String> wanted = new TreeSet<>(served().keySet().stream().map(Endpoint::toString).toList());
    Set<String> written =
        new TreeSet<>(
            table.stream()
                .map(row -> new Endpoint(row.method, row.path, row.groups, "").toString())
                .toList());
    Set<String> missing = new TreeSet<>(wanted);
    missing.removeAll(written);
    written.removeAll(wanted);
    assertEquals(
        "",
        String.join("\n", missing),
        "docs/ROLES.md lacks rows; it has, and should not: " + String.join("\n", written));
    assertEquals(Set.of(), written, "docs/ROLES.md has rows without an endpoint");
    assertEquals(table.size(), table.stream().map(Endpoint::name).distinct().count());
  }

  @Test
  @Order(2)
  void everyRoleHasARowWithItsTerritories() throws Exception {
    var somewhere = new TestBrowser(port);
    somewhere.get("/api/session");
    somewhere.post("/api/login", Map.of("user", "uji", "password", "kata-sandi-uji-coba"));
    Answer made = add(somewhere, "pindah", "ADMIN", PROVINCE);
    String path = "/api/users/" + made.json().get("code").asString() + "/appoint";
    draw("POLRES-UJI", List.of("3171"));
    List<String> territories =
        List.of("", "31", "3171", "317101", "3171011001", tps(CITY), "POLRES-UJI");
    var found = new ArrayList<String>();
    var said = new ArrayList<String>();
    for (List<String> row : rows("Roles")) {
      said.add(code(row.getFirst()) + " " + row.get(2));
    }
    for (Role role : Role.values()) {
      var digits = new ArrayList<String>();
      for (String one : territories) {
        var wanted = Map.of("agency", "KPU", "role", role.name(), "territory", one);
        if (somewhere.post(path, wanted).status() == 200) {
          digits.add(one.startsWith("P") ? "area" : Integer.toString(one.length()));
        }
      }
      found.add(role + " " + String.join(" ", digits));
    }
    assertEquals(String.join("\n", found), String.join("\n", said));
  }

  /**
   * Somebody of the first city asks for what is of the other, which is refused or left out, and for
   * the same of their own, which is not. Each row that says {@code own} has a line here.
   */
  @Test
  @Order(3)
  void whoActsInATerritoryActsInNoOther() throws Exception {
    String table =
        """
        KPU_KOTA GET    /api/seats?region={kelurahan}
        KPU_KOTA LIST   /api/seats/progress {kelurahan}
        POLDA    LIST   /api/devices?size=500 {device}
        KPU_KOTA POST   /api/invitations [{"role":"KPPS","territory":"{tps}"}]
        BAWASLU  POST   /api/invitations [{"role":"BAWASLU","territory":"{tps}"}]
        KPU_KOTA POST   /api/cards {"region":"{kelurahan}","csv":null,"post":null}
        KPU_KOTA POST   /api/cards/check {"region":"{kelurahan}","csv":null,"post":null}
        KPU_KOTA POST   /api/cards/signing {"region":"{tps}","role":"KPPS","body":"","each":1}
        KPU_KOTA POST   /api/cards/{card}/reissue {}
        KPU_KOTA POST   /api/cards/{card}/revoke {}
        KPU_KOTA GET    /api/labels?kind=box&region={tps}
        KPU_KOTA GET    /api/labels/count?kind=box&region={kelurahan}
        KPU_KOTA POST   /api/labels/jobs {"kind":"box","region":"{tps}","size":"105x74"}
        KPU_KOTA LIST   /api/labels/jobs {id}
        KPU_KOTA GET    /api/labels/jobs/{id}
        KPU_KOTA GET    /api/labels/jobs/{id}/file
        KPU_KOTA DELETE /api/labels/jobs/{id}
        BAWASLU  GET    /api/papers/box-list?kelurahan={kelurahan}
        DINKES   GET    /api/papers/bast?entry={entry}
        BAWASLU  POST   /api/examinations/{entry}/take {}
        BAWASLU  POST   /api/examinations/{entry}/end {"outcome":"CANNOT_TELL","record":"1-LHP"}
        BAWASLU  POST   /api/findings/acts {"finding":"{finding}","act":"ACKNOWLEDGED","with":""}
        KPU_KOTA POST   /api/findings/help {"region":"{kelurahan}","kind":"BOAT","count":1,"until":"2024-02-14T11:00:00Z","answerBy":"2024-02-14T05:00:00Z","finding":"","words":""}
        KPU_KOTA POST   /api/findings/phones {"role":"PPS","territory":"{kelurahan}","phone":"021-000000","label":""}
        KPU_KOTA POST   /api/findings/phones/erasures {"role":"PPS","territory":"{kelurahan}"}
        KPU_KOTA POST   /api/stock {fact}
        KPU_KOTA POST   /api/stock/many {facts}
        KPU_KOTA POST   /api/custody/spares {"spare":"{box}","box":"{box}"}
        BAWASLU  POST   /api/vulnerability/import?part=indicators&collected=2024-02-07 {marks}
        POLRES   POST   /api/posts {post}
        POLRES   POST   /api/posts/{number}/move {moved}
        POLRES   POST   /api/posts/{number}/shifts {shift}
        POLRES   POST   /api/posts/{number}/check-ins {"at":"","people":1}
        POLRES   POST   /api/posts/{number}/close {}
        KPPS     POST   /api/assistance/asks {"tps":"{tps}","reason":"OTHER","at":""}
        POLRES   POST   /api/assistance/entries {"tps":"{tps}","people":2,"at":""}
        POLRES   POST   /api/assistance/exits {"tps":"{tps}","at":""}
        POLRES   POST   /api/watch {"tps":"{tps}","minutes":60}
        BAWASLU  POST   /api/watch/end {"tps":"{tps}"}
        KPU_KOTA POST   /api/watch/seen {"tps":"{tps}","word":"ALL_WELL"}
        POLRES   POST   /api/incidents {report}
        POLRES   POST   /api/incidents/{incident}/steps {"step":"terang","answer":"","count":-1,"confirmed":true,"pictures":[]}
        KPU_KOTA POST   /api/incidents/{incident}/boxes/more {"boxes":["{box}"],"tps":[]}
        KPU_KOTA POST   /api/incidents/{incident}/boxes {"fate":"SAFE","boxes":["{box}"],"tps":[],"rest":false}
        KPU_KOTA POST   /api/incidents/{incident}/close {}
        KPU_KOTA POST   /api/entrances/{place}/permits {permitting}
        POLRES   POST   /api/entrances/{place}/visits {"zone":"INSIDE","who":"SELF","card":"","name":"","escort":0,"at":""}
        POLRES   POST   /api/entrances/visits/{visit}/leave {"at":""}
        KPU_KOTA POST   /api/entrances/permits/{permit}/end {}
        KPU_KOTA POST   /api/entrances/erasures {"name":"{visitor}"}
        KPU_KOTA POST   /api/sites/{place} {"capacity":900,"synthetic":true,"site":{site}}
        KPU_KOTA POST   /api/sites/import?synthetic=true {sites}
        POLRES   POST   /api/sites/{place}/inspections {inspecting}
        KPU_KOTA POST   /api/sites/{place}/gaps/{item} {"owner":"KPU_KOTA","due":"2024-02-14"}
        POLRES   GET    /api/sites/{place}/points
        POLRES   POST   /api/sites/{place}/points {"points":1}
        POLRES   POST   /api/sites/{place}/rounds {rounds}
        POLRES   POST   /api/sites/marks {"code":"{code}"}
        POLRES   POST   /api/sites/rounds/{plan}/end {}
        KPU_KOTA POST   /api/cameras/places/{place} {describing}
        SATPOL_PP GET   /api/cameras/{camera}/picture
        KPU_KOTA POST   /api/cameras/{camera}/edit {describing}
        KPU_KOTA POST   /api/cameras/{camera}/reference {}
        KPU_KOTA POST   /api/cameras/{camera}/remove {}
        KPU_KOTA POST   /api/sensors/places/{place} {"kind":"SMOKE","name":"Atap","minutes":60}
        KPU_KOTA POST   /api/sensors/{sensor}/remove {}
        KPU_KOTA POST   /api/devices/revoke {"key":"{device}","reason":"LOST","moment":null}
        """;
    Map<String, String> own = territoryOf(CITY);
    Map<String, String> other = territoryOf(OTHER_CITY);
    Set<String> tried = new TreeSet<>();
    for (String line : table.lines().toList()) {
      String[] words = line.split(" +", 4);
      String method = words[1].equals("LIST") ? "GET" : words[1];
      tried.add(method + " " + words[2].replaceAll("[?].*", ""));
      if (words[1].equals("LIST")) {
        String listed = ask(words[0], method, words[2], "").text();
        assertTrue(listed.contains(filled(words[3], own)), line + ": " + listed);
        assertFalse(listed.contains(filled(words[3], other)), line + ": " + listed);
      } else {
        String body = words.length > 3 ? words[3] : "";
        Answer refused = ask(words[0], method, filled(words[2], other), filled(body, other));
        assertEquals(403, refused.status(), line + ": " + refused);
        assertTrue(
            Set.of("NOT_ALLOWED", "OUTSIDE_TERRITORY").contains(refused.reason()),
            line + ": " + refused);
        Answer let = ask(words[0], method, filled(words[2], own), filled(body, own));
        assertTrue(let.status() / 100 == 2 || let.status() == 409, line + ": " + let);
      }
    }
    // What one began is nobody else's; unfetched it would be revoked when the server stops.
    for (JsonNode run : ask("KPU_KOTA", "GET", "/api/cards", "").json()) {
      String begun = "/api/cards/" + run.get("id").asString();
      assertEquals("NOT_FOUND", ask("KPU_PROVINSI", "GET", begun, "").reason());
      assertEquals("NOT_FOUND", ask("KPU_PROVINSI", "DELETE", begun, "").reason());
      assertEquals(200, ask("KPU_KOTA", "DELETE", begun, "").status());
    }
    Set<String> written =
        new TreeSet<>(
            this.table.stream()
                .filter(row -> row.where.equals("own"))
                .map(Endpoint::name)
                .toList());
    assertEquals(written, tried);
  }

  /** What is of one city, by the names that the lines above have for it. */
  private Map<String, String> territoryOf(String city) throws Exception {
    TestPhone phone = desk.enrol(1, "KPU_KOTA", city).getFirst();
    BoxId box = BoxId.of(tps(city), 1, 1);
    byte[] packed = SignedStatement.sign(phone.packing(box, 1), phone.signingKey()).bytes();
    Id packing = phone.send(List.of(packed)).keySet().iterator().next();
    var saksi = new ArrayList<SigningKey>();
    var keys = new ArrayList<SigningKey>(List.of(phone.signingKey()));
    for (byte i = 1; i <= 2; i++) {
      byte[] seed = new byte[32];
      seed[1] = i;
      saksi.add(SigningKey.fromSeed(seed));
    }
    keys.addAll(saksi);
    var opening =
        new Statement(
            Statement.Kind.OPEN,
            "dki-2024",
            phone.key(),
            saksi.stream().map(key -> PartyKey.of(key.publicKey())).toList(),
            2,
            TestPhone.PACKED,
            new PlaceCode("G" + city),
            null,
            null,
            null,
            "FORM_C4",
            null,
            0,
            List.of(
                new Statement.Group(packing, List.of(new Statement.BoxLine(box, Seals.NONE, 0)))),
            List.of());
    byte[] opened = SignedStatement.sign(opening, keys.toArray(SigningKey[]::new)).bytes();
    long entry = phone.send(List.of(opened)).values().iterator().next();
    desk.post("/api/invitations", List.of(Map.of("role", "KPPS", "territory", tps(city))));
    JsonNode cards = desk.json("/api/seats?region=" + tps(city)).get(0).get("cards");
    String kelurahan = tps(city).substring(0, 10);
    JsonNode job =
        desk.post("/api/labels/jobs", Map.of("kind", "box", "region", tps(city), "size", "105x74"));
    String fact =
        "segel/fact/v1\nfact CountCorrected\nplace G%s\nkoli C0123-016\ncounted 500\n"
            .formatted(city);
    JsonNode finding =
        desk.json("/api/findings?region=" + city)
            .get("rows")
            .valueStream()
            .filter(row -> row.get("owner").asString().equals("BAWASLU"))
            .findFirst()
            .orElseThrow();
    Somebody polda = user(city.equals(CITY) ? "polda satu" : "polda dua", Role.POLDA, PROVINCE);
    Map<String, Object> moved =
        Map.of("lat", -6.16, "lon", 106.85, "kelurahan", kelurahan, "reachMetres", 500);
    var post = new LinkedHashMap<String, Object>(moved);
    post.putAll(
        Map.of(
            "kind", "TACTICAL",
            "name", "Pos uji",
            "role", "POLRES",
            "territory", city,
            "synthetic", true));
    Answer postOpened = polda.browser.post("/api/posts", post);
    assertEquals(200, postOpened.status(), postOpened.text());
    Map<String, Object> shift =
        Map.of(
            "begin", "2024-02-13T11:00:00Z", "end", "2024-02-13T23:00:00Z", "due", 1, "every", 60);
    String report =
        """
        {"kind":"%s","places":["G%s"],"at":"","drill":false,"scope":"NONE","boxes":[],
         "finding":"","follows":0,"words":"","anyway":true}
        """;
    Answer incident =
        polda.browser.post("/api/incidents", report.formatted("POWER", city).replace("\n", ""));
    assertEquals(200, incident.status(), incident.text());
    Instant now = Instant.parse(desk.json("/api/status").get("now").asString());
    String permitting =
        """
        {"zone":"INSIDE","kind":"ROLE","code":"PPK","begin":"%s","end":"%s",
         "from":"07:00","until":"18:00","pair":true,"escort":""}
        """
            .formatted(now, now.plus(Duration.ofDays(100)))
            .replace("\n", "");
    String visiting =
        """
        {"zone":"INSIDE","who":"VISITOR","card":"","name":"Tukang listrik","escort":0,"at":""}
        """;
    String store = "/api/entrances/G" + city;
    Answer permit = ask("KPU_PROVINSI", "POST", store + "/permits", permitting);
    Answer visit = ask("KPU_PROVINSI", "POST", store + "/visits", visiting);
    assertEquals(200, visit.status(), visit.text());
    String site = "/api/sites/G" + city;
    String described =
        "{\"capacity\":900,\"synthetic\":true,\"site\":%s}".formatted(SitesTest.site(0));
    assertEquals(200, ask("KPU_PROVINSI", "POST", site, described).status());
    ask("KPU_PROVINSI", "POST", site + "/points", "{\"points\":1}");
    String rounds =
        """
        {"begin":"%s","end":"%s","windowMinutes":60,"walkMinutes":20}
        """
            .formatted(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(2)))
            .replace("\n", "");
    Answer plan = ask("KPU_PROVINSI", "POST", site + "/rounds", rounds);
    assertEquals(200, plan.status(), plan.text());
    String describing =
        """
        {"name":"Pintu","view":"DOOR","kind":"RTSP","address":"rtsp://10.1.2.3/s1","user":"",
         "password":"","worker":0,"clock":[]}
        """
            .replace("\n", "");
    String at = "/places/G" + city;
    assertEquals(200, ask("KPU_PROVINSI", "POST", "/api/cameras" + at, describing).status());
    String listing = "{\"kind\":\"DOOR\",\"name\":\"Pintu\",\"minutes\":60}";
    assertEquals(200, ask("KPU_PROVINSI", "POST", "/api/sensors" + at, listing).status());
    var names = new LinkedHashMap<String, String>();
    names.put("describing", describing);
    names.put("camera", "C-G" + city + "-1");
    names.put("sensor", "S-G" + city + "-1");
    names.put("place", "G" + city);
    names.put("site", SitesTest.site(0));
    names.put("item", "apar");
    names.put("rounds", rounds);
    names.put("plan", plan.json().at("/plans/0/plan").asString());
    names.put(
        "code",
        ask("KPU_PROVINSI", "GET", site + "/points", "").json().at("/points/0/code").asString());
    names.put("sites", "tempat,kapasitas\nG" + city + ",901\n");
    names.put(
        "inspecting",
        """
        {"checklist":"gudang","version":1,"at":"","words":"","pictures":[],"synthetic":true,
         "answers":[{"item":"apar","verdict":"OK","owner":"","due":"","words":"","picture":""}]}
        """
            .replace("\n", ""));
    names.put("permitting", permitting);
    names.put("permit", permit.json().at("/permits/0/number").asString());
    names.put("visit", visit.json().at("/visits/0/number").asString());
    names.put("visitor", visit.json().at("/visits/0/nameHash").asString());
    names.put("incident", incident.json().at("/row/number").asString());
    names.put("report", report.formatted("NETWORK", city).replace("\n", ""));
    names.put("number", postOpened.json().at("/row/number").asString());
    names.put("post", TestDesk.JSON.writeValueAsString(post));
    names.put("moved", TestDesk.JSON.writeValueAsString(moved));
    names.put("shift", TestDesk.JSON.writeValueAsString(shift));
    names.put("marks", VulnerabilityTest.indicators(tps(city), "internet"));
    names.putAll(
        Map.of(
            "tps", tps(city),
            "finding", finding.get("id").asString(),
            "kelurahan", kelurahan,
            "box", box.toString(),
            "card", cards.get(0).get("id").asString(),
            "id", job.get("id").asString(),
            "entry", Long.toString(entry),
            "device", phone.key().toString(),
            "facts", fact.length() + "\n" + fact,
            "fact", fact));
    return names;
  }

  private static String filled(String text, Map<String, String> with) {
    String filled = text;
    for (Map.Entry<String, String> one : with.entrySet()) {
      filled = filled.replace("{" + one.getKey() + "}", one.getValue());
    }
    return filled;
  }

  private Answer ask(String who, String method, String path, String body) {
    TestBrowser browser = somebody(who).browser;
    return switch (method) {
      case "GET" -> browser.get(path);
      case "DELETE" -> browser.delete(path);
      default ->
          path.equals("/api/stock")
              ? browser.postText(path, body)
              : path.equals("/api/stock/many")
                  ? browser.send(
                      browser
                          .guarded(path)
                          .setHeader("Content-Type", MediaType.APPLICATION_OCTET_STREAM_VALUE)
                          .POST(HttpRequest.BodyPublishers.ofString(body))
                          .build())
                  : browser.post(path, body);
    };
  }

  private Somebody somebody(String name) {
    return everybody.stream().filter(one -> one.name.equals(name)).findFirst().orElseThrow();
  }

  @Test
  @Order(4)
  void bawasluSeesWhatAnyOtherAgencySees() {
    Somebody bawaslu = somebody("BAWASLU");
    List<Somebody> agencies =
        everybody.stream().filter(one -> one.role != null && one.role != Role.ADMIN).toList();
    Set<String> closed = new TreeSet<>();
    for (Endpoint row : table) {
      boolean isSeen = agencies.stream().anyMatch(one -> isOneOf(one, row.groups));
      if (row.method.equals("GET") && isSeen && !isOneOf(bawaslu, row.groups)) {
        closed.add(row.name());
      }
    }
    assertEquals(named("Closed to Bawaslu"), closed);
  }

  @Test
  @Order(5)
  void bawasluActsForItselfOnly() throws Exception {
    Somebody bawaslu = somebody("BAWASLU (province)");
    Set<String> acts = new TreeSet<>();
    for (Endpoint row : table) {
      boolean isEverybodys = row.groups.contains("ANYONE");
      if (!row.method.equals("GET") && !isEverybodys && isOneOf(bawaslu, row.groups)) {
        acts.add(row.name());
      }
    }
    assertEquals(named("Acts of Bawaslu"), acts);

    // Each puts out its own people only.
    String lost = "{\"key\":\"%s\",\"reason\":\"LOST\",\"moment\":null}";
    TestPhone overseer = desk.enrol(1, "BAWASLU", CITY).getFirst();
    TestPhone officer = desk.enrol(1, "KPPS", tps(CITY)).getFirst();
    String revoke = "/api/devices/revoke";
    String itsOwn = lost.formatted(overseer.key());
    for (String who : List.of("KPU_KOTA", "KPU_PROVINSI", "POLDA")) {
      assertEquals("NOT_ALLOWED", ask(who, "POST", revoke, itsOwn).reason(), who);
    }
    String others = lost.formatted(officer.key());
    assertEquals("NOT_ALLOWED", ask("BAWASLU", "POST", revoke, others).reason());
    assertEquals(200, ask("BAWASLU", "POST", revoke, itsOwn).status());
    assertEquals(200, ask("KPU_KOTA", "POST", revoke, others).status());
  }

  /** Police areas are not city areas: two Polres share a city, and each acts in its own part. */
  @Test
  @Order(6)
  void aPolresActsInItsAreaAndNotInItsCity() throws Exception {
    var harbour = new ArrayList<String>();
    var rest = new ArrayList<String>();
    int tps = 0;
    for (JsonNode one : desk.json("/api/regions").get("kelurahan")) {
      String code = one.get("code").asString();
      if (code.startsWith(OTHER_CITY)) {
        tps += one.get("tps").asInt();
        (code.startsWith(OTHER_CITY + "01") ? harbour : rest).add(code);
      }
    }
    draw("POLRES-PRIOK", harbour.reversed());
    draw("POLRES-UTARA", rest);
    int sum = 0;
    for (JsonNode area : desk.json("/api/areas")) {
      if (!area.get("code").asString().equals("POLRES-UJI")) {
        assertTrue(area.get("tps").asInt() > 0 && area.get("tps").asInt() < tps, area.toString());
        sum += area.get("tps").asInt();
      }
    }
    assertEquals(tps, sum, "the two areas are the city");

    String inside = harbour.getFirst();
    String outside = rest.getFirst();
    Somebody polres = user("priok", Role.POLRES, "POLRES-PRIOK");
    TestPhone near = desk.enrol(1, "POLRES", inside).getFirst();
    TestPhone far = desk.enrol(1, "POLRES", outside).getFirst();
    assertEquals(List.of(200, 403), invited(polres, inside, outside));
    String phones = polres.browser.get("/api/devices?role=POLRES").text();
    assertTrue(phones.contains(near.key().toString()), phones);
    assertFalse(phones.contains(far.key().toString()), phones);

    // What is drawn anew holds at once.
    draw("POLRES-PRIOK", rest);
    assertEquals(List.of(403, 200), invited(polres, inside, outside));

    Answer unknown = ask("ADMIN", "POST", "/api/areas", area("POLRES-X", List.of("3199")));
    assertEquals("TERRITORY_UNKNOWN", unknown.reason());
    Answer twice = ask("ADMIN", "POST", "/api/areas", area("POLRES-X", List.of("3171", "317101")));
    assertEquals("MALFORMED", twice.reason());
    String nowhere =
        "{\"user\":\"polres-x\",\"agency\":\"KPU\",\"role\":\"POLRES\",\"territory\":\"POLRES-X\"}";
    assertEquals("TERRITORY_UNKNOWN", ask("ADMIN", "POST", "/api/users/invite", nowhere).reason());
  }

  private static List<Integer> invited(Somebody by, String... territories) {
    return Stream.of(territories)
        .map(one ->
            by.browser
                .post("/api/invitations", List.of(Map.of("role", "POLRES", "territory", one)))
                .status())
        .toList();
  }

  private void draw(String code, List<String> regions) {
    Answer drawn = ask("ADMIN", "POST", "/api/areas", area(code, regions));
    assertEquals(200, drawn.status(), drawn.text());
  }

  private static String area(String code, List<String> regions) {
    return TestDesk.JSON.writeValueAsString(
        Map.of("code", code, "name", "Polres uji", "regions", regions));
  }

  /** The requests that a table of the page names. */
  private Set<String> named(String heading) {
    return new TreeSet<>(rows(heading).stream().map(row -> code(row.getFirst())).toList());
  }

  @Test
  @Order(7)
  void theServerLetsInWhomTheTableNames() {
    Map<Endpoint, String> types = served();
    var wrong = new ArrayList<String>();
    int calls = 0;
    // Whoever logs out is nobody afterwards.
    for (Endpoint row :
        table.stream()
            .sorted(Comparator.comparing(row -> row.path.equals("/api/logout")))
            .toList()) {
      var key = new Endpoint(row.method, row.path, row.groups, "");
      String type = types.getOrDefault(key, MediaType.APPLICATION_JSON_VALUE);
      for (Somebody one : everybody) {
        Answer answer = one.call(row, type);
        calls++;
        boolean isIn =
            (answer.status() != 401 && answer.status() != 403) || PROOFS.contains(answer.reason());
        boolean isOut =
            answer
                .reason()
                .equals(
                    one.name.equals("nobody") && !row.groups.contains(OPERATOR)
                        ? "NOT_LOGGED_IN"
                        : "NOT_ALLOWED");
        boolean isMeant = isOneOf(one, row.groups);
        if (isMeant ? !isIn : isIn || !isOut) {
          wrong.add(
              row.name()
                  + " as "
                  + one.name
                  + (isMeant ? ", who may: " : ", who may not: ")
                  + answer.status()
                  + " "
                  + answer.reason());
        }
        if (answer.status() >= 500) {
          wrong.add(row.name() + " as " + one.name + ": " + answer);
        }
      }
    }
    assertEquals("", String.join("\n", wrong));
    assertEquals(table.size() * everybody.size(), calls);
  }

  // ---- who is of which group

  private boolean isOneOf(Somebody one, Set<String> named) {
    return named.stream().anyMatch(group -> isOf(one, group));
  }

  private boolean isOf(Somebody one, String group) {
    Set<String> members = groups.get(group);
    assertTrue(members != null, "docs/ROLES.md does not say who is " + group);
    return switch (group) {
      case "ANYONE" -> true;
      case "USER" -> one.role != null;
      default ->
          members.contains(one.name) || (one.role != null && members.contains(one.role.name()));
    };
  }

  private Somebody user(String name, Role role, String territory) {
    var browser = new TestBrowser(port);
    browser.get("/api/session");
    String login = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-") + "x";
    try {
      desk.post(
          "/api/users",
          Map.of(
              "user", login,
              "password", PASSWORD,
              "agency", "KPU",
              "role", role.name(),
              "territory", territory));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    Answer in = browser.post("/api/login", Map.of("user", login, "password", PASSWORD));
    assertEquals(200, in.status(), in.text());
    return new Somebody(name, role, browser);
  }

  private static Answer add(TestBrowser admin, String login, String role, String territory) {
    return admin.post(
        "/api/users",
        Map.of(
            "user", login,
            "password", PASSWORD,
            "agency", "KPU",
            "role", role,
            "territory", territory));
  }

  private String territory(Role role) {
    return switch (role) {
      case ADMIN -> "";
      case KPU_PROVINSI -> PROVINCE;
      case PPK -> CITY + "01";
      case PPS -> tps(CITY).substring(0, 10);
      case KPPS, SAKSI -> tps(CITY);
      default -> CITY;
    };
  }

  private static String tps(String city) {
    return city + "011001001";
  }

  // ---- what the server serves

  /** Every handler of the server, with the type of what it takes. */
  private Map<Endpoint, String> served() {
    var served = new LinkedHashMap<Endpoint, String>();
    for (HandlerMapping mapping : mappings) {
      if (mapping instanceof RequestMappingInfoHandlerMapping mvc) {
        mvc.getHandlerMethods().forEach((info, method) -> serve(info, method, served));
      }
    }
    return served;
  }

  private static void serve(
      RequestMappingInfo info, HandlerMethod method, Map<Endpoint, String> served) {
    Allow allow = method.getMethodAnnotation(Allow.class);
    for (String path : info.getPatternValues()) {
      Set<String> who =
          allow != null
              ? new TreeSet<>(Arrays.stream(allow.value()).map(Enum::name).toList())
              : Set.of(path.equals("/actuator/health") ? "ANYONE" : OPERATOR);
      List<String> methods =
          info.getMethodsCondition().getMethods().isEmpty()
              ? List.of("any")
              : info.getMethodsCondition().getMethods().stream().map(Enum::name).toList();
      String type =
          info.getConsumesCondition().getConsumableMediaTypes().stream()
              .map(MediaType::toString)
              .findFirst()
              .orElse(MediaType.APPLICATION_JSON_VALUE);
      for (String one : methods) {
        served.put(new Endpoint(one, path, who, ""), type);
      }
    }
  }

  // ---- what the page says

  /** The cells of the rows of the table under this heading. */
  private List<List<String>> rows(String heading) {
    var rows = new ArrayList<List<String>>();
    int at = page.indexOf("## " + heading);
    assertTrue(at >= 0, "docs/ROLES.md has no " + heading);
    for (String line : page.subList(at + 1, page.size())) {
      if (line.startsWith("## ")) {
        break;
      }
      if (line.startsWith("| ") && !line.startsWith("| ---")) {
        String[] cells = line.substring(1, line.length() - 1).split("\\|", -1);
        rows.add(Stream.of(cells).map(String::strip).toList());
      }
    }
    return rows.subList(1, rows.size());
  }

  private static String code(String cell) {
    return cell.replace("`", "");
  }

  /** `A`, `B` (province): what stands between the marks, with what restricts it. */
  private static List<String> codes(String cell) {
    var codes = new ArrayList<String>();
    var found = Pattern.compile("`([A-Z_]+)`( \\(province\\))?").matcher(cell);
    while (found.find()) {
      codes.add(found.group(1) + Objects.requireNonNullElse(found.group(2), ""));
    }
    return codes;
  }

  private static Set<String> listed(String cell) {
    return new TreeSet<>(List.of(cell.split(", ", -1)));
  }
}
