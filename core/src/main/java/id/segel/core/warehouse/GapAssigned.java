package id.segel.core.warehouse;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.personnel.Role;
import id.segel.core.personnel.UserChanged;
import id.segel.core.region.PlaceCode;
import java.time.LocalDate;

/**
 * What is missing at a site is for somebody else to mend, or until another day.
 *
 * @param item of the checklist
 * @param by code of the user
 */
public record GapAssigned(PlaceCode place, String item, Role owner, LocalDate due, String by)
    implements Fact {

  /** {@code MalformedException} when it is not as described. */
  public GapAssigned {
    ChecklistPublished.checkCode(item);
    UserChanged.checkUser(by);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("place ").append(place).append('\n');
    out.append("item ").append(item).append('\n');
    out.append("owner ").append(owner).append('\n');
    out.append("due ").append(due).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static GapAssigned read(Fields fields) {
    var assigned =
        new GapAssigned(
            new PlaceCode(fields.take("place")),
            fields.take("item"),
            fields.take("owner", Role::parse),
            fields.take("due", Site::day),
            fields.take("by"));
    fields.end();
    return assigned;
  }
}
