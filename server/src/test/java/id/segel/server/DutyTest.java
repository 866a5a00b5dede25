package id.segel.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.server.database.TestDatabase;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;

/** A duty is handed over over HTTP, by two logins of one desk. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"segel.test=duty", "segel.embargo=PT0S"})
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
class DutyTest {

  private static final String PASSWORD = "kata-sandi-uji-coba";
  private static final String DUTY = "/api/findings/duty";

  private static @Nullable TestDesk desk;
  private static final Map<String, TestBrowser> BROWSERS = new HashMap<>();

  private final int port;
  private final Path data;

  @Autowired
  DutyTest(@Value("${local.server.port:0}") int port, @Value("${segel.data}") Path data) {
    this.port = port;
    this.data = data;
  }

  @BeforeEach
  void aDayAndANight() throws Exception {
    if (desk == null) {
      desk = new TestDesk("http://127.0.0.1:" + port);
      desk.setUp(data);
      user("siang", "KPU Pusat", "KPU_KOTA", "3171");
      user("malam", "KPU Pusat", "KPU_KOTA", "3171");
      user("utara", "KPU Utara", "KPU_KOTA", "3172");
    }
  }

  private void user(String name, String agency, String role, String territory) throws Exception {
    Objects.requireNonNull(desk)
        .post(
            "/api/users",
            Map.of(
                "user", name,
                "password", PASSWORD,
                "agency", agency,
                "role", role,
                "territory", territory));
    var browser = new TestBrowser(port);
    browser.get("/api/session");
    assertEquals(
        200, browser.post("/api/login", Map.of("user", name, "password", PASSWORD)).status());
    BROWSERS.put(name, browser);
  }

  private static TestBrowser as(String user) {
    return Objects.requireNonNull(BROWSERS.get(user));
  }

  private static TestBrowser.Answer offer(String user, String words) {
    return as(user).post(DUTY + "/offers", Map.of("words", words));
  }

  private static TestBrowser.Answer say(String user, String what, long entry) {
    return as(user).post(DUTY + "/" + what, Map.of("offer", entry));
  }

  private static String said(TestBrowser.Answer answer) {
    return answer.status() + " " + answer.reason();
  }

  private static JsonNode duty(String user) {
    return as(user).get(DUTY).json();
  }

  /** A box that nobody ordered is the city's to see to; it is handed over with the duty. */
  @Test
  void theNightTakesWhatTheDayLeaves() throws Exception {
    TestPhone phone = Objects.requireNonNull(desk).enrol(1, "KPU_KOTA", "3171").getFirst();
    assertEquals(200, phone.post(TestPhone.frame(phone.packings(1))).statusCode());
    JsonNode before = duty("siang");
    assertEquals("KPU-PUSAT", before.get("agency").asString());
    assertFalse(before.has("holder"), "nobody has said so yet");
    assertEquals(1, before.at("/left/urgent").asInt(), before.toString());
    assertEquals(1, before.at("/left/unseen").asInt());
    assertEquals("409 DUTY_NOT_OFFERED", said(say("malam", "takes", 1)));
    assertEquals("400 MALFORMED", said(offer("siang", "a".repeat(2_001))));

    TestBrowser.Answer offered = offer("siang", "Ibu Sari menunggu di gudang");
    assertEquals(200, offered.status(), offered.text());
    long entry = offered.json().at("/offer/entry").asLong();
    assertTrue(offered.json().at("/offer/leftAt").asLong() < entry, "at the entry before");
    assertEquals("409 DUTY_OFFERED", said(offer("malam", "")));
    assertEquals("409 DUTY_TO_ONESELF", said(say("siang", "takes", entry)));
    assertEquals("409 DUTY_NOT_OFFERED", said(say("malam", "takes", entry - 1)));
    assertEquals("409 DUTY_NOT_OFFERED", said(say("utara", "takes", entry)), "of its own desk");
    assertFalse(duty("utara").has("offer"), "another desk sees nothing of it");
    assertTrue(duty("siang").get("isMine").asBoolean(), "who has it keeps it until it is taken");
    assertEquals("Ibu Sari menunggu di gudang", duty("malam").at("/offer/words").asString());

    JsonNode taken = say("malam", "takes", entry).json();
    assertTrue(taken.get("isMine").asBoolean());
    assertEquals(entry, taken.at("/past/0/offer/entry").asLong());
    assertEquals(1, taken.at("/past/0/offer/left/urgent").asInt());
    assertEquals("403 DUTY_OF_ANOTHER", said(offer("siang", "")));

    // Who wrote the remark erases it; that there was one stays.
    String words = duty("siang").at("/past/0/offer/erasable").asString();
    assertEquals("", duty("malam").at("/past/0/offer").path("erasable").asString(""));
    var erasing = Map.of("words", words);
    assertEquals("404 NOT_FOUND", said(as("malam").post("/api/findings/erasures", erasing)));
    assertEquals(200, as("siang").post("/api/findings/erasures", erasing).status());
    JsonNode past = duty("malam").at("/past/0/offer");
    assertTrue(past.get("hasWords").asBoolean() && !past.has("words"), past.toString());

    // Offered and kept after all.
    long again = offer("malam", " ").json().at("/offer/entry").asLong();
    assertEquals("403 DUTY_OF_ANOTHER", said(say("siang", "withdrawals", again)));
    JsonNode kept = say("malam", "withdrawals", again).json();
    assertTrue(kept.get("isMine").asBoolean() && !kept.has("offer"), kept.toString());
    assertEquals("409 DUTY_NOT_OFFERED", said(say("siang", "takes", again)));
    assertEquals(401, new TestBrowser(port).get(DUTY).status());
  }
}
