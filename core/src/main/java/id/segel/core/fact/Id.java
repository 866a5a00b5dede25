package id.segel.core.fact;

import id.segel.tlog.Sha256;
import java.util.Base64;

/** Name of a signed statement: SHA-256 of its text. Written as 44 characters of base64. */
public record Id(long a, long b, long c, long d) implements Comparable<Id> {

  /** The id of this text. */
  public static Id ofText(byte[] text) {
    return of(Sha256.digest().digest(text));
  }

  /** From 32 bytes. */
  public static Id of(byte[] bytes) {
    if (bytes.length != 32) {
      throw new MalformedException("an id has 32 bytes, not " + bytes.length);
    }
    return new Id(Words.at(bytes, 0), Words.at(bytes, 1), Words.at(bytes, 2), Words.at(bytes, 3));
  }

  /** From base64; {@link MalformedException} when it is not canonical. */
  public static Id parse(String base64) {
    return of(Words.decode(base64, "an id"));
  }

  public byte[] bytes() {
    return Words.bytes(a, b, c, d);
  }

  @Override
  public int hashCode() {
    return (int) d;
  }

  /** Order of the bytes, so that sets of ids are written the same way everywhere. */
  @Override
  public int compareTo(Id other) {
    int first = Long.compareUnsigned(a, other.a);
    if (first != 0) {
      return first;
    }
    int second = Long.compareUnsigned(b, other.b);
    if (second != 0) {
      return second;
    }
    int third = Long.compareUnsigned(c, other.c);
    return third != 0 ? third : Long.compareUnsigned(d, other.d);
  }

  @Override
  public String toString() {
    return Base64.getEncoder().encodeToString(bytes());
  }
}
