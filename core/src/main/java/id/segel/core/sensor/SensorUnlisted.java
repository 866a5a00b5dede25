package id.segel.core.sensor;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.personnel.UserChanged;

/**
 * A sensor is listened to no longer.
 *
 * @param by code of the user
 */
public record SensorUnlisted(SensorId sensor, String by) implements Fact {

  /** {@code MalformedException} when it is not as described. */
  public SensorUnlisted {
    UserChanged.checkUser(by);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("sensor ").append(sensor).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static SensorUnlisted read(Fields fields) {
    var unlisted = new SensorUnlisted(fields.take("sensor", SensorId::parse), fields.take("by"));
    fields.end();
    return unlisted;
  }
}
