package id.segel.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.Result;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.qrcode.QRCodeMultiReader;
import id.segel.core.exchange.Base45;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.KeyKeeping;
import id.segel.core.personnel.Role;
import id.segel.server.ServerTest;
import id.segel.server.TestBrowser;
import id.segel.server.TestBrowser.Answer;
import id.segel.server.region.Regions;
import id.segel.server.region.RosterImport;
import id.segel.tlog.note.SigningKey;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Cards of a kelurahan: printed, fetched, used, reissued and revoked, on the built-in roster. */
@ServerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CardServerTest {

  private static final String PASSWORD = "kata sandi yang panjang";
  private static final Pattern CODE =
      Pattern.compile("[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}");

  @LocalServerPort int port;

  @Value("${segel.data}")
  Path data;

  @Autowired RosterImport roster;
  @Autowired Registry registry;
  @Autowired Regions regions;
  @Autowired Users users;

  private TestBrowser admin;
  private TestBrowser islands;
  private TestBrowser other;
  private int keys = 1000;

  @BeforeAll
  void publish() throws IOException {
    admin = new TestBrowser(port);
    admin.get("/api/session");
    if (users.isEmpty()) {
      String token = Files.readString(data.resolve("setup-token")).strip();
      var first = Map.of("token", token, "user", "kepala", "password", PASSWORD, "agency", "KPU");
      assertEquals(200, admin.post("/api/setup", first).status());
    } else {
      // Another test was here before.
      var again = Map.of("user", "kepala", "password", PASSWORD);
      assertEquals(200, admin.post("/api/login", again).status());
    }
    if (regions.roster().version() < 0) {
      assertEquals(List.of(), roster.builtIn().problems());
    }
    islands = user("kartu.seribu", "KPU_KOTA", "3101");
    other = user("kartu.seribu2", "KPU_KOTA", "3101");
  }

  @Test
  void cardsOfAKelurahanArePrintedUsedAndRevoked() throws IOException {
    String kelurahan = "3101011001";
    int tps =
        islands.post("/api/cards/check", wanted("region", kelurahan)).json().get("cards").asInt();
    assertTrue(tps > 8, "more than a sheet");
    Answer started = islands.post("/api/cards", wanted("region", kelurahan));
    assertEquals(200, started.status(), started.text());
    assertFalse(CODE.matcher(started.text()).find(), "an answer shows no code");
    String job = "/api/cards/" + started.json().get("id").asString();
    Answer done = end(islands, job);
    assertEquals("DONE " + tps, state(done), done.text());

    // The file is its maker's alone, on the disk too.
    for (TestBrowser stranger : List.of(admin, other)) {
      assertEquals(404, stranger.get(job).status());
      assertEquals(404, stranger.get(job + "/file").status());
    }
    try (var files = Files.list(data.resolve("temp").resolve("cards"))) {
      for (Path file : files.toList()) {
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
    byte[] pdf = islands.bytes(job + "/file");
    assertTrue(islands.get(job).json().get("fetched").asBoolean());
    var codes = new ArrayList<String>();
    try (PDDocument document = Loader.loadPDF(pdf)) {
      assertEquals(Math.ceilDiv(tps, 8), document.getNumberOfPages());
      String text = new PDFTextStripper().getText(document);
      assertTrue(text.contains("Ketua KPPS, TPS 001"), text);
      assertTrue(text.contains("Kelurahan Pulau Panggang"), text);
      assertTrue(text.contains(tps + " kartu, lembar 1 dari "), text);
      assertFalse(text.replace("Hilang?", "").contains("?"), "a letter that the face has not");
      var found = CODE.matcher(text);
      while (found.find()) {
        codes.add(found.group());
      }
      var links = new TreeSet<String>();
      for (String code : codes.subList(0, 8)) {
        links.add("http://127.0.0.1:" + port + "/field#" + code);
      }
      assertEquals(
          links, read(new PDFRenderer(document).renderImageWithDPI(0, 200, ImageType.RGB)));
    }
    assertEquals(tps, codes.size());

    // Everybody has a card now.
    assertEquals("409 CARDS_NONE", said(islands.post("/api/cards", wanted("region", kelurahan))));
    assertEquals(
        "tps %d missing 0 open %d enrolled 0 revoked 0 lost 0".formatted(tps, tps),
        progress(kelurahan));

    // The first is used, once.
    Answer enrolled = enrol(codes.get(0), null);
    assertEquals(200, enrolled.status(), enrolled.text());
    assertEquals(kelurahan + "001", enrolled.json().get("territory").asString());
    assertEquals("409 INVITATION_USED", said(enrol(codes.get(0), null)));

    // The second is lost before it was used: the old one dies, the new one works.
    long second = card(post(kelurahan + "002"), "OPEN");
    assertEquals(
        "403 NOT_ALLOWED",
        said(
            user("kartu.pusat", "KPU_KOTA", "3171")
                .post("/api/cards/" + second + "/reissue", Map.of())));
    Answer again = islands.post("/api/cards/" + second + "/reissue", Map.of());
    assertEquals("409 INVITATION_REVOKED", said(enrol(codes.get(1), null)));
    String fresh = codesOf(islands, "/api/cards/" + again.json().get("id").asString()).getFirst();
    assertEquals(200, enrol(fresh, "software").status());
    JsonNode phone = post(kelurahan + "002").at("/phones/0");
    assertTrue(phone.get("software").asBoolean());
    assertTrue(
        registry.devices().all().stream().anyMatch(one -> one.keeping() == KeyKeeping.SOFTWARE));
    assertEquals("400 MALFORMED", said(enrol(codes.get(2), "paper")));

    // The third is revoked.
    long third = card(post(kelurahan + "003"), "OPEN");
    assertEquals(200, islands.post("/api/cards/" + third + "/revoke", Map.of()).status());
    assertEquals(
        "409 CARD_NOT_OPEN", said(islands.post("/api/cards/" + third + "/revoke", Map.of())));
    assertEquals("409 INVITATION_REVOKED", said(enrol(codes.get(2), null)));
    long used = card(post(kelurahan + "001"), "USED");
    assertEquals(
        "409 CARD_NOT_OPEN", said(islands.post("/api/cards/" + used + "/revoke", Map.of())));
    assertEquals("409 CARD_USED", said(islands.post("/api/cards/" + used + "/reissue", Map.of())));

    // The phone of the first is lost, and its officer gets a card.
    var lost = new HashMap<String, @Nullable String>();
    lost.put("key", enrolled.json().get("device").asString());
    lost.put("reason", "LOST");
    lost.put("moment", null);
    assertEquals(200, islands.post("/api/devices/revoke", lost).status());
    Answer next =
        islands.post(
            "/api/cards", wanted("post", Map.of("role", "KPPS", "territory", kelurahan + "001")));
    String another = codesOf(islands, "/api/cards/" + next.json().get("id").asString()).getFirst();
    assertEquals(
        "tps %d missing 1 open %d enrolled 1 revoked 2 lost 1".formatted(tps, tps - 2),
        progress(kelurahan));
    assertEquals(200, enrol(another, null).status());
    assertEquals(2, post(kelurahan + "001").get("phones").size());
  }

  @Test
  void cardsThatSignArePrintedEnrolledAndRevoked() throws IOException {
    String kelurahan = "3101011003";
    String before = progress(kelurahan);
    var wanted =
        Map.of("region", kelurahan + "001", "role", "SAKSI", "body", "PASLON-01", "each", 3);
    Answer started = islands.post("/api/cards/signing", wanted);
    assertEquals(200, started.status(), started.text());
    assertTrue(started.json().get("signs").asBoolean());
    String job = "/api/cards/" + started.json().get("id").asString();
    assertEquals("DONE 3", state(end(islands, job)));
    Set<String> codes;
    try (PDDocument document = Loader.loadPDF(islands.bytes(job + "/file"))) {
      String text = new PDFTextStripper().getText(document);
      assertTrue(text.contains("Kartu tanda tangan, sekali pakai"), text);
      assertTrue(text.contains("Saksi, TPS 001, PASLON-01"), text);
      codes = read(new PDFRenderer(document).renderImageWithDPI(0, 200, ImageType.RGB));
    }
    assertEquals(3, codes.size());
    String start = "SEGELC1/SAKSI/" + kelurahan + "001/PASLON-01/";
    for (String code : codes) {
      assertTrue(code.startsWith(start), code);
      var key = SigningKey.fromSeed(Base45.decode(code.substring(start.length())));
      var device = Objects.requireNonNull(registry.devices().of(PartyKey.of(key.publicKey())));
      assertEquals(KeyKeeping.CARD, device.keeping());
      assertEquals("PASLON-01", device.party());
    }
    // A card is no phone: nobody counts as provided for by it.
    assertEquals(before, progress(kelurahan));
    JsonNode post = islands.get("/api/seats?region=" + kelurahan + "001").json();
    JsonNode shown =
        post.valueStream()
            .filter(one -> one.get("role").asString().equals("SAKSI"))
            .findFirst()
            .orElseThrow();
    assertEquals(3, shown.get("phones").size());
    assertTrue(shown.at("/phones/0/card").asBoolean());

    // Nobody has those in hand whose file nobody fetched.
    Answer second = islands.post("/api/cards/signing", wanted);
    String unfetched = "/api/cards/" + second.json().get("id").asString();
    end(islands, unfetched);
    assertEquals(200, islands.delete(unfetched).status());
    long alive =
        registry.devices().all().stream()
            .filter(one -> one.keeping() == KeyKeeping.CARD && !one.isRevoked())
            .count();
    assertEquals(3, alive);
  }

  @Test
  void cardsThatSignAreRefusedByName() {
    Object[][] table = {
      {islands, "3101011003", "KPPS", "", 0, "400 MALFORMED"},
      {islands, "3101011003", "KPPS", "", 9, "400 MALFORMED"},
      {islands, "3101011003", "KPPS", "PASLON-01", 1, "400 MALFORMED"},
      {islands, "3101011003", "SAKSI", "", 1, "400 MALFORMED"},
      {islands, "3101011003", "SAKSI", "paslon 1", 1, "400 MALFORMED"},
      {islands, "3101011003", "KPU_KOTA", "", 1, "400 MALFORMED"},
      {islands, "310101100", "KPPS", "", 1, "400 MALFORMED"},
      {islands, "3171", "KPPS", "", 1, "403 NOT_ALLOWED"},
      {islands, "3101019999", "KPPS", "", 1, "409 CARDS_NONE"},
      {user("panwas.seribu", "BAWASLU", "3101"), "3101011003", "SAKSI", "X", 1, "403 NOT_ALLOWED"},
    };
    for (Object[] row : table) {
      var wanted = Map.of("region", row[1], "role", row[2], "body", row[3], "each", row[4]);
      Answer answer = ((TestBrowser) row[0]).post("/api/cards/signing", wanted);
      assertEquals(row[5], said(answer), Arrays.toString(row));
    }
  }

  @Test
  void whatNobodyFetchedDiesWithItsFile() throws IOException {
    String kelurahan = "3101011002";
    Answer started = islands.post("/api/cards", wanted("region", kelurahan));
    String job = "/api/cards/" + started.json().get("id").asString();
    end(islands, job);
    int tps = started.json().get("total").asInt();
    assertEquals("404 NOT_FOUND", said(admin.delete(job)));
    assertEquals(200, islands.delete(job).status());
    assertEquals("404 NOT_FOUND", said(islands.get(job)));
    assertEquals(
        "tps %d missing %d open 0 enrolled 0 revoked %d lost 0".formatted(tps, tps, tps),
        progress(kelurahan));
  }

  @Test
  void severalKelurahanComeAsAZip() throws IOException {
    Answer started = admin.post("/api/cards", wanted("region", "310102"));
    String job = "/api/cards/" + started.json().get("id").asString();
    assertEquals("DONE " + started.json().get("total").asInt(), state(end(admin, job)));
    int files = 0;
    try (var zip = new ZipInputStream(new ByteArrayInputStream(admin.bytes(job + "/file")))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        assertTrue(
            entry.getName().matches("3101-[^/]+/310102-[^/]+/310102100[0-9]-[^/]+\\.pdf"),
            entry.getName());
        try (PDDocument document = Loader.loadPDF(zip.readAllBytes())) {
          assertTrue(document.getNumberOfPages() > 0);
        }
        files++;
      }
    }
    assertEquals(3, files);
  }

  @Test
  void aWrongFileMakesNothing() {
    String csv = "role,territory\nKPPS,3101011001001\nLurah,3101011001\n";
    Answer checked = islands.post("/api/cards/check", wanted("csv", csv));
    assertEquals(0, checked.json().get("cards").asInt(), checked.text());
    assertEquals(
        "3 role ROLE_UNKNOWN",
        checked.json().at("/wrong/0/line").asInt()
            + " "
            + checked.json().at("/wrong/0/column").asString()
            + " "
            + checked.json().at("/wrong/0/wrong").asString());
    int before = islands.get("/api/cards").json().size();
    Answer refused = islands.post("/api/cards", wanted("csv", csv));
    assertEquals("400 CSV_WRONG", said(refused));
    assertTrue(refused.text().contains("Line 3, column role: ROLE_UNKNOWN"), refused.text());
    assertEquals(before, islands.get("/api/cards").json().size());
  }

  @Test
  void whoMayDoWhat() {
    TestBrowser ppk = user("ppk.utara", "PPK", "310101");
    TestBrowser pps = user("pps.panggang", "PPS", "3101011001");
    TestBrowser police = user("polres", "POLDA", "3101");
    String[][] table = {
      {"ppk", "310101", "200"},
      {"ppk", "3101", "403"},
      {"ppk", "310102", "403"},
      {"pps", "3101011001", "403"},
      {"police", "3101", "403"},
      {"islands", "31", "403"},
      {"islands", "3171", "403"},
      {"admin", "31", "200"},
      {"admin", "317", "400"},
      {"nobody", "3101", "401"},
    };
    var nobody = new TestBrowser(port);
    nobody.get("/api/session");
    Map<String, TestBrowser> browsers =
        Map.of(
            "ppk", ppk, "pps", pps, "police", police, "islands", islands, "admin", admin, "nobody",
            nobody);
    for (String[] row : table) {
      Answer answer =
          Objects.requireNonNull(browsers.get(row[0]))
              .post("/api/cards/check", wanted("region", row[1]));
      assertEquals(Integer.parseInt(row[2]), answer.status(), Arrays.toString(row) + answer);
    }
    assertEquals(200, ppk.get("/api/seats/progress").status());
    assertEquals(403, pps.get("/api/seats/progress").status());
    assertEquals(403, ppk.get("/api/seats?region=3101021001").status());
  }

  @Test
  void postsAreFoundByPlaceAndRole() {
    // what is typed | the first post, and how many
    String table =
        """
        panggang 2|KPPS 3101011001002 1
        tps 002 pulau panggang|KPPS 3101011001002 1
        PPS Panggang|PPS 3101011001 1
        3101011001003|KPPS 3101011001003 1
        ppk utara seribu|PPK 310101 1
        kapuk|none 0
        12|none 0
        |none 0
        """;
    for (String line : table.lines().toList()) {
      String[] cells = line.split("\\|", -1);
      JsonNode found = islands.get("/api/seats?search=" + cells[0].replace(" ", "%20")).json();
      String first =
          found.isEmpty()
              ? "none"
              : found.at("/0/role").asString() + " " + found.at("/0/territory").asString();
      assertEquals(cells[1], first + " " + found.size(), line);
    }
    assertEquals("400 MALFORMED", said(islands.get("/api/seats")));
    assertTrue(Role.KPPS.isHolder());
  }

  private TestBrowser user(String name, String role, String territory) {
    var adding =
        Map.of(
            "user",
            name,
            "password",
            PASSWORD,
            "agency",
            "KPU",
            "role",
            role,
            "territory",
            territory);
    assertEquals(200, admin.post("/api/users", adding).status());
    var browser = new TestBrowser(port);
    browser.get("/api/session");
    assertEquals(
        200, browser.post("/api/login", Map.of("user", name, "password", PASSWORD)).status());
    return browser;
  }

  /** For whom cards are wanted: one of the three ways to say it. */
  private static Map<String, @Nullable Object> wanted(String way, Object value) {
    var wanted = new HashMap<String, @Nullable Object>();
    for (String one : List.of("region", "csv", "post")) {
      wanted.put(one, one.equals(way) ? value : null);
    }
    return wanted;
  }

  private JsonNode post(String territory) {
    return islands.get("/api/seats?region=" + territory).json().get(0);
  }

  private static long card(JsonNode post, String state) {
    assertEquals(state, post.at("/cards/0/state").asString(), post.toString());
    return post.at("/cards/0/id").asLong();
  }

  private String progress(String kelurahan) {
    JsonNode row =
        islands
            .get("/api/seats/progress")
            .json()
            .valueStream()
            .filter(one -> one.get("kelurahan").asString().equals(kelurahan))
            .findFirst()
            .orElseThrow();
    var said = new ArrayList<String>();
    for (String name : List.of("tps", "missing", "open", "enrolled", "revoked", "lost")) {
      said.add(name + " " + row.get(name).asInt());
    }
    return String.join(" ", said);
  }

  private List<String> codesOf(TestBrowser browser, String job) throws IOException {
    end(browser, job);
    try (PDDocument document = Loader.loadPDF(browser.bytes(job + "/file"))) {
      var codes = new ArrayList<String>();
      var found = CODE.matcher(new PDFTextStripper().getText(document));
      while (found.find()) {
        codes.add(found.group());
      }
      return codes;
    }
  }

  private Answer enrol(String code, @Nullable String storage) {
    SigningKey key = SigningKey.fromSeed(HexFormat.of().parseHex("%064x".formatted(keys++)));
    byte[] text = ("segel/enrol/v1\n" + code + "\n").getBytes(StandardCharsets.UTF_8);
    var body = new HashMap<String, String>();
    body.put("code", code);
    body.put("key", Base64.getEncoder().encodeToString(key.publicKey()));
    body.put("signature", Base64.getEncoder().encodeToString(key.sign(text)));
    return new TestBrowser(port)
        .post("/api/devices/enrol" + (storage == null ? "" : "?keyStorage=" + storage), body);
  }

  /** Looks again until the run is over, for a minute at most. */
  private static Answer end(TestBrowser browser, String job) {
    Answer now = browser.get(job);
    for (int i = 0; i < 600 && now.json().path("state").asString("").equals("RUNNING"); i++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      now = browser.get(job);
    }
    return now;
  }

  private static String state(Answer job) {
    return job.json().get("state").asString() + " " + job.json().get("done").asInt();
  }

  /** All QR of a page, as a camera would read them. */
  private static Set<String> read(BufferedImage page) {
    int width = page.getWidth();
    int height = page.getHeight();
    int[] pixels = page.getRGB(0, 0, width, height, null, 0, width);
    var bitmap =
        new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels)));
    var texts = new TreeSet<String>();
    try {
      for (Result result :
          new QRCodeMultiReader().decodeMultiple(bitmap, Map.of(DecodeHintType.TRY_HARDER, true))) {
        texts.add(result.getText());
      }
    } catch (ReaderException none) {
      return texts;
    }
    return texts;
  }

  private static String said(Answer answer) {
    return answer.status() + " " + answer.reason();
  }
}
