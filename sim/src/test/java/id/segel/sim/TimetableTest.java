package id.segel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The calendar of 2024. */
class TimetableTest {

  private final Province province = SmallProvince.province(1, 1);
  private final Timetable timetable = new Timetable(province, 1);

  @ParameterizedTest
  @CsvSource({
    "H-20T08:00, 2024-01-25T01:00:00Z",
    "H-1T20:00,  2024-02-13T13:00:00Z",
    "HT07:00,    2024-02-14T00:00:00Z",
    "H-1T24:00,  2024-02-13T17:00:00Z",
    "H+1T06:00,  2024-02-14T23:00:00Z",
  })
  void momentsAreCountedFromElectionDay(String moment, Instant expected) {
    assertEquals(expected, province.parse(moment));
    assertEquals(moment.replace("-1T24:00", "T00:00"), province.write(expected));
  }

  /** Each row: how many of 2,000 TPS have their boxes by then, at least and at most. */
  @ParameterizedTest
  @CsvSource({
    "3171, H-1T06:00,    0,    0",
    "3171, H-1T21:00, 1900, 1990",
    "3171, H-1T24:00, 1980, 2000",
    "3173, H-1T21:00, 1700, 1820",
    "3173, H-1T21:38, 1860, 1940",
    "3173, H-1T24:00, 1980, 2000",
    "3173, HT07:00,   2000, 2000",
  })
  void boxesComeToTheTps(String kota, String moment, int atLeast, int atMost) {
    int there = 0;
    for (int i = 0; i < 2_000; i++) {
      String tps = "%s01100%d%03d".formatted(kota, i / 999, i % 999 + 1);
      var load = timetable.load(tps.substring(0, 10), i / 35, 0.5);
      there +=
          timetable.tps(tps, load.atKelurahan()).atTps().isAfter(province.parse(moment)) ? 0 : 1;
    }
    assertTrue(there >= atLeast && there <= atMost, there + " TPS");
  }

  @Test
  void everyStepComesAfterTheOneBeforeAndInsideItsWindow() {
    for (int i = 0; i < 500; i++) {
      String kota = i % 5 == 0 ? "3101" : "3174";
      String kelurahan = "%s01100%d".formatted(kota, i % 10);
      var load = timetable.load(kelurahan, i, i / 500.0);
      assertTrue(!load.pack().isBefore(province.at(-20, 8, 0)));
      assertTrue(load.pack().plusSeconds(6 * 3600).isBefore(load.leaveCity()), load.toString());
      assertTrue(load.leaveCity().isBefore(load.atKecamatan()));
      assertTrue(load.atKecamatan().isBefore(province.at(-1, 0, 0)));
      assertTrue(load.atKecamatan().isBefore(load.leaveKecamatan()));
      assertTrue(load.atKelurahan().isBefore(province.at(-1, 18, 0)));
      if (kota.equals("3101")) {
        assertEquals(
            province.at(-5, 7, 0).atZone(province.zone()).getDayOfYear(),
            load.leaveCity().atZone(province.zone()).getDayOfYear(),
            "shipped on 9 February");
      }
      var tps = timetable.tps(kelurahan + "001", load.atKelurahan());
      assertTrue(tps.leaveKelurahan().isBefore(tps.atTps()));
      assertTrue(tps.atTps().isBefore(tps.open()));
      assertTrue(!tps.open().isBefore(province.at(0, 7, 0)));
      assertTrue(tps.open().isBefore(tps.reseal()));
      assertTrue(tps.reseal().isBefore(tps.leaveTps()));
      assertTrue(tps.leaveTps().isBefore(tps.backAtKelurahan()));
      assertTrue(tps.backAtKelurahan().isBefore(province.at(1, 6, 0)));
    }
  }

  @Test
  void aPartHasWholeKelurahanOfEveryKota() {
    Province whole = SmallProvince.province(5, 20);
    Province part = whole.part(0.2, 1);
    assertEquals(6, part.kelurahan().stream().map(Province.Kelurahan::kota).distinct().count());
    assertEquals(120, part.tpsCount());
    assertEquals(480, part.boxCount());
  }
}
