package id.segel.core.finding;

import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.AgencyListed;
import id.segel.core.region.RegionCode;

/**
 * Nobody has answered in time what the army was asked for. It is a finding until somebody does, and
 * is assigned to whoever asked.
 *
 * @param help the entry of the request
 * @param region as it was asked for
 * @param agency that asked
 */
public record HelpLapsed(long help, String region, String agency) implements HelpFact {

  /** The rule under which such findings stand; it runs on the clock. */
  public static final String RULE = "HELP_UNANSWERED";

  /** {@link MalformedException} when it is not as described. */
  public HelpLapsed {
    AgencyListed.checkCode(agency);
    new RegionCode(region);
    if (help < 0) {
      throw new MalformedException("an entry has a number from 0 on: " + help);
    }
  }

  /** The finding about the request of this entry. */
  public static FindingId finding(long help) {
    return new FindingId(RULE, "help:" + help);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("help ").append(help).append('\n');
    out.append("region ").append(region).append('\n');
    out.append("agency ").append(agency).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static HelpLapsed read(Fields fields) {
    var lapsed =
        new HelpLapsed(
            fields.takeNumber("help", Long.MAX_VALUE),
            fields.take("region"),
            fields.take("agency"));
    fields.end();
    return lapsed;
  }
}
