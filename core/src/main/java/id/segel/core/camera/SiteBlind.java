package id.segel.core.camera;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.PlaceCode;
import java.time.Instant;

/**
 * For longer than is allowed no camera has seen the boxes of a place: a finding.
 *
 * @param since when the last one ceased to
 * @param boxes that stood there
 */
public record SiteBlind(PlaceCode place, Instant since, int boxes) implements Fact {

  private static final int BOXES_MAX = 10_000_000;

  /** {@link MalformedException} when it is not as described. */
  public SiteBlind {
    if (boxes < 1 || boxes > BOXES_MAX) {
      throw new MalformedException("nobody is blind to " + boxes + " boxes");
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("place ").append(place).append('\n');
    out.append("since ").append(since).append('\n');
    out.append("boxes ").append(boxes).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static SiteBlind read(Fields fields) {
    var blind =
        new SiteBlind(
            new PlaceCode(fields.take("place")),
            fields.takeInstant("since"),
            (int) fields.takeNumber("boxes", BOXES_MAX));
    fields.end();
    return blind;
  }
}
