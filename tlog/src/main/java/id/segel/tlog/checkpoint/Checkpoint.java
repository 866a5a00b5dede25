package id.segel.tlog.checkpoint;

import id.segel.tlog.MalformedException;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.NoteSigner;
import id.segel.tlog.note.NoteVerifier;
import java.security.SignatureException;
import java.util.List;

/**
 * The head of a log's tree, which the log signs; c2sp.org/tlog-checkpoint.
 *
 * @param origin names the log; the name of its key
 * @param extensions further lines; a log of ours writes none
 */
public record Checkpoint(String origin, long size, Hash root, List<String> extensions) {

  public Checkpoint {
    extensions = List.copyOf(extensions);
    if (origin.isEmpty() || origin.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("not an origin");
    }
    if (size < 0 || (size == 0 && !root.equals(Hash.EMPTY))) {
      throw new IllegalArgumentException("no tree has this size and root");
    }
  }

  public Checkpoint(String origin, long size, Hash root) {
    this(origin, size, root, List.of());
  }

  /** Reads the text of a checkpoint, without its signatures. */
  public static Checkpoint parse(String text) throws MalformedException {
    if (!text.endsWith("\n")) {
      throw new MalformedException("a checkpoint ends with a newline");
    }
    List<String> lines = List.of(text.substring(0, text.length() - 1).split("\n", -1));
    if (lines.size() < 3 || lines.contains("")) {
      throw new MalformedException("a checkpoint has an origin, a size and a root");
    }
    long size = size(lines.get(1));
    Hash root = Hash.ofBase64(lines.get(2));
    if (size == 0 && !root.equals(Hash.EMPTY)) {
      throw new MalformedException("the empty tree has another root");
    }
    return new Checkpoint(lines.get(0), size, root, lines.subList(3, lines.size()));
  }

  /**
   * Reads a signed checkpoint of the log that has this key.
   *
   * @throws SignatureException when the key did not sign it, or it is of another origin
   */
  public static Checkpoint open(byte[] note, NoteVerifier log)
      throws MalformedException, SignatureException {
    Checkpoint checkpoint = parse(Note.open(note, log).text());
    if (!checkpoint.origin().equals(log.name())) {
      throw new SignatureException(
          "a checkpoint of " + checkpoint.origin() + ", not of " + log.name());
    }
    return checkpoint;
  }

  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(origin).append('\n').append(size).append('\n').append(root.base64()).append('\n');
    extensions.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  public Note sign(NoteSigner log) {
    if (!log.name().equals(origin)) {
      throw new IllegalArgumentException("the key of " + log.name() + " for " + origin);
    }
    return Note.of(text()).signedBy(log);
  }

  private static long size(String decimal) throws MalformedException {
    if (!decimal.matches("0|[1-9][0-9]{0,18}")) {
      throw new MalformedException("not the size of a tree");
    }
    try {
      return Long.parseLong(decimal);
    } catch (NumberFormatException e) {
      throw new MalformedException("not the size of a tree");
    }
  }
}
