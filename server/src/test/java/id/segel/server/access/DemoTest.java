package id.segel.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.server.ServerTest;
import id.segel.server.TestBrowser;
import id.segel.server.TestBrowser.Answer;
import id.segel.tlog.note.SigningKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** The doors of a demo: the clock for the simulator, an officer's part for a person. */
@ServerTest
@TestPropertySource(properties = "segel.demo=true")
class DemoTest {

  private static final String TPS = "3171011001147";

  @LocalServerPort int port;

  @Value("${segel.data}")
  Path data;

  @Test
  void onlyTheSimulatorMovesTheClock() throws Exception {
    Path file = data.resolve("demo-secret");
    assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
    String secret = Files.readString(file);
    var browser = new TestBrowser(port);
    Map<String, Object> wanted = Map.of("now", "2024-02-12T00:00:00Z", "speed", 60);

    assertEquals(401, browser.post("/demo/clock", wanted).status());
    assertEquals(401, browser.post("/demo/clock", wanted, "Segel-Demo", "guess").status());
    Answer moved = browser.post("/demo/clock", wanted, "Segel-Demo", secret);
    assertEquals(200, moved.status(), moved.text());
    assertEquals("2024-02-12T00:00:00Z", moved.json().get("now").asString());
    assertEquals(60, browser.get("/api/status").json().get("speed").asInt());
    assertTrue(browser.get("/api/status").json().get("simulated").asBoolean());

    // Time does not go back, and runs within bounds.
    Map<String, Object> back = Map.of("now", "2024-02-01T00:00:00Z", "speed", 0);
    String now =
        browser.post("/demo/clock", back, "Segel-Demo", secret).json().get("now").asString();
    assertTrue(now.startsWith("2024-02-12T"), now);
    Map<String, Object> fast = Map.of("now", "2024-02-12T00:00:00Z", "speed", -1);
    assertEquals(400, browser.post("/demo/clock", fast, "Segel-Demo", secret).status());
  }

  @Test
  void aPersonPlaysAnOfficer() throws Exception {
    String secret = Files.readString(data.resolve("demo-secret"));
    var browser = new TestBrowser(port);
    browser.get("/api/session");
    assertEquals("MALFORMED", browser.post("/api/demo/takeover", Map.of("tps", "31")).reason());
    Answer invited = browser.post("/api/demo/takeover", Map.of("tps", TPS));
    String code = invited.json().get("code").asString();

    assertEquals(401, browser.get("/demo/takeovers").status());
    assertTrue(takeover(browser, secret).isEmpty());

    var key = SigningKey.fromSeed(new byte[32]);
    byte[] text = ("segel/enrol/v1\n" + code + "\n").getBytes(StandardCharsets.UTF_8);
    Answer enrolled =
        browser.post(
            "/api/devices/enrol",
            Map.of(
                "code", code,
                "key", Base64.getEncoder().encodeToString(key.publicKey()),
                "signature", Base64.getEncoder().encodeToString(key.sign(text))));
    assertEquals("KPPS", enrolled.json().get("role").asString(), enrolled.text());
    assertEquals(Base64.getEncoder().encodeToString(key.publicKey()), takeover(browser, secret));
  }

  /** The key of the person who plays the officer, empty while there is none. */
  private static String takeover(TestBrowser browser, String secret) {
    Answer all = browser.get("/demo/takeovers", "Segel-Demo", secret);
    assertEquals(TPS, all.json().get(0).get("tps").asString(), all.text());
    return all.json().get(0).get("key").asString("");
  }
}
