package id.segel.core.finding;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.AgencyListed;
import id.segel.core.personnel.UserChanged;

/**
 * What an agency had reported is over. What a rule has found ends by the rule alone.
 *
 * @param agency that had reported it
 * @param record as it was reported
 * @param by code of the user
 */
public record FindingEnded(String agency, String record, String by) implements Fact {

  /** {@link MalformedException} when it is not as described. */
  public FindingEnded {
    AgencyListed.checkCode(agency);
    UserChanged.checkUser(by);
    if (!record.matches("[A-Z0-9][A-Z0-9.-]{0,39}")) {
      throw new MalformedException("a record is a code of at most 40 of A-Z 0-9 . -: " + record);
    }
  }

  public FindingId finding() {
    return new FindingId(FindingReported.RULE, "report:" + agency + "/" + record);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("agency ").append(agency).append('\n');
    out.append("record ").append(record).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static FindingEnded read(Fields fields) {
    var ended = new FindingEnded(fields.take("agency"), fields.take("record"), fields.take("by"));
    fields.end();
    return ended;
  }
}
