package id.segel.core.region;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import java.time.Instant;

/** The earliest and the latest moment of one leg, in election time; a later fact replaces it. */
public record LegWindowSet(Leg leg, Instant earliest, Instant latest) implements Fact {

  @Override
  public void writeTo(StringBuilder out) {
    out.append("leg ").append(leg.word()).append('\n');
    out.append("earliest ").append(earliest).append('\n');
    out.append("latest ").append(latest).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static LegWindowSet read(Fields fields) {
    var set =
        new LegWindowSet(
            Leg.parse(fields.take("leg")),
            fields.takeInstant("earliest"),
            fields.takeInstant("latest"));
    fields.end();
    return set;
  }
}
