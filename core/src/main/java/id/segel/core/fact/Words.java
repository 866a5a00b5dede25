package id.segel.core.fact;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Base64;

/** Four big-endian 64-bit words to and from 32 bytes and their base64, for ids and keys alike. */
final class Words {

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Words() {}

  static long at(byte[] bytes, int word) {
    return (long) WORD.get(bytes, word * 8);
  }

  static byte[] bytes(long a, long b, long c, long d) {
    byte[] bytes = new byte[32];
    WORD.set(bytes, 0, a);
    WORD.set(bytes, 8, b);
    WORD.set(bytes, 16, c);
    WORD.set(bytes, 24, d);
    return bytes;
  }

  /** The 32 bytes of a canonical, padded base64 text; {@link MalformedException} otherwise. */
  static byte[] decode(String base64, String what) {
    if (base64.length() != 44) {
      throw new MalformedException(
          what + " must be 44 characters of base64, not " + base64.length());
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      if (bytes.length == 32 && Base64.getEncoder().encodeToString(bytes).equals(base64)) {
        return bytes;
      }
    } catch (IllegalArgumentException notBase64) {
      throw new MalformedException(what + " is not base64", notBase64);
    }
    throw new MalformedException(what + " is not the base64 of 32 bytes");
  }
}
