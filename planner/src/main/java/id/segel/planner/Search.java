package id.segel.planner;

import id.segel.planner.Problem.Stop;
import id.segel.planner.Problem.Vehicle;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/**
 * Looks for cheap tours by ruin and recreate: strings of neighbouring stops are taken out of a few
 * trips that lie beside each other, and each is put back where it costs least, now and then not
 * quite there. Worse tours are kept with a chance that falls to nothing as the time runs out.
 *
 * <p>After Jan Christiaens and Greet Vanden Berghe, "Slack Induction by String Removals for Vehicle
 * Routing Problems", Transportation Science 54 (2020). Other than there, a stop is tried beside its
 * nearest neighbours only, and everywhere when it fits beside none; so a round costs the same
 * however many stops there are.
 */
public final class Search {

  /** Stops that are taken out in a round, on average. */
  private static final int REMOVED = 10;

  private static final int STRING_MAX = 10;
  private static final double SPLIT = 0.5;
  private static final double SPLIT_ENDS = 0.01;

  /** How often a place is overlooked. */
  private static final double BLINK = 0.01;

  /**
   * The same in one round of twenty: what is tight comes about by what is not the cheapest alone.
   */
  private static final double BLINK_MORE = 0.3;

  /** Heat at the beginning and at the end, in ways between two stops. */
  private static final double HOT = 0.3;

  private static final double COLD = 0.01;

  /** Fewer stops than these have hotter beginnings: what is tight is a valley of its own. */
  private static final int SMALL = 20;

  private static final double HOT_SMALL = 5;

  private static final int STARTS_UP_TO = 100;
  private static final int STARTS_MAX = 6;
  private static final int NEAREST = 40;
  private static final int RUINED_FROM = 200;

  private final Problem problem;
  private final Tours tours;
  private final RandomGenerator random;
  private final int stops;

  /** Of each stop, itself and the others from near to far. */
  private final int[][] near;

  /** The same by how well one can come after the other, in place and time. */
  private final int[][] beside;

  private final int[] absent;
  private int absentCount;
  private final long[] keys;

  private final int[] trip;
  private final int[] ruined;
  private int ruinedCount;
  private final int[] far;
  private final long weight;

  private long best = Long.MAX_VALUE;
  private int[] bestTours = {};

  private long rounds;

  /** Trips there are, counted once in 256 rounds: only their average length is wanted. */
  private int tripsSeen;

  /** In which look a node was looked at; each place of a stop is a look. */
  private final int[] looked;

  private int look;
  private double blink;
  private int bestAt;
  private int bestAdded;
  private boolean isBestTrip;

  private Search(Problem problem, RandomGenerator random) {
    this.problem = problem;
    tours = new Tours(problem);
    this.random = random;
    stops = tours.stops;
    near = near(problem, false, RUINED_FROM);
    beside = tours.isTimed() ? near(problem, true, NEAREST) : near;
    absent = new int[stops];
    looked = new int[tours.next.length];
    keys = new long[stops];
    trip = new int[stops];
    ruined = new int[64];
    far = new int[stops];
    weight = weight(problem);
    for (int i = 0; i < stops; i++) {
      far[i] = nearestDepot(problem, problem.stops().get(i));
    }
  }

  /**
   * The cheapest plan that was found.
   *
   * @param progress 0 when the search begins, 1 when it must end; who gives a clock's share gives a
   *     time limit
   */
  public static Plan solve(Problem problem, RandomGenerator random, DoubleSupplier progress) {
    return new Search(problem, random).run(progress);
  }

  /**
   * What a box costs that nobody brings: more than any way to bring it, so that none is left behind
   * to save a way.
   */
  static long weight(Problem problem) {
    long longest = 1;
    for (Matrix matrix : problem.matrices()) {
      for (int cost : matrix.cost()) {
        longest = Math.max(longest, cost < Matrix.NO_WAY ? cost : 0);
      }
    }
    int fixed = problem.vehicles().stream().mapToInt(Vehicle::fixed).max().orElse(0);
    return 4 * longest + fixed;
  }

