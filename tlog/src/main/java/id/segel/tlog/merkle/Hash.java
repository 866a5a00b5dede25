package id.segel.tlog.merkle;

import id.segel.tlog.MalformedException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Thirty-two bytes of SHA-256: a leaf, a node or the root of a tree. */
public final class Hash {

  public static final int BYTES = 32;

  /** The root of the tree without leaves: SHA-256 of nothing. */
  public static final Hash EMPTY =
      ofHex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

  private final byte[] bytes;

  private Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  public static Hash of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  public static Hash of(byte[] source, int offset, int length) {
    if (length != BYTES) {
      throw new IllegalArgumentException("a hash has 32 bytes, not " + length);
    }
    return new Hash(Arrays.copyOfRange(source, offset, offset + BYTES));
  }

  /** The hash at {@code index} of a row of hashes. */
  public static Hash at(byte[] hashes, int index) {
    return of(hashes, index * BYTES, BYTES);
  }

  public static Hash ofHex(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }

  /** Reads the one canonical base64 form of 32 bytes. */
  public static Hash ofBase64(String base64) throws MalformedException {
    if (base64.length() == 44) {
      try {
        byte[] bytes = Base64.getDecoder().decode(base64);
        if (bytes.length == BYTES && Base64.getEncoder().encodeToString(bytes).equals(base64)) {
          return new Hash(bytes);
        }
      } catch (IllegalArgumentException e) {
        throw new MalformedException("not the base64 of a hash: " + e.getMessage());
      }
    }
    throw new MalformedException("not the base64 of a hash");
  }

  /** SHA-256(0x00 ‖ entry). */
  public static Hash leaf(byte[] entry) {
    byte[] out = new byte[BYTES];
    new TreeHasher().leaf(entry, 0, entry.length, out, 0);
    return new Hash(out);
  }

  /** SHA-256(0x01 ‖ left ‖ right). */
  public static Hash node(Hash left, Hash right) {
    return new TreeHasher().node(left, right);
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  /** Writes the 32 bytes into {@code target}. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, BYTES);
  }

  public String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return hex();
  }
}
