package id.segel.planner;

import java.util.List;
import java.util.Map;

/**
 * What is to be carried and by what. Times and costs are whole numbers in the units of the
 * matrices; a vehicle may go several times, from its depot and back.
 *
 * @param stops to be visited once each; who needs more than a load is several stops of one place
 * @param vehicles in no order
 * @param matrices by means of transport, all of the same places
 * @param docks how many vehicles load at once at a depot, which is a place; one that is not named
 *     has no limit. Who comes first loads first
 */
public record Problem(
    List<Stop> stops, List<Vehicle> vehicles, List<Matrix> matrices, Map<Integer, Integer> docks) {

  /** No time is too late. */
  public static final int NEVER = Integer.MAX_VALUE / 4;

  public Problem {
    stops = List.copyOf(stops);
    vehicles = List.copyOf(vehicles);
    matrices = List.copyOf(matrices);
    docks = Map.copyOf(docks);
    if (docks.values().stream().anyMatch(count -> count < 1)) {
      throw new IllegalArgumentException("a depot has no dock");
    }
  }

  /**
   * Where something is to be brought.
   *
   * @param place in the matrices
   * @param boxes that go there
   * @param service how long that takes
   * @param open nobody begins there before this
   * @param close nobody begins there after this
   * @param depot the only depot that has its boxes, a place; -1 when any has
   * @param means which means of transport come there, a bit for each; -1 is all
   */
  public record Stop(
      String name, int place, int boxes, int service, int open, int close, int depot, int means) {

    /** Whether this vehicle may come there at all. */
    public boolean isFor(Vehicle vehicle) {
      return (depot < 0 || depot == vehicle.depot())
          && (means >> vehicle.means() & 1) == 1
          && boxes <= vehicle.capacity();
    }
  }

  /**
   * A lorry or a boat with its crew.
   *
   * @param means of transport, the number of its matrix
   * @param depot the place where it loads and where it ends
   * @param capacity in boxes
   * @param from nobody loads before this
   * @param until it is back at its depot by this
   * @param loading how long it loads before each trip
   * @param trips how often it may go
   * @param fixed what it costs to use it at all
   */
  public record Vehicle(
      String name,
      int means,
      int depot,
      int capacity,
      int from,
      int until,
      int loading,
      int trips,
      int fixed) {

    Vehicle nameless() {
      return new Vehicle("", means, depot, capacity, from, until, loading, trips, fixed);
    }
  }
}
