package id.segel.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.fact.Entry;
import id.segel.core.fact.PartyKey;
import id.segel.server.ServerTest;
import id.segel.server.TestBrowser;
import id.segel.server.TestBrowser.Answer;
import id.segel.tlog.note.SigningKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** People and devices, from the link of the first start to the revoked phone, over HTTP. */
@ServerTest
class AccessTest {

  private static final String PASSWORD = "kata sandi yang panjang";
  private static final String KELURAHAN = "3171011001";

  @LocalServerPort int port;

  @Value("${segel.data}")
  Path data;

  @Autowired JdbcClient sql;
  @Autowired Registry registry;
  @Autowired Users users;

  private TestBrowser admin;

  @BeforeEach
  void logIn() throws Exception {
    admin = new TestBrowser(port);
    admin.get("/api/session");
    if (users.isEmpty()) {
      setUp();
    } else {
      assertEquals(200, logIn(admin, "kepala", PASSWORD).status());
    }
  }

  /** The link of the first start makes one administrator, once. */
  private void setUp() throws Exception {
    Path file = data.resolve("setup-token");
    String token = Files.readString(file).strip();
    assertTrue(admin.get("/api/setup").json().get("open").asBoolean());
    assertEquals("SETUP_TOKEN_WRONG", setUp("0".repeat(40)).reason());
    Answer made = setUp(token);
    assertEquals(200, made.status(), made.text());
    assertEquals("ADMIN", made.json().at("/user/role").asString());
    assertFalse(Files.exists(file));
    assertEquals("SETUP_DONE", setUp(token).reason());
    assertFalse(admin.get("/api/setup").json().get("open").asBoolean());
    assertEquals("kepala", admin.get("/api/session").json().at("/user/label").asString());
  }

  private Answer setUp(String token) {
    return admin.post(
        "/api/setup",
        Map.of("token", token, "user", "kepala", "password", PASSWORD, "agency", "KPU DKI"));
  }

