package id.segel.tlog.witness;

import id.segel.tlog.note.Note;
import java.util.List;

/** What a witness says to a checkpoint, and with which status of HTTP. */
public sealed interface Answer {

  int status();

  /** It is cosigned, with each key of the witness, and so much is on the disk. */
  record Cosigned(List<Note.Line> lines) implements Answer {

    public Cosigned {
      lines = List.copyOf(lines);
    }

    @Override
    public int status() {
      return 200;
    }
  }

  /** The witness cosigned another size last than the log thinks. */
  record Behind(long size) implements Answer {
    @Override
    public int status() {
      return 409;
    }
  }

  /** It is not cosigned, and will not be. */
  record Refused(Why why, String detail) implements Answer {
    @Override
    public int status() {
      return why.status;
    }
  }

  /** It may be cosigned later: the one who cosigns has not seen enough yet. */
  record NotYet(String detail) implements Answer {
    @Override
    public int status() {
      return 503;
    }
  }

  /** Why a checkpoint is refused. */
  enum Why {
    MALFORMED(400),
    /** The log's key did not sign it. */
    NOT_SIGNED(403),
    UNKNOWN_ORIGIN(404),
    /** The tree did not grow from the one that was cosigned: a split view, or a log rewound. */
    NOT_CONSISTENT(422),
    /**
     * What the log says does not follow from what it says before: only an auditing witness knows.
     */
    NOT_SOUND(422);

    private final int status;

    Why(int status) {
      this.status = status;
    }
  }
}
