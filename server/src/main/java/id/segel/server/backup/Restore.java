package id.segel.server.backup;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import id.segel.server.database.CaptureConnections;
import id.segel.server.log.RestoredMark;
import id.segel.server.log.TreeState;
import id.segel.tlog.MalformedException;
import id.segel.tlog.Sha256;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.note.NoteSigner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SignatureException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A finished backup, looked at from all sides before anything is written, and then put into an
 * empty data folder and an empty database. The folder is marked as an unfinished restore first:
 * should this be cut short, the log in it never appends.
 */
public final class Restore {

  private static final int KEY_BYTES_MAX = 10_000;

  private static final int WORKERS = 2;
  private static final Duration WAIT = Duration.ofSeconds(10);

  private final Path backup;
  private final List<RecipientStanzaReader> identities;
  private final Manifest manifest;

  private Restore(Path backup, List<RecipientStanzaReader> identities, Manifest manifest) {
    this.backup = backup;
    this.identities = identities;
    this.manifest = manifest;
  }

  /**
   * Opens a backup and checks all of it that can be checked here.
   *
   * @throws IllegalStateException with a plain sentence that names what is wrong
   */
  public static Restore open(Path backup, Path identity) throws IOException, InterruptedException {
    List<RecipientStanzaReader> identities = Age.identities(identity);
    byte[] note = note(backup);
    Manifest manifest;
    try {
      manifest = Manifest.read(note);
    } catch (MalformedException e) {
      throw new IllegalStateException(
          "The manifest of " + backup + " was changed: " + e.getMessage() + ".");
    }
    String ours = Schema.ours().version();
    if (!manifest.schema().equals(ours)) {
      throw new IllegalStateException(
          "The backup "
              + backup
              + " has tables of version "
              + manifest.schema()
              + ", this Segel those of "
              + ours
              + ": restore it with the Segel that made it, which the next one then brings up.");
    }
    checkFiles(backup, manifest);
    checkSignature(backup, note, manifest, logKey(backup, identities, manifest));
    return new Restore(backup, identities, manifest);
  }

  private static byte[] note(Path backup) throws IOException {
    try {
      return Files.readAllBytes(backup.resolve(Manifest.FILE));
    } catch (NoSuchFileException e) {
      throw new IllegalStateException(
          Files.isDirectory(backup)
              ? "The backup "
                  + backup
                  + " was interrupted: it has no manifest. Take an earlier one."
              : "There is no backup " + backup + ".");
    }
  }