  @Test
  void aUserLogsInAndOut() {
    assertEquals(200, add("kota.pusat", "KPU_KOTA", "3171").status());
    assertEquals("NAME_TAKEN", add("kota.pusat", "KPU_KOTA", "3171").reason());
    assertEquals("MALFORMED", add("kota.utara", "KPU_KOTA", "317").reason());
    assertEquals("MALFORMED", add("X", "KPU_KOTA", "3172").reason());

    TestBrowser browser = new TestBrowser(port);
    browser.get("/api/session");
    assertEquals("LOGIN_WRONG", logIn(browser, "kota.pusat", PASSWORD + "x").reason());
    assertEquals("LOGIN_WRONG", logIn(browser, "nobody", PASSWORD).reason());
    Answer in = logIn(browser, "Kota.Pusat", PASSWORD);
    assertEquals("3171", in.json().at("/user/territory").asString(), in.text());
    assertTrue(in.json().at("/user/code").asString().matches("[0-9a-f]{8}"));
    String cookie =
        in.whole().headers().allValues("Set-Cookie").stream()
            .filter(one -> one.startsWith("SEGEL="))
            .findFirst()
            .orElseThrow();
    assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), cookie);

    assertEquals("403 NOT_ALLOWED", said(browser.get("/api/users")));
    assertEquals(204, browser.post("/api/logout", Map.of()).status());
    assertTrue(browser.get("/api/session").json().get("user").isNull());
    assertEquals("401 NOT_LOGGED_IN", said(browser.get("/api/devices")));
  }

  @Test
  void guessingIsSlow() {
    TestBrowser browser = new TestBrowser(port);
    browser.get("/api/session");
    for (int i = 0; i < 10; i++) {
      assertEquals("401 LOGIN_WRONG", said(logIn(browser, "guessed", PASSWORD)));
    }
    Answer refused = logIn(browser, "guessed", PASSWORD);
    assertEquals("429 TOO_MANY_ATTEMPTS", said(refused));
    assertTrue(refused.whole().headers().firstValue("Retry-After").isPresent());
  }

  @Test
  void thePasswordIsHashedWithArgon2id() {
    String hash =
        sql.sql("select password from access.users where name = 'kepala'")
            .query(String.class)
            .single();
    assertTrue(hash.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), hash);
  }

  @Test
  void theCommissionInvitesBelowItself() {
    add("kota.barat", "KPU_KOTA", "3173");
    add("polisi", "POLDA", "31");
    TestBrowser city = new TestBrowser(port);
    city.get("/api/session");
    logIn(city, "kota.barat", PASSWORD);
    assertEquals(200, invite(city, 1, "PPS", "3173011001").status());
    assertEquals("403 NOT_ALLOWED", said(invite(city, 1, "PPS", KELURAHAN)));
    assertEquals("403 NOT_ALLOWED", said(invite(city, 1, "BAWASLU", "3173")));
    assertEquals("403 NOT_ALLOWED", said(invite(city, 1, "KPU_PROVINSI", "31")));
    assertEquals("400 MALFORMED", said(invite(city, 1, "PPS", "317301100")));
    assertEquals("400 MALFORMED", said(invite(city, 1001, "PPS", "3173011001")));
    assertEquals("400 MALFORMED", said(invite(city, 1, "LURAH", "3173011001")));

    assertEquals("400 MALFORMED", said(city.post("/api/invitations", "[null]")));

    Answer thousand = invite(admin, 1000, "PPS", KELURAHAN);
    assertEquals(1000, thousand.json().size());

    TestBrowser police = new TestBrowser(port);
    police.get("/api/session");
    logIn(police, "polisi", PASSWORD);
    assertEquals("403 NOT_ALLOWED", said(invite(police, 1, "PPS", KELURAHAN)));
  }

  @Test
  void aDeviceIsEnrolledOnceAndEntersEachDay() {
    SigningKey key = key(1);
    String code = code();
    Answer enrolled = enrol(code, key);
    assertEquals(200, enrolled.status(), enrolled.text());
    assertEquals(base64(key.publicKey()), enrolled.json().get("device").asString());
    assertEquals("PPS " + KELURAHAN, roleOf(enrolled));

    // The answer was lost: the same again. Another device with the same code: no.
    long size = registry.devices().size();
    assertEquals(
        "PPS " + KELURAHAN, roleOf(enrol(code.toLowerCase(Locale.ROOT).replace("-", ""), key)));
    assertEquals(size, registry.devices().size());
    assertEquals("409 INVITATION_USED", said(enrol(code, key(2))));
    assertEquals("409 KEY_ENROLLED", said(enrol(code(), key)));
    assertEquals("404 INVITATION_UNKNOWN", said(enrol("ABCD-ABCD-ABCD-ABCD", key(2))));

    String token = token(key, key).json().get("token").asString();
    assertEquals(200, inbox(token).status(), inbox(token).text());
    assertEquals("401 TOKEN_INVALID", said(inbox("x" + token.substring(1))));
    assertEquals("401 NOT_LOGGED_IN", said(new TestBrowser(port).get("/api/custody/inbox")));
    assertEquals("400 SIGNATURE_WRONG", said(token(key, key(2))));
    assertEquals("401 KEY_UNKNOWN", said(token(key(3), key(3))));
    assertEquals("403 NOT_ALLOWED", said(admin.get("/api/custody/inbox")));
  }

  @Test
  void keysThatProveNothingAreRefused() {
    byte[] neutral = new byte[32];
    neutral[0] = 1;
    String code = code();
    Answer low =
        admin.post(
            "/api/devices/enrol",
            Map.of("code", code, "key", base64(neutral), "signature", base64(new byte[64])));
    assertEquals("400 KEY_UNACCEPTABLE", said(low));
    Answer forged =
        admin.post(
            "/api/devices/enrol",
            Map.of(
                "code", code,
                "key", base64(key(4).publicKey()),
                "signature", base64(key(5).sign(bytes("segel/enrol/v1\n" + code + "\n")))));
    assertEquals("400 SIGNATURE_WRONG", said(forged));
  }

  @Test
  void twentyPhonesWithOneCodeAreOneDevice() throws Exception {
    String code = code();
    long before = registry.devices().size();
    var tries = new ArrayList<Callable<Answer>>();
    for (int i = 0; i < 20; i++) {
      SigningKey key = key(100 + i);
      tries.add(() -> enrol(code, key));
    }
    var statuses = new ArrayList<Integer>();
    try (var phones = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : phones.invokeAll(tries)) {
        statuses.add(answer.get().status());
      }
    }
    assertEquals(1, Collections.frequency(statuses, 200), statuses.toString());
    assertEquals(19, Collections.frequency(statuses, 409), statuses.toString());
    assertEquals(before + 1, registry.devices().size());
  }

  @Test
  void aLostPhoneIsRevoked() {
    SigningKey key = key(6);
    String token = enrol(code(), key).json().get("token").asString();
    assertEquals(200, inbox(token).status());
    assertEquals("400 MALFORMED", said(revoke(key, "LOST", "2099-01-01T00:00:00Z")));
    assertEquals("400 MALFORMED", said(revoke(key, "BORED", "2024-02-13T00:00:00Z")));
    assertEquals("404 KEY_UNKNOWN", said(revoke(key(7), "LOST", "2024-02-13T00:00:00Z")));
    assertEquals(200, revoke(key, "LOST", "2024-02-13T00:00:00Z").status());
    assertEquals("409 KEY_REVOKED", said(revoke(key, "LOST", "2024-02-13T00:00:00Z")));
    assertEquals("401 KEY_REVOKED", said(inbox(token)));
    assertEquals("401 KEY_REVOKED", said(token(key, key)));

    Answer listed = admin.get("/api/devices?territory=" + KELURAHAN + "&size=500");
    var row =
        listed
            .json()
            .get("rows")
            .valueStream()
            .filter(one -> one.get("key").asString().equals(base64(key.publicKey())))
            .findFirst()
            .orElseThrow();
    assertTrue(row.get("revoked").asLong() > row.get("enrolled").asLong());
  }

  @Test
  void theLogKnowsNobody() {
    enrol(code(), key(8));
    List<byte[]> leaves =
        sql.sql("select leaf from log.entries where id is null")
            .query((row, n) -> row.getBytes(1))
            .list();
    for (byte[] leaf : leaves) {
      String body = new String(Entry.decode(leaf).body(), StandardCharsets.UTF_8);
      assertFalse(body.contains("kepala"), body);
    }
    assertTrue(registry.devices().of(PartyKey.of(key(8).publicKey())) != null);
  }

  private Answer add(String user, String role, String territory) {
    return admin.post(
        "/api/users",
        Map.of(
            "user", user,
            "password", PASSWORD,
            "agency", "KPU",
            "role", role,
            "territory", territory));
  }

  private static Answer logIn(TestBrowser browser, String user, String password) {
    return browser.post("/api/login", Map.of("user", user, "password", password));
  }

  private static Answer invite(TestBrowser browser, int count, String role, String territory) {
    return browser.post(
        "/api/invitations",
        Collections.nCopies(count, Map.of("role", role, "territory", territory)));
  }

  /** A code for one device of a kelurahan. */
  private String code() {
    return invite(admin, 1, "PPS", KELURAHAN).json().get(0).get("code").asString();
  }

  private Answer enrol(String code, SigningKey key) {
    return new TestBrowser(port)
        .post(
            "/api/devices/enrol",
            Map.of(
                "code", code,
                "key", base64(key.publicKey()),
                "signature", base64(key.sign(bytes("segel/enrol/v1\n" + code + "\n")))));
  }

  private Answer token(SigningKey key, SigningKey signer) {
    var phone = new TestBrowser(port);
    Map<String, String> asking = Map.of("key", base64(key.publicKey()));
    String challenge =
        phone.post("/api/devices/challenge", asking).json().get("challenge").asString();
    return phone.post(
        "/api/devices/token",
        Map.of(
            "key", base64(key.publicKey()),
            "challenge", challenge,
            "signature", base64(signer.sign(bytes("segel/token/v1\n" + challenge + "\n")))));
  }

  private Answer inbox(String token) {
    return new TestBrowser(port).get("/api/custody/inbox", "Authorization", "Bearer " + token);
  }

  private Answer revoke(SigningKey key, String reason, String moment) {
    return admin.post(
        "/api/devices/revoke",
        Map.of("key", base64(key.publicKey()), "reason", reason, "moment", moment));
  }

  private static String roleOf(Answer enrolled) {
    return enrolled.json().path("role").asString("")
        + " "
        + enrolled.json().path("territory").asString("");
  }

  private static String said(Answer answer) {
    return answer.status() + " " + answer.reason();
  }

  /** A key of its own for each number. */
  private static SigningKey key(int number) {
    byte[] seed = HexFormat.of().parseHex("%064x".formatted(number));
    return SigningKey.fromSeed(seed);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
