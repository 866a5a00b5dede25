package id.segel.cli;

import id.segel.tlog.MalformedException;
import id.segel.tlog.Sha256;
import id.segel.tlog.checkpoint.Checkpoint;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.NoteVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints of each log that this user has seen, so that a log which is rewound or split is
 * found out later. One small file a log.
 */
final class Memory {

  /** Of more, every other one is forgotten; the first and the newest stay. */
  private static final int MOST = 64;

  private final @Nullable Path folder;

  Memory(@Nullable Path folder) {
    this.folder = folder;
  }

  /** The folder that is named, none for {@code none}, else the user's own. */
  static Memory of(String named) {
    if (named.equals("none")) {
      return new Memory(null);
    }
    if (!named.isEmpty()) {
      return new Memory(Path.of(named));
    }
    String state = System.getenv("XDG_STATE_HOME");
    Path home =
        state == null || state.isBlank()
            ? Path.of(System.getProperty("user.home"), ".local", "state")
            : Path.of(state);
    return new Memory(home.resolve("segel"));
  }

  /** What was seen of this log, in the order of size; a line that cannot be read is passed over. */
  List<Note> seen(NoteVerifier log) throws IOException {
    Path file = file(log);
    var notes = new ArrayList<Note>();
    if (file == null || !Files.exists(file)) {
      return notes;
    }
    for (String line : Files.readAllLines(file)) {
      try {
        Note note = Note.parse(Base64.getDecoder().decode(line));
        if (log.verifies(note)) {
          notes.add(note);
        }
      } catch (MalformedException | IllegalArgumentException e) {
        // A line that cannot be read tells nothing.
      }
    }
    return notes;
  }

  /** Remembers a checkpoint whose tree was checked. */
  void remember(NoteVerifier log, Note note) throws IOException, MalformedException {
    Path file = file(log);
    if (file == null) {
      return;
    }
    List<Note> all = seen(log);
    long size = Checkpoint.parse(note.text()).size();
    for (Note one : all) {
      if (Checkpoint.parse(one.text()).size() >= size) {
        return;
      }
    }
    all.add(note);
    while (all.size() > MOST) {
      for (int i = all.size() - 2; i > 0; i -= 2) {
        all.remove(i);
      }
    }
    var text = new StringBuilder();
    for (Note one : all) {
      text.append(Base64.getEncoder().encodeToString(one.bytes())).append('\n');
    }
    Files.createDirectories(file.getParent());
    Path next = Files.createTempFile(file.getParent(), "checkpoints", ".new");
    Files.writeString(next, text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Where it keeps what it has seen of this log; null when it keeps nothing. */
  private @Nullable Path file(NoteVerifier log) {
    byte[] digest = Sha256.digest().digest(log.vkey().getBytes(StandardCharsets.UTF_8));
    return folder == null
        ? null
        : folder.resolve(HexFormat.of().formatHex(digest, 0, 12) + ".checkpoints");
  }
}
