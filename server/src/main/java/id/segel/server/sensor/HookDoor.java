package id.segel.server.sensor;

import static id.segel.server.http.Allow.Who.ANYONE;

import id.segel.core.fact.MalformedException;
import id.segel.core.sensor.SensorId;
import id.segel.core.sensor.SensorKind;
import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Allow;
import id.segel.server.http.Pace;
import id.segel.server.http.Problem;
import id.segel.server.secret.Keeper;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where sensors send what they feel, each message signed as Standard Webhooks has it: {@code
 * {"on":true}}, of heat {@code {"tenths":312}}. What was answered 200 is kept, whatever happens
 * then; the same message again is answered the same and counts once.
 */
@RestController
class HookDoor {

  /** More in one minute, and it is not listened to for a while. */
  static final int MESSAGES_A_MINUTE = 60;

  static final Duration MUTED = Duration.ofMinutes(10);

  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int BODY_MAX = 2_048;
  private static final int TRIES_A_MINUTE = 300;
  private static final int TENTHS_MAX = 10_000;
  private static final Pattern ID = Pattern.compile("[!-~]{1,100}");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

  record Taken(boolean isNew) {}

  private final Sensors sensors;
  private final SensorReadings raw;
  private final SensorWatch watch;
  private final Keeper keeper;
  private final ElectionClock clock;
  private final Clock real;

  /** Before anything is looked up. */
  private final Pace tries;

  HookDoor(
      Sensors sensors,
      SensorReadings raw,
      SensorWatch watch,
      Keeper keeper,
      ElectionClock clock,
      Clock real) {
    this.sensors = sensors;
    this.raw = raw;
    this.watch = watch;
    this.keeper = keeper;
    this.clock = clock;
    this.real = real;
    this.tries = new Pace(TRIES_A_MINUTE, Duration.ofMinutes(1), real);
  }

  @Allow(ANYONE)
  @PostMapping("/api/sensors/hook/{sensor}")
  Taken take(
      @PathVariable("sensor") String name,
      @RequestHeader(name = "webhook-id", required = false) @Nullable String id,
      @RequestHeader(name = "webhook-timestamp", required = false) @Nullable String seconds,
      @RequestHeader(name = "webhook-signature", required = false) @Nullable String signatures,
      HttpServletRequest request)
      throws IOException {
    // By sensor and sender: whoever has no secret keeps nobody else out.
    tries.count(name.substring(0, Math.min(40, name.length())) + " " + request.getRemoteAddr());
    byte[] body = request.getInputStream().readNBytes(BODY_MAX + 1);
    if (body.length > BODY_MAX) {
      throw new Problem(413, "TOO_LARGE", "A message has at most " + BODY_MAX + " bytes.");
    }
    Instant now = real.instant();
    Sensors.Sensor sensor = known(name);
    if (sensor == null || !isSigned(sensor, id, seconds, signatures, body)) {
      throw unknown();
    }
    Instant sent = Instant.ofEpochSecond(Long.parseLong(String.valueOf(seconds)));
    if (Duration.between(sent, now).abs().compareTo(WINDOW) > 0) {
      throw new Problem(409, "TOO_OLD", "It was signed more than five minutes from now.");
    }
    int value = value(sensor.kind(), body);
    Outcome outcome = raw.write(() -> take(sensor.id(), String.valueOf(id), value, now));
    if (outcome == Outcome.MUTED) {
      throw new Problem(
          429, "SENSOR_MUTED", "It sends too much and is not listened to for a while.");
    }
    watch.soon();
    return new Taken(outcome == Outcome.NEW);
  }

  private enum Outcome {
    NEW,
    AGAIN,
    MUTED
  }

  private Outcome take(SensorId of, String id, int value, Instant now) {
    // Read again: another message may have come meanwhile, or it was taken off.
    Sensors.Sensor sensor = sensors.of(of).orElseThrow(HookDoor::unknown);
    // Copies of one message must not mute it.
    if (sensors.isTaken(of, id)) {
      return Outcome.AGAIN;
    }
    if (sensor.isMuted(now)) {
      sensors.ignored(of);
      return Outcome.MUTED;
    }
    Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
    int count = minute.equals(sensor.minute()) ? sensor.inMinute() + 1 : 1;
    boolean isFlood = count > MESSAGES_A_MINUTE;
    sensors.count(of, minute, count, isFlood ? now.plus(MUTED) : null);
    if (isFlood) {
      sensors.ignored(of);
      return Outcome.MUTED;
    }
    if (!sensors.isNew(of, id, now)) {
      return Outcome.AGAIN;
    }
    Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    raw.keep(at, of.toString(), 1, at + " " + of + " " + value + "\n");
    sensors.heard(of, value, at);
    sensors.is(sensor, sensor.is().read(sensor.kind(), value, at), at);
    return Outcome.NEW;
  }

  private static Problem unknown() {
    return new Problem(401, "SIGNATURE_WRONG", "No sensor of ours has signed this so.");
  }

  private Sensors.@Nullable Sensor known(String name) {
    try {
      return sensors.of(SensorId.parse(name)).orElse(null);
    } catch (MalformedException e) {
      return null;
    }
  }

  private boolean isSigned(
      Sensors.Sensor sensor,
      @Nullable String id,
      @Nullable String seconds,
      @Nullable String signatures,
      byte[] body) {
    byte[] secret = keeper.unlock(sensor.secret());
    if (secret == null
        || id == null
        || seconds == null
        || signatures == null
        || !ID.matcher(id).matches()
        || !SECONDS.matcher(seconds).matches()) {
      return false;
    }
    byte[] right = ("v1," + signature(secret, id, seconds, body)).getBytes(StandardCharsets.UTF_8);
    boolean isRight = false;
    for (String one : signatures.split(" ", 10)) {
      isRight |= MessageDigest.isEqual(right, one.getBytes(StandardCharsets.UTF_8));
    }
    return isRight;
  }

  static String signature(byte[] secret, String id, String seconds, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA256 is missing", e);
    }
  }

  private static int value(SensorKind kind, byte[] body) {
    JsonNode tree;
    try {
      tree = JsonMapper.shared().readTree(body);
    } catch (JacksonException e) {
      throw Problem.malformed("This is no JSON.");
    }
    if (kind == SensorKind.TEMPERATURE) {
      JsonNode tenths = tree.get("tenths");
      boolean isRight =
          tenths != null
              && tenths.isIntegralNumber()
              && tenths.canConvertToInt()
              && Math.abs(tenths.asLong()) <= TENTHS_MAX;
      if (isRight) {
        return tenths.asInt();
      }
      throw Problem.malformed("Heat is {\"tenths\":312}, of a degree Celsius.");
    }
    JsonNode on = tree.get("on");
    if (on == null || !on.isBoolean()) {
      throw Problem.malformed("Send {\"on\":true} or {\"on\":false}.");
    }
    return on.asBoolean() ? 1 : 0;
  }
}
