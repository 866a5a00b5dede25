package id.segel.tlog.witness;

import id.segel.tlog.MalformedException;
import id.segel.tlog.checkpoint.Checkpoint;
import id.segel.tlog.note.Note;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a witness must never forget: of each log the largest checkpoint that it cosigned, and when.
 * One file, replaced whole and flushed before anything is signed, so that a process that is killed
 * at any moment has at most promised less than it says. Written by one {@link Witness}, read by
 * anybody.
 */
public final class WitnessState implements AutoCloseable {

  private static final String HEADER = "segel/witness-state/v1";

  private final Path file;
  private final FileChannel lockChannel;
  private volatile Map<String, Latest> byOrigin = Map.of();

  /**
   * The largest checkpoint of a log.
   *
   * @param note as the log signed it
   * @param time when it was cosigned last, POSIX seconds
   */
  public record Latest(Note note, Checkpoint checkpoint, long time) {}

  private WitnessState(Path file, FileChannel lockChannel) {
    this.file = file;
    this.lockChannel = lockChannel;
  }

  /**
   * Opens the file, or begins one.
   *
   * @throws IOException when another process has it, or it is none of ours: a witness that begins
   *     anew would cosign a fork
   */
  public static WitnessState open(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Files.createDirectories(absolute.getParent());
    FileChannel channel =
        FileChannel.open(
            absolute.resolveSibling(absolute.getFileName() + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
      if (lock == null) {
        throw new IOException("another witness works with " + file);
      }
      var state = new WitnessState(absolute, channel);
      if (Files.exists(absolute)) {
        state.read();
      }
      return state;
    } catch (java.nio.channels.OverlappingFileLockException e) {
      throw new IOException("another witness works with " + file, e);
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
  }

  private void read() throws IOException {
    String[] lines = Files.readString(file).split("\n", -1);
    if (!lines[0].equals(HEADER) || !lines[lines.length - 1].isEmpty()) {
      throw new IOException(
          file + " is no state of a witness: put the file of a copy in its place");
    }
    var all = new TreeMap<String, Latest>();
    for (int i = 1; i < lines.length - 1; i++) {
      String[] words = lines[i].split(" ", 2);
      try {
        Note note = Note.parse(Base64.getDecoder().decode(words[1]));
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        all.put(checkpoint.origin(), new Latest(note, checkpoint, Long.parseLong(words[0])));
      } catch (MalformedException | RuntimeException e) {
        throw new IOException("line " + (i + 1) + " of " + file + " cannot be read", e);
      }
    }
    byOrigin = all;
  }

  public Optional<Latest> latest(String origin) {
    return Optional.ofNullable(byOrigin.get(origin));
  }

  /** Keeps it; it is on the disk when this returns. */
  void keep(Latest latest) throws IOException {
    var all = new TreeMap<>(byOrigin);
    all.put(latest.checkpoint().origin(), latest);
    var text = new StringBuilder(HEADER).append('\n');
    for (Latest one : all.values()) {
      text.append(one.time())
          .append(' ')
          .append(Base64.getEncoder().encodeToString(one.note().bytes()))
          .append('\n');
    }
    Path next = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel out =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    // The name as well must survive; a folder can be opened and flushed where there are folders.
    try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
    byOrigin = all;
  }

  @Override
  public void close() throws IOException {
    lockChannel.close();
  }
}
