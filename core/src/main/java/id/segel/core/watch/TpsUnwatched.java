package id.segel.core.watch;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.UserChanged;

/**
 * An agency takes a TPS off its special watch list; those of others keep it.
 *
 * @param tps 13 digits
 * @param by code of the user
 */
public record TpsUnwatched(String tps, String by) implements Fact {

  /** {@link MalformedException} when it is not as described. */
  public TpsUnwatched {
    TpsWatched.checkTps(tps);
    UserChanged.checkUser(by);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("tps ").append(tps).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static TpsUnwatched read(Fields fields) {
    var unwatched = new TpsUnwatched(fields.take("tps"), fields.take("by"));
    fields.end();
    return unwatched;
  }
}
