package id.segel.tlog.note;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import id.segel.tlog.LogFolder;
import id.segel.tlog.Testdata;
import id.segel.tlog.note.StrictEd25519.Point;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.SignatureSpi;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/**
 * No engine may hold a signature good that a strict verifier refuses. The cases are made with
 * points of low and of mixed order, with every way to write them, for keys and for R; the verdicts
 * are those of {@link StrictEd25519}, and the interop test asks Go about the same file.
 */
class Ed25519Test {

  private static final HexFormat HEX = HexFormat.of();
  private static final String TABLE = "ed25519.txt";

  /** Secret key, public key, message, signature: RFC 8032, section 7.1, tests 1 to 3. */
  private static final String RFC_8032 =
      """
      9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60 \
      d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a - \
      e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b
      4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb \
      3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c 72 \
      92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00
      c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7 \
      fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025 af82 \
      6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a
      """;

  @Test
  void theJdkKeepsTheRfcsVectors() {
    keepsTheRfcsVectors(Ed25519.jdk());
  }

  @Test
  void correttoKeepsTheRfcsVectors() {
    keepsTheRfcsVectors(corretto());
  }

  private static void keepsTheRfcsVectors(Ed25519 engine) {
    for (String line : RFC_8032.lines().toList()) {
      String[] columns = line.split(" ", -1);
      byte[] message = HEX.parseHex(columns[2].replace("-", ""));
      SigningKey key = engine.fromSeed(HEX.parseHex(columns[0]));
      assertEquals(columns[1], HEX.formatHex(key.publicKey()));
      assertEquals(columns[3], HEX.formatHex(key.sign(message)));
      assertTrue(engine.verify(key.publicKey(), message, key.sign(message)));
      assertTrue(StrictEd25519.verify(key.publicKey(), message, key.sign(message)));
    }
  }

  @Test
  void theTableIsTheOneThatIsComputed() throws IOException {
    Testdata.assertCurrent(TABLE, table());
  }

  @Test
  void theJdkHoldsNothingGoodThatAStrictVerifierRefuses() throws IOException {
    assertStrict(Ed25519.jdk());
  }

  @Test
  void correttoHoldsNothingGoodThatAStrictVerifierRefuses() throws IOException {
    assertStrict(corretto());
  }

  /** And under a key that may be enrolled it agrees with the strict verifier in every case. */
  private static void assertStrict(Ed25519 engine) throws IOException {
    int accepted = 0;
    for (String row : Testdata.rows(TABLE)) {
      String[] columns = row.split(" ", 5);
      byte[] key = HEX.parseHex(columns[1]);
      boolean accepts = engine.verify(key, HEX.parseHex(columns[2]), HEX.parseHex(columns[3]));
      boolean strict = columns[0].equals("accept");
      assertFalse(accepts && !strict, engine.provider() + ": " + row);
      if (Ed25519.isAcceptableKey(key)) {
        assertEquals(strict, accepts, engine.provider() + ": " + row);
      }
      accepted += accepts ? 1 : 0;
    }
    assertTrue(accepted > 50, engine.provider() + " accepts only " + accepted);
  }

  @Test
  void whateverProviderIsRegisteredIsNotAsked() {
    Provider credulous = new Credulous();
    Security.insertProviderAt(credulous, 1);
    try {
      byte[] key = LogFolder.key("a device").publicKey();
      for (Ed25519 engine : engines()) {
        assertFalse(engine.verify(key, new byte[3], new byte[64]), engine.provider());
      }
      assertFalse(Ed25519.shared().verify(key, new byte[3], new byte[64]));
    } finally {
      Security.removeProvider(credulous.getName());
    }
    assertTrue(
        Arrays.stream(Security.getProviders()).noneMatch(p -> p.getName().startsWith("BC")),
        "BouncyCastle is registered");
  }

  @Test
  void badLengthsAreRefusedAndNotThrown() {
    SigningKey key = LogFolder.key("a device");
    byte[] message = {1, 2, 3};
    byte[] signature = key.sign(message);
    for (Ed25519 engine : engines()) {
      assertTrue(engine.verify(key.publicKey(), message, signature));
      for (int length : new int[] {0, 1, 32, 63, 65, 128}) {
        assertFalse(engine.verify(key.publicKey(), message, Arrays.copyOf(signature, length)));
      }
      for (int length : new int[] {0, 31, 33}) {
        assertFalse(engine.verify(Arrays.copyOf(key.publicKey(), length), message, signature));
      }
    }
  }

