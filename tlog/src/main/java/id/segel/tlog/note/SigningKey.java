package id.segel.tlog.note;

import java.security.PrivateKey;
import java.security.SecureRandom;

/**
 * An Ed25519 private key. Its stored form is the seed of RFC 8032, 32 bytes; everything else
 * follows from it.
 */
public final class SigningKey {

  private final Ed25519 engine;
  private final byte[] seed;
  private final byte[] publicKey;
  private final PrivateKey decoded;

  SigningKey(Ed25519 engine, byte[] seed, byte[] publicKey, PrivateKey decoded) {
    this.engine = engine;
    this.seed = seed;
    this.publicKey = publicKey;
    this.decoded = decoded;
  }

  public static SigningKey generate(SecureRandom random) {
    byte[] seed = new byte[Ed25519.KEY_BYTES];
    random.nextBytes(seed);
    return fromSeed(seed);
  }

  public static SigningKey fromSeed(byte[] seed) {
    return Ed25519.shared().fromSeed(seed);
  }

  public byte[] publicKey() {
    return publicKey.clone();
  }

  public byte[] seed() {
    return seed.clone();
  }

  /** The 64 bytes of the signature. The same message always gets the same. */
  public byte[] sign(byte[] message) {
    return engine.sign(decoded, message);
  }
}
