package id.segel.core.entrance;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.AgencyListed;
import id.segel.core.personnel.Role;
import id.segel.core.personnel.UserChanged;
import id.segel.core.region.PlaceCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody came to a place: a person whom Segel knows, or a visitor whose name stands beside the
 * log.
 *
 * @param visit its number
 * @param person code of a user, or the key of a phone or card; null for a visitor
 * @param role of the person, which nobody else has
 * @param agency of the person; null where there is none
 * @param visitor salted hash of the visitor's name; null for a person
 * @param escort number of the visit of whoever is beside them; 0 for nobody
 * @param at when, as it was said: it may reach the log much later
 * @param by code of the user who says so
 */
public record SomebodyEntered(
    int visit,
    PlaceCode place,
    Zone zone,
    @Nullable String person,
    @Nullable Role role,
    @Nullable String agency,
    @Nullable Id visitor,
    int escort,
    Instant at,
    String by)
    implements Fact {

  /** {@link MalformedException} when it is not as described. */
  public SomebodyEntered {
    EntrancePermitted.checkNumber(visit);
    if (escort != 0) {
      EntrancePermitted.checkNumber(escort);
    }
    if ((person == null) == (visitor == null) || (person == null) != (role == null)) {
      throw new MalformedException("a person with a role comes, or a visitor");
    }
    if (person != null) {
      Whom.checkPerson(person);
    }
    if (agency != null) {
      AgencyListed.checkCode(agency);
    }
    UserChanged.checkUser(by);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("visit ").append(visit).append('\n');
    out.append("place ").append(place).append('\n');
    out.append("zone ").append(zone).append('\n');
    if (person != null) {
      out.append("person ").append(person).append('\n');
      out.append("role ").append(role).append('\n');
    }
    if (agency != null) {
      out.append("agency ").append(agency).append('\n');
    }
    if (visitor != null) {
      out.append("visitor ").append(visitor).append('\n');
    }
    if (escort != 0) {
      out.append("escort ").append(escort).append('\n');
    }
    out.append("at ").append(at).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static SomebodyEntered read(Fields fields) {
    int visit = (int) fields.takeNumber("visit", EntrancePermitted.NUMBER_MAX);
    var place = new PlaceCode(fields.take("place"));
    Zone zone = fields.take("zone", Zone::parse);
    boolean isKnown = fields.has("person");
    var entered =
        new SomebodyEntered(
            visit,
            place,
            zone,
            isKnown ? fields.take("person") : null,
            isKnown ? fields.take("role", Role::parse) : null,
            fields.has("agency") ? fields.take("agency") : null,
            fields.has("visitor") ? fields.take("visitor", Id::parse) : null,
            fields.has("escort")
                ? (int) fields.takeNumber("escort", EntrancePermitted.NUMBER_MAX)
                : 0,
            fields.takeInstant("at"),
            fields.take("by"));
    fields.end();
    return entered;
  }
}
