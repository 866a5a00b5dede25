package id.segel.core.region;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BallotNeedTest {

  @Test
  void roundsUpAtEveryTps() {
    // reserve in thousandths, DPT, need; 271 and 300 were seen at TPS of 2024
    String table =
        """
        20   0   0
        20   1   2
        20  50  51
        20  51  53
        20 250 255
        20 251 257
        20 271 277
        20 300 306
        25 600 615
        25 561 576
        """;
    for (String line : table.lines().toList()) {
      int[] row =
          java.util.Arrays.stream(line.strip().split(" +")).mapToInt(Integer::parseInt).toArray();
      assertEquals(row[2], BallotNeed.of(row[1], row[0]), line);
    }
  }
}
