package id.segel.core.log;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.tlog.note.NoteVerifier;

/**
 * This log goes on where another ended: its key was lost, stolen or exchanged, or entries of it
 * were. The entries before this one are the other log's.
 *
 * @param key verifier key of the old log, whose name is its origin
 * @param size of the largest tree that the old key is known to have signed
 * @param root of that tree
 * @param checkpoint SHA-256 of the text of that checkpoint
 * @param same up to this size the two trees are the same
 */
public record LogSucceeded(String key, long size, Id root, Id checkpoint, long same)
    implements Fact {

  private static final long SIZE_MAX = 1L << 52;

  /** {@link MalformedException} when it is not as described. */
  public LogSucceeded {
    origin(key);
    if (same < 0 || same > size) {
      throw new MalformedException("the trees cannot share more than the old one has");
    }
  }

  /** The old log's name. */
  public String origin() {
    return origin(key);
  }

  private static String origin(String key) {
    try {
      return NoteVerifier.parse(key).name();
    } catch (id.segel.tlog.MalformedException e) {
      throw new MalformedException("not the key of a log: " + e.getMessage(), e);
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("key ").append(key).append('\n');
    out.append("size ").append(size).append('\n');
    out.append("root ").append(root).append('\n');
    out.append("checkpoint ").append(checkpoint).append('\n');
    out.append("same ").append(same).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static LogSucceeded read(Fields fields) {
    var succeeded =
        new LogSucceeded(
            fields.take("key"),
            fields.takeNumber("size", SIZE_MAX),
            fields.take("root", Id::parse),
            fields.take("checkpoint", Id::parse),
            fields.takeNumber("same", SIZE_MAX));
    fields.end();
    return succeeded;
  }
}
