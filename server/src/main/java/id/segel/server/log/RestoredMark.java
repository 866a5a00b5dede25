package id.segel.server.log;

import id.segel.tlog.merkle.Hash;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The file {@code restored} of a data folder: it came from a backup, and the log in it may be older
 * than what it has signed. While it is there the log does not append. Until the restore has proved
 * itself it says so, and cannot be lifted.
 */
public final class RestoredMark {

  private static final String FILE = "restored";
  private static final String UNFINISHED = "unfinished\n";

  private RestoredMark() {}

  /** Marks a folder before anything else is written to it. */
  public static void write(Path data, long size, Hash root) throws IOException {
    Path file = data.resolve(FILE);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        file, size + " " + root.base64() + "\n" + UNFINISHED, StandardOpenOption.SYNC);
    sync(data);
  }

  /** The restore has proved itself: from now on others may be asked, and the mark be lifted. */
  public static void finish(Path data) throws IOException {
    Path file = data.resolve(FILE);
    String mark = Files.readString(file);
    Files.writeString(
        file,
        mark.replace(UNFINISHED, ""),
        StandardOpenOption.SYNC,
        StandardOpenOption.TRUNCATE_EXISTING);
  }

  /** {@link IllegalStateException} where a restore was cut short or did not prove itself. */
  static void checkFinished(Path data) throws IOException {
    Path file = data.resolve(FILE);
    if (Files.exists(file) && Files.readString(file).endsWith(UNFINISHED)) {
      throw new IllegalStateException(
          "The restore into " + data + " is not finished: delete the folder and restore again.");
    }
  }

  /** Why the log does not append; empty when the folder is not marked. */
  static Optional<String> read(Path data) {
    try {
      String mark = Files.readString(data.resolve(FILE));
      if (mark.endsWith(UNFINISHED)) {
        return Optional.of(
            "its restore is not finished: stop the server, delete the folder and restore again");
      }
      String size = mark.split(" ", 2)[0];
      return Optional.of(
          "it was restored from a backup of "
              + size
              + " entries, and nobody was asked yet whether there were more: stop the server and"
              + " see to segel log check and segel log resume");
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("its mark of a restore cannot be read: " + e.getMessage());
    }
  }

  /** Lifts it. */
  static void lift(Path data) throws IOException {
    Files.deleteIfExists(data.resolve(FILE));
    sync(data);
  }

  static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
