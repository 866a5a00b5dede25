package id.segel.server.region;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import id.segel.core.region.BallotNeed;
import id.segel.core.region.KelurahanListed;
import id.segel.core.region.KelurahanListed.Tps;
import id.segel.core.region.OfficialTotals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RosterCsvTest {

  private static final BuiltIn BUILT_IN = BuiltIn.load();

  @Test
  void readsKelurahanInAnyDress() {
    String plain =
        """
        kelurahan_code,tps_count,dpt
        3101011001,18,4530
        3101011002,27,6795
        3101011003,8,2013
        3101021001,7,1803
        3101021002,18,4288
        3101021003,10,2607
        """;
    List<KelurahanListed> expected = listed(plain);
    assertEquals(6, expected.size());
    assertEquals(expected, listed("\ufeff" + plain.replace("\n", "\r\n")));
    assertEquals(expected, listed(plain.replace(',', ';')));
    assertEquals(expected, listed(plain.replace("3101011001,", "\"31.01.01.1001\", ")));
    assertEquals(
        expected,
        listed(
            """
            "Catatan",DPT,kelurahan_code,tps_reguler,tps_khusus
            "dua
            baris",2607,3101021003,10,
            ,4288,3101021002,18,0
            ,1803,3101021001,7,0
            ,2013,3101011003,8,0
            ,6795,3101011002,27,0
            "kata ""x"", lagi",4530,3101011001,18,0
            """));
  }

  @Test
  void specialTpsKeepTheirNumbers() {
    // reguler, khusus, nomor: the numbers that come of it
    String table =
        """
        3|2||1 2 3 901 902
        3|2|901-902|1 2 3 901 902
        1|3|905 907-908|1 905 907 908
        0|1|999|999
        """;
    for (String line : table.lines().toList()) {
      String[] cells = line.split("\\|", -1);
      String file =
          """
          kelurahan_code,tps_reguler,tps_khusus,tps_khusus_nomor,dpt,kelurahan,kecamatan,kota,provinsi
          3101011001,%s,%s,%s,300,,,,
          """
              .formatted(cells[0], cells[1], cells[2]);
      var read = RosterCsv.read(file.getBytes(UTF_8), BUILT_IN, nothingPublished());
      assertEquals(List.of(), read.problems(), line);
      String numbers =
          String.join(
              " ",
              read.kelurahan().getFirst().tps().stream()
                  .map(tps -> Integer.toString(tps.number()))
                  .toList());
      assertEquals(cells[3], numbers, line);
    }
  }

  @Test
  void readsTpsAsTheyAre() {
    var read =
        RosterCsv.read(
            """
            kelurahan_code,tps,dpt,lat,lon,kelurahan,kecamatan,kota,provinsi
            51.71.01.1001,2,244,-8.6704582,115.2126293,Sanur,Denpasar Selatan,Kota Denpasar,Bali
            51.71.01.1001,1,300,-8.5,115.5,Sanur,Denpasar Selatan,Kota Denpasar,Bali
            31.01.01.1001,7,10,,,,,,
            """
                .getBytes(UTF_8),
            BUILT_IN,
            nothingPublished());
    assertEquals(List.of(), read.problems());
    KelurahanListed island = read.kelurahan().getFirst();
    assertTrue(
        Objects.requireNonNull(BUILT_IN.boundaries().get(island.code()))
            .contains(island.tps().getFirst().at().lonE7(), island.tps().getFirst().at().latE7()));
    KelurahanListed sanur = read.kelurahan().getLast();
    assertEquals("Sanur", sanur.name().text());
    assertEquals(
        "Tps[number=1, dpt=300, at=-85000000 1155000000]", sanur.tps().getFirst().toString());
    assertEquals("-86704582 1152126293", sanur.tps().getLast().at().toString());
    assertEquals(
        "[31 DKI Jakarta, 51 Bali, 3101 Kabupaten Administrasi Kepulauan Seribu, 5171 Kota Denpasar,"
            + " 310101 Kepulauan Seribu Utara, 517101 Denpasar Selatan]",
        read.regions().stream()
            .map(region -> region.code() + " " + region.name())
            .toList()
            .toString());
  }

  /** What a clerk reads; each file is followed by every sentence that is said about it. */
  @Test
  void saysWhatIsWrong() throws IOException {
    Path folder = Path.of(Objects.requireNonNull(System.getenv("SEGEL_TESTDATA")), "csv/roster");
    try (var files = Files.list(folder)) {
      List<Path> wrong = files.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
      assertTrue(wrong.size() >= 10);
      for (Path file : wrong) {
        var read = RosterCsv.read(Files.readAllBytes(file), BUILT_IN, OfficialTotals.dki2024());
        Path expected = folder.resolve(file.getFileName().toString().replace(".csv", ".txt"));
        assertEquals(
            Files.readString(expected).strip(),
            String.join("\n", read.problems()),
            file.getFileName().toString());
        assertEquals(List.of(), read.kelurahan());
      }
    }
  }

  @Test
  void complaintsAreBounded() {
    var file = new StringBuilder("kelurahan_code,tps_count,dpt\n");
    for (int i = 0; i < 1_000; i++) {
      file.append("31,x,1\n");
    }
    var read = RosterCsv.read(file.toString().getBytes(UTF_8), BUILT_IN, OfficialTotals.dki2024());
    assertEquals(101, read.problems().size());
    assertEquals("and 900 more", read.problems().getLast());
    var huge = RosterCsv.read(new byte[RosterCsv.MAX_BYTES + 1], BUILT_IN, nothingPublished());
    assertEquals(List.of("the file has more than 16777216 bytes"), huge.problems());
  }

  /** The real numbers of TPS per kelurahan, where the file is at hand. */
  @Test
  void theRealRosterLoads() throws IOException {
    String file = System.getenv("SEGEL_TEST_ROSTER");
    assumeTrue(file != null, "SEGEL_TEST_ROSTER names no file");
    var read =
        RosterCsv.read(Files.readAllBytes(Path.of(file)), BUILT_IN, OfficialTotals.dki2024());
    assertEquals(List.of(), read.problems());
    // kota, TPS, special ones, DPT
    String table =
        """
        3101   88  8   22036
        3171 3129 20  830352
        3172 4853  0 1345136
        3173 7169  1 1905352
        3174 6715 10 1766049
        3175 8812 41 2383972
        all 30766 80 8252897
        """;
    var sums = new TreeMap<String, int[]>();
    int need = 0;
    for (KelurahanListed kelurahan : read.kelurahan()) {
      for (Tps tps : kelurahan.tps()) {
        need += BallotNeed.of(tps.dpt(), BallotNeed.PEMILU);
        for (String row : List.of(kelurahan.code().digits().substring(0, 4), "all")) {
          int[] sum = sums.computeIfAbsent(row, any -> new int[3]);
          sum[0]++;
          sum[1] += tps.number() >= KelurahanListed.FIRST_SPECIAL ? 1 : 0;
          sum[2] += tps.dpt();
        }
      }
    }
    for (String line : table.lines().toList()) {
      String[] cells = line.split(" +", -1);
      int[] sum = sums.getOrDefault(cells[0], new int[3]);
      assertEquals(
          line.replaceAll(" +", " "), "%s %d %d %d".formatted(cells[0], sum[0], sum[1], sum[2]));
    }
    assertEquals(8_431_963, need);
    KelurahanListed kapuk =
        read.kelurahan().stream()
            .filter(one -> one.name().text().equals("Kapuk"))
            .findFirst()
            .orElseThrow();
    assertEquals(451, kapuk.tps().size());
    assertEquals(124_415, kapuk.tps().stream().mapToInt(Tps::dpt).sum(), "its official DPT");
  }

  @Test
  void theBuiltInRosterAddsUp() {
    List<KelurahanListed> all = RosterImport.listed(BUILT_IN);
    assertEquals(267, all.size());
    assertEquals(30_766, all.stream().mapToInt(one -> one.tps().size()).sum());
    assertEquals(
        8_431_963,
        all.stream()
            .flatMap(one -> one.tps().stream())
            .mapToInt(tps -> BallotNeed.of(tps.dpt(), BallotNeed.PEMILU))
            .sum());
    for (KelurahanListed one : all) {
      var boundary = Objects.requireNonNull(BUILT_IN.boundaries().get(one.code()));
      for (Tps tps : one.tps()) {
        assertTrue(boundary.contains(tps.at().lonE7(), tps.at().latE7()), one.name() + " " + tps);
      }
      assertTrue(boundary.contains(one.at().lonE7(), one.at().latE7()), one.name().text());
    }
  }

  private static List<KelurahanListed> listed(String file) {
    var read = RosterCsv.read(file.getBytes(UTF_8), BUILT_IN, OfficialTotals.dki2024());
    assertEquals(List.of(), read.problems());
    return read.kelurahan();
  }

  private static OfficialTotals nothingPublished() {
    return new OfficialTotals(
        new OfficialTotals.Total("51", 0, 0, 0, null), new TreeMap<>(), new TreeMap<>());
  }
}
