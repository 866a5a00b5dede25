package id.segel.core.warehouse;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import java.time.Instant;

/**
 * The time of a round is over: it was walked when every point was marked in it, else it was missed,
 * which is a finding.
 *
 * @param round from 0
 * @param due when it began
 * @param marked points that were marked in time
 * @param points that there were
 */
public record RoundSettled(int plan, int round, Instant due, int marked, int points)
    implements Fact {

  private static final int ROUNDS_MAX = 1_000;

  /** {@link MalformedException} when it is not as described. */
  public RoundSettled {
    RoundsPlanned.checkNumber(plan);
    if (marked > points) {
      throw new MalformedException("more points were marked than there are");
    }
  }

  public boolean isMissed() {
    return marked < points;
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("plan ").append(plan).append('\n');
    out.append("round ").append(round).append('\n');
    out.append("due ").append(due).append('\n');
    out.append("marked ").append(marked).append('\n');
    out.append("points ").append(points).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static RoundSettled read(Fields fields) {
    var settled =
        new RoundSettled(
            (int) fields.takeNumber("plan", RoundsPlanned.NUMBER_MAX),
            (int) fields.takeNumber("round", ROUNDS_MAX),
            fields.takeInstant("due"),
            (int) fields.takeNumber("marked", PointsIssued.POINTS_MAX),
            (int) fields.takeNumber("points", PointsIssued.POINTS_MAX));
    fields.end();
    return settled;
  }
}
