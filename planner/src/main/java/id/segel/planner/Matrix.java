package id.segel.planner;

/**
 * What it costs and how long it takes to go from each place to each other by one means of
 * transport. Places are numbered from 0. Whole numbers of any unit that the problem uses
 * throughout: metres and seconds, as a rule.
 *
 * @param places how many
 * @param cost of going from {@code i} to {@code j}, at {@code i * places + j}
 * @param time the same; may be the same array
 */
public record Matrix(int places, int[] cost, int[] time) {

  /** No way leads there. Small enough that a few of them can be added. */
  public static final int NO_WAY = Integer.MAX_VALUE / 8;

  public Matrix {
    if (cost.length != places * places || time.length != places * places) {
      throw new IllegalArgumentException("not " + places + " by " + places);
    }
    for (int i = 0; i < cost.length; i++) {
      if (cost[i] < 0 || time[i] < 0) {
        throw new IllegalArgumentException(
            "from " + i / places + " to " + i % places + " it is less than nothing");
      }
    }
  }

  public int cost(int from, int to) {
    return cost[from * places + to];
  }

  public int time(int from, int to) {
    return time[from * places + to];
  }

  /** Whether a way leads there. */
  public boolean hasWay(int from, int to) {
    return Math.max(cost(from, to), time(from, to)) < NO_WAY;
  }
}