  private static int nearestDepot(Problem problem, Stop stop) {
    return problem.vehicles().stream()
        .mapToInt(Vehicle::depot)
        .distinct()
        .filter(depot -> stop.depot() < 0 || stop.depot() == depot)
        .map(depot -> distance(problem, depot, stop.place()))
        .min()
        .orElse(0);
  }

  private static int distance(Problem problem, int from, int to) {
    return problem.matrices().getFirst().cost(from, to);
  }

  private static int[][] near(Problem problem, boolean isInTime, int most) {
    List<Stop> stops = problem.stops();
    int count = stops.size();
    int[][] near = new int[count][];
    long[] order = new long[count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        Stop one = stops.get(i);
        Stop other = stops.get(j);
        long apart =
            i == j
                ? -1
                : isInTime
                    ? Math.min(apart(problem, one, other), apart(problem, other, one))
                    : distance(problem, one.place(), other.place());
        order[j] = apart << 32 | j;
      }
      Arrays.sort(order);
      near[i] = new int[Math.min(count, most)];
      for (int j = 0; j < near[i].length; j++) {
        near[i][j] = (int) order[j];
      }
    }
    return near;
  }

  /** The way to the next stop, and more when one comes too late there however early one begins. */
  private static long apart(Problem problem, Stop one, Stop other) {
    Matrix matrix = problem.matrices().getFirst();
    long late =
        (long) one.open() + one.service() + matrix.time(one.place(), other.place()) - other.close();
    return (long) matrix.cost(one.place(), other.place()) + Math.clamp(late, 0, Matrix.NO_WAY);
  }

  private Plan run(DoubleSupplier progress) {
    // What is small has time to begin anew, for it may be stuck in a valley that no heat leads out
    // of.
    int starts = Math.clamp(STARTS_UP_TO / Math.max(1, stops), 1, STARTS_MAX);
    for (int start = 0; start < starts; start++) {
      begin();
      anneal(progress, (double) start / starts, (start + 1.0) / starts);
    }
    tours.restore(bestTours);
    return tours.plan();
  }

  private void begin() {
    tours.clear();
    absentCount = 0;
    for (int i = 0; i < stops; i++) {
      absent[absentCount++] = i;
    }
    // Who brings nothing is never late.
    keepBest();
    recreate();
    if (tours.late() == 0) {
      keepBest();
    }
  }

  private void keepBest() {
    long now = tours.cost() + left() * weight;
    if (now < best) {
      best = now;
      bestTours = tours.copy();
    }
  }

  private void anneal(DoubleSupplier progress, double from, double to) {
    double edge = (double) tours.cost() / (stops + 1);
    double hot = stops < SMALL ? HOT_SMALL : HOT;
    double heat = hot * edge;
    // What a box that is left behind counts: little at first, so that another may be left instead,
    // then more and more, and from the beginning again.
    double soft = edge;
    // The same for a unit of time that vehicles are late because they wait for docks.
    double softLate = 1;
    double cost = tours.cost();
    long left = left();
    long late = tours.late();
    while (stops > 1) {
      if ((rounds++ & 63) == 0) {
        double done = (progress.getAsDouble() - from) / (to - from);
        if (done >= 1) {
          break;
        }
        heat = hot * edge * Math.pow(COLD / hot, done);
        soft = left == 0 ? Math.max(edge, soft * 0.9) : soft < weight ? soft * 1.1 : edge;
        softLate =
            Math.clamp(late == 0 ? softLate * 0.9 : softLate * 1.1, edge / 1_000, (double) weight);
      }
      tours.mark();
      ruin();
      recreate();
      long leftNow = left();
      long lateNow = tours.late();
      double worse = tours.cost() - cost + (leftNow - left) * soft + (lateNow - late) * softLate;
      if (worse < -heat * Math.log(random.nextDouble())) {
        cost = tours.cost();
        left = leftNow;
        late = lateNow;
        if (late == 0) {
          keepBest();
        }
      } else {
        tours.undo();
        absentCount = 0;
        if (left > 0) {
          collectAbsent();
        }
      }
    }
  }

  private void collectAbsent() {
    for (int i = 0; i < stops; i++) {
      if (!tours.isServed(i)) {
        absent[absentCount++] = i;
      }
    }
  }

  /** Boxes that nobody brings. */
  private long left() {
    long left = 0;
    for (int i = 0; i < absentCount; i++) {
      left += Math.max(1, tours.boxes(absent[i]));
    }
    return left;
  }

  // ------------------------------------------------------------------------------- ruin

  private void ruin() {
    boolean isWild = stops < SMALL && random.nextInt(20) == 0;
    blink = isWild ? BLINK_MORE : BLINK;
    int seed = random.nextInt(stops);
    double average = averageTrip();
    double stringMax = isWild ? STRING_MAX : Math.min(STRING_MAX, average);
    double stringsMax = 4.0 * REMOVED / (1 + Math.min(stringMax, average)) - 1;
    int strings = (int) (1 + random.nextDouble() * stringsMax);
    ruinedCount = 0;
    for (int stop : near[seed]) {
      if (ruinedCount >= strings || ruinedCount == ruined.length) {
        break;
      }
      if (!tours.isServed(stop) || isRuined(tours.head[stop])) {
        continue;
      }
      int h = tours.head[stop];
      int size = tours.count[h];
      int longest = (int) Math.min(size, stringMax);
      int length = 1 + random.nextInt(longest);
      tours.touch(tours.vehicle[stop]);
      takeOut(stop, h, size, length);
      ruined[ruinedCount++] = h;
    }
    for (int i = 0; i < ruinedCount; i++) {
      int v = tours.vehicle[ruined[i]];
      tours.refresh(v);
      if (!tours.isInTime(v)) {
        // The way past a stop may take longer than the way over it.
        takeOutAll(v);
      }
    }
  }

  private void takeOutAll(int v) {
    for (int i = tours.next[tours.start(v)]; i != tours.end(v); i = tours.next[i]) {
      if (tours.isStop(i)) {
        tours.remove(i);
        absent[absentCount++] = i;
      }
    }
    tours.refresh(v);
  }

  private double averageTrip() {
    int trips = 0;
    int served = stops - absentCount;
    if ((rounds & 255) == 1 || tripsSeen == 0) {
      for (int v = 0; v < tours.vehicles; v++) {
        for (int i = tours.start(v); i != tours.end(v); i = tours.next[i]) {
          if (!tours.isStop(i) && tours.isStop(tours.next[i])) {
            trips++;
          }
        }
      }
      tripsSeen = Math.max(1, trips);
    }
    return Math.max(1, (double) served / tripsSeen);
  }

  private boolean isRuined(int h) {
    for (int i = 0; i < ruinedCount; i++) {
      if (ruined[i] == h) {
        return true;
      }
    }
    return false;
  }

  /**
   * A string of a trip that has the stop in it; or one that leaves some of its middle where it is.
   */
  private void takeOut(int stop, int h, int size, int length) {
    int at = 0;
    int i = tours.next[h];
    for (int k = 0; k < size; k++) {
      trip[k] = i;
      if (i == stop) {
        at = k;
      }
      i = tours.next[i];
    }
    int kept = 0;
    if (length > 1 && length < size && random.nextDouble() < SPLIT) {
      kept = 1;
      while (length + kept < size && random.nextDouble() > SPLIT_ENDS) {
        kept++;
      }
    }
    int whole = length + kept;
    int first = Math.max(0, at - whole + 1);
    int last = Math.min(at, size - whole);
    int from = first + random.nextInt(last - first + 1);
    int keptFrom = kept == 0 ? size : from + 1 + random.nextInt(length);
    for (int k = from; k < from + whole; k++) {
      if (k < keptFrom || k >= keptFrom + kept) {
        tours.remove(trip[k]);
        absent[absentCount++] = trip[k];
      }
    }
  }

  // --------------------------------------------------------------------------- recreate

  private void recreate() {
    sort();
    int left = 0;
    for (int a = 0; a < absentCount; a++) {
      int stop = absent[a];
      if (!place(stop)) {
        absent[left++] = stop;
      }
    }
    absentCount = left;
  }

  /** In one of the orders of the paper, with its weights; the last three are of windows. */
  private void sort() {
    int by = random.nextInt(tours.isTimed() ? 17 : 11);
    for (int a = 0; a < absentCount; a++) {
      int stop = absent[a];
      Stop one = problem.stops().get(stop);
      int key =
          switch (by) {
            case 0, 1, 2, 3 -> random.nextInt(1 << 30);
            case 4, 5, 6, 7 -> -tours.boxes(stop);
            case 8, 9 -> -far[stop];
            case 10 -> far[stop];
            case 11, 12 -> one.close() - one.open();
            case 13, 14 -> one.open();
            default -> -one.close();
          };
      keys[a] = (long) key << 32 | stop;
    }
    Arrays.sort(keys, 0, absentCount);
    for (int a = 0; a < absentCount; a++) {
      absent[a] = (int) keys[a];
    }
  }

  private boolean place(int stop) {
    bestAdded = Matrix.NO_WAY / 2;
    bestAt = Tours.NONE;
    isBestTrip = false;
    look++;
    int[] others = beside[stop];
    int most = Math.min(others.length, NEAREST);
    for (int k = 1; k < most; k++) {
      int other = others[k];
      if (tours.vehicle[other] != Tours.NONE) {
        consider(stop, other);
        consider(stop, tours.prev[other]);
      }
    }
    considerNew(stop);
    if (bestAt == Tours.NONE) {
      for (int v = 0; v < tours.vehicles; v++) {
        for (int i = tours.start(v); i != tours.end(v); i = tours.next[i]) {
          consider(stop, i);
        }
      }
    }
    if (bestAt == Tours.NONE) {
      return false;
    }
    if (isBestTrip) {
      tours.insertTrip(stop, bestAt);
    } else {
      tours.insert(stop, bestAt, bestAdded);
    }
    return true;
  }

  private void consider(int stop, int after) {
    if (looked[after] == look) {
      return;
    }
    looked[after] = look;
    int added = tours.added(stop, after, bestAdded);
    if (added < bestAdded && random.nextDouble() >= blink) {
      bestAdded = added;
      bestAt = after;
      isBestTrip = false;
    }
  }

  /** A vehicle that stands still, one of each kind and depot; or another trip of one that goes. */
  private void considerNew(int stop) {
    // Kinds that cost the same have the same chance.
    int first = random.nextInt(Math.max(1, tours.kinds));
    for (int k = 0; k < tours.kinds; k++) {
      int v = tours.idle((first + k) % tours.kinds);
      if (v != Tours.NONE) {
        consider(stop, tours.start(v));
      }
    }
    for (int v = 0; tours.hasTrips() && v < tours.vehicles; v++) {
      if (!tours.isEmpty(v)) {
        considerTrip(stop, tours.start(v));
        for (int i = tours.next[tours.start(v)]; i != tours.end(v); i = tours.next[i]) {
          if (tours.isStop(i) && !tours.isStop(tours.next[i])) {
            considerTrip(stop, i);
          }
        }
      }
    }
  }

  private void considerTrip(int stop, int after) {
    int added = tours.addedTrip(stop, after, bestAdded);
    if (added < bestAdded && random.nextDouble() >= blink) {
      bestAdded = added;
      bestAt = after;
      isBestTrip = true;
    }
  }
}
