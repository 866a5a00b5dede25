package id.segel.planner;

import id.segel.planner.Problem.Stop;
import id.segel.planner.Problem.Vehicle;
import id.segel.planner.Timetable.Trip;
import id.segel.planner.Timetable.Visit;
import java.util.ArrayList;
import java.util.List;

/** Every rule that a plan keeps, by name, and where one does not. */
public final class Constraints {

  /** What a rule is about; each is a method of this class. */
  public enum Rule {
    SERVED_ONCE,
    CAPACITY,
    WINDOW,
    SHIFT,
    TRIPS,
    DEPOT,
    MEANS,
    WAY
  }

  /**
   * A rule that a plan breaks.
   *
   * @param vehicle its number, or -1
   * @param stop its number, or -1
   * @param by how much: boxes, units of time, visits or trips; 0 where that says nothing
   */
  public record Breach(Rule rule, int vehicle, int stop, long by) {}

  private Constraints() {}

  /** All that a plan breaks, rule by rule; nothing when it may be driven. */
  public static List<Breach> breaches(Problem problem, Plan plan) {
    List<Trip> trips = Timetable.of(problem, plan);
    List<Breach> all = new ArrayList<>();
    all.addAll(servedOnce(problem, plan));
    all.addAll(capacity(problem, trips));
    all.addAll(window(problem, trips));
    all.addAll(shift(problem, trips));
    all.addAll(trips(problem, plan));
    all.addAll(depot(problem, trips));
    all.addAll(means(problem, trips));
    all.addAll(way(problem, trips));
    return all;
  }

  /** Each stop is visited once, or named as unserved. */
  static List<Breach> servedOnce(Problem problem, Plan plan) {
    int[] times = new int[problem.stops().size()];
    plan.trips().forEach(tour -> tour.forEach(trip -> trip.forEach(stop -> times[stop]++)));
    plan.unserved().forEach(stop -> times[stop]++);
    List<Breach> all = new ArrayList<>();
    for (int stop = 0; stop < times.length; stop++) {
      if (times[stop] != 1) {
        all.add(new Breach(Rule.SERVED_ONCE, -1, stop, times[stop]));
      }
    }
    return all;
  }

  /** No trip carries more than its vehicle can. */
  static List<Breach> capacity(Problem problem, List<Trip> trips) {
    return trips.stream()
        .filter(one -> one.boxes() > vehicle(problem, one).capacity())
        .map(one ->
            new Breach(
                Rule.CAPACITY,
                one.vehicle(),
                -1,
                (long) one.boxes() - vehicle(problem, one).capacity()))
        .toList();
  }

  /** Nobody begins at a stop after it has closed. */
  static List<Breach> window(Problem problem, List<Trip> trips) {
    List<Breach> all = new ArrayList<>();
    for (Trip trip : trips) {
      for (Visit visit : trip.visits()) {
        int close = problem.stops().get(visit.stop()).close();
        if (visit.begins() > close) {
          all.add(
              new Breach(Rule.WINDOW, trip.vehicle(), visit.stop(), (long) visit.begins() - close));
        }
      }
    }
    return all;
  }

  /** A vehicle is back before its crew's shift ends. */
  static List<Breach> shift(Problem problem, List<Trip> trips) {
    return trips.stream()
        .filter(one -> one.back() > vehicle(problem, one).until())
        .map(one ->
            new Breach(
                Rule.SHIFT, one.vehicle(), -1, (long) one.back() - vehicle(problem, one).until()))
        .toList();
  }

  /** No vehicle goes more often than it may. */
  static List<Breach> trips(Problem problem, Plan plan) {
    List<Breach> all = new ArrayList<>();
    for (int v = 0; v < plan.trips().size(); v++) {
      int more = plan.trips().get(v).size() - problem.vehicles().get(v).trips();
      if (more > 0) {
        all.add(new Breach(Rule.TRIPS, v, -1, more));
      }
    }
    return all;
  }

  /** Boxes come from the depot that has them. */
  static List<Breach> depot(Problem problem, List<Trip> trips) {
    return visits(
        problem,
        trips,
        Rule.DEPOT,
        (vehicle, stop) -> stop.depot() < 0 || stop.depot() == vehicle.depot());
  }

  /** A stop is reached by a means of transport that comes there. */
  static List<Breach> means(Problem problem, List<Trip> trips) {
    return visits(
        problem, trips, Rule.MEANS, (vehicle, stop) -> (stop.means() >> vehicle.means() & 1) == 1);
  }

  /** From each place to the next there is a way. */
  static List<Breach> way(Problem problem, List<Trip> trips) {
    List<Breach> all = new ArrayList<>();
    for (Trip trip : trips) {
      Vehicle vehicle = vehicle(problem, trip);
      Matrix matrix = problem.matrices().get(vehicle.means());
      int here = vehicle.depot();
      for (Visit visit : trip.visits()) {
        int there = problem.stops().get(visit.stop()).place();
        if (!matrix.hasWay(here, there)) {
          all.add(new Breach(Rule.WAY, trip.vehicle(), visit.stop(), 0));
        }
        here = there;
      }
      if (!matrix.hasWay(here, vehicle.depot())) {
        all.add(new Breach(Rule.WAY, trip.vehicle(), -1, 0));
      }
    }
    return all;
  }

  private interface Fits {
    boolean fits(Vehicle vehicle, Stop stop);
  }

  private static List<Breach> visits(Problem problem, List<Trip> trips, Rule rule, Fits fits) {
    List<Breach> all = new ArrayList<>();
    for (Trip trip : trips) {
      for (Visit visit : trip.visits()) {
        if (!fits.fits(vehicle(problem, trip), problem.stops().get(visit.stop()))) {
          all.add(new Breach(rule, trip.vehicle(), visit.stop(), 0));
        }
      }
    }
    return all;
  }

  private static Vehicle vehicle(Problem problem, Trip trip) {
    return problem.vehicles().get(trip.vehicle());
  }
}
