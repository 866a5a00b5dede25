package id.segel.core.sensor;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import java.time.Instant;

/**
 * Somebody was written down afterwards for a door that was found to be opened by nobody.
 *
 * @param at when it was opened
 */
public record DoorExplained(SensorId sensor, Instant at) implements Fact {

  @Override
  public void writeTo(StringBuilder out) {
    out.append("sensor ").append(sensor).append('\n');
    out.append("at ").append(at).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static DoorExplained read(Fields fields) {
    var explained =
        new DoorExplained(fields.take("sensor", SensorId::parse), fields.takeInstant("at"));
    fields.end();
    return explained;
  }
}
