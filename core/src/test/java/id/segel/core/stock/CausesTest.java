package id.segel.core.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import id.segel.core.region.BallotStyle;
import java.util.ArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What explains a difference, in tables of holder, place near it, and sheets that it lacks. */
class CausesTest {

  private static String causes(String table) {
    var differences = new ArrayList<Causes.Difference>();
    for (String line : table.strip().split("\n", -1)) {
      String[] words = line.split(" +", -1);
      differences.add(
          new Causes.Difference(
              Holder.parse(words[0]),
              words[1],
              BallotStyle.parse(words[2]),
              Long.parseLong(words[3])));
    }
    return Causes.of(differences, 25, 500).stream()
        .map(one -> one.kind() + " " + one.sheets() + " " + one.holders())
        .collect(Collectors.joining("\n"));
  }

  @Test
  void twoNeighboursChangedPlaces() {
    assertEquals(
        "PAIR 37 [box:3171011001147401, box:3171011001148401]",
        causes(
            """
            box:3171011001147401 3171011001 4-1  37
            box:3171011001148401 3171011001 4-1 -37
            """));
  }

  @Test
  void theNearerOfTwoExplainsIt() {
    assertEquals(
        """
        PAIR 37 [box:3171011001147401, box:3171011001149401]
        NONE -37 [box:3171021001001401]\
        """,
        causes(
            """
            box:3171021001001401 3171021001 4-1 -37
            box:3171011001147401 3171011001 4-1  37
            box:3171011001149401 3171011001 4-1 -37
            """));
  }

  @Test
  void otherDesignsExplainNothing() {
    assertEquals(
        """
        NONE 37 [box:3171011001147401]
        NONE -37 [box:3171011001148201]\
        """,
        causes(
            """
            box:3171011001147401 3171011001 4-1  37
            box:3171011001148201 3171011001 2-2 -37
            """));
  }

  @Test
  void aKoliOrBundles() {
    assertEquals(
        """
        KOLI 500 [store:G3171]
        BUNDLE 50 [box:3171011001147401]\
        """,
        causes(
            """
            box:3171011001147401 3171011001 4-1  50
            store:G3171 G3171 4-1  500
            """));
  }
}
