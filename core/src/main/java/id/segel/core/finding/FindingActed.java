package id.segel.core.finding;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.AgencyListed;
import id.segel.core.personnel.UserChanged;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody at a desk does something about a finding.
 *
 * @param agency whose it is from now on, by its code; only when it is assigned
 * @param until when it makes itself heard again; only when it is silenced
 * @param note salted hash of what was written down beside the log; only with a note
 * @param picture name of a picture beside the log; only when one was attached
 * @param by code of the user
 */
public record FindingActed(
    FindingId finding,
    Act act,
    @Nullable String agency,
    @Nullable Instant until,
    @Nullable Id note,
    @Nullable Id picture,
    String by)
    implements Fact {

  /** What is done. */
  public enum Act {
    /** Somebody has seen it, and sees to it. */
    ACKNOWLEDGED,
    /** Another agency sees to it. */
    ASSIGNED,
    /** It is quiet for a while. */
    SILENCED,
    /** Something was written down about it. */
    NOTED,
    /** A picture was attached to it. */
    PICTURED;

    /** {@link MalformedException} when there is none of this name. */
    public static Act parse(String name) {
      for (Act act : values()) {
        if (act.name().equals(name)) {
          return act;
        }
      }
      throw new MalformedException("nobody does this about a finding: " + name);
    }
  }

  /** {@link MalformedException} when it has not just what the act needs. */
  public FindingActed {
    UserChanged.checkUser(by);
    if (agency != null) {
      AgencyListed.checkCode(agency);
    }
    if ((agency != null) != (act == Act.ASSIGNED)
        || (until != null) != (act == Act.SILENCED)
        || (note != null) != (act == Act.NOTED)
        || (picture != null) != (act == Act.PICTURED)) {
      throw new MalformedException(
          "an agency is assigned to, a silence has an end, a note and a picture a hash: " + act);
    }
  }

  public static FindingActed acknowledged(FindingId finding, String by) {
    return new FindingActed(finding, Act.ACKNOWLEDGED, null, null, null, null, by);
  }

  public static FindingActed assigned(FindingId finding, String agency, String by) {
    return new FindingActed(finding, Act.ASSIGNED, agency, null, null, null, by);
  }

  public static FindingActed silenced(FindingId finding, Instant until, String by) {
    return new FindingActed(finding, Act.SILENCED, null, until, null, null, by);
  }

  public static FindingActed noted(FindingId finding, Id note, String by) {
    return new FindingActed(finding, Act.NOTED, null, null, note, null, by);
  }

  public static FindingActed pictured(FindingId finding, Id picture, String by) {
    return new FindingActed(finding, Act.PICTURED, null, null, null, picture, by);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("finding ").append(finding).append('\n');
    out.append("act ").append(act).append('\n');
    if (agency != null) {
      out.append("agency ").append(agency).append('\n');
    }
    if (until != null) {
      out.append("until ").append(until).append('\n');
    }
    if (note != null) {
      out.append("note ").append(note).append('\n');
    }
    if (picture != null) {
      out.append("picture ").append(picture).append('\n');
    }
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static FindingActed read(Fields fields) {
    FindingId finding = fields.take("finding", FindingId::parse);
    Act act = fields.take("act", Act::parse);
    var acted =
        new FindingActed(
            finding,
            act,
            fields.has("agency") ? fields.take("agency") : null,
            fields.has("until") ? fields.takeInstant("until") : null,
            fields.has("note") ? fields.take("note", Id::parse) : null,
            fields.has("picture") ? fields.take("picture", Id::parse) : null,
            fields.take("by"));
    fields.end();
    return acted;
  }
}
