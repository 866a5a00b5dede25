package id.segel.planner;

import id.segel.planner.Problem.Stop;
import id.segel.planner.Problem.Vehicle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads public sets of vehicle routing problems: CVRPLIB's and VRPLIB's {@code .vrp}, and the
 * {@code .txt} of Solomon and of Gehring and Homberger. Distances are Euclidean: rounded to whole
 * numbers without time windows, as CVRPLIB does, and cut to one decimal with them, as the DIMACS
 * challenge did; then ten stand for one.
 */
public final class Instances {

  private static final int STOPS_MAX = 5_000;

  private Instances() {}

  /** A problem, and how many of its units make one of the set's. */
  public record Instance(String name, Problem problem, int scale) {}

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException in words, when it is none
   */
  public static Instance read(String text) {
    return text.contains("NODE_COORD_SECTION") ? vrplib(text) : solomon(text);
  }

  private static Instance vrplib(String text) {
    Map<String, String> head = new HashMap<>();
    Map<String, List<double[]>> sections = new HashMap<>();
    List<double[]> section = null;
    for (String raw : text.split("\\R", -1)) {
      String line = raw.strip();
      if (line.isEmpty() || line.equals("EOF")) {
        continue;
      }
      if (line.endsWith("_SECTION")) {
        section = sections.computeIfAbsent(line, none -> new ArrayList<>());
      } else if (section != null) {
        section.add(numbers(line));
      } else {
        int colon = line.indexOf(':');
        if (colon > 0) {
          head.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
      }
    }
    if (!head.getOrDefault("EDGE_WEIGHT_TYPE", "EUC_2D").equals("EUC_2D")) {
      throw new IllegalArgumentException("distances of type " + head.get("EDGE_WEIGHT_TYPE"));
    }
    List<double[]> points = sections.getOrDefault("NODE_COORD_SECTION", List.of());
    List<double[]> demands = sections.getOrDefault("DEMAND_SECTION", List.of());
    List<double[]> windows = sections.getOrDefault("TIME_WINDOW_SECTION", List.of());
    if (demands.size() != points.size()
        || (!windows.isEmpty() && windows.size() != points.size())) {
      throw new IllegalArgumentException("points, demands and windows are not as many");
    }
    double service =
        windows.isEmpty() ? 0 : Double.parseDouble(head.getOrDefault("SERVICE_TIME", "0"));
    double[][] rows = new double[points.size()][];
    for (int i = 0; i < rows.length; i++) {
      double[] window = windows.isEmpty() ? new double[] {0, 0, 0} : windows.get(i);
      rows[i] =
          new double[] {
            points.get(i)[1],
            points.get(i)[2],
            demands.get(i)[1],
            window[1],
            window[2],
            i == 0 ? 0 : service
          };
    }
    int vehicles = head.containsKey("VEHICLES") ? Integer.parseInt(head.get("VEHICLES")) : 0;
    return problem(
        head.getOrDefault("NAME", ""),
        rows,
        Integer.parseInt(head.getOrDefault("CAPACITY", "0")),
        vehicles,
        !windows.isEmpty());
  }

  private static Instance solomon(String text) {
    List<double[]> rows = new ArrayList<>();
    double[] vehicle = {0, 0};
    for (String raw : text.split("\\R", -1)) {
      String line = raw.strip();
      if (!line.matches("[-0-9.\\s]+")) {
        continue;
      }
      double[] numbers = numbers(line);
      if (numbers.length == 2) {
        vehicle = numbers;
      } else if (numbers.length == 7) {
        rows.add(Arrays.copyOfRange(numbers, 1, 7));
      }
    }
    return problem(
        text.strip().lines().findFirst().orElse(""),
        rows.toArray(new double[0][]),
        (int) vehicle[1],
        (int) vehicle[0],
        true);
  }

  private static double[] numbers(String line) {
    return Arrays.stream(line.split("\\s+")).mapToDouble(Double::parseDouble).toArray();
  }

  /** Of each row: x, y, demand, open, close, service; the first is the depot. */
  private static Instance problem(
      String name, double[][] rows, int capacity, int vehicles, boolean isTimed) {
    if (rows.length < 2 || rows.length > STOPS_MAX || capacity <= 0) {
      throw new IllegalArgumentException(
          rows.length + " points and a capacity of " + capacity + " are no problem");
    }
    int scale = isTimed ? 10 : 1;
    int places = rows.length;
    int[] cost = new int[places * places];
    for (int i = 0; i < places; i++) {
      for (int j = 0; j < places; j++) {
        double way = Math.hypot(rows[i][0] - rows[j][0], rows[i][1] - rows[j][1]);
        cost[i * places + j] = isTimed ? (int) Math.floor(way * 10) : (int) Math.floor(way + 0.5);
      }
    }
    long boxes = 0;
    List<Stop> stops = new ArrayList<>();
    for (int i = 1; i < places; i++) {
      double[] row = rows[i];
      boxes += (long) row[2];
      stops.add(
          new Stop(
              Integer.toString(i),
              i,
              (int) row[2],
              (int) (row[5] * scale),
              (int) (row[3] * scale),
              isTimed ? (int) (row[4] * scale) : Problem.NEVER,
              -1,
              -1));
    }
    // Without a number, as many as any good answer can need.
    int count = vehicles > 0 ? vehicles : (int) Math.min(places - 1, 2 * boxes / capacity + 10);
    int until = isTimed ? (int) (rows[0][4] * scale) : Problem.NEVER;
    int from = isTimed ? (int) (rows[0][3] * scale) : 0;
    List<Vehicle> all = new ArrayList<>();
    for (int v = 0; v < count; v++) {
      all.add(new Vehicle(Integer.toString(v + 1), 0, 0, capacity, from, until, 0, 1, 0));
    }
    return new Instance(
        name, new Problem(stops, all, List.of(new Matrix(places, cost, cost)), Map.of()), scale);
  }
}
