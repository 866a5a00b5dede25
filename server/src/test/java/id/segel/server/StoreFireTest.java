package id.segel.server;

import static id.segel.server.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.box.BoxId;
import id.segel.core.custody.SignedStatement;
import id.segel.server.TestBrowser.Answer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
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
 * The night of a store fire by its sensors: messages that are signed, repeated, old or forged, a
 * door that nobody is written down for, smoke, the list of the boxes inside, and a sensor that
 * floods. The clock begins at 1.00 of 12 February.
 */
@TestPropertySource(properties = "segel.test=fire")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StoreFireTest extends AgencyTable {

  private static final String STORE = "G3171";
  private static final String SMOKE = "S-G3171-1";
  private static final String DOOR = "S-G3171-2";
  private static final String HEAT = "S-G3171-3";
  private static final String WATER = "S-G3171-4";
  private static final Instant BEGIN = Instant.parse("2024-02-11T18:00:00Z");

  private final Map<String, byte[]> secrets = new HashMap<>();
  private final JdbcClient sql;
  private int messages;

  @Autowired
  StoreFireTest(DataSource source) {
    this.sql = JdbcClient.create(source);
  }

  @BeforeAll
  void aTableOfAgencies() throws Exception {
    open(BEGIN);
    user("kota", "KPU", "KPU_KOTA", "3171");
    user("satpol", "Satpol PP", "SATPOL_PP", "3171");
    user("pengawas", "Bawaslu", "BAWASLU", "31");
  }

  private Answer send(String sensor, String body) {
    return send(sensor, "msg_" + ++messages, Instant.now(java.time.Clock.systemUTC()), body, "");
  }

  private Answer send(String sensor, String id, Instant at, String body, String spoilt) {
    String seconds = Long.toString(at.getEpochSecond());
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secrets.getOrDefault(sensor, new byte[24]), "HmacSHA256"));
      String signature =
          Base64.getEncoder()
              .encodeToString(
                  mac.doFinal((id + "." + seconds + "." + body).getBytes(StandardCharsets.UTF_8)));
      return stranger()
          .post(
              "/api/sensors/hook/" + sensor,
              body + spoilt,
              "webhook-id",
              id,
              "webhook-timestamp",
              seconds,
              "webhook-signature",
              "v1," + signature);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private JsonNode row(String sensor) {
    for (JsonNode one : as("pengawas").get("/api/sensors?place=" + STORE).json()) {
      if (one.get("sensor").asString().equals(sensor)) {
        return one;
      }
    }
    throw new AssertionError("no sensor " + sensor);
  }

  private List<JsonNode> fires() {
    return incidents("FIRE");
  }

  private List<JsonNode> incidents(String kind) {
    var found = new ArrayList<JsonNode>();
    for (JsonNode one : as("pengawas").get("/api/incidents").json()) {
      if (one.get("kind").asString().equals(kind)) {
        found.add(one);
      }
    }
    return found;
  }

  @Test
  @Order(1)
  void sensorsAreListedWithASecretThatIsShownOnce() {
    for (String kind : List.of("SMOKE", "DOOR", "TEMPERATURE", "WATER")) {
      Answer made =
          as("kota")
              .post(
                  "/api/sensors/places/" + STORE,
                  Map.of("kind", kind, "name", "Aula " + kind, "minutes", 45));
      assertEquals(200, made.status(), made.text());
      String secret = made.json().get("secret").asString();
      assertTrue(secret.startsWith("whsec_"));
      secrets.put(
          made.json().get("sensor").asString(),
          Base64.getDecoder().decode(secret.substring("whsec_".length())));
      assertFalse(as("kota").get("/api/sensors").text().contains(secret));
    }
    assertEquals(
        "403 NOT_ALLOWED",
        said(
            as("kota")
                .post(
                    "/api/sensors/places/G3172",
                    Map.of("kind", "DOOR", "name", "Pintu", "minutes", 60))));
  }

  @Test
  @Order(2)
  void onlyWhatASensorSignedIsTakenAndOnce() {
    Instant real = Instant.now(java.time.Clock.systemUTC());
    assertEquals("{\"isNew\":true}", send(HEAT, "msg_a", real, "{\"tenths\":312}", "").text());
    assertEquals("{\"isNew\":false}", send(HEAT, "msg_a", real, "{\"tenths\":312}", "").text());
    assertEquals(312, row(HEAT).get("tenths").asInt());
    for (int i = 0; i < 150; i++) {
      assertEquals(200, send(HEAT, "msg_a", real, "{\"tenths\":312}", "").status());
    }
    assertFalse(row(HEAT).get("isMuted").asBoolean(), "copies of one message mute it");
    assertEquals("401 SIGNATURE_WRONG", said(send(HEAT, "msg_b", real, "{\"tenths\":312}", " ")));
    assertEquals("401 SIGNATURE_WRONG", said(send("S-G3171-9", "{\"on\":true}")));
    assertEquals("401 SIGNATURE_WRONG", said(send("bukan", "{\"on\":true}")));
    assertEquals(
        "401 SIGNATURE_WRONG",
        said(stranger().post("/api/sensors/hook/" + HEAT, "{\"tenths\":312}")));
    for (long seconds : List.of(-400L, 400L)) {
      assertEquals(
          "409 TOO_OLD",
          said(send(HEAT, "msg_c", real.plusSeconds(seconds), "{\"tenths\":312}", "")));
    }
    for (String body :
        List.of("", "7", "{", "{\"on\":true}", "{\"tenths\":1e9}", "{\"tenths\":31.2}")) {
      assertEquals("400 MALFORMED", said(send(HEAT, body)), body);
    }
    assertEquals("413 TOO_LARGE", said(send(HEAT, "{\"tenths\":312}" + " ".repeat(3_000))));
  }

  private Answer enter(String at) {
    return enter("SELF", "", at);
  }

  private Answer enter(String who, String name, String at) {
    return as("satpol")
        .post(
            "/api/entrances/" + STORE + "/visits",
            Map.of("zone", "INSIDE", "who", who, "card", "", "name", name, "escort", 0, "at", at));
  }

  private void leave(int visit) {
    assertEquals(
        200,
        as("satpol").post("/api/entrances/visits/" + visit + "/leave", Map.of("at", "")).status());
  }

  /** I-21 and I-26: a door at night, and nobody is written down. */
  @Test
  @Order(3)
  void aDoorThatOpensWithoutAnEntryIsFoundThoughItIsShutAtOnce() {
    assertEquals(200, send(DOOR, "{\"on\":true}").status());
    String opened = now().toString();
    pass(Duration.ofMinutes(1));
    assertEquals(200, send(DOOR, "{\"on\":false}").status());
    pass(Duration.ofMinutes(3));
    await(() -> "OPEN".equals(finding("DOOR_WITHOUT_ENTRY sensor:" + DOOR)));
    // Late, but for the moment when it was.
    assertEquals(200, enter(opened).status());
    await(() -> "CLEARED".equals(finding("DOOR_WITHOUT_ENTRY sensor:" + DOOR)));
  }

  /** Who is inside already opened no other door; who leaves did. */
  @Test
  @Order(4)
  void whoIsInsideIsNotTheEntryOfTheNextOpening() {
    assertEquals(200, send(DOOR, "{\"on\":true}").status());
    pass(Duration.ofMinutes(4));
    await(() -> "OPEN".equals(finding("DOOR_WITHOUT_ENTRY sensor:" + DOOR)));
    assertEquals(200, send(DOOR, "{\"on\":false}").status());
    pass(Duration.ofMinutes(4));
    assertEquals(200, send(DOOR, "{\"on\":true}").status());
    pass(Duration.ofMinutes(1));
    leave(1);
    pass(Duration.ofMinutes(3));
    await(this::nothingWaits);
    assertEquals("OPEN", finding("DOOR_WITHOUT_ENTRY sensor:" + DOOR), "the one before");
    assertEquals(200, send(DOOR, "{\"on\":false}").status());
    assertEquals(
        200, enter("VISITOR", "Budi", now().minus(Duration.ofMinutes(12)).toString()).status());
    await(() -> "CLEARED".equals(finding("DOOR_WITHOUT_ENTRY sensor:" + DOOR)));
    leave(2);
    pass(Duration.ofMinutes(10));
  }

  private boolean nothingWaits() {
    return sql.sql("select count(*) from sensor.edges where is_on and not answered")
            .query(Integer.class)
            .single()
        == 0;
  }

  @Test
  @Order(5)
  void aDoorThatOpensForSomebodyIsNot() {
    assertEquals(200, send(DOOR, "{\"on\":true}").status());
    pass(Duration.ofMinutes(1));
    assertEquals(200, enter("").status());
    pass(Duration.ofMinutes(3));
    await(this::nothingWaits);
    assertEquals("CLEARED", finding("DOOR_WITHOUT_ENTRY sensor:" + DOOR), "the one before");
    assertEquals(200, send(DOOR, "{\"on\":false}").status());
  }

  /**
   * I-17, Koto XI Tarusan 2019: 19 boxes burned, and it took a day to know which TPS. Here the list
   * stands in under a minute, box by box.
   */
  @Test
  @Order(6)
  void theListOfTheBoxesStandsInUnderAMinute() throws Exception {
    TestPhone phone = phone("KPU_KOTA", "3171");
    var boxes = new ArrayList<String>();
    for (int tps = 1; tps <= 4; tps++) {
      for (int kind = 1; kind <= 5; kind++) {
        BoxId box = BoxId.of("317101100100" + tps, kind, 1);
        boxes.add(box.toString());
        byte[] packed =
            SignedStatement.sign(phone.packing(box, boxes.size()), phone.signingKey()).bytes();
        assertEquals(1, phone.send(List.of(packed)).size());
      }
    }
    long began = System.nanoTime();
    assertEquals(200, send(SMOKE, "{\"on\":true}").status());
    await(() -> !fires().isEmpty());
    int number = fires().getFirst().get("number").asInt();
    JsonNode list = as("pengawas").get("/api/incidents/" + number + "/boxes?size=100").json();
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    assertTrue(took.compareTo(Duration.ofMinutes(1)) < 0, "it took " + took);
    for (String box : boxes) {
      assertTrue(list.toString().contains(box), box + " is not on the list: " + list);
    }
    await(() -> "OPEN".equals(finding("INCIDENT_OPEN incident:" + number)));
    assertEquals("OPEN", finding("SENSOR_ALARM sensor:" + SMOKE));
    await(() -> card(number).contains("Sensor asap " + SMOKE));
  }

  /** A camera that burns goes dark after the smoke. */
  @Test
  @Order(7)
  void aCameraThatGoesDarkAfterwardsIsNoted() {
    int number = fires().getFirst().get("number").asInt();
    sql.sql(
            """
            insert into camera.workers (name, token, made_by)
            values ('Komputer', sha256('1'), '0badc0de')
            """)
        .update();
    dark(7);
    await(() -> card(number).contains("Kamera gelap: C-G3171-7"));
    assertTrue(card(number).contains("Dark cameras: C-G3171-7"), card(number));
    pass(Duration.ofSeconds(10));
    dark(8);
    await(() -> card(number).contains("Kamera gelap: C-G3171-8"));
    assertEquals(2, card(number).split("C-G3171-7", -1).length - 1, "each once, in two languages");
  }

  /** Heat is fire like smoke; water is a flood. */
  @Test
  @Order(8)
  void heatAndWaterOpenACardToo() {
    int number = fires().getFirst().get("number").asInt();
    assertEquals(200, send(HEAT, "{\"tenths\":612}").status());
    await(() -> card(number).contains("Sensor panas " + HEAT));
    assertTrue(card(number).contains("Heat sensor " + HEAT), card(number));
    assertEquals(200, send(WATER, "{\"on\":true}").status());
    await(() -> incidents("FLOOD").size() == 1);
    int flood = incidents("FLOOD").getFirst().get("number").asInt();
    await(() -> card(flood).contains("Sensor air " + WATER));
    assertEquals(1, fires().size());
    assertEquals(200, send(HEAT, "{\"tenths\":312}").status());
    assertEquals(200, send(WATER, "{\"on\":false}").status());
  }

  /** Who comes and sees no fire says so, and the commission sees how often. */
  @Test
  @Order(9)
  void aFalseAlarmIsCounted() {
    JsonNode before = as("pengawas").get("/api/incidents/alarms").json();
    assertEquals(1, before.get("opened").asInt(), before.toString());
    assertEquals(0, before.get("nothing").asInt());
    assertTrue(before.get("most").asInt() > 0);
    int number = fires().getFirst().get("number").asInt();
    for (String step : List.of("keluar ", "selamatkan ", "padam palsu")) {
      String[] words = step.split(" ", 2);
      Answer done =
          as("kota")
              .post(
                  "/api/incidents/" + number + "/steps",
                  Map.of(
                      "step",
                      words[0],
                      "answer",
                      words[1],
                      "count",
                      0,
                      "confirmed",
                      true,
                      "pictures",
                      List.of()));
      assertEquals(200, done.status(), done.text());
    }
    assertEquals(1, as("pengawas").get("/api/incidents/alarms").json().get("nothing").asInt());
  }

  private void dark(int number) {
    String camera = "C-" + STORE + "-" + number;
    sql.sql(
            """
            insert into camera.cameras (camera, place, number, name, view, kind, address, worker)
            values (:camera, :place, :number, 'Aula', 'INSIDE', 'SNAPSHOT', 'http://127.0.0.1/', 1)
            """)
        .param("camera", camera)
        .param("place", STORE)
        .param("number", number)
        .update();
    sql.sql("insert into camera.spells (camera, state, began) values (:camera, 'DARK', :now)")
        .param("camera", camera)
        .param("now", now().atOffset(java.time.ZoneOffset.UTC))
        .update();
  }

  private String card(int number) {
    return as("pengawas").get("/api/incidents/" + number).text();
  }

  @Test
  @Order(10)
  void smokeAgainIsNotedOnTheCardThatIsOpen() {
    int number = fires().getFirst().get("number").asInt();
    assertEquals(200, send(SMOKE, "{\"on\":false}").status());
    assertTrue(row(SMOKE).get("on").asBoolean(), "it is not over at once");
    // It says so only once, as many sensors do.
    pass(Duration.ofMinutes(3));
    await(() -> "CLEARED".equals(finding("SENSOR_ALARM sensor:" + SMOKE)));
    pass(Duration.ofMinutes(1));
    assertEquals(200, send(SMOKE, "{\"on\":true}").status());
    await(() -> card(number).split("Sensor asap", -1).length == 3);
    assertEquals(1, fires().size());
  }

  @Test
  @Order(11)
  void aSensorThatFloodsIsMutedAndFound() {
    Answer last = send(HEAT, "{\"tenths\":312}");
    for (int i = 0; i < 140 && last.status() == 200; i++) {
      last = send(HEAT, "{\"tenths\":312}");
    }
    assertEquals("429 SENSOR_MUTED", said(last));
    assertTrue(row(HEAT).get("isMuted").asBoolean());
    await(() -> "OPEN".equals(finding("SENSOR_MUTED sensor:" + HEAT)));
    assertEquals(200, send(DOOR, "{\"on\":false}").status(), "the others are heard");
    // As if ten minutes had passed.
    sql.sql("update sensor.sensors set muted_until = now() - interval '1 second'").update();
    await(() -> "CLEARED".equals(finding("SENSOR_MUTED sensor:" + HEAT)));
  }

  /** Who has said nothing for as long as was agreed is found, until it speaks. */
  @Test
  @Order(12)
  void aSilentSensorIsFoundUntilItSpeaks() {
    for (String each : List.of(SMOKE, DOOR, WATER)) {
      assertEquals(200, send(each, "{\"on\":false}").status());
    }
    pass(Duration.ofMinutes(46));
    await(() -> "OPEN".equals(finding("SENSOR_SILENT sensor:" + SMOKE)));
    assertTrue(row(SMOKE).get("isSilent").asBoolean());
    assertEquals(200, send(SMOKE, "{\"on\":false}").status());
    await(() -> "CLEARED".equals(finding("SENSOR_SILENT sensor:" + SMOKE)));
    assertFalse(row(SMOKE).get("isSilent").asBoolean());
    assertEquals("OPEN", finding("SENSOR_SILENT sensor:" + DOOR), "the others said nothing");
  }

  @Test
  @Order(13)
  void whatWasSentIsDigestedByTheHour() {
    pass(Duration.ofHours(1));
    await(() -> sql.sql("select count(*) from sensor.hours").query(Integer.class).single() >= 1);
    assertEquals(
        sql.sql("select count(*) from sensor.readings where hour < :hour")
            .param("hour", java.time.OffsetDateTime.parse("2024-02-11T19:00:00Z"))
            .query(Long.class)
            .single(),
        sql.sql("select sum(count) from sensor.hours").query(Long.class).single());
  }

  @Test
  @Order(14)
  void aSensorThatIsRemovedIsNotHeard() {
    assertEquals(200, as("kota").post("/api/sensors/" + HEAT + "/remove", Map.of()).status());
    assertEquals("401 SIGNATURE_WRONG", said(send(HEAT, "{\"tenths\":312}")));
    assertEquals(
        "404 NOT_FOUND", said(as("kota").post("/api/sensors/" + HEAT + "/remove", Map.of())));
  }

  /** Smoke in the moment in which somebody takes its sensor off opens the card all the same. */
  @Test
  @Order(15)
  void anAlarmThatWaitsIsToldBeforeItsSensorIsGone() {
    assertEquals(200, send(WATER, "{\"on\":true}").status());
    await(() -> "OPEN".equals(finding("SENSOR_ALARM sensor:" + WATER)));
    // As if the log had not taken it yet.
    sql.sql("insert into sensor.edges (sensor, is_on, at) values (:sensor, true, :now)")
        .param("sensor", SMOKE)
        .param("now", now().atOffset(java.time.ZoneOffset.UTC))
        .update();
    assertEquals(200, as("kota").post("/api/sensors/" + SMOKE + "/remove", Map.of()).status());
    assertEquals(200, as("kota").post("/api/sensors/" + WATER + "/remove", Map.of()).status());
    await(() ->
        sql.sql("select count(*) from sensor.edges where entry is null")
                .query(Integer.class)
                .single()
            == 0);
    for (String each : List.of(SMOKE, WATER)) {
      await(() -> "CLEARED".equals(finding("SENSOR_ALARM sensor:" + each)));
      assertTrue(last("SensorTurned", each) < last("SensorUnlisted", each), each);
    }
    await(this::nothingWaits);
  }

  private long last(String fact, String sensor) {
    return sql.sql(
            "select max(index) from log.entries where convert_from(leaf, 'LATIN1') like :text")
        .param("text", "%fact " + fact + "\nsensor " + sensor + "\n%")
        .query(Long.class)
        .single();
  }
}
