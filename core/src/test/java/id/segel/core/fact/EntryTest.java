package id.segel.core.fact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** docs/formats/entry.md, by the vectors in testdata/entry. */
class EntryTest {

  static List<String> leaves() {
    return Vectors.names("entry", ".txt");
  }

  @ParameterizedTest
  @MethodSource("leaves")
  void leavesReadAndWriteByteForByte(String name) throws Exception {
    byte[] leaf = Vectors.bytes("entry", name + ".txt");
    JsonNode expected = Vectors.json("entry", name + ".json");
    Entry entry = Entry.decode(leaf);
    assertEquals(expected.get("salt").asString(), base64(entry.salt()));
    assertEquals(expected.get("recorded").asString(), entry.recorded().toString());
    assertEquals(expected.get("real").asString(), entry.real().toString());
    assertEquals(
        expected.has("skew") ? OptionalInt.of(expected.get("skew").asInt()) : OptionalInt.empty(),
        entry.skewSeconds());
    assertEquals(expected.get("kind").asString(), entry.kind().name().toLowerCase(Locale.ROOT));
    assertEquals(expected.get("body").asString(), new String(entry.body(), StandardCharsets.UTF_8));
    assertArrayEquals(leaf, entry.encode());
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update((byte) 0);
    assertEquals(expected.get("leafHash").asString(), base64(sha256.digest(leaf)));
  }

  @Test
  void whatIsNotALeafIsNamed() {
    for (JsonNode row : Vectors.json("entry", "malformed.json")) {
      byte[] leaf = row.get("text").asString().getBytes(StandardCharsets.UTF_8);
      var malformed =
          assertThrows(
              MalformedException.class, () -> Entry.decode(leaf), row.get("name").asString());
      assertEquals(row.get("reason").asString(), malformed.reason(), row.get("name").asString());
    }
  }

  @Test
  void aLeafThatNoBundleCanCarryIsNotWritten() {
    var entry =
        new Entry(
            new byte[16],
            Instant.EPOCH,
            Instant.EPOCH,
            OptionalInt.empty(),
            Entry.Kind.STATEMENT,
            new byte[Entry.MAX_BYTES]);
    assertThrows(IllegalArgumentException.class, entry::encode);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
