package id.segel.core.assistance;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.UserChanged;
import java.time.Instant;

/**
 * The KPPS of a TPS asks the police to enter.
 *
 * @param tps 13 digits
 * @param at when it asked, as it says
 * @param by code of the user, or the key of the phone
 */
public record PoliceAsked(String tps, Reason reason, Instant at, String by) implements Fact {

  /** Why. */
  public enum Reason {
    DISORDER,
    /** Somebody is after boxes or ballots. */
    BOXES_THREATENED,
    /** Somebody is hurt or ill. */
    MEDICAL,
    OTHER;

    /** {@link MalformedException} when there is none of this name. */
    public static Reason parse(String name) {
      for (Reason reason : values()) {
        if (reason.name().equals(name)) {
          return reason;
        }
      }
      throw new MalformedException("nobody asks the police for " + name);
    }
  }

  /** {@link MalformedException} when it is not as described. */
  public PoliceAsked {
    checkTps(tps);
    if (by.length() == 8) {
      UserChanged.checkUser(by);
    } else {
      PartyKey.parse(by);
    }
  }

  static void checkTps(String tps) {
    if (!tps.matches("[1-9][0-9]{12}")) {
      throw new MalformedException("a TPS has 13 digits: " + tps);
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("tps ").append(tps).append('\n');
    out.append("reason ").append(reason).append('\n');
    out.append("at ").append(at).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static PoliceAsked read(Fields fields) {
    var asked =
        new PoliceAsked(
            fields.take("tps"),
            fields.take("reason", Reason::parse),
            fields.takeInstant("at"),
            fields.take("by"));
    fields.end();
    return asked;
  }
}
