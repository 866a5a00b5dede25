package id.segel.core.entrance;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.UserChanged;

/**
 * A place lets somebody in.
 *
 * @param number of the permit
 * @param by code of the user
 */
public record EntrancePermitted(int number, Permit permit, String by) implements Fact {

  static final int NUMBER_MAX = 9_999_999;

  /** {@link MalformedException} when it is not as described. */
  public EntrancePermitted {
    checkNumber(number);
    UserChanged.checkUser(by);
  }

  static void checkNumber(int number) {
    if (number < 1 || number > NUMBER_MAX) {
      throw new MalformedException("not a number of a permit or visit: " + number);
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("permit ").append(number).append('\n');
    permit.writeTo(out);
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static EntrancePermitted read(Fields fields) {
    var permitted =
        new EntrancePermitted(
            (int) fields.takeNumber("permit", NUMBER_MAX), Permit.read(fields), fields.take("by"));
    fields.end();
    return permitted;
  }
}
