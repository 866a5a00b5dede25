package id.segel.core.post;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.UserChanged;

/**
 * A post is no more.
 *
 * @param by code of the user
 */
public record PostClosed(int number, String by) implements Fact {

  /** {@link MalformedException} when it is not as described. */
  public PostClosed {
    PostOpened.checkNumber(number);
    UserChanged.checkUser(by);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("post ").append(number).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static PostClosed read(Fields fields) {
    var closed = new PostClosed(PostOpened.takeNumber(fields), fields.take("by"));
    fields.end();
    return closed;
  }
}
