package id.segel.server.notification;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts a text for one browser, so that the push service in between reads nothing: RFC 8291, as
 * one record of RFC 8188.
 */
final class PushCipher {

  /** What every push service takes is 4096 bytes, of which the frame is 103. */
  static final int TEXT_BYTES_MAX = 3_993;

  static final int AUTH_BYTES = 16;
  static final int SALT_BYTES = 16;

  private static final int RECORD_BYTES = 4_096;
  private static final int HEAD_BYTES = SALT_BYTES + 4 + 1 + P256.POINT_BYTES;
  private static final int TAG_BYTES = 16;
  private static final byte LAST_RECORD = 2;

  private PushCipher() {}

  /**
   * The body of a request.
   *
   * @param browser its key, a point
   * @param auth its secret
   * @param own keys for this message alone
   * @param salt of chance
   */
  static byte[] seal(byte[] text, byte[] browser, byte[] auth, KeyPair own, byte[] salt) {
    if (text.length > TEXT_BYTES_MAX) {
      throw new IllegalArgumentException("too long for a push: " + text.length);
    }
    byte[] point = P256.point(own.getPublic());
    try {
      KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
      agreement.init(own.getPrivate());
      agreement.doPhase(P256.key(browser), true);
      byte[] both = join(ascii("WebPush: info\0"), browser, point);
      byte[] secret = derived(agreement.generateSecret(), auth, both, 32);
      byte[] key = derived(secret, salt, ascii("Content-Encoding: aes128gcm\0"), 16);
      byte[] nonce = derived(secret, salt, ascii("Content-Encoding: nonce\0"), 12);
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key, "AES"),
          new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
      byte[] sealed = cipher.doFinal(join(text, new byte[] {LAST_RECORD}));
      return ByteBuffer.allocate(HEAD_BYTES + sealed.length)
          .put(salt)
          .putInt(RECORD_BYTES)
          .put((byte) point.length)
          .put(point)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the ciphers of web push are missing", e);
    }
  }

  private static byte[] derived(byte[] secret, byte[] salt, byte[] info, int length)
      throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(
            HKDFParameterSpec.ofExtract().addIKM(secret).addSalt(salt).thenExpand(info, length));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] join(byte[]... parts) {
    byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
    ByteBuffer buffer = ByteBuffer.wrap(all);
    for (byte[] part : parts) {
      buffer.put(part);
    }
    return all;
  }
}
