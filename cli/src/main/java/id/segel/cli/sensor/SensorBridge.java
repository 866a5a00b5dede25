package id.segel.cli.sensor;

import id.segel.cli.sensor.SensorMap.Sensor;
import id.segel.cli.sensor.Spool.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallbackExtended;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages of sensors from a broker and sends them to Segel's signed hook. Each is on the
 * disk before the broker is told that it came, is sent until Segel has answered, and has an id
 * under which Segel counts it once.
 */
public final class SensorBridge implements AutoCloseable {

  /** At least once: a message that was not acknowledged comes again. */
  private static final int QOS = 1;

  private static final int KEEP_ALIVE_SECONDS = 20;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Segel listens to 60 messages of a sensor in a minute. */
  public static final long PACE_MILLIS = 1_100;

  private static final long RETRY_MAX_MILLIS = 60_000;

  /** After an outage a sensor with an alarm comes before those without. */
  private static final long ALARM_RETRY_MAX_MILLIS = 5_000;

  /**
   * Where the messages come from.
   *
   * @param url {@code tcp://host:1883} or {@code ssl://host:8883}
   * @param client its name at the broker, which keeps what comes while it is away
   * @param trusted for TLS with an authority of one's own; null for those of this machine
   */
  public record Broker(
      String url,
      String client,
      @Nullable String user,
      @Nullable String password,
      @Nullable SSLSocketFactory trusted) {}

  /**
   * What a bridge goes between.
   *
   * @param state folder of the messages that are not sent yet
   * @param told hears what it does and what went wrong
   * @param paceMillis between two messages of one sensor
   */
  public record Options(
      Broker broker,
      SensorMap map,
      URI server,
      Path state,
      Clock clock,
      Consumer<String> told,
      long paceMillis) {}

  private final Broker broker;
  private final SensorMap map;
  private final Map<String, Sensor> byTopic = new HashMap<>();
  private final URI server;
  private final Spool spool;
  private final Clock clock;
  private final Consumer<String> told;
  private final long paceMillis;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Map<String, String> retained = new ConcurrentHashMap<>();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(TIMEOUT)
          .build();
  private final MqttClient client;

  private SensorBridge(Options options) throws IOException {
    this.broker = options.broker();
    this.map = options.map();
    this.server = options.server();
    this.spool = new Spool(options.state());
    this.clock = options.clock();
    this.told = options.told();
    this.paceMillis = options.paceMillis();
    map.sensors().forEach(one -> byTopic.put(one.topic(), one));
    try {
      client = new MqttClient(broker.url(), broker.client(), new MemoryPersistence());
    } catch (MqttException | IllegalArgumentException e) {
      throw new IOException("no broker is at " + broker.url(), e);
    }
  }

  /** Begins, and goes on until it is closed; a broker that does not answer is asked again. */
  public static SensorBridge start(Options options) throws IOException {
    var bridge = new SensorBridge(options);
    bridge.client.setCallback(bridge.new Listening());
    for (Sensor sensor : bridge.map.sensors()) {
      Thread.ofVirtual().name("sensor " + sensor.id()).start(() -> bridge.sendAll(sensor));
    }
    Thread.ofVirtual().name("broker").start(bridge::connect);
    return bridge;
  }

  /** How many messages wait to be sent. */
  int waiting() {
    return spool.size();
  }

  // ---- from the broker

  private void connect() {
    var options = new MqttConnectOptions();
    options.setCleanSession(false);
    options.setAutomaticReconnect(true);
    options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
    if (broker.user() != null) {
      options.setUserName(broker.user());
    }
    if (broker.password() != null) {
      options.setPassword(broker.password().toCharArray());
    }
    if (broker.trusted() != null) {
      options.setSocketFactory(broker.trusted());
    }
    long wait = paceMillis;
    do {
      try {
        client.connect(options);
        return;
      } catch (MqttException e) {
        told.accept(broker.url() + " does not answer: " + why(e));
      }
      wait = Math.min(2 * wait, RETRY_MAX_MILLIS);
    } while (!isStoppedIn(wait));
  }

