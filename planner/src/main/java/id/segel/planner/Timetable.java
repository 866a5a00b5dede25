package id.segel.planner;

import id.segel.planner.Problem.Stop;
import id.segel.planner.Problem.Vehicle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  /** The trips of all vehicles, in the order in which they load. */
  public static List<Trip> of(Problem problem, Plan plan) {
    int vehicles = plan.trips().size();
    int[] free = new int[vehicles];
    int[] gone = new int[vehicles];
    for (int v = 0; v < vehicles; v++) {
      free[v] = problem.vehicles().get(v).from();
    }
    Map<Integer, int[]> docks = new HashMap<>();
    problem.docks().forEach((depot, count) -> docks.put(depot, new int[count]));
    List<Trip> all = new ArrayList<>();
    for (int v = first(plan, free, gone); v >= 0; v = first(plan, free, gone)) {
      Vehicle vehicle = problem.vehicles().get(v);
      int[] atDepot = docks.get(vehicle.depot());
      int loads = free[v];
      if (atDepot != null) {
        int dock = 0;
        for (int d = 1; d < atDepot.length; d++) {
          dock = atDepot[d] < atDepot[dock] ? d : dock;
        }
        loads = Math.max(loads, atDepot[dock]);
        atDepot[dock] = loads + vehicle.loading();
      }
      Matrix matrix = problem.matrices().get(vehicle.means());
      Trip trip = trip(problem, matrix, v, loads, plan.trips().get(v).get(gone[v]++));
      all.add(trip);
      free[v] = trip.back();
    }
    return all;
  }

  /** The vehicle that waits for its next load the longest; -1 when all are done. */
  private static int first(Plan plan, int[] free, int[] gone) {
    int first = -1;
    for (int v = 0; v < free.length; v++) {
      if (gone[v] < plan.trips().get(v).size() && (first < 0 || free[v] < free[first])) {
        first = v;
      }
    }
    return first;
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
