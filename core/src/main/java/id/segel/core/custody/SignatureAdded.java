package id.segel.core.custody;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;

/**
 * A further valid signature came for the text of a statement that is in the log.
 *
 * @param line the signature line of the note, from its dash on
 */
public record SignatureAdded(Id statement, String line) implements Fact {

  @Override
  public void writeTo(StringBuilder out) {
    out.append("statement ").append(statement).append('\n');
    out.append("line ").append(line).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static SignatureAdded read(Fields fields) {
    var added = new SignatureAdded(Id.parse(fields.take("statement")), fields.take("line"));
    fields.end();
    return added;
  }
}
