package id.segel.server;

import static id.segel.server.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.server.picture.Photos;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/**
 * What a desk does beside the queue: a duty changes hands by two logins, the army is asked and
 * answers, a picture is attached, numbers are kept.
 */
@TestPropertySource(properties = "segel.test=duty")
class DutyTest extends AgencyTable {

  private static final String DUTY = "/api/findings/duty";

  @BeforeAll
  void aDayAndANight() throws Exception {
    open(Instant.parse("2024-02-12T05:00:00Z"));
    user("siang", "KPU Pusat", "KPU_KOTA", "3171");
    user("malam", "KPU Pusat", "KPU_KOTA", "3171");
    user("utara", "KPU Utara", "KPU_KOTA", "3172");
    user("kodam", "Kodam Jaya", "KODAM", "31");
    user("polda", "Polda", "POLDA", "31");
    user("pengawas", "Bawaslu", "BAWASLU", "31");
  }

  private TestBrowser.Answer offer(String user, String words) {
    return as(user).post(DUTY + "/offers", Map.of("words", words));
  }

  private TestBrowser.Answer say(String user, String what, long entry) {
    return as(user).post(DUTY + "/" + what, Map.of("offer", entry));
  }

  private JsonNode duty(String user) {
    return as(user).get(DUTY).json();
  }

  /** A box that nobody ordered is the city's to see to; it is handed over with the duty. */
  @Test
  void theNightTakesWhatTheDayLeaves() throws Exception {
    int urgent = duty("siang").at("/left/urgent").asInt();
    TestPhone phone = phone("KPU_KOTA", "3171");
    assertEquals(200, phone.post(TestPhone.frame(phone.packings(1))).statusCode());
    JsonNode before = duty("siang");
    assertEquals("KPU-PUSAT", before.get("agency").asString());
    assertFalse(before.has("holder"), "nobody has said so yet");
    assertEquals(urgent + 1, before.at("/left/urgent").asInt(), before.toString());
    assertTrue(before.at("/left/unseen").asInt() > 0);
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
    assertEquals(urgent + 1, taken.at("/past/0/offer/left/urgent").asInt());
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
    assertEquals(401, stranger().get(DUTY).status());
  }

  private Instant in(int minutes) {
    return clock.instant().plusSeconds(60L * minutes).truncatedTo(ChronoUnit.SECONDS);
  }

  private TestBrowser.Answer ask(String user, String region, int count, int answerMinutes) {
    return as(user)
        .post(
            "/api/findings/help",
            Map.of(
                "region",
                region,
                "kind",
                "FLOOD_TEAM",
                "count",
                count,
                "until",
                in(600).toString(),
                "answerBy",
                in(answerMinutes).toString(),
                "finding",
                "",
                "words",
                "Lewat Bapak Joko"));
  }

  private TestBrowser.Answer answer(String user, long help, String answer, String with) {
    return as(user)
        .post(
            "/api/findings/help/answers",
            Map.of("help", help, "answer", answer, "with", with, "words", ""));
  }

