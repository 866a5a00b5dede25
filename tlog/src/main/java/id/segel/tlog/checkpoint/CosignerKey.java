package id.segel.tlog.checkpoint;

import id.segel.tlog.MalformedException;
import id.segel.tlog.Sha256;
import id.segel.tlog.note.Ed25519;
import id.segel.tlog.note.Note;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.OptionalLong;

/**
 * The public end of a named Ed25519 key that cosigns checkpoints; c2sp.org/tlog-cosignature, {@code
 * cosignature/v1}. A cosignature says: as of that time this is the largest consistent tree of its
 * origin that I have seen.
 */
public final class CosignerKey {

  /** The kind of key in key ids and vkeys. */
  static final byte KIND = 0x04;

  private static final String HEADER = "cosignature/v1\ntime ";
  private static final int TIME_BYTES = 8;
  private static final int SIGNATURE_BYTES = 64;

  private final String name;
  private final byte[] publicKey;
  private final int keyId;

  private CosignerKey(String name, byte[] publicKey) {
    if (!Note.isKeyName(name)) {
      throw new IllegalArgumentException("not the name of a key: " + name);
    }
    if (publicKey.length != Ed25519.KEY_BYTES) {
      throw new IllegalArgumentException("an Ed25519 key has 32 bytes");
    }
    this.name = name;
    this.publicKey = publicKey;
    MessageDigest digest = Sha256.digest();
    digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
    digest.update(KIND);
    this.keyId = ByteBuffer.wrap(digest.digest(publicKey)).getInt();
  }

  public static CosignerKey of(String name, byte[] publicKey) {
    return new CosignerKey(name, publicKey.clone());
  }

  /** Reads {@code <name>+<key id in hex>+<base64 of kind and key>}. */
  public static CosignerKey parse(String vkey) throws MalformedException {
    int first = vkey.indexOf('+');
    int second = vkey.indexOf('+', first + 1);
    if (first < 0 || second < 0 || !Note.isKeyName(vkey.substring(0, first))) {
      throw new MalformedException("not a vkey: <name>+<key id>+<key>");
    }
    byte[] key = base64(vkey.substring(second + 1));
    if (key.length != 1 + Ed25519.KEY_BYTES || key[0] != KIND) {
      throw new MalformedException("not the vkey of an Ed25519 cosigner");
    }
    var parsed = new CosignerKey(vkey.substring(0, first), Arrays.copyOfRange(key, 1, key.length));
    if (!parsed.vkey().equals(vkey)) {
      throw new MalformedException("the key id of the vkey is wrong");
    }
    return parsed;
  }

  public String name() {
    return name;
  }

  public int keyId() {
    return keyId;
  }

  public byte[] publicKey() {
    return publicKey.clone();
  }

  public String vkey() {
    byte[] key = ByteBuffer.allocate(1 + publicKey.length).put(KIND).put(publicKey).array();
    return name
        + "+"
        + HexFormat.of().toHexDigits(keyId)
        + "+"
        + Base64.getEncoder().encodeToString(key);
  }

  /** Whether the line names this key, whatever it is worth. */
  public boolean isNamedBy(Note.Line line) {
    return line.keyId() == keyId && line.name().equals(name);
  }

  /** When this key cosigned the text, in POSIX seconds; empty when the line does not hold. */
  public OptionalLong time(byte[] text, Note.Line line) {
    byte[] bytes = line.bytes();
    if (!isNamedBy(line) || bytes.length != TIME_BYTES + SIGNATURE_BYTES) {
      return OptionalLong.empty();
    }
    long time = ByteBuffer.wrap(bytes).getLong();
    byte[] signature = Arrays.copyOfRange(bytes, TIME_BYTES, bytes.length);
    boolean holds = time >= 0 && Ed25519.shared().verify(publicKey, message(time, text), signature);
    return holds ? OptionalLong.of(time) : OptionalLong.empty();
  }

  /** The newest moment, but none after {@code latest}, at which this key cosigned the note. */
  public OptionalLong time(Note checkpoint, long latest) {
    return checkpoint.signatures().stream()
        .map(line -> time(checkpoint.textBytes(), line))
        .flatMapToLong(OptionalLong::stream)
        .filter(time -> time <= latest)
        .max();
  }

  /** What is signed. */
  static byte[] message(long time, byte[] text) {
    byte[] head = (HEADER + time + "\n").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(head.length + text.length).put(head).put(text).array();
  }

  /** What follows the key id in a signature line. */
  static byte[] stamped(long time, byte[] signature) {
    return ByteBuffer.allocate(TIME_BYTES + signature.length).putLong(time).put(signature).array();
  }

  private static byte[] base64(String text) throws MalformedException {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("not base64: " + e.getMessage());
    }
  }

  @Override
  public String toString() {
    return vkey();
  }
}
