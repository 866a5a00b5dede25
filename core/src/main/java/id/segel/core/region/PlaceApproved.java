package id.segel.core.region;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import org.jspecify.annotations.Nullable;

/**
 * A registered place was inspected, and boxes may be kept there.
 *
 * @param by code of the user; null for a place that came approved with a list
 */
public record PlaceApproved(PlaceCode code, @Nullable String by) implements Fact {

  /** {@link MalformedException} when it is not as described. */
  public PlaceApproved {
    if (by != null) {
      checkUser(by);
    }
  }

  /** That came approved with a list. */
  public PlaceApproved(PlaceCode code) {
    this(code, null);
  }

  static void checkUser(String by) {
    if (!by.matches("[0-9a-f]{8}")) {
      throw new MalformedException("a user is 8 hex digits: " + by);
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("place ").append(code).append('\n');
    if (by != null) {
      out.append("by ").append(by).append('\n');
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static PlaceApproved read(Fields fields) {
    var approved =
        new PlaceApproved(
            new PlaceCode(fields.take("place")), fields.has("by") ? fields.take("by") : null);
    fields.end();
    return approved;
  }
}
