package id.segel.core.personnel;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;

/**
 * An administrator let somebody out, in again, or gave a new password.
 *
 * @param user 8 hex digits, as it was appointed
 * @param by code of the administrator
 */
public record UserChanged(String user, Change change, String by) implements Fact {

  /** What became of a user. */
  public enum Change {
    /** Logs in no longer, and was logged out. */
    SUSPENDED,
    /** Logs in again. */
    RESTORED,
    /** Was logged out, and logs in with a password that works once. */
    PASSWORD;

    /** {@link MalformedException} when there is no such change. */
    public static Change parse(String name) {
      for (Change change : values()) {
        if (change.name().equals(name)) {
          return change;
        }
      }
      throw new MalformedException("no change of a user is called " + name);
    }
  }

  /** {@link MalformedException} when it is not as described. */
  public UserChanged {
    checkUser(user);
    checkUser(by);
  }

  /** {@link MalformedException} unless it has the form of a user's code. */
  public static void checkUser(String code) {
    if (!code.matches("[0-9a-f]{8}")) {
      throw new MalformedException("a user is 8 hex digits: " + code);
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("user ").append(user).append('\n');
    out.append("change ").append(change).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static UserChanged read(Fields fields) {
    var changed =
        new UserChanged(
            fields.take("user"), Change.parse(fields.take("change")), fields.take("by"));
    fields.end();
    return changed;
  }
}