  private static String why(MqttException e) {
    return e.getCause() == null ? String.valueOf(e.getMessage()) : e.getCause().toString();
  }

  private final class Listening implements MqttCallbackExtended {

    @Override
    public void connectComplete(boolean isAgain, String url) {
      // From a thread of its own: this one reads the answer.
      Thread.ofVirtual().name("subscribing").start(this::subscribe);
    }

    private void subscribe() {
      try {
        for (Sensor sensor : map.sensors()) {
          client.subscribe(sensor.topic(), QOS);
        }
        told.accept("listening to " + map.sensors().size() + " sensors at " + broker.url());
      } catch (MqttException e) {
        told.accept("a sensor cannot be listened to: " + why(e));
      }
    }

    @Override
    public void connectionLost(Throwable cause) {
      told.accept(broker.url() + " is gone, trying again");
    }

    /** When this returns the broker is told that it came; when it throws it comes again. */
    @Override
    public void messageArrived(String topic, MqttMessage message) throws IOException {
      Sensor sensor = byTopic.get(topic);
      String body = sensor == null ? null : sensor.body(message.getPayload()).orElse(null);
      if (sensor == null || body == null) {
        told.accept(topic + " says something that is not understood");
        return;
      }
      // What the broker has kept comes with each subscription anew.
      if (message.isRetained() && body.equals(retained.put(topic, body))) {
        return;
      }
      spool.keep(sensor.id(), body, message.getId(), message.isDuplicate(), clock.millis());
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {}
  }

  // ---- to Segel

  private void sendAll(Sensor sensor) {
    long wait = paceMillis;
    while (!isStoppedIn(wait)) {
      try {
        Waiting next = spool.next(sensor.id());
        boolean isThrough = next == null || isTaken(sensor, next);
        wait = isThrough ? paceMillis : longer(sensor, wait);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (IOException | RuntimeException e) {
        told.accept(sensor.id() + " waits: " + e);
        wait = longer(sensor, wait);
      }
    }
  }

  private long longer(Sensor sensor, long wait) {
    return Math.min(
        2 * wait, spool.hasAlarm(sensor.id()) ? ALARM_RETRY_MAX_MILLIS : RETRY_MAX_MILLIS);
  }

  private boolean isTaken(Sensor sensor, Waiting one) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(request(sensor, one), HttpResponse.BodyHandlers.ofString());
    int status = answer.statusCode();
    if (status == 400 || status == 413) {
      told.accept(sensor.id() + " sent what Segel does not take: " + one.body());
    } else if (status != 200) {
      told.accept(sensor.id() + " waits: Segel answered " + status);
      return false;
    }
    spool.done(sensor.id(), one);
    return true;
  }

  private HttpRequest request(Sensor sensor, Waiting one) {
    String seconds = Long.toString(clock.instant().getEpochSecond());
    return HttpRequest.newBuilder(server.resolve("/api/sensors/hook/" + sensor.id()))
        .timeout(TIMEOUT)
        .header("Content-Type", "application/json")
        .header("webhook-id", one.id())
        .header("webhook-timestamp", seconds)
        .header("webhook-signature", "v1," + signature(sensor.secret(), one, seconds))
        .POST(HttpRequest.BodyPublishers.ofString(one.body()))
        .build();
  }

  private static String signature(byte[] secret, Waiting one, String seconds) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      String signed = one.id() + "." + seconds + "." + one.body();
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA256 is missing", e);
    }
  }

  private boolean isStoppedIn(long millis) {
    try {
      return stopped.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() {
    stopped.countDown();
    try {
      client.disconnectForcibly(0, 1_000, false);
      client.close(true);
    } catch (MqttException e) {
      told.accept("the broker was left without a word: " + Objects.requireNonNull(why(e)));
    }
    http.shutdownNow();
  }
}
