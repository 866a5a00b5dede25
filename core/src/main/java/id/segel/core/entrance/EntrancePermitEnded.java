package id.segel.core.entrance;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.personnel.UserChanged;

/**
 * A permit is taken back: it lets nobody in who comes later than this is recorded.
 *
 * @param by code of the user
 */
public record EntrancePermitEnded(int number, String by) implements Fact {

  /** {@code MalformedException} when it is not as described. */
  public EntrancePermitEnded {
    EntrancePermitted.checkNumber(number);
    UserChanged.checkUser(by);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("permit ").append(number).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static EntrancePermitEnded read(Fields fields) {
    var ended =
        new EntrancePermitEnded(
            (int) fields.takeNumber("permit", EntrancePermitted.NUMBER_MAX), fields.take("by"));
    fields.end();
    return ended;
  }
}
