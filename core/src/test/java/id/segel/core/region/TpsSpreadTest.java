package id.segel.core.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.region.TpsSpread.Count;
import id.segel.core.region.TpsSpread.Filled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class TpsSpreadTest {

  /** Kelurahan of each kecamatan of DKI Jakarta. */
  private static final String KELURAHAN =
      """
      3101 3 3
      3171 6 5 8 6 3 5 7 4
      3172 5 7 6 7 3 3
      3173 6 7 8 11 7 5 6 6
      3174 7 8 5 7 6 5 10 6 6 5
      3175 6 7 8 7 5 7 7 5 5 8
      """;

  private static final OfficialTotals TOTALS = OfficialTotals.dki2024();

  @Test
  void everyKotaHasItsPublishedFigures() {
    // kota, kelurahan, TPS, special ones, DPT, need per kind
    String table =
        """
        3101   6   88   8   22036   22515
        3171  44 3129  20  830352  848515
        3172  31 4853   0 1345136 1373630
        3173  56 7169   1 1905352 1946983
        3174  65 6715  10 1766049 1804939
        3175  65 8812  41 2383972 2435381
        all  267 30766 80 8252897 8431963
        """;
    List<Count> counts = TpsSpread.counts(dki(), TOTALS);
    Filled filled = TpsSpread.fill(counts, TOTALS);
    assertEquals(List.of(), filled.problems());
    var found = new TreeMap<String, long[]>();
    for (Count count : counts) {
      for (String row : List.of(count.city(), "all")) {
        long[] sums = found.computeIfAbsent(row, any -> new long[5]);
        int[] dpt = filled.dpt().getOrDefault(count.code(), new int[0]);
        sums[0]++;
        sums[1] += dpt.length;
        sums[2] += count.numbers().stream().filter(number -> number >= 901).count();
        sums[3] += Arrays.stream(dpt).sum();
        sums[4] += Arrays.stream(dpt).map(one -> BallotNeed.of(one, BallotNeed.PEMILU)).sum();
      }
    }
    for (String line : table.lines().toList()) {
      String[] cells = line.split(" +", -1);
      long[] expected = Arrays.stream(cells).skip(1).mapToLong(Long::parseLong).toArray();
      assertEquals(
          Arrays.toString(expected), Arrays.toString(found.get(cells[0])), "row " + cells[0]);
    }
  }

  @Test
  void specialTpsStandWhereTheyArePublished() {
    String table =
        """
        3101011002  8   Pulau Kelapa
        3101011001  0   the others of the islands have none
        3171051003 19   Rawasari
        3171011001  1   the first of Jakarta Pusat has the one that is left
        3171011002  0
        3172011001  0
        3175031008 33   Cipinang Besar Utara
        3175011006  1   the first eight of Jakarta Timur have one each
        3175021002  1
        3175021003  0
        """;
    var specials = new TreeMap<String, Long>();
    for (Count count : TpsSpread.counts(dki(), TOTALS)) {
      specials.put(
          count.code().digits(), count.numbers().stream().filter(number -> number >= 901).count());
    }
    for (String line : table.lines().toList()) {
      String[] cells = line.split(" +", 3);
      assertEquals(Long.valueOf(cells[1]), specials.get(cells[0]), line);
    }
  }

  @Test
  void noTpsIsTooLargeAndMostAreAlike() {
    Filled filled = TpsSpread.fill(TpsSpread.counts(dki(), TOTALS), TOTALS);
    int small = 0;
    for (int[] dpts : filled.dpt().values()) {
      for (int dpt : dpts) {
        assertTrue(dpt >= 249 && dpt <= 300, "a TPS of " + dpt);
        small += dpt <= 250 ? 1 : 0;
      }
    }
    assertEquals(5_481 + 49, small);
  }

  @Test
  void aPublishedDptIsKept() {
    var counts = new ArrayList<Count>();
    for (Count count : TpsSpread.counts(dki(), TOTALS)) {
      // Regular TPS are spread evenly, so Kapuk has 127 or 128 of them here.
      boolean isKapuk = count.code().digits().equals("3173011005");
      counts.add(
          isKapuk ? new Count(count.code(), count.numbers(), OptionalInt.of(35_000)) : count);
    }
    Filled filled = TpsSpread.fill(counts, TOTALS);
    assertEquals(List.of(), filled.problems());
    int[] kapuk = filled.dpt().getOrDefault(new RegionCode("3173011005"), new int[0]);
    assertEquals(35_000, Arrays.stream(kapuk).sum());
    assertEquals(8_252_897, sum(filled));
    assertEquals(8_431_963, need(filled));
  }

  @Test
  void whatCannotBeIsSaid() {
    // code, TPS, DPT or -; then what is said
    tell("3101011001 87 -", "kota 3101 has 87 TPS in this file, officially 88");
    tell("3101011001 88 22000", "kota 3101 has a DPT of 22000 in this file, officially 22036");
    tell(
        "3101011001 87 21000\n3101011002 1 -",
        "3101 would have 1036 voters at 1 TPS; a TPS has 1 to 300");
    tell(
        "3201011001 10 -",
        "kelurahan 3201011001 needs its dpt: nothing is published about kota 3201");
    tell("3201011001 10 3001", "3201011001 would have 3001 voters at 10 TPS; a TPS has 1 to 300");
    tell(
        "3101011001 40 12000\n3101011002 48 -",
        "the reserve of kota 3101 is officially 479; these TPS allow 480 to 487");
    tell("3201011001 10 2999", "");
  }

  /** Random kota: whatever reserve lies within the bounds comes out, and no TPS is too large. */
  @Test
  void anySumsHold() {
    for (long seed = 1; seed <= 400; seed++) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      List<Count> counts = new ArrayList<>();
      int tps = 0;
      int dpt = 0;
      int kelurahan = random.nextInt(1, 40);
      for (int i = 0; i < kelurahan; i++) {
        int size = random.nextInt(1, 60);
        int voters = random.nextInt(size, size * 300 + 1);
        tps += size;
        dpt += voters;
        boolean isPublished = i > 0 && random.nextInt(3) == 0;
        counts.add(
            new Count(
                new RegionCode("510101" + (1001 + i)),
                TpsSpread.numbers(size, 0),
                isPublished ? OptionalInt.of(voters) : OptionalInt.empty()));
      }
      var range = new int[2];
      for (int side = 0; side < 2; side++) {
        // An impossible need is answered with the bounds.
        String said = TpsSpread.fill(counts, totals(tps, dpt, dpt + side)).problems().getFirst();
        String[] words = said.split(" ", -1);
        range[0] = Integer.parseInt(words[words.length - 3]);
        range[1] = Integer.parseInt(words[words.length - 1]);
      }
      int reserve = random.nextInt(range[0], range[1] + 1);
      Filled filled = TpsSpread.fill(counts, totals(tps, dpt, dpt + reserve));
      String which = "seed " + seed + ", " + filled.problems();
      assertEquals(dpt, sum(filled), which);
      assertEquals(dpt + reserve, need(filled), which);
      for (Count count : counts) {
        int[] dpts = filled.dpt().getOrDefault(count.code(), new int[0]);
        assertEquals(count.numbers().size(), dpts.length, which);
        assertTrue(Arrays.stream(dpts).allMatch(one -> one >= 0 && one <= 300), which);
        if (count.dpt().isPresent()) {
          assertEquals(count.dpt().getAsInt(), Arrays.stream(dpts).sum(), which);
        }
      }
    }
  }

  private static OfficialTotals totals(int tps, int dpt, int need) {
    return OfficialTotals.read(
        "code,tps,special,dpt,need\n51,%d,0,%d,\n5101,%d,0,%d,%d\n"
            .formatted(tps, dpt, tps, dpt, need));
  }

  private static void tell(String kelurahan, String expected) {
    var counts = new ArrayList<Count>();
    for (String line : kelurahan.lines().toList()) {
      String[] cells = line.split(" ", -1);
      counts.add(
          new Count(
              new RegionCode(cells[0]),
              TpsSpread.numbers(Integer.parseInt(cells[1]), 0),
              cells[2].equals("-")
                  ? OptionalInt.empty()
                  : OptionalInt.of(Integer.parseInt(cells[2]))));
    }
    assertEquals(expected, String.join("\n", TpsSpread.fill(counts, TOTALS).problems()));
  }

  private static long sum(Filled filled) {
    return filled.dpt().values().stream().flatMapToInt(Arrays::stream).asLongStream().sum();
  }

  private static long need(Filled filled) {
    return filled.dpt().values().stream()
        .flatMapToInt(Arrays::stream)
        .mapToLong(one -> BallotNeed.of(one, BallotNeed.PEMILU))
        .sum();
  }

  private static List<RegionCode> dki() {
    var codes = new ArrayList<RegionCode>();
    for (String line : KELURAHAN.lines().toList()) {
      String[] cells = line.split(" ", -1);
      for (int kecamatan = 1; kecamatan < cells.length; kecamatan++) {
        for (int i = 1; i <= Integer.parseInt(cells[kecamatan]); i++) {
          codes.add(new RegionCode("%s%02d%d".formatted(cells[0], kecamatan, 1000 + i)));
        }
      }
    }
    return codes;
  }
}
