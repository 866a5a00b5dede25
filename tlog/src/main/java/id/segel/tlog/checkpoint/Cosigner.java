package id.segel.tlog.checkpoint;

import id.segel.tlog.MalformedException;
import id.segel.tlog.note.MlDsa44;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.SigningKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The private end of a named key that cosigns checkpoints. */
public final class Cosigner {

  private static final String PREFIX = "PRIVATE+KEY+";
  private static final int SEED_BYTES = 32;

  private final CosignerKey verifier;
  private final byte[] seed;
  private final UnaryOperator<byte[]> signing;

  private Cosigner(CosignerKey verifier, byte[] seed, UnaryOperator<byte[]> signing) {
    this.verifier = verifier;
    this.seed = seed;
    this.signing = signing;
  }

  /** With Ed25519. */
  public Cosigner(String name, SigningKey key) {
    this(CosignerKey.of(CosignerKey.Kind.ED25519, name, key.publicKey()), key.seed(), key::sign);
  }

  /** With ML-DSA-44. */
  public Cosigner(String name, MlDsa44 key) {
    this(CosignerKey.of(CosignerKey.Kind.ML_DSA_44, name, key.publicKey()), key.seed(), key::sign);
  }

  /**
   * Reads a private key: {@code PRIVATE+KEY+<name>+<key id in hex>+<base64 of kind and seed>}, as a
   * log's is written but of one of the kinds of cosigners.
   */
  public static Cosigner parse(String skey) throws MalformedException {
    int first = skey.indexOf('+', PREFIX.length());
    int second = skey.indexOf('+', first + 1);
    if (!skey.startsWith(PREFIX) || first < 0 || second < 0) {
      throw new MalformedException("not a private key of a cosigner");
    }
    String name = skey.substring(PREFIX.length(), first);
    try {
      byte[] kindAndSeed = Base64.getDecoder().decode(skey.substring(second + 1));
      Optional<CosignerKey.Kind> kind =
          kindAndSeed.length == 1 + SEED_BYTES
              ? CosignerKey.Kind.of(kindAndSeed[0])
              : Optional.empty();
      if (kind.isPresent()) {
        byte[] seed = Arrays.copyOfRange(kindAndSeed, 1, kindAndSeed.length);
        Cosigner parsed =
            switch (kind.get()) {
              case ED25519 -> new Cosigner(name, SigningKey.fromSeed(seed));
              case ML_DSA_44 -> new Cosigner(name, MlDsa44.fromSeed(seed));
            };
        if (parsed.skey().equals(skey)) {
          return parsed;
        }
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedException("not a private key of a cosigner");
    }
    throw new MalformedException("not a private key of a cosigner");
  }

  public String name() {
    return verifier.name();
  }

  public CosignerKey verifier() {
    return verifier;
  }

  /**
   * The line that cosigns the text of a checkpoint at this time, in POSIX seconds. {@link
   * IllegalArgumentException} when a key with ML-DSA-44 is to sign what is no checkpoint.
   */
  public Note.Line sign(byte[] text, long time) {
    byte[] message;
    try {
      message = verifier.message(time, text);
    } catch (MalformedException e) {
      throw new IllegalArgumentException("not the text of a checkpoint", e);
    }
    byte[] signature = signing.apply(message);
    return Note.Line.of(verifier.name(), verifier.keyId(), CosignerKey.stamped(time, signature));
  }

  /** The private key as text, for a file that only its owner can read. */
  public String skey() {
    byte[] kindAndSeed = new byte[1 + SEED_BYTES];
    kindAndSeed[0] = verifier.kind().number;
    System.arraycopy(seed, 0, kindAndSeed, 1, SEED_BYTES);
    return PREFIX
        + verifier.name()
        + "+"
        + HexFormat.of().toHexDigits(verifier.keyId())
        + "+"
        + Base64.getEncoder().encodeToString(kindAndSeed);
  }
}
