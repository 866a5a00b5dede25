package id.segel.core.finding;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.AgencyListed;
import id.segel.core.personnel.UserChanged;
import id.segel.core.region.PlaceCode;

/**
 * An agency reports something that no rule has found. Nobody but that agency ends or changes it.
 *
 * @param record code of the agency's own record: with the agency it names the finding
 * @param words salted hash of what it says, which stands beside the log
 * @param by code of the user
 */
public record FindingReported(
    String agency, String record, Severity severity, PlaceCode place, Id words, String by)
    implements Fact {

  /** The rule under which such findings stand. */
  public static final String RULE = "REPORTED";

  /** {@link MalformedException} when it is not as described. */
  public FindingReported {
    AgencyListed.checkCode(agency);
    UserChanged.checkUser(by);
    if (!record.matches("[A-Z0-9][A-Z0-9.-]{0,39}")) {
      throw new MalformedException("a record is a code of at most 40 of A-Z 0-9 . -: " + record);
    }
  }

  public FindingId finding() {
    return new FindingId(RULE, "report:" + agency + "/" + record);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("agency ").append(agency).append('\n');
    out.append("record ").append(record).append('\n');
    out.append("severity ").append(severity).append('\n');
    out.append("place ").append(place).append('\n');
    out.append("words ").append(words).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static FindingReported read(Fields fields) {
    var reported =
        new FindingReported(
            fields.take("agency"),
            fields.take("record"),
            fields.take("severity", Severity::parse),
            fields.take("place", PlaceCode::new),
            fields.take("words", Id::parse),
            fields.take("by"));
    fields.end();
    return reported;
  }
}
