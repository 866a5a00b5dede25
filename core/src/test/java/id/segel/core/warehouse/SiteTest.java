package id.segel.core.warehouse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import id.segel.core.fact.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a site is like, in the words in which it stands beside the log. */
class SiteTest {

  private static final String FULL =
      """
      segel/site/v1
      floor 0
      height -20
      roof METAL
      flood TINGGI
      pallets 40
      extinguisher 2024-01-31
      extinguisher 2025-06-30
      doors 1
      generator yes
      guards 2
      cameras INSIDE 4
      cameras DOOR 1
      responsible KPU_KOTA
      responsible POLRES
      neighbour FIRE_POST 850 Pos Damkar Gambir
      """;

  @Test
  void itIsWrittenAsItWasRead() {
    assertEquals(FULL, Site.parse(FULL).text());
  }

  /** What nobody has said is not none. */
  @Test
  void unknownIsNotNone() {
    assertEquals("segel/site/v1\n", Site.UNKNOWN.text());
    assertEquals(Site.UNKNOWN, Site.parse("segel/site/v1\n"));
    assertNull(Site.UNKNOWN.cameras());
    assertEquals(false, Site.UNKNOWN.hasNoCamera());
    Site none = Site.parse("segel/site/v1\nextinguisher none\ncameras none\n");
    assertEquals(true, none.hasNoCamera());
    assertEquals("segel/site/v1\nextinguisher none\ncameras none\n", none.text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          floor 0      | floor 61          | floor is -5 to 60: 61
          height -20   | height -2001      | height is -2000 to 20000: -2001
          roof METAL   | roof STRAW        | no such word: STRAW
          2024-01-31   | 2024-02-30        | not a day: 2024-02-30
          generator yes| generator perhaps | yes or no: perhaps
          850 Pos      | far Pos           | metres is not a plain whole number
          """)
  void whatIsNotWrittenSoIsNamed(String line, String other, String said) {
    var wrong =
        assertThrows(MalformedException.class, () -> Site.parse(FULL.replace(line, other)), other);
    assertEquals(said, wrong.reason().replaceFirst("^line [0-9]+: ", ""));
  }
}
