package id.segel.server.picture;

import id.segel.server.http.Problem;
import id.segel.tlog.Sha256;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The folder {@code pictures} of the data directory: each file under the SHA-256 of its bytes, as
 * {@code ab/cdef...}. A file is whole and on the disk before it has that name, and never changes.
 */
@Component
class PictureFiles {

  /** As the outside's contract says. */
  static final int BYTES_MAX = 8 << 20;

  /** What must stay free: the database shares this disk, and a log without room stands still. */
  private static final long FREE_BYTES_MIN = 1L << 30;

  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path folder;
  private final Path fresh;

  PictureFiles(@Value("${segel.data}") Path data) {
    this.folder = data.resolve("pictures");
    this.fresh = folder.resolve("new");
  }

  /**
   * A picture that was received, under a temporary name.
   *
   * @param salted SHA-256 of the salt and the bytes
   */
  record Received(Path file, int bytes, byte[] sha256, byte[] salted) {}

  /**
   * Receives one picture and checks it on its way to the disk. Nothing is left of one that is
   * refused.
   */
  Received receive(InputStream body, byte[] salt) throws IOException {
    Files.createDirectories(fresh, OWNER_ONLY);
    if (Files.getFileStore(fresh).getUsableSpace() < FREE_BYTES_MIN) {
      throw Problem.busy("The disk is nearly full: no picture can be kept now.");
    }
    Path file = Files.createTempFile(fresh, "", ".jpg");
    MessageDigest plain = Sha256.digest();
    MessageDigest salted = Sha256.digest();
    salted.update(salt);
    try (FileChannel to = FileChannel.open(file, StandardOpenOption.WRITE)) {
      var copy = new Copying(body, to, plain, salted);
      Jpeg.check(new BufferedInputStream(copy, 1 << 16));
      to.force(true);
      return new Received(file, copy.bytes, plain.digest(), salted.digest());
    } catch (IOException | RuntimeException refused) {
      Files.deleteIfExists(file);
      throw refused;
    }
  }

  /** Gives what was received its name; the same bytes twice are one file. */
  void keep(Received received) throws IOException {
    Path file = path(received.sha256());
    Path parent = sub(file);
    Files.createDirectories(parent, OWNER_ONLY);
    Files.move(received.file(), file, StandardCopyOption.ATOMIC_MOVE);
    sync(parent);
    sync(folder);
  }

  /** Drops what was received and is not wanted. */
  void drop(Received received) throws IOException {
    Files.deleteIfExists(received.file());
  }

  void delete(byte[] sha256) throws IOException {
    Path file = path(sha256);
    if (Files.deleteIfExists(file)) {
      sync(sub(file));
    }
  }

  Path path(byte[] sha256) {
    String name = HexFormat.of().formatHex(sha256);
    return folder.resolve(name.substring(0, 2)).resolve(name.substring(2));
  }

  /** SHA-256 of the salt and of what this file holds now. */
  static byte[] hash(Path file, byte[] salt) throws IOException {
    MessageDigest digest = Sha256.digest();
    digest.update(salt);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] some = new byte[1 << 16];
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        digest.update(some, 0, n);
      }
    }
    return digest.digest();
  }

  /** Makes the folders, and deletes what a server that was killed had begun to receive. */
  void open() throws IOException {
    Files.createDirectories(fresh, OWNER_ONLY);
    sync(Objects.requireNonNull(folder.toAbsolutePath().getParent()));
    for (Path begun : list(fresh)) {
      Files.deleteIfExists(begun);
    }
  }

  /** Names of the files whose SHA-256 begins with this byte, in hex digits. */
  Set<String> names(int first) throws IOException {
    String prefix = HexFormat.of().toHexDigits((byte) first);
    Path sub = folder.resolve(prefix);
    var names = new TreeSet<String>();
    if (Files.isDirectory(sub)) {
      for (Path file : list(sub)) {
        names.add(prefix + file.getFileName());
      }
    }
    return names;
  }

  /** What else lies in the folder. */
  List<String> others() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    return list(folder).stream()
        .map(path -> String.valueOf(path.getFileName()))
        .filter(name -> !name.matches("[0-9a-f]{2}|new"))
        .toList();
  }

  private static Path sub(Path file) {
    return Objects.requireNonNull(file.getParent());
  }

  private static List<Path> list(Path folder) throws IOException {
    try (var paths = Files.list(folder)) {
      return paths.sorted().toList();
    }
  }

  /** A new name is on the disk when its folder is. */
  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Writes and hashes what is read through it. */
  private static final class Copying extends FilterInputStream {

    private final FileChannel to;
    private final MessageDigest plain;
    private final MessageDigest salted;
    private int bytes;

    Copying(InputStream from, FileChannel to, MessageDigest plain, MessageDigest salted) {
      super(from);
      this.to = to;
      this.plain = plain;
      this.salted = salted;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int n = super.read(into, offset, length);
      if (n > 0) {
        bytes += n;
        if (bytes > BYTES_MAX) {
          throw new Problem(413, "TOO_LARGE", "A picture has at most " + BYTES_MAX + " bytes.");
        }
        plain.update(into, offset, n);
        salted.update(into, offset, n);
        var buffer = ByteBuffer.wrap(into, offset, n);
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
      }
      return n;
    }
  }
}
