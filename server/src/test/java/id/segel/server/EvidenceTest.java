package id.segel.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.box.BoxId;
import id.segel.core.custody.Seals;
import id.segel.core.custody.SignedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.custody.Statement.BoxLine;
import id.segel.core.custody.Statement.Deviation;
import id.segel.core.custody.Statement.Group;
import id.segel.core.custody.Statement.Kind;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.region.Leg;
import id.segel.core.region.PlaceCode;
import id.segel.server.database.TestDatabase;
import id.segel.server.log.Followers;
import id.segel.server.log.Publisher;
import id.segel.server.picture.Photos;
import id.segel.tlog.Sha256;
import id.segel.tlog.checkpoint.TlogProof;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.note.NoteVerifier;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;

/** A bundle of evidence: all that it says follows from its own bytes, and nothing else. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"segel.embargo=PT9H", "segel.test=evidence"})
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EvidenceTest {

  private static final String PASSWORD = "kata-sandi-uji-coba";
  private static final String TPS = "3171011001001";
  private static final BoxId FIRST = BoxId.of(TPS, 1, 1);
  private static final BoxId SECOND = BoxId.of(TPS, 2, 1);

  private final Path data;
  private final int port;
  private final JdbcClient sql;
  private final Followers followers;
  private final Publisher publisher;
  private final TestDesk desk;
  private int counter;
  private long index;

  @Autowired
  EvidenceTest(
      @Value("${segel.data}") Path data,
      @Value("${local.server.port:0}") int port,
      JdbcClient sql,
      Followers followers,
      Publisher publisher) {
    this.data = data;
    this.port = port;
    this.sql = sql;
    this.followers = followers;
    this.publisher = publisher;
    this.desk = new TestDesk("http://127.0.0.1:" + port);
  }

  @BeforeAll
  void setUp() throws Exception {
    desk.setUp(data);
  }

  @Test
  void aTpsIsProvedByItsOwnBytes() throws Exception {
    TestPhone city = desk.enrol(1, "KPU_KOTA", "3171").getFirst();
    TestPhone kecamatan = desk.enrol(1, "PPK", "317101").getFirst();
    byte[] photo = Photos.baseline(4, 64);
    Id paper = keep(photo, city);
    var packed = List.of(new BoxLine(FIRST, Seals.NONE, 277), new BoxLine(SECOND, Seals.NONE, 277));
    var closed =
        List.of(
            new BoxLine(FIRST, Seals.parse("A1,A2"), 0),
            new BoxLine(SECOND, Seals.parse("A3,A4"), 0));
    Id pack = say(city, Kind.PACK, "G3171", null, packed, null, null, null);
    Id seal = say(city, Kind.SEAL, "G3171", pack, closed, null, null, null);
    Id offer = say(city, Kind.OFFER, "G3171", seal, closed, kecamatan, null, paper);
    say(kecamatan, Kind.ACCEPT, "K317101", null, List.of(), null, offer, null);
    settle();

    var browser = new TestBrowser(port);
    browser.get("/api/session");
    String address = "/api/evidence/tps/" + TPS;
    assertEquals("EMBARGOED", browser.get(address).reason(), "nobody sees it before its time");
    browser.post("/api/login", Map.of("user", "uji", "password", PASSWORD));

    HttpResponse<byte[]> answer = browser.download(address);
    assertEquals(200, answer.statusCode());
    assertEquals(
        "attachment; filename=\"bukti-tps-" + TPS + ".zip\"",
        answer.headers().firstValue("Content-Disposition").orElse(""));
    assertArrayEquals(answer.body(), browser.bytes(address), "the same state, the same bytes");
    Map<String, byte[]> files = unzip(answer.body());
    sums(files);
    JsonNode evidence = TestDesk.JSON.readTree(text(files, "evidence.json"));
    statements(proofs(files, evidence));
    photos(files, evidence, photo, paper);
    page(files);
    assertTrue(text(files, "report.html").contains("Kotak tidak ada saat diterima"));
    try (PDDocument report = Loader.loadPDF(file(files, "report.pdf"))) {
      String said = new PDFTextStripper().getText(report);
      assertTrue(said.contains("Laporan Bukti") && said.contains("TPS 001"), said);
      assertTrue(said.contains("Kotak tidak ada saat diterima"), said);
      assertTrue(said.contains("belum oleh lembaga lain"), said);
      assertFalse(said.contains("?"), said);
    }

    String names = evidence.get("names").toString();
    assertTrue(names.contains("\"3171\":\"Kota Administrasi Jakarta Pusat\""), names);
    assertEquals(2, evidence.get("boxes").size());
    assertEquals(4, evidence.get("boxes").get(0).get("links").size());
    others(browser, evidence);
  }

  /** A box, a discrepancy, what is not there, and readers without a role. */
  private void others(TestBrowser browser, JsonNode evidence) throws Exception {
    long found = -1;
    for (JsonNode one : evidence.get("entries")) {
      byte[] leaf = one.get("leaf").binaryValue();
      if (text(leaf).contains("fact DiscrepancyFound")) {
        found = one.get("index").asLong();
      }
    }
    assertTrue(found > 0, "the bundle holds what was found");
    // address | status
    String table =
        """
        box/%s 200
        discrepancy/%d 200
        box/3171011001001102 404
        box/31 400
        tps/3171011001999 404
        tps/3171 400
        discrepancy/0 404
        discrepancy/-1 404
        discrepancy/99999999 404
        """
            .formatted(FIRST, found);
    for (String line : table.lines().toList()) {
      String[] cells = line.split(" ", -1);
      HttpResponse<byte[]> answer = browser.download("/api/evidence/" + cells[0]);
      assertEquals(Integer.parseInt(cells[1]), answer.statusCode(), line);
      if (answer.statusCode() == 200) {
        Map<String, byte[]> files = unzip(answer.body());
        sums(files);
        statements(proofs(files, TestDesk.JSON.readTree(text(files, "evidence.json"))));
      }
    }
    // As if its hours were over.
    sql.sql("update log.entries set opens = 0").update();
    HttpResponse<byte[]> open = new TestBrowser(port).download("/api/evidence/box/" + FIRST);
    assertEquals(200, open.statusCode(), "after the embargo everybody may have it");
    JsonNode opened = TestDesk.JSON.readTree(text(unzip(open.body()), "evidence.json"));
    assertEquals("LOGIN_NEEDED", opened.get("photos").get(0).get("why").asString());
  }

  /** A box that needs 275 sheets: filled short, checked, filled up, damaged, and checked again. */
  @Test
  void whatWasPackedIsProvedWithWhatWasFound() throws Exception {
    String tps = "3171011001002";
    BoxId box = BoxId.of(tps, 1, 1);
    BoxId beside = BoxId.of("3171011001003", 1, 1);
    BoxId empty = BoxId.of(tps, 2, 1);
    BoxId whole = BoxId.of(tps, 3, 1);
    TestPhone city = desk.enrol(1, "KPU_KOTA", "3171").getFirst();
    byte[] photo = Photos.baseline(7, 64);
    Id torn = keep(photo, city);
    TestBrowser province = user("provinsi", "KPU_PROVINSI", "31");
    TestBrowser store = user("pusat", "KPU_KOTA", "3171");
    String table = "; place G3171; table 1; shift 2024-01-10-1";
    stock(province, "StockOpened; bundle 25; koli 500; outlier 5");
    stock(province, "BillOfMaterialsSet; item SAMPUL box 4 Sampul; item BILIK out 4 Bilik");
    stock(
        province,
        "ConsignmentSent; consignment PAK; from printer:PTA; to G3171; note SJ-1; batch B1; koli 001 1 500; koli 002 3 500");
    stock(store, "KoliReceived; consignment PAK; place G3171; koli 001-002");
    stock(store, "KoliOpened" + table + "; koli PAK-001; koli PAK-002");
    stock(store, "KoliSorted" + table + "; koli PAK-001 500; koli PAK-002 500");
    String filled = "BoxesFilled; place G3171; packer P1; box " + box;
    String checked = "BoxesChecked; place G3171; checker P2; box " + box;
    stock(store, filled + " PAK-001.01-08; box " + beside + " PAK-001.16-18");
    long lacking = stock(store, checked + " short SAMPUL=2");
    stock(store, filled + " PAK-001.09-11");
    long damaged =
        stock(
            store,
            "DamageFound; place G3171; from box:"
                + box
                + "; sheets 1 3; damage torn; picture "
                + torn);
    stock(store, filled + " PAK-001.15=3");
    stock(store, checked + " ready");
    stock(store, filled.replace(box.toString(), whole.toString()) + " PAK-002.01-11");
    stock(store, checked.replace(box.toString(), whole.toString()) + " ready");
    stock(province, "ItemsChecked; place T" + tps + "; lacks BILIK=1");
    say(
        city,
        Kind.SEAL,
        "G3171",
        null,
        List.of(new BoxLine(empty, Seals.parse("B1"), 0)),
        null,
        null,
        null);
    // Another box gets the number of its seal.
    BoxId other = BoxId.of("3171011001005", 2, 1);
    List<BoxLine> again = List.of(new BoxLine(other, Seals.parse("B1"), 0));
    say(city, Kind.SEAL, "G3171", null, again, null, null, null);
    long sealed = index;
    settle();

    TestBrowser browser = logIn("uji");
    Map<String, byte[]> files = bundle(browser, "box/" + box, "kotak-" + box);
    Map<String, Integer> kinds = proofs(files, evidence(files));
    assertEquals(3, kinds.get("fact BoxesFilled"), kinds::toString);
    assertEquals(2, kinds.get("fact BoxesChecked"), kinds::toString);
    assertEquals(1, kinds.get("fact DamageFound"), kinds::toString);
    // Short by 75 and without envelopes, then short by 3.
    assertEquals(3, kinds.get("fact FindingRaised"), kinds::toString);
    assertEquals(2, kinds.get("fact FindingCleared"), kinds::toString);
    photos(files, evidence(files), photo, torn);
    String report = text(files, "report.html");
    for (String said :
        List.of(
            "Pengepak P1",
            "Pemeriksa P2",
            "1 dari 2 kotak",
            "Kotak " + box + ": 8 ikat utuh (PAK-001.01-08)",
            "Kotak " + box + ": belum boleh disegel, kurang SAMPUL 2",
            "Kotak " + box + ": siap disegel",
            "Temuan: Kotak kurang",
            "Kurang 75 lembar PPWP",
            "3 lembar PPWP sobek, dari kotak " + box)) {
      assertTrue(report.contains(said), said + " is not in " + report);
    }
    assertFalse(report.contains("Kotak " + beside), report);
    assertFalse(report.contains("Boxes") || report.contains("Finding"), report);
    assertTrue(evidence(files).get("names").has("G3171"), "the store has its name");

    files = bundle(browser, "box/" + whole, "kotak-" + whole);
    kinds = proofs(files, evidence(files));
    assertEquals(1, kinds.get("fact BoxesFilled"), kinds::toString);
    assertEquals(1, kinds.get("fact BoxesChecked"), "a check that finds nothing is one too");

    files = bundle(browser, "tps/" + tps, "tps-" + tps);
    kinds = proofs(files, evidence(files));
    assertEquals(4, kinds.get("fact BoxesFilled"), kinds::toString);
    assertEquals(1, kinds.get("fact ItemsChecked"), kinds::toString);
    assertEquals(6, kinds.get("fact FindingRaised"), kinds::toString);

    findings(
        browser,
        lacking,
        damaged,
        sealed,
        found(files, "kind CODE_SEEN_TWICE\nabout box:" + empty));
  }

  /** The entry of a bundle that says so. */
  private static long found(Map<String, byte[]> files, String said) throws Exception {
    for (JsonNode one : evidence(files).get("entries")) {
      if (text(one.get("leaf").binaryValue()).contains(said)) {
        return one.get("index").asLong();
      }
    }
    throw new AssertionError("no entry says " + said);
  }

  /** Of a box, of a store, and behind a statement that is still closed. */
  private void findings(TestBrowser browser, long lacking, long damaged, long sealed, long behind)
      throws Exception {
    Map<String, byte[]> files = finding(browser, lacking + 1);
    Map<String, Integer> kinds = proofs(files, evidence(files));
    assertTrue(files.containsKey("entries/" + lacking), "what showed it");
    assertEquals(2, kinds.get("fact FindingCleared"), kinds::toString);
    assertEquals("finding", evidence(files).get("about").get("kind").asString());
    assertTrue(text(files, "report.html").contains("<h1>Temuan: Kotak kurang (catatan "));

    files = finding(browser, damaged + 1);
    kinds = proofs(files, evidence(files));
    assertTrue(files.containsKey("entries/" + damaged), "what showed it");
    assertEquals(1, kinds.get("fact FindingRaised"), kinds::toString);
    assertTrue(text(files, "report.html").contains("Tentang lembar rusak di "), "what it is about");

    assertTrue(behind > sealed + 1, "between them stand discrepancies");
    files = finding(browser, behind);
    kinds = proofs(files, evidence(files));
    assertTrue(files.containsKey("entries/" + sealed), "what showed it");
    assertEquals(1, kinds.get("fact DeviceEnrolled"), kinds::toString);
    assertEquals(1, evidence(files).get("boxes").get(0).get("links").size());

    var stranger = new TestBrowser(port);
    String address = "/api/evidence/finding/";
    assertEquals(200, stranger.download(address + (lacking + 1)).statusCode());
    assertEquals("EMBARGOED", stranger.get(address + behind).reason());
    for (long none : new long[] {lacking, sealed, 0, -1, 99_999_999}) {
      assertEquals(404, browser.download(address + none).statusCode(), "entry " + none);
    }
  }

  private Map<String, byte[]> finding(TestBrowser browser, long index) throws Exception {
    return bundle(browser, "finding/" + index, "temuan-" + index);
  }

  private static Map<String, byte[]> bundle(TestBrowser browser, String what, String name)
      throws Exception {
    HttpResponse<byte[]> answer = browser.download("/api/evidence/" + what);
    assertEquals(200, answer.statusCode(), what);
    assertEquals(
        "attachment; filename=\"bukti-" + name + ".zip\"",
        answer.headers().firstValue("Content-Disposition").orElse(""));
    Map<String, byte[]> files = unzip(answer.body());
    sums(files);
    return files;
  }

  private static JsonNode evidence(Map<String, byte[]> files) {
    return TestDesk.JSON.readTree(text(files, "evidence.json"));
  }

  /** Somebody who may log in, logged in. */
  private TestBrowser user(String name, String role, String territory) throws Exception {
    desk.post(
        "/api/users",
        Map.of(
            "user",
            name,
            "password",
            PASSWORD,
            "agency",
            "uji",
            "role",
            role,
            "territory",
            territory));
    return logIn(name);
  }

  private TestBrowser logIn(String name) {
    var browser = new TestBrowser(port);
    browser.get("/api/session");
    assertEquals(
        200, browser.post("/api/login", Map.of("user", name, "password", PASSWORD)).status());
    return browser;
  }

  /** Says a fact at a desk; answers its entry. */
  private long stock(TestBrowser browser, String fact) {
    String text = Fact.FIRST_LINE + "\nfact " + fact.replace("; ", "\n") + "\n";
    TestBrowser.Answer answer = browser.postText("/api/stock", text);
    assertEquals(200, answer.status(), fact + ": " + answer.text());
    return answer.json().get("index").asLong();
  }

  /** The list names every file but itself and the page that holds it. */
  private static void sums(Map<String, byte[]> files) {
    var listed = new LinkedHashMap<String, String>();
    for (String line : text(files, "SHA256SUMS").lines().toList()) {
      listed.put(line.substring(66), line.substring(0, 64));
    }
    files.forEach((name, bytes) -> {
      if (!name.equals("SHA256SUMS") && !name.equals("bukti.html")) {
        assertEquals(hex(bytes), listed.remove(name), name);
      }
    });
    assertEquals(Map.of(), listed);
  }

  /** Every entry is proved; answers how many there are of each kind. */
  private static Map<String, Integer> proofs(Map<String, byte[]> files, JsonNode evidence)
      throws Exception {
    NoteVerifier log = NoteVerifier.parse(text(files, "vkey").strip());
    String checkpoint = text(files, "checkpoint");
    assertTrue(evidence.get("entries").size() > 2);
    var kinds = new LinkedHashMap<String, Integer>();
    for (JsonNode one : evidence.get("entries")) {
      String index = one.get("index").asString();
      byte[] leaf = file(files, "entries/" + index);
      assertArrayEquals(one.get("leaf").binaryValue(), leaf);
      TlogProof proof = TlogProof.parse(file(files, "proofs/" + index + ".tlog-proof"));
      assertEquals(checkpoint, proof.checkpoint().toString(), "one checkpoint for all");
      proof.verify(hash(leaf), log);
      byte[] altered = leaf.clone();
      altered[altered.length / 2] ^= 1;
      assertThrows(Exception.class, () -> proof.verify(hash(altered), log));
      Entry entry = Entry.decode(leaf);
      kinds.merge(entry.kind().name(), 1, Integer::sum);
      if (entry.kind() == Entry.Kind.FACT) {
        kinds.merge(text(entry.body()).lines().skip(1).findFirst().orElseThrow(), 1, Integer::sum);
      }
    }
    return kinds;
  }

  private static void statements(Map<String, Integer> kinds) {
    assertEquals(4, kinds.get("STATEMENT"), kinds::toString);
    assertEquals(2, kinds.get("fact DeviceEnrolled"), kinds::toString);
    assertEquals(1, kinds.get("fact KelurahanListed"), kinds::toString);
    assertEquals(1, kinds.get("fact ElectionOpened"), kinds::toString);
  }

  private static void photos(Map<String, byte[]> files, JsonNode evidence, byte[] photo, Id paper)
      throws Exception {
    JsonNode one = evidence.get("photos").get(0);
    assertEquals(paper.toString(), one.get("hash").asString());
    assertEquals("photos/" + hex(photo) + ".jpg", one.get("file").asString());
    assertArrayEquals(photo, files.get(one.get("file").asString()));
    assertEquals(paper, salted(one.get("salt").binaryValue(), photo));
    assertTrue(text(files, "photos/salts.txt").endsWith(" " + paper + "\n"));
  }

  /** The checker with the data inside is the checker, once they are taken out. */
  private static void page(Map<String, byte[]> files) throws Exception {
    String page = text(files, "bukti.html");
    String place = "<script type=\"application/json\" id=\"evidence\">";
    int from = page.indexOf(place) + place.length();
    int to = page.indexOf("</script>", from);
    JsonNode inside = TestDesk.JSON.readTree(page.substring(from, to));
    assertEquals(text(files, "evidence.json"), inside.get("evidence").asString());
    assertEquals(text(files, "SHA256SUMS"), inside.get("sums").asString());
    String file = inside.get("photos").propertyNames().iterator().next();
    assertArrayEquals(files.get(file), inside.get("photos").get(file).binaryValue());
    String empty = page.substring(0, from) + page.substring(to);
    assertTrue(
        text(files, "README.txt").contains(hex(empty.getBytes(StandardCharsets.UTF_8))),
        "the README names the checker's hash");
    assertFalse(page.substring(from, to).contains("<"));
  }

  private Id keep(byte[] photo, TestPhone phone) {
    byte[] salt = HexFormat.of().parseHex("5a".repeat(16));
    var browser = new TestBrowser(port);
    var upload =
        browser.request(
            "/api/pictures?salt=" + "5a".repeat(16),
            "Authorization",
            "Bearer " + phone.token(),
            "Content-Type",
            "image/jpeg");
    var answer = browser.send(upload.POST(HttpRequest.BodyPublishers.ofByteArray(photo)).build());
    assertEquals(200, answer.status(), answer.text());
    return salted(salt, photo);
  }

  private static Id salted(byte[] salt, byte[] photo) {
    MessageDigest digest = Sha256.digest();
    digest.update(salt);
    return Id.of(digest.digest(photo));
  }

  private Id say(
      TestPhone phone,
      Kind kind,
      String place,
      @Nullable Id after,
      List<BoxLine> lines,
      @Nullable TestPhone to,
      @Nullable Id of,
      @Nullable Id paper)
      throws Exception {
    var statement =
        new Statement(
            kind,
            "dki-2024",
            phone.key(),
            List.of(),
            ++counter,
            Instant.parse("2024-02-13T01:00:00Z"),
            new PlaceCode(place),
            to == null ? null : Leg.CITY_KECAMATAN,
            to == null ? null : to.key(),
            of,
            null,
            null,
            of == null ? 0 : 1,
            of == null ? List.of(new Group(after, lines)) : List.of(),
            of == null ? List.of() : List.of(new Deviation(SECOND, null)),
            paper);
    byte[] note = SignedStatement.sign(statement, phone.signingKey()).bytes();
    var sent = phone.send(List.of(note)).entrySet().iterator().next();
    index = sent.getValue();
    return sent.getKey();
  }

  private void settle() throws InterruptedException {
    long size = publisher.covering(index, Duration.ofSeconds(30)).orElseThrow().size();
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (followers.position() < size) {
      assertTrue(System.nanoTime() < deadline, "the views did not follow within a minute");
      Thread.onSpinWait();
    }
  }

  private static Map<String, byte[]> unzip(byte[] zip) throws Exception {
    var files = new LinkedHashMap<String, byte[]>();
    try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), in.readAllBytes());
      }
    }
    return files;
  }

  private static Hash hash(byte[] leaf) {
    return Hash.leaf(leaf);
  }

  private static String text(Map<String, byte[]> files, String name) {
    return text(file(files, name));
  }

  private static byte[] file(Map<String, byte[]> files, String name) {
    return Objects.requireNonNull(files.get(name), name);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(Sha256.digest().digest(bytes));
  }
}
