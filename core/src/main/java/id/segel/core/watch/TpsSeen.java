package id.segel.core.watch;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.UserChanged;

/**
 * Somebody checks in for a TPS on the special watch list.
 *
 * @param tps 13 digits
 * @param by code of the user
 */
public record TpsSeen(String tps, String by, Word word) implements Fact {

  /** How it is there. */
  public enum Word {
    ALL_WELL,
    /** Later than planned, and nothing worse. */
    LATE,
    /** Help is needed. */
    IN_TROUBLE,
    /** On the way there or back. */
    IN_TRANSIT;

    /** {@link MalformedException} when there is no such word. */
    public static Word parse(String name) {
      for (Word word : values()) {
        if (word.name().equals(name)) {
          return word;
        }
      }
      throw new MalformedException("nobody checks in with this word: " + name);
    }
  }

  /** {@link MalformedException} when it is not as described. */
  public TpsSeen {
    TpsWatched.checkTps(tps);
    UserChanged.checkUser(by);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("tps ").append(tps).append('\n');
    out.append("by ").append(by).append('\n');
    out.append("word ").append(word).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static TpsSeen read(Fields fields) {
    var seen = new TpsSeen(fields.take("tps"), fields.take("by"), fields.take("word", Word::parse));
    fields.end();
    return seen;
  }
}
