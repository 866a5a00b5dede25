package id.segel.core.weather;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.PlaceCode;
import java.time.Instant;

/**
 * Rain endangers the boxes at a site: a finding. Said again of the same site it is more of it, or
 * the next rain.
 *
 * @param source SHA-256 of the forecast or the warning
 */
public record RainDangerFound(
    PlaceCode place, Rain.Cause cause, Instant from, Instant until, int boxes, Id source)
    implements Fact {

  private static final int BOXES_MAX = 10_000_000;

  /** {@link MalformedException} when it ends before it begins. */
  public RainDangerFound {
    if (!until.isAfter(from) || boxes < 0) {
      throw new MalformedException("rain ends after it begins: " + until);
    }
  }

  static RainDangerFound of(Rain.Danger danger) {
    return new RainDangerFound(
        danger.place(),
        danger.cause(),
        danger.from(),
        danger.until(),
        danger.boxes(),
        danger.source());
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("place ").append(place).append('\n');
    out.append("cause ").append(cause).append('\n');
    out.append("from ").append(from).append('\n');
    out.append("until ").append(until).append('\n');
    out.append("boxes ").append(boxes).append('\n');
    out.append("source ").append(source).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static RainDangerFound read(Fields fields) {
    var found =
        new RainDangerFound(
            new PlaceCode(fields.take("place")),
            fields.take("cause", RainDangerFound::cause),
            fields.takeInstant("from"),
            fields.takeInstant("until"),
            (int) fields.takeNumber("boxes", BOXES_MAX),
            fields.take("source", Id::parse));
    fields.end();
    return found;
  }

  private static Rain.Cause cause(String word) {
    return switch (word) {
      case "FORECAST" -> Rain.Cause.FORECAST;
      case "WARNING" -> Rain.Cause.WARNING;
      default -> throw new MalformedException("nothing foretells rain as " + word);
    };
  }
}
