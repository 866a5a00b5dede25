package id.segel.core.fact;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.OptionalInt;

/**
 * One leaf of the log: a few lines of the server, a blank line, and the body unchanged. The salt
 * keeps the leaf's hash from being guessed before the entry opens. The format is
 * docs/formats/entry.md.
 *
 * @param salt 16 random bytes
 * @param recorded election time, whole milliseconds
 * @param real wall clock, whole seconds
 * @param skewSeconds clock of the sending device minus the server's, when it said one
 * @param kind what the body is
 * @param body a signed note exactly as it came, or the text of a {@link Fact}
 */
public record Entry(
    byte[] salt, Instant recorded, Instant real, OptionalInt skewSeconds, Kind kind, byte[] body) {

  /** The largest leaf that a C2SP entry bundle can carry, in bytes. */
  public static final int MAX_BYTES = 65_535;

  static final String FIRST_LINE = "segel/entry/v1";

  /** What the body of an entry is. */
  public enum Kind {
    STATEMENT("statement"),
    FACT("fact");

    final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /**
   * The leaf's bytes; {@link IllegalArgumentException} when they are more than {@link #MAX_BYTES}.
   */
  public byte[] encode() {
    var head = new StringBuilder(160);
    head.append(FIRST_LINE).append("\nsalt ").append(Base64.getEncoder().encodeToString(salt));
    head.append("\nrecorded ").append(recorded.truncatedTo(ChronoUnit.MILLIS));
    head.append("\nreal ").append(real.truncatedTo(ChronoUnit.SECONDS));
    skewSeconds.ifPresent(skew -> head.append("\nskew ").append(skew));
    head.append("\nbody ").append(kind.word).append(' ').append(body.length).append("\n\n");
    byte[] start = head.toString().getBytes(StandardCharsets.US_ASCII);
    if (start.length + body.length > MAX_BYTES) {
      throw new IllegalArgumentException("an entry has at most " + MAX_BYTES + " bytes");
    }
    byte[] leaf = Arrays.copyOf(start, start.length + body.length);
    System.arraycopy(body, 0, leaf, start.length, body.length);
    return leaf;
  }

  /** Reads a leaf; {@link MalformedException} when it is not one of ours. */
  public static Entry decode(byte[] leaf) {
    int blank = headLength(leaf);
    var fields = Fields.of(Arrays.copyOf(leaf, blank + 1), FIRST_LINE);
    byte[] salt;
    try {
      salt = Base64.getDecoder().decode(fields.take("salt"));
    } catch (IllegalArgumentException notBase64) {
      throw new MalformedException("the salt is not base64", notBase64);
    }
    if (salt.length != 16) {
      throw new MalformedException("the salt has 16 bytes, not " + salt.length);
    }
    Instant recorded = fields.takeInstant("recorded");
    Instant real = fields.takeInstant("real");
    OptionalInt skew = OptionalInt.empty();
    if (fields.has("skew")) {
      String value = fields.take("skew");
      boolean behind = value.startsWith("-");
      int size =
          (int) Fields.number(behind ? value.substring(1) : value, Integer.MAX_VALUE, "skew");
      skew = OptionalInt.of(behind ? -size : size);
    }
    String body = fields.take("body");
    fields.end();
    byte[] bytes = Arrays.copyOfRange(leaf, blank + 2, leaf.length);
    for (Kind kind : Kind.values()) {
      if (body.equals(kind.word + " " + bytes.length)) {
        return new Entry(salt, recorded, real, skew, kind, bytes);
      }
    }
    throw new MalformedException("the body line does not fit the body");
  }

  /** Position of the newline that ends the last line before the blank one. */
  private static int headLength(byte[] leaf) {
    for (int i = 0; i + 1 < leaf.length && i < 400; i++) {
      if (leaf[i] == '\n' && leaf[i + 1] == '\n') {
        return i;
      }
    }
    throw new MalformedException("the entry has no blank line after its head");
  }
}
