package id.segel.server.log;

import id.segel.core.exchange.Facts;
import id.segel.core.fact.Id;
import id.segel.core.log.LogSucceeded;
import id.segel.server.database.CaptureConnections;
import id.segel.tlog.MalformedException;
import id.segel.tlog.checkpoint.Checkpoint;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.NoteSigner;
import id.segel.tlog.note.NoteVerifier;
import id.segel.tlog.note.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * A new log with a new key and another origin, which keeps the entries and names the old one's last
 * checkpoint.
 *
 * <p>The fact waits in the file {@code succession} of the data folder, and the sequencer appends it
 * before anything else. It is written first and the key exchanged last, so that after a crash there
 * is either the old log or the new one with its fact.
 */
@Component
public class Succession {

  private static final String FILE = "succession";
  private static final String KEY = "log.key";
  private static final Duration WAIT = Duration.ofSeconds(10);

  private final Path data;
  private final LogKeys keys;
  private final ForkGuard guard;
  private final CaptureConnections connections;

  Succession(
      @Value("${segel.data}") Path data,
      LogKeys keys,
      ForkGuard guard,
      CaptureConnections connections) {
    this.data = data.toAbsolutePath().normalize();
    this.keys = keys;
    this.guard = guard;
    this.connections = connections;
  }

  /**
   * Opens the new log.
   *
   * @param origin of the new one
   * @param last sources of the old one's newest checkpoint, asked beside the policy's witnesses;
   *     each must answer
   * @param old verifier key of the old log when its key is lost, else null
   */
  public void open(String origin, List<String> last, @Nullable String old)
      throws IOException, SQLException, InterruptedException {
    if (pending(data, keys).isPresent()) {
      finish(keys.signer().verifier().keyId()); // It was cut short behind the exchange of keys.
      return;
    }
    NoteVerifier log = old(old);
    if (!Note.isKeyName(origin) || origin.equals(log.name())) {
      throw new IllegalArgumentException(
          "The new log needs a name that no log had: an address without scheme, not "
              + origin
              + ".");
    }
    Checkpoint newest = newest(last, log);
    long size;
    try (Connection sql = connections.open(WAIT)) {
      size = SequencerStore.readTree(sql).size();
    }
    var fact =
        new LogSucceeded(
            log.vkey(),
            newest.size(),
            Id.of(newest.root().bytes()),
            Id.ofText(newest.text().getBytes(StandardCharsets.UTF_8)),
            Math.min(newest.size(), size));
    write(FILE, fact.text());
    int oldId = keys.signer().verifier().keyId();
    write(KEY + "." + hex(oldId), Files.readAllBytes(data.resolve(KEY)));
    try (Connection sql = connections.open(WAIT);
        PreparedStatement forget = sql.prepareStatement("update log.tree set checkpoint = null")) {
      forget.executeUpdate();
    }
    var signer = new NoteSigner(origin, SigningKey.generate(new SecureRandom()));
    write(KEY, (signer.skey() + "\n").getBytes(StandardCharsets.US_ASCII));
    finish(oldId);
  }

  /** The old log's key, which must have signed what the database holds. */
  private NoteVerifier old(@Nullable String vkey) throws SQLException {
    NoteVerifier log;
    try {
      log = vkey == null ? keys.signer().verifier() : NoteVerifier.parse(vkey);
    } catch (MalformedException e) {
      throw new IllegalArgumentException("--old is no verifier key: " + e.getMessage() + ".");
    }
    try (Connection sql = connections.open(WAIT)) {
      Optional<byte[]> signed = SequencerStore.readCheckpoint(sql);
      if (signed.isPresent()) {
        Checkpoint.open(signed.get(), log);
      }
      return log;
    } catch (MalformedException | SignatureException e) {
      throw new IllegalArgumentException(
          "What this database holds was signed by another key than "
              + log.vkey()
              + ": name the old log's verifier key with --old.");
    }
  }

  private Checkpoint newest(List<String> last, NoteVerifier log)
      throws IOException, SQLException, InterruptedException {
    var sources = new ArrayList<>(last);
    Path kept = data.resolve("checkpoint");
    if (Files.exists(kept)) {
      sources.add(kept.toString());
    }
    var shown = new ArrayList<ForkGuard.Shown>();
    for (ForkGuard.Answer answer : guard.ask(sources, log, shown).answers()) {
      if (answer.kind() == ForkGuard.Kind.IS_ANOTHER_TREE) {
        throw new IllegalStateException(
            answer.source()
                + " shows another tree than the one here: nobody can say where they part. Restore"
                + " a backup that agrees with it.");
      }
      if (last.contains(answer.source()) && answer.size() < 0) {
        throw new IllegalStateException(
            "Nothing can be learnt from " + answer.source() + ": " + answer.detail() + ".");
      }
    }
    return shown.stream()
        .map(ForkGuard.Shown::checkpoint)
        .max(Comparator.comparingLong(Checkpoint::size))
        .orElseThrow(() ->
            new IllegalStateException(
                "No checkpoint of the old log is known: name one with --last."));
  }

  private void finish(int oldId) throws IOException {
    for (String name : List.of("checkpoint", "checkpoint.cosigned")) {
      Path kept = data.resolve(name);
      if (Files.exists(kept)) {
        Files.move(
            kept, data.resolve(name + "." + hex(oldId)), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    guard.lift();
  }

  private void write(String name, byte[] bytes) throws IOException {
    Path fresh = data.resolve(name + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(fresh, bytes, StandardOpenOption.SYNC);
    Files.move(fresh, data.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    RestoredMark.sync(data);
  }

  private static String hex(int keyId) {
    return HexFormat.of().toHexDigits(keyId);
  }

  /** The fact that the log under its new key must append first, if it has not. */
  static Optional<LogSucceeded> pending(Path data, LogKeys keys) throws IOException {
    try {
      byte[] text = Files.readAllBytes(data.resolve(FILE));
      if (Facts.read(text) instanceof LogSucceeded fact
          && !fact.key().equals(keys.signer().verifier().vkey())) {
        return Optional.of(fact);
      }
      return Optional.empty();
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  static void done(Path data) throws IOException {
    Files.deleteIfExists(data.resolve(FILE));
  }
}
