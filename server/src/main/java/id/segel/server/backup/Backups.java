package id.segel.server.backup;

import id.segel.server.database.CaptureConnections;
import id.segel.server.log.TreeState;
import id.segel.tlog.MalformedException;
import id.segel.tlog.Sha256;
import id.segel.tlog.note.NoteSigner;
import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Takes a backup while the server runs: the files of the data folder, then every table as one
 * snapshot has it, then the pictures. In this order nothing of it names what it does not hold.
 *
 * <p>Each file is compressed and encrypted on its way; the manifest comes last, so that a backup
 * that was interrupted has none. What of the data folder is not kept is listed here, so that a
 * secret which is new tomorrow is kept.
 */
@Component
public class Backups {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  static final String FILES = "files.zip.age";
  static final String PICTURES = "pictures.zip.age";
  static final String TABLE = ".copy.gz.age";

  /** The newest checkpoint, for everybody: a later restore of an older backup can be shown it. */
  static final String CHECKPOINT = "checkpoint";

  /** PostgreSQL and the pictures go other ways; what a job printed does not last. */
  private static final Set<String> NOT_KEPT =
      Set.of(
          "database",
          "database.new",
          "database-password",
          "database-password.initdb",
          "database-port",
          "database.log",
          "database.log.old",
          "database.lock",
          "pictures",
          "restored",
          "temp");

  /** Two read and one is read ahead: what two cores can do. */
  private static final int WORKERS = 3;

  private static final Duration WAIT = Duration.ofSeconds(10);

  private final CaptureConnections connections;
  private final Path data;
  private final List<String> configured;
  private final Clock real;

  Backups(
      CaptureConnections connections,
      @Value("${segel.data}") Path data,
      @Value("${segel.backup.recipients:}") List<String> configured,
      Clock real) {
    this.connections = connections;
    this.data = data.toAbsolutePath().normalize();
    this.configured = configured;
    this.real = real;
  }

  /**
   * A backup that is finished.
   *
   * @param bytes of all its files
   */
  public record Taken(Path folder, long size, String root, String log, long bytes, int pictures) {}

