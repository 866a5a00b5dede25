package id.segel.core.sensor;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import java.time.Instant;

/**
 * A sensor has said nothing for as long as was agreed, or speaks again: a finding, for nobody knows
 * what it feels.
 *
 * @param heard when it was heard last, or has been waited for since
 */
public record SensorSilent(SensorId sensor, boolean silent, Instant heard) implements Fact {

  @Override
  public void writeTo(StringBuilder out) {
    out.append("sensor ").append(sensor).append('\n');
    out.append("silent ").append(silent ? "yes" : "no").append('\n');
    out.append("heard ").append(heard).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static SensorSilent read(Fields fields) {
    var silent =
        new SensorSilent(
            fields.take("sensor", SensorId::parse),
            fields.take("silent", SensorTurned::yes),
            fields.takeInstant("heard"));
    fields.end();
    return silent;
  }
}
