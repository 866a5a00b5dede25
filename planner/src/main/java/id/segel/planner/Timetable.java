package id.segel.planner;

import id.segel.planner.Problem.Stop;
import id.segel.planner.Problem.Vehicle;
import java.util.ArrayList;
import java.util.List;

/**
 * When each vehicle of a plan is where, when nobody waits longer than he must. Worked out from the
 * plan alone, by other code than the search's.
 */
public final class Timetable {

  /**
   * A trip of a vehicle.
   *
   * @param loads when it begins to load
   * @param leaves its depot
   * @param visits in order
   * @param back at its depot
   * @param boxes that it carries
   */
  public record Trip(int vehicle, int loads, int leaves, List<Visit> visits, int back, int boxes) {}

  /**
   * A visit of a stop.
   *
   * @param arrives at the place
   * @param begins once the place is open
   */
  public record Visit(int stop, int arrives, int begins, int leaves) {}

  private Timetable() {}

  /** The trips of all vehicles, vehicle by vehicle in their order. */
  public static List<Trip> of(Problem problem, Plan plan) {
    List<Trip> all = new ArrayList<>();
    for (int v = 0; v < plan.trips().size(); v++) {
      Vehicle vehicle = problem.vehicles().get(v);
      Matrix matrix = problem.matrices().get(vehicle.means());
      int free = vehicle.from();
      for (List<Integer> stops : plan.trips().get(v)) {
        Trip trip = trip(problem, matrix, v, free, stops);
        all.add(trip);
        free = trip.back();
      }
    }
    return all;
  }

  private static Trip trip(Problem problem, Matrix matrix, int v, int loads, List<Integer> stops) {
    Vehicle vehicle = problem.vehicles().get(v);
    int leaves = loads + vehicle.loading();
    int here = vehicle.depot();
    int now = leaves;
    int boxes = 0;
    List<Visit> visits = new ArrayList<>();
    for (int number : stops) {
      Stop stop = problem.stops().get(number);
      int arrives = now + matrix.time(here, stop.place());
      int begins = Math.max(arrives, stop.open());
      now = begins + stop.service();
      here = stop.place();
      boxes += stop.boxes();
      visits.add(new Visit(number, arrives, begins, now));
    }
    return new Trip(v, loads, leaves, visits, now + matrix.time(here, vehicle.depot()), boxes);
  }

  /** What a plan costs: its ways, and the vehicles that are used. */
  public static long cost(Problem problem, Plan plan) {
    long cost = 0;
    for (int v = 0; v < plan.trips().size(); v++) {
      Vehicle vehicle = problem.vehicles().get(v);
      Matrix matrix = problem.matrices().get(vehicle.means());
      cost += plan.trips().get(v).isEmpty() ? 0 : vehicle.fixed();
      for (List<Integer> stops : plan.trips().get(v)) {
        int here = vehicle.depot();
        for (int number : stops) {
          int there = problem.stops().get(number).place();
          cost += matrix.cost(here, there);
          here = there;
        }
        cost += matrix.cost(here, vehicle.depot());
      }
    }
    return cost;
  }
}
