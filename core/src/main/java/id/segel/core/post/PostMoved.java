package id.segel.core.post;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.UserChanged;
import id.segel.core.region.GeoPoint;
import id.segel.core.region.RegionCode;

/**
 * A post stands elsewhere, or reaches less or farther.
 *
 * @param by code of the user
 */
public record PostMoved(int number, GeoPoint at, RegionCode kelurahan, int reachMetres, String by)
    implements Fact {

  /** {@link MalformedException} when it is not as described. */
  public PostMoved {
    PostOpened.checkNumber(number);
    PostOpened.checkReach(reachMetres);
    RegionCode.of(kelurahan.digits(), RegionCode.Level.KELURAHAN);
    UserChanged.checkUser(by);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("post ").append(number).append('\n');
    out.append("at ").append(at).append('\n');
    out.append("kelurahan ").append(kelurahan).append('\n');
    out.append("reach ").append(reachMetres).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static PostMoved read(Fields fields) {
    var moved =
        new PostMoved(
            PostOpened.takeNumber(fields),
            fields.take("at", GeoPoint::parse),
            fields.take("kelurahan", PostOpened::kelurahan),
            (int) fields.takeNumber("reach", Post.REACH_MAX),
            fields.take("by"));
    fields.end();
    return moved;
  }
}
