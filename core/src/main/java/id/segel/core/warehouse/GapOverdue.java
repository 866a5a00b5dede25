package id.segel.core.warehouse;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.personnel.Role;
import id.segel.core.region.PlaceCode;
import java.time.LocalDate;

/**
 * The day has passed until which something that is missing at a site was to be mended: a finding,
 * which is its owner's.
 *
 * @param item of the checklist
 * @param due the day
 */
public record GapOverdue(PlaceCode place, String item, Role owner, LocalDate due) implements Fact {

  /** {@code MalformedException} when it is not as described. */
  public GapOverdue {
    ChecklistPublished.checkCode(item);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("place ").append(place).append('\n');
    out.append("item ").append(item).append('\n');
    out.append("owner ").append(owner).append('\n');
    out.append("due ").append(due).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static GapOverdue read(Fields fields) {
    var overdue =
        new GapOverdue(
            new PlaceCode(fields.take("place")),
            fields.take("item"),
            fields.take("owner", Role::parse),
            fields.take("due", Site::day));
    fields.end();
    return overdue;
  }
}
