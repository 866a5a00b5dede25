package id.segel.core.ceremony;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import java.time.Instant;

/**
 * The earliest and the latest moment at which boxes may be opened for a reason, in election time; a
 * later fact replaces it. A reason without one, such as a rescue, has no hours.
 */
public record OpeningWindowSet(OpeningReason reason, Instant earliest, Instant latest)
    implements Fact {

  @Override
  public void writeTo(StringBuilder out) {
    out.append("reason ").append(reason).append('\n');
    out.append("earliest ").append(earliest).append('\n');
    out.append("latest ").append(latest).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static OpeningWindowSet read(Fields fields) {
    String name = fields.take("reason");
    OpeningReason reason = OpeningReason.of(name);
    if (reason == null) {
      throw new MalformedException("boxes are not opened for " + name);
    }
    var set =
        new OpeningWindowSet(reason, fields.takeInstant("earliest"), fields.takeInstant("latest"));
    fields.end();
    return set;
  }
}
