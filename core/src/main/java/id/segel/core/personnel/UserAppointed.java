package id.segel.core.personnel;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.AreaDrawn;

/**
 * Somebody who logs in acts for an agency, in a role and territory. A later fact about the same
 * user replaces it. Who that is stands in no log: a user is a random code.
 *
 * @param user 8 hex digits
 * @param agency code of a listed agency
 * @param territory a region code of 2 to 10 digits, a TPS code of 13, or the code of an area; empty
 *     is everywhere
 * @param by code of the administrator who said so
 */
public record UserAppointed(String user, String agency, Role role, String territory, String by)
    implements Fact {

  /** {@link MalformedException} when it is not as described. */
  public UserAppointed {
    UserChanged.checkUser(user);
    UserChanged.checkUser(by);
    AgencyListed.checkCode(agency);
    checkTerritory(territory);
  }

  /** {@link MalformedException} unless it has the form of a territory. */
  public static void checkTerritory(String territory) {
    if (!territory.matches("|[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{10}|[0-9]{13}")
        && !AreaDrawn.isCode(territory)) {
      throw new MalformedException("not a territory: " + territory);
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("user ").append(user).append('\n');
    out.append("agency ").append(agency).append('\n');
    out.append("role ").append(role).append('\n');
    if (!territory.isEmpty()) {
      out.append("territory ").append(territory).append('\n');
    }
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static UserAppointed read(Fields fields) {
    var appointed =
        new UserAppointed(
            fields.take("user"),
            fields.take("agency"),
            Role.parse(fields.take("role")),
            fields.has("territory") ? fields.take("territory") : "",
            fields.take("by"));
    fields.end();
    return appointed;
  }
}
