package id.segel.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.fact.PartyKey;
import id.segel.server.http.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens hold for their kind, their installation and their time; attempts are counted. */
class TokensTest {

  private static final PartyKey KEY = new PartyKey(1, 2, 3, 4);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-23T20:00:00Z"));

  @Test
  void holdForADay(@TempDir Path data) throws Exception {
    var tokens = Tokens.open(data.resolve("secret"), now::get);
    Instant expires = tokens.expiry(Tokens.Kind.TOKEN);
    assertEquals(now.get().plus(Duration.ofDays(1)), expires);
    String text = tokens.seal(Tokens.Kind.TOKEN, KEY, expires);

    // After a restart too.
    var again = Tokens.open(data.resolve("secret"), now::get);
    Tokens.Sealed sealed = Objects.requireNonNull(again.open(Tokens.Kind.TOKEN, text));
    assertEquals(new Tokens.Sealed(KEY, expires), sealed);
    assertFalse(again.isOver(sealed));
    now.set(expires);
    assertTrue(again.isOver(sealed));
  }

  @Test
  void areNotTakenForAnythingElse(@TempDir Path data) throws Exception {
    var tokens = Tokens.open(data.resolve("secret"), now::get);
    var others = Tokens.open(data.resolve("other"), now::get);
    Instant expires = tokens.expiry(Tokens.Kind.CHALLENGE);
    String text = tokens.seal(Tokens.Kind.CHALLENGE, KEY, expires);
    assertNull(tokens.open(Tokens.Kind.TOKEN, text));
    assertNull(others.open(Tokens.Kind.CHALLENGE, text));
    for (int i = 0; i < text.length(); i++) {
      char changed = text.charAt(i) == 'A' ? 'B' : 'A';
      String wrong = text.substring(0, i) + changed + text.substring(i + 1);
      // The last digit carries bits that are not read.
      if (i < text.length() - 1) {
        assertNull(tokens.open(Tokens.Kind.CHALLENGE, wrong), "digit " + i);
      }
    }
    for (String wrong : new String[] {"", "x", "ä", text + text, text.substring(1)}) {
      assertNull(tokens.open(Tokens.Kind.CHALLENGE, wrong));
    }
  }

  @Test
  void attemptsAreForgottenAfterTheirWindow() {
    var attempts = new Attempts(2, Duration.ofMinutes(5), now::get);
    attempts.check("a");
    attempts.failed("a");
    attempts.failed("a");
    assertEquals(429, assertThrows(Problem.class, () -> attempts.check("a")).status());
    attempts.check("b");
    now.set(now.get().plus(Duration.ofMinutes(6)));
    attempts.check("a");
  }
}
