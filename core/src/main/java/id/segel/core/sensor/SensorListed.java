package id.segel.core.sensor;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.personnel.UserChanged;

/**
 * A sensor is listened to from here on.
 *
 * @param by code of the user
 */
public record SensorListed(SensorId sensor, SensorKind kind, String by) implements Fact {

  /** {@code MalformedException} when it is not as described. */
  public SensorListed {
    UserChanged.checkUser(by);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("sensor ").append(sensor).append('\n');
    out.append("kind ").append(kind).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static SensorListed read(Fields fields) {
    var listed =
        new SensorListed(
            fields.take("sensor", SensorId::parse),
            fields.take("kind", SensorKind::parse),
            fields.take("by"));
    fields.end();
    return listed;
  }
}
