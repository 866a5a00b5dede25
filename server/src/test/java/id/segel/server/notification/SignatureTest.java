package id.segel.server.notification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.finding.FindingId;
import id.segel.core.finding.FindingRule;
import id.segel.core.finding.FindingRules;
import id.segel.server.finding.FindingText;
import id.segel.server.secret.Keeper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The signature of hooks, their secrets at rest, and what gets into the header of a mail. */
class SignatureTest {

  /** One vector is of the Standard Webhooks libraries, one is ours. */
  @Test
  void signsAsStandardWebhooksSays() throws Exception {
    Path file =
        Path.of(
            Objects.requireNonNull(System.getenv("SEGEL_TESTDATA")), "notification/webhook.json");
    JsonNode vectors = JsonMapper.shared().readTree(Files.readString(file));
    assertTrue(vectors.size() >= 2);
    for (JsonNode one : vectors) {
      byte[] secret =
          Base64.getDecoder()
              .decode(one.get("secret").asString().substring(Hook.SECRET_PREFIX.length()));
      var headers =
          Hook.headers(
              secret,
              one.get("id").asString(),
              Instant.ofEpochSecond(one.get("timestamp").asLong()),
              one.get("body").asString().getBytes(StandardCharsets.UTF_8));
      assertEquals(one.get("signature").asString(), headers.get("webhook-signature"));
      assertEquals(one.get("id").asString(), headers.get("webhook-id"));
      assertEquals(one.get("timestamp").asString(), headers.get("webhook-timestamp"));
    }
  }

  @Test
  void secretsAreLockedAway(@TempDir Path data, @TempDir Path other) throws Exception {
    var keeper = new Keeper(data);
    byte[] secret = keeper.random(32);
    byte[] locked = keeper.lock(secret);
    assertArrayEquals(secret, new Keeper(data).unlock(locked), "after a restart too");
    assertNull(new Keeper(other).unlock(locked), "under another key");
    assertNotEquals(
        Base64.getEncoder().encodeToString(locked),
        Base64.getEncoder().encodeToString(keeper.lock(secret)));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(data.resolve("notification.key"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rina@kpu.example\r\nBcc: all@kpu.example",
        "rina@kpu.example, budi@kpu.example",
        "Rina <rina@kpu.example>",
        "rina@kpu.example\n",
        "rina",
        "@kpu.example",
        "rina@kpu",
        "rina@@kpu.example",
        "rina @kpu.example",
        ""
      })
  void noAddress(String text) {
    assertFalse(Mailer.isAddress(text), text);
  }

  @Test
  void addressesAndLines() {
    assertTrue(Mailer.isAddress("rina.s+segel@kpu-dki.go.id"));
    assertEquals("a Bcc: b", Mailer.oneLine("a\r\nBcc:  b\u0000"));
  }

  /** No rule is told by its code alone. */
  @Test
  void everyRuleHasWords() {
    for (FindingRule rule : FindingRules.all()) {
      String what = FindingText.of(new FindingId(rule.name(), "report:KPU/1"));
      assertNotEquals(rule.name(), what);
    }
  }
}
