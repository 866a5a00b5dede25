package id.segel.tlog.client;

/** What is wrong with a published log, and in which of its files. */
public final class LogProblem extends Exception {

  private static final long serialVersionUID = 1;

  /** The ways in which a log can fail to be what its checkpoint says. */
  public enum Kind {
    CHECKPOINT_MISSING,
    CHECKPOINT_MALFORMED,
    /** Not signed by the log's key, or of another log. */
    CHECKPOINT_SIGNATURE,
    TILE_MISSING,
    /** The hashes are not those below the checkpoint's root. */
    TILE_MISMATCH,
    BUNDLE_MISSING,
    BUNDLE_MALFORMED,
    /** An entry is not the one whose leaf is in the tree. */
    BUNDLE_MISMATCH
  }

  private final Kind kind;
  private final String path;

  LogProblem(Kind kind, String path, String detail) {
    super(kind + " " + path + ": " + detail);
    this.kind = kind;
    this.path = path;
  }

  public Kind kind() {
    return kind;
  }

  /** The file, relative to the log: {@code checkpoint}, {@code tile/0/000}. */
  public String path() {
    return path;
  }
}
