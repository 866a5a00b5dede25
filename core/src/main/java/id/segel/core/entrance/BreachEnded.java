package id.segel.core.entrance;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.region.PlaceCode;

/** What was against the rule of a place is over: they left, or it was mended. */
public record BreachEnded(Breach breach, PlaceCode place, int visit) implements Fact {

  /** {@code MalformedException} when it is not as described. */
  public BreachEnded {
    EntrancePermitted.checkNumber(visit);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("breach ").append(breach).append('\n');
    out.append("place ").append(place).append('\n');
    out.append("visit ").append(visit).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static BreachEnded read(Fields fields) {
    var it =
        new BreachEnded(
            fields.take("breach", Breach::parse),
            new PlaceCode(fields.take("place")),
            (int) fields.takeNumber("visit", EntrancePermitted.NUMBER_MAX));
    fields.end();
    return it;
  }
}
