package id.segel.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

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
    Map<String, Object> chair = Map.of("role", "KPPS", "tps", TPS);

    // Nobody plays yet, so there is nothing to take over.
    assertFalse(browser.get("/api/demo/officers").json().get("playing").asBoolean());
    assertEquals("NOBODY_PLAYS", browser.post("/api/demo/takeover", chair).reason());

    assertEquals(401, browser.post("/demo/takeovers", told(List.of())).status());
    assertEquals(0, meet(browser, secret, List.of()).size());
    Answer choice = browser.get("/api/demo/officers");
    assertTrue(choice.json().get("playing").asBoolean(), choice.text());
    assertEquals(TPS, choice.json().get("officers").get(0).get("tps").asString());

    for (var wrong :
        List.of(
            Map.of("role", "KPPS", "tps", "31"),
            Map.of("role", "PPK", "tps", TPS),
            Map.of("tps", TPS))) {
      assertEquals("MALFORMED", browser.post("/api/demo/takeover", wrong).reason());
    }
    String code = browser.post("/api/demo/takeover", chair).json().get("code").asString();

    // Two browsers want the same officer: the second one is told, and is not shown it any more.
    var other = new TestBrowser(port);
    other.get("/api/session");
    assertEquals("OFFICER_TAKEN", other.post("/api/demo/takeover", chair).reason());
    assertEquals(0, other.get("/api/demo/officers").json().get("officers").size());
    assertEquals(0, meet(browser, secret, List.of()).size());

    var key = SigningKey.fromSeed(new byte[32]);
    String publicKey = Base64.getEncoder().encodeToString(key.publicKey());
    byte[] text = ("segel/enrol/v1\n" + code + "\n").getBytes(StandardCharsets.UTF_8);
    Answer enrolled =
        browser.post(
            "/api/devices/enrol",
            Map.of(
                "code", code,
                "key", publicKey,
                "signature", Base64.getEncoder().encodeToString(key.sign(text))));
    assertEquals("KPPS", enrolled.json().get("role").asString(), enrolled.text());
    String[] token = {"Authorization", "Bearer " + enrolled.json().get("token").asString()};
    Answer asked = browser.get("/api/demo/takeover", token);
    assertEquals(TPS, asked.json().get("tps").asString(), asked.text());
    assertTrue(asked.json().get("played").isNull(), asked.text());

    // The simulator hears of it until it has answered; the person sees the answer.
    assertEquals(publicKey, meet(browser, secret, List.of()).get(0).get("key").asString());
    assertEquals(0, meet(browser, secret, List.of(played(publicKey, "OFFERED"))).size());
    assertEquals("OFFERED", state(browser, token));
    assertEquals("OFFICER_TAKEN", other.post("/api/demo/takeover", chair).reason());

    // Whoever walked away lets the next one in.
    assertEquals(0, meet(browser, secret, List.of(played(publicKey, "MISSED"))).size());
    assertEquals("MISSED", state(browser, token));
    assertEquals(200, other.post("/api/demo/takeover", chair).status());
  }

  private static String state(TestBrowser browser, String[] token) {
    Answer standing = browser.get("/api/demo/takeover", token);
    return standing.json().path("played").path("state").asString(standing.text());
  }

  private static Map<String, Object> played(String key, String state) {
    var played = new HashMap<String, Object>(Map.of("key", key, "state", state));
    played.put("next", null);
    return played;
  }

  private static Map<String, Object> told(List<Map<String, Object>> played) {
    var open = Map.of("role", "KPPS", "tps", TPS, "boxes", 4, "from", "2024-02-13T03:00:00Z");
    return Map.of("open", List.of(open), "played", played);
  }

  private static JsonNode meet(
      TestBrowser browser, String secret, List<Map<String, Object>> played) {
    return browser.post("/demo/takeovers", told(played), "Segel-Demo", secret).json();
  }
}
