package id.segel.server.log;

import id.segel.tlog.MalformedException;
import id.segel.tlog.note.NoteSigner;
import id.segel.tlog.note.SigningKey;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The log's signing key, made at the first start and kept in the data folder, for the owner's eyes
 * only.
 */
@Component
class LogKeys {

  private final NoteSigner signer;

  LogKeys(@Value("${segel.data}") Path data, @Value("${segel.origin}") String origin)
      throws IOException, MalformedException {
    Path file = data.resolve("log.key");
    if (!Files.exists(file)) {
      Files.createDirectories(data);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(
          file,
          new NoteSigner(origin, SigningKey.generate(new SecureRandom())).skey() + "\n",
          StandardOpenOption.SYNC,
          StandardOpenOption.WRITE);
    }
    signer = NoteSigner.parse(Files.readString(file).strip());
    if (!signer.name().equals(origin) && !succeeded(data, origin)) {
      throw new IllegalStateException(
          "the log's key in " + file + " is for " + signer.name() + ", the setting says " + origin);
    }
  }

  /** Whether the log of this origin was the one before: the setting may still say so. */
  private static boolean succeeded(Path data, String origin) throws IOException {
    try (DirectoryStream<Path> old = Files.newDirectoryStream(data, "log.key.????????")) {
      for (Path file : old) {
        if (NoteSigner.parse(Files.readString(file).strip()).name().equals(origin)) {
          return true;
        }
      }
      return false;
    } catch (MalformedException e) {
      throw new IllegalStateException("A file log.key.* in " + data + " is no key.", e);
    }
  }

  /** Signs checkpoints and receipts; its name is the log's origin. */
  NoteSigner signer() {
    return signer;
  }
}
