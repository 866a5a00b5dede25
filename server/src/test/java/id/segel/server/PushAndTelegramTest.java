package id.segel.server;

import static id.segel.server.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import id.segel.server.TestBrowser.Answer;
import id.segel.server.database.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Findings told to a browser, whose push service reads nothing, and to a chat of Telegram; both are
 * played by a server on this machine, which fails, asks for patience, and says that nobody is
 * there.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(OutputCaptureExtension.class)
class PushAndTelegramTest {

  private static final String TOKEN = "123456:a-secret-that-nobody-may-read";
  private static final String MINE = "/api/notifications";

  /** What came to a path, and when. */
  private record Came(String path, Map<String, String> headers, byte[] body, long nanos) {

    JsonNode json() {
      return JsonMapper.shared().readTree(body);
    }
  }

  /** What is answered. */
  private record Says(int status, String text, String retryAfter) {}

  private static final Says CREATED = new Says(201, "", "");

  private final TestDatabase database = TestDatabase.empty();
  private final List<Came> came = new CopyOnWriteArrayList<>();
  private final Map<String, Says> answers = new ConcurrentHashMap<>();
  private final List<Map<String, Object>> updates = new CopyOnWriteArrayList<>();
  private final AtomicInteger records = new AtomicInteger();

  private @Nullable HttpServer other;
  private @Nullable ConfigurableApplicationContext server;
  private @Nullable TestBrowser pusat;
  private @Nullable TestBrowser pengawas;

  @BeforeAll
  void start() throws Exception {
    other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    other.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    other.createContext("/push", this::push);
    other.createContext("/bot", this::telegram);
    other.start();
    Path data = Files.createTempDirectory("segel-test");
    Path token = Files.writeString(data.resolve("token"), TOKEN + "\n");
    server =
        new SpringApplicationBuilder(SegelServer.class)
            .run(
                "--server.port=0",
                "--segel.demo=true",
                "--segel.data=" + data,
                "--segel.db.url=" + database.url(),
                "--segel.db.user=" + database.user(),
                "--segel.db.password=" + database.password(),
                "--segel.address=https://segel.example",
                "--segel.outbound.allow=127.0.0.1:" + otherPort(),
                "--segel.telegram.address=http://127.0.0.1:" + otherPort(),
                "--segel.telegram.token-file=" + token,
                "--segel.telegram.retry-first=PT0.1S",
                "--segel.notification.pace=PT0.05S",
                "--segel.notification.retry-first=PT0.2S",
                "--segel.notification.retry-longest=PT1S",
                "--segel.notification.attempts=100");
    int port = server.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    var desk = new TestDesk("http://127.0.0.1:" + port);
    desk.setUp(data);
    pusat = desk.user("pusat", "KPU Pusat", "KPU_KOTA", "3171");
    pengawas = desk.user("pengawas", "Bawaslu", "BAWASLU", "31");
  }

  @AfterAll
  void stop() {
    Objects.requireNonNull(server).close();
    Objects.requireNonNull(other).stop(0);
  }

  private int otherPort() {
    return Objects.requireNonNull(other).getAddress().getPort();
  }

  // ---- the other side

  private Came keep(HttpExchange exchange) throws IOException {
    var headers = new HashMap<String, String>();
    exchange.getRequestHeaders().forEach((name, all) -> headers.put(name, all.getFirst()));
    var one =
        new Came(
            exchange.getRequestURI().getPath(),
            headers,
            exchange.getRequestBody().readAllBytes(),
            System.nanoTime());
    came.add(one);
    return one;
  }

  private static void answer(HttpExchange exchange, Says says) throws IOException {
    byte[] text = says.text.getBytes(StandardCharsets.UTF_8);
    if (!says.retryAfter.isEmpty()) {
      exchange.getResponseHeaders().add("Retry-After", says.retryAfter);
    }
    exchange.sendResponseHeaders(says.status, text.length == 0 ? -1 : text.length);
    exchange.getResponseBody().write(text);
    exchange.close();
  }

  private void push(HttpExchange exchange) throws IOException {
    answer(exchange, answers.getOrDefault(keep(exchange).path, CREATED));
  }

