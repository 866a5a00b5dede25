package id.segel.cli.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bridge between a broker that is Mosquitto itself and a hook that fails as hooks do. */
class SensorBridgeTest {

  private static final String SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
  private static final long PACE_MILLIS = 20;

  @TempDir private Path folder;

  private final List<String> told = Collections.synchronizedList(new ArrayList<>());

  /** What the hook has taken, by the id under which it came; each once. */
  private final Map<String, String> taken = Collections.synchronizedMap(new LinkedHashMap<>());

  private volatile int status = 200;
  private volatile boolean losesAnswers;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean isForged;
  private int port;
  private @Nullable Process broker;
  private @Nullable HttpServer hook;

  @BeforeEach
  void aBrokerAndAHook() throws Exception {
    Path mosquitto =
        Stream.of("/usr/sbin/mosquitto", "/usr/bin/mosquitto", "/opt/homebrew/sbin/mosquitto")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    assumeTrue(mosquitto != null, "no Mosquitto here");
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path config = folder.resolve("mosquitto.conf");
    Files.writeString(
        config,
        "listener "
            + port
            + " 127.0.0.1\nallow_anonymous true\nautosave_interval 1\n"
            + "persistence true\npersistence_location "
            + folder
            + "/\nuser root\n");
    command = List.of(String.valueOf(mosquitto), "-c", config.toString());
    startBroker();
    hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 20);
    hook.createContext("/api/sensors/hook/", this::answer);
    hook.start();
    Files.writeString(folder.resolve("s"), "whsec_" + SECRET);
    Files.writeString(
        folder.resolve("map.yaml"),
        "sensors:\n"
            + "  - {topic: g/asap, sensor: S-G3171-1, secret: s}\n"
            + "  - {topic: g/suhu, sensor: S-G3171-2, secret: s, degrees: true}\n");
  }

  private List<String> command = List.of();

  private void startBroker() throws Exception {
    broker =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("broker.log").toFile())
            .start();
    await(() -> {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return true;
      } catch (IOException e) {
        return false;
      }
    });
  }

  @AfterEach
  void stop() {
    if (broker != null) {
      broker.destroy();
    }
    if (hook != null) {
      hook.stop(0);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    calls.incrementAndGet();
    byte[] body = exchange.getRequestBody().readAllBytes();
    var headers = exchange.getRequestHeaders();
    String id = headers.getFirst("webhook-id");
    String signed =
        id
            + "."
            + headers.getFirst("webhook-timestamp")
            + "."
            + new String(body, StandardCharsets.UTF_8);
    isForged |= !("v1," + hmac(signed)).equals(headers.getFirst("webhook-signature"));
    int answered = status;
    if (answered == 200) {
      String path = exchange.getRequestURI().getPath();
      taken.putIfAbsent(
          id,
          path.substring(path.lastIndexOf('/') + 1)
              + " "
              + new String(body, StandardCharsets.UTF_8));
    }
    if (!losesAnswers) {
      exchange.sendResponseHeaders(answered, -1);
    }
    exchange.close();
  }

  private static String hmac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(SECRET), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private SensorBridge bridge() throws Exception {
    int before = listening();
    SensorBridge bridge =
        SensorBridge.start(
            new SensorBridge.Options(
                new SensorBridge.Broker("tcp://127.0.0.1:" + port, "segel-test", null, null, null),
                SensorMap.read(folder.resolve("map.yaml")),
                URI.create(
                    "http://127.0.0.1:" + Objects.requireNonNull(hook).getAddress().getPort()),
                folder.resolve("state"),
                Clock.systemUTC(),
                told::add,
                PACE_MILLIS));
    await(() -> listening() > before);
    return bridge;
  }

  private int listening() {
    return (int) List.copyOf(told).stream().filter(one -> one.startsWith("listening")).count();
  }

  private void say(String topic, boolean isRetained, String... messages) throws Exception {
    try (var client =
        new MqttClient("tcp://127.0.0.1:" + port, "sensor", new MemoryPersistence())) {
      var options = new MqttConnectOptions();
      options.setCleanSession(true);
      client.connect(options);
      for (String message : messages) {
        client.publish(topic, message.getBytes(StandardCharsets.UTF_8), 1, isRetained);
      }
      client.disconnect();
    }
  }

  private void await(BooleanSupplier until) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    var never = new CountDownLatch(1);
    while (!until.getAsBoolean()) {
      assertTrue(
          System.nanoTime() < end,
          () -> "it did not come about in time: " + told + ", taken " + taken);
      never.await(20, TimeUnit.MILLISECONDS);
    }
  }

  private List<String> taken() {
    return List.copyOf(taken.values());
  }

  @Test
  void whatIsSaidIsSentSignedAndInItsOrder() throws Exception {
    try (SensorBridge bridge = bridge()) {
      say("g/asap", false, "off", "on", "perhaps", "off");
      say("g/suhu", false, "31.2");
      await(() -> taken.size() == 4 && bridge.waiting() == 0);
      assertEquals(
          List.of(
              "S-G3171-1 {\"on\":false}", "S-G3171-1 {\"on\":true}", "S-G3171-1 {\"on\":false}"),
          taken().stream().filter(one -> one.startsWith("S-G3171-1")).toList());
      assertTrue(taken().contains("S-G3171-2 {\"tenths\":312}"));
      assertTrue(told.contains("g/asap says something that is not understood"));
      assertEquals(false, isForged);
    }
  }

  /** Segel is away, then loses its answers; the bridge is away; all of it comes, and once. */
  @Test
  void nothingIsLostAndNothingCountsTwice() throws Exception {
    status = 503;
    SensorBridge first = bridge();
    say("g/asap", false, "on", "off", "on");
    await(() -> first.waiting() == 3 && calls.get() >= 2);
    first.close();
    assertEquals(List.of(), taken());
    say("g/asap", false, "off", "on");
    status = 200;
    losesAnswers = true;
    try (SensorBridge second = bridge()) {
      await(() -> taken.size() == 1 && calls.get() >= 4);
      losesAnswers = false;
      await(() -> second.waiting() == 0 && taken.size() == 5);
      assertEquals(
          List.of(true, false, true, false, true),
          taken().stream().map(one -> one.contains("true")).toList());
    }
    assertEquals(false, isForged);
  }

  /** What the broker keeps is said again with each subscription. */
  @Test
  void whatTheBrokerKeepsIsSentOnceAndTheBrokerMayGo() throws Exception {
    say("g/asap", true, "on");
    try (SensorBridge bridge = bridge()) {
      await(() -> taken.size() == 1);
      int before = listening();
      Process running = Objects.requireNonNull(broker);
      running.destroy();
      running.waitFor();
      startBroker();
      await(() -> listening() > before);
      say("g/suhu", false, "20");
      await(() -> taken.size() == 2 && bridge.waiting() == 0);
      assertEquals(List.of("S-G3171-1 {\"on\":true}", "S-G3171-2 {\"tenths\":200}"), taken());
    }
  }

  /** What cannot be right ever is told and left; what may be right later waits. */
  @Test
  void whatSegelDoesNotTakeKeepsNothingElseBack() throws Exception {
    status = 400;
    try (SensorBridge bridge = bridge()) {
      say("g/asap", false, "on");
      await(() -> told.stream().anyMatch(one -> one.contains("does not take")));
      assertEquals(0, bridge.waiting());
      status = 401;
      say("g/asap", false, "off");
      await(() -> told.contains("S-G3171-1 waits: Segel answered 401"));
      assertEquals(1, bridge.waiting());
      status = 200;
      await(() -> bridge.waiting() == 0);
      assertEquals(List.of("S-G3171-1 {\"on\":false}"), taken());
    }
  }
}
