package id.segel.server.camera;

import static id.segel.server.http.Allow.Who.ANYONE;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.camera.CameraState;
import id.segel.core.fact.MalformedException;
import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Allow;
import id.segel.server.http.Pace;
import id.segel.server.http.Problem;
import id.segel.server.log.RawReadings;
import id.segel.server.secret.Keeper;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The door for workers: which cameras to look at, and what they saw. A request that is no list of
 * readings is refused; a reading that cannot be taken is left out, by the reason and counted.
 */
@RestController
@RequestMapping("/api/cameras/worker")
class WorkerController {

  private static final int EVERY_SECONDS = 10;
  private static final int READINGS_MAX = 500;
  private static final int REQUESTS_A_MINUTE = 240;
  private static final int PICTURE_BYTES_MAX = 48 * 1_024;
  private static final int BASE64_MAX = PICTURE_BYTES_MAX / 3 * 4 + 4;
  private static final long AGO_MAX = Duration.ofHours(1).toMillis();
  private static final int COUNT_MAX = 1_000_000;

  /** So long something must not be told of a camera before it is no evidence. */
  private static final Duration UNSURE = Duration.ofMinutes(1);

  private static final String DIGEST = "[0-9a-f]{64}";
  private static final String DIGEST_LINE = "-";
  private static final Set<String> WHYS =
      Set.of(
          "WRONG_PASSWORD",
          "UNTRUSTED",
          "REFUSED_ADDRESS",
          "NO_ANSWER",
          "STALLED",
          "GARBAGE",
          "TOO_LARGE",
          "REDIRECT",
          "ENDED");

  /** A camera to be looked at. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Wanted(
      String id,
      CameraAddress.Kind kind,
      String address,
      @Nullable String user,
      @Nullable String password,
      int reference,
      @Nullable List<Integer> clock) {}

  record WantedList(long version, int everySeconds, List<Wanted> cameras) {}

  /**
   * What was taken.
   *
   * @param ignored readings and pictures that could not be taken, by their reasons
   */
  record Taken(long version, Map<String, Integer> ignored) {}

  private final Cameras cameras;
  private final Workers workers;
  private final CameraReadings raw;
  private final Keeper keeper;
  private final ElectionClock clock;
  private final JdbcClient sql;
  private final Pace pace;

  WorkerController(
      Cameras cameras,
      Workers workers,
      CameraReadings raw,
      Keeper keeper,
      ElectionClock clock,
      JdbcClient sql,
      Clock real) {
    this.cameras = cameras;
    this.workers = workers;
    this.raw = raw;
    this.keeper = keeper;
    this.clock = clock;
    this.sql = sql;
    this.pace = new Pace(REQUESTS_A_MINUTE, Duration.ofMinutes(1), real);
  }

  @Allow(ANYONE)
  @GetMapping
  WantedList wanted(
      @RequestHeader(name = "Authorization", required = false) @Nullable String shown) {
    int worker = workers.of(shown);
    pace.count("get " + worker);
    long version = cameras.version();
    return new WantedList(
        version, EVERY_SECONDS, cameras.ofWorker(worker).stream().map(this::wanted).toList());
  }

  private Wanted wanted(Cameras.Camera one) {
    byte[] locked = one.password();
    byte[] password = locked == null ? null : keeper.unlock(locked);
    return new Wanted(
        one.id().toString(),
        one.kind(),
        one.address(),
        one.login(),
        password == null ? null : new String(password, StandardCharsets.UTF_8),
        one.reference(),
        one.clock());
  }

  /** A reading as it could be taken. */
  private record Reading(
      Cameras.Camera camera,
      CameraState state,
      Instant at,
      Instant since,
      @Nullable String why,
      String unjudged,
      byte @Nullable [] picture,
      @Nullable Instant pictureAt,
      String line) {

    boolean isSure() {
      return Cameras.words(unjudged).stream()
          .map(CameraState::parse)
          .noneMatch(CameraState::isDeceptive);
    }

    /** The newest of two, and the newest picture of them. */
    static Reading after(Reading before, Reading now) {
      return now.picture != null
          ? now
          : new Reading(
              now.camera,
              now.state,
              now.at,
              now.since,
              now.why,
              now.unjudged,
              before.picture,
              before.pictureAt,
              now.line);
    }
  }

  @Allow(ANYONE)
  @PostMapping("/readings")
  Taken readings(
      @RequestHeader(name = "Authorization", required = false) @Nullable String shown,
      HttpServletRequest request)
      throws IOException {
    int worker = workers.of(shown);
    pace.count("post " + worker);
    JsonNode readings = read(request.getInputStream()).get("readings");
    if (readings == null || !readings.isArray() || readings.size() > READINGS_MAX) {
      throw Problem.malformed("Send a list of at most " + READINGS_MAX + " readings.");
    }
    var ignored = new TreeMap<String, Integer>();
    raw.write(() -> {
      take(worker, readings, ignored);
      return ignored;
    });
    return new Taken(cameras.version(), ignored);
  }