  @Test
  void enginesAgreeOnManyKeysAndChangedSignatures() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
    for (int i = 0; i < 100; i++) {
      byte[] seed = new byte[32];
      random.nextBytes(seed);
      byte[] message = new byte[random.nextInt(500)];
      random.nextBytes(message);
      SigningKey key = SigningKey.fromSeed(seed);
      byte[] signature = key.sign(message);
      byte[] changed = signature.clone();
      changed[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
      assertTrue(Ed25519.isAcceptableKey(key.publicKey()), "key " + i);
      for (Ed25519 engine : engines()) {
        assertArrayEquals(key.publicKey(), engine.fromSeed(seed).publicKey(), "key " + i);
        assertArrayEquals(signature, engine.fromSeed(seed).sign(message), "key " + i);
        assertTrue(engine.verify(key.publicKey(), message, signature), "key " + i);
        assertFalse(engine.verify(key.publicKey(), message, changed), "key " + i);
      }
    }
  }

  @Test
  void manyThreadsShareAnEngine() throws Exception {
    for (Ed25519 engine : engines()) {
      List<SigningKey> keys = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        keys.add(LogFolder.key("device " + i));
      }
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<Boolean>> answers = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
          SigningKey key = keys.get(i % keys.size());
          boolean good = i % 3 != 0;
          byte[] message = ("message " + i).getBytes(StandardCharsets.UTF_8);
          answers.add(
              threads.submit(() -> {
                byte[] signature = key.sign(message);
                if (!good) {
                  signature[5] ^= 1;
                }
                return engine.verify(key.publicKey(), message, signature) == good;
              }));
        }
        for (Future<Boolean> answer : answers) {
          assertTrue(answer.get(), engine.provider());
        }
      }
    }
  }

  @Test
  void keysOfLowOrderAreNotAcceptable() {
    List<Point> low = lowOrder();
    assertEquals(8, low.size());
    for (Point point : low) {
      assertTrue(point.times(BigInteger.valueOf(8)).isSame(StrictEd25519.ZERO));
      for (byte[] encoding : point.encodings()) {
        assertFalse(Ed25519.isAcceptableKey(encoding), HEX.formatHex(encoding));
      }
    }
  }

  @Test
  void keysThatAreNotCanonicalOrNotPointsAreNotAcceptable() {
    for (int above = 0; above < 19; above++) {
      BigInteger y = StrictEd25519.P.add(BigInteger.valueOf(above));
      assertFalse(Ed25519.isAcceptableKey(StrictEd25519.encode(y, false)), "p + " + above);
      assertFalse(Ed25519.isAcceptableKey(StrictEd25519.encode(y, true)), "p + " + above);
    }
    for (int y = 2; y < 200; y++) {
      byte[] encoding = StrictEd25519.encode(BigInteger.valueOf(y), false);
      boolean isPoint = StrictEd25519.decode(encoding) != null;
      assertEquals(isPoint, Ed25519.isAcceptableKey(encoding), "y = " + y);
    }
    assertFalse(Ed25519.isAcceptableKey(new byte[0]));
    assertFalse(Ed25519.isAcceptableKey(new byte[31]));
    assertFalse(Ed25519.isAcceptableKey(new byte[33]));
  }

  private static List<Ed25519> engines() {
    List<Ed25519> engines = new ArrayList<>(List.of(Ed25519.jdk()));
    Ed25519.corretto().ifPresent(engines::add);
    return engines;
  }

  private static Ed25519 corretto() {
    Optional<Ed25519> corretto = Ed25519.corretto();
    assumeTrue(corretto.isPresent(), "no native library of ACCP for this machine");
    return corretto.orElseThrow();
  }

  /** The multiples of a point of order eight, from zero times on. */
  private static List<Point> lowOrder() {
    for (int y = 2; ; y++) {
      Point some = Point.decode(BigInteger.valueOf(y), false);
      if (some == null) {
        continue;
      }
      Point generator = some.times(StrictEd25519.L);
      if (!generator.times(BigInteger.valueOf(4)).isSame(StrictEd25519.ZERO)) {
        List<Point> multiples = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          multiples.add(generator.times(BigInteger.valueOf(i)));
        }
        return multiples;
      }
    }
  }

  /** A way to write aB + T, where T is of low order. */
  private record Written(BigInteger a, int t, boolean isCanonical, String name, byte[] bytes) {}

  private static List<Written> written(BigInteger a, String letter) {
    List<Written> all = new ArrayList<>();
    List<Point> low = lowOrder();
    for (int i = 0; i < 8; i++) {
      boolean isMixed = a.signum() != 0;
      if (isMixed && !List.of(0, 1, 2, 4).contains(i)) {
        continue;
      }
      Point point = StrictEd25519.BASE.times(a).plus(low.get(i));
      int way = 0;
      for (byte[] bytes : point.encodings()) {
        String name = (isMixed ? letter + "*B+" : "") + i + "*T";
        boolean isCanonical = way++ == 0;
        all.add(
            new Written(a, i, isCanonical, name + (isCanonical ? "" : ",non-canonical"), bytes));
      }
    }
    return all;
  }

  /**
   * For every way to write A and R: S = r + ka, with a message for which the equation holds, and
   * another for which it holds only times the cofactor, where there is one among sixteen.
   */
  private static String table() {
    BigInteger a = new BigInteger("1234567890123456789012345678901234567890");
    BigInteger r = new BigInteger("9876543210987654321098765432109876543210");
    List<Written> keys = new ArrayList<>(written(BigInteger.ZERO, "a"));
    keys.addAll(written(a, "a"));
    List<Written> rs = new ArrayList<>(written(BigInteger.ZERO, "r"));
    rs.addAll(written(r, "r"));
    StringBuilder table = new StringBuilder();
    table.append(
        """
        # Ed25519 at its edges. Computed by Ed25519Test in tlog; see there how.
        # verdict of a strict verifier (Go's crypto/ed25519), key, message, signature, how it is made
        # B is the base point, T a point of order eight; "times 8": holds only with the cofactor.
        """);
    for (Written key : keys) {
      for (Written first : rs) {
        boolean holds = false;
        boolean holdsTimesEight = false;
        for (int n = 0; n < 16 && !(holds && holdsTimesEight); n++) {
          byte[] message = {(byte) n};
          BigInteger k = StrictEd25519.challenge(first.bytes, key.bytes, message);
          BigInteger s = first.a.add(k.multiply(key.a)).mod(StrictEd25519.L);
          byte[] signature = signature(first.bytes, s);
          // sB - kA = rB - k tT, which must be rB + t'T, written canonically.
          int rest = (k.mod(BigInteger.valueOf(8)).intValueExact() * key.t + first.t) % 8;
          boolean strict = rest == 0 && first.isCanonical;
          String how = "A=" + key.name + " R=" + first.name;
          if (strict && !holds) {
            holds = true;
            assertTrue(StrictEd25519.verify(key.bytes, message, signature), how);
            row(table, key.bytes, message, signature, how);
            byte[] beyond = signature(first.bytes, s.add(StrictEd25519.L));
            if (key.a.signum() != 0 || first.a.signum() == 0) {
              row(table, key.bytes, message, beyond, how + " S+L");
            }
          } else if (!strict && !holdsTimesEight) {
            holdsTimesEight = true;
            assertTrue(StrictEd25519.holdsTimesEight(key.bytes, message, signature), how);
            row(table, key.bytes, message, signature, how + " times 8");
          }
        }
      }
    }
    changes(table, LogFolder.key("a device of this table"));
    return table.toString();
  }

  /** An ordinary signature with a bit changed in each byte, and the high bits of S set. */
  private static void changes(StringBuilder table, SigningKey key) {
    byte[] message = "ordinary".getBytes(StandardCharsets.UTF_8);
    byte[] good = key.sign(message);
    row(table, key.publicKey(), message, good, "ordinary");
    for (int i = 0; i < 64; i += 3) {
      byte[] bad = good.clone();
      bad[i] ^= (byte) (1 << (i % 8));
      row(table, key.publicKey(), message, bad, "ordinary, bit changed in byte " + i);
    }
    for (int bit = 4; bit < 8; bit++) {
      byte[] bad = good.clone();
      bad[63] |= (byte) (1 << bit);
      row(table, key.publicKey(), message, bad, "ordinary, bit " + (248 + bit) + " of S set");
    }
    row(table, key.publicKey(), message, new byte[64], "nothing but zeros");
  }

  private static byte[] signature(byte[] r, BigInteger s) {
    byte[] signature = Arrays.copyOf(r, 64);
    System.arraycopy(Ed25519.littleEndian(s), 0, signature, 32, 32);
    return signature;
  }

  private static void row(
      StringBuilder table, byte[] key, byte[] message, byte[] signature, String how) {
    table
        .append(StrictEd25519.verify(key, message, signature) ? "accept " : "refuse ")
        .append(HEX.formatHex(key))
        .append(' ')
        .append(HEX.formatHex(message))
        .append(' ')
        .append(HEX.formatHex(signature))
        .append(' ')
        .append(how)
        .append('\n');
  }

  /** Holds everything good. */
  private static final class Credulous extends Provider {
    private static final long serialVersionUID = 1;

    Credulous() {
      super("Credulous", "1", "holds every signature good");
      put("Signature.Ed25519", AlwaysGood.class.getName());
      put("Signature.EdDSA", AlwaysGood.class.getName());
    }
  }

  /** Made by name, by the JCA. */
  public static final class AlwaysGood extends SignatureSpi {

    @Override
    protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {}

    @Override
    protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {}

    @Override
    protected void engineUpdate(byte b) {}

    @Override
    protected void engineUpdate(byte[] b, int off, int len) {}

    @Override
    protected byte[] engineSign() {
      return new byte[64];
    }

    @Override
    protected boolean engineVerify(byte[] sigBytes) {
      return true;
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String param, Object value) {}

    @Override
    @Deprecated
    protected Object engineGetParameter(String param) {
      throw new UnsupportedOperationException(param);
    }
  }
}
