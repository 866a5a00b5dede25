package id.segel.tlog.note;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ed25519 as Go's crypto/ed25519 judges it, written for reading: the equation without the cofactor,
 * S below the order, R compared byte for byte. A key may be written non-canonically. Slow, and not
 * constant in time.
 */
final class StrictEd25519 {

  static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  static final BigInteger D =
      BigInteger.valueOf(-121_665).multiply(BigInteger.valueOf(121_666).modInverse(P)).mod(P);
  private static final BigInteger ROOT_OF_MINUS_1 =
      BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);

  static final Point ZERO =
      new Point(BigInteger.ZERO, BigInteger.ONE, BigInteger.ONE, BigInteger.ZERO);

  /** The base point: y = 4/5, x even. */
  static final Point BASE =
      Point.of(BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P)).mod(P), false);

  private StrictEd25519() {}

  /** In extended coordinates: x = X/Z, y = Y/Z, XY = TZ. */
  record Point(BigInteger x, BigInteger y, BigInteger z, BigInteger t) {

    static Point of(BigInteger y, boolean isXOdd) {
      Point point = decode(y, isXOdd);
      if (point == null) {
        throw new IllegalArgumentException("not on the curve: " + y);
      }
      return point;
    }

    static @Nullable Point decode(BigInteger y, boolean isXOdd) {
      BigInteger y2 = y.multiply(y).mod(P);
      BigInteger x2 =
          y2.subtract(BigInteger.ONE)
              .multiply(D.multiply(y2).add(BigInteger.ONE).modInverse(P))
              .mod(P);
      BigInteger x = x2.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
      if (!x.multiply(x).mod(P).equals(x2)) {
        x = x.multiply(ROOT_OF_MINUS_1).mod(P);
      }
      if (!x.multiply(x).mod(P).equals(x2)) {
        return null;
      }
      if (x.testBit(0) != isXOdd) {
        x = x.negate().mod(P);
      }
      return new Point(x, y.mod(P), BigInteger.ONE, x.multiply(y).mod(P));
    }

    Point plus(Point q) {
      BigInteger a = y.subtract(x).multiply(q.y.subtract(q.x)).mod(P);
      BigInteger b = y.add(x).multiply(q.y.add(q.x)).mod(P);
      BigInteger c = t.multiply(q.t).mod(P).multiply(D).shiftLeft(1).mod(P);
      BigInteger d = z.multiply(q.z).shiftLeft(1).mod(P);
      BigInteger e = b.subtract(a);
      BigInteger f = d.subtract(c);
      BigInteger g = d.add(c);
      BigInteger h = b.add(a);
      return new Point(
          e.multiply(f).mod(P), g.multiply(h).mod(P), f.multiply(g).mod(P), e.multiply(h).mod(P));
    }

    Point times(BigInteger scalar) {
      Point sum = ZERO;
      for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
        sum = sum.plus(sum);
        if (scalar.testBit(bit)) {
          sum = sum.plus(this);
        }
      }
      return sum;
    }

    Point minus() {
      return new Point(x.negate().mod(P), y, z, t.negate().mod(P));
    }

    boolean isSame(Point q) {
      return Arrays.equals(encoded(), q.encoded());
    }

    byte[] encoded() {
      BigInteger inverse = z.modInverse(P);
      return encode(y.multiply(inverse).mod(P), x.multiply(inverse).mod(P).testBit(0));
    }

    /**
     * Every way to write this point that a lenient reader takes for it; the canonical one first.
     */
    List<byte[]> encodings() {
      BigInteger inverse = z.modInverse(P);
      BigInteger affineX = x.multiply(inverse).mod(P);
      BigInteger affineY = y.multiply(inverse).mod(P);
      boolean odd = affineX.testBit(0);
      List<byte[]> encodings = new ArrayList<>();
      for (BigInteger way = affineY; way.bitLength() <= 255; way = way.add(P)) {
        encodings.add(encode(way, odd));
        if (affineX.signum() == 0) {
          encodings.add(encode(way, !odd));
        }
      }
      return encodings;
    }
  }

  static boolean verify(byte[] key, byte[] message, byte[] signature) {
    Point a = decode(key);
    BigInteger s = number(signature, 32, 64);
    if (a == null || s.compareTo(L) >= 0) {
      return false;
    }
    byte[] r = Arrays.copyOf(signature, 32);
    BigInteger k = challenge(r, key, message);
    return Arrays.equals(BASE.times(s).plus(a.times(k).minus()).encoded(), r);
  }

  /** Whether the equation holds when both sides are multiplied by eight, as some verifiers do. */
  static boolean holdsTimesEight(byte[] key, byte[] message, byte[] signature) {
    Point a = decode(key);
    Point r = decode(Arrays.copyOf(signature, 32));
    BigInteger s = number(signature, 32, 64);
    if (a == null || r == null || s.compareTo(L) >= 0) {
      return false;
    }
    BigInteger k = challenge(Arrays.copyOf(signature, 32), key, message);
    BigInteger eight = BigInteger.valueOf(8);
    return BASE.times(s).times(eight).isSame(r.plus(a.times(k)).times(eight));
  }

  /** k = SHA-512(R ‖ A ‖ M) mod L. */
  static BigInteger challenge(byte[] r, byte[] key, byte[] message) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      digest.update(r);
      digest.update(key);
      return number(digest.digest(message), 0, 64).mod(L);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static @Nullable Point decode(byte[] encoded) {
    byte[] y = encoded.clone();
    y[31] &= 0x7f;
    return Point.decode(number(y, 0, 32), encoded[31] < 0);
  }

  static byte[] encode(BigInteger y, boolean isXOdd) {
    byte[] bytes = Ed25519.littleEndian(y);
    if (isXOdd) {
      bytes[31] |= (byte) 0x80;
    }
    return bytes;
  }

  static BigInteger number(byte[] littleEndian, int from, int to) {
    byte[] big = new byte[to - from];
    for (int i = 0; i < big.length; i++) {
      big[i] = littleEndian[to - 1 - i];
    }
    return new BigInteger(1, big);
  }
}
