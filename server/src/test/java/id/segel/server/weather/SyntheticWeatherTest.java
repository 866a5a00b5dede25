package id.segel.server.weather;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.fact.Id;
import id.segel.core.region.GeoPoint;
import id.segel.core.region.RegionCode;
import id.segel.core.weather.Alert;
import id.segel.core.weather.Forecast;
import id.segel.core.weather.Kept;
import id.segel.core.weather.Rain;
import id.segel.core.weather.Weather;
import id.segel.server.clock.ElectionClock;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The weather that is made up is read as any other, and says of itself that it is. */
class SyntheticWeatherTest {

  private static final String AT = "synthetic://sintetis/";
  private static final GeoPoint KOJA = new GeoPoint(-61_100_000, 1_069_000_000);

  private final ElectionClock clock = ElectionClock.simulated(Clock.systemUTC(), Instant.EPOCH);
  private final SyntheticWeather weather = new SyntheticWeather(clock);

  private Forecast forecast(String kelurahan) throws Exception {
    var code = new RegionCode(kelurahan);
    String url = AT + "forecast?adm4=" + ForecastJson.adm4(code);
    assertEquals(weather.get(url), weather.get(url), "the same again");
    return ForecastJson.read(weather.get(url).text(), code);
  }

  @Test
  void inTheMorningNobodyKnows() throws Exception {
    clock.set(Instant.parse("2024-02-13T04:00:00Z"), 0);
    assertTrue(forecast("3172031001").slots().stream().allMatch(slot -> slot.rain() < 200));
  }

  @Test
  void itPoursInTheNorthAndOnlyThatNight() throws Exception {
    clock.set(Instant.parse("2024-02-13T06:00:00Z"), 0);
    Instant dusk = Instant.parse("2024-02-13T12:00:00Z");
    Instant dawn = Instant.parse("2024-02-14T00:00:00Z");
    for (Forecast.Slot slot : forecast("3172031001").slots()) {
      boolean isNight = !slot.from().isBefore(dusk) && slot.from().isBefore(dawn);
      assertEquals(isNight, slot.rain() >= 200, slot.toString());
    }
    assertTrue(forecast("3171011001").slots().stream().allMatch(slot -> slot.rain() < 200));
    assertTrue(forecast("3172031001").slots().size() == 24);
  }

  /** Which message holds at an hour. */
  @ParameterizedTest
  @CsvSource({
    "2024-02-13T13:00:00+07:00, ''",
    "2024-02-13T14:00:00+07:00, SINTETIS-1",
    "2024-02-13T20:00:00+07:00, SINTETIS-2",
    "2024-02-14T03:00:00+07:00, SINTETIS-3",
    "2024-02-14T06:45:00+07:00, ''"
  })
  void oneWarningFollowsTheOther(String hour, String holds) throws Exception {
    Instant now = OffsetDateTime.parse(hour).toInstant();
    clock.set(now, 0);
    var kept = new ArrayList<Kept<Alert>>();
    for (CapXml.Item item : CapXml.list(weather.get(AT + "nowcast").text())) {
      Alert alert = CapXml.read(weather.get(item.link()).text());
      assertEquals(item.identifier(), alert.key().identifier());
      kept.add(new Kept<>(Id.ofText(item.identifier().getBytes(StandardCharsets.UTF_8)), alert));
    }
    List<Alert> warnings =
        new Weather(Map.of(), kept).warnings(now).stream().map(Kept::it).toList();
    assertEquals(
        holds, String.join(" ", warnings.stream().map(one -> one.key().identifier()).toList()));
    for (Alert one : warnings) {
      assertTrue(one.infos().getFirst().event().contains("SINTETIS"));
      assertTrue(Rain.covers(one.infos().getFirst(), KOJA));
    }
  }

  @Test
  void whatThereIsNotIsNotFound() {
    assertEquals(404, weather.get(AT + "SINTETIS-9").status());
  }
}
