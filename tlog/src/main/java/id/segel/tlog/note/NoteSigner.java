package id.segel.tlog.note;

import id.segel.tlog.MalformedException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** The private end of a named Ed25519 key that signs notes. */
public final class NoteSigner {

  private static final String PREFIX = "PRIVATE+KEY+";

  private final NoteVerifier verifier;
  private final SigningKey key;

  public NoteSigner(String name, SigningKey key) {
    this.key = key;
    this.verifier = NoteVerifier.of(name, key.publicKey());
  }

  /**
   * Reads a private key as Go's sumdb/note writes it: {@code PRIVATE+KEY+<name>+<key id in
   * hex>+<base64 of kind and seed>}.
   */
  public static NoteSigner parse(String skey) throws MalformedException {
    if (!skey.startsWith(PREFIX)) {
      throw new MalformedException("not a private key of a note signer");
    }
    String rest = skey.substring(PREFIX.length());
    int first = rest.indexOf('+');
    int second = rest.indexOf('+', first + 1);
    if (first < 0 || second < 0 || !Note.isKeyName(rest.substring(0, first))) {
      throw new MalformedException("not a private key of a note signer");
    }
    byte[] seed = Note.canonicalBase64(rest.substring(second + 1));
    if (seed.length != 1 + Ed25519.KEY_BYTES || seed[0] != NoteVerifier.ED25519) {
      throw new MalformedException("not a private key of Ed25519");
    }
    NoteSigner parsed =
        new NoteSigner(
            rest.substring(0, first),
            SigningKey.fromSeed(Arrays.copyOfRange(seed, 1, seed.length)));
    if (!parsed.skey().equals(skey)) {
      throw new MalformedException("the key id of the private key is wrong");
    }
    return parsed;
  }

  public String name() {
    return verifier.name();
  }

  public NoteVerifier verifier() {
    return verifier;
  }

  /** The line that signs this text. */
  public Note.Line sign(byte[] text) {
    return Note.Line.of(verifier.name(), verifier.keyId(), key.sign(text));
  }

  /** The private key as text, for a file that only its owner can read. */
  public String skey() {
    byte[] seed = key.seed();
    byte[] kindAndSeed = new byte[1 + seed.length];
    kindAndSeed[0] = NoteVerifier.ED25519;
    System.arraycopy(seed, 0, kindAndSeed, 1, seed.length);
    return PREFIX
        + verifier.name()
        + "+"
        + HexFormat.of().toHexDigits(verifier.keyId())
        + "+"
        + Base64.getEncoder().encodeToString(kindAndSeed);
  }
}