  private static JsonNode read(InputStream body) {
    try {
      JsonNode tree = JsonMapper.shared().readTree(body);
      if (tree.isObject()) {
        return tree;
      }
    } catch (JacksonException e) {
      throw Problem.malformed("This is no JSON.");
    }
    throw Problem.malformed("Send an object with readings.");
  }

  private void take(int worker, JsonNode readings, Map<String, Integer> ignored) {
    Instant now = clock.instant();
    cameras.lock(worker);
    Map<String, Cameras.Camera> own =
        cameras.ofWorker(worker).stream()
            .collect(Collectors.toMap(one -> one.id().toString(), one -> one));
    // In the order of what they tell, whatever the order in which they were sent.
    var inOrder = new ArrayList<JsonNode>();
    readings.forEach(inOrder::add);
    inOrder.sort(Comparator.comparingLong(one -> -number(one, "agoMilliseconds", AGO_MAX)));
    var text = new StringBuilder();
    var taken = new LinkedHashMap<String, Reading>();
    int count = 0;
    for (JsonNode node : inOrder) {
      Cameras.Camera camera = own.get(word(node, "camera"));
      if (camera == null) {
        ignored.merge("CAMERA", 1, Integer::sum);
        continue;
      }
      Reading reading = reading(camera, node, now, ignored);
      if (reading != null) {
        String id = camera.id().toString();
        // Sent once more, or late, or of another view: what is known since then stands.
        Instant known =
            camera.state() == CameraState.UNKNOWN || camera.heard() == null
                ? camera.since()
                : camera.heard();
        if (!reading.at.isBefore(known)) {
          own.put(id, turn(reading));
          taken.merge(id, reading, Reading::after);
        }
        text.append(reading.line).append('\n');
        count++;
      }
    }
    if (count > 0) {
      raw.keep(now, "worker " + worker, count, text.toString());
    }
    keep(List.copyOf(taken.values()), own);
    workers.heard(worker, now, ignored.values().stream().mapToInt(Integer::intValue).sum());
  }

  private static @Nullable Reading reading(
      Cameras.Camera camera, JsonNode node, Instant now, Map<String, Integer> ignored) {
    CameraState state;
    try {
      state = CameraState.parse(word(node, "state"));
    } catch (MalformedException e) {
      ignored.merge("STATE", 1, Integer::sum);
      return null;
    }
    long ago = number(node, "agoMilliseconds", AGO_MAX);
    long since = number(node, "sinceAgoMilliseconds", Long.MAX_VALUE / 2);
    long sampled = number(node, "sampled", COUNT_MAX);
    long missed = number(node, "missed", COUNT_MAX);
    if (ago < 0 || since < 0 || sampled < 0 || missed < 0) {
      ignored.merge("NUMBER", 1, Integer::sum);
      return null;
    }
    Instant at = now.minusMillis(ago);
    // What came before it was heard of the last time was told otherwise then, or not at all.
    Instant began = now.minusMillis(Math.min(Math.max(since, ago), AGO_MAX));
    Instant first = camera.state() == CameraState.UNKNOWN ? at : camera.since();
    String why = word(node, "why");
    String digest = word(node, "digest");
    String unjudged = unjudged(node);
    String line =
        "%s %s %s %d %d %d %s %s %s"
            .formatted(
                now,
                camera.id(),
                state,
                ago,
                sampled,
                missed,
                digest.matches(DIGEST) ? digest : DIGEST_LINE,
                WHYS.contains(why) ? why : DIGEST_LINE,
                unjudged.isEmpty() ? DIGEST_LINE : unjudged.replace(' ', ','));
    byte[] picture = picture(node, ignored);
    return new Reading(
        camera,
        state,
        at,
        began.isBefore(first) ? first : began,
        WHYS.contains(why) ? why : null,
        unjudged,
        picture,
        picture == null ? null : at,
        line);
  }

  /** Whole and not less than zero; less than zero for anything else. */
  private static long number(JsonNode node, String name, long most) {
    JsonNode value = node.get(name);
    boolean isWhole = value != null && value.isIntegralNumber() && value.canConvertToLong();
    return isWhole && value.asLong() <= most ? value.asLong() : -1;
  }

  private static String word(JsonNode node, String name) {
    JsonNode value = node.get(name);
    return value != null && value.isString() ? value.asString() : "";
  }

