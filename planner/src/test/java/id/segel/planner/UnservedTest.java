package id.segel.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import id.segel.planner.Problem.Stop;
import id.segel.planner.Problem.Vehicle;
import id.segel.planner.Unserved.Why;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One stop, thirty from the depot. Of the two vehicles the lorry (means 0) carries 8 boxes and
 * loads at depot 0 from 0 to 100; the boat (means 1) carries 3, loads at depot 1, and a way leads
 * nowhere from there.
 */
class UnservedTest {

  private static final List<Vehicle> BOTH =
      List.of(
          new Vehicle("lorry", 0, 0, 8, 0, 100, 10, 1, 0),
          new Vehicle("boat", 1, 1, 3, 0, 100, 10, 1, 0));

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # boxes, service, open, close, depot, means, vehicles, why
          4      , 5      , 0   , 100  , -1   , -1   , 0       , NO_VEHICLE
          4      , 5      , 0   , 100  , 2    , -1   , 2       , DEPOT
          4      , 5      , 0   , 100  , 0    , 2    , 2       , MEANS
          9      , 5      , 0   , 100  , 0    , -1   , 2       , CAPACITY
          4      , 5      , 0   , 100  , 1    , -1   , 2       , CAPACITY
          3      , 5      , 0   , 100  , 1    , -1   , 2       , WAY
          4      , 5      , 0   , 39   , -1   , -1   , 2       , WINDOW
          4      , 5      , 0   , 40   , -1   , -1   , 2       , TOO_MUCH
          4      , 30     , 0   , 100  , -1   , -1   , 2       , TOO_MUCH
          4      , 31     , 0   , 100  , -1   , -1   , 2       , SHIFT
          4      , 5      , 66  , 100  , -1   , -1   , 2       , SHIFT
          """)
  void theFirstRuleThatNoneKeeps(
      int boxes, int service, int open, int close, int depot, int means, int vehicles, Why why) {
    int none = Matrix.NO_WAY;
    int[] way = {0, 10, 30, none, 0, none, 30, none, 0};
    var matrix = new Matrix(3, way, way);
    var stop = new Stop("stop", 2, boxes, service, open, close, depot, means);
    assertEquals(
        why,
        Unserved.why(
            new Problem(
                List.of(stop), BOTH.subList(0, vehicles), List.of(matrix, matrix), Map.of()),
            0));
  }
}
