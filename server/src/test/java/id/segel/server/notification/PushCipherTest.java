package id.segel.server.notification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import id.segel.core.fact.MalformedException;
import id.segel.server.PushReceiver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Clock;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is pushed is sealed as RFC 8291 says, to the byte; keys that are none are refused. */
class PushCipherTest {

  private static JsonNode vector() throws Exception {
    Path file =
        Path.of(Objects.requireNonNull(System.getenv("SEGEL_TESTDATA")), "notification/push.json");
    return JsonMapper.shared().readTree(Files.readString(file));
  }

  private static byte[] bytes(JsonNode vector, String name) {
    return Base64.getUrlDecoder().decode(vector.get(name).asString());
  }

  @Test
  void sealsAsTheStandardDoes() throws Exception {
    JsonNode vector = vector();
    var own =
        new KeyPair(
            PushReceiver.publicKey(vector.get("as_public").asString()),
            PushReceiver.privateKey(vector.get("as_private").asString()));
    String text = vector.get("plaintext").asString();
    byte[] body =
        PushCipher.seal(
            text.getBytes(StandardCharsets.UTF_8),
            bytes(vector, "ua_public"),
            bytes(vector, "auth_secret"),
            own,
            bytes(vector, "salt"));
    assertArrayEquals(bytes(vector, "body"), body);
    var browser =
        PushReceiver.of(
            vector.get("ua_private").asString(),
            vector.get("ua_public").asString(),
            vector.get("auth_secret").asString());
    assertEquals(text, browser.open(body));
  }

  /** The longest that fits is taken by every push service, and one more is not sent. */
  @Test
  void noLongerThanPushServicesTake() throws Exception {
    JsonNode vector = vector();
    byte[] browser = bytes(vector, "ua_public");
    byte[] auth = bytes(vector, "auth_secret");
    byte[] salt = bytes(vector, "salt");
    byte[] text = new byte[PushCipher.TEXT_BYTES_MAX];
    assertEquals(4_096, PushCipher.seal(text, browser, auth, P256.pair(), salt).length);
    byte[] longer = new byte[text.length + 1];
    assertThrows(
        IllegalArgumentException.class,
        () -> PushCipher.seal(longer, browser, auth, P256.pair(), salt));
  }

  /** A point that is not on the curve would draw the key of a message out of us. */
  @Test
  void keysThatAreNone() throws Exception {
    String point = vector().get("ua_public").asString();
    String auth = vector().get("auth_secret").asString();
    assertEquals(81, Pusher.secret(point, auth).length);
    byte[] beside = Base64.getUrlDecoder().decode(point);
    beside[64] ^= 1;
    byte[] other = Base64.getUrlDecoder().decode(point);
    other[0] = 2;
    for (byte[] wrong : new byte[][] {beside, other, new byte[65], new byte[64], {}}) {
      String text = Base64.getUrlEncoder().encodeToString(wrong);
      assertThrows(MalformedException.class, () -> Pusher.secret(text, auth));
    }
    assertThrows(MalformedException.class, () -> Pusher.secret(point, "AAAA"));
    assertThrows(MalformedException.class, () -> Pusher.secret("no base64!", auth));
  }

  /** Points with leading zeros keep their length. */
  @Test
  void pointsThereAndBack() {
    for (int i = 0; i < 600; i++) {
      KeyPair pair = P256.pair();
      byte[] point = P256.point(pair.getPublic());
      assertEquals(pair.getPublic(), P256.key(point));
    }
  }

  @Test
  void theKeyOfTheServerStays(@TempDir Path data, @TempDir Path other) throws Exception {
    Clock clock = Clock.systemUTC();
    String key = new Vapid(data, clock).key();
    assertEquals(key, new Vapid(data, clock).key(), "after a restart too");
    assertNotEquals(key, new Vapid(other, clock).key());
    assertEquals(65, Base64.getUrlDecoder().decode(key).length);
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("vapid.key"))));
  }
}
