package id.segel.server;

import static id.segel.server.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.box.BoxId;
import id.segel.core.custody.SignedStatement;
import id.segel.server.TestBrowser.Answer;
import id.segel.server.picture.Photos;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The city store of Jakarta Pusat and a post that becomes a store, over HTTP: from a file to the
 * register, withdrawn, inspected, approved, full, stale, with gaps and with rounds. The clock
 * begins at noon of 8 February.
 */
@TestPropertySource(properties = "segel.test=sites")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SitesTest extends AgencyTable {

  private static final String STORE = "G3171";
  private static final String TPS = "3171011001001";
  private static final Instant NOON = Instant.parse("2024-02-08T05:00:00Z");
  private static final List<String> ITEMS =
      List.of(
          "penjaga",
          "satu-pintu",
          "buku-tamu",
          "cctv",
          "apar",
          "jalur-darurat",
          "palet",
          "cuaca",
          "banjir",
          "hama",
          "listrik",
          "nomor-darurat");

  @BeforeAll
  void aTableOfAgencies() throws Exception {
    open(NOON);
    user("kpu", "KPU", "KPU_PROVINSI", "31");
    user("kota", "KPU", "KPU_KOTA", "3171");
    user("ppk", "KPU", "PPK", "317101");
    user("polres", "Polres Pusat", "POLRES", "3171");
    user("utara", "Polres Utara", "POLRES", "3172");
    user("satpol", "Satpol PP", "SATPOL_PP", "3171");
    user("pengawas", "Bawaslu", "BAWASLU", "31");
  }

  private JsonNode row(String id) {
    for (JsonNode one : as("pengawas").get("/api/findings?size=200").json().get("rows")) {
      if (one.get("id").asString().equals(id)) {
        return one;
      }
    }
    return MissingNode.getInstance();
  }

  /** The rules by which something is found at a place. */
  private String found(String place) {
    return as("pengawas").get("/api/findings/places").json().path(place).toString();
  }

  private void awaitFinding(String rule, String state) {
    awaitState(rule + " place:" + STORE, state);
  }

  private void awaitState(String id, String state) {
    // Each minute is looked at once.
    await(() -> {
      pass(Duration.ofSeconds(1));
      return state.equals(finding(id));
    });
  }

  private JsonNode site(String place) {
    return as("pengawas").get("/api/sites/" + place).json();
  }

  private Answer send(String user, String query, byte[] file) {
    return as(user)
        .send(
            as(user)
                .guarded("/api/sites/import" + query)
                .setHeader("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(file))
                .build());
  }

  // ---- the register

  private static final String FILE =
      """
      tempat,nama,lintang,bujur,kapasitas,lantai,tinggi_m,atap,banjir,palet,apar,pintu,genset,pos_jaga,kamera_dalam,kamera_pintu,kamera_halaman,kamera_jalan,penanggung_jawab,damkar
      G3171,,,,900,0,"0,15",seng,sedang,40,2024-01-31 2025-06-30,1,ya,2,4,1,0,0,KPU_KOTA POLRES,850 Pos Damkar Gambir
      K317101,,,,400,,,,,,-,,,,0,0,0,0,,
      S317101-77,RW 05 Gambir,-6.17,106.82,60,1,,beton,rendah,,,,,,,,,,,
      """;

  @Test
  @Order(1)
  void aWrongFileIsToldCellByCellAndNothingIsImported() {
    String wrong =
        FILE.replace("900,0,", "nol,0,")
            .replace("seng", "jerami")
            .replace("2024-01-31", "31/01/2024")
            .replace("4,1,0,0,", "4,,0,0,")
            .replace("K317101", "K317199")
            .replace("-6.17", "utara");
    for (String query : List.of("?dryRun=true", "")) {
      Answer answer = send("kota", query, wrong.getBytes(StandardCharsets.UTF_8));
      assertEquals(422, answer.status(), answer.text());
      var cells = new ArrayList<String>();
      for (JsonNode one : answer.json().get("wrong")) {
        cells.add(
            one.get("line").asString()
                + " "
                + one.get("column").asString()
                + " "
                + one.get("wrong").asString());
      }
      assertEquals(
          List.of(
              "2 kapasitas NUMBER",
              "2 atap WORD_UNKNOWN",
              "2 apar DAY",
              "2 kamera_dalam CAMERAS_PARTLY",
              "3 tempat PLACE_UNKNOWN",
              "4 lintang POINT_FORM"),
          cells);
    }
    assertFalse(site(STORE).get("row").has("capacity"));
    Answer foreign =
        send("kota", "", "tempat,kapasitas\nG3172,9\n".getBytes(StandardCharsets.UTF_8));
    assertEquals("403 OUTSIDE_TERRITORY", said(foreign));
    assertEquals(
        "NOT_XLSX",
        send("kota", "", new byte[] {'P', 'K', 3, 4}).json().at("/wrong/0/wrong").asString());
    assertEquals(
        "403 NOT_ALLOWED", said(send("polres", "", FILE.getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  @Order(2)
  void aFileIsLookedAtFirstAndReadBackByItsExport() {
    byte[] file = FILE.getBytes(StandardCharsets.UTF_8);
    Answer dry = send("kota", "?dryRun=true", file);
    assertEquals(200, dry.status(), dry.text());
    assertEquals(3, dry.json().get("written").asInt());
    assertFalse(site(STORE).get("row").has("capacity"));
    assertEquals(3, send("kota", "", file).json().get("written").asInt());
    assertEquals(0, send("kota", "", file).json().get("written").asInt(), "nothing is new");
    JsonNode store = site(STORE);
    assertEquals(900, store.at("/row/capacity").asInt());
    assertEquals(15, store.at("/site/heightCm").asInt());
    assertEquals(1, store.at("/row/expired").asInt());
    assertEquals(5, store.at("/row/cameras").asInt());
    assertEquals("Pos Damkar Gambir", store.at("/site/neighbours/0/name").asString());
    assertFalse(store.at("/row/synthetic").asBoolean());
    JsonNode kecamatan = site("K317101");
    assertFalse(kecamatan.get("site").has("floor"), "what nobody has said is not none");
    assertEquals(0, kecamatan.at("/row/cameras").asInt());
    JsonNode post = site("S317101-77");
    assertEquals("RW 05 Gambir", post.at("/row/name").asString());
    assertFalse(post.get("row").has("cameras"));
    assertFalse(post.get("row").has("approved"));
    String export = as("satpol").get("/api/sites/export?region=3171").text();
    assertTrue(export.contains("2024-01-31 2025-06-30"), export);
    byte[] again = export.getBytes(StandardCharsets.UTF_8);
    assertEquals(0, send("kota", "", again).json().get("written").asInt(), "it is what it was");
  }

  @Test
  @Order(3)
  void aWorkbookIsReadAlike() throws Exception {
    var out = new ByteArrayOutputStream();
    try (var workbook = new Workbook(out, "segel", "1.0")) {
      Worksheet sheet = workbook.newWorksheet("gudang");
      List<String> head = List.of("tempat", "kapasitas", "tinggi_m", "apar");
      for (int i = 0; i < head.size(); i++) {
        sheet.value(0, i, head.get(i));
      }
      sheet.value(1, 0, "K317102");
      sheet.value(1, 1, 350);
      sheet.value(1, 2, 1.5);
      sheet.value(1, 3, LocalDate.of(2024, 6, 30));
      sheet.style(1, 3).format("yyyy-mm-dd").set();
      sheet.value(2, 0, "G3171");
      sheet.value(2, 1, 800);
      sheet.value(2, 2, 0.15);
      sheet.value(2, 3, "2024-01-31 2025-06-30");
    }
    Answer answer = send("kota", "?synthetic=true", out.toByteArray());
    assertEquals(200, answer.status(), answer.text());
    assertEquals(2, answer.json().get("written").asInt());
    JsonNode one = site("K317102");
    assertEquals(150, one.at("/site/heightCm").asInt());
    assertEquals("2024-06-30", one.at("/site/extinguishers/0").asString());
    assertTrue(one.at("/row/synthetic").asBoolean());
    JsonNode store = site(STORE);
    assertEquals(800, store.at("/row/capacity").asInt());
    assertEquals(
        "METAL", store.at("/site/roof").asString(), "a column that is missing changes nothing");
  }

  // ---- approved, withdrawn, inspected

  private Answer inspect(String user, String place, int version, String... gaps) {
    var answers = new ArrayList<Map<String, String>>();
    for (String item : ITEMS) {
      boolean isGap = List.of(gaps).contains(item);
      answers.add(
          Map.of(
              "item",
              item,
              "verdict",
              isGap ? "GAP" : "OK",
              "owner",
              "",
              "due",
              "",
              "words",
              isGap ? "Habis masa berlakunya" : "",
              "picture",
              ""));
    }
    return inspect(user, place, version, answers, List.of());
  }

  private Answer inspect(
      String user,
      String place,
      int version,
      List<Map<String, String>> answers,
      List<String> pictures) {
    return as(user)
        .post(
            "/api/sites/" + place + "/inspections",
            Map.of(
                "checklist",
                "gudang",
                "version",
                version,
                "at",
                "",
                "answers",
                answers,
                "words",
                "",
                "pictures",
                pictures,
                "synthetic",
                false));
  }

  private String transfer(String code) {
    Answer answer =
        as("kpu")
            .postText(
                "/api/stock",
                """
                segel/fact/v1
                fact TransferOrdered
                transfer %s
                place G3174
                to G3171
                sheets 3 106
                """
                    .formatted(code));
    return said(answer);
  }

  /** I-20: the roof of a hall leaks; nothing is received there until somebody has looked again. */
  @Test
  @Order(4)
  void aSiteThatIsWithdrawnReceivesNothingUntilItIsInspectedAndApproved() throws Exception {
    assertEquals(
        "403 NOT_ALLOWED",
        said(as("kota").post("/api/sites/G3171/withdraw", Map.of("why", "Atap bocor"))));
    Answer withdrawn = as("kpu").post("/api/sites/G3171/withdraw", Map.of("why", "Atap bocor"));
    assertEquals(200, withdrawn.status(), withdrawn.text());
    assertEquals("Atap bocor", withdrawn.json().get("withdrawnWhy").asString());
    assertEquals("KPU", withdrawn.json().get("withdrawnBy").asString());
    String opened =
        "segel/fact/v1\nfact StockOpened\nbundle 25\nkoli 500\noutlier 5\nrevote 1 6000\n";
    assertEquals(200, as("kpu").postText("/api/stock", opened).status());
    assertEquals("409 PLACE_NOT_APPROVED", transfer("T1"));
    // What is signed in the field is not refused, and found.
    TestPhone phone = phone("KPU_KOTA", "3171");
    for (int kind = 1; kind <= 3; kind++) {
      byte[] packed =
          SignedStatement.sign(phone.packing(BoxId.of(TPS, kind, 1), kind), phone.signingKey())
              .bytes();
      assertEquals(1, phone.send(List.of(packed)).size());
    }
    awaitFinding("SITE_NOT_APPROVED", "OPEN");
    assertEquals(3, site(STORE).at("/row/boxes").asInt());
    assertEquals(
        "409 SITE_NEVER_INSPECTED", said(as("kpu").post("/api/sites/G3171/approve", Map.of())));
    assertEquals("403 NOT_ALLOWED", said(inspect("utara", STORE, 1)));
    assertEquals("403 NOT_ALLOWED", said(inspect("kota", STORE, 1)));
    Answer inspected = inspect("polres", STORE, 1);
    assertEquals(200, inspected.status(), inspected.text());
    assertEquals("403 NOT_ALLOWED", said(as("kota").post("/api/sites/G3171/approve", Map.of())));
    Answer approved = as("kpu").post("/api/sites/G3171/approve", Map.of());
    assertEquals(200, approved.status(), approved.text());
    assertEquals("KPU", approved.json().get("approvedBy").asString());
    awaitFinding("SITE_NOT_APPROVED", "CLEARED");
    assertEquals("409 NOT_ENOUGH_SHEETS", transfer("T2"), "the place is no reason any more");
    assertEquals(
        "409 SITE_IS_APPROVED", said(as("kpu").post("/api/sites/G3171/approve", Map.of())));
    assertEquals(
        "409 SITE_NOT_REGISTERED", said(as("kpu").post("/api/sites/G3175/approve", Map.of())));
  }

  /** Of which nothing is said but the floor. */
  static String site(int floor) {
    return """
    {"floor":%d,"heightCm":null,"roof":null,"flood":null,"pallets":null,"extinguishers":null,
     "doors":null,"generator":null,"guardPosts":null,"cameras":null,"responsible":null,
     "neighbours":null}
    """
        .formatted(floor)
        .replace("\n", "");
  }

  private Answer describe(int capacity) {
    return as("kota")
        .post(
            "/api/sites/G3171",
            """
            {"capacity":%d,"synthetic":false,"site":%s}
            """
                .formatted(capacity, site(1)));
  }

  @Test
  @Order(5)
  void moreBoxesThanItHoldsAreFound() {
    assertEquals(200, describe(2).status());
    awaitFinding("SITE_OVER_CAPACITY", "OPEN");
    assertEquals(200, describe(100).status());
    awaitFinding("SITE_OVER_CAPACITY", "CLEARED");
    assertEquals(400, describe(0).status());
  }

  @Test
  @Order(6)
  void aDayWithoutAnInspectionIsFoundWhateverIsDescribed() {
    assertEquals(null, finding("SITE_UNINSPECTED place:" + STORE));
    pass(Duration.ofHours(20));
    assertEquals(200, describe(120).status());
    pass(Duration.ofHours(5));
    awaitFinding("SITE_UNINSPECTED", "OPEN");
    assertTrue(site(STORE).at("/row/isStale").asBoolean());
    assertEquals(200, inspect("pengawas", STORE, 1, "apar").status());
    awaitFinding("SITE_UNINSPECTED", "CLEARED");
  }

  @Test
  @Order(7)
  void aGapIsClosedByAReinspectionAndByNothingElse() {
    JsonNode gap = as("satpol").get("/api/sites/gaps?region=3171").json().get(0);
    assertEquals("apar", gap.get("item").asString());
    assertEquals("KPU_KOTA", gap.get("owner").asString());
    assertEquals("2024-02-10", gap.get("due").asString());
    assertEquals("Habis masa berlakunya", gap.get("words").asString());
    var assigned = Map.of("owner", "PPK", "due", "2024-02-11");
    assertEquals(
        "403 NOT_ALLOWED", said(as("polres").post("/api/sites/G3171/gaps/apar", assigned)));
    JsonNode detail = as("kota").post("/api/sites/G3171/gaps/apar", assigned).json();
    assertEquals("PPK", detail.at("/gaps/0/owner").asString());
    assertEquals("409 GAP_UNKNOWN", said(as("kota").post("/api/sites/G3171/gaps/cctv", assigned)));
    pass(Duration.ofDays(3));
    assertEquals(1, site(STORE).at("/row/overdue").asInt());
    String overdue = "GAP_OVERDUE gap:" + STORE + "/apar";
    awaitState(overdue, "OPEN");
    assertEquals("PPK", row(overdue).get("owner").asString());
    assertTrue(found(STORE).contains("GAP_OVERDUE"), found(STORE));
    assertEquals(401, stranger().get("/api/findings/places").status());
    JsonNode closed = inspect("polres", STORE, 1).json();
    assertFalse(closed.at("/gaps/0/isOpen").asBoolean());
    awaitState(overdue, "CLEARED");
    assertFalse(found(STORE).contains("GAP_OVERDUE"), found(STORE));
    assertEquals(0, as("satpol").get("/api/sites/gaps?region=3171").json().size());
  }

  @Test
  @Order(8)
  void aListThatIsEditedMeanwhileLeavesTheInspectionGood() throws Exception {
    String text = as("kpu").get("/api/checklists/gudang").json().get("text").asString();
    assertEquals(
        "403 NOT_ALLOWED", said(as("polres").post("/api/checklists", Map.of("text", text))));
    assertEquals(
        "409 CHECKLIST_UNCHANGED", said(as("kpu").post("/api/checklists", Map.of("text", text))));
    Answer faulty =
        as("kpu").post("/api/checklists", Map.of("text", text.replaceFirst("days: 0", "days: x")));
    assertEquals("409 CHECKLIST_FAULTY", said(faulty));
    assertTrue(faulty.text().contains("item 1"), faulty.text());
    Answer published =
        as("kpu").post("/api/checklists", Map.of("text", text.replaceFirst("days: 0", "days: 1")));
    assertEquals(2, published.json().get("version").asInt());
    // Somebody has been filling version 1, with a photo.
    Answer kept =
        as("polres")
            .send(
                as("polres")
                    .guarded("/api/sites/pictures")
                    .setHeader("Content-Type", "image/jpeg")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(Photos.baseline(7, 64)))
                    .build());
    assertEquals(200, kept.status(), kept.text());
    var answers = new ArrayList<Map<String, String>>();
    for (String item : ITEMS) {
      answers.add(
          Map.of(
              "item", item, "verdict", "OK", "owner", "", "due", "", "words", "", "picture", ""));
    }
    assertEquals(
        "409 ITEM_MISSING",
        said(inspect("polres", STORE, 1, answers.subList(1, answers.size()), List.of())));
    JsonNode detail =
        inspect("polres", STORE, 1, answers, List.of(kept.json().get("hash").asString())).json();
    assertTrue(detail.at("/looks/0/isOutdated").asBoolean());
    assertEquals(1, detail.at("/looks/0/version").asInt());
    assertEquals(1, detail.at("/looks/0/pictures").size());
    assertFalse(inspect("polres", STORE, 2).json().at("/looks/0/isOutdated").asBoolean());
    assertEquals("409 CHECKLIST_UNKNOWN", said(inspect("polres", STORE, 3)));
  }

  @Test
  @Order(9)
  void theCommandReadsTheSameFiles(@Autowired ImportSites command) throws Exception {
    String head = "tempat,kapasitas,atap\n";
    Path wrong = Files.writeString(data().resolve("wrong.csv"), head + "G3171,-4,jerami\n");
    assertEquals("1 line 2, kapasitas", typed(command, wrong, "kota").substring(0, 19));
    Path good = Files.writeString(data().resolve("good.csv"), head + "K317103,70,beton\n");
    assertTrue(typed(command, good, "kota", "--dry-run").startsWith("0 1 sites, of which 1"));
    assertFalse(site("K317103").at("/row").has("capacity"));
    assertTrue(typed(command, good, "kota").endsWith("they are on the register."));
    assertEquals(70, site("K317103").at("/row/capacity").asInt());
    assertTrue(typed(command, good, "kota").startsWith("0 1 sites, of which 0"), "once");
    Path elsewhere = Files.writeString(data().resolve("other.csv"), head + "K317201,70,beton\n");
    assertTrue(typed(command, elsewhere, "kota").contains("PLACE_NOT_YOURS"));
    assertThrows(IllegalArgumentException.class, () -> typed(command, good, "polres"));
    assertThrows(IllegalArgumentException.class, () -> typed(command, good, "nobody"));
  }

  private static String typed(ImportSites command, Path file, String as, String... more)
      throws Exception {
    var words = new ArrayList<>(List.of(file.toString(), "--as", as));
    words.addAll(List.of(more));
    var out = new ByteArrayOutputStream();
    int status = command.run(words, new PrintStream(out, true, StandardCharsets.UTF_8));
    return status + " " + out.toString(StandardCharsets.UTF_8).strip();
  }

  // ---- rounds

  @Test
  @Order(10)
  void whoeverPassesEachPointInItsTimeWalksARound() {
    Map<String, Object> plan =
        Map.of(
            "begin",
            now().plusSeconds(60).toString(),
            "end",
            now().plus(Duration.ofHours(2)).plusSeconds(120).toString(),
            "windowMinutes",
            60,
            "walkMinutes",
            20);
    String rounds = "/api/sites/G3171/rounds";
    assertEquals("409 POINTS_NONE", said(as("polres").post(rounds, plan)));
    assertEquals(200, as("polres").post("/api/sites/G3171/points", Map.of("points", 2)).status());
    var codes = new ArrayList<String>();
    as("polres")
        .get("/api/sites/G3171/points")
        .json()
        .get("points")
        .forEach(one -> codes.add(one.get("code").asString()));
    assertEquals(2, codes.size());
    Answer planned = as("polres").post(rounds, plan);
    assertEquals(200, planned.status(), planned.text());
    assertFalse(planned.json().at("/plans/0").has("seed"));
    assertEquals("409 ROUNDS_OPEN", said(as("polres").post(rounds, plan)));
    pass(Duration.ofMinutes(62));
    awaitFinding("ROUND_MISSED", "OPEN");
    while (!site(STORE).at("/plans/0").has("now")) {
      pass(Duration.ofMinutes(5));
    }
    assertEquals("409 POINT_UNKNOWN", said(mark("satpol", "salah")));
    assertEquals("403 NOT_ALLOWED", said(mark("utara", codes.getFirst())));
    assertEquals(1, mark("satpol", codes.getFirst()).json().get("marked").asInt());
    JsonNode second = mark("satpol", codes.getLast()).json();
    assertTrue(second.get("isDue").asBoolean());
    assertEquals(2, second.get("marked").asInt());
    pass(Duration.ofMinutes(22));
    awaitFinding("ROUND_MISSED", "CLEARED");
    pass(Duration.ofMinutes(40));
    await(() -> {
      pass(Duration.ofSeconds(61));
      return site(STORE).at("/plans/0").has("seed");
    });
    JsonNode over = site(STORE).at("/plans/0");
    assertEquals(2, over.get("settled").size());
    assertEquals(2, over.at("/settled/0/marked").asInt());
    assertEquals(0, over.at("/settled/1/marked").asInt());
    assertFalse(over.get("isOpen").asBoolean());
  }

  private Answer mark(String user, String code) {
    return as(user).post("/api/sites/marks", Map.of("code", code));
  }

  @Test
  @Order(11)
  void whatWasWrongStandsFirstInTheList() {
    assertEquals(200, describe(1).status());
    awaitFinding("SITE_OVER_CAPACITY", "OPEN");
    JsonNode rows = as("satpol").get("/api/sites").json();
    assertEquals(STORE, rows.at("/0/place").asString());
    assertEquals("OVER_CAPACITY", rows.at("/0/lapses/0").asString());
    assertTrue(rows.size() > 300, "places that nobody has registered are there, too");
  }
}
