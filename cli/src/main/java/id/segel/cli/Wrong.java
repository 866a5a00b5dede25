package id.segel.cli;

import id.segel.tlog.client.LogProblem;

/** What is wrong with a log or a bundle, so that each kind asks for something else to be done. */
record Wrong(Kind kind, String words) {

  /** What it means, and what to do. */
  enum Kind {
    SPLIT_VIEW(
        "two trees that do not fit were signed by this log's key: keep both checkpoints, they convict its operator"),
    ROLLBACK(
        "the log shows less than it has shown before: entries are kept back, or it was rewound"),
    TAMPERED("something is not what the signed tree was made of"),
    MISSING("a file of the log is not there, so nothing can be said about it"),
    NOT_SIGNED("the log's key did not sign what is shown"),
    NOT_WITNESSED("fewer bodies stand behind it than the policy asks for"),
    NOT_SOUND("the tree is whole, but what stands in it does not follow from what stands before");

    private final String meaning;

    Kind(String meaning) {
      this.meaning = meaning;
    }

    String meaning() {
      return meaning;
    }
  }

  static Wrong of(LogProblem problem) {
    Kind kind =
        switch (problem.kind()) {
          case CHECKPOINT_MISSING, TILE_MISSING, BUNDLE_MISSING -> Kind.MISSING;
          case CHECKPOINT_SIGNATURE -> Kind.NOT_SIGNED;
          case CHECKPOINT_MALFORMED, TILE_MISMATCH, BUNDLE_MALFORMED, BUNDLE_MISMATCH ->
              Kind.TAMPERED;
        };
    return new Wrong(kind, String.valueOf(problem.getMessage()));
  }
}
