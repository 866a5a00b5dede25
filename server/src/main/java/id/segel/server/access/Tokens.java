package id.segel.server.access;

import id.segel.core.fact.PartyKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of devices and the challenges before them: kind, key and expiry under an HMAC-SHA256 of
 * this installation. Nothing is stored, and no password is hashed, so 30,000 phones may ask in one
 * morning.
 */
final class Tokens {

  static final Duration TOKEN_LIFE = Duration.ofDays(1);
  static final Duration CHALLENGE_LIFE = Duration.ofMinutes(5);

  private static final int BODY_BYTES = 1 + 32 + 8;
  private static final int MAC_BYTES = 32;

  /** What a sealed text is for; one is never taken for the other. */
  enum Kind {
    TOKEN((byte) 1),
    CHALLENGE((byte) 2);

    final byte digit;

    Kind(byte digit) {
      this.digit = digit;
    }
  }

  /** What was sealed. */
  record Sealed(PartyKey key, Instant expires) {}

  /** Never used itself: each use is a clone, which is cheaper than asking for an instance. */
  private final Mac keyed;

  private final InstantSource clock;

  private Tokens(byte[] secret, InstantSource clock) {
    this.clock = clock;
    try {
      keyed = Mac.getInstance("HmacSHA256");
      keyed.init(new SecretKeySpec(secret, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** With the secret of this file, which is made when it is not there. */
  static Tokens open(Path file, InstantSource clock) throws IOException {
    if (!Files.exists(file)) {
      Secrets.write(file, HexFormat.of().formatHex(Secrets.random(32)));
    }
    return new Tokens(HexFormat.of().parseHex(Files.readString(file).strip()), clock);
  }

  /** When something sealed now expires. */
  Instant expiry(Kind kind) {
    Duration life = kind == Kind.TOKEN ? TOKEN_LIFE : CHALLENGE_LIFE;
    return Instant.ofEpochSecond(clock.instant().plus(life).getEpochSecond());
  }

  String seal(Kind kind, PartyKey key, Instant expires) {
    byte[] sealed = new byte[BODY_BYTES + MAC_BYTES];
    ByteBuffer.wrap(sealed).put(kind.digit).put(key.bytes()).putLong(expires.getEpochSecond());
    System.arraycopy(mac(Arrays.copyOf(sealed, BODY_BYTES)), 0, sealed, BODY_BYTES, MAC_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
  }

  /** What was sealed as this kind by this installation, expired or not; null for anything else. */
  @Nullable Sealed open(Kind kind, String text) {
    byte[] sealed;
    try {
      sealed = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
    if (sealed.length != BODY_BYTES + MAC_BYTES || sealed[0] != kind.digit) {
      return null;
    }
    byte[] shown = Arrays.copyOfRange(sealed, BODY_BYTES, sealed.length);
    if (!MessageDigest.isEqual(mac(Arrays.copyOf(sealed, BODY_BYTES)), shown)) {
      return null;
    }
    var body = ByteBuffer.wrap(sealed);
    body.get();
    byte[] key = new byte[32];
    body.get(key);
    return new Sealed(PartyKey.of(key), Instant.ofEpochSecond(body.getLong()));
  }

  boolean isOver(Sealed sealed) {
    return !clock.instant().isBefore(sealed.expires());
  }

  private byte[] mac(byte[] body) {
    try {
      return ((Mac) keyed.clone()).doFinal(body);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }
}
