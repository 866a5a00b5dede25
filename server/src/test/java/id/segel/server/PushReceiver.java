package id.segel.server;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A browser that opens what is pushed to it, written from RFC 8291 apart from what seals it. */
public final class PushReceiver {

  /** What stands before the point of a public key of P-256. */
  private static final byte[] HEAD =
      HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");

  private final PrivateKey key;
  private final byte[] point;
  private final byte[] auth;

  private PushReceiver(PrivateKey key, byte[] point, byte[] auth) {
    this.key = key;
    this.point = point;
    this.auth = auth;
  }

  static PushReceiver fresh() throws GeneralSecurityException {
    KeyPair pair = pair();
    byte[] all = pair.getPublic().getEncoded();
    return new PushReceiver(
        pair.getPrivate(),
        Arrays.copyOfRange(all, HEAD.length, all.length),
        Arrays.copyOf("an-auth-of-16-bytes".getBytes(StandardCharsets.US_ASCII), 16));
  }

  /** With these keys, as base64url. */
  public static PushReceiver of(String key, String point, String auth)
      throws GeneralSecurityException {
    return new PushReceiver(privateKey(key), bytes(point), bytes(auth));
  }

  /** The private key that this number is, as base64url. */
  public static PrivateKey privateKey(String number) throws GeneralSecurityException {
    var curve = ((ECPublicKey) pair().getPublic()).getParams();
    return KeyFactory.getInstance("EC")
        .generatePrivate(new ECPrivateKeySpec(new BigInteger(1, bytes(number)), curve));
  }

  /** The public key that this point is, as base64url. */
  public static PublicKey publicKey(String point) throws GeneralSecurityException {
    byte[] all = Arrays.copyOf(HEAD, HEAD.length + 65);
    System.arraycopy(bytes(point), 0, all, HEAD.length, 65);
    return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(all));
  }

  private static KeyPair pair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  Map<String, String> keys() {
    return Map.of("p256dh", text(point), "auth", text(auth));
  }

  /** The text in the body of a request. */
  public String open(byte[] body) throws GeneralSecurityException {
    ByteBuffer in = ByteBuffer.wrap(body);
    byte[] salt = new byte[16];
    in.get(salt);
    if (in.getInt() < body.length - 86 || in.get() != 65) {
      throw new GeneralSecurityException("not one record with a key");
    }
    byte[] sender = new byte[65];
    in.get(sender);
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(key);
    agreement.doPhase(publicKey(text(sender)), true);
    byte[] info =
        ByteBuffer.allocate(144).put(ascii("WebPush: info\0")).put(point).put(sender).array();
    byte[] secret = derived(auth, agreement.generateSecret(), info, 32);
    byte[] content = derived(salt, secret, ascii("Content-Encoding: aes128gcm\0"), 16);
    byte[] nonce = derived(salt, secret, ascii("Content-Encoding: nonce\0"), 12);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE, new SecretKeySpec(content, "AES"), new GCMParameterSpec(128, nonce));
    byte[] padded = cipher.doFinal(body, 86, body.length - 86);
    int end = padded.length - 1;
    while (padded[end] == 0) {
      end--;
    }
    if (padded[end] != 2) {
      throw new GeneralSecurityException("not the last record");
    }
    return new String(padded, 0, end, StandardCharsets.UTF_8);
  }

  /** What a header of RFC 8292 claims, once its signature holds under this key. */
  static JsonNode claims(String authorization, String key) throws GeneralSecurityException {
    String[] token =
        authorization.replaceFirst("^vapid t=", "").replaceFirst(", k=.*", "").split("\\.", -1);
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initVerify(publicKey(key));
    signature.update(ascii(token[0] + "." + token[1]));
    if (!authorization.endsWith(", k=" + key) || !signature.verify(bytes(token[2]))) {
      throw new GeneralSecurityException("not signed with this key");
    }
    return JsonMapper.shared().readTree(bytes(token[1]));
  }

  private static byte[] derived(byte[] salt, byte[] secret, byte[] info, int length)
      throws GeneralSecurityException {
    byte[] extracted = mac(salt, secret);
    return Arrays.copyOf(
        mac(extracted, ByteBuffer.allocate(info.length + 1).put(info).put((byte) 1).array()),
        length);
  }

  private static byte[] mac(byte[] key, byte[] text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] bytes(String text) {
    return Base64.getUrlDecoder().decode(text);
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