  private static String unjudged(JsonNode node) {
    JsonNode list = node.get("unjudged");
    var found = new ArrayList<String>();
    if (list != null && list.isArray()) {
      for (CameraState state : CameraState.values()) {
        for (JsonNode one : list) {
          if (one.isString()
              && one.asString().equals(state.name())
              && !found.contains(state.name())) {
            found.add(state.name());
          }
        }
      }
    }
    return String.join(" ", found);
  }

  private static byte @Nullable [] picture(JsonNode node, Map<String, Integer> ignored) {
    String text = word(node, "picture");
    if (text.isEmpty()) {
      return null;
    }
    try {
      byte[] bytes = text.length() > BASE64_MAX ? new byte[0] : Base64.getDecoder().decode(text);
      if (isJpeg(bytes) && bytes.length <= PICTURE_BYTES_MAX) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      ignored.merge("PICTURE", 1, Integer::sum);
      return null;
    }
    ignored.merge("PICTURE", 1, Integer::sum);
    return null;
  }

  /** As it begins and ends; a browser is told that it is one, and to believe nothing else. */
  private static boolean isJpeg(byte[] bytes) {
    int end = bytes.length;
    return end > 20
        && (bytes[0] & 0xff) == 0xff
        && (bytes[1] & 0xff) == 0xd8
        && (bytes[2] & 0xff) == 0xff
        && (bytes[end - 2] & 0xff) == 0xff
        && (bytes[end - 1] & 0xff) == 0xd9;
  }

  /** The camera as it is from then on. */
  private Cameras.Camera turn(Reading reading) {
    Cameras.Camera camera = reading.camera;
    Instant heard = camera.heard();
    boolean wasSilent =
        camera.state() != CameraState.UNKNOWN
            && heard != null
            && reading.at.isAfter(heard.plus(cameras.silence()));
    if (wasSilent && heard != null) {
      // Nobody looked in between, and the thread that says so has not come to it.
      cameras.turn(
          camera,
          CameraState.UNKNOWN,
          true,
          heard.isBefore(camera.since()) ? camera.since() : heard);
    }
    Instant unsure =
        reading.isSure() ? null : Objects.requireNonNullElse(camera.unsureSince(), reading.at);
    if (wasSilent || reading.state != camera.state()) {
      Instant since = wasSilent ? reading.at : reading.since;
      cameras.turn(camera, reading.state, reading.isSure(), since);
      return camera.heardOf(reading.state, reading.isSure(), since, unsure, reading.at);
    }
    // A light that passes hides the view for a look or two.
    boolean isSure = unsure == null || (camera.isSure() && unsure.plus(UNSURE).isAfter(reading.at));
    if (isSure == camera.isSure()) {
      return camera.heardOf(camera.state(), isSure, camera.since(), unsure, reading.at);
    }
    Instant since = unsure == null || unsure.isBefore(camera.since()) ? reading.at : unsure;
    cameras.turn(camera, camera.state(), isSure, since);
    return camera.heardOf(camera.state(), isSure, since, unsure, reading.at);
  }

  private void keep(List<Reading> taken, Map<String, Cameras.Camera> own) {
    var ids = new String[taken.size()];
    var whys = new @Nullable String[taken.size()];
    var unjudged = new String[taken.size()];
    var unsure = new @Nullable String[taken.size()];
    for (int i = 0; i < ids.length; i++) {
      Reading one = taken.get(i);
      ids[i] = one.camera.id().toString();
      whys[i] = one.why;
      unjudged[i] = one.unjudged;
      Instant since = Objects.requireNonNull(own.get(ids[i])).unsureSince();
      unsure[i] = since == null ? null : since.toString();
    }
    sql.sql(
            """
            update camera.cameras c
               set heard_at = greatest(c.heard_at, n.heard), why = n.why, unjudged = n.unjudged,
                   unsure_since = n.unsure
              from unnest(:ids::text[], :whys::text[], :unjudged::text[], :heard::timestamptz[],
                          :unsure::timestamptz[])
                   as n (camera, why, unjudged, heard, unsure)
             where c.camera = n.camera
            """)
        .param("ids", ids)
        .param("whys", whys)
        .param("unjudged", unjudged)
        .param("unsure", unsure)
        .param("heard", taken.stream().map(one -> one.at.toString()).toArray(String[]::new))
        .update();
    for (Reading one : taken) {
      if (one.picture != null) {
        sql.sql(
                """
                update camera.cameras set picture = :picture, picture_at = :at
                 where camera = :camera and (picture_at is null or picture_at <= :at)
                """)
            .param("picture", one.picture)
            .param("at", RawReadings.at(Objects.requireNonNull(one.pictureAt)))
            .param("camera", one.camera.id().toString())
            .update();
      }
    }
  }
}
