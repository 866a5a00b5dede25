package id.segel.core.finding;

import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.AgencyListed;
import id.segel.core.personnel.UserChanged;

/**
 * Help is over, or no longer asked for.
 *
 * @param help the entry of the request
 * @param agency that says so: the one that asked, or the one that gave
 * @param by code of the user
 */
public record HelpEnded(long help, String agency, String by) implements HelpFact {

  /** {@link MalformedException} when it is not as described. */
  public HelpEnded {
    AgencyListed.checkCode(agency);
    UserChanged.checkUser(by);
    if (help < 0) {
      throw new MalformedException("an entry has a number from 0 on: " + help);
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("help ").append(help).append('\n');
    out.append("agency ").append(agency).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static HelpEnded read(Fields fields) {
    var ended =
        new HelpEnded(
            fields.takeNumber("help", Long.MAX_VALUE), fields.take("agency"), fields.take("by"));
    fields.end();
    return ended;
  }
}
