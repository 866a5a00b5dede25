package id.segel.core.spotcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.box.BoxId;
import id.segel.core.box.SpareAssigned;
import id.segel.core.exchange.Facts;
import id.segel.core.fact.Id;
import id.segel.core.fact.Vectors;
import id.segel.core.region.ElectionOpened;
import id.segel.core.region.KelurahanListed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * The steps of a draw, by vectors that a second program computes as well, and by their properties.
 */
class DrawTest {

  private static final JsonNode VECTORS = Vectors.json("spotcheck", "draws.json");

  @Test
  void theVectorsAreDrawn() {
    for (JsonNode vector : VECTORS.get("draws")) {
      String checkpoint = vector.get("checkpoint").asString();
      Id seed = Draw.seed(checkpoint, vector.get("digits").asString());
      assertEquals(vector.get("seed").asString(), HexFormat.of().formatHex(seed.bytes()));
      BoxList list = BoxList.of(boxes(vector.get("boxes")));
      assertEquals(vector.get("list").asString(), list.digest().toString());
      Map<String, Integer> samples = Draw.samples(list.kota(), vector.get("asked").asInt());
      assertEquals(vector.get("samples").toString(), json(samples));
      assertEquals(boxes(vector.get("drawn")), Draw.boxes(list, samples, seed));
      JsonNode ticket = vector.get("ticket");
      assertEquals(
          ticket.get("hex").asString(),
          HexFormat.of()
              .formatHex(Draw.ticket(seed, BoxId.parse(ticket.get("box").asString())).bytes()));
    }
    for (JsonNode vector : VECTORS.get("bounds")) {
      var kota = new ArrayList<CleanBound.Kota>();
      vector
          .get("kota")
          .forEach(one -> kota.add(new CleanBound.Kota(one.get(0).asInt(), one.get(1).asInt())));
      assertEquals(
          vector.get("fewerThan").asInt(),
          CleanBound.fewerThan(kota, vector.get("confidence").asInt()));
    }
  }

  private static List<BoxId> boxes(JsonNode numbers) {
    var boxes = new ArrayList<BoxId>();
    numbers.forEach(number -> boxes.add(BoxId.parse(number.asString())));
    return boxes;
  }

  private static String json(Map<String, Integer> samples) {
    var text = new ArrayList<String>();
    samples.forEach((kota, count) -> text.add("\"" + kota + "\":" + count));
    return "{" + String.join(",", text) + "}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "100 200 300     | 6  | 1 2 3",
        "100 200 300     | 7  | 1 2 4",
        "1 1000 1000     | 3  | 1 1 1",
        "1 1000 1000     | 11 | 1 5 5",
        "1 1 1000        | 5  | 1 1 3",
        "500 500 500     | 4  | 2 1 1",
        "3 3 3           | 9  | 3 3 3",
        "5 7 11          | 23 | 5 7 11",
        "5 7 11          | 22 | 5 7 10",
      })
  void eachKotaGetsItsPartAndAtLeastOne(String boxes, int asked, String expected) {
    var kota = new TreeMap<String, Integer>();
    for (String count : boxes.split(" ", -1)) {
      kota.put("31" + (71 + kota.size()), Integer.parseInt(count));
    }
    Map<String, Integer> samples = Draw.samples(kota, asked);
    assertEquals(
        expected, String.join(" ", samples.values().stream().map(String::valueOf).toList()));
  }

  @Test
  void lessThanOneEachOrMoreThanThereAreIsNotDrawn() {
    Map<String, Integer> kota = Map.of("3171", 5, "3172", 5);
    assertThrows(IllegalArgumentException.class, () -> Draw.samples(kota, 1));
    assertThrows(IllegalArgumentException.class, () -> Draw.samples(kota, 11));
  }

  /** Of any count between, never too many of a kota and never another sum. */
  @Test
  void everySampleAddsUp() {
    Map<String, Integer> kota = Map.of("3101", 3, "3171", 40, "3172", 41, "3173", 97, "3174", 1);
    for (int asked = 5; asked <= 182; asked++) {
      Map<String, Integer> samples = Draw.samples(kota, asked);
      assertEquals(asked, samples.values().stream().mapToInt(Integer::intValue).sum());
      samples.forEach((code, count) ->
          assertTrue(count >= 1 && count <= kota.getOrDefault(code, 0), code + " " + count));
    }
  }

  /** With 20,000 different dice each of 40 boxes is drawn about as often as any other. */
  @Test
  void noBoxIsFavoured() {
    BoxList list =
        BoxList.of(IntStream.range(0, 40).mapToObj(i -> box(i < 30 ? 3171 : 3172, i)).toList());
    Map<String, Integer> samples = Draw.samples(list.kota(), 8);
    assertEquals(Map.of("3171", 6, "3172", 2), samples);
    var times = new TreeMap<BoxId, Integer>();
    for (int i = 0; i < 20_000; i++) {
      Id seed = Draw.seed("log.example/segel\n1\nAA=\n", String.format("%020d", i));
      Draw.boxes(list, samples, seed).forEach(box -> times.merge(box, 1, Integer::sum));
    }
    assertEquals(40, times.size());
    // 4,000 are expected of each, with a standard deviation of 57; five of them are 283.
    times.forEach((box, count) -> assertTrue(Math.abs(count - 4_000) < 283, box + ": " + count));
  }

  @Test
  void aLargerSampleOfTheSameDiceHoldsTheSmallerOne() {
    BoxList list = BoxList.of(IntStream.range(0, 500).mapToObj(i -> box(3171, i)).toList());
    Id seed = Draw.seed("log.example/segel\n1\nAA=\n", "01234567890123456789");
    List<BoxId> fifty = Draw.boxes(list, Map.of("3171", 50), seed);
    assertEquals(fifty, Draw.boxes(list, Map.of("3171", 50), seed));
    assertTrue(Draw.boxes(list, Map.of("3171", 80), seed).containsAll(fifty));
  }

  private static BoxId box(int kota, int i) {
    return new BoxId(kota * 1_000_000_000_000L + 11_001_000_101L + i * 1_000L);
  }

  /** The roster's boxes and those that spares became, as of a size and not as of now. */
  @Test
  void theListIsThatOfItsSize() {
    var population = new Population();
    var election = (ElectionOpened) Facts.read(Vectors.bytes("fact", "ElectionOpened.txt"));
    var kelurahan = (KelurahanListed) Facts.read(Vectors.bytes("fact", "KelurahanListed.txt"));
    String tps = kelurahan.code().digits() + String.format("%03d", kelurahan.tps().get(0).number());
    int kind = election.kinds().getFirst().digit();
    population.apply(0, election);
    population.apply(3, kelurahan);
    BoxId second = BoxId.of(tps, kind, 2);
    population.apply(9, new SpareAssigned(BoxId.parse(tps.substring(0, 6) + "0000000001"), second));
    int first = kelurahan.tps().size() * election.kinds().size();
    assertEquals(0, population.at(3).size());
    assertEquals(first, population.at(4).size());
    assertEquals(first, population.at(9).size());
    assertEquals(first + 1, population.at(10).size());
    assertTrue(population.at(10).has(second));
    String text = population.at(10).numbers().mapToObj(n -> n + "\n").reduce("", String::concat);
    assertEquals(Id.ofText(text.getBytes(StandardCharsets.UTF_8)), population.at(10).digest());
  }
}
