package id.segel.core.post;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.Role;
import id.segel.core.personnel.UserChanged;
import id.segel.core.region.GeoPoint;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionName;

/**
 * A post was opened.
 *
 * @param number its own, from 1, never given again
 * @param kelurahan in which it stands
 * @param role of the agency that mans it
 * @param territory of that agency: digits, or the code of an area
 * @param reachMetres how far it answers for what is around it, in a straight line
 * @param synthetic whether it is made up
 * @param by code of the user
 */
public record PostOpened(
    int number,
    Post.Kind kind,
    RegionName name,
    GeoPoint at,
    RegionCode kelurahan,
    Role role,
    String territory,
    int reachMetres,
    boolean synthetic,
    String by)
    implements Fact {

  /** {@link MalformedException} when it is not as described. */
  public PostOpened {
    checkNumber(number);
    checkReach(reachMetres);
    RegionCode.of(kelurahan.digits(), RegionCode.Level.KELURAHAN);
    Post.checkMan(role, territory);
    UserChanged.checkUser(by);
  }

  static void checkNumber(int number) {
    if (number < 1 || number > Post.NUMBER_MAX) {
      throw new MalformedException("a post is 1 to " + Post.NUMBER_MAX + ": " + number);
    }
  }

  static void checkReach(int metres) {
    if (metres < 50 || metres > Post.REACH_MAX) {
      throw new MalformedException("a post reaches 50 to " + Post.REACH_MAX + " metres: " + metres);
    }
  }

  static int takeNumber(Fields fields) {
    return (int) fields.takeNumber("post", Post.NUMBER_MAX);
  }

  static RegionCode kelurahan(String digits) {
    return RegionCode.of(digits, RegionCode.Level.KELURAHAN);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("post ").append(number).append('\n');
    out.append("kind ").append(kind).append('\n');
    out.append("name ").append(name).append('\n');
    out.append("at ").append(at).append('\n');
    out.append("kelurahan ").append(kelurahan).append('\n');
    out.append("role ").append(role).append('\n');
    out.append("territory ").append(territory).append('\n');
    out.append("reach ").append(reachMetres).append('\n');
    out.append("synthetic ").append(synthetic ? "yes" : "no").append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static PostOpened read(Fields fields) {
    var opened =
        new PostOpened(
            takeNumber(fields),
            fields.take("kind", Post.Kind::parse),
            fields.take("name", RegionName::new),
            fields.take("at", GeoPoint::parse),
            fields.take("kelurahan", PostOpened::kelurahan),
            fields.take("role", Role::parse),
            fields.take("territory"),
            (int) fields.takeNumber("reach", Post.REACH_MAX),
            fields.take("synthetic", PostOpened::yes),
            fields.take("by"));
    fields.end();
    return opened;
  }

  private static boolean yes(String word) {
    return switch (word) {
      case "yes" -> true;
      case "no" -> false;
      default -> throw new MalformedException("synthetic is yes or no: " + word);
    };
  }
}
