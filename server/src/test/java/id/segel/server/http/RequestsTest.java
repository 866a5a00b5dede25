package id.segel.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import id.segel.server.ServerTest;
import id.segel.server.TestBrowser;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What every request meets: bad bytes are answered by name, and never with a 500. */
@ServerTest
class RequestsTest {

  @LocalServerPort int port;

  private TestBrowser browser;

  @BeforeEach
  void openSession() {
    browser = new TestBrowser(port);
    browser.get("/api/session");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET  | /api/nothing            |     | 404 | NOT_FOUND",
        "GET  | /api/login              |     | 405 | METHOD_NOT_ALLOWED",
        "GET  | /api/users              |     | 401 | NOT_LOGGED_IN",
        "GET  | /nothing.txt            |     | 404 | NOT_FOUND",
        "GET  | /api/devices?page=many  |     | 401 | NOT_LOGGED_IN",
        "GET  | /api/boxes?page=99999999999  |     | 400 | MALFORMED",
        "GET  | /api/tps?page=x         |     | 400 | MALFORMED",
        "GET  | /api/discrepancies?kind=X |   | 400 | MALFORMED",
        "GET  | /api/search?q=%ff%fe    |     | 400 | MALFORMED",
        "GET  | /log/proof/abc          |     | 400 | MALFORMED",
        "GET  | /log/entry/99999999999999999999 | | 400 | MALFORMED",
        "POST | /capture                | x   | 401 | NOT_LOGGED_IN",
        "POST | /demo/takeovers         | {}  | 404 | NOT_FOUND",
        "GET  | /api/demo/officers      |     | 404 | NOT_FOUND",
        "POST | /demo/clock             | {}  | 404 | NOT_FOUND",
        "POST | /api/login              | {   | 400 | MALFORMED",
        "POST | /api/login              | []  | 400 | MALFORMED",
        "POST | /api/login              | 17  | 400 | MALFORMED",
        "POST | /api/login              | {\"user\":null,\"password\":\"x\"} | 400 | MALFORMED",
        "POST | /api/login              | {\"user\":\"x\",\"password\":\"x\",\"more\":1} | 400 | MALFORMED",
        "POST | /api/devices/challenge  | {\"key\":\"AAAA\"} | 400 | MALFORMED",
        "POST | /api/devices/challenge  | {} | 400 | MALFORMED",
        "POST | /api/devices/enrol | {\"code\":\"A\",\"key\":\"A\",\"signature\":null} | 400 | MALFORMED",
        "POST | /api/invitations        | [null] | 401 | NOT_LOGGED_IN",
        "POST | /api/users              | {}  | 401 | NOT_LOGGED_IN",
      })
  void saysWhatIsWrong(String method, String path, String body, int status, String reason) {
    var answer =
        method.strip().equals("GET") ? browser.get(path) : browser.post(path, String.valueOf(body));
    assertEquals(status + " " + reason, answer.status() + " " + answer.reason(), answer.text());
    assertEquals(
        "application/problem+json",
        answer.whole().headers().firstValue("Content-Type").orElseThrow());
    assertEquals("about:blank", answer.json().get("type").asString());
    assertEquals(status, answer.json().get("status").asInt());
  }

  @Test
  void otherKindsOfBodiesAreRefused() {
    var form =
        browser.send(
            browser
                .request("/api/devices/challenge", "Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("key=1"))
                .build());
    assertEquals("UNSUPPORTED_MEDIA_TYPE", form.reason(), form.text());
  }

  @Test
  void aPostFromAnotherSiteIsRefused() {
    var answer =
        browser.send(
            browser
                .request("/api/login", "Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"user\":\"a\",\"password\":\"b\"}"))
                .build());
    assertEquals("403 CSRF", answer.status() + " " + answer.reason());
  }

  @Test
  void deepJsonIsRefused() {
    var answer = browser.post("/api/login", "[".repeat(5_000));
    assertEquals("400 MALFORMED", answer.status() + " " + answer.reason());
  }

  @Test
  void largeBodiesAreRefusedWhetherTheySaySoOrNot() {
    var said = browser.post("/api/login", "\"" + "x".repeat(Bounds.BODY_BYTES_MAX) + "\"");
    assertEquals("413 TOO_LARGE", said.status() + " " + said.reason());

    byte[] body =
        ("{\"user\":\"" + "x".repeat(Bounds.BODY_BYTES_MAX)).getBytes(StandardCharsets.UTF_8);
    var unsaid =
        browser.send(
            browser
                .request("/api/devices/challenge", "Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build());
    // The parser gives up on the length of a string, or the stream on that of the body.
    assertTrue(unsaid.status() == 413 || unsaid.status() == 400, unsaid.text());
  }

  @Test
  void everyPageIsTheBuiltPage() {
    assumeTrue(getClass().getResource("/static/index.html") != null, "web was not built");
    for (String path : new String[] {"/", "/field", "/box/3171011001147101"}) {
      var page = browser.get(path);
      assertEquals(200, page.status());
      assertTrue(page.text().startsWith("<!doctype html>"), page.text());
      assertEquals("no-cache", page.whole().headers().firstValue("Cache-Control").orElseThrow());
    }
    var packed = browser.get("/", "Accept-Encoding", "gzip").whole().headers();
    assertEquals("gzip", packed.firstValue("Content-Encoding").orElseThrow());
  }

  @Test
  void figuresAreForThisMachineAndHealthForAll() {
    assertEquals(200, browser.get("/actuator/health").status());
    assertTrue(browser.get("/actuator/prometheus").text().contains("jvm_memory_used_bytes"));
    String[] far = {"X-Forwarded-For", "203.0.113.7"};
    assertEquals(200, browser.get("/actuator/health", far).status());
    assertEquals("NOT_ALLOWED", browser.get("/actuator/prometheus", far).reason());
  }

  @Test
  void everyAnswerCarriesTheHeaders() {
    for (String path : new String[] {"/api/status", "/nothing.txt", "/api/nothing"}) {
      var headers = browser.get(path).whole().headers();
      assertTrue(
          headers
              .firstValue("Content-Security-Policy")
              .orElseThrow()
              .contains("script-src 'self'"));
      assertEquals("nosniff", headers.firstValue("X-Content-Type-Options").orElseThrow());
    }
  }
}
