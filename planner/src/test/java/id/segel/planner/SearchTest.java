package id.segel.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.planner.Constraints.Breach;
import id.segel.planner.Constraints.Rule;
import id.segel.planner.Problem.Stop;
import id.segel.planner.Problem.Vehicle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The search against all there is, on problems that are small enough. */
class SearchTest {

  private static final int PROBLEMS = 200;

  @Test
  void smallProblemsAreSolvedAsByTryingEverything() {
    int unserved = 0;
    int again = 0;
    List<String> missed = new ArrayList<>();
    for (int seed = 0; seed < PROBLEMS; seed++) {
      Problem problem = problem(seed);
      Plan plan = Search.solve(problem, chance(seed), rounds(480));
      String which = "seed " + seed + ": " + problem + " -> " + plan;
      assertEquals(List.of(), Constraints.breaches(problem, plan), which);
      assertEquals(Timetable.cost(problem, plan), plan.cost(), which);
      long best = new Exhaustive(problem).value();
      if (best != value(problem, plan)) {
        missed.add("seed " + seed + ": " + value(problem, plan) + " instead of " + best);
      }
      unserved += plan.unserved().size();
      again += (int) plan.trips().stream().filter(tour -> tour.size() > 1).count();
    }
    assertEquals(List.of(), missed);
    assertTrue(unserved > PROBLEMS && again > 20, unserved + " unserved, " + again + " went again");
  }

  @Test
  void whereNobodyGoesOrNothingIsToBeBrought() {
    int[] way = {0, 5, 5, 0};
    List<Matrix> matrices = List.of(new Matrix(2, way, way));
    List<Stop> stops = List.of(new Stop("s", 1, 4, 0, 0, Problem.NEVER, -1, -1));
    List<Vehicle> vehicles = List.of(new Vehicle("v", 0, 0, 8, 0, Problem.NEVER, 0, 1, 0));
    assertEquals(
        new Plan(List.of(), List.of(0), 0),
        Search.solve(new Problem(stops, List.of(), matrices, Map.of()), chance(1), rounds(9)));
    assertEquals(
        new Plan(List.of(List.of()), List.of(), 0),
        Search.solve(new Problem(List.of(), vehicles, matrices, Map.of()), chance(1), rounds(9)));
    assertEquals(
        new Plan(List.of(List.of(List.of(0))), List.of(), 10),
        Search.solve(new Problem(stops, vehicles, matrices, Map.of()), chance(1), rounds(9)));
  }

  private static RandomGenerator chance(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** A limit that knows no clock. */
  private static DoubleSupplier rounds(int of64) {
    int[] looked = {0};
    return () -> looked[0]++ / (double) of64;
  }

  private static long value(Problem problem, Plan plan) {
    return plan.cost()
        + plan.unserved().stream()
                .mapToLong(stop -> Math.max(1, problem.stops().get(stop).boxes()))
                .sum()
            * Search.weight(problem);
  }

  /** Every kind of rule, each in about half of the problems. */
  private static Problem problem(int seed) {
    RandomGenerator random = chance(seed);
    int depots = 1 + random.nextInt(2);
    int count = 3 + random.nextInt(6);
    int places = depots + count;
    boolean isTimed = random.nextBoolean();
    boolean isByDepot = random.nextBoolean();
    boolean isByMeans = random.nextBoolean();
    int trips = random.nextBoolean() ? 1 : 1 + random.nextInt(3);
    int fixed = random.nextBoolean() ? 0 : random.nextInt(60);
    List<Matrix> matrices = new ArrayList<>();
    for (int means = 0; means < (isByMeans ? 2 : 1); means++) {
      int[] cost = new int[places * places];
      int[] time = new int[places * places];
      for (int i = 0; i < places; i++) {
        for (int j = 0; j < places; j++) {
          boolean isNone = i != j && random.nextInt(25) == 0;
          cost[i * places + j] = i == j ? 0 : isNone ? Matrix.NO_WAY : 1 + random.nextInt(100);
          time[i * places + j] = i == j ? 0 : isNone ? Matrix.NO_WAY : 1 + random.nextInt(30);
        }
      }
      matrices.add(new Matrix(places, cost, time));
    }
    List<Stop> stops = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int open = isTimed ? random.nextInt(60) : 0;
      stops.add(
          new Stop(
              "s" + i,
              depots + i,
              1 + random.nextInt(6),
              isTimed ? random.nextInt(5) : 0,
              open,
              isTimed ? open + 10 + random.nextInt(60) : Problem.NEVER,
              isByDepot && random.nextBoolean() ? random.nextInt(depots) : -1,
              isByMeans && random.nextBoolean() ? 1 << random.nextInt(2) : -1));
    }
    List<Vehicle> vehicles =
        IntStream.range(0, 1 + random.nextInt(3))
            .mapToObj(v ->
                new Vehicle(
                    "v" + v,
                    isByMeans ? random.nextInt(2) : 0,
                    random.nextInt(depots),
                    4 + random.nextInt(12),
                    isTimed ? random.nextInt(20) : 0,
                    isTimed ? 80 + random.nextInt(60) : Problem.NEVER,
                    isTimed ? random.nextInt(6) : 0,
                    trips,
                    fixed))
            .toList();
    Map<Integer, Integer> docks = isTimed && random.nextBoolean() ? Map.of(0, 1) : Map.of();
    // Every plan of few stops alone can be made.
    stops = docks.isEmpty() ? stops : stops.subList(0, Math.min(5, count));
    return new Problem(stops, vehicles, matrices, docks);
  }

  /**
   * All tours of all vehicles: of each set of stops the cheapest, found by going on from every
   * beginning that is not worse in both cost and time than another.
   */
  private static final class Exhaustive {

