package id.segel.core.region;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;

/**
 * Boxes may be kept at a place no longer, until it is approved again.
 *
 * @param why salted hash of the reason, which stands beside the log
 * @param by code of the user
 */
public record PlaceWithdrawn(PlaceCode code, Id why, String by) implements Fact {

  /** {@link MalformedException} when it is not as described. */
  public PlaceWithdrawn {
    PlaceApproved.checkUser(by);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("place ").append(code).append('\n');
    out.append("why ").append(why).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static PlaceWithdrawn read(Fields fields) {
    var withdrawn =
        new PlaceWithdrawn(
            new PlaceCode(fields.take("place")), fields.take("why", Id::parse), fields.take("by"));
    fields.end();
    return withdrawn;
  }
}