  private void telegram(HttpExchange exchange) throws IOException {
    Came asked = keep(exchange);
    assertTrue(asked.path.startsWith("/bot" + TOKEN + "/"), asked.path);
    String method = asked.path.substring(asked.path.lastIndexOf('/') + 1);
    Says says = answers.get(method);
    if (says == null) {
      Object result =
          switch (method) {
            case "getMe" -> Map.of("id", 1, "is_bot", true, "username", "segel_uji_bot");
            case "getUpdates" -> waiting(asked.json().get("offset").asLong());
            default -> Map.of("message_id", 1);
          };
      says = new Says(200, json(Map.of("ok", true, "result", result)), "");
    }
    answer(exchange, says);
  }

  /** As Telegram does: what is new at once, or nothing after a while. */
  private List<Map<String, Object>> waiting(long offset) {
    for (int i = 0; i < 20; i++) {
      var fresh = updates.stream().skip(Math.max(0, offset - 1)).toList();
      if (!fresh.isEmpty()) {
        return fresh;
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    return List.of();
  }

  private static String json(Object body) {
    return JsonMapper.shared().writeValueAsString(body);
  }

  /** Somebody writes to the bot. */
  private void write(long chat, String type, String text) {
    updates.add(
        Map.of(
            "update_id",
            updates.size() + 1,
            "message",
            Map.of("chat", Map.of("id", chat, "type", type), "text", text)));
  }

  /** What the bot has said to a chat. */
  private List<String> said(long chat) {
    return came.stream()
        .filter(one -> one.path.endsWith("/sendMessage"))
        .map(Came::json)
        .filter(one -> one.get("chat_id").asString().equals(Long.toString(chat)))
        .map(one -> one.get("text").asString())
        .toList();
  }

  private List<Came> pushed(String path) {
    return came.stream().filter(one -> one.path.equals(path)).toList();
  }

  // ---- this side

  private TestBrowser rina() {
    return Objects.requireNonNull(pusat);
  }

  private JsonNode mine() {
    return rina().get(MINE).json();
  }

  private static String at(JsonNode channel) {
    return MINE + "/channels/" + channel.get("id").asString();
  }

  private JsonNode channel(JsonNode made) {
    return mine()
        .get("channels")
        .valueStream()
        .filter(one -> one.get("id").equals(made.get("id")))
        .findFirst()
        .orElseThrow();
  }

  private Answer add(String kind, String address, @Nullable Map<String, String> keys) {
    var asked = new HashMap<String, Object>();
    asked.put("address", address);
    asked.put(
        "wanted",
        Map.ofEntries(
            Map.entry("severities", List.of("CRITICAL", "URGENT", "ATTENTION", "NOTICE")),
            Map.entry("rules", List.of()),
            Map.entry("region", ""),
            Map.entry("desk", true),
            Map.entry("digestMinutes", 0),
            Map.entry("quietFrom", 0),
            Map.entry("quietUntil", 0),
            Map.entry("criticalFirst", true),
            Map.entry("pausedUntil", ""),
            Map.entry("floodMessages", 60),
            Map.entry("floodMinutes", 1)));
    if (keys == null) {
      asked.put("kind", kind);
      return rina().post(MINE + "/channels", asked);
    }
    asked.putAll(keys);
    return rina().post(MINE + "/browsers", asked);
  }

  private String url(String path) {
    return "http://127.0.0.1:" + otherPort() + path;
  }

  /** A browser that has confirmed by the code that it was pushed. */
  private JsonNode browser(PushReceiver browser, String path) throws GeneralSecurityException {
    Answer added = add("PUSH", url(path), browser.keys());
    assertEquals(200, added.status(), added.text());
    await(() -> !pushed(path).isEmpty());
    JsonNode said = opened(browser, pushed(path).getFirst());
    assertTrue(said.get("title").asString().contains(said.get("code").asString()));
    Answer confirmed =
        rina().post(at(added.json()) + "/confirm", Map.of("code", said.get("code").asString()));
    assertEquals(200, confirmed.status(), confirmed.text());
    return added.json();
  }

  private static JsonNode opened(PushReceiver browser, Came came) throws GeneralSecurityException {
    return JsonMapper.shared().readTree(browser.open(came.body));
  }

  private String report(String severity) {
    String record = "UJI-" + records.incrementAndGet();
    Answer said =
        Objects.requireNonNull(pengawas)
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

  /** The state of the newest message, and why. */
  private String newest() {
    JsonNode one = mine().at("/messages/0");
    return one.path("state").asString("") + " " + one.path("reason").asString("");
  }

  private int holding(String text) {
    JdbcClient sql = Objects.requireNonNull(server).getBean(JdbcClient.class);
    return List.of("channels", "messages", "notices").stream()
        .mapToInt(table ->
            sql.sql("select count(*) from notification." + table + " t where t::text like :text")
                .param("text", "%" + text + "%")
                .query(Integer.class)
                .single())
        .sum();
  }

  @Test
  @Order(1)
  void aBrowserOpensWhatItsPushServiceCannotRead() throws Exception {
    PushReceiver browser = PushReceiver.fresh();
    JsonNode made = browser(browser, "/push/rina");
    String record = report("CRITICAL");
    await(() -> pushed("/push/rina").size() == 2);
    Came one = pushed("/push/rina").getLast();
    JsonNode said = opened(browser, one);
    assertEquals(
        "SIMULASI: KRITIS: Laporan BAWASLU nomor " + record + ", TPS 001 GAMBIR",
        said.get("title").asString().replaceFirst("(?i)gambir", "GAMBIR"));
    assertEquals("/findings?id=REPORTED+report%3ABAWASLU%2F" + record, said.get("path").asString());
    assertFalse(said.toString().contains("Rina"), "free text stays where it is");
    assertEquals("aes128gcm", one.headers.get("Content-encoding"));
    assertEquals("application/octet-stream", one.headers.get("Content-type"));
    assertEquals("high", one.headers.get("Urgency"));
    assertEquals("86400", one.headers.get("Ttl"));
    JsonNode claims =
        PushReceiver.claims(
            String.valueOf(one.headers.get("Authorization")), mine().get("pushKey").asString());
    assertEquals("http://127.0.0.1:" + otherPort(), claims.get("aud").asString());
    assertEquals("https://segel.example", claims.get("sub").asString());
    long left = claims.get("exp").asLong() - Clock.systemUTC().instant().getEpochSecond();
    assertTrue(left > 0 && left <= 24 * 3_600, "good for a day at most: " + left);
    await(() -> newest().equals("SENT TAKEN"));
    assertEquals(1, holding("/push/rina"), "its address is in one place");
    report("NOTICE");
    await(() -> pushed("/push/rina").size() == 3);
    assertEquals("low", pushed("/push/rina").getLast().headers.get("Urgency"));
    assertEquals("409 CHANNEL_TAKEN", answered(add("PUSH", url("/push/rina"), browser.keys())));
    assertEquals(200, rina().post(at(made) + "/test", "{}").status());
    await(() -> pushed("/push/rina").size() == 4);
    assertEquals(
        "Uji coba", opened(browser, pushed("/push/rina").getLast()).get("title").asString());
  }

  private static String answered(Answer answer) {
    return answer.status() + " " + answer.reason();
  }

  /** Whoever asks for patience gets it, whatever else there is to say. */
  @Test
  @Order(2)
  void whoAsksForPatienceGetsIt() throws Exception {
    int before = pushed("/push/rina").size();
    answers.put("/push/rina", new Says(429, "too fast", "2"));
    String first = report("URGENT");
    await(() -> newest().equals("FAILED HTTP"));
    assertEquals("429 too fast", mine().at("/messages/0/answer").asString());
    answers.remove("/push/rina");
    String second = report("URGENT");
    await(() ->
        mine()
                .get("messages")
                .valueStream()
                .filter(one ->
                    one.get("subject").asString().matches(".*(" + first + "|" + second + "),.*"))
                .filter(one -> one.get("state").asString().equals("SENT"))
                .count()
            == 2);
    List<Came> tries = pushed("/push/rina").subList(before, pushed("/push/rina").size());
    assertEquals(3, tries.size(), "one that was refused, and two");
    long waited = tries.get(1).nanos - tries.getFirst().nanos;
    assertTrue(waited >= Duration.ofMillis(1_900).toNanos(), "after " + waited);
  }

  /** The browser is not there any more: nothing of it is kept, and its owner is told. */
  @Test
  @Order(3)
  void aBrowserThatIsGone() throws Exception {
    JsonNode made = mine().at("/channels/0");
    answers.put("/push/rina", new Says(410, "", ""));
    report("URGENT");
    await(() -> channel(made).path("ended").asString("").equals("GONE"));
    await(() -> newest().equals("GIVEN_UP GONE"));
    JsonNode ended = channel(made);
    assertEquals("", ended.get("address").asString());
    assertFalse(ended.get("confirmed").asBoolean());
    assertEquals(0, holding("/push/rina"));
    assertEquals("409 CHANNEL_NOT_CONFIRMED", answered(rina().post(at(made) + "/test", "{}")));
    assertEquals("409 CHANNEL_ENDED", answered(rina().post(at(made) + "/code", "{}")));
    String id = mine().at("/messages/0/id").asString();
    assertEquals("404 NOT_FOUND", answered(rina().post(MINE + "/messages/" + id + "/again", "{}")));
    int before = pushed("/push/rina").size();
    PushReceiver anew = PushReceiver.fresh();
    JsonNode again = browser(anew, "/push/anew");
    String record = report("URGENT");
    await(() -> pushed("/push/anew").size() == 2);
    assertTrue(
        opened(anew, pushed("/push/anew").getLast()).get("title").asString().contains(record));
    assertEquals(before, pushed("/push/rina").size(), "who is gone is left alone");
    assertEquals(200, rina().delete(at(made)).status());
    assertEquals(200, rina().delete(at(again)).status());
  }

  /** An address is what somebody has sent, and leads to no place behind our walls. */
  @Test
  @Order(4)
  void addressesAndKeysThatAreNone() throws Exception {
    Map<String, String> keys = PushReceiver.fresh().keys();
    assertEquals("400 URL_NOT_ALLOWED", answered(add("PUSH", "http://push.example/x", keys)));
    assertEquals("400 URL_NOT_ALLOWED", answered(add("PUSH", "https://push.example:22/x", keys)));
    assertEquals("400 MALFORMED", answered(add("PUSH", url("/push/x"), null)));
    assertEquals(
        "400 MALFORMED",
        answered(add("PUSH", url("/push/x"), Map.of("p256dh", "BAAA", "auth", "AAAA"))));
    JsonNode inside = add("PUSH", "https://10.1.2.3/x", keys).json();
    await(() -> newest().equals("FAILED ADDRESS_NOT_PUBLIC"));
    assertEquals(200, rina().delete(at(inside)).status());
  }

  @Test
  @Order(5)
  void aChatIsConnectedByTheCodeOfThePage() throws Exception {
    await(() -> mine().get("bot").asString().equals("segel_uji_bot"));
    assertEquals("400 MALFORMED", answered(add("TELEGRAM", "77", null)));
    Answer added = add("TELEGRAM", "", null);
    assertEquals(200, added.status(), added.text());
    JsonNode made = added.json();
    String old = made.get("code").asString();
    assertTrue(old.matches("[a-z2-9]{12}"), old);
    assertEquals(0, holding(old), "it is kept as a hash");
    assertTrue(channel(made).path("code").isMissingNode(), "a code is shown once");
    assertEquals("409 CHANNEL_TAKEN", answered(add("TELEGRAM", "", null)), "one at a time");
    Answer another = rina().post(at(made) + "/code", "{}");
    String code = another.json().at("/channels/0/code").asString();
    write(-5, "group", "/start " + code);
    write(66, "private", "/start " + old);
    await(() -> said(66).size() == 1);
    assertTrue(said(66).getFirst().startsWith("Kode itu salah"), "an older code is worth nothing");
    assertFalse(channel(made).get("confirmed").asBoolean(), "a group hears nothing");
    write(77, "private", "/start " + code);
    await(() -> channel(made).get("confirmed").asBoolean());
    await(() -> said(77).size() == 1);
    assertTrue(said(77).getFirst().startsWith("Tersambung"));
    write(66, "private", code);
    await(() -> said(66).size() == 2);
    assertTrue(said(66).getLast().startsWith("Kode itu salah"), "it works once");
    String record = report("CRITICAL");
    await(() -> said(77).size() == 2);
    String told = said(77).getLast();
    assertTrue(told.startsWith("SIMULASI: KRITIS: Laporan BAWASLU nomor " + record), told);
    assertTrue(told.contains("https://segel.example/findings?id=REPORTED+report%3A"), told);
    assertTrue(told.contains("\n\nEnglish: findings 1 new") && !told.contains("Rina"), told);
    await(() -> newest().equals("SENT TAKEN"));
  }

  @Test
  @Order(6)
  void whoGuessesIsNotAnsweredForLong() {
    for (int i = 0; i < 30; i++) {
      write(99, "private", "/start aaaaaaaaaa" + (char) ('a' + i % 10) + (char) ('a' + i / 10));
    }
    await(() -> said(99).size() == 10);
    write(98, "private", "/start");
    await(() -> said(98).size() == 1);
    assertEquals(10, said(99).size());
  }

  /** Telegram asks for patience, is away, or says what nobody understands: nothing is lost. */
  @Test
  @Order(7)
  void telegramFailsAndComesBack(CapturedOutput output) {
    int before = said(77).size();
    answers.put(
        "sendMessage",
        new Says(
            429,
            json(
                Map.of(
                    "ok",
                    false,
                    "description",
                    "Too Many Requests at /bot" + TOKEN,
                    "parameters",
                    Map.of("retry_after", 2))),
            ""));
    report("URGENT");
    await(() -> newest().equals("FAILED TELEGRAM"));
    assertEquals("429 Too Many Requests at /bot…", mine().at("/messages/0/answer").asString());
    answers.put("sendMessage", new Says(200, "<html>", ""));
    await(() -> newest().equals("FAILED ANSWER_UNREADABLE"));
    List<Came> tries =
        came.stream()
            .filter(one -> one.path.endsWith("/sendMessage"))
            .skip(allSaid(before))
            .toList();
    assertTrue(tries.get(1).nanos - tries.getFirst().nanos > Duration.ofMillis(1_900).toNanos());
    for (String odd :
        List.of("", "no json", "[]", "{\"ok\":true,\"result\":[{\"message\":7},null,3]}", "{}")) {
      answers.put("getUpdates", new Says(200, odd, ""));
      int asked = listened();
      await(() -> listened() > asked + 1);
    }
    answers.put("getUpdates", new Says(502, "<html>" + TOKEN, ""));
    int asked = listened();
    await(() -> listened() > asked + 2);
    answers.clear();
    await(() -> newest().equals("SENT TAKEN"));
    write(97, "private", "/start");
    await(() -> said(97).size() == 1);
    assertFalse(output.getAll().contains("a-secret-that"), "a trace has the token");
    assertTrue(output.getAll().contains("Telegram: "), "what is wrong is said");
    assertFalse(mine().toString().contains("a-secret-that"), "the page has the token");
  }

  private int listened() {
    return (int) came.stream().filter(one -> one.path.endsWith("/getUpdates")).count();
  }

  /** How many messages of the bot came before so many to the chat. */
  private long allSaid(int toChat) {
    long all = 0;
    int its = 0;
    for (Came one : came) {
      if (one.path.endsWith("/sendMessage")) {
        if (its == toChat && one.json().get("chat_id").asString().equals("77")) {
          return all;
        }
        its += one.json().get("chat_id").asString().equals("77") ? 1 : 0;
        all++;
      }
    }
    return all;
  }

  @Test
  @Order(8)
  void aChatIsEndedFromThereOrByBlockingTheBot() {
    JsonNode made = mine().at("/channels/0");
    write(77, "private", "/stop");
    await(() -> channel(made).path("ended").asString("").equals("STOPPED"));
    await(() -> said(77).getLast().startsWith("Berhenti"));
    assertEquals(0, holding("(" + made.get("id").asString() + ",%,TELEGRAM,77,"));
    assertEquals(200, rina().delete(at(made)).status());
    JsonNode again = add("TELEGRAM", "", null).json();
    write(78, "private", again.get("code").asString());
    await(() -> channel(again).get("confirmed").asBoolean());
    answers.put(
        "sendMessage",
        new Says(
            403,
            json(Map.of("ok", false, "description", "Forbidden: bot was blocked by the user")),
            ""));
    report("URGENT");
    await(() -> channel(again).path("ended").asString("").equals("STOPPED"));
    await(() -> newest().equals("GIVEN_UP STOPPED"));
  }
}
