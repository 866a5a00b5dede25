package id.segel.core.exchange;

import id.segel.core.fact.MalformedException;
import java.io.ByteArrayOutputStream;

/** Bytes in the 45 characters that a QR code packs best: RFC 9285. */
public final class Base45 {

  private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

  private Base45() {}

  public static String encode(byte[] bytes) {
    var text = new StringBuilder(bytes.length * 3 / 2 + 2);
    for (int i = 0; i < bytes.length; i += 2) {
      boolean isPair = i + 1 < bytes.length;
      int value = isPair ? ((bytes[i] & 0xff) << 8) | (bytes[i + 1] & 0xff) : bytes[i] & 0xff;
      for (int digits = isPair ? 3 : 2; digits > 0; digits--) {
        text.append(ALPHABET.charAt(value % 45));
        value /= 45;
      }
    }
    return text.toString();
  }

  /** {@link MalformedException} when an encoder writes no such text. */
  public static byte[] decode(String text) {
    if (text.length() % 3 == 1) {
      throw new MalformedException("base45 is never one character longer than whole threes");
    }
    var bytes = new ByteArrayOutputStream(text.length() * 2 / 3);
    for (int i = 0; i < text.length(); i += 3) {
      int end = Math.min(i + 3, text.length());
      int value = 0;
      for (int at = end - 1; at >= i; at--) {
        int digit = ALPHABET.indexOf(text.charAt(at));
        if (digit < 0) {
          throw new MalformedException("not base45: " + text.substring(i, end));
        }
        value = value * 45 + digit;
      }
      boolean isPair = end - i == 3;
      if (value > (isPair ? 0xffff : 0xff)) {
        throw new MalformedException("not base45: " + text.substring(i, end));
      }
      if (isPair) {
        bytes.write(value >> 8);
      }
      bytes.write(value);
    }
    return bytes.toByteArray();
  }
}
