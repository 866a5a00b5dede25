package id.segel.server.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.fact.MalformedException;
import id.segel.core.region.Dki2024;
import id.segel.core.region.GeoPoint;
import id.segel.core.region.KelurahanListed;
import id.segel.core.region.PlaceApproved;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.PlaceRegistered;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionName;
import id.segel.core.region.RegionsListed;
import id.segel.server.http.Problem;
import id.segel.server.region.Regions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Labels without a server: what stands on them, and that a scanner reads it back. */
class LabelTest {

  private static final String ADDRESS = "https://segel.kpu-dki.example.go.id";
  private static final Instant MADE = Instant.parse("2024-01-20T03:00:00Z");
  private static final GeoPoint AT = new GeoPoint(-61_000_000, 1_067_000_000);

  private final Labels labels = labels();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          box    | 3173011005147101  | 70x37   | /8003/095200000000113173011005147101 | 3173011005147101
          box    | 3173011005147402  | 105x74  | /8003/095200000000113173011005147402 | 3173011005147402
          box    | 3173010000000001  | 70x37   | /8003/095200000000113173010000000001 | 3173010000000001
          seal   | PWP-0001234       | 70x37   | /8004/952PWP-0001234                 | PWP-0001234
          seal   | ABCDEFGH-12345678 | 70x37   | /8004/952ABCDEFGH-12345678           | ABCDEFGH-12345678
          koli   | C0123-001         | 70x37   | /8004/952C0123-001                   | C0123-001
          bundle | C0123-001.07a     | 63x38   | /8004/952C0123-001.07a               | C0123-001.07a
          cage   | 42                | 99x67   | /00/095200000000000424               | 095200000000000424
          cage   | 095200000000000424 | 70x37  | /00/095200000000000424               | 095200000000000424
          site   | P3173011005       | 70x37   | /414/9520000000011/254/P3173011005   | P3173011005
          site   | T3173011005147    | 210x148 | /414/9520000000011/254/T3173011005147 | T3173011005147
          """)
  void bothCodesAreReadBack(String kind, String code, String size, String link, String code128)
      throws IOException {
    LabelSize on = LabelSize.parse(size);
    List<Label> wanted = labels.of(Labels.Kind.parse(kind), List.of(code), ADDRESS);
    byte[] pdf = print(wanted, on);
    assertEquals(
        List.of(new ReadLabels.Codes(ADDRESS + link, code128)), ReadLabels.codes(pdf, 0, on, 1));
  }

  @Test
  void everyLabelOfASheetIsReadBack() throws IOException {
    LabelSize size = LabelSize.parse("70x37");
    var part = labels.parts(Labels.Kind.BOX, "3173011005").getFirst();
    assertEquals(149 * 4, part.labels());
    List<Label> all = labels.of(Labels.Kind.BOX, part, ADDRESS);
    byte[] pdf = print(all, size);
    assertEquals(25, ReadLabels.pages(pdf));
    List<ReadLabels.Codes> read = ReadLabels.codes(pdf, 0, size, 24);
    for (int i = 0; i < 24; i++) {
      assertEquals(all.get(i).code(), read.get(i).code128());
      assertEquals(all.get(i).address(), read.get(i).qr());
    }
  }

  @Test
  void aBoxSaysWhereItBelongs() throws IOException {
    List<Label> one = labels.of(Labels.Kind.BOX, List.of("3173011005147301"), ADDRESS);
    String text = ReadLabels.text(print(one, LabelSize.parse("70x37")));
    for (String line :
        List.of(
            "DPD",
            "TPS 147",
            "PPS Kapuk",
            "PPK Cengkareng",
            "Kota Administrasi Jakarta Barat",
            "Provinsi DKI Jakarta",
            "3173011005 147 3 01")) {
      assertTrue(text.contains(line), text);
    }
    assertEquals("d64545", one.getFirst().colour());
    Label spare = labels.of(Labels.Kind.BOX, List.of("3173010000000002"), ADDRESS).getFirst();
    assertEquals("Cadangan 2", spare.title());
    Label copy = labels.of(Labels.Kind.BOX, List.of("3173011005147302"), ADDRESS).getFirst();
    assertEquals("TPS 147 kotak 2", copy.title());
  }

  @Test
  void theSameLabelsAreTheSameBytes() throws IOException {
    List<Label> one = labels.of(Labels.Kind.KOLI, List.of("C0123-001"), ADDRESS);
    LabelSize size = LabelSize.parse("70x37");
    assertEquals(hex(print(one, size)), hex(print(one, size)));
  }

  @Test
  void printingStopsWhenItIsTold() throws IOException {
    var part = labels.parts(Labels.Kind.BOX, "3173011005").getFirst();
    var out = new ByteArrayOutputStream();
    var sheets = new ArrayList<Integer>();
    boolean isWhole =
        new LabelPainter(LabelSize.parse("70x37"))
            .write(
                "x",
                MADE,
                labels.of(Labels.Kind.BOX, part, ADDRESS),
                out,
                sheet -> {
                  sheets.add(sheet);
                  return sheets.size() < 3;
                });
    assertFalse(isWhole);
    assertEquals(List.of(24, 24, 24), sheets);
    assertEquals(0, out.size());
  }

  @ParameterizedTest
  @CsvSource({"70x37, 3, 8", "105x74, 2, 4", "63x38, 3, 7", "99x67, 2, 4", "210x297, 1, 1"})
  void aSheetHasAsManyAsFit(String size, int columns, int rows) {
    LabelSize of = LabelSize.parse(size);
    assertEquals(columns, of.columns());
    assertEquals(rows, of.rows());
  }

  @ParameterizedTest
  @CsvSource({"''", "70", "70 x 37", "49x37", "70x29", "211x37", "70x298", "7000x37"})
  void refusesSizesThatAreNone(String size) {
    assertEquals("MALFORMED", assertThrows(Problem.class, () -> LabelSize.parse(size)).reason());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          A-0098       | A-0101       | A-0098 A-0099 A-0100 A-0101
          C0123-001.09 | C0123-001.11 | C0123-001.09 C0123-001.10 C0123-001.11
          7            | 7            | 7
          """)
  void aRangeCountsTheLastDigits(String from, String to, String codes) {
    assertEquals(List.of(codes.split(" ", -1)), Labels.range(from, to));
  }

  @ParameterizedTest
  @CsvSource({
    "A-0101, A-0098, MALFORMED",
    "A-01, B-02, MALFORMED",
    "A-1, A-01, MALFORMED",
    "ABC, ABD, MALFORMED",
    "A-0000, A-9999, TOO_MANY_LABELS",
  })
  void refusesRangesThatAreNone(String from, String to, String reason) {
    assertEquals(reason, assertThrows(Problem.class, () -> Labels.range(from, to)).reason());
  }

  @ParameterizedTest
  @CsvSource({
    "BOX, 3173011005999101",
    "BOX, 3173011005147901",
    "SITE, G9999",
    "SITE, T3173011005999",
    "CAGE, 12a",
    "SEAL, lower",
  })
  void refusesLabelsOfNothing(Labels.Kind kind, String code) {
    assertThrows(MalformedException.class, () -> labels.of(kind, List.of(code), ADDRESS));
  }

  private static byte[] print(List<Label> labels, LabelSize size) throws IOException {
    var out = new ByteArrayOutputStream();
    assertTrue(new LabelPainter(size).write("Label", MADE, labels, out, sheet -> true));
    return out.toByteArray();
  }

  private static String hex(byte[] bytes) {
    return java.util.HexFormat.of().formatHex(bytes);
  }

  private static Labels labels() {
    var regions = new Regions();
    regions.apply(0, MADE, Dki2024.election());
    regions.apply(
        1,
        MADE,
        new RegionsListed(
            List.of(
                region("31", "DKI Jakarta"),
                region("3173", "Kota Administrasi Jakarta Barat"),
                region("317301", "Cengkareng"))));
    var tps = new ArrayList<KelurahanListed.Tps>();
    for (int i = 1; i <= 149; i++) {
      tps.add(new KelurahanListed.Tps(i, 270, AT));
    }
    regions.apply(
        2,
        MADE,
        new KelurahanListed(new RegionCode("3173011005"), new RegionName("Kapuk"), AT, tps));
    var pps = new PlaceCode("P3173011005");
    regions.apply(3, MADE, new PlaceRegistered(pps, new RegionName("PPS Kapuk"), AT));
    regions.apply(4, MADE, new PlaceApproved(pps));
    return new Labels(regions, "952");
  }

  private static RegionsListed.Region region(String code, String name) {
    return new RegionsListed.Region(new RegionCode(code), new RegionName(name));
  }
}
