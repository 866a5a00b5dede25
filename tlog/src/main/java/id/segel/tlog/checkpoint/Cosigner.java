package id.segel.tlog.checkpoint;

import id.segel.tlog.MalformedException;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.SigningKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** The private end of a named Ed25519 key that cosigns checkpoints. */
public final class Cosigner {

  private static final String PREFIX = "PRIVATE+KEY+";

  private final CosignerKey verifier;
  private final SigningKey key;

  public Cosigner(String name, SigningKey key) {
    this.key = key;
    this.verifier = CosignerKey.of(name, key.publicKey());
  }

  /**
   * Reads a private key: {@code PRIVATE+KEY+<name>+<key id in hex>+<base64 of kind and seed>}, as a
   * log's is written but of the kind of cosigners.
   */
  public static Cosigner parse(String skey) throws MalformedException {
    int first = skey.indexOf('+', PREFIX.length());
    int second = skey.indexOf('+', first + 1);
    if (!skey.startsWith(PREFIX) || first < 0 || second < 0) {
      throw new MalformedException("not a private key of a cosigner");
    }
    try {
      byte[] seed = Base64.getDecoder().decode(skey.substring(second + 1));
      if (seed.length == 33 && seed[0] == CosignerKey.KIND) {
        var parsed =
            new Cosigner(
                skey.substring(PREFIX.length(), first),
                SigningKey.fromSeed(Arrays.copyOfRange(seed, 1, seed.length)));
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

  /** The line that cosigns the text of a checkpoint at this time, in POSIX seconds. */
  public Note.Line sign(byte[] text, long time) {
    byte[] signature = key.sign(CosignerKey.message(time, text));
    return Note.Line.of(verifier.name(), verifier.keyId(), CosignerKey.stamped(time, signature));
  }

  /** The private key as text, for a file that only its owner can read. */
  public String skey() {
    byte[] seed = key.seed();
    byte[] kindAndSeed = new byte[1 + seed.length];
    kindAndSeed[0] = CosignerKey.KIND;
    System.arraycopy(seed, 0, kindAndSeed, 1, seed.length);
    return PREFIX
        + verifier.name()
        + "+"
        + HexFormat.of().toHexDigits(verifier.keyId())
        + "+"
        + Base64.getEncoder().encodeToString(kindAndSeed);
  }
}
