package id.segel.core.sensor;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;

/**
 * A sensor sends so much that it is not listened to for a while, or is listened to again: a
 * finding, for nobody knows what it feels.
 */
public record SensorMuted(SensorId sensor, boolean muted) implements Fact {

  @Override
  public void writeTo(StringBuilder out) {
    out.append("sensor ").append(sensor).append('\n');
    out.append("muted ").append(muted ? "yes" : "no").append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static SensorMuted read(Fields fields) {
    var muted =
        new SensorMuted(
            fields.take("sensor", SensorId::parse), fields.take("muted", SensorTurned::yes));
    fields.end();
    return muted;
  }
}
