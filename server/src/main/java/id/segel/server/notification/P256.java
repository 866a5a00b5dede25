package id.segel.server.notification;

import id.segel.core.fact.MalformedException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EllipticCurve;
import java.util.Arrays;

/** Keys of the curve P-256 as browsers write them: a point of 65 bytes, 4, x and y. */
final class P256 {

  static final int POINT_BYTES = 65;

  private static final int HALF = 32;
  private static final ECParameterSpec CURVE = ((ECPublicKey) pair().getPublic()).getParams();

  private P256() {}

  static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("P-256 is missing", e);
    }
  }

  static byte[] point(PublicKey key) {
    ECPoint at = ((ECPublicKey) key).getW();
    byte[] point = new byte[POINT_BYTES];
    point[0] = 4;
    put(at.getAffineX(), point, 1);
    put(at.getAffineY(), point, 1 + HALF);
    return point;
  }

  private static void put(BigInteger number, byte[] into, int from) {
    byte[] bytes = number.toByteArray();
    int length = Math.min(bytes.length, HALF);
    System.arraycopy(bytes, bytes.length - length, into, from + HALF - length, length);
  }

  /**
   * The key that this point is. {@link MalformedException} when it lies elsewhere than on the
   * curve, where an exchange of keys would tell things.
   */
  static PublicKey key(byte[] point) {
    if (point.length != POINT_BYTES || point[0] != 4) {
      throw new MalformedException("a key of P-256 is 65 bytes that begin with 4");
    }
    var x = new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + HALF));
    var y = new BigInteger(1, Arrays.copyOfRange(point, 1 + HALF, POINT_BYTES));
    EllipticCurve curve = CURVE.getCurve();
    BigInteger prime = ((ECFieldFp) curve.getField()).getP();
    BigInteger right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB()).mod(prime);
    if (x.compareTo(prime) >= 0 || y.compareTo(prime) >= 0 || !y.pow(2).mod(prime).equals(right)) {
      throw new MalformedException("no point of P-256");
    }
    try {
      return KeyFactory.getInstance("EC")
          .generatePublic(new ECPublicKeySpec(new ECPoint(x, y), CURVE));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("P-256 is missing", e);
    }
  }
}
