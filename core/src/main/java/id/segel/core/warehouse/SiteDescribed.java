package id.segel.core.warehouse;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.UserChanged;
import id.segel.core.region.PlaceCode;

/**
 * A place is on the register of sites, or is described anew.
 *
 * @param capacity boxes that it can hold
 * @param details salted hash of what it is like, which stands beside the log
 * @param synthetic whether it is made up
 * @param by code of the user
 */
public record SiteDescribed(PlaceCode place, int capacity, Id details, boolean synthetic, String by)
    implements Fact {

  /** More boxes than the largest city has. */
  public static final int CAPACITY_MAX = 100_000;

  /** {@link MalformedException} when it is not as described. */
  public SiteDescribed {
    if (capacity < 1 || capacity > CAPACITY_MAX) {
      throw new MalformedException("a site holds 1 to " + CAPACITY_MAX + " boxes: " + capacity);
    }
    UserChanged.checkUser(by);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("place ").append(place).append('\n');
    out.append("capacity ").append(capacity).append('\n');
    out.append("details ").append(details).append('\n');
    out.append("synthetic ").append(synthetic ? "yes" : "no").append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static SiteDescribed read(Fields fields) {
    var described =
        new SiteDescribed(
            new PlaceCode(fields.take("place")),
            (int) fields.takeNumber("capacity", CAPACITY_MAX),
            fields.take("details", Id::parse),
            fields.take("synthetic", Site::yes),
            fields.take("by"));
    fields.end();
    return described;
  }
}
