package id.segel.server.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.server.ServerTest;
import id.segel.server.TestBrowser;
import id.segel.server.TestBrowser.Answer;
import id.segel.server.region.RosterImport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Labels, papers and links over HTTP, on the built-in roster. */
@ServerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LabelServerTest {

  private static final String PASSWORD = "kata sandi yang panjang";

  /** Six kelurahan, 88 TPS. */
  private static final String ISLANDS = "3101";

  @LocalServerPort int port;

  @Value("${segel.data}")
  Path data;

  @Autowired RosterImport roster;

  private TestBrowser admin;
  private TestBrowser islands;
  private TestBrowser centre;

  @BeforeAll
  void publish() throws IOException {
    assertEquals(List.of(), roster.builtIn().problems());
    admin = new TestBrowser(port);
    admin.get("/api/session");
    String token = Files.readString(data.resolve("setup-token")).strip();
    var first = Map.of("token", token, "user", "kepala", "password", PASSWORD, "agency", "KPU");
    assertEquals(200, admin.post("/api/setup", first).status());
    islands = user("kota.seribu", "3101");
    centre = user("label.pusat", "3171");
  }

  private TestBrowser user(String name, String territory) {
    var adding =
        Map.of(
            "user", name,
            "password", PASSWORD,
            "agency", "KPU",
            "role", "KPU_KOTA",
            "territory", territory);
    assertEquals(200, admin.post("/api/users", adding).status());
    var browser = new TestBrowser(port);
    browser.get("/api/session");
    Answer in = browser.post("/api/login", Map.of("user", name, "password", PASSWORD));
    assertEquals(200, in.status(), in.text());
    return browser;
  }

  @Test
  void aJobPrintsARegion() throws IOException {
    Answer started = start(islands, ISLANDS);
    assertEquals(200, started.status(), started.text());
    String job = "/api/labels/jobs/" + started.json().get("id").asString();
    assertEquals(352, started.json().get("total").asInt());
    assertEquals("403 OUTSIDE_TERRITORY", said(centre.get(job)));
    Answer done = end(islands, job);
    assertEquals("DONE", done.json().get("state").asString(), done.text());
    assertEquals(352, done.json().get("done").asInt());
    assertEquals(200, admin.get(job).status());
    assertTrue(islands.get("/api/labels/jobs").text().contains(job.substring(17)));

    byte[] zip = islands.bytes(job + "/file");
    assertEquals(done.json().get("bytes").asInt(), zip.length);
    Map<String, byte[]> files = unzip(zip);
    assertEquals(6, files.size());
    Map.Entry<String, byte[]> entry = files.entrySet().iterator().next();
    String first = entry.getKey();
    assertTrue(first.matches("3101-[^/]+/310101-[^/]+/3101011001-[^/]+\\.pdf"), first);
    LabelSize size = LabelSize.parse("105x74");
    var codes = ReadLabels.codes(entry.getValue(), 0, size, 1).getFirst();
    assertEquals("3101011001001101", codes.code128());
    assertEquals("http://127.0.0.1:" + port + "/8003/095200000000113101011001001101", codes.qr());

    Path kept = data.resolve("temp").resolve("labels");
    assertEquals(1, count(kept));
    assertEquals(200, islands.delete(job).status());
    assertEquals(404, islands.get(job).status());
    assertEquals(0, count(kept));
  }

  @Test
  void aJobCanBeCancelled() throws IOException {
    Answer started = start(admin, "31");
    assertEquals(123_064, started.json().get("total").asInt(), started.text());
    String job = "/api/labels/jobs/" + started.json().get("id").asString();
    assertEquals("409 RUN_NOT_DONE", said(admin.get(job + "/file")));
    assertEquals("403 OUTSIDE_TERRITORY", said(islands.delete(job)));
    assertEquals(200, admin.delete(job).status());
    assertEquals(404, admin.get(job).status());
    await("the half file is gone", () -> count(data.resolve("temp").resolve("labels")) == 0);
  }

  @Test
  void jobsAreBounded() {
    Answer one = start(admin, "31");
    Answer two = start(admin, "31");
    assertEquals("409 LABEL_JOBS_FULL", said(start(admin, "31")));
    for (Answer job : List.of(one, two)) {
      assertEquals(
          200, admin.delete("/api/labels/jobs/" + job.json().get("id").asString()).status());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kind=box&region=3101011001                     | 52
          kind=box&region=3101011001007                  | 4
          kind=box&codes=3101011001007101,3101011001007102 | 2
          kind=site&region=3101                          | 11
          kind=site&codes=T3101011001007                 | 1
          kind=seal&from=PWP-0099&to=PWP-0123            | 25
          kind=koli&codes=C0123-001,C0123-002            | 2
          kind=bundle&from=C0123-001.01&to=C0123-001.20  | 20
          kind=cage&from=1&to=9                          | 9
          """)
  void aFewLabelsComeAtOnce(String query, int labels) throws IOException {
    byte[] pdf = islands.bytes("/api/labels?size=105x74&" + query);
    assertTrue(pdf.length > 0, () -> islands.get("/api/labels?" + query).toString());
    assertEquals(Math.ceilDiv(labels, 8), ReadLabels.pages(pdf));
    int last = (labels - 1) / 8;
    int onLast = labels - last * 8;
    for (var codes : ReadLabels.codes(pdf, last, LabelSize.parse("105x74"), onLast)) {
      assertTrue(codes.qr().startsWith("http://127.0.0.1:" + port + "/"), codes.toString());
      assertFalse(codes.code128().isEmpty());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kind=box&region=3171011001             | 403 OUTSIDE_TERRITORY
          kind=box&region=3101011001999          | 404 NOT_FOUND
          kind=box&region=310                    | 400 MALFORMED
          kind=box                               | 400 MALFORMED
          kind=ballot&codes=1                    | 400 MALFORMED
          kind=box&codes=12                      | 400 MALFORMED
          kind=seal&region=3101                  | 400 MALFORMED
          kind=seal&from=A-0001&to=A-9999        | 400 TOO_MANY_LABELS
          kind=box&region=3101011001&size=1x1    | 400 MALFORMED
          """)
  void refusesWhatIsNoLabel(String query, String answer) {
    assertEquals(answer, said(islands.get("/api/labels?" + query)));
  }

  @Test
  void aProvinceIsForAJob() {
    assertEquals("400 TOO_MANY_LABELS", said(admin.get("/api/labels?kind=box&region=31")));
    Answer count = admin.get("/api/labels/count?kind=box&region=31&size=70x37");
    assertEquals(123_064, count.json().get("labels").asInt(), count.text());
    assertEquals("401 NOT_LOGGED_IN", said(new TestBrowser(port).get("/api/labels?kind=box")));
  }

  @ParameterizedTest
  @CsvSource({
    "/8003/095200000000113171011001147101,       /box/3171011001147101",
    "/8004/952C0123-001.07a,                     /stock?code=C0123-001.07a",
    "/8004/952PWP-0001,                          /stock?code=PWP-0001",
    "/00/095200000000000424,                     /stock?code=095200000000000424",
    "/414/9520000000011/254/G3171,               /stock?place=G3171",
    "/414/9520000000011/254/T3171011001147,      /tps/3171011001147",
  })
  void aLinkLeadsToItsPage(String link, String page) {
    Answer answer = new TestBrowser(port).get(link);
    assertEquals(307, answer.status(), answer.text());
    assertEquals(page, answer.whole().headers().firstValue("Location").orElseThrow());
  }

  @Test
  void aLinkOfNoLabelLeadsNowhere() {
    var browser = new TestBrowser(port);
    assertEquals("404 NOT_FOUND", said(browser.get("/8003/095200000000123171011001147101")));
    Answer page = browser.get("/8004/953X", "Accept", "text/html,*/*");
    assertEquals(404, page.status());
    assertTrue(page.text().startsWith("<!doctype html>"), page.text());
  }

  @Test
  void theBoxListIsAPaper() throws IOException {
    byte[] pdf = islands.bytes("/api/papers/box-list?kelurahan=3101011001");
    String text = ReadLabels.text(pdf);
    assertTrue(text.contains("Daftar Kotak Suara"), text);
    assertTrue(text.contains("3101011001007401"), text);
    assertFalse(text.contains("WAKTU SIMULASI"), text);
    assertEquals(
        "403 OUTSIDE_TERRITORY", said(centre.get("/api/papers/box-list?kelurahan=3101011001")));
    assertEquals("404 NOT_FOUND", said(admin.get("/api/papers/box-list?kelurahan=9999999999")));
    assertEquals("400 MALFORMED", said(admin.get("/api/papers/box-list?kelurahan=31")));
  }

  private static Answer start(TestBrowser browser, String region) {
    return browser.post(
        "/api/labels/jobs", Map.of("kind", "box", "region", region, "size", "105x74"));
  }

  private static Answer end(TestBrowser browser, String job) throws IOException {
    await("the job ends", () -> !browser.get(job).json().get("state").asString().equals("RUNNING"));
    return browser.get(job);
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(String what, Condition condition) throws IOException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.holds()) {
      assertTrue(System.nanoTime() < until, what);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private static int count(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return (int) files.count();
    }
  }

  private static Map<String, byte[]> unzip(byte[] zip) throws IOException {
    var files = new TreeMap<String, byte[]>();
    try (var in = new ZipInputStream(new ByteArrayInputStream(zip), StandardCharsets.UTF_8)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), in.readAllBytes());
      }
    }
    return files;
  }

  private static String said(Answer answer) {
    return answer.status() + " " + answer.reason();
  }
}
