package id.segel.core.fact;

import java.util.Base64;

/** The Ed25519 public key of a device that signs. Written in full: 44 characters of base64. */
public record PartyKey(long a, long b, long c, long d) {

  /** From 32 bytes. */
  public static PartyKey of(byte[] bytes) {
    if (bytes.length != 32) {
      throw new MalformedException("a key has 32 bytes, not " + bytes.length);
    }
    return new PartyKey(
        Words.at(bytes, 0), Words.at(bytes, 1), Words.at(bytes, 2), Words.at(bytes, 3));
  }

  /** From base64; {@link MalformedException} when it is not canonical. */
  public static PartyKey parse(String base64) {
    return of(Words.decode(base64, "a key"));
  }

  public byte[] bytes() {
    return Words.bytes(a, b, c, d);
  }

  @Override
  public int hashCode() {
    return (int) a;
  }

  @Override
  public String toString() {
    return Base64.getEncoder().encodeToString(bytes());
  }
}