  /**
   * Takes one into a new folder below {@code into}.
   *
   * @param typed public keys to encrypt to; none for those of the settings
   * @param progress is told how far it is
   */
  public Taken take(Path into, List<String> typed, Consumer<String> progress)
      throws IOException, SQLException, InterruptedException {
    List<String> recipients = typed.isEmpty() ? configured : typed;
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException(
          "A backup holds secrets and is encrypted: name its key with --recipient AGE1..., or in"
              + " the setting segel.backup.recipients; segel key new --kind backup makes one.");
    }
    recipients.forEach(Age::check);
    return new Taking(into.toAbsolutePath(), recipients, progress).take();
  }

  /** One backup on its way. */
  private final class Taking {

    private final Path into;
    private final List<String> recipients;
    private final Consumer<String> progress;
    private final Schema schema = Schema.ours();
    private final List<Manifest.Part> parts = new ArrayList<>();
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong told = new AtomicLong();

    private Path folder = Path.of("");
    private long toRead;

    Taking(Path into, List<String> recipients, Consumer<String> progress) {
      this.into = into;
      this.recipients = recipients;
      this.progress = progress;
    }

    Taken take() throws IOException, SQLException, InterruptedException {
      NoteSigner key = key();
      Files.createDirectories(into);
      Path growing =
          Files.createTempDirectory(
              into,
              "unfinished-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      folder = growing;
      zip(FILES, files(), Deflater.BEST_SPEED);
      try (Connection sql = connections.open(WAIT)) {
        sql.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        sql.setReadOnly(true);
        sql.setAutoCommit(false);
        String snapshot = text("select pg_export_snapshot()", sql);
        Instant taken = real.instant();
        TreeState tree = TreeState.read(sql);
        byte[] checkpoint = tree.checkpoint();
        if (checkpoint == null) {
          throw new IllegalStateException("The log has signed nothing yet: start the server once.");
        }
        long size = tree.size();
        String root = tree.root().base64();
        write(CHECKPOINT, checkpoint);
        Path named = into.resolve(STAMP.format(taken) + "-" + size);
        Files.move(folder, named);
        folder = named;
        int pictures = copy(snapshot, sql);
        Map<String, Long> sequences = Tables.sequences(schema, sql);
        parts.sort(Comparator.comparing(Manifest.Part::name));
        var manifest =
            new Manifest(
                key.verifier().vkey(),
                size,
                root,
                schema.version(),
                taken,
                recipients,
                sequences,
                parts);
        finish(manifest.sign(key));
        long bytes = parts.stream().mapToLong(Manifest.Part::bytes).sum();
        return new Taken(folder, size, root, manifest.log(), bytes, pictures);
      }
    }

    private NoteSigner key() throws IOException {
      try {
        return NoteSigner.parse(Files.readString(data.resolve("log.key")).strip());
      } catch (NoSuchFileException e) {
        throw new FileNotFoundException(data + " holds no log: there is no log.key.");
      } catch (MalformedException e) {
        throw new IOException(data.resolve("log.key") + " is no key of a log.", e);
      }
    }

    /** What must survive beside database and pictures. */
    private List<Path> files() throws IOException {
      var files = new ArrayList<Path>();
      Files.walkFileTree(
          data,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
              return NOT_KEPT.contains(data.relativize(dir).toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              String name = data.relativize(file).toString();
              if (attributes.isRegularFile()
                  && !NOT_KEPT.contains(name)
                  && !name.endsWith(".new")) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
      files.sort(Comparator.naturalOrder());
      return files;
    }

    private List<Path> pictures() throws IOException {
      Path pictures = data.resolve("pictures");
      if (!Files.isDirectory(pictures)) {
        return List.of();
      }
      try (var all = Files.walk(pictures, 2)) {
        return all.filter(Files::isRegularFile)
            .filter(file -> !file.startsWith(pictures.resolve("new")))
            .sorted()
            .toList();
      }
    }

    private int copy(String snapshot, Connection sql)
        throws IOException, SQLException, InterruptedException {
      List<Tables.Table> tables = Tables.of(schema, sql);
      List<Path> pictures = pictures();
      toRead = tables.stream().mapToLong(Tables.Table::bytes).sum();
      for (Path picture : pictures) {
        toRead += Files.size(picture);
      }
      Queue<Tables.Table> queue = new ConcurrentLinkedQueue<>(tables);
      var work = new ArrayList<Callable<Void>>();
      for (int i = 0; i < WORKERS - 1; i++) {
        work.add(() -> {
          copy(queue, snapshot);
          return null;
        });
      }
      work.add(() -> {
        zip(PICTURES, pictures, Deflater.NO_COMPRESSION);
        copy(queue, snapshot);
        return null;
      });
      inParallel(work);
      return pictures.size();
    }

    private void copy(Queue<Tables.Table> queue, String snapshot) throws IOException, SQLException {
      try (Connection sql = connections.open(WAIT)) {
        sql.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        sql.setReadOnly(true);
        sql.setAutoCommit(false);
        Tables.run("set transaction snapshot '" + snapshot + "'", sql);
        for (Tables.Table table = queue.poll(); table != null; table = queue.poll()) {
          try (var part = new Part(table.name() + TABLE);
              OutputStream packed =
                  new BufferedOutputStream(new FastGzip(part.encrypted), 1 << 16)) {
            Tables.out(table, sql, new Watched(packed));
          }
        }
      }
    }

    private void zip(String name, List<Path> files, int level) throws IOException {
      try (var part = new Part(name);
          var zip = new ZipOutputStream(part.encrypted)) {
        zip.setLevel(level);
        var watched = new Watched(zip);
        for (Path file : files) {
          zip.putNextEntry(new ZipEntry(data.relativize(file).toString()));
          try {
            Files.copy(file, watched);
          } catch (NoSuchFileException gone) {
            throw new IllegalStateException(
                file + " was deleted while it was to be copied: take the backup again.");
          }
          zip.closeEntry();
        }
      }
    }

    private void write(String name, byte[] bytes) throws IOException {
      try (var part = new Part(name, false)) {
        part.encrypted.write(bytes);
      }
    }

    /** The manifest is whole and on the disk, as is what it names, or it is not there. */
    private void finish(byte[] manifest) throws IOException {
      Path fresh = folder.resolve(Manifest.FILE + ".new");
      try (FileChannel channel =
          FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        channel.write(java.nio.ByteBuffer.wrap(manifest));
        channel.force(true);
      }
      Files.move(fresh, folder.resolve(Manifest.FILE), StandardCopyOption.ATOMIC_MOVE);
      for (Path made : List.of(folder, into)) {
        try (FileChannel channel = FileChannel.open(made, StandardOpenOption.READ)) {
          channel.force(true);
        }
      }
    }

    private void tell(long bytes) {
      long percent = toRead == 0 ? 0 : Math.min(100, read.addAndGet(bytes) * 100 / toRead);
      long before = told.get();
      if (percent >= before + 10 && told.compareAndSet(before, percent)) {
        progress.accept(percent + " % of " + (toRead >> 20) + " MiB");
      }
    }

    /** A file of the backup: encrypted, hashed, and on the disk when it is closed. */
    private final class Part implements AutoCloseable {

      private final String name;
      private final Path file;
      private final FileChannel channel;
      private final MessageDigest digest = Sha256.digest();
      private final OutputStream encrypted;

      Part(String name) throws IOException {
        this(name, true);
      }

      Part(String name, boolean isSecret) throws IOException {
        this.name = name;
        this.file = folder.resolve(name);
        this.channel =
            FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        // Closing what writes into it must not close the file before it is on the disk.
        OutputStream plain =
            new DigestOutputStream(
                new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 17) {
                  @Override
                  public void close() throws IOException {
                    flush();
                  }
                },
                digest);
        this.encrypted = isSecret ? Age.encrypting(plain, recipients) : plain;
      }

      @Override
      public void close() throws IOException {
        try (channel) {
          encrypted.close();
          channel.force(true);
          synchronized (parts) {
            parts.add(
                new Manifest.Part(name, channel.size(), HexFormat.of().formatHex(digest.digest())));
          }
        }
      }
    }

    /** Counts what passes. */
    private final class Watched extends OutputStream {

      private final OutputStream to;

      Watched(OutputStream to) {
        this.to = to;
      }

      @Override
      public void write(int one) throws IOException {
        to.write(one);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        to.write(bytes, offset, length);
        tell(length);
      }
    }
  }

  /** Gzip that costs little: what is encrypted does not shrink any more. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream to) throws IOException {
      super(to, 1 << 16);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  /** Does all of it at once; the first failure is thrown and ends the others. */
  static void inParallel(List<Callable<Void>> work)
      throws IOException, SQLException, InterruptedException {
    try (var threads = Executors.newFixedThreadPool(work.size())) {
      var running = new ArrayList<Future<Void>>();
      work.forEach(one -> running.add(threads.submit(one)));
      try {
        for (Future<Void> one : running) {
          one.get();
        }
      } catch (ExecutionException e) {
        threads.shutdownNow();
        switch (e.getCause()) {
          case IOException failed -> throw failed;
          case SQLException failed -> throw failed;
          case RuntimeException failed -> throw failed;
          case null, default -> throw new IllegalStateException(e.getCause());
        }
      }
    }
  }

  private static String text(String query, Connection sql) throws SQLException {
    try (Statement statement = sql.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }
}
