package id.segel.server.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The programs of PostgreSQL, unpacked once per machine from the jar that carries them. They hold
 * {@code postgres}, {@code initdb} and {@code pg_ctl}, nothing more.
 */
final class PostgresBinaries {

  /** Version of the jar in the server's pom. */
  static final String VERSION = "18.6.0";

  private static final int MAX_ENTRY_BYTES = 200_000_000;

  private PostgresBinaries() {}

  /** The folder that holds {@code bin} and {@code lib}, readable by everybody on this machine. */
  static Path unpacked() throws IOException {
    Path home = cache().resolve("postgres-" + VERSION);
    if (Files.isExecutable(home.resolve("bin/postgres"))) {
      return home;
    }
    String archive = "/postgres-" + system() + ".txz";
    try (InputStream packed = PostgresBinaries.class.getResourceAsStream(archive)) {
      if (packed == null) {
        throw new IllegalStateException(
            "Segel brings no PostgreSQL for this kind of machine ("
                + system()
                + "): name one of version 16 or newer with SEGEL_DB_URL, SEGEL_DB_USER and"
                + " SEGEL_DB_PASSWORD.");
      }
      Files.createDirectories(home.getParent());
      Path fresh = Files.createTempDirectory(home.getParent(), "unpacking-");
      unpack(packed, fresh);
      open(fresh);
      try {
        Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException raced) {
        // Another process was quicker; its copy is as good.
        Folders.delete(fresh);
      }
    }
    return home;
  }

  private static Path cache() {
    String named = System.getenv("XDG_CACHE_HOME");
    if (named != null && !named.isBlank()) {
      return Path.of(named, "segel");
    }
    // The home of root is closed to the user that PostgreSQL runs as.
    return Account.isRoot()
        ? Path.of("/var/cache/segel")
        : Path.of(System.getProperty("user.home"), ".cache", "segel");
  }

  private static String system() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String system = name.startsWith("mac") ? "darwin" : name.replace(' ', '_');
    String processor = System.getProperty("os.arch");
    return system + "-" + (processor.equals("amd64") ? "x86_64" : processor);
  }

  private static void unpack(InputStream packed, Path into) throws IOException {
    try (var tar =
        new TarArchiveInputStream(
            new XZCompressorInputStream(new BufferedInputStream(packed, 1 << 16)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = into.resolve(entry.getName()).normalize();
        if (!target.startsWith(into) || entry.getSize() > MAX_ENTRY_BYTES) {
          throw new IOException("the archive of PostgreSQL holds " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else if (entry.isSymbolicLink()) {
          Files.createDirectories(target.getParent());
          Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(tar, target);
          if ((entry.getMode() & 0100) != 0) {
            Files.setPosixFilePermissions(
                target,
                EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE));
          }
        }
      }
    }
  }

  /** Lets everybody read what the owner reads, and run what the owner runs. */
  private static void open(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        if (!Files.isSymbolicLink(path)) {
          Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(path);
          allowed.add(PosixFilePermission.GROUP_READ);
          allowed.add(PosixFilePermission.OTHERS_READ);
          if (allowed.contains(PosixFilePermission.OWNER_EXECUTE)) {
            allowed.add(PosixFilePermission.GROUP_EXECUTE);
            allowed.add(PosixFilePermission.OTHERS_EXECUTE);
          }
          Files.setPosixFilePermissions(path, allowed);
        }
      }
    }
  }
}
