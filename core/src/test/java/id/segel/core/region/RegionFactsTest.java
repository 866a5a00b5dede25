package id.segel.core.region;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.fact.Entry;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RegionFactsTest {

  private static final GeoPoint POINT = new GeoPoint(-61_340_123, 1_067_503_123);

  private static final List<Fact> FACTS =
      List.of(
          Dki2024.election(),
          new RegionsListed(
              List.of(
                  region("31", "DKI Jakarta"),
                  region("3171", "Kota Administrasi Jakarta Pusat"),
                  region("317101", "Gambir"))),
          new KelurahanListed(
              new RegionCode("3171011002"),
              new RegionName("Cideng"),
              POINT,
              List.of(
                  new KelurahanListed.Tps(1, 268, POINT),
                  new KelurahanListed.Tps(901, 250, new GeoPoint(0, -1)))),
          new PlaceRegistered(new PlaceCode("K317101"), new RegionName("Gudang PPK Gambir"), POINT),
          new PlaceApproved(new PlaceCode("K317101"), "0badc0de"),
          Dki2024.legs().getFirst());

  @Test
  void factsAreWrittenAsTheVectorsSay() throws IOException {
    Path folder = Path.of(Objects.requireNonNull(System.getenv("SEGEL_TESTDATA")), "fact");
    for (Fact fact : FACTS) {
      String name = fact.getClass().getSimpleName();
      assertEquals(Files.readString(folder.resolve(name + ".txt")), new String(fact.text(), UTF_8));
      assertEquals(fact, read(fact.text()), name);
    }
  }

  @Test
  void theLargestKelurahanFitsAnEntry() {
    var tps = new ArrayList<KelurahanListed.Tps>();
    for (int number = 1; number <= 999; number++) {
      tps.add(new KelurahanListed.Tps(number, 9_999, new GeoPoint(-110_000_000, 1_400_000_000)));
    }
    var listed =
        new KelurahanListed(
            new RegionCode("9999999999"), new RegionName("X".repeat(80)), POINT, tps);
    assertTrue(listed.text().length < Entry.MAX_BYTES - 400, listed.text().length + " bytes");
    assertEquals(listed, read(listed.text()));
  }

  @Test
  void whatIsNotWrittenSoIsMalformed() {
    // fact | a line of it | what stands there instead | what is said
    String table =
        """
        ElectionOpened|day 2024-02-14|day 14-02-2024|not a day or a zone
        ElectionOpened|kind 2 DPR e3b505 DPR|kind 1 DPR e3b505 DPR|ballot kinds stand in the order of their digits
        ElectionOpened|kind 2 DPR e3b505 DPR|kind 2 DPR yellow DPR|not the code and colour of a ballot: DPR yellow
        RegionsListed|region 317101 Gambir|region 3171011 Gambir|not a region code: 3171011
        RegionsListed|region 317101 Gambir|region 3171011001 Gambir|a kelurahan is listed with its TPS: 3171011001
        KelurahanListed|at -61340123 1067503123|at -06134 1|a coordinate is not a plain whole number
        KelurahanListed|at -61340123 1067503123|at 900000001 1|a coordinate is more than 900000000
        KelurahanListed|name Cideng|name Cid<b>eng|a name is 1 to 80 letters, digits and -.'()/, with single spaces: Cid<b>eng
        KelurahanListed|tps 901 250 0 -1|tps 1 250 0 -1|TPS stand in the order of their numbers: 3171011002
        KelurahanListed|tps 901 250 0 -1|tps 901 250|a TPS is number, DPT and point: 901 250
        PlaceRegistered|place K317101|place X317101|not a place code: X317101
        """;
    for (String line : table.lines().toList()) {
      String[] cells = line.split("\\|", -1);
      String text =
          FACTS.stream()
              .filter(fact -> fact.getClass().getSimpleName().equals(cells[0]))
              .map(fact -> new String(fact.text(), UTF_8))
              .findFirst()
              .orElseThrow();
      assertTrue(text.contains(cells[1]), line);
      byte[] changed = text.replace(cells[1], cells[2]).getBytes(UTF_8);
      var thrown = assertThrows(MalformedException.class, () -> read(changed), line);
      assertEquals(cells[3], thrown.reason());
    }
  }

  @Test
  void theRosterKnowsWhatWasListed() {
    var roster = new Roster();
    var places = new Places();
    var legs = new LegWindows();
    long index = 40;
    for (Fact fact : FACTS) {
      roster.apply(index, fact);
      places.apply(fact);
      legs.apply(fact);
      index++;
    }
    assertEquals(42, roster.version());
    var tps =
        Map.of(
            3171011002001L, 274, //
            3171011002901L, 255,
            3171011002002L, 0,
            3171011001001L, 0);
    tps.forEach((code, need) -> assertEquals(need, roster.need(code), code.toString()));
    assertTrue(roster.knowsTps(3171011002901L) && !roster.knowsTps(3171011002900L));
    assertTrue(roster.isKind(4) && !roster.isKind(5) && !roster.isKind(0));
    assertTrue(roster.isSpare(317101, 2) && !roster.isSpare(317101, 3));
    assertTrue(!roster.isSpare(317102, 1) && !roster.isSpare(317101, 0));
    assertEquals(new Roster.Totals(2, 518, 529, 8, 2), roster.totals());
    assertEquals("Gambir", String.valueOf(roster.name(new RegionCode("317101"))));
    var store = places.of(new PlaceCode("K317101"));
    assertTrue(store != null && store.isApproved());
    assertTrue(
        legs.isTooEarly(Leg.CITY_KECAMATAN, java.time.Instant.parse("2024-01-24T16:59:59Z")));
    assertTrue(
        !legs.isTooEarly(Leg.CITY_KECAMATAN, java.time.Instant.parse("2024-01-24T17:00:00Z")));
  }

  private static RegionsListed.Region region(String code, String name) {
    return new RegionsListed.Region(new RegionCode(code), new RegionName(name));
  }

  private static Fact read(byte[] text) {
    Fields fields = Fields.ofFact(text);
    return Objects.requireNonNull(RegionFacts.read(fields.take("fact"), fields));
  }
}
