package id.segel.core.camera;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What came in an hour, without saying it: the raw readings stand beside the log for some days, and
 * none can be changed, added or left out later.
 *
 * @param hour when it began
 * @param count how many there are
 * @param digest SHA-256 of their texts in the order in which they came
 */
public record ReadingsDigested(Source source, Instant hour, int count, Id digest) implements Fact {

  /** Whose readings. */
  public enum Source {
    CAMERA,
    SENSOR;

    static Source parse(String name) {
      for (Source source : values()) {
        if (source.name().equals(name)) {
          return source;
        }
      }
      throw new MalformedException("nobody reads a " + name);
    }
  }

  private static final int COUNT_MAX = 100_000_000;

  /** {@link MalformedException} when it is not as described. */
  public ReadingsDigested {
    if (!hour.equals(hour.truncatedTo(ChronoUnit.HOURS))) {
      throw new MalformedException("an hour begins on the hour: " + hour);
    }
    if (count < 1 || count > COUNT_MAX) {
      throw new MalformedException("not a number of readings: " + count);
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("source ").append(source).append('\n');
    out.append("hour ").append(hour).append('\n');
    out.append("count ").append(count).append('\n');
    out.append("digest ").append(digest).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static ReadingsDigested read(Fields fields) {
    var digested =
        new ReadingsDigested(
            fields.take("source", Source::parse),
            fields.takeInstant("hour"),
            (int) fields.takeNumber("count", COUNT_MAX),
            fields.take("digest", Id::parse));
    fields.end();
    return digested;
  }
}
