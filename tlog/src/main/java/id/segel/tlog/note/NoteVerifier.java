package id.segel.tlog.note;

import id.segel.tlog.MalformedException;
import id.segel.tlog.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** The public end of a named Ed25519 key that signs notes; written as a vkey. */
public final class NoteVerifier {

  /** The kind of key in key ids and vkeys: Ed25519 over the text of the note. */
  static final byte ED25519 = 0x01;

  private final String name;
  private final byte[] publicKey;
  private final int keyId;

  private NoteVerifier(String name, byte[] publicKey) {
    if (!Note.isKeyName(name)) {
      throw new IllegalArgumentException("not the name of a key: " + name);
    }
    if (publicKey.length != Ed25519.KEY_BYTES) {
      throw new IllegalArgumentException("an Ed25519 key has 32 bytes");
    }
    this.name = name;
    this.publicKey = publicKey;
    this.keyId = keyId(name, publicKey);
  }

  public static NoteVerifier of(String name, byte[] publicKey) {
    return new NoteVerifier(name, publicKey.clone());
  }

  /** Reads {@code <name>+<key id in hex>+<base64 of kind and key>}. */
  public static NoteVerifier parse(String vkey) throws MalformedException {
    int first = vkey.indexOf('+');
    int second = vkey.indexOf('+', first + 1);
    if (first < 0 || second < 0 || !Note.isKeyName(vkey.substring(0, first))) {
      throw new MalformedException("not a vkey: <name>+<key id>+<key>");
    }
    byte[] key = Note.canonicalBase64(vkey.substring(second + 1));
    if (key.length != 1 + Ed25519.KEY_BYTES || key[0] != ED25519) {
      throw new MalformedException("not a vkey of Ed25519");
    }
    NoteVerifier parsed =
        new NoteVerifier(vkey.substring(0, first), Arrays.copyOfRange(key, 1, key.length));
    if (!parsed.vkey().equals(vkey)) {
      throw new MalformedException("the key id of the vkey is wrong");
    }
    return parsed;
  }

  /** The first four bytes of SHA-256(name ‖ newline ‖ kind ‖ key). */
  public static int keyId(String name, byte[] publicKey) {
    MessageDigest digest = Sha256.digest();
    digest.update(name.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
    digest.update(ED25519);
    return ByteBuffer.wrap(digest.digest(publicKey)).getInt();
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
    byte[] key = new byte[1 + publicKey.length];
    key[0] = ED25519;
    System.arraycopy(publicKey, 0, key, 1, publicKey.length);
    return name
        + "+"
        + HexFormat.of().toHexDigits(keyId)
        + "+"
        + Base64.getEncoder().encodeToString(key);
  }

  /**
   * Whether the note has lines of this key and each of them holds. A second line of the same key
   * that does not hold spoils the note.
   */
  public boolean verifies(Note note) {
    boolean found = false;
    for (Note.Line line : note.signatures()) {
      if (line.keyId() == keyId && line.name().equals(name)) {
        if (!Ed25519.shared().verify(publicKey, note.textBytes(), line.bytes())) {
          return false;
        }
        found = true;
      }
    }
    return found;
  }

  @Override
  public String toString() {
    return vkey();
  }
}
