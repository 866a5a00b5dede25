package id.segel.core.entrance;

import id.segel.core.fact.Id;
import id.segel.core.personnel.Role;
import id.segel.core.region.PlaceCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody at a place, as the log has it; it never changes.
 *
 * @param number of the visit
 * @param person code of a user, or the key of a phone or card; null for a visitor
 * @param role of the person then; null for a visitor
 * @param agency of the person then; null where there is none
 * @param visitor salted hash of a visitor's name; null for a person
 * @param escort number of the visit of whoever is beside them; 0 for nobody
 * @param came when, as it was said
 * @param left when, as it was said; null while they are there
 * @param entry index of the entry that says so
 */
public record Visit(
    int number,
    PlaceCode place,
    Zone zone,
    @Nullable String person,
    @Nullable Role role,
    @Nullable String agency,
    @Nullable Id visitor,
    int escort,
    Instant came,
    @Nullable Instant left,
    long entry) {

  /** Whether they were there at this moment. */
  public boolean isThere(Instant moment) {
    return !moment.isBefore(came) && (left == null || moment.isBefore(left));
  }

  Visit left(Instant moment) {
    return new Visit(
        number, place, zone, person, role, agency, visitor, escort, came, moment, entry);
  }
}
