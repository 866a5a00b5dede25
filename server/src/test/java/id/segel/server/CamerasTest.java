package id.segel.server;

import static id.segel.server.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.box.BoxId;
import id.segel.core.custody.SignedStatement;
import id.segel.server.TestBrowser.Answer;
import id.segel.tlog.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/**
 * Cameras of the city store of Jakarta Pusat and what a worker says of them, over HTTP: the list,
 * states, what is lost, which boxes nobody saw and who was there, and what no worker should send.
 * The clock begins at 18.00 of 8 February and moves when it is told.
 */
@TestPropertySource(properties = "segel.test=cameras")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CamerasTest extends AgencyTable {

  private static final String STORE = "G3171";
  private static final String OTHER = "G3172";
  private static final String TPS = "3171011001001";
  private static final Instant BEGIN = Instant.parse("2024-02-08T11:00:00Z");
  private static final byte[] JPEG = jpeg(2_000);

  private final JdbcClient sql;
  private String token = "";

  @Autowired
  CamerasTest(DataSource source) {
    this.sql = JdbcClient.create(source);
  }

  @BeforeAll
  void aTableOfAgencies() throws Exception {
    open(BEGIN);
    user("kpu", "KPU", "KPU_PROVINSI", "31");
    user("kota", "KPU", "KPU_KOTA", "3171");
    user("utara", "KPU", "KPU_KOTA", "3172");
    user("satpol", "Satpol PP", "SATPOL_PP", "3171");
    user("pengawas", "Bawaslu", "BAWASLU", "31");
  }

  private static byte[] jpeg(int length) {
    var bytes = new byte[length];
    bytes[0] = (byte) 0xff;
    bytes[1] = (byte) 0xd8;
    bytes[2] = (byte) 0xff;
    bytes[length - 2] = (byte) 0xff;
    bytes[length - 1] = (byte) 0xd9;
    return bytes;
  }

  private static Map<String, Object> described(String view, String address, int worker) {
    return Map.of(
        "name",
        "Pintu depan",
        "view",
        view,
        "kind",
        "RTSP",
        "address",
        address,
        "user",
        "segel",
        "password",
        "rahasia-kamera",
        "worker",
        worker,
        "clock",
        List.of());
  }

  private Answer register(String user, String place, String view, String address) {
    return as(user).post("/api/cameras/places/" + place, described(view, address, 1));
  }

  private JsonNode tile(String camera) {
    for (JsonNode one : as("kota").get("/api/cameras").json().get("tiles")) {
      if (one.get("camera").asString().equals(camera)) {
        return one;
      }
    }
    throw new AssertionError("no camera " + camera);
  }

  private static Map<String, Object> reading(String camera, String state) {
    var reading = new HashMap<String, Object>();
    reading.put("camera", camera);
    reading.put("agoMilliseconds", 0);
    reading.put("state", state);
    reading.put("unjudged", List.of());
    reading.put("sinceAgoMilliseconds", 0);
    reading.put("why", null);
    reading.put("sampled", 1);
    reading.put("missed", 0);
    reading.put("digest", "ab".repeat(32));
    reading.put("picture", null);
    return reading;
  }

  private Answer send(Object readings) {
    return stranger()
        .post(
            "/api/cameras/worker/readings",
            Map.of("version", 1, "readings", readings),
            "Authorization",
            "Bearer " + token);
  }

  private void see(String first, String second) {
    Answer answer = send(List.of(reading("C-G3171-1", first), reading("C-G3171-2", second)));
    assertEquals(200, answer.status(), answer.text());
    assertEquals("{}", answer.json().get("ignored").toString());
  }

  private void awaitFinding(String rule, String state) {
    await(() -> state.equals(finding(rule + " place:" + STORE)));
  }

  private JsonNode day() {
    return as("pengawas").get("/api/cameras/places/" + STORE).json();
  }

  @Test
  @Order(1)
  void camerasAreListedByTheCommissionInItsTerritory() {
    Answer made = as("kota").post("/api/cameras/workers", Map.of("name", "Gudang"));
    assertEquals(200, made.status(), made.text());
    token = made.json().get("token").asString();
    String address = "rtsp://10.1.2.3:554/s1";
    assertEquals(200, register("kota", STORE, "DOOR", address).status());
    assertEquals(200, register("kota", STORE, "INSIDE", address).status());
    assertEquals("403 NOT_ALLOWED", said(register("kota", OTHER, "DOOR", address)));
    assertEquals("403 NOT_ALLOWED", said(register("satpol", STORE, "DOOR", address)));
    assertEquals("404 NOT_FOUND", said(register("kota", "G3199", "DOOR", address)));
    JsonNode tile = tile("C-G3171-1");
    assertEquals("UNKNOWN", tile.get("state").asString());
    assertFalse(tile.has("heard"));
    assertTrue(tile.get("hasPassword").asBoolean());
    assertEquals(address, tile.get("address").asString());
    String others = as("pengawas").get("/api/cameras").text();
    assertFalse(others.contains("10.1.2.3"), "an address is for who may change it");
    for (String user : users()) {
      assertFalse(as(user).get("/api/cameras").text().contains("rahasia"), user);
    }
    String locked =
        sql.sql("select encode(password, 'escape') from camera.cameras where number = 1")
            .query(String.class)
            .single();
    assertFalse(locked.contains("rahasia"));
  }

  @Test
  @Order(2)
  void anAddressIsOfACamera() {
    Map<String, String> wrong =
        Map.ofEntries(
            Map.entry("rtsp://127.0.0.1/s1", "CLOSED"),
            Map.entry("rtsp://localhost:554/s1", "CLOSED"),
            Map.entry("rtsp://LOCALHOST./s1", "CLOSED"),
            Map.entry("rtsp://2130706433/s1", "CLOSED"),
            Map.entry("rtsp://0x7f.1/s1", "HOST"),
            Map.entry("rtsp://127.1/s1", "HOST"),
            Map.entry("rtsp://0.0.0.0/s1", "CLOSED"),
            Map.entry("rtsp://[::1]/s1", "CLOSED"),
            Map.entry("rtsp://[::ffff:127.0.0.1]/s1", "CLOSED"),
            Map.entry("rtsp://[fe80::1]/s1", "CLOSED"),
            Map.entry("rtsp://169.254.169.254/latest", "CLOSED"),
            Map.entry("rtsp://metadata.google.internal/", "CLOSED"),
            Map.entry("http://10.1.2.3/s1", "SCHEME"),
            Map.entry("https://10.1.2.3/s1", "SCHEME"),
            Map.entry("rtsps://10.1.2.3/s1#sha256=00", "PIN"),
            Map.entry("file:///etc/passwd", "SCHEME"),
            Map.entry("rtsp://segel:rahasia@10.1.2.3/s1", "LOGIN"),
            Map.entry("rtsp:///s1", "HOST"),
            Map.entry("rtsp://10.1.2.3/a b", "FORM"),
            Map.entry("rtsp://10.1.2.3/" + "a".repeat(500), "LENGTH"));
    wrong.forEach((address, why) ->
        assertEquals(
            "409 CAMERA_ADDRESS_" + why, said(register("kota", STORE, "DOOR", address)), address));
  }

  @Test
  @Order(3)
  void aWorkerAsksForItsCameras() {
    assertEquals(
        "401 WORKER_UNKNOWN",
        said(stranger().get("/api/cameras/worker", "Authorization", "Bearer cam_nobody")));
    assertEquals("401 WORKER_UNKNOWN", said(stranger().get("/api/cameras/worker")));
    assertEquals("401 WORKER_UNKNOWN", said(as("kota").get("/api/cameras/worker")));
    JsonNode list = wanted();
    assertEquals(10, list.get("everySeconds").asInt());
    assertEquals(2, list.get("cameras").size());
    assertEquals("rahasia-kamera", list.at("/cameras/0/password").asString());
    assertEquals("segel", list.at("/cameras/0/user").asString());
    long version = list.get("version").asLong();
    assertEquals(200, as("kota").post("/api/cameras/C-G3171-1/reference", Map.of()).status());
    assertEquals(2, wanted().at("/cameras/0/reference").asInt());
    assertTrue(wanted().get("version").asLong() > version);
    // An empty password keeps the one there is.
    var other = new HashMap<>(described("INSIDE", "rtsp://10.1.2.4/s1", 1));
    other.put("password", "");
    assertEquals(
        "409 CAMERA_PASSWORD_AGAIN",
        said(as("kota").post("/api/cameras/C-G3171-2/edit", other)),
        "nobody leads a password to another machine");
    other.put("address", wanted().at("/cameras/1/address").asString() + "2");
    assertEquals(200, as("kota").post("/api/cameras/C-G3171-2/edit", other).status());
    assertEquals("rahasia-kamera", wanted().at("/cameras/1/password").asString());
    assertEquals(other.get("address"), wanted().at("/cameras/1/address").asString());
    assertEquals("403 NOT_ALLOWED", said(as("utara").post("/api/cameras/C-G3171-2/edit", other)));
  }

  private JsonNode wanted() {
    return stranger().get("/api/cameras/worker", "Authorization", "Bearer " + token).json();
  }

  @Test
  @Order(4)
  void whatIsSeenIsShownWithItsAge() {
    var reading = new HashMap<>(reading("C-G3171-1", "GOOD"));
    reading.put("picture", Base64.getEncoder().encodeToString(JPEG));
    reading.put("unjudged", List.of("FROZEN"));
    assertEquals(200, send(List.of(reading, reading("C-G3171-2", "GOOD"))).status());
    JsonNode tile = tile("C-G3171-1");
    assertEquals("GOOD", tile.get("state").asString());
    assertEquals("[\"FROZEN\"]", tile.get("unjudged").toString());
    assertEquals(now().toString(), tile.get("pictureAt").asString());
    var picture = as("kota").download("/api/cameras/C-G3171-1/picture");
    assertEquals(200, picture.statusCode());
    assertEquals(JPEG.length, picture.body().length);
    assertEquals("no-store", picture.headers().firstValue("Cache-Control").orElse(""));
    assertEquals("403 NOT_ALLOWED", said(as("utara").get("/api/cameras/C-G3171-1/picture")));
    assertEquals(204, as("kota").get("/api/cameras/C-G3171-2/picture").status());
  }

  /** I-21: a store of which nobody can say what its camera saw. */
  @Test
  @Order(5)
  void aCameraThatIsLostIsFoundAndComesBack() {
    pass(Duration.ofSeconds(20));
    see("OFFLINE", "GOOD");
    awaitFinding("CAMERA_LOST", "OPEN");
    JsonNode first = as("pengawas").get("/api/cameras").json().at("/tiles/0");
    assertEquals("C-G3171-1", first.get("camera").asString(), "the troubled first");
    pass(Duration.ofSeconds(20));
    see("GOOD", "GOOD");
    awaitFinding("CAMERA_LOST", "CLEARED");
    // The worker goes silent.
    pass(Duration.ofSeconds(61));
    await(() -> tile("C-G3171-2").get("state").asString().equals("UNKNOWN"));
    awaitFinding("CAMERA_LOST", "OPEN");
    see("GOOD", "GOOD");
    awaitFinding("CAMERA_LOST", "CLEARED");
    assertEquals("UNKNOWN", day().at("/hours/23/kind").asString());
  }

  /** I-21 and I-26: boxes that nobody saw, which they were, and who was there. */
  @Test
  @Order(6)
  void boxesThatNobodySawAreListedWithWhoWasThere() throws Exception {
    TestPhone phone = phone("KPU_KOTA", "3171");
    for (int kind = 1; kind <= 3; kind++) {
      byte[] packed =
          SignedStatement.sign(phone.packing(BoxId.of(TPS, kind, 1), kind), phone.signingKey())
              .bytes();
      assertEquals(1, phone.send(List.of(packed)).size());
    }
    await(() -> tile("C-G3171-1").get("boxes").asInt() == 3);
    assertEquals(200, as("kpu").post("/api/cameras/limit", Map.of("minutes", 5)).status());
    assertEquals(
        "403 NOT_ALLOWED", said(as("kota").post("/api/cameras/limit", Map.of("minutes", 5))));
    pass(Duration.ofSeconds(10));
    see("COVERED", "DARK");
    Instant blind = now();
    await(() -> day().get("blinds").size() == 1);
    assertEquals(
        200,
        as("satpol")
            .post(
                "/api/entrances/" + STORE + "/visits",
                Map.of(
                    "zone", "INSIDE", "who", "SELF", "card", "", "name", "", "escort", 0, "at", ""))
            .status());
    for (int i = 0; i < 6; i++) {
      pass(Duration.ofSeconds(55));
      see("COVERED", "DARK");
    }
    awaitFinding("SITE_BLIND", "OPEN");
    pass(Duration.ofSeconds(10));
    see("GOOD", "DARK");
    awaitFinding("SITE_BLIND", "CLEARED");
    JsonNode row = day().at("/blinds/0");
    assertEquals("BLIND", row.get("kind").asString());
    assertEquals(blind.toString(), row.get("from").asString());
    assertEquals(now().toString(), row.get("until").asString());
    assertEquals(
        "[\"3171011001001101\",\"3171011001001201\",\"3171011001001301\"]",
        row.get("numbers").toString());
    assertEquals("SATPOL_PP", row.at("/visits/0/role").asString());
    assertEquals("BLIND", day().at("/hours/23/kind").asString());
    String csv = as("pengawas").get("/api/cameras/places/" + STORE + "/export").text();
    assertTrue(csv.contains("PERIOD,BLIND," + blind), csv);
  }

  /** A cable that is pulled behind a covered camera shows nobody the boxes. */
  @Test
  @Order(7)
  void whoWasBlindIsNotSeenAgainBecauseNobodyLooks() {
    for (int i = 0; i < 7; i++) {
      pass(Duration.ofSeconds(55));
      see("COVERED", "DARK");
    }
    awaitFinding("SITE_BLIND", "OPEN");
    pass(Duration.ofSeconds(61));
    await(() ->
        "UNKNOWN"
            .equals(
                sql.sql("select told from camera.cameras where camera = 'C-G3171-1'")
                    .query(String.class)
                    .single()));
    assertEquals("OPEN", finding("SITE_BLIND place:" + STORE));
    Instant began = Instant.parse(day().at("/blinds/0/from").asString());
    see("GOOD", "DARK");
    awaitFinding("SITE_BLIND", "CLEARED");
    JsonNode row = day().at("/blinds/0");
    assertEquals(
        began.toString(), row.get("from").asString(), "one time, although two kinds of it");
    assertEquals(now().toString(), row.get("until").asString());
  }

  /** A worker that was cut off tells all it saw: nothing of it is lost, in whichever order. */
  @Test
  @Order(8)
  void whatWasSeenBetweenTwoLooksIsKept() {
    see("GOOD", "DARK");
    await(() -> !day().at("/blinds/0/until").isMissingNode());
    int before = day().get("blinds").size();
    pass(Duration.ofSeconds(50));
    Answer answer =
        send(
            List.of(
                reading("C-G3171-2", "DARK"),
                reading("C-G3171-1", "GOOD"),
                ago(reading("C-G3171-1", "COVERED"), 40),
                ago(reading("C-G3171-1", "GOOD"), 20)));
    assertEquals("{}", answer.json().get("ignored").toString());
    await(() -> day().get("blinds").size() == before + 1);
    JsonNode row = day().at("/blinds/0");
    assertEquals(now().minusSeconds(40).toString(), row.get("from").asString());
    assertEquals(now().minusSeconds(20).toString(), row.get("until").asString());
    assertEquals(3, row.get("boxes").asInt());
    // Sent once more it changes nothing.
    assertEquals(200, send(List.of(ago(reading("C-G3171-1", "COVERED"), 40))).status());
    assertEquals("GOOD", tile("C-G3171-1").get("state").asString());
    assertEquals("CLEARED", finding("SITE_BLIND place:" + STORE), "it was short");
  }

  private static Map<String, Object> ago(Map<String, Object> reading, int seconds) {
    var late = new HashMap<>(reading);
    late.put("agoMilliseconds", seconds * 1_000);
    late.put("sinceAgoMilliseconds", seconds * 1_000);
    return late;
  }

  /** A source without noise: nobody can say whether its picture stands still. */
  @Test
  @Order(9)
  void whatCannotBeJudgedIsNoEvidence() {
    see("GOOD", "DARK");
    for (int i = 0; i < 3; i++) {
      pass(Duration.ofSeconds(30));
      var unsure = new HashMap<>(reading("C-G3171-1", "GOOD"));
      unsure.put("unjudged", List.of("FROZEN"));
      assertEquals(200, send(List.of(unsure, reading("C-G3171-2", "DARK"))).status());
    }
    await(() -> day().at("/blinds/0/until").isMissingNode());
    JsonNode row = day().at("/blinds/0");
    assertEquals("UNKNOWN", row.get("kind").asString());
    assertEquals(now().minusSeconds(60).toString(), row.get("from").asString());
    // For a look or two it may be so: a light passes.
    pass(Duration.ofSeconds(10));
    see("GOOD", "DARK");
    await(() -> !day().at("/blinds/0/until").isMissingNode());
    int before = day().get("blinds").size();
    pass(Duration.ofSeconds(10));
    var passing = new HashMap<>(reading("C-G3171-1", "GOOD"));
    passing.put("unjudged", List.of("COVERED", "TURNED"));
    assertEquals(200, send(List.of(passing, reading("C-G3171-2", "DARK"))).status());
    pass(Duration.ofSeconds(10));
    see("GOOD", "DARK");
    assertEquals(before, day().get("blinds").size());
  }

  /** Whoever takes a camera out of the evidence changes nothing of before, and leaves an entry. */
  @Test
  @Order(10)
  void whatACameraLookedAtThenStaysSo() {
    see("GOOD", "DARK");
    await(() -> !day().at("/blinds/0/until").isMissingNode());
    int covered = day().at("/hours/23/coveredSeconds").asInt();
    var outside = described("YARD", "rtsp://10.1.2.3/s1", 1);
    assertEquals(200, as("kota").post("/api/cameras/C-G3171-1/edit", outside).status());
    await(() -> day().at("/blinds/0/until").isMissingNode());
    assertEquals(covered, day().at("/hours/23/coveredSeconds").asInt());
    assertEquals("UNKNOWN", tile("C-G3171-1").get("state").asString());
    String entry = "select count(*) from log.entries where convert_from(leaf, 'LATIN1') like :text";
    assertEquals(
        1,
        sql.sql(entry)
            .param("text", "%fact CameraChanged\ncamera C-G3171-1\nwhat DESCRIPTION%")
            .query(Integer.class)
            .single());
    var inside = described("INSIDE", "rtsp://10.1.2.3/s1", 1);
    assertEquals(200, as("kota").post("/api/cameras/C-G3171-1/edit", inside).status());
    see("GOOD", "DARK");
    await(() -> !day().at("/blinds/0/until").isMissingNode());
  }

  /** What a reading says that comes after a long time is true of the time since, not of before. */
  @Test
  @Order(11)
  void timeInWhichNobodyLookedIsNotSeen() {
    pass(Duration.ofMinutes(5));
    see("GOOD", "GOOD");
    assertTrue(day().at("/hours/23/unknownSeconds").asInt() >= 240, day().toString());
  }

  @Test
  @Order(12)
  void whatNoWorkerShouldSendIsLeftOutAndCounted() {
    var huge = new HashMap<>(reading("C-G3171-1", "GOOD"));
    huge.put("agoMilliseconds", new java.math.BigInteger("9".repeat(40)));
    var less = new HashMap<>(reading("C-G3171-1", "GOOD"));
    less.put("sampled", -1);
    var state = new HashMap<>(reading("C-G3171-1", "STOLEN"));
    var text = new HashMap<>(reading("C-G3171-1", "GOOD"));
    text.put("picture", "@@@");
    var noPicture = new HashMap<>(reading("C-G3171-2", "GOOD"));
    noPicture.put("picture", Base64.getEncoder().encodeToString(new byte[100]));
    Object large = reading("C-G3171-1", "GOOD");
    var bomb = new HashMap<>(reading("C-G3171-1", "GOOD"));
    bomb.put("picture", Base64.getEncoder().encodeToString(jpeg(49 * 1024)));
    Answer answer =
        send(
            List.of(
                huge,
                less,
                state,
                text,
                noPicture,
                large,
                bomb,
                reading("C-G3172-1", "GOOD"),
                reading("bukan kamera", "GOOD"),
                "teks",
                7));
    assertEquals(200, answer.status(), answer.text());
    assertEquals(
        "{\"CAMERA\":4,\"NUMBER\":2,\"PICTURE\":3,\"STATE\":1}",
        answer.json().get("ignored").toString());
    assertEquals("GOOD", tile("C-G3171-1").get("state").asString());
    var many = new ArrayList<Object>();
    for (int i = 0; i < 501; i++) {
      many.add(reading("C-G3171-1", "GOOD"));
    }
    assertEquals("400 MALFORMED", said(send(many)));
    assertEquals("400 MALFORMED", said(send("tidak ada")));
    String deep = "[".repeat(2_000) + "]".repeat(2_000);
    for (String body : List.of("", "7", "{", "[]", "{\"readings\":" + deep + "}")) {
      assertEquals(
          "400 MALFORMED",
          said(
              stranger()
                  .post("/api/cameras/worker/readings", body, "Authorization", "Bearer " + token)),
          body.substring(0, Math.min(20, body.length())));
    }
    assertTrue(as("kota").get("/api/cameras").json().at("/workers/0/ignored").asInt() >= 10);
  }

  /** Another's camera is as unknown as one that is not. */
  @Test
  @Order(13)
  void aWorkerSpeaksOfItsOwnCamerasOnly() {
    String own = token;
    Answer made = as("kota").post("/api/cameras/workers", Map.of("name", "Lain"));
    token = made.json().get("token").asString();
    assertEquals(
        "{\"CAMERA\":1}",
        send(List.of(reading("C-G3171-1", "DARK"))).json().get("ignored").toString());
    assertEquals(200, as("kota").post("/api/cameras/workers/2/revoke", Map.of()).status());
    assertEquals("404 NOT_FOUND", said(as("kota").post("/api/cameras/workers/2/revoke", Map.of())));
    assertEquals("401 WORKER_UNKNOWN", said(send(List.of())));
    token = own;
    assertEquals("GOOD", tile("C-G3171-1").get("state").asString());
  }

  /** Every reading that is kept is in the digest of its hour, and that is in the log. */
  @Test
  @Order(14)
  void everyHourIsDigested() {
    pass(Duration.ofHours(1));
    see("GOOD", "GOOD");
    await(() -> sql.sql("select count(*) from camera.hours").query(Integer.class).single() == 1);
    String text = as("pengawas").get("/api/cameras/readings?hour=" + BEGIN).text();
    String digest =
        sql.sql("select encode(digest, 'hex') from camera.hours").query(String.class).single();
    assertEquals(
        digest,
        java.util.HexFormat.of()
            .formatHex(Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8))));
    assertEquals(
        text.lines().count(), sql.sql("select count from camera.hours").query(Long.class).single());
    long entry = sql.sql("select entry from camera.hours").query(Long.class).single();
    assertTrue(entry > 0);
    assertEquals("403 NOT_ALLOWED", said(as("satpol").get("/api/cameras/readings?hour=" + BEGIN)));
  }

  @Test
  @Order(15)
  void aCameraThatIsRemovedIsGoneWithItsSecrets() {
    assertEquals(200, as("kota").post("/api/cameras/C-G3171-2/remove", Map.of()).status());
    assertEquals(1, wanted().get("cameras").size());
    assertEquals("404 NOT_FOUND", said(as("kota").post("/api/cameras/C-G3171-2/remove", Map.of())));
    assertEquals(
        0,
        sql.sql(
                "select count(*) from camera.cameras where removed_at is not null"
                    + " and (password is not null or address <> '')")
            .query(Integer.class)
            .single());
    // Its number is never given again.
    register("kota", STORE, "INSIDE", "rtsp://10.1.2.3/s1");
    assertEquals("UNKNOWN", tile("C-G3171-3").get("state").asString());
  }
}
