package id.segel.core.weather;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.incident.IncidentClosed;
import id.segel.core.incident.IncidentKind;
import id.segel.core.incident.IncidentOpened;
import id.segel.core.region.GeoPoint;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.RegionCode;
import id.segel.core.vulnerability.FloodClass;
import id.segel.core.warehouse.Site;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weather over sites, and what is found, by tables. The weather is made up. */
class RainTest {

  /** 13 February 2024, 12.00 WIB. */
  private static final Instant NOON = Instant.parse("2024-02-13T05:00:00Z");

  private static final RegionCode KELURAHAN = new RegionCode("3171011001");
  private static final PlaceCode PPS = new PlaceCode("P3171011001");
  private static final GeoPoint HERE = new GeoPoint(-61_700_000, 1_068_200_000);
  private static final String SQUARE =
      "-6.10,106.80 -6.20,106.80 -6.20,106.90 -6.10,106.90 -6.10,106.80";
  private static final RainRules RULES = RainRules.USUAL;
  private static final Rain.Night NIGHT =
      new Rain.Night(Instant.parse("2024-02-13T11:00:00Z"), Instant.parse("2024-02-13T23:00:00Z"));
  private static final String RINA = "0badc0de";

  private static Id id(String text) {
    return Id.ofText(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Slots from 12.00 on, tenths of a millimetre each. */
  private static Weather forecast(int... rain) {
    var slots = new ArrayList<Forecast.Slot>();
    for (int i = 0; i < rain.length; i++) {
      slots.add(new Forecast.Slot(NOON.plus(Forecast.STEP.multipliedBy(i)), rain[i]));
    }
    var forecast = new Forecast(KELURAHAN, slots);
    return new Weather(
        Map.of(KELURAHAN, new Kept<>(id(Arrays.toString(rain)), forecast)), List.of());
  }

  private static Polygon polygon(String text) {
    return Objects.requireNonNull(Polygon.parse(text).polygon(), text);
  }

  private static Kept<Alert> alert(
      String name, boolean isActual, Alert.Type type, int hours, List<Alert.Key> references) {
    var area = new Alert.Area("Gambir", List.of(polygon(SQUARE)), List.of());
    var info =
        new Alert.Notice(
            "Hujan Lebat dan Petir",
            "",
            "Severe",
            "Expected",
            "Likely",
            NOON,
            NOON.plus(Duration.ofHours(hours)),
            true,
            List.of(area));
    return new Kept<>(id(name), new Alert(key(name), isActual, type, references, List.of(info)));
  }

  private static Alert.Key key(String name) {
    return new Alert.Key(name, "bmkg", NOON);
  }

  private static Weather alerts(List<Kept<Alert>> alerts) {
    return new Weather(Map.of(), alerts);
  }

  private static Site site(
      @Nullable Integer floor,
      @Nullable Integer height,
      Site.@Nullable Roof roof,
      @Nullable FloodClass flood,
      @Nullable Integer pallets) {
    return new Site(floor, height, roof, flood, pallets, null, null, null, null, null, null, null);
  }

  private static List<Rain.Danger> dangers(Weather weather, Site site, int boxes, Instant now) {
    var stand = new Rain.Stand(PPS, KELURAHAN, HERE, site, boxes, boxes == 0);
    return Rain.dangers(List.of(stand), weather, NIGHT, RULES, now);
  }

  /** Twenty and fifty millimetres in three hours, and a warning, over sites of all kinds. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # floor, height, roof, flood, pallets, boxes, 199, 200, 500, warned
          0,    ,    ,         ,       , 400, false, true,  true,  true
          ,     ,    ,         ,       , 400, false, true,  true,  true
          0,  100, CONCRETE, RENDAH, 40, 400, false, false, true,  false
          0,   10, CONCRETE, RENDAH, 40, 400, false, true,  true,  true
          0,  100, CONCRETE, RENDAH, 10, 400, false, true,  true,  true
          0,  100, CONCRETE, TINGGI, 40, 400, false, true,  true,  true
          -1, 100, CONCRETE, RENDAH, 40, 400, false, true,  true,  true
          3,    ,  CONCRETE, TINGGI,  0, 400, false, false, false, false
          3,    ,  METAL,    RENDAH,   , 400, false, false, true,  false
          3,    ,  OPEN,           ,   , 400, false, true,  true,  true
          0,  100, TENT,     RENDAH, 40, 400, false, true,  true,  true
          """)
  void whatASiteIsLikeDecides(
      @Nullable Integer floor,
      @Nullable Integer height,
      Site.@Nullable Roof roof,
      @Nullable FloodClass flood,
      @Nullable Integer pallets,
      int boxes,
      boolean little,
      boolean heavy,
      boolean veryHeavy,
      boolean warned) {
    Site site = site(floor, height, roof, flood, pallets);
    assertEquals(little, !dangers(forecast(0, 199), site, boxes, NOON).isEmpty());
    assertEquals(heavy, !dangers(forecast(0, 200), site, boxes, NOON).isEmpty());
    assertEquals(veryHeavy, !dangers(forecast(0, 500), site, boxes, NOON).isEmpty());
    var warning = alerts(List.of(alert("a", true, Alert.Type.ALERT, 3, List.of())));
    assertEquals(warned, !dangers(warning, site, boxes, NOON).isEmpty());
  }

  /** Where no box is yet, any hour of the night before the vote counts, and none outside it. */
  @ParameterizedTest
  @CsvSource({"0,false", "1,true", "2,true", "3,true", "4,true", "5,true", "6,false", "7,false"})
  void theNightIsAWholeOne(int slot, boolean isDanger) {
    int[] rain = new int[8];
    rain[slot] = 300;
    // Slots begin at 12, 15 (until 18: not the night), 18, 21, 00, 03, 06 and 09.
    boolean isNight = slot >= 2 && slot <= 5;
    assertEquals(isNight, !dangers(forecast(rain), site(0, 0, null, null, 0), 0, NOON).isEmpty());
    assertTrue(isDanger || !isNight);
    assertFalse(dangers(forecast(rain), site(0, 0, null, null, 0), 9, NOON).isEmpty());
  }

  @Test
  void oneRainIsOneSpellAndTheNextIsAnother() {
    Rain.Danger danger =
        dangers(forecast(0, 300, 0, 400, 0, 0, 500), Site.UNKNOWN, 4, NOON).getFirst();
    assertEquals(NOON.plus(Duration.ofHours(3)), danger.from());
    assertEquals(NOON.plus(Duration.ofHours(12)), danger.until());
    assertEquals(400, danger.rain());
    // What is farther away than a task is opened ahead is not looked at yet.
    int[] far = new int[10];
    far[9] = 300;
    assertTrue(dangers(forecast(far), Site.UNKNOWN, 4, NOON).isEmpty());
    assertFalse(dangers(forecast(far), Site.UNKNOWN, 4, NOON.plus(Duration.ofHours(4))).isEmpty());
  }

  // ---- warnings

  private static List<String> held(List<Kept<Alert>> alerts, Instant now) {
    return alerts(alerts).warnings(now).stream()
        .map(one -> one.it().key().identifier())
        .sorted()
        .toList();
  }

  @Test
  void updatesAndCancelsInWhateverOrder() {
    Kept<Alert> first = alert("a", true, Alert.Type.ALERT, 3, List.of());
    Kept<Alert> next = alert("b", true, Alert.Type.UPDATE, 5, List.of(key("a")));
    Kept<Alert> end = alert("c", true, Alert.Type.CANCEL, 5, List.of(key("b")));
    Kept<Alert> exercise = alert("d", false, Alert.Type.CANCEL, 5, List.of(key("a")));
    assertEquals(List.of("a"), held(List.of(first, exercise), NOON));
    assertEquals(List.of("b"), held(List.of(first, next), NOON));
    assertEquals(List.of("b"), held(List.of(next, first), NOON));
    assertEquals(List.of(), held(List.of(end, next, first), NOON));
    assertEquals(List.of("a"), held(List.of(first, first), NOON), "twice is once");
    assertEquals(List.of(), held(List.of(first), NOON.plus(Duration.ofHours(3))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -6.1,106.8 -6.2,106.8 -6.2,106.9 -6.1,106.8  |
          106.8,-6.1 106.8,-6.2 106.9,-6.2 106.8,-6.1  | SWAPPED
          -6.1,106.8 -6.2,206.8 -6.2,106.9 -6.1,106.8  | OUT_OF_RANGE
          -6.1,106.8 NaN,106.8 -6.2,106.9 -6.1,106.8   | UNREADABLE
          -6.1,106.8 1e309,106.8 -6.2,106.9 -6.1,106.8 | UNREADABLE
          -6.1,106.8 -6.2,106.8 -6.1,106.8             | TOO_FEW
          -6.1,106.8 -6.2,106.8 -6.2,106.9 -6.1,106.9  | NOT_CLOSED
          """)
  void polygonsAreReadOrRefusedByName(String text, Polygon.@Nullable Fault fault) {
    Polygon.Reading reading = Polygon.parse(text);
    assertEquals(fault, reading.fault());
    assertEquals(fault == null, reading.polygon() != null);
  }

  @Test
  void aPointIsInOrOut() {
    Polygon hook =
        polygon("-6.0,106.0 -6.0,107.0 -6.5,107.0 -6.5,106.5 -6.2,106.5 -6.2,106.0 -6.0,106.0");
    assertTrue(hook.contains(new GeoPoint(-61_000_000, 1_062_000_000)));
    assertTrue(hook.contains(new GeoPoint(-64_000_000, 1_067_000_000)));
    assertFalse(hook.contains(new GeoPoint(-64_000_000, 1_062_000_000)));
    assertFalse(hook.contains(new GeoPoint(-66_000_000, 1_067_000_000)));
  }

  @Test
  void aForecastThatCannotBeIsRefused() {
    var slot = new Forecast.Slot(NOON, 1);
    assertThrows(MalformedException.class, () -> new Forecast(KELURAHAN, List.of(slot, slot)));
    assertThrows(MalformedException.class, () -> new Forecast(KELURAHAN, List.of()));
    assertThrows(MalformedException.class, () -> new Forecast.Slot(NOON, -1));
    assertThrows(
        MalformedException.class, () -> new Forecast(new RegionCode("3171"), List.of(slot)));
  }

  // ---- what is said, and the tasks

  private final Rains rains = new Rains();
  private long index;

  private List<Fact> look(Weather weather, Instant now) {
    List<Fact> facts = rains.changes(dangers(weather, Site.UNKNOWN, 4, now));
    facts.forEach(fact -> rains.apply(index++, now, fact));
    return facts;
  }

  private void task(int number, Instant now) {
    var opened =
        new IncidentOpened(
            number,
            IncidentKind.RAIN_AHEAD,
            List.of(PPS),
            now,
            false,
            IncidentOpened.Source.SENSOR,
            null,
            0,
            null,
            null);
    rains.apply(index++, now, opened);
  }

  @Test
  void aSecondRainGetsItsOwnTaskOnceTheFirstIsClosed() {
    Weather two = forecast(0, 300, 0, 0, 0, 300);
    assertEquals(1, look(two, NOON).size());
    assertEquals(0, look(two, NOON).size(), "it is said once");
    assertEquals(List.of(PPS), rains.untasked());
    task(1, NOON);
    assertEquals(List.of(), rains.untasked());
    rains.apply(index++, NOON, new IncidentClosed(1, RINA));
    assertEquals(List.of(), rains.untasked(), "the same rain is met");
    Instant after = NOON.plus(Duration.ofHours(6));
    assertEquals(1, look(two, after).size());
    assertEquals(List.of(PPS), rains.untasked());
    task(2, after);
    // While it is open the next rain is added to it.
    assertEquals(1, look(forecast(0, 0, 0, 0, 0, 0, 0, 0, 0, 300), after).size());
    assertEquals(2, Objects.requireNonNull(rains.of(PPS)).task());
  }

  @Test
  void aForecastThatIsWithdrawnAndAWarningThatIsCancelledEndTheDanger() {
    look(forecast(0, 300), NOON);
    assertEquals(List.of(new RainDangerEnded(PPS)), look(forecast(0, 0), NOON));
    Kept<Alert> warning = alert("a", true, Alert.Type.ALERT, 3, List.of());
    look(alerts(List.of(warning)), NOON);
    assertNotNull(rains.of(PPS));
    Kept<Alert> end = alert("b", true, Alert.Type.CANCEL, 3, List.of(key("a")));
    assertEquals(List.of(new RainDangerEnded(PPS)), look(alerts(List.of(warning, end)), NOON));
  }

  @Test
  void manySitesOfACityAtOnceAreAMatterOfTheProvince() {
    var stands = new ArrayList<Rain.Stand>();
    for (int i = 1; i <= 5; i++) {
      var place = new PlaceCode("P317101100" + i);
      stands.add(new Rain.Stand(place, KELURAHAN, HERE, Site.UNKNOWN, 10, false));
    }
    List<Fact> facts = rains.changes(Rain.dangers(stands, forecast(0, 300), NIGHT, RULES, NOON));
    assertEquals(6, facts.size());
    assertEquals(new RainSpreadFound(new RegionCode("3171"), 5, 50), facts.getLast());
    facts.forEach(fact -> rains.apply(index++, NOON, fact));
    List<Fact> ended =
        rains.changes(Rain.dangers(stands.subList(0, 4), forecast(0, 300), NIGHT, RULES, NOON));
    assertEquals(
        List.of(
            new RainDangerEnded(new PlaceCode("P3171011005")),
            new RainSpreadEnded(new RegionCode("3171"))),
        ended);
  }

  /** The figure is two seconds for all sites; this is many more than Jakarta has. */
  @Test
  void threeThousandSitesUnderThirtyWarnings() {
    var alerts = new ArrayList<Kept<Alert>>();
    for (int i = 0; i < 30; i++) {
      alerts.add(alert("w" + i, true, Alert.Type.ALERT, 3, List.of()));
    }
    Weather weather = new Weather(forecast(0, 0, 300, 0, 0, 300).forecasts(), alerts);
    var stands = new ArrayList<Rain.Stand>();
    for (int i = 1; i <= 3_000; i++) {
      var place = new PlaceCode("S3171-" + i);
      stands.add(new Rain.Stand(place, KELURAHAN, HERE, Site.UNKNOWN, 10, true));
    }
    long began = System.nanoTime();
    List<Rain.Danger> found = Rain.dangers(stands, weather, NIGHT, RULES, NOON);
    List<Fact> facts = rains.changes(found);
    long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
    assertEquals(3_001, facts.size());
    assertTrue(millis < 2_000, millis + " ms");
  }
}
