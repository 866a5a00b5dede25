package id.segel.tlog.note;

import java.lang.reflect.Method;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an Ed25519 signature holds, and makes signatures. Any number of threads.
 *
 * <p>Two engines may decide: Amazon Corretto Crypto Provider where its native library loads (25,000
 * checks a second and core), and the JDK otherwise (1,500). Both refuse whatever a strict RFC 8032
 * verifier refuses: S not below the order, R that is not recomputed byte for byte, a key that is
 * not written canonically. No other provider is ever asked, whatever is registered: BouncyCastle
 * checks the equation times the cofactor and holds signatures good that others refuse. {@code
 * -Dsegel.crypto=jdk} leaves the choice out.
 */
public final class Ed25519 {

  /** Bytes of a public key, and of a seed. */
  public static final int KEY_BYTES = 32;

  public static final int SIGNATURE_BYTES = 64;

  private static final String CORRETTO =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
  private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
  private static final byte[] PKCS8_PREFIX =
      HexFormat.of().parseHex("302e020100300506032b657004220420");

  /** More than two threads a core never check at once; what is above is left to the collector. */
  private static final int POOLED = 64;

  /** Twice this many decoded keys are kept; a province has some 35,000 phones. */
  private static final int KEYS_PER_GENERATION = 49_152;

  private final String provider;
  private final KeyFactory keys;
  private final SeedToPublic seedToPublic;
  private final Provider jca;
  private final ArrayBlockingQueue<Signature> pool = new ArrayBlockingQueue<>(POOLED);

  // Owned by remember(): the young generation is filled, then becomes the old one.
  private volatile ConcurrentHashMap<RawKey, PublicKey> young = new ConcurrentHashMap<>();
  private volatile ConcurrentHashMap<RawKey, PublicKey> old = new ConcurrentHashMap<>();

  private Ed25519(String name, Provider jca, SeedToPublic seedToPublic)
      throws GeneralSecurityException {
    this.provider = name;
    this.jca = jca;
    this.keys = KeyFactory.getInstance("Ed25519", jca);
    this.seedToPublic = seedToPublic;
    selfTest();
  }

  /** How an engine gets from a seed to its public key. */
  private interface SeedToPublic {
    byte[] apply(byte[] seed, PrivateKey decoded) throws GeneralSecurityException;
  }

  private record RawKey(long a, long b, long c, long d) {
    static RawKey of(byte[] key) {
      return new RawKey(part(key, 0), part(key, 8), part(key, 16), part(key, 24));
    }

    private static long part(byte[] key, int at) {
      long part = 0;
      for (int i = 0; i < 8; i++) {
        part = (part << 8) | (key[at + i] & 255);
      }
      return part;
    }
  }

  private static final class Shared {
    static final Ed25519 ENGINE =
        "jdk".equals(System.getProperty("segel.crypto"))
            ? jdk()
            : corretto().orElseGet(Ed25519::jdk);
  }

  /** The engine of this process. */
  public static Ed25519 shared() {
    return Shared.ENGINE;
  }

  /** A new engine on the JDK's own implementation. */
  public static Ed25519 jdk() {
    Provider sunEc = Security.getProvider("SunEC");
    if (sunEc == null) {
      throw new IllegalStateException("this JDK has no SunEC provider");
    }
    try {
      return new Ed25519("JDK " + Runtime.version().feature(), sunEc, Ed25519::jdkPublicKey);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK's Ed25519 does not work", e);
    }
  }

  /** A new engine on Amazon Corretto Crypto Provider, where it is present and works. */
  public static Optional<Ed25519> corretto() {
    String edKeys = "com.amazon.corretto.crypto.provider.registerEdKeyFactory";
    if (System.getProperty(edKeys) == null) {
      System.setProperty(edKeys, "true");
    }
    try {
      Class<?> type = Class.forName(CORRETTO);
      Provider accp = (Provider) type.getField("INSTANCE").get(null);
      type.getMethod("assertHealthy").invoke(accp);
      Object version = type.getMethod("getVersionStr").invoke(accp);
      return Optional.of(new Ed25519("ACCP " + version, accp, Ed25519::correttoPublicKey));
    } catch (ReflectiveOperationException
        | GeneralSecurityException
        | LinkageError
        | RuntimeException absent) {
      // Not on the class path, no library for this machine, or not healthy: all the same to us.
      return Optional.empty();
    }
  }

  /** The name and version of the provider that decides. */
  public String provider() {
    return provider;
  }

  public SigningKey fromSeed(byte[] seed) {
    if (seed.length != KEY_BYTES) {
      throw new IllegalArgumentException("a seed has 32 bytes, not " + seed.length);
    }
    try {
      PrivateKey decoded =
          keys.generatePrivate(new PKCS8EncodedKeySpec(concat(PKCS8_PREFIX, seed)));
      return new SigningKey(this, seed.clone(), seedToPublic.apply(seed, decoded), decoded);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every 32 bytes are a seed", e);
    }
  }

