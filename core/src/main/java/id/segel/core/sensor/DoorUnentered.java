package id.segel.core.sensor;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import java.time.Duration;
import java.time.Instant;

/**
 * A door was opened, and nobody was written down as coming or leaving: a finding until somebody is,
 * though it be shut again.
 *
 * @param at when it was opened
 */
public record DoorUnentered(SensorId sensor, Instant at) implements Fact {

  /** So long before and after a door is opened somebody comes or leaves by it. */
  public static final Duration GRACE = Duration.ofMinutes(3);

  @Override
  public void writeTo(StringBuilder out) {
    out.append("sensor ").append(sensor).append('\n');
    out.append("at ").append(at).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static DoorUnentered read(Fields fields) {
    var unentered =
        new DoorUnentered(fields.take("sensor", SensorId::parse), fields.takeInstant("at"));
    fields.end();
    return unentered;
  }
}
