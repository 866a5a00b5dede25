package id.segel.core.finding;

import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.UserChanged;

/**
 * Somebody else at the desk takes the duty that was offered, and is on duty from now on.
 *
 * @param offer the entry of the offer
 * @param by code of the user
 */
public record DutyTaken(Desk desk, long offer, String by) implements DutyFact {

  /** {@link MalformedException} when it is not as described. */
  public DutyTaken {
    UserChanged.checkUser(by);
    if (offer < 0) {
      throw new MalformedException("an entry has a number from 0 on: " + offer);
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    desk.writeTo(out);
    out.append("offer ").append(offer).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static DutyTaken read(Fields fields) {
    var taken =
        new DutyTaken(
            Desk.read(fields), fields.takeNumber("offer", Long.MAX_VALUE), fields.take("by"));
    fields.end();
    return taken;
  }
}
