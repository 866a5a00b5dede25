package id.segel.cli.camera;

import static org.junit.jupiter.api.Assertions.fail;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server's two answers to a worker, and what it was told. */
final class ListServer implements AutoCloseable {

  static final String TOKEN = "t0ken";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpServer door;

  /** Guarded by this. */
  private final Map<String, Map<String, @Nullable Object>> cameras = new LinkedHashMap<>();

  private final Map<String, JsonNode> newest = new ConcurrentHashMap<>();
  private final Map<String, List<String>> states = new ConcurrentHashMap<>();
  private final Map<String, Boolean> pictures = new ConcurrentHashMap<>();
  private volatile int version;
  private volatile int refusing;
  private volatile int readingsMax = Integer.MAX_VALUE;
  private volatile String poison = "-";

  /**
   * When each reading was, of all that came, in milliseconds; and how many came in each request.
   */
  private final List<Long> times = new CopyOnWriteArrayList<>();

  private final List<Integer> batches = new CopyOnWriteArrayList<>();

  ListServer() throws IOException {
    door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    door.createContext("/api/cameras/worker", this::answer);
    door.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + door.getAddress().getPort());
  }

  synchronized void list(
      String id, String kind, String address, @Nullable String password, int reference) {
    var camera = new LinkedHashMap<String, @Nullable Object>();
    camera.put("id", id);
    camera.put("kind", kind);
    camera.put("address", address);
    camera.put("user", password == null ? null : HttpCameras.USER);
    camera.put("password", password);
    camera.put("reference", reference);
    camera.put("clock", null);
    cameras.put(id, camera);
    version++;
  }

  /** Answers 503 from now on, or no more. */
  void refuse(boolean isSo) {
    refusing = isSo ? 503 : 0;
  }

  /** Answers 413 to more readings than these. */
  void limit(int readings) {
    readingsMax = readings;
    times.clear();
    batches.clear();
  }

  /** Answers 400 to what has a reading of this camera in it. */
  void refuse(String camera) {
    poison = camera;
  }

  List<Long> times() {
    return times;
  }

  List<Integer> batches() {
    return batches;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      int status =
          !("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))
              ? 401
              : refusing;
      if (status > 0) {
        exchange.sendResponseHeaders(status, -1);
        return;
      }
      Map<String, Object> answer = new LinkedHashMap<>();
      if (exchange.getRequestMethod().equals("GET")) {
        synchronized (this) {
          answer.put("version", version);
          answer.put("everySeconds", 10);
          answer.put("cameras", new ArrayList<>(cameras.values()));
        }
      } else {
        JsonNode readings = JSON.readTree(body).path("readings");
        if (readings.size() > readingsMax
            || readings.findValuesAsString("camera").contains(poison)) {
          exchange.sendResponseHeaders(readings.size() > readingsMax ? 413 : 400, -1);
          return;
        }
        for (JsonNode reading : readings) {
          told(reading);
        }
        batches.add(readings.size());
        answer.put("version", version);
      }
      byte[] bytes = JSON.writeValueAsBytes(answer);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private void told(JsonNode reading) {
    String id = reading.path("camera").asString();
    newest.put(id, reading);
    times.add(System.nanoTime() / 1_000_000 - reading.path("agoMilliseconds").asLong());
    List<String> before = states.computeIfAbsent(id, none -> new ArrayList<>());
    String state = reading.path("state").asString();
    if (before.isEmpty() || !before.getLast().equals(state)) {
      before.add(state);
    }
    if (reading.path("picture").isString()) {
      pictures.put(id, true);
    }
  }

  String state(String id) {
    JsonNode reading = newest.get(id);
    return reading == null ? "" : reading.path("state").asString();
  }

  String why(String id) {
    JsonNode reading = newest.get(id);
    return reading == null ? "" : reading.path("why").asString("");
  }

  /** All that it was, one after the other. */
  List<String> states(String id) {
    return states.getOrDefault(id, List.of());
  }

  boolean hasPicture(String id) {
    return pictures.containsKey(id);
  }

  boolean isLearnt(String id) {
    JsonNode reading = newest.get(id);
    return reading != null
        && reading.path("state").asString().equals("GOOD")
        && reading.path("unjudged").isEmpty();
  }

  void awaitState(String id, String state) {
    await(() -> state(id).equals(state), () -> id + " is " + states(id) + ", not " + state);
  }

  static void await(BooleanSupplier isSo, Supplier<String> otherwise) {
    long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() > until) {
        fail(otherwise.get());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  @Override
  public void close() {
    door.stop(0);
  }
}
