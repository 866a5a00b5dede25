package id.segel.planner;

import id.segel.planner.Problem.Stop;
import id.segel.planner.Problem.Vehicle;
import java.util.List;
import java.util.function.Predicate;

/**
 * Why nobody goes to a stop: the first rule that no vehicle can keep, even if it went there alone.
 */
public final class Unserved {

  /** In the order in which they are looked at. */
  public enum Why {
    /** There is no vehicle at all. */
    NO_VEHICLE,
    /** None loads at the depot that has its boxes. */
    DEPOT,
    /** Of those none is of a kind that comes there. */
    MEANS,
    /** Of those none carries so many boxes. */
    CAPACITY,
    /** For those no way leads there, or none back. */
    WAY,
    /** The earliest of them comes after it has closed. */
    WINDOW,
    /** None is back before its shift ends. */
    SHIFT,
    /**
     * One could go, but all are needed elsewhere: more vehicles, more time, or other stops less.
     */
    TOO_MUCH
  }

  private Unserved() {}

  /**
   * Why.
   *
   * @param number of the stop
   */
  public static Why why(Problem problem, int number) {
    Stop stop = problem.stops().get(number);
    List<Vehicle> left = problem.vehicles();
    if (left.isEmpty()) {
      return Why.NO_VEHICLE;
    }
    left = those(left, one -> stop.depot() < 0 || stop.depot() == one.depot());
    if (left.isEmpty()) {
      return Why.DEPOT;
    }
    left = those(left, one -> (stop.means() >> one.means() & 1) == 1);
    if (left.isEmpty()) {
      return Why.MEANS;
    }
    left = those(left, one -> stop.boxes() <= one.capacity());
    if (left.isEmpty()) {
      return Why.CAPACITY;
    }
    left = those(left, one -> hasWay(problem, one, stop));
    if (left.isEmpty()) {
      return Why.WAY;
    }
    left = those(left, one -> begins(problem, one, stop) <= stop.close());
    if (left.isEmpty()) {
      return Why.WINDOW;
    }
    left = those(left, one -> back(problem, one, stop) <= one.until());
    return left.isEmpty() ? Why.SHIFT : Why.TOO_MUCH;
  }

  private static List<Vehicle> those(List<Vehicle> all, Predicate<Vehicle> that) {
    return all.stream().filter(that).toList();
  }

  private static boolean hasWay(Problem problem, Vehicle vehicle, Stop stop) {
    Matrix matrix = problem.matrices().get(vehicle.means());
    return matrix.hasWay(vehicle.depot(), stop.place())
        && matrix.hasWay(stop.place(), vehicle.depot());
  }

  private static int begins(Problem problem, Vehicle vehicle, Stop stop) {
    Matrix matrix = problem.matrices().get(vehicle.means());
    int arrives = vehicle.from() + vehicle.loading() + matrix.time(vehicle.depot(), stop.place());
    return Math.max(arrives, stop.open());
  }

  private static int back(Problem problem, Vehicle vehicle, Stop stop) {
    Matrix matrix = problem.matrices().get(vehicle.means());
    return begins(problem, vehicle, stop)
        + stop.service()
        + matrix.time(stop.place(), vehicle.depot());
  }
}
