package id.segel.tlog.note;

import java.math.BigInteger;
import java.util.Set;

/** Just enough of the curve edwards25519 to judge how a public key is written. */
final class CurvePoint {

  private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger D =
      BigInteger.valueOf(-121_665).multiply(BigInteger.valueOf(121_666).modInverse(P)).mod(P);

  /** A y of the points of order eight; the other is its negative. */
  private static final BigInteger Y_OF_ORDER_8 =
      new BigInteger("5fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826", 16);

  private static final Set<BigInteger> LOW_ORDER_Y =
      Set.of(
          BigInteger.ZERO,
          BigInteger.ONE,
          P.subtract(BigInteger.ONE),
          Y_OF_ORDER_8,
          P.subtract(Y_OF_ORDER_8));

  private CurvePoint() {}

  static boolean isAcceptable(byte[] key) {
    BigInteger y = y(key);
    // The two points with x = 0 are of low order, so the sign of zero needs no look.
    return y.compareTo(P) < 0 && !LOW_ORDER_Y.contains(y) && isOnCurve(y);
  }

  /** Whether x^2 = (y^2 - 1) / (d y^2 + 1) has a solution. */
  private static boolean isOnCurve(BigInteger y) {
    BigInteger y2 = y.multiply(y).mod(P);
    BigInteger numerator = y2.subtract(BigInteger.ONE);
    BigInteger denominator = D.multiply(y2).add(BigInteger.ONE).mod(P);
    // The quotient is a square exactly when the product is.
    BigInteger product = numerator.multiply(denominator).mod(P);
    return product.modPow(P.subtract(BigInteger.ONE).shiftRight(1), P).equals(BigInteger.ONE);
  }

  private static BigInteger y(byte[] key) {
    byte[] big = new byte[key.length];
    for (int i = 0; i < key.length; i++) {
      big[i] = key[key.length - 1 - i];
    }
    big[0] &= 0x7f;
    return new BigInteger(1, big);
  }
}
