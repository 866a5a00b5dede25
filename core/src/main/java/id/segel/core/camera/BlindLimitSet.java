package id.segel.core.camera;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.UserChanged;

/**
 * For how long a place with boxes may be blind before it is a finding.
 *
 * @param by code of the user
 */
public record BlindLimitSet(int minutes, String by) implements Fact {

  /** Until somebody sets it otherwise. */
  public static final int USUAL = 10;

  private static final int MINUTES_MAX = 1_440;

  /** {@link MalformedException} when it is not as described. */
  public BlindLimitSet {
    if (minutes < 1 || minutes > MINUTES_MAX) {
      throw new MalformedException("a place may be blind for 1 to 1440 minutes: " + minutes);
    }
    UserChanged.checkUser(by);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("minutes ").append(minutes).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static BlindLimitSet read(Fields fields) {
    var set = new BlindLimitSet((int) fields.takeNumber("minutes", MINUTES_MAX), fields.take("by"));
    fields.end();
    return set;
  }
}
