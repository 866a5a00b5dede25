package id.segel.tlog.checkpoint;

import id.segel.tlog.MalformedException;
import id.segel.tlog.Sha256;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.note.Ed25519;
import id.segel.tlog.note.MlDsa44;
import id.segel.tlog.note.Note;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The public end of a named key that cosigns checkpoints; c2sp.org/tlog-cosignature, {@code
 * cosignature/v1} with Ed25519 or {@code subtree/v1} with ML-DSA-44. A cosignature says: as of that
 * time this is the largest consistent tree of its origin that I have seen.
 */
public final class CosignerKey {

  /** What a key is, and so what it signs. */
  public enum Kind {
    /** {@code cosignature/v1}: the text of the checkpoint. */
    ED25519(0x04, Ed25519.KEY_BYTES, 64),
    /** {@code subtree/v1}: the cosigner's name, origin, size and root; not extension lines. */
    ML_DSA_44(0x06, MlDsa44.KEY_BYTES, MlDsa44.SIGNATURE_BYTES);

    /** In key ids and vkeys. */
    final byte number;

    private final int keyBytes;
    private final int signatureBytes;

    Kind(int number, int keyBytes, int signatureBytes) {
      this.number = (byte) number;
      this.keyBytes = keyBytes;
      this.signatureBytes = signatureBytes;
    }

    /** The kind of that number, if it is one of ours. */
    static Optional<Kind> of(byte number) {
      return Arrays.stream(values()).filter(kind -> kind.number == number).findFirst();
    }
  }

  private static final String HEADER = "cosignature/v1\ntime ";
  private static final byte[] SUBTREE = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);
  private static final int TIME_BYTES = 8;
  private static final int NAME_BYTES_MAX = 255;

  private final Kind kind;
  private final String name;
  private final byte[] publicKey;
  private final int keyId;

  private CosignerKey(Kind kind, String name, byte[] publicKey) {
    if (!Note.isKeyName(name)) {
      throw new IllegalArgumentException("not the name of a key: " + name);
    }
    if (publicKey.length != kind.keyBytes) {
      throw new IllegalArgumentException("a key of kind " + kind + " has " + kind.keyBytes);
    }
    this.kind = kind;
    this.name = name;
    this.publicKey = publicKey;
    MessageDigest digest = Sha256.digest();
    digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
    digest.update(kind.number);
    this.keyId = ByteBuffer.wrap(digest.digest(publicKey)).getInt();
  }

  public static CosignerKey of(Kind kind, String name, byte[] publicKey) {
    return new CosignerKey(kind, name, publicKey.clone());
  }

  /** Reads {@code <name>+<key id in hex>+<base64 of kind and key>}. */
  public static CosignerKey parse(String vkey) throws MalformedException {
    int first = vkey.indexOf('+');
    int second = vkey.indexOf('+', first + 1);
    if (first < 0 || second < 0 || !Note.isKeyName(vkey.substring(0, first))) {
      throw new MalformedException("not a vkey: <name>+<key id>+<key>");
    }
    byte[] key = base64(vkey.substring(second + 1));
    Optional<Kind> kind = key.length == 0 ? Optional.empty() : Kind.of(key[0]);
    if (kind.isEmpty() || key.length != 1 + kind.get().keyBytes) {
      throw new MalformedException("not the vkey of a cosigner with Ed25519 or ML-DSA-44");
    }
    var parsed =
        new CosignerKey(
            kind.get(), vkey.substring(0, first), Arrays.copyOfRange(key, 1, key.length));
    if (!parsed.vkey().equals(vkey)) {
      throw new MalformedException("the key id of the vkey is wrong");
    }
    return parsed;
  }

  public Kind kind() {
    return kind;
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
    byte[] key = ByteBuffer.allocate(1 + publicKey.length).put(kind.number).put(publicKey).array();
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
    if (!isNamedBy(line) || bytes.length != TIME_BYTES + kind.signatureBytes) {
      return OptionalLong.empty();
    }
    long time = ByteBuffer.wrap(bytes).getLong();
    if (time < 0) {
      return OptionalLong.empty();
    }
    byte[] message;
    try {
      message = message(time, text);
    } catch (MalformedException noCheckpoint) {
      return OptionalLong.empty();
    }
    byte[] signature = Arrays.copyOfRange(bytes, TIME_BYTES, bytes.length);
    boolean holds =
        switch (kind) {
          case ED25519 -> Ed25519.shared().verify(publicKey, message, signature);
          case ML_DSA_44 -> MlDsa44.verify(publicKey, message, signature);
        };
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

  /**
   * What is signed.
   *
   * @throws MalformedException when this kind of key signs checkpoints only and the text is none
   */
  byte[] message(long time, byte[] text) throws MalformedException {
    return switch (kind) {
      case ED25519 -> {
        byte[] head = (HEADER + time + "\n").getBytes(StandardCharsets.US_ASCII);
        yield ByteBuffer.allocate(head.length + text.length).put(head).put(text).array();
      }
      case ML_DSA_44 -> {
        Checkpoint checkpoint = Checkpoint.parse(new String(text, StandardCharsets.UTF_8));
        byte[] own = name.getBytes(StandardCharsets.UTF_8);
        byte[] origin = checkpoint.origin().getBytes(StandardCharsets.UTF_8);
        if (own.length > NAME_BYTES_MAX || origin.length > NAME_BYTES_MAX) {
          throw new MalformedException("a name of more than 255 bytes cannot be signed");
        }
        yield ByteBuffer.allocate(SUBTREE.length + 26 + own.length + origin.length + Hash.BYTES)
            .put(SUBTREE)
            .put((byte) own.length)
            .put(own)
            .putLong(time)
            .put((byte) origin.length)
            .put(origin)
            .putLong(0)
            .putLong(checkpoint.size())
            .put(checkpoint.root().bytes())
            .array();
      }
    };
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
