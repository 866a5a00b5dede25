package id.segel.tlog.note;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * ML-DSA-44, pure and with an empty context; FIPS 204. The JDK's own implementation decides,
 * whatever else is registered. Any number of threads.
 */
public final class MlDsa44 {

  /** Bytes of a public key. */
  public static final int KEY_BYTES = 1_312;

  /** Bytes of the seed from which the key pair follows: &xi; of FIPS 204, algorithm 1. */
  public static final int SEED_BYTES = 32;

  public static final int SIGNATURE_BYTES = 2_420;

  private static final String NAME = "ML-DSA-44";
  private static final String PROVIDER = "SUN";
  private static final byte[] X509_PREFIX =
      HexFormat.of().parseHex("30820532300b06096086480165030403110382052100");

  private final byte[] seed;
  private final byte[] publicKey;
  private final PrivateKey key;

  private MlDsa44(byte[] seed, KeyPair pair) {
    this.seed = seed;
    byte[] encoded = pair.getPublic().getEncoded();
    this.publicKey = Arrays.copyOfRange(encoded, X509_PREFIX.length, encoded.length);
    this.key = pair.getPrivate();
  }

  /** The key pair of a seed. */
  public static MlDsa44 fromSeed(byte[] seed) {
    if (seed.length != SEED_BYTES) {
      throw new IllegalArgumentException("a seed has 32 bytes, not " + seed.length);
    }
    byte[] own = seed.clone();
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(NAME, PROVIDER);
      generator.initialize(NamedParameterSpec.ML_DSA_44, new Given(own));
      return new MlDsa44(own, generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no ML-DSA-44", e);
    }
  }

  public byte[] seed() {
    return seed.clone();
  }

  public byte[] publicKey() {
    return publicKey.clone();
  }

  public byte[] sign(byte[] message) {
    try {
      Signature signer = Signature.getInstance(NAME, PROVIDER);
      signer.initSign(key);
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("signing failed", e);
    }
  }

  /** Whether the signature of the message holds under the key. Never throws for bad bytes. */
  public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    if (publicKey.length != KEY_BYTES || signature.length != SIGNATURE_BYTES) {
      return false;
    }
    byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + KEY_BYTES);
    System.arraycopy(publicKey, 0, encoded, X509_PREFIX.length, KEY_BYTES);
    try {
      Signature checker = Signature.getInstance(NAME, PROVIDER);
      checker.initVerify(
          KeyFactory.getInstance(NAME, PROVIDER).generatePublic(new X509EncodedKeySpec(encoded)));
      checker.update(message);
      return checker.verify(signature);
    } catch (InvalidKeyException | InvalidKeySpecException | SignatureException bad) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no ML-DSA-44", e);
    }
  }

  /** A generator of keys draws its seed once and nothing else; this one is asked for it. */
  private static final class Given extends SecureRandom {

    private static final long serialVersionUID = 1L;

    private final byte[] bytes;

    Given(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public void nextBytes(byte[] into) {
      if (into.length != bytes.length) {
        throw new IllegalStateException("a seed of " + into.length + " bytes was asked for");
      }
      System.arraycopy(bytes, 0, into, 0, bytes.length);
    }
  }
}
