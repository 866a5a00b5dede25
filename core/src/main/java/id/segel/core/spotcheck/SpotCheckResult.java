package id.segel.core.spotcheck;

import id.segel.core.box.BoxId;
import id.segel.core.custody.Seals;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.fact.PartyKey;
import id.segel.tlog.note.Ed25519;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What somebody with an enrolled device found at a drawn box, signed by the device.
 *
 * @param check index of the entry that fixed the list
 * @param seals the numbers on the box, as they were read
 * @param claimed election time by the device's clock
 * @param signature 64 bytes in hex, over {@link #signedText}
 */
public record SpotCheckResult(
    long check,
    BoxId box,
    Outcome outcome,
    Seals seals,
    Instant claimed,
    PartyKey by,
    String signature)
    implements Fact {

  /** What was found. */
  public enum Outcome {
    /** The seals are those that the log has, and whole. */
    AS_RECORDED,
    SEAL_DIFFERS,
    SEAL_BROKEN,
    NOT_THERE,
    CONTENTS_DIFFER;

    /** {@link MalformedException} when there is none of this name. */
    public static Outcome parse(String name) {
      for (Outcome outcome : values()) {
        if (outcome.name().equals(name)) {
          return outcome;
        }
      }
      throw new MalformedException("no look at a box comes to " + name);
    }
  }

  private static final int SIGNATURE_BYTES = 64;
  private static final String NONE = "none";

  /** {@link MalformedException} when the signature has not 64 bytes. */
  public SpotCheckResult {
    if (!signature.matches("[0-9a-f]{" + 2 * SIGNATURE_BYTES + "}")) {
      throw new MalformedException("a signature is 64 bytes in hex");
    }
    if (outcome == Outcome.NOT_THERE && !seals.isNone()) {
      throw new MalformedException("a box that is not there has no seals");
    }
  }

  /** With the signature as a device sends it, in base64. */
  public static String hex(String base64) {
    try {
      return HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException notBase64) {
      throw new MalformedException("a signature is base64", notBase64);
    }
  }

  /** What the device signs. */
  public byte[] signedText() {
    var text = new StringBuilder("segel/spotcheck/v1\n");
    writeFound(text);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Whether it is the device's signature, by the rules of {@link Ed25519}. */
  public boolean isSigned() {
    return Ed25519.shared().verify(by.bytes(), signedText(), HexFormat.of().parseHex(signature));
  }

  /** Whether the same device sent this same text before. */
  public boolean isSameAs(SpotCheckResult other) {
    return Arrays.equals(signedText(), other.signedText()) && by.equals(other.by);
  }

  private void writeFound(StringBuilder out) {
    out.append("check ").append(check).append('\n');
    out.append("box ").append(box).append('\n');
    out.append("outcome ").append(outcome).append('\n');
    out.append("seals ").append(seals.isNone() ? NONE : seals.text()).append('\n');
    out.append("claimed ").append(claimed).append('\n');
  }

  @Override
  public void writeTo(StringBuilder out) {
    writeFound(out);
    out.append("by ").append(by).append('\n');
    out.append("signature ").append(signature).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static SpotCheckResult read(Fields fields) {
    var result =
        new SpotCheckResult(
            fields.takeNumber("check", Long.MAX_VALUE),
            BoxId.parse(fields.take("box")),
            Outcome.parse(fields.take("outcome")),
            seals(fields.take("seals")),
            fields.takeInstant("claimed"),
            PartyKey.parse(fields.take("by")),
            fields.take("signature"));
    fields.end();
    return result;
  }

  /** As a line says them. */
  public static Seals seals(String text) {
    return text.equals(NONE) ? Seals.NONE : Seals.parse(text);
  }
}
