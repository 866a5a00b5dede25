package id.segel.tlog.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import id.segel.tlog.MalformedException;
import id.segel.tlog.Testdata;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Paths of tiles, by the table that other languages read as well. */
class TilePathTest {

  @Test
  void pathsAreWrittenAndReadAsInTheTable() throws IOException, MalformedException {
    for (String row : Testdata.rows("tile-paths.txt")) {
      String[] columns = row.split(" +", -1);
      String path = columns[0];
      if (columns[1].equals("malformed")) {
        assertThrows(MalformedException.class, () -> TilePath.parse(path), row);
        continue;
      }
      int level = columns[1].equals("entries") ? TilePath.ENTRIES : Integer.parseInt(columns[1]);
      TilePath expected =
          new TilePath(level, Long.parseLong(columns[2]), Integer.parseInt(columns[3]));
      assertEquals(expected, TilePath.parse(path), row);
      assertEquals(path, expected.toString(), row);
    }
  }

  @Test
  void otherTextsAreNoPaths() {
    for (String path :
        new String[] {
          "", " 0/000", "0/000 ", "0/000\n", "0/٠٠٠", "tile/0/000", "/0/000", "0/000/"
        }) {
      assertThrows(MalformedException.class, () -> TilePath.parse(path), path);
    }
  }

  @Test
  void aTreesSizeTellsHowWideATileIs() {
    long[][] table = {
      // size, level, number, width
      {0, 0, 0, 0},
      {1, 0, 0, 1},
      {256, 0, 0, 256},
      {256, 0, 1, 0},
      {256, 1, 0, 1},
      {70_000, 0, 272, 256},
      {70_000, 0, 273, 112},
      {70_000, 0, 274, 0},
      {70_000, 1, 0, 256},
      {70_000, 1, 1, 17},
      {70_000, 2, 0, 1},
      {70_000, 3, 0, 0},
      {70_000, TilePath.ENTRIES, 273, 112},
      {Long.MAX_VALUE, 7, 0, 127},
      {Long.MAX_VALUE, 8, 0, 0},
      {70_000, 0, Long.MAX_VALUE, 0},
    };
    for (long[] row : table) {
      assertEquals(row[3], TilePath.widthIn(row[0], (int) row[1], row[2]), row[0] + " " + row[1]);
    }
  }
}
