package id.segel.core.finding;

import id.segel.core.fact.Fields;
import id.segel.core.personnel.AgencyListed;
import id.segel.core.personnel.Role;
import id.segel.core.personnel.UserAppointed;

/**
 * Those who act for an agency in one role and territory. One of them is on duty.
 *
 * @param territory as a user is appointed to it; empty is everywhere
 */
public record Desk(String agency, Role role, String territory) {

  /** {@code MalformedException} when it is not as described. */
  public Desk {
    AgencyListed.checkCode(agency);
    UserAppointed.checkTerritory(territory);
  }

  static Desk of(UserAppointed user) {
    return new Desk(user.agency(), user.role(), user.territory());
  }

  void writeTo(StringBuilder out) {
    out.append("agency ").append(agency).append('\n');
    out.append("role ").append(role).append('\n');
    if (!territory.isEmpty()) {
      out.append("territory ").append(territory).append('\n');
    }
  }

  static Desk read(Fields fields) {
    return new Desk(
        fields.take("agency"),
        fields.take("role", Role::parse),
        fields.has("territory") ? fields.take("territory") : "");
  }
}