  private JsonNode help(String user, long entry) {
    return as(user)
        .get("/api/findings/help")
        .json()
        .get("rows")
        .valueStream()
        .filter(row -> row.get("entry").asLong() == entry)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theArmyIsAskedAndAnswers() {
    assertEquals("403 NOT_ALLOWED", said(ask("pengawas", "3171", 3, 60)));
    assertEquals("403 OUTSIDE_TERRITORY", said(ask("siang", "3172", 3, 60)));
    assertEquals("404 NOT_FOUND", said(ask("polda", "3199", 3, 60)));
    assertEquals("400 MALFORMED", said(ask("siang", "3171", 0, 60)));
    assertEquals("409 HELP_TOO_LATE", said(ask("siang", "3171", 3, -1)));
    TestBrowser.Answer asked = ask("siang", "317101", 3, 60);
    assertEquals(200, asked.status(), asked.text());
    long entry = asked.json().at("/rows/0/entry").asLong();
    JsonNode row = help("kodam", entry);
    assertEquals("ASKED", row.get("state").asString());
    assertEquals("Lewat Bapak Joko", row.at("/remark/text").asString());
    assertTrue(row.get("mayAnswer").asBoolean());
    assertFalse(row.at("/remark").has("erasable"), "only who wrote it erases it");
    assertTrue(help("siang", entry).at("/remark").has("erasable"));
    assertFalse(help("pengawas", entry).get("mayAnswer").asBoolean());

    assertEquals("403 NOT_ALLOWED", said(answer("polda", entry, "GRANTED", "2")));
    assertEquals("404 NOT_FOUND", said(answer("kodam", 0, "GRANTED", "2")));
    assertEquals("400 MALFORMED", said(answer("kodam", entry, "GRANTED", "two")));
    assertEquals("400 MALFORMED", said(answer("kodam", entry, "REFUSED", "")));
    assertEquals("409 HELP_TOO_MANY", said(answer("kodam", entry, "GRANTED", "4")));
    assertEquals(200, answer("kodam", entry, "MORE_TIME", in(120).toString()).status());
    assertEquals("MORE_TIME", help("siang", entry).get("state").asString());
    assertEquals(200, answer("kodam", entry, "GRANTED", "2").status());
    assertEquals("409 HELP_ANSWERED", said(answer("kodam", entry, "REFUSED", "TOO_FAR")));
    assertEquals(2, help("pengawas", entry).at("/answers/1/count").asInt());
    assertEquals(
        "403 HELP_OF_ANOTHER",
        said(as("polda").post("/api/findings/help/ends", Map.of("help", entry))));
    var end = Map.of("help", entry);
    assertEquals(200, as("kodam").post("/api/findings/help/ends", end).status());
    assertEquals("409 HELP_OVER", said(as("siang").post("/api/findings/help/ends", end)));
    assertEquals("OVER", help("siang", entry).get("state").asString());
  }

  /** The clock finds it once the answer is due, and the answer ends it. */
  @Test
  void whatTheArmyDoesNotAnswerIsAFinding() {
    long entry = ask("siang", "317102", 1, 30).json().at("/rows/0/entry").asLong();
    String id = "HELP_UNANSWERED help:" + entry;
    clock.set(in(20), 0);
    clock.set(in(31), 1);
    JsonNode found = awaited(id);
    assertEquals("OPEN", found.at("/row/state").asString());
    assertEquals("KODAM", found.at("/row/owner").asString());
    assertEquals("KPU-PUSAT", found.at("/row/agency").asString(), "who asked sees to it");
    assertTrue(help("siang", entry).get("isLate").asBoolean());
    assertEquals(200, answer("kodam", entry, "REFUSED", "NO_FORCES").status());
    assertEquals("CLEARED", one(id).at("/row/state").asString());
  }

  private JsonNode one(String id) {
    String coded = URLEncoder.encode(id, StandardCharsets.UTF_8);
    return as("siang").get("/api/findings/one?id=" + coded).json();
  }

  private JsonNode awaited(String id) {
    await(() -> one(id).has("row"));
    return one(id);
  }

  private String aFinding(String record) {
    var report =
        Map.of(
            "record", record,
            "severity", "URGENT",
            "place", "T3171011002001",
            "words", "Pintu terbuka");
    assertEquals(200, as("pengawas").post("/api/findings/reports", report).status());
    return "REPORTED report:BAWASLU/" + record;
  }

  private TestBrowser.Answer attach(String user, String id, byte[] jpeg) {
    String path = "/api/findings/pictures?finding=" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    TestBrowser browser = as(user);
    return browser.send(
        browser
            .guarded(path)
            .setHeader("Content-Type", "image/jpeg")
            .POST(HttpRequest.BodyPublishers.ofByteArray(jpeg))
            .build());
  }

  @Test
  void aPictureIsAttachedAndErased() {
    String id = aFinding("FOTO-1");
    byte[] photo = Photos.baseline(7, 64);
    assertEquals("404 NOT_FOUND", said(attach("polda", "FORK box:1", photo)));
    assertEquals(400, attach("polda", id, new byte[] {1, 2, 3}).status());
    assertEquals(
        400,
        attach("polda", id, Photos.with(photo, 0xE1, Photos.exif())).status(),
        "a place or a name may hide in it");
    TestBrowser.Answer attached = attach("polda", id, photo);
    assertEquals(200, attached.status(), attached.text());
    JsonNode act = attached.json().at("/acts/0");
    assertEquals("PICTURED", act.get("act").asString());
    String hash = act.get("picture").asString();
    assertEquals(hash, act.get("erasable").asString());
    assertFalse(one(id).at("/acts/0").has("erasable"), "only who attached it erases it");
    String name = hash.replace('+', '-').replace('/', '_').replace("=", "");
    assertEquals(200, as("pengawas").get("/api/pictures/" + name).status());
    var erasing = Map.of("words", hash);
    assertEquals("404 NOT_FOUND", said(as("siang").post("/api/findings/erasures", erasing)));
    assertEquals(200, as("polda").post("/api/findings/erasures", erasing).status());
    assertEquals("410 ERASED", said(as("pengawas").get("/api/pictures/" + name)));
    assertEquals(hash, one(id).at("/acts/0/picture").asString(), "that there was one stays");
  }

  /** What was uploaded as evidence by another door is not erased by this one. */
  @Test
  void evidenceIsNotErasedByTheWayOfAFinding() {
    byte[] photo = Photos.baseline(8, 64);
    TestBrowser siang = as("siang");
    TestBrowser.Answer uploaded =
        siang.send(
            siang
                .guarded("/api/pictures")
                .setHeader("Content-Type", "image/jpeg")
                .POST(HttpRequest.BodyPublishers.ofByteArray(photo))
                .build());
    String hash = uploaded.json().get("hash").asString();
    assertEquals(200, attach("siang", aFinding("FOTO-2"), photo).status());
    assertEquals(
        "404 NOT_FOUND", said(siang.post("/api/findings/erasures", Map.of("words", hash))));
  }

  private TestBrowser.Answer keep(String user, String role, String territory, String phone) {
    return as(user)
        .post(
            "/api/findings/phones",
            Map.of("role", role, "territory", territory, "phone", phone, "label", "Piket"));
  }

  private String calls(String user, String id) {
    var called = new ArrayList<String>();
    String coded = URLEncoder.encode(id, StandardCharsets.UTF_8);
    for (JsonNode one : as(user).get("/api/findings/calls?id=" + coded).json()) {
      called.add(
          one.get("role").asString()
              + " "
              + one.get("territory").asString()
              + one.get("phones")
                  .valueStream()
                  .map(phone -> "=" + phone.get("phone").asString())
                  .reduce("", String::concat));
    }
    return String.join(", ", called);
  }

  @Test
  void whomToCallIsWhatAgenciesKeep() {
    String id = aFinding("TELP-1");
    assertEquals(
        "KPU_KOTA 3171, PPS 3171011002, PPK 317101, POLRES 3171, POLDA 31, BAWASLU 31",
        calls("siang", id));
    assertEquals(200, keep("siang", "KPU_KOTA", "3171", "021-000001").status());
    assertEquals(200, keep("siang", "PPK", "317101", "021-000002").status());
    assertEquals(200, keep("siang", "PPK", "317102", "021-000003").status());
    assertEquals(200, keep("polda", "POLDA", "31", "110").status());
    assertEquals("403 NOT_ALLOWED", said(keep("siang", "POLDA", "31", "110")));
    assertEquals("403 NOT_ALLOWED", said(keep("siang", "PPK", "317201", "021-000004")));
    assertEquals("403 NOT_ALLOWED", said(keep("polda", "PPK", "317101", "021-000004")));
    assertEquals("400 MALFORMED", said(keep("polda", "POLDA", "31", "call me")));
    assertEquals("404 NOT_FOUND", said(keep("siang", "PPK", "317199", "021-000004")));
    assertEquals(
        "KPU_KOTA 3171=021-000001, PPS 3171011002, PPK 317101=021-000002, POLRES 3171,"
            + " POLDA 31=110, BAWASLU 31",
        calls("pengawas", id));
    var erasing = Map.of("role", "PPK", "territory", "317101");
    assertEquals(
        "403 NOT_ALLOWED", said(as("polda").post("/api/findings/phones/erasures", erasing)));
    assertEquals(200, as("siang").post("/api/findings/phones/erasures", erasing).status());
    assertEquals("404 NOT_FOUND", said(as("siang").post("/api/findings/phones/erasures", erasing)));
    assertTrue(calls("siang", id).contains("PPK 317101,"));
    assertEquals(401, stranger().get("/api/findings/phones").status());
  }
}
