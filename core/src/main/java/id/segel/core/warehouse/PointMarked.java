package id.segel.core.warehouse;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.UserChanged;
import id.segel.core.region.PlaceCode;

/**
 * Somebody stood at a point of a site and read its code.
 *
 * @param point from 1
 * @param by code of the user, or key of the phone
 */
public record PointMarked(PlaceCode place, int point, String by) implements Fact {

  /** {@link MalformedException} when it is not as described. */
  public PointMarked {
    if (point < 1 || point > PointsIssued.POINTS_MAX) {
      throw new MalformedException("not a point: " + point);
    }
    if (by.length() > 8) {
      PartyKey.parse(by);
    } else {
      UserChanged.checkUser(by);
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("place ").append(place).append('\n');
    out.append("point ").append(point).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static PointMarked read(Fields fields) {
    var marked =
        new PointMarked(
            new PlaceCode(fields.take("place")),
            (int) fields.takeNumber("point", PointsIssued.POINTS_MAX),
            fields.take("by"));
    fields.end();
    return marked;
  }
}
