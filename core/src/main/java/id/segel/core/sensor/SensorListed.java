package id.segel.core.sensor;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.UserChanged;

/**
 * A sensor is listened to from here on.
 *
 * @param every in minutes, how often it speaks at least; 0 where nothing was agreed
 * @param by code of the user
 */
public record SensorListed(SensorId sensor, SensorKind kind, int every, String by) implements Fact {

  /** A sensor speaks once a day at least. */
  public static final int EVERY_MAX = 24 * 60;

  /** {@code MalformedException} when it is not as described. */
  public SensorListed {
    UserChanged.checkUser(by);
    if (every < 0 || every > EVERY_MAX) {
      throw new MalformedException(
          "a sensor speaks every 1 to " + EVERY_MAX + " minutes: " + every);
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("sensor ").append(sensor).append('\n');
    out.append("kind ").append(kind).append('\n');
    if (every > 0) {
      out.append("every ").append(every).append('\n');
    }
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static SensorListed read(Fields fields) {
    var listed =
        new SensorListed(
            fields.take("sensor", SensorId::parse),
            fields.take("kind", SensorKind::parse),
            fields.has("every") ? (int) fields.takeNumber("every", EVERY_MAX) : 0,
            fields.take("by"));
    fields.end();
    return listed;
  }
}
