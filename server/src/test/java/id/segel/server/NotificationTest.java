package id.segel.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import id.segel.server.clock.ElectionClock;
import id.segel.server.database.TestDatabase;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Findings told by real mail and a real hook, which fails, keeps silent and comes back; and a
 * server that is stopped in between.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NotificationTest {

  private static final String PASSWORD = "kata-sandi-uji-coba";
  private static final Duration LONG = Duration.ofSeconds(40);

  /** A post as the hook got it. */
  private record Posted(String path, String id, String timestamp, String signature, String body) {

    JsonNode json() {
      return JsonMapper.shared().readTree(body);
    }
  }

  private final TestDatabase database = TestDatabase.empty();
  private final Map<String, TestBrowser> browsers = new HashMap<>();
  private final Map<String, String> codes = new HashMap<>();
  private final List<Posted> posts = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger records = new AtomicInteger();

  private @Nullable Path data;
  private @Nullable HttpServer hook;
  private @Nullable GreenMail mail;
  private @Nullable ConfigurableApplicationContext server;
  private @Nullable TestDesk desk;
  private int mailPort;
  private int port;

  @BeforeAll
  void everybody() throws Exception {
    data = Files.createTempDirectory("segel-test");
    try (var free = new ServerSocket(0)) {
      mailPort = free.getLocalPort();
    }
    mail = new GreenMail(new ServerSetup(mailPort, "127.0.0.1", "smtp"));
    mail.start();
    hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    hook.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    hook.createContext("/", this::take);
    hook.start();
    start();
    desk = new TestDesk("http://127.0.0.1:" + port);
    desk.setUp(Objects.requireNonNull(data));
    user("pusat", "KPU Pusat", "KPU_KOTA", "3171");
    user("utara", "KPU Utara", "KPU_KOTA", "3172");
    user("dki", "KPU DKI", "KPU_PROVINSI", "31");
    user("pengawas", "Bawaslu", "BAWASLU", "31");
    user("polda", "Polda", "POLDA", "31");
  }

  @AfterAll
  void stop() {
    end.countDown();
    Objects.requireNonNull(server).close();
    Objects.requireNonNull(hook).stop(0);
    Objects.requireNonNull(mail).stop();
  }

  private void start() {
    server =
        new SpringApplicationBuilder(SegelServer.class)
            .run(
                "--server.port=0",
                "--segel.demo=true",
                "--segel.data=" + data,
                "--segel.db.url=" + database.url(),
                "--segel.db.user=" + database.user(),
                "--segel.db.password=" + database.password(),
                "--segel.outbound.allow=127.0.0.1:" + hookPort(),
                "--segel.smtp.host=127.0.0.1",
                "--segel.smtp.port=" + mailPort,
                "--segel.smtp.from=segel@kpu.example",
                "--segel.notification.pace=PT0.05S",
                "--segel.notification.retry-first=PT0.2S",
                "--segel.notification.retry-longest=PT1S",
                "--segel.notification.attempts=100");
    port = server.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  private int hookPort() {
    return Objects.requireNonNull(hook).getAddress().getPort();
  }

  private void user(String name, String agency, String role, String territory) throws Exception {
    JsonNode made =
        Objects.requireNonNull(desk)
            .post(
                "/api/users",
                Map.of(
                    "user", name,
                    "password", PASSWORD,
                    "agency", agency,
                    "role", role,
                    "territory", territory));
    codes.put(name, made.path("code").asString(""));
    logIn(name);
  }

  private void logIn(String name) {
    var browser = new TestBrowser(port);
    browser.get("/api/session");
    assertEquals(
        200, browser.post("/api/login", Map.of("user", name, "password", PASSWORD)).status());
    browsers.put(name, browser);
  }

  private TestBrowser as(String name) {
    return Objects.requireNonNull(browsers.get(name));
  }

  /** The other side: keeps what came, fails as often as it is told to, and may never answer. */
  private void take(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    String path = exchange.getRequestURI().getPath();
    posts.add(
        new Posted(
            path,
            String.valueOf(headers.getFirst("webhook-id")),
            String.valueOf(headers.getFirst("webhook-timestamp")),
            String.valueOf(headers.getFirst("webhook-signature")),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    try {
      if (path.equals("/silent") && posts.getLast().body.contains("findings.told")) {
        end.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    boolean fails = failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    byte[] answer = (fails ? "later" : "thanks").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(fails ? 503 : 200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private static void until(String what, BooleanSupplier isSo) {
    long nanos = System.nanoTime();
    while (!isSo.getAsBoolean()) {
      assertTrue(System.nanoTime() - nanos < LONG.toNanos(), what + " did not come");
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private static String said(TestBrowser.Answer answer) {
    return answer.status() + " " + answer.reason();
  }

  private static Map<String, Object> wanted(Map<String, Object> change) {
    var wanted = new HashMap<String, Object>();
    wanted.put("severities", List.of("CRITICAL", "URGENT", "ATTENTION", "NOTICE"));
    wanted.put("rules", List.of());
    wanted.put("region", "");
    wanted.put("desk", true);
    wanted.put("digestMinutes", 0);
    wanted.put("quietFrom", 0);
    wanted.put("quietUntil", 0);
    wanted.put("criticalFirst", true);
    wanted.put("pausedUntil", "");
    wanted.put("floodMessages", 60);
    wanted.put("floodMinutes", 1);
    wanted.putAll(change);
    return wanted;
  }

  private TestBrowser.Answer add(String who, String kind, String address, Map<String, Object> how) {
    return as(who)
        .post(
            "/api/notifications/channels",
            Map.of("kind", kind, "address", address, "wanted", wanted(how)));
  }

  private JsonNode mine(String who) {
    return as(who).get("/api/notifications").json();
  }

  private static String at(JsonNode channel) {
    return "/api/notifications/channels/" + channel.get("id").asString();
  }

  /** A hook that was confirmed with the code that came to it. */
  private JsonNode hook(String who, String path, Map<String, Object> how) {
    var added = add(who, "WEBHOOK", "http://127.0.0.1:" + hookPort() + path, how);
    assertEquals(200, added.status(), added.text());
    until("the code", () -> posts.stream().anyMatch(one -> one.path.equals(path)));
    String code =
        posts.stream()
            .filter(one -> one.path.equals(path))
            .toList()
            .getFirst()
            .json()
            .at("/data/code")
            .asString();
    var confirmed = as(who).post(at(added.json()) + "/confirm", Map.of("code", code));
    assertEquals(200, confirmed.status(), confirmed.text());
    return added.json();
  }

  /** Bawaslu reports something, which the commission of the city must see. */
  private String report(String severity) {
    String record = "UJI-" + records.incrementAndGet();
    var said =
        as("pengawas")
            .post(
                "/api/findings/reports",
                Map.of(
                    "record",
                    record,
                    "severity",
                    severity,
                    "place",
                    "T3171011001001",
                    "words",
                    "Rina menemukan kotak di lorong"));
    assertEquals(200, said.status(), said.text());
    return record;
  }

  private void over(String record) {
    assertEquals(200, as("pengawas").post("/api/findings/ends", Map.of("record", record)).status());
  }

  private List<Posted> told(String path) {
    return posts.stream()
        .filter(one -> one.path.equals(path) && one.body.contains("findings.told"))
        .toList();
  }

  private boolean isTold(String path, String record) {
    return told(path).stream().anyMatch(one -> one.body.contains("/" + record + "\""));
  }

  private static void assertSigned(JsonNode channel, Posted post) throws Exception {
    byte[] secret =
        Base64.getDecoder().decode(channel.get("secret").asString().substring("whsec_".length()));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    String signed = post.id + "." + post.timestamp + "." + post.body;
    String right =
        Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    assertEquals("v1," + right, post.signature);
  }

  @Test
  @Order(1)
  void aHookIsConfirmedSignedSeenAndRetried() throws Exception {
    String url = "http://127.0.0.1:" + hookPort() + "/pusat";
    JsonNode channel = add("pusat", "WEBHOOK", url, Map.of()).json();
    until("the code", () -> !posts.isEmpty());
    assertSigned(channel, posts.getFirst());
    assertEquals("409 CHANNEL_NOT_CONFIRMED", said(as("pusat").post(at(channel) + "/test", "{}")));
    var wrong = as("pusat").post(at(channel) + "/confirm", Map.of("code", "1"));
    assertEquals("409 CODE_WRONG", said(wrong));
    String code = posts.getFirst().json().at("/data/code").asString();
    assertEquals(200, as("pusat").post(at(channel) + "/confirm", Map.of("code", code)).status());
    failures.set(2);
    String record = report("URGENT");
    until("what was found", () -> told("/pusat").size() == 3);
    List<Posted> tries = told("/pusat");
    for (Posted one : tries) {
      assertSigned(channel, one);
      assertEquals(tries.getFirst().id, one.id, "the same message");
      assertEquals(tries.getFirst().body, one.body);
    }
    JsonNode finding = tries.getFirst().json().at("/data/findings/0");
    assertEquals("RAISED", finding.get("event").asString());
    assertEquals("URGENT", finding.get("severity").asString());
    assertEquals("REPORTED report:BAWASLU/" + record, finding.get("id").asString());
    assertFalse(tries.getFirst().body.contains("Rina"), "free text stays where it is");
    until("its end", () -> mine("pusat").at("/messages/0/state").asString().equals("SENT"));
    JsonNode sent = mine("pusat").at("/messages/0");
    assertEquals(3, sent.get("attempts").asInt());
    assertEquals("200 thanks", sent.get("answer").asString());
    over(record);
    until("that it is over", () -> told("/pusat").size() == 4);
    assertEquals("OVER", told("/pusat").getLast().json().at("/data/findings/0/event").asString());
  }

  /** Another's channel is not there, for an administrator either. */
  @Test
  @Order(2)
  void nobodySeesTheChannelsOfAnother() throws Exception {
    JsonNode channel = mine("pusat").at("/channels/0");
    assertTrue(channel.path("secret").isMissingNode(), "a secret is shown once");
    for (String other : List.of("utara", "dki")) {
      assertEquals(0, mine(other).get("channels").size());
      assertEquals("404 NOT_FOUND", said(as(other).post(at(channel) + "/test", "{}")));
      assertEquals("404 NOT_FOUND", said(as(other).delete(at(channel))));
      assertEquals(
          "404 NOT_FOUND", said(as(other).post(at(channel) + "/wanted", wanted(Map.of()))));
    }
    JsonNode admin = Objects.requireNonNull(desk).json("/api/notifications");
    assertEquals(0, admin.get("channels").size());
    assertEquals(401, new TestBrowser(port).get("/api/notifications").status());
    String url = channel.get("address").asString();
    assertEquals("409 CHANNEL_TAKEN", said(add("pusat", "WEBHOOK", url, Map.of())));
    for (String closed :
        List.of("https://example.org:8443/", "http://example.org/", "ftp://x/", "x")) {
      assertEquals("400 URL_NOT_ALLOWED", said(add("pusat", "WEBHOOK", closed, Map.of())), closed);
    }
    assertEquals("400 MALFORMED", said(add("pusat", "EMAIL", "a@b.example\r\nBcc: c", Map.of())));
    assertEquals(
        "400 MALFORMED", said(add("pusat", "WEBHOOK", url + "2", Map.of("severities", List.of()))));
    assertEquals(
        "400 MALFORMED", said(add("pusat", "WEBHOOK", url + "2", Map.of("quietFrom", 1_440))));
  }

  /** A side that never answers waits alone. */
  @Test
  @Order(3)
  void whoNeverAnswersKeepsNobodyWaiting() throws Exception {
    hook("dki", "/silent", Map.of("desk", false));
    String record = report("URGENT");
    until("the silent one is asked", () -> isTold("/silent", record));
    String after = report("URGENT");
    until("the other is told meanwhile", () -> isTold("/pusat", after));
    assertEquals("WAITING", mine("dki").at("/messages/0/state").asString());
    until(
        "its failure is seen",
        () ->
            mine("dki")
                .get("messages")
                .valueStream()
                .anyMatch(one -> one.get("reason").asString().equals("NO_ANSWER")));
    assertEquals(200, as("dki").delete(at(mine("dki").at("/channels/0"))).status());
    assertEquals(0, mine("dki").get("messages").size());
    over(record);
    over(after);
  }

  @Test
  @Order(4)
  void mailSaysWhatHappenedAndHowToStopIt() throws Exception {
    GreenMail box = Objects.requireNonNull(mail);
    JsonNode channel =
        add("utara", "EMAIL", "rina@utara.example", Map.of("desk", false, "region", "3171")).json();
    until("the code", () -> box.getReceivedMessages().length == 1);
    String letter = body(box.getReceivedMessages()[0]);
    String code = letter.replaceAll("(?s)Kode Anda: ([0-9]{8}).*", "$1");
    var confirmed = as("utara").post(at(channel) + "/confirm", Map.of("code", code));
    assertEquals(200, confirmed.status(), confirmed.text());
    box.stop();
    String record = report("CRITICAL");
    until(
        "no mail server is seen",
        () -> mine("utara").at("/messages/0/reason").asString().equals("NO_CONNECTION"));
    assertEquals("FAILED", mine("utara").at("/messages/0/state").asString());
    box.start();
    until("the mail", () -> box.getReceivedMessages().length >= 1);
    MimeMessage got = box.getReceivedMessages()[box.getReceivedMessages().length - 1];
    assertEquals(
        "[Segel] KRITIS: Laporan BAWASLU nomor " + record + ", TPS 001 GAMBIR",
        got.getSubject().replaceFirst("(?i)gambir", "GAMBIR"));
    String text = body(got);
    assertTrue(text.contains("/findings?id=REPORTED+report%3ABAWASLU%2F" + record), text);
    assertTrue(text.contains("SIMULASI") && text.contains("hentikan"), text);
    assertTrue(text.contains("/notifications") && text.contains("English:"), text);
    assertFalse(text.contains("Rina") || text.contains("rina"), text);
    assertTrue(got.getHeader("List-Unsubscribe")[0].contains("/notifications"));
    String id = mine("utara").at("/messages/0/id").asString();
    assertEquals("<" + id + "@kpu.example>", got.getMessageID());
    over(record);
  }

  private static String body(MimeMessage mail) {
    try {
      return String.valueOf(mail.getContent());
    } catch (IOException | jakarta.mail.MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** People sleep in real time, whatever the clock of the election shows. */
  @Test
  @Order(5)
  void quietHoursAreRealAndOnlyWhatIsCriticalBreaksThrough() throws Exception {
    ZonedDateTime now = Clock.systemUTC().instant().atZone(ZoneId.of("Asia/Jakarta"));
    int minute = now.getHour() * 60 + now.getMinute();
    JsonNode channel = mine("pusat").at("/channels/0");
    var asleep =
        wanted(Map.of("quietFrom", (minute + 1_380) % 1_440, "quietUntil", (minute + 60) % 1_440));
    assertEquals(200, as("pusat").post(at(channel) + "/wanted", asleep).status());
    ElectionClock clock = Objects.requireNonNull(server).getBean(ElectionClock.class);
    clock.set(clock.instant().plus(Duration.ofHours(12)), 1);
    String quiet = report("URGENT");
    String loud = report("CRITICAL");
    until("what is critical", () -> isTold("/pusat", loud));
    until("what waits is counted", () -> mine("pusat").at("/channels/0/held").asInt() >= 1);
    assertFalse(isTold("/pusat", quiet), "woken for what may wait");
    as("pusat").post(at(channel) + "/wanted", wanted(Map.of()));
    until("the morning", () -> isTold("/pusat", quiet));
    over(quiet);
    over(loud);
  }

  /** Nobody has seen it in time: the province hears of it, once. */
  @Test
  @Order(6)
  void whatNobodySeesClimbs() throws Exception {
    JsonNode channel = hook("dki", "/dki", Map.of());
    String record = report("URGENT");
    until("the city is told", () -> isTold("/pusat", record));
    assertFalse(isTold("/dki", record), "not yet the province");
    ElectionClock clock = Objects.requireNonNull(server).getBean(ElectionClock.class);
    clock.set(clock.instant().plus(Duration.ofMinutes(61)), 1);
    until("the province is told", () -> isTold("/dki", record));
    Posted told =
        told("/dki").stream().filter(one -> one.body.contains(record)).toList().getFirst();
    assertTrue(told.body.contains("ESCALATED"), told.body);
    assertSigned(channel, told);
    over(record);
    for (String path : List.of("/dki", "/pusat")) {
      until("that it is over", () -> told(path).getLast().body.contains("OVER"));
    }
  }

  @Test
  @Order(7)
  void aFloodBecomesOneMessageThatCounts() throws Exception {
    JsonNode channel = mine("pusat").at("/channels/0");
    as("pusat")
        .post(at(channel) + "/wanted", wanted(Map.of("floodMessages", 3, "floodMinutes", 60)));
    int before = told("/pusat").size();
    assertNotEquals(0, before, "messages of before fill the window");
    var records = new ArrayList<String>();
    for (int i = 0; i < 6; i++) {
      records.add(report("URGENT"));
    }
    until("they wait", () -> mine("pusat").at("/channels/0/held").asInt() == 6);
    assertEquals(before, told("/pusat").size(), "the window is full");
    as("pusat")
        .post(
            at(channel) + "/wanted",
            wanted(Map.of("floodMessages", Math.min(60, newsOfLately() + 2), "floodMinutes", 60)));
    until("one and one that counts", () -> told("/pusat").size() == before + 2);
    assertEquals(5, told("/pusat").getLast().json().at("/data/count").asInt());
    for (String record : records) {
      assertTrue(isTold("/pusat", record), record);
      over(record);
    }
  }

  private int newsOfLately() {
    return (int)
        mine("pusat")
            .get("messages")
            .valueStream()
            .filter(one -> one.get("kind").asString().equals("NEWS"))
            .count();
  }

  /** What was taken is not told again, and what was not is, under the same id. */
  @Test
  @Order(8)
  void aRestartLosesNothingAndRepeatsNothing() throws Exception {
    as("pusat").post(at(mine("pusat").at("/channels/0")) + "/wanted", wanted(Map.of()));
    String taken = report("URGENT");
    until("the first", () -> isTold("/pusat", taken));
    until("its end", () -> mine("pusat").at("/messages/0/state").asString().equals("SENT"));
    failures.set(Integer.MAX_VALUE);
    String failing = report("URGENT");
    until("the second is tried", () -> isTold("/pusat", failing));
    Objects.requireNonNull(server).close();
    Posted tried = told("/pusat").getLast();
    posts.clear();
    failures.set(0);
    start();
    logIn("pusat");
    logIn("pengawas");
    until("the second is taken", () -> isTold("/pusat", failing));
    assertEquals(tried.id, told("/pusat").getFirst().id);
    assertEquals(tried.body, told("/pusat").getFirst().body);
    String later = report("URGENT");
    until("the third", () -> isTold("/pusat", later));
    assertFalse(isTold("/pusat", taken), "told twice");
    assertEquals(2, told("/pusat").size(), posts.toString());
  }

  /** Who is let out is told nothing; who removes a channel leaves no address. */
  @Test
  @Order(9)
  void whatIsRemovedIsGone() throws Exception {
    JdbcClient sql = Objects.requireNonNull(server).getBean(JdbcClient.class);
    logIn("utara");
    JsonNode channel = mine("utara").at("/channels/0");
    assertEquals("rina@utara.example", channel.get("address").asString());
    assertEquals(200, as("utara").delete(at(channel)).status());
    for (String table : List.of("channels", "messages", "notices")) {
      int left =
          sql.sql("select count(*) from notification." + table + " t where t::text like :text")
              .param("text", "%rina@%")
              .query(Integer.class)
              .single();
      assertEquals(0, left, table);
    }
    int inTheLog =
        sql.sql("select count(*) from log.entries where position(:text in leaf) > 0")
            .param("text", "rina@".getBytes(StandardCharsets.UTF_8))
            .query(Integer.class)
            .single();
    assertEquals(0, inTheLog);
    desk = new TestDesk("http://127.0.0.1:" + port);
    desk.post("/api/login", Map.of("user", "uji", "password", PASSWORD));
    desk.post("/api/users/" + codes.get("pusat") + "/suspend", Map.of());
    int before = told("/pusat").size();
    logIn("dki");
    JsonNode own = mine("dki").at("/channels/0");
    as("dki").post(at(own) + "/wanted", wanted(Map.of("desk", false)));
    String record = report("URGENT");
    until("another is told", () -> isTold("/dki", record));
    assertEquals(before, told("/pusat").size());
  }
}
