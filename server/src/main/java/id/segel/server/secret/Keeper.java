package id.segel.server.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Keeps secrets that must be known to be used, of hooks, browsers, cameras and sensors: in the
 * database under AES-256-GCM, the key in {@code notification.key} of the data folder, for the
 * owner's eyes only. The file is called after those that were the first.
 */
@Component
public final class Keeper {

  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec key;

  /** With the key of this data folder, which is made when it is not there. */
  public Keeper(@Value("${segel.data}") Path data) throws IOException {
    String hex = kept(data, "notification.key", () -> HexFormat.of().formatHex(random(KEY_BYTES)));
    key = new SecretKeySpec(HexFormat.of().parseHex(hex), "AES");
  }

  /**
   * What this file of the data folder says; where there is none, one is made, for its owner's eyes
   * only.
   */
  public static String kept(Path data, String name, Supplier<String> fresh) throws IOException {
    Path file = data.resolve(name);
    if (!Files.exists(file)) {
      Files.createDirectories(data);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(
          file, fresh.get() + "\n", StandardOpenOption.SYNC, StandardOpenOption.WRITE);
    }
    return Files.readString(file).strip();
  }

  /** So many bytes by chance. */
  public byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** So many of these signs by chance. */
  public String signs(String of, int count) {
    var signs = new StringBuilder();
    for (int i = 0; i < count; i++) {
      signs.append(of.charAt(random.nextInt(of.length())));
    }
    return signs.toString();
  }

  /** As it may stand in the database. */
  public byte[] lock(byte[] secret) {
    try {
      byte[] nonce = random(NONCE_BYTES);
      byte[] locked = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(secret);
      byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + locked.length);
      System.arraycopy(locked, 0, whole, NONCE_BYTES, locked.length);
      return whole;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is missing", e);
    }
  }

  /** Null when it was locked under another key. */
  public byte @Nullable [] unlock(byte[] locked) {
    try {
      return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(locked, NONCE_BYTES))
          .doFinal(locked, NONCE_BYTES, locked.length - NONCE_BYTES);
    } catch (GeneralSecurityException e) {
      return null;
    }
  }

  private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }
}
