package id.segel.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.ceremony.HereCode;
import id.segel.core.fact.PartyKey;
import id.segel.core.region.GeoPoint;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.Roster;
import id.segel.server.TestBrowser.Answer;
import id.segel.server.clock.ElectionClock;
import id.segel.server.database.TestDatabase;
import id.segel.server.picture.Photos;
import id.segel.server.region.Regions;
import id.segel.tlog.note.SigningKey;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;

/** "I saw this": codes on the spot over HTTP, by people without any login. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"segel.demo=true", "segel.test=sightings"})
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
class SightingTest {

  private static final String TPS = "3171011001001";
  private static final Instant OPENED = Instant.parse("2024-02-14T00:05:30Z");

  private static @Nullable TestDesk desk;
  private static @Nullable TestPhone chair;
  private static int visitors;

  private final int port;
  private final Path data;
  private final ElectionClock clock;
  private final Regions regions;

  @Autowired
  SightingTest(
      @Value("${local.server.port:0}") int port,
      @Value("${segel.data}") Path data,
      ElectionClock clock,
      Regions regions) {
    this.regions = regions;
    this.port = port;
    this.data = data;
    this.clock = clock;
  }

  @BeforeEach
  void anOpening() throws Exception {
    if (desk == null) {
      desk = new TestDesk("http://127.0.0.1:" + port);
      desk.setUp(data);
      chair = desk.enrol(1, "KPPS", TPS).getFirst();
      clock.set(OPENED, 0);
    }
  }

  @Test
  void whoeverStoodThereIsCountedOnceAndApart() throws Exception {
    long minute = minute(0);
    var here = saying("T" + TPS, minute, key());
    Answer said = post(here);
    assertEquals(200, said.status(), said.text());
    assertEquals("{\"again\":false,\"late\":false,\"range\":\"unsaid\"", begin(said.text()));
    assertTrue(post(here).json().get("again").asBoolean(), "the same browser is counted once");

    Roster.Kelurahan gambir = Objects.requireNonNull(regions.roster().kelurahan(3171011001L));
    GeoPoint point = gambir.at(gambir.indexOf(1));
    double latitude = point.latE7() / 1e7;
    double longitude = point.lonE7() / 1e7;
    assertEquals("near", range(latitude + 0.001, longitude));
    assertEquals("far", range(latitude, longitude + 0.01));
    assertEquals("unsaid", range(200, 0));

    Answer late = post(saying("T" + TPS, minute - 11, key()));
    assertTrue(late.json().get("late").asBoolean(), late.text());
    assertEquals(
        "{\"here\":3,\"late\":1,\"far\":1}",
        new TestBrowser(port).get("/api/sightings?place=T" + TPS).text());
  }

  @Test
  void whatIsNoCodeIsRefusedByName() throws Exception {
    SigningKey stranger = SigningKey.fromSeed(HexFormat.of().parseHex("77".repeat(32)));
    TestPhone lost = chairDesk().enrol(1, "KPPS", TPS).getFirst();
    chairDesk()
        .post(
            "/api/devices/revoke",
            withNull(Map.of("key", lost.key().toString(), "reason", "LOST"), "moment"));
    var torn = saying("T" + TPS, minute(0), key());
    code(torn).put("minute", minute(0) - 1);
    Object[][] table = {
      {"409 KEY_UNKNOWN", saying("T" + TPS, minute(0), stranger)},
      {"409 KEY_REVOKED", saying("T" + TPS, minute(0), lost.signingKey())},
      {"409 WRONG_PLACE", saying("T3171011001002", minute(0), key())},
      {"409 CODE_AHEAD", saying("T" + TPS, minute(0) + 7, key())},
      {"400 SIGNATURE_WRONG", torn},
      {"400 MALFORMED", saying("X1", minute(0), key())},
    };
    for (Object[] row : table) {
      Answer answer = stranger().post("/api/sightings", row[1]);
      assertEquals(row[0], answer.status() + " " + answer.reason(), answer.text());
    }
    var invented = saying("T" + TPS, minute(0), key());
    invented.put("picture", Base64.getEncoder().encodeToString(new byte[32]));
    assertEquals("400 MALFORMED", post(invented).status() + " " + post(invented).reason());
  }

  @Test
  void aPhotoComesWithACode() throws Exception {
    var here = saying("T" + TPS, minute(0), key());
    Answer kept = photo(code(here), Photos.baseline(7, 64));
    assertEquals(200, kept.status(), kept.text());
    here.put("picture", kept.json().get("picture").asString());
    assertEquals(200, post(here).status());
    code(here).put("minute", minute(0) - 3);
    assertEquals("400 SIGNATURE_WRONG", said(photo(code(here), Photos.baseline(8, 64))));
    var browser = new TestBrowser(port);
    String hash = kept.json().get("picture").asString().replace('+', '-').replace('/', '_');
    assertEquals(401, browser.get("/api/pictures/" + hash.replace("=", "")).status());
  }

  private static String begin(String json) {
    return json.substring(0, json.indexOf(",\"index\""));
  }

  private static String said(Answer answer) {
    return answer.status() + " " + answer.reason();
  }

  private String range(double latitude, double longitude) {
    var here = saying("T" + TPS, minute(0), key());
    here.put("position", Map.of("latitude", latitude, "longitude", longitude));
    return post(here).json().get("range").asString();
  }

  private Answer post(Map<String, @Nullable Object> saying) {
    return stranger().post("/api/sightings", saying);
  }

  private TestBrowser stranger() {
    var browser = new TestBrowser(port);
    browser.get("/api/session");
    return browser;
  }

  private Answer photo(Map<String, Object> code, byte[] jpeg) {
    String query =
        "?place=%s&minute=%s&key=%s&signature=%s"
            .formatted(
                code.get("place"), code.get("minute"), code.get("key"), code.get("signature"));
    TestBrowser browser = stranger();
    return browser.send(
        browser
            .guarded("/api/sightings/photo" + query, "Content-Type", "image/jpeg")
            .POST(HttpRequest.BodyPublishers.ofByteArray(jpeg))
            .build());
  }

  private Map<String, @Nullable Object> saying(String place, long minute, SigningKey key) {
    byte[] visitor = new byte[32];
    Arrays.fill(visitor, (byte) ++visitors);
    var saying = new HashMap<String, @Nullable Object>();
    saying.put("code", codeOf(place, minute, key));
    saying.put("visitor", Base64.getEncoder().encodeToString(visitor));
    saying.put("position", null);
    saying.put("picture", null);
    return saying;
  }

  private static Map<String, Object> codeOf(String place, long minute, SigningKey key) {
    PartyKey party = PartyKey.of(key.publicKey());
    byte[] text =
        place.startsWith("T")
            ? new HereCode("dki-2024", new PlaceCode(place), minute, party).text()
            : new byte[0];
    var base64 = Base64.getUrlEncoder().withoutPadding();
    return new HashMap<>(
        Map.of(
            "place",
            place,
            "minute",
            minute,
            "key",
            base64.encodeToString(key.publicKey()),
            "signature",
            base64.encodeToString(key.sign(text))));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> code(Map<String, @Nullable Object> saying) {
    return (Map<String, Object>) Objects.requireNonNull(saying.get("code"));
  }

  private static Map<String, @Nullable Object> withNull(Map<String, String> map, String name) {
    var with = new HashMap<String, @Nullable Object>(map);
    with.put(name, null);
    return with;
  }

  private long minute(int after) {
    return OPENED.getEpochSecond() / 60 + after;
  }

  private static SigningKey key() {
    return Objects.requireNonNull(chair).signingKey();
  }

  private static TestDesk chairDesk() {
    return Objects.requireNonNull(desk);
  }
}
