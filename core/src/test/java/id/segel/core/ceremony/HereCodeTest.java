package id.segel.core.ceremony;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.fact.PartyKey;
import id.segel.core.region.PlaceCode;
import id.segel.tlog.note.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** testdata/ceremony/here.json, which the pages read as well. */
class HereCodeTest {

  @Test
  void theVectorHolds() throws IOException {
    String json =
        Files.readString(
            Path.of(Objects.requireNonNull(System.getenv("SEGEL_TESTDATA")), "ceremony/here.json"));
    SigningKey key = SigningKey.fromSeed(new byte[32]);
    long minute = Instant.parse(value(json, "at")).getEpochSecond() / 60;
    var code =
        new HereCode(
            value(json, "election"),
            new PlaceCode("T3171011001147"),
            minute,
            PartyKey.of(key.publicKey()));
    assertEquals(value(json, "text").replace("\\n", "\n"), new String(code.text(), UTF_8));
    byte[] signature = key.sign(code.text());
    assertTrue(code.isSignedBy(signature));
    var base64 = Base64.getUrlEncoder().withoutPadding();
    assertEquals(
        "https://segel.example/saw#T3171011001147."
            + minute
            + "."
            + base64.encodeToString(key.publicKey())
            + "."
            + base64.encodeToString(signature),
        value(json, "address"));
    var later = new HereCode(code.election(), code.place(), minute + 1, code.key());
    assertFalse(later.isSignedBy(signature), "each minute has a code of its own");
  }

  private static String value(String json, String name) {
    Matcher line = Pattern.compile("\"" + name + "\": \"([^\"]*)\"").matcher(json);
    assertTrue(line.find(), name);
    return line.group(1);
  }
}
