package id.segel.server.backup;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.UnsupportedRecipientStanzaException;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/** Streams in the format age v1 (age-encryption.org/v1), with X25519 keys. */
final class Age {

  private static final String SECRET = "AGE-SECRET-KEY-1";

  /** A chunk of the format. */
  private static final int BUFFER_BYTES = 1 << 16;

  private Age() {}

  /** None of the keys in the identity's file opens what was encrypted. */
  static final class WrongIdentityException extends IOException {
    WrongIdentityException(Throwable cause) {
      super("the identity is not one of its recipients", cause);
    }
  }

  /** Encrypts to each of these public keys; closing ends the file and closes {@code to}. */
  static OutputStream encrypting(OutputStream to, List<String> recipients) throws IOException {
    var stanzas = new ArrayList<RecipientStanzaWriter>();
    for (String recipient : recipients) {
      stanzas.add(writer(recipient));
    }
    try {
      return new BufferedOutputStream(
          Channels.newOutputStream(
              new StandardEncryptingChannelFactory()
                  .newEncryptingChannel(Channels.newChannel(to), stanzas)),
          BUFFER_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IOException("this machine cannot encrypt: " + e.getMessage(), e);
    }
  }

  /** {@link IllegalArgumentException} unless it is the public half of a backup key. */
  static void check(String recipient) {
    writer(recipient);
  }

  private static RecipientStanzaWriter writer(String recipient) {
    try {
      return X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipient);
    } catch (GeneralSecurityException | RuntimeException notAKey) {
      throw new IllegalArgumentException(
          "A recipient is age1 and 58 letters and digits, the public half of a backup key, not '"
              + (recipient.startsWith(SECRET) ? "the secret half" : recipient)
              + "'.");
    }
  }

  /** Decrypts with the first of these keys that fits. */
  static InputStream decrypting(InputStream from, List<RecipientStanzaReader> identities)
      throws IOException {
    try {
      return new BufferedInputStream(
          Channels.newInputStream(
              new StandardDecryptingChannelFactory()
                  .newDecryptingChannel(
                      Channels.newChannel(new BufferedInputStream(from, BUFFER_BYTES)),
                      identities)),
          BUFFER_BYTES);
    } catch (UnsupportedRecipientStanzaException e) {
      throw new WrongIdentityException(e);
    } catch (GeneralSecurityException e) {
      throw new IOException("it cannot be decrypted: " + e.getMessage(), e);
    }
  }

  /** The secret keys of a file as {@code segel key new --kind backup} makes it. */
  static List<RecipientStanzaReader> identities(Path file) throws IOException {
    var keys = new ArrayList<RecipientStanzaReader>();
    for (String line : Files.readAllLines(file)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      try {
        keys.add(X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(line.strip()));
      } catch (GeneralSecurityException | RuntimeException notAKey) {
        throw new IllegalArgumentException(
            file + " holds a line that is no secret key of a backup.");
      }
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(file + " holds no secret key of a backup.");
    }
    return keys;
  }
}
