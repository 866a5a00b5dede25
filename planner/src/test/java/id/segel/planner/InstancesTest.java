package id.segel.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import id.segel.planner.Instances.Instance;
import id.segel.planner.Problem.Stop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstancesTest {

  @Test
  void distancesOfCvrplibAreRounded() {
    Instance small =
        Instances.read(
            """
            NAME : three
            TYPE : CVRP
            DIMENSION : 3
            EDGE_WEIGHT_TYPE : EUC_2D
            CAPACITY : 10
            NODE_COORD_SECTION
            1 0 0
            2 1 1
            3 2 2
            DEMAND_SECTION
            1 0
            2 4
            3 5
            DEPOT_SECTION
            1
            -1
            EOF
            """);
    assertEquals("three", small.name());
    assertEquals(1, small.scale());
    assertEquals(new Stop("2", 2, 5, 0, 0, Problem.NEVER, -1, -1), small.problem().stops().get(1));
    // 1.41 and 2.83
    assertEquals(1, small.problem().matrices().getFirst().cost(0, 1));
    assertEquals(3, small.problem().matrices().getFirst().cost(0, 2));
  }

  @Test
  void distancesWithWindowsAreCutToADecimal() {
    Instance small =
        Instances.read(
            """
            R1

            VEHICLE
            NUMBER     CAPACITY
              25         200

            CUSTOMER
            CUST NO.  XCOORD.  YCOORD.  DEMAND  READY TIME  DUE DATE  SERVICE TIME

                0      35         35          0          0       230          0
                1      41         49         10        161       171         10
            """);
    assertEquals(10, small.scale());
    assertEquals(25, small.problem().vehicles().size());
    assertEquals(2300, small.problem().vehicles().getFirst().until());
    assertEquals(new Stop("1", 1, 10, 100, 1610, 1710, -1, -1), small.problem().stops().getFirst());
    // 15.231
    assertEquals(152, small.problem().matrices().getFirst().cost(0, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nothing of the kind",
        "NODE_COORD_SECTION\n1 0 0\n2 1 1\nDEMAND_SECTION\n1 0\n",
        "EDGE_WEIGHT_TYPE : GEO\nNODE_COORD_SECTION\n1 0 0\n2 1 1\nDEMAND_SECTION\n1 0\n2 1\n",
        "CAPACITY : 5\nNODE_COORD_SECTION\n1 0 0\n2 x 1\nDEMAND_SECTION\n1 0\n2 1\n",
      })
  void whatIsNoneIsRefusedInWords(String text) {
    assertThrows(IllegalArgumentException.class, () -> Instances.read(text));
  }
}
