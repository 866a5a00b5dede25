package id.segel.core.warehouse;

import id.segel.core.fact.Id;
import id.segel.core.personnel.Role;
import id.segel.core.region.PlaceCode;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What an inspection found missing at a site. It is closed by an inspection that finds it mended,
 * and by nothing else.
 *
 * @param item of the checklist
 * @param since when it was seen first
 * @param inspection number of the newest that saw it
 * @param owner who mends it
 * @param due until when
 * @param words salted hash of the newest remark about it
 * @param closedBy number of the inspection that found it mended; 0 while it is open
 */
public record Gap(
    PlaceCode place,
    String item,
    Instant since,
    int inspection,
    Role owner,
    LocalDate due,
    @Nullable Id words,
    @Nullable Id picture,
    int closedBy) {

  public boolean isOpen() {
    return closedBy == 0;
  }

  /** Whether its day has passed, and nobody has found it mended. */
  public boolean isOverdue(LocalDate today) {
    return isOpen() && due.isBefore(today);
  }

  Gap assigned(Role to, LocalDate day) {
    return new Gap(place, item, since, inspection, to, day, words, picture, closedBy);
  }

  Gap closed(int by) {
    return new Gap(place, item, since, inspection, owner, due, words, picture, by);
  }
}
