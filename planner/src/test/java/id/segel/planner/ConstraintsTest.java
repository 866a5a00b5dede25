package id.segel.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import id.segel.planner.Constraints.Breach;
import id.segel.planner.Constraints.Rule;
import id.segel.planner.Problem.Stop;
import id.segel.planner.Problem.Vehicle;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each rule kept and broken. Places stand on a line, ten apart: 0 and 1 are depots, stop A is at 2
 * and so on to D at 5; the way between A and D is barred, and D lies on the sea.
 */
class ConstraintsTest {

  private static final List<Stop> STOPS =
      List.of(
          new Stop("A", 2, 4, 1, 0, 100, -1, -1),
          new Stop("B", 3, 4, 1, 60, 90, -1, -1),
          new Stop("C", 4, 4, 1, 0, 100, 1, -1),
          new Stop("D", 5, 2, 1, 0, 500, -1, 0b10));

  private static final List<Vehicle> VEHICLES =
      List.of(
          new Vehicle("lorry 0", 0, 0, 8, 0, 120, 5, 2, 0),
          new Vehicle("lorry 1", 0, 1, 8, 0, 120, 5, 1, 0),
          new Vehicle("boat 0", 1, 0, 3, 0, 500, 5, 3, 0));

  /** Trips of a vehicle stand apart by a bar, vehicles by a slash. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # what                          , trips      , left, broken
          all is kept                     , AB/C/D     , ''  , ''
          nobody goes                     , //         , ABCD, ''
          a stop is left and not named    , A/C/D      , ''  , SERVED_ONCE B 0
          a stop is visited twice         , AB/AC/D    , ''  , SERVED_ONCE A 2
          a stop is visited and left      , AB/C/D     , A   , SERVED_ONCE A 2
          as much as it can carry         , A|B/C/D    , ''  , ''
          more than it can carry          , ABA/C/D    , ''  , SERVED_ONCE A 2; CAPACITY lorry 0 4
          it waits until a stop opens     , B/C/D      , A   , ''
          it comes after a stop has closed, BA|B/C/D   , ''  , SERVED_ONCE B 2; WINDOW B 37; SHIFT lorry 0 38
          it is back in time              , AB/C/D     , ''  , ''
          two trips                       , A|B/C/D    , ''  , ''
          three trips of two              , A|A|A/C/D  , B   , SERVED_ONCE A 3; WINDOW A 17; SHIFT lorry 0 18; TRIPS lorry 0 1
          boxes of another depot          , CB/A/D     , ''  , DEPOT lorry 0 C 0
          a lorry on the sea              , AB/CD/     , ''  , MEANS lorry 1 D 0
          where no way leads              , B/C/AD     , ''  , CAPACITY boat 0 3; WINDOW D 268434981; SHIFT boat 0 268435032; WAY boat 0 D 0
          """)
  void eachRule(String what, String trips, String left, String broken) {
    Plan plan =
        new Plan(
            Arrays.stream(trips.split("/", -1)).map(ConstraintsTest::tour).toList(),
            stops(left),
            0);
    assertEquals(
        broken,
        Constraints.breaches(new Problem(STOPS, VEHICLES, List.of(line(), line()), Map.of()), plan)
            .stream()
            .map(ConstraintsTest::said)
            .collect(Collectors.joining("; ")),
        what);
  }

  private static List<List<Integer>> tour(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split("\\|", -1)).map(ConstraintsTest::stops).toList();
  }

  private static List<Integer> stops(String text) {
    return text.chars().mapToObj(letter -> letter - 'A').toList();
  }

  private static String said(Breach breach) {
    Rule rule = breach.rule();
    String who = breach.vehicle() < 0 || rule == Rule.WINDOW ? "" : " " + name(breach.vehicle());
    String where = breach.stop() < 0 ? "" : " " + STOPS.get(breach.stop()).name();
    return rule + who + where + " " + breach.by();
  }

  private static String name(int vehicle) {
    return VEHICLES.get(vehicle).name();
  }

  private static Matrix line() {
    int[] way = new int[36];
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 6; j++) {
        way[i * 6 + j] = Math.abs(i - j) * 10;
      }
    }
    way[2 * 6 + 5] = Matrix.NO_WAY;
    way[5 * 6 + 2] = Matrix.NO_WAY;
    return new Matrix(6, way, way);
  }
}