  /** Whether the signature of the message holds under the key. Never throws for bad bytes. */
  public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    if (publicKey.length != KEY_BYTES || signature.length != SIGNATURE_BYTES) {
      return false;
    }
    PublicKey key = decoded(publicKey);
    if (key == null) {
      return false;
    }
    Signature checker = borrow();
    try {
      checker.initVerify(key);
      checker.update(message);
      boolean holds = checker.verify(signature);
      giveBack(checker);
      return holds;
    } catch (SignatureException | InvalidKeyException bad) {
      // The engine may be left half-way; it is not pooled again.
      return false;
    }
  }

  byte[] sign(PrivateKey key, byte[] message) {
    Signature signer = borrow();
    try {
      signer.initSign(key);
      signer.update(message);
      byte[] signature = signer.sign();
      giveBack(signer);
      return signature;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("signing failed", e);
    }
  }

  /**
   * Whether a device may be enrolled with this key: a point of the curve, written canonically, not
   * one of the eight of low order, under which a signature can hold for many messages.
   */
  public static boolean isAcceptableKey(byte[] publicKey) {
    return publicKey.length == KEY_BYTES && CurvePoint.isAcceptable(publicKey);
  }

  private @Nullable PublicKey decoded(byte[] raw) {
    RawKey id = RawKey.of(raw);
    PublicKey known = young.get(id);
    if (known == null) {
      known = old.get(id);
      if (known == null) {
        try {
          known = keys.generatePublic(new X509EncodedKeySpec(concat(X509_PREFIX, raw)));
        } catch (InvalidKeySpecException e) {
          return null;
        }
      }
      remember(id, known);
    }
    return known;
  }

  private void remember(RawKey id, PublicKey key) {
    if (young.mappingCount() >= KEYS_PER_GENERATION) {
      synchronized (this) {
        if (young.mappingCount() >= KEYS_PER_GENERATION) {
          old = young;
          young = new ConcurrentHashMap<>();
        }
      }
    }
    young.put(id, key);
  }

  private Signature borrow() {
    Signature pooled = pool.poll();
    if (pooled != null) {
      return pooled;
    }
    try {
      return Signature.getInstance("Ed25519", jca);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the engine had Ed25519 when it started", e);
    }
  }

  private void giveBack(Signature signature) {
    pool.offer(signature);
  }

  /** RFC 8032, section 7.1, test 2; and the same signature with one bit changed. */
  private void selfTest() throws GeneralSecurityException {
    HexFormat hex = HexFormat.of();
    byte[] key = hex.parseHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    byte[] message = {0x72};
    byte[] signature =
        hex.parseHex(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    byte[] changed = signature.clone();
    changed[40] ^= 1;
    SigningKey signing =
        fromSeed(hex.parseHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
    if (!Arrays.equals(signing.publicKey(), key)
        || !Arrays.equals(signing.sign(message), signature)
        || !verify(key, message, signature)
        || verify(key, message, changed)) {
      throw new GeneralSecurityException(provider + " fails the test vector of RFC 8032");
    }
  }

  /**
   * The JDK has no public way from a private key to its public key, except to generate a pair from
   * a source of randomness that answers the seed.
   */
  private static byte[] jdkPublicKey(byte[] seed, PrivateKey decoded)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519", "SunEC");
    try {
      generator.initialize(NamedParameterSpec.ED25519, new SeedAsRandom(seed));
    } catch (InvalidAlgorithmParameterException e) {
      throw new IllegalStateException("Ed25519 is a known parameter", e);
    }
    EdECPublicKey key = (EdECPublicKey) generator.generateKeyPair().getPublic();
    byte[] encoded = littleEndian(key.getPoint().getY());
    if (key.getPoint().isXOdd()) {
      encoded[KEY_BYTES - 1] |= (byte) 0x80;
    }
    return encoded;
  }

  private static byte[] correttoPublicKey(byte[] seed, PrivateKey decoded)
      throws GeneralSecurityException {
    try {
      Method method = decoded.getClass().getMethod("getPublicKey");
      method.setAccessible(true);
      byte[] encoded = ((PublicKey) method.invoke(decoded)).getEncoded();
      return Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return jdkPublicKey(seed, decoded);
    }
  }

  static byte[] littleEndian(BigInteger number) {
    byte[] big = number.toByteArray();
    byte[] little = new byte[KEY_BYTES];
    for (int i = 0; i < Math.min(big.length, KEY_BYTES); i++) {
      little[i] = big[big.length - 1 - i];
    }
    return little;
  }

  private static byte[] concat(byte[] prefix, byte[] raw) {
    byte[] both = Arrays.copyOf(prefix, prefix.length + raw.length);
    System.arraycopy(raw, 0, both, prefix.length, raw.length);
    return both;
  }

  private static final class SeedAsRandom extends SecureRandom {
    private static final long serialVersionUID = 1;

    private final byte[] seed;

    SeedAsRandom(byte[] seed) {
      this.seed = seed;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }
}
