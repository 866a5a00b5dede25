package id.segel.server.log;

import id.segel.core.log.LogSucceeded;
import id.segel.tlog.MalformedException;
import id.segel.tlog.checkpoint.Checkpoint;
import id.segel.tlog.merkle.Edge;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.merkle.TileSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SignatureException;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The newest signed checkpoint, kept in a file beside the database. A database that was put back
 * from an old backup does not hold what this names: then the log must not sign, or it would sign a
 * fork.
 */
@Component
class OutsideCheckpoint {

  private final Path data;
  private final Path file;
  private final Path cosigned;
  private final LogKeys keys;

  OutsideCheckpoint(@Value("${segel.data}") Path data, LogKeys keys) {
    this.data = data.toAbsolutePath().normalize();
    this.file = data.resolve("checkpoint");
    this.cosigned = data.resolve("checkpoint.cosigned");
    this.keys = keys;
  }

  /**
   * Why a folder that came from a backup does not append; empty when it did not, or was cleared.
   */
  Optional<String> restored() {
    return RestoredMark.read(data);
  }

  /** What a log that succeeded another must append first, if it has not. */
  Optional<LogSucceeded> succession() {
    try {
      return Succession.pending(data, keys);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void succeeded() {
    try {
      Succession.done(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The signed note, when one was kept. */
  Optional<byte[]> read() {
    return read(file);
  }

  /** The newest that a quorum of witnesses stood behind, when one was kept. */
  Optional<byte[]> readCosigned() {
    return read(cosigned);
  }

  private static Optional<byte[]> read(Path from) {
    try {
      return Files.exists(from) ? Optional.of(Files.readAllBytes(from)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps a newer one; it is on the disk when this returns. */
  void write(byte[] note) {
    write(note, file);
  }

  void writeCosigned(byte[] note) {
    write(note, cosigned);
  }

  private static void write(byte[] note, Path to) {
    try {
      Path next = to.resolveSibling(to.getFileName() + ".new");
      try (FileChannel channel =
          FileChannel.open(
              next,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        channel.write(java.nio.ByteBuffer.wrap(note));
        channel.force(true);
      }
      Files.move(next, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Looks at the checkpoint that a database holds; {@link IllegalStateException} when another
   * installation signed it, for two keys must not go on with one log.
   */
  void checkOurs(byte[] note) {
    try {
      Checkpoint.open(note, keys.signer().verifier());
    } catch (MalformedException | SignatureException e) {
      throw new IllegalStateException(
          "This database holds the log of another installation, signed with another key than "
              + file.resolveSibling("log.key")
              + ": name that installation's folder with --data, or an empty database.");
    }
  }

  /** Why the database is not the one that this checkpoint was signed for; empty when it is. */
  Optional<String> disagreement(Edge edge, TileSource fullTiles) {
    Optional<byte[]> kept = read();
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    try {
      Checkpoint signed = Checkpoint.open(kept.get(), keys.signer().verifier());
      if (signed.size() > edge.size()) {
        return Optional.of(
            "a checkpoint of "
                + signed.size()
                + " entries was signed and the database holds "
                + edge.size()
                + ": an old backup was restored");
      }
      Hash root = Edge.of(signed.size(), edge.over(fullTiles)).root();
      return root.equals(signed.root())
          ? Optional.empty()
          : Optional.of(
              "the database holds other entries than those that the checkpoint of "
                  + signed.size()
                  + " was signed for");
    } catch (MalformedException | SignatureException e) {
      return Optional.of("the checkpoint kept beside the database is not ours: " + e.getMessage());
    }
  }
}
