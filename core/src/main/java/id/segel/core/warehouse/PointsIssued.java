package id.segel.core.warehouse;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.UserChanged;
import id.segel.core.region.PlaceCode;
import java.util.List;

/**
 * The points of a site that a round passes have codes; those before are good no longer.
 *
 * @param codes SHA-256 of what each code says, in the order of the points
 * @param by code of the user
 */
public record PointsIssued(PlaceCode place, List<Id> codes, String by) implements Fact {

  public static final int POINTS_MAX = 20;

  /** {@link MalformedException} when it is not as described. */
  public PointsIssued {
    codes = List.copyOf(codes);
    if (codes.isEmpty() || codes.size() > POINTS_MAX) {
      throw new MalformedException("a site has 1 to " + POINTS_MAX + " points: " + codes.size());
    }
    UserChanged.checkUser(by);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("place ").append(place).append('\n');
    codes.forEach(code -> out.append("code ").append(code).append('\n'));
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static PointsIssued read(Fields fields) {
    var issued =
        new PointsIssued(
            new PlaceCode(fields.take("place")),
            fields.takeAll("code", Id::parse),
            fields.take("by"));
    fields.end();
    return issued;
  }
}
