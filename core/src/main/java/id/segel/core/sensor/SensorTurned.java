package id.segel.core.sensor;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import java.time.Instant;

/**
 * A sensor feels what it did not, or no longer does: smoke, water, too much heat, an open door. Of
 * all but a door it is a finding.
 *
 * @param on whether it feels it
 * @param at when it came to be so
 */
public record SensorTurned(SensorId sensor, SensorKind kind, boolean on, Instant at)
    implements Fact {

  @Override
  public void writeTo(StringBuilder out) {
    out.append("sensor ").append(sensor).append('\n');
    out.append("kind ").append(kind).append('\n');
    out.append("on ").append(on ? "yes" : "no").append('\n');
    out.append("at ").append(at).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static SensorTurned read(Fields fields) {
    var turned =
        new SensorTurned(
            fields.take("sensor", SensorId::parse),
            fields.take("kind", SensorKind::parse),
            fields.take("on", SensorTurned::yes),
            fields.takeInstant("at"));
    fields.end();
    return turned;
  }

  static boolean yes(String word) {
    return switch (word) {
      case "yes" -> true;
      case "no" -> false;
      default -> throw new MalformedException("yes or no: " + word);
    };
  }
}
