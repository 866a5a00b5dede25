package id.segel.cli.camera;

import id.segel.cli.camera.Watch.Reading;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server as the worker sees it: a list of cameras, and a place for readings. */
final class CameraServer implements AutoCloseable {

  static final int READINGS_MAX = 500;

  /** It takes 8 MB; so much is on its way in a moment also by a slow line. */
  static final int BYTES_MAX = 2 * 1024 * 1024;

  private static final int BYTES_WITHOUT_PICTURE = 700;

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int CAMERAS_MAX = 1_000;
  private static final int EVERY_MAX = 600;

  private final URI base;
  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  CameraServer(URI server, String token) {
    this.base = URI.create(server.toString().replaceFirst("/+$", "") + "/api/cameras/worker");
    this.token = token;
  }

  /**
   * The cameras that are to be watched.
   *
   * @param troubles what of the list could not be understood
   */
  record Cameras(long version, int everySeconds, List<Camera> cameras, List<String> troubles) {}

  Cameras list() throws IOException, InterruptedException {
    JsonNode answer = send(request("").GET().build());
    var cameras = new ArrayList<Camera>();
    var troubles = new ArrayList<String>();
    for (JsonNode one : answer.path("cameras")) {
      try {
        if (cameras.size() == CAMERAS_MAX) {
          throw new IllegalArgumentException("more than " + CAMERAS_MAX + " cameras");
        }
        cameras.add(camera(one));
      } catch (IllegalArgumentException | JacksonException e) {
        troubles.add("a camera of the list is left out: " + one.path("id").asString(""));
      }
    }
    int every = answer.path("everySeconds").asInt(10);
    return new Cameras(
        answer.path("version").asLong(0),
        Math.max(1, Math.min(EVERY_MAX, every)),
        cameras,
        troubles);
  }

  private static Camera camera(JsonNode one) {
    String id = one.path("id").asString("");
    if (!id.matches("[A-Za-z0-9][A-Za-z0-9-]{0,63}")) {
      throw new IllegalArgumentException("no id of a camera");
    }
    JsonNode clock = one.path("clock");
    int[] zone = null;
    if (clock.isArray()) {
      zone = new int[4];
      for (int i = 0; i < 4; i++) {
        zone[i] = clock.path(i).asInt(-1);
      }
      if (zone[0] < 0
          || zone[1] < 0
          || zone[2] < 1
          || zone[3] < 1
          || zone[0] + zone[2] > 1_000
          || zone[1] + zone[3] > 1_000) {
        throw new IllegalArgumentException("no place of a clock");
      }
    }
    return new Camera(
        id,
        Camera.Kind.valueOf(one.path("kind").asString("")),
        URI.create(one.path("address").asString("")),
        text(one, "user"),
        text(one, "password"),
        one.path("reference").asInt(0),
        zone);
  }

  private static @Nullable String text(JsonNode one, String name) {
    return one.path(name).isString() ? one.path(name).asString() : null;
  }

  /** It does not take what was sent, and will not the next time either. */
  static final class RefusedException extends IOException {
    private final boolean isTooBig;

    private RefusedException(int status) {
      super("it answers " + status);
      isTooBig = status == 413;
    }

    boolean isTooBig() {
      return isTooBig;
    }
  }

  /** About how many bytes a reading takes on its way. */
  static int bytes(Reading reading) {
    byte[] picture = reading.picture();
    return BYTES_WITHOUT_PICTURE + (picture == null ? 0 : picture.length / 3 * 4);
  }

  /** Tells what was seen; answers the version of the list that the server has. */
  long tell(long version, List<Reading> readings, long now)
      throws IOException, InterruptedException {
    byte[] body =
        JSON.writeValueAsBytes(
            Map.of(
                "version",
                version,
                "readings",
                readings.stream().map(one -> map(one, now)).toList()));
    HttpRequest request =
        request("/readings")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return send(request).path("version").asLong(version);
  }

  private static Map<String, @Nullable Object> map(Reading reading, long now) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    byte[] picture = reading.picture();
    map.put("camera", reading.camera());
    map.put("agoMilliseconds", ago(reading.at(), now));
    map.put("state", reading.state().name());
    map.put("unjudged", reading.unjudged().stream().map(Enum::name).toList());
    map.put("sinceAgoMilliseconds", ago(reading.since(), now));
    map.put("why", reading.why() == null ? null : reading.why().name());
    map.put("sampled", reading.sampled());
    map.put("missed", reading.missed());
    map.put("digest", reading.digest());
    map.put("picture", picture == null ? null : Base64.getEncoder().encodeToString(picture));
    return map;
  }

  private static long ago(long then, long now) {
    return Math.max(0, TimeUnit.NANOSECONDS.toMillis(now - then));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(Duration.ofSeconds(10))
        .header("Accept", "application/json")
        .header("Authorization", "Bearer " + token);
  }

  private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer;
    try {
      answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new IOException("it does not answer at " + base.getAuthority(), e);
    }
    if (answer.statusCode() == 413 || answer.statusCode() == 400) {
      throw new RefusedException(answer.statusCode());
    }
    if (answer.statusCode() != 200) {
      throw new IOException(
          answer.statusCode() == 401
              ? "it does not know the token; make another on its page of cameras"
              : "it answers " + answer.statusCode());
    }
    try {
      return JSON.readTree(answer.body());
    } catch (JacksonException e) {
      throw new IOException("it answers something that is not JSON", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
