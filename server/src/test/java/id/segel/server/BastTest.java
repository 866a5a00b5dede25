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
import id.segel.core.region.Leg;
import id.segel.core.region.PlaceCode;
import id.segel.server.database.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;

/**
 * Minutes over HTTP: from either entry of a handover the same paper, and only for who may have it.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"segel.demo=true", "segel.embargo=PT9H"})
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
class BastTest {

  private static final BoxId FIRST = BoxId.of("3171011001001", 1, 1);
  private static final BoxId SECOND = BoxId.of("3171011001001", 2, 1);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path data;
  private final int port;
  private final String url;
  private int counter;
  private long index;

  BastTest(@Value("${segel.data}") Path data, @Value("${local.server.port:0}") int port) {
    this.data = data;
    this.port = port;
    this.url = "http://127.0.0.1:" + port;
  }

  @Test
  void aHandoverHasMinutesForThoseWhomItConcerns() throws Exception {
    var desk = new TestDesk(url);
    desk.setUp(data);
    TestPhone city = desk.enrol(1, "KPU_KOTA", "3171").getFirst();
    TestPhone kecamatan = desk.enrol(1, "PPK", "317101").getFirst();
    TestPhone stranger = desk.enrol(1, "PPK", "317102").getFirst();
    var packed = List.of(new BoxLine(FIRST, Seals.NONE, 277), new BoxLine(SECOND, Seals.NONE, 277));
    var closed =
        List.of(
            new BoxLine(FIRST, Seals.parse("A1,A2"), 0),
            new BoxLine(SECOND, Seals.parse("A3,A4"), 0));
    Id pack = say(city, Kind.PACK, "G3171", null, packed, null, null);
    long packing = index;
    Id seal = say(city, Kind.SEAL, "G3171", pack, closed, null, null);
    Id offer = say(city, Kind.OFFER, "G3171", seal, closed, kecamatan, null);
    long offering = index;
    String open = text(get(offering, city.token()));
    assertTrue(open.contains("belum dijawab"), open);

    Id accept = say(kecamatan, Kind.ACCEPT, "K317101", null, List.of(), null, offer);
    for (long entry : List.of(offering, index)) {
      for (TestPhone party : List.of(city, kecamatan)) {
        String text = text(get(entry, party.token()));
        assertTrue(text.contains("Berita Acara Serah Terima"), text);
        assertTrue(text.contains(offer.toString()) && text.contains(accept.toString()), text);
        assertTrue(text.contains("KPU Kota Administrasi Jakarta Pusat"), text);
        assertTrue(text.contains("TIDAK DITERIMA") && text.contains("SEGEL LAIN"), text);
        assertTrue(text.contains("Kotak tidak ada saat diterima"), text);
        assertTrue(text.contains("menyaksikan, bukan menyetujui"), text);
        assertTrue(text.contains("Penyerahan 2/2") && text.contains("Penerimaan 1/1"), text);
      }
    }
    assertEquals(403, get(offering, stranger.token()).statusCode());
    assertEquals(401, get(offering, null).statusCode());
    assertEquals(404, get(packing, city.token()).statusCode(), "a packing is no handover");
    assertEquals(404, get(1_000_000, city.token()).statusCode());
    agencies(desk, offering);
  }

  private void agencies(TestDesk desk, long entry) throws Exception {
    // territory | status
    String table =
        """
        3171 200
        3172 403
        """;
    for (String line : table.lines().toList()) {
      String[] cells = line.split(" ", -1);
      var user =
          Map.of(
              "user", "bawaslu" + cells[0],
              "password", "kata sandi yang panjang",
              "agency", "Bawaslu",
              "role", "BAWASLU",
              "territory", cells[0]);
      desk.post("/api/users", user);
      var browser = new TestBrowser(port);
      browser.get("/api/session");
      browser.post(
          "/api/login",
          Map.of("user", "bawaslu" + cells[0], "password", "kata sandi yang panjang"));
      assertEquals(
          Integer.parseInt(cells[1]),
          browser.get("/api/papers/bast?entry=" + entry).status(),
          line);
    }
  }

  private static String text(HttpResponse<byte[]> answer) throws Exception {
    assertEquals(200, answer.statusCode());
    try (PDDocument document = Loader.loadPDF(answer.body())) {
      return new PDFTextStripper().getText(document);
    }
  }

  private HttpResponse<byte[]> get(long entry, @Nullable String token) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(url + "/api/papers/bast?entry=" + entry));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private Id say(
      TestPhone phone,
      Kind kind,
      String place,
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
            new PlaceCode(place),
            to == null ? null : Leg.CITY_KECAMATAN,
            to == null ? null : to.key(),
            of,
            null,
            null,
            of == null ? 0 : 1,
            of == null ? List.of(new Group(after, lines)) : List.of(),
            of == null
                ? List.of()
                : List.of(new Deviation(FIRST, Seals.parse("A1,A9")), new Deviation(SECOND, null)));
    byte[] note = SignedStatement.sign(statement, phone.signingKey()).bytes();
    var sent = phone.send(List.of(note)).entrySet().iterator().next();
    index = sent.getValue();
    return sent.getKey();
  }
}
