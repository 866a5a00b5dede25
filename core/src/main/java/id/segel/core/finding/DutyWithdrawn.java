package id.segel.core.finding;

import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.UserChanged;

/**
 * Whoever had offered the duty keeps it after all.
 *
 * @param offer the entry of the offer
 * @param by code of the user
 */
public record DutyWithdrawn(Desk desk, long offer, String by) implements DutyFact {

  /** {@link MalformedException} when it is not as described. */
  public DutyWithdrawn {
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
  public static DutyWithdrawn read(Fields fields) {
    var withdrawn =
        new DutyWithdrawn(
            Desk.read(fields), fields.takeNumber("offer", Long.MAX_VALUE), fields.take("by"));
    fields.end();
    return withdrawn;
  }
}