    private static final Set<Rule> MENDED = EnumSet.of(Rule.WINDOW, Rule.SHIFT, Rule.WAY);

    private final Problem problem;
    private final int count;

    Exhaustive(Problem problem) {
      this.problem = problem;
      count = problem.stops().size();
    }

    /** How far a vehicle has come: {@code last} is a stop, or -1 at the depot. */
    private record Way(int set, int last, int load, int trips, long cost, int time) {}

    long value() {
      return problem.docks().isEmpty() ? alone() : together();
    }

    private long left(int set) {
      long left = 0;
      for (int i = 0; i < count; i++) {
        left += (set >> i & 1) == 1 ? 0 : problem.stops().get(i).boxes();
      }
      return left * Search.weight(problem);
    }

    /** Where no vehicle waits for another. */
    private long alone() {
      long[] best = new long[1 << count];
      Arrays.fill(best, Long.MAX_VALUE / 2);
      best[0] = 0;
      for (int v = 0; v < problem.vehicles().size(); v++) {
        long[] tours = tours(v);
        long[] with = best.clone();
        for (int set = 0; set < best.length; set++) {
          for (int part = set; part > 0; part = (part - 1) & set) {
            with[set] = Math.min(with[set], best[set ^ part] + tours[part]);
          }
        }
        best = with;
      }
      long value = Long.MAX_VALUE;
      for (int set = 0; set < best.length; set++) {
        value = Math.min(value, best[set] + left(set));
      }
      return value;
    }

    /** Where they do, every plan is made and driven. */
    private long together() {
      List<List<List<Integer>>> none =
          problem.vehicles().stream().map(v -> List.<List<Integer>>of()).toList();
      return goOn(none, 0, 0, Long.MAX_VALUE);
    }

    private long goOn(List<List<List<Integer>>> trips, int vehicle, int set, long best) {
      List<Integer> unserved =
          IntStream.range(0, count).filter(i -> (set >> i & 1) == 0).boxed().toList();
      Plan plan = new Plan(trips, unserved, 0);
      long cost = Timetable.cost(problem, plan);
      long least = best;
      List<Breach> broken = Constraints.breaches(problem, plan);
      if (broken.isEmpty()) {
        least = Math.min(least, cost + left(set));
      }
      // What is too late, or ends where no way leads back, may be mended by going on.
      if (!broken.stream().allMatch(one -> MENDED.contains(one.rule()))) {
        return least;
      }
      for (int v = vehicle; v < trips.size(); v++) {
        for (int i : unserved) {
          List<List<Integer>> tour = trips.get(v);
          if (!tour.isEmpty()) {
            List<Integer> longer = new ArrayList<>(tour.getLast());
            longer.add(i);
            List<List<Integer>> more = new ArrayList<>(tour.subList(0, tour.size() - 1));
            more.add(longer);
            least = goOn(with(trips, v, more), v, set | 1 << i, least);
          }
          List<List<Integer>> more = new ArrayList<>(tour);
          more.add(List.of(i));
          least = goOn(with(trips, v, more), v, set | 1 << i, least);
        }
      }
      return least;
    }

    private static List<List<List<Integer>>> with(
        List<List<List<Integer>>> trips, int v, List<List<Integer>> tour) {
      List<List<List<Integer>>> with = new ArrayList<>(trips);
      with.set(v, tour);
      return with;
    }

    private long[] tours(int v) {
      Vehicle vehicle = problem.vehicles().get(v);
      Matrix matrix = problem.matrices().get(vehicle.means());
      long[] tours = new long[1 << count];
      Arrays.fill(tours, Long.MAX_VALUE / 2);
      List<Way> open = new ArrayList<>();
      open.add(new Way(0, -1, 0, 1, vehicle.fixed(), vehicle.from() + vehicle.loading()));
      var seen = new HashMap<List<Integer>, List<Way>>();
      for (int next = 0; next < open.size(); next++) {
        Way way = open.get(next);
        int here = way.last < 0 ? vehicle.depot() : problem.stops().get(way.last).place();
        if (way.last >= 0 && matrix.cost(here, vehicle.depot()) < Matrix.NO_WAY) {
          int back = way.time + matrix.time(here, vehicle.depot());
          long cost = way.cost + matrix.cost(here, vehicle.depot());
          if (back <= vehicle.until()) {
            tours[way.set] = Math.min(tours[way.set], cost);
          }
          if (way.trips < vehicle.trips()) {
            add(open, seen, new Way(way.set, -1, 0, way.trips + 1, cost, back + vehicle.loading()));
          }
        }
        for (int i = 0; i < count; i++) {
          Stop stop = problem.stops().get(i);
          int at = Math.max(stop.open(), way.time + matrix.time(here, stop.place()));
          if ((way.set >> i & 1) == 0
              && (stop.depot() < 0 || stop.depot() == vehicle.depot())
              && (stop.means() >> vehicle.means() & 1) == 1
              && way.load + stop.boxes() <= vehicle.capacity()
              && matrix.cost(here, stop.place()) < Matrix.NO_WAY
              && at <= stop.close()) {
            add(
                open,
                seen,
                new Way(
                    way.set | 1 << i,
                    i,
                    way.load + stop.boxes(),
                    way.trips,
                    way.cost + matrix.cost(here, stop.place()),
                    at + stop.service()));
          }
        }
      }
      return tours;
    }

    private static void add(List<Way> open, Map<List<Integer>, List<Way>> seen, Way way) {
      List<Way> others =
          seen.computeIfAbsent(
              List.of(way.set, way.last, way.load, way.trips), none -> new ArrayList<>());
      if (others.stream().noneMatch(one -> one.cost <= way.cost && one.time <= way.time)) {
        others.add(way);
        open.add(way);
      }
    }
  }
}