  private static void checkFiles(Path backup, Manifest manifest)
      throws IOException, InterruptedException {
    for (Manifest.Part part : manifest.files()) {
      Path file = backup.resolve(part.name()).normalize();
      if (!backup.normalize().equals(file.getParent()) || !Files.exists(file)) {
        throw new IllegalStateException(
            "The backup " + backup + " lacks its file " + part.name() + ".");
      }
    }
    Queue<Manifest.Part> queue = new ConcurrentLinkedQueue<>(manifest.files());
    Callable<Void> look =
        () -> {
          for (Manifest.Part part = queue.poll(); part != null; part = queue.poll()) {
            if (!HexFormat.of()
                .formatHex(sha256(backup.resolve(part.name())))
                .equals(part.sha256())) {
              throw new IllegalStateException(
                  "The file " + part.name() + " of the backup " + backup + " was changed.");
            }
          }
          return null;
        };
    try {
      Backups.inParallel(List.of(look, look));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] sha256(Path file) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] some = new byte[1 << 17];
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        digest.update(some, 0, n);
      }
    }
    return digest.digest();
  }

  /** What the backup holds as the log's key; nothing when there is none. */
  private static byte[] logKey(
      Path backup, List<RecipientStanzaReader> identities, Manifest manifest) throws IOException {
    try (var zip = new ZipInputStream(decrypted(backup.resolve(Backups.FILES), identities))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals("log.key")) {
          return zip.readNBytes(KEY_BYTES_MAX);
        }
      }
      return new byte[0];
    } catch (Age.WrongIdentityException e) {
      throw new IllegalStateException(
          "The identity does not open this backup, which is for "
              + String.join(" and ", manifest.recipients())
              + ".");
    }
  }

  private static InputStream decrypted(Path file, List<RecipientStanzaReader> identities)
      throws IOException {
    InputStream raw = Files.newInputStream(file);
    try {
      return Age.decrypting(raw, identities);
    } catch (IOException | RuntimeException failed) {
      raw.close();
      throw failed;
    }
  }

  private static void checkSignature(Path backup, byte[] note, Manifest manifest, byte[] key) {
    try {
      var log = NoteSigner.parse(new String(key, StandardCharsets.UTF_8).strip()).verifier();
      Manifest.verify(note, log);
      if (!log.vkey().equals(manifest.log())) {
        throw new SignatureException("it names another log");
      }
    } catch (MalformedException | SignatureException e) {
      throw new IllegalStateException(
          "The manifest of " + backup + " was changed: the log's key did not sign it so.");
    }
  }

  public long size() {
    return manifest.size();
  }

  /** Root of the tree, base64. */
  public String root() {
    return manifest.root();
  }

  /** The log's verifier key. */
  public String log() {
    return manifest.log();
  }

  /** Writes files and pictures into this folder, which must be empty or not there. */
  public void writeFiles(Path target) throws IOException {
    Path data = target.toAbsolutePath().normalize();
    if (Files.exists(data)) {
      try (var there = Files.list(data)) {
        if (there.anyMatch(file -> !file.endsWith("lost+found"))) {
          throw new IllegalStateException(
              "The folder " + data + " is not empty: restore into a new one.");
        }
      }
    }
    Files.createDirectories(data);
    // Others may pass through it, not look: PostgreSQL may run as another user.
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx--x--x"));
    try {
      RestoredMark.write(data, size(), Hash.ofBase64(root()));
    } catch (MalformedException e) {
      throw new IllegalStateException("The manifest of " + backup + " has no root.");
    }
    for (String packed : List.of(Backups.FILES, Backups.PICTURES)) {
      try (var zip = new ZipInputStream(decrypted(backup.resolve(packed), identities))) {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          write(data, entry.getName(), zip);
        }
      }
    }
  }

  /** The mark of the folder says from now on that it is whole. */
  public void finish(Path target) throws IOException {
    RestoredMark.finish(target.toAbsolutePath().normalize());
  }

  private static void write(Path data, String name, InputStream from) throws IOException {
    Path file = data.resolve(name).normalize();
    if (!file.startsWith(data)) {
      throw new IllegalStateException("The backup holds a file outside of its folder: " + name);
    }
    Files.createDirectories(
        Objects.requireNonNull(file.getParent()),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (var out = Files.newOutputStream(file)) {
      from.transferTo(out);
    }
  }

  /**
   * Writes the rows into a database whose tables are there and empty: indexes go, rows come, and
   * indexes are made again.
   */
  public void writeTables(CaptureConnections connections, Consumer<String> progress)
      throws IOException, SQLException, InterruptedException {
    Schema schema = Schema.ours();
    try (Connection sql = connections.open(WAIT)) {
      if (TreeState.read(sql).size() > 0) {
        throw new IllegalStateException(
            "The database holds a log already: restore into an empty one.");
      }
      List<Tables.Rule> rules = Tables.rules(schema, sql);
      if (rules.stream().noneMatch(rule -> rule.table().equals("log.entries"))) {
        throw new IllegalStateException(
            "The database is left of a restore that did not finish: make an empty one.");
      }
      List<Tables.Table> tables = largestFirst(Tables.of(schema, sql));
      // All at once: the rows of the log come back before its rules, or neither was touched.
      sql.setAutoCommit(false);
      for (Tables.Rule rule : rules) {
        Tables.run(rule.drop(), sql);
      }
      Tables.run(
          "truncate " + tables.stream().map(Tables.Table::name).collect(Collectors.joining(", ")),
          sql);
      sql.commit();
      sql.setAutoCommit(true);
      Map<String, List<Tables.Rule>> byTable =
          rules.stream()
              .filter(rule -> !rule.refersToAnother())
              .collect(Collectors.groupingBy(Tables.Rule::table));
      Queue<Tables.Table> queue = new ConcurrentLinkedQueue<>(tables);
      var done = new AtomicInteger();
      var work = new ArrayList<Callable<Void>>();
      for (int i = 0; i < WORKERS; i++) {
        work.add(() -> {
          load(queue, byTable, connections, done, tables.size(), progress);
          return null;
        });
      }
      Backups.inParallel(work);
      for (Tables.Rule rule : rules) {
        if (rule.refersToAnother()) {
          Tables.run(rule.make(), sql);
        }
      }
      Tables.advance(manifest.sequences(), sql);
      Tables.run("analyze", sql);
      if (!Tables.rules(schema, sql).equals(rules)) {
        throw new IllegalStateException("The tables did not get the indexes that they had.");
      }
    }
  }

  private List<Tables.Table> largestFirst(List<Tables.Table> tables) {
    Map<String, Long> bytes =
        manifest.files().stream()
            .collect(Collectors.toMap(Manifest.Part::name, Manifest.Part::bytes));
    return tables.stream()
        .sorted(
            java.util.Comparator.comparing(
                    (Tables.Table table) -> bytes.getOrDefault(table.name() + Backups.TABLE, 0L))
                .reversed())
        .toList();
  }

  private void load(
      Queue<Tables.Table> queue,
      Map<String, List<Tables.Rule>> rules,
      CaptureConnections connections,
      AtomicInteger done,
      int all,
      Consumer<String> progress)
      throws IOException, SQLException {
    try (Connection sql = connections.open(WAIT)) {
      // The last statement of the restore waits for the disk, and with it all before.
      Tables.run("set synchronous_commit = off", sql);
      Tables.run("set maintenance_work_mem = '256MB'", sql);
      for (Tables.Table table = queue.poll(); table != null; table = queue.poll()) {
        try (InputStream rows =
            new GZIPInputStream(
                decrypted(backup.resolve(table.name() + Backups.TABLE), identities), 1 << 16)) {
          Tables.in(table, sql, rows);
        }
        for (Tables.Rule rule : rules.getOrDefault(table.name(), List.of())) {
          Tables.run(rule.make(), sql);
        }
        int sofar = done.incrementAndGet();
        if (sofar % 20 == 0 || sofar == all) {
          progress.accept(sofar + " of " + all + " tables");
        }
      }
    }
  }
}
