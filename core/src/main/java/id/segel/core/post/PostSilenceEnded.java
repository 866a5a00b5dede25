package id.segel.core.post;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;

/** A post is not silent any more: somebody was heard, or nobody is due there now. */
public record PostSilenceEnded(int number) implements Fact {

  public PostSilenceEnded {
    PostOpened.checkNumber(number);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("post ").append(number).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static PostSilenceEnded read(Fields fields) {
    var ended = new PostSilenceEnded(PostOpened.takeNumber(fields));
    fields.end();
    return ended;
  }
}
