package id.segel.server.weather;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.region.RegionCode;
import id.segel.core.weather.Alert;
import id.segel.core.weather.Forecast;
import id.segel.core.weather.Polygon;
import id.segel.server.weather.UnfitException.Why;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents of BMKG's shapes, good and bad. What they say is made up. */
class WeatherDocumentsTest {

  private static final RegionCode GAMBIR = new RegionCode("3171011001");

  private static final String FORECAST =
      """
      {"lokasi":{"adm1":"31","adm4":"31.71.01.1001","desa":"Gambir","lon":106.8,"lat":-6.1},
       "data":[{"lokasi":{"adm4":"31.71.01.1001"},"cuaca":[
        [{"utc_datetime":"2024-02-13 06:00:00","local_datetime":"2024-02-13 13:00:00","t":29,"tp":0,"weather_desc":"Berawan"},
         {"utc_datetime":"2024-02-13 09:00:00","tp":20.04}],
        [{"utc_datetime":"2024-02-13 15:00:00","tp":0.3}]]}]}
      """;

  private static final String ALERT =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
        <identifier>2.49.0.1.360.0.2024.02.13.1</identifier>
        <sender>nowcasting.bmkg.go.id</sender>
        <sent>2024-02-13T17:30:00+07:00</sent>
        <status>Actual</status><msgType>Alert</msgType><scope>Public</scope>
        <info>
          <language>id</language><category>Met</category><event>Hujan Lebat dan Petir</event>
          <urgency>Immediate</urgency><severity>Moderate</severity><certainty>Observed</certainty>
          <effective>2024-02-13T17:30:00+07:00</effective><expires>2024-02-13T20:30:00+07:00</expires>
          <headline>Hujan Lebat dan Petir di DKI Jakarta</headline>
          <area><areaDesc>Gambir</areaDesc>
            <polygon>-6.1,106.8 -6.2,106.8 -6.2,106.9 -6.1,106.8</polygon>
            <polygon>106.8,-6.1 106.8,-6.2 106.9,-6.2 106.8,-6.1</polygon></area>
          <area><areaDesc>Koja</areaDesc>
            <polygon>-6.1,106.8 -6.1,106.9 -6.0,106.9 -6.1,106.8</polygon></area>
        </info>
      </alert>
      """;

  private static Why refused(String forecast) {
    return assertThrows(UnfitException.class, () -> ForecastJson.read(forecast, GAMBIR)).why();
  }

  private static Why refusedAlert(String alert) {
    return assertThrows(UnfitException.class, () -> CapXml.read(alert)).why();
  }

  @Test
  void aForecastIsReadInTenths() throws Exception {
    assertEquals(
        List.of(
            new Forecast.Slot(Instant.parse("2024-02-13T06:00:00Z"), 0),
            new Forecast.Slot(Instant.parse("2024-02-13T09:00:00Z"), 201),
            new Forecast.Slot(Instant.parse("2024-02-13T15:00:00Z"), 3)),
        ForecastJson.read(FORECAST, GAMBIR).slots());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "tp":20.04           | "tp":1e309              | RAIN_UNREADABLE
          "tp":20.04           | "tp":"NaN"              | RAIN_UNREADABLE
          "tp":20.04           | "tp":-1                 | RAIN_UNREADABLE
          "tp":20.04           | "tp":2000               | RAIN_UNREADABLE
          "tp":20.04           | "tp":NaN                | NOT_JSON
          "tp":20.04           | "tp":null               | FIELD_MISSING
          "tp":20.04           | "hu":80                 | FIELD_MISSING
          2024-02-13 09:00:00  | 2024-02-13 06:00:00     | HOUR_TWICE
          2024-02-13 09:00:00  | besok                   | TIME_UNREADABLE
          "adm4":"31.71.01.1001" | "adm4":"31.71.01.1002" | OTHER_PLACE
          "cuaca"              | "hujan"                 | FIELD_MISSING
          {"lokasi"            | [{"lokasi"              | NOT_JSON
          """)
  void whatCannotBeIsRefusedByName(String part, String instead, Why why) {
    assertEquals(why, refused(FORECAST.replace(part, instead)));
  }

  @Test
  void aWarningIsReadAndABadPolygonSpoilsNoOther() throws Exception {
    Alert alert = CapXml.read(ALERT);
    assertTrue(alert.isActual());
    assertEquals(Alert.Type.ALERT, alert.type());
    Alert.Notice notice = alert.infos().getFirst();
    assertTrue(notice.isDanger());
    assertEquals(Instant.parse("2024-02-13T13:30:00Z"), notice.expires());
    assertEquals(2, notice.areas().size());
    assertEquals(1, notice.areas().getFirst().polygons().size());
    assertEquals(List.of(Polygon.Fault.SWAPPED), notice.areas().getFirst().faults());
  }

  @Test
  void aWarningMayHoldForAWeek() throws Exception {
    assertTrue(CapXml.read(ALERT.replace("2024-02-13T20:30", "2024-02-20T17:30")).isActual());
  }

  @ParameterizedTest
  @CsvSource({"Test", "Exercise", "Draft", "System"})
  void whatIsNotMeantIsNotActual(String status) throws Exception {
    assertFalse(CapXml.read(ALERT.replace("Actual", status)).isActual());
  }

  /** It was sent at 10.30 UTC, as it says itself. */
  @ParameterizedTest
  @CsvSource({
    "2024-02-13T10:00:00Z, SENT_AHEAD",
    "2024-02-13T10:24:59Z, SENT_AHEAD",
    "2024-02-13T10:25:00Z,",
    "2024-02-13T12:00:00Z,",
  })
  void whatDatesItselfAheadIsRefusedUntilThen(Instant now, @Nullable Why why) throws Exception {
    if (why == null) {
      assertTrue(CapXml.read(ALERT, now).isActual());
    } else {
      assertEquals(why, assertThrows(UnfitException.class, () -> CapXml.read(ALERT, now)).why());
    }
  }

  @Test
  void aCancelNamesWhatItEnds() throws Exception {
    String cancel =
        ALERT
            .replace("<msgType>Alert", "<msgType>Cancel")
            .replace(
                "<scope>",
                "<references>bmkg,a,2024-02-13T17:00:00+07:00"
                    + " bmkg,b,2024-02-13T17:10:00+07:00</references><scope>");
    Alert alert = CapXml.read(cancel.replaceAll("(?s)<info>.*</info>", ""));
    assertEquals(Alert.Type.CANCEL, alert.type());
    assertEquals(
        new Alert.Key("b", "bmkg", Instant.parse("2024-02-13T10:10:00Z")),
        alert.references().getLast());
  }

  @Test
  void bombsAndStrangersAreRefused() {
    String bomb =
        """
        <!DOCTYPE alert [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
        <alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>&b;</identifier></alert>
        """;
    assertEquals(Why.XML_WITH_DTD, refusedAlert(bomb));
    String outside =
        """
        <!DOCTYPE alert [<!ENTITY a SYSTEM "file:///etc/passwd">]>
        <alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>&a;</identifier></alert>
        """;
    assertEquals(Why.XML_WITH_DTD, refusedAlert(outside));
    assertEquals(Why.NOT_XML, refusedAlert("<a>".repeat(40) + "</a>".repeat(40)));
    assertEquals(Why.NOT_XML, refusedAlert("<a>" + "<b/>".repeat(20_001) + "</a>"));
    assertEquals(Why.NOT_XML, refusedAlert("<alert"));
    assertEquals(Why.NOT_XML, refusedAlert(""));
    assertEquals(Why.FIELD_MISSING, refusedAlert(ALERT.replace("cap:1.2", "cap:1.1")));
    assertEquals(Why.FIELD_MISSING, refusedAlert(ALERT.replace("event>", "peristiwa>")));
    assertEquals(Why.TIME_UNREADABLE, refusedAlert(ALERT.replace("17:30:00+07:00", "tadi")));
    assertEquals(Why.UNREADABLE, refusedAlert(ALERT.replace("20:30:00+07:00", "10:30:00+07:00")));
    assertEquals(
        "EXPIRES_LATE",
        refusedAlert(ALERT.replace("2024-02-13T20:30", "2024-02-20T17:31")).name(),
        "more than a week after it was sent");
    assertEquals(
        Why.NO_POLYGON, refusedAlert(ALERT.replace("-6.", "-66.")), "out of range, all of them");
  }

  @Test
  void aListWithABadItem() throws Exception {
    String rss =
        """
        <rss version="2.0"><channel><title>BMKG</title>
         <item><title>DKI</title><link>http://a/1.xml</link><guid>one</guid><pubDate>x</pubDate></item>
         <item><title>no link</title><guid>two</guid></item>
         <item><title>Banten</title><link>http://a/3.xml</link><guid>three</guid></item>
        </channel></rss>
        """;
    assertEquals(
        List.of("one", "three"), CapXml.list(rss).stream().map(CapXml.Item::identifier).toList());
    assertThrows(UnfitException.class, () -> CapXml.list("<html></html>"));
  }

  @Test
  void neverMoreThanSixtyInAMinute() {
    var now = new AtomicReference<>(Instant.EPOCH);
    var bucket = new Bucket(now::get);
    int taken = 0;
    for (int millis = 0; millis < 60_000; millis += 50) {
      now.set(Instant.EPOCH.plusMillis(millis));
      taken += bucket.take() ? 1 : 0;
    }
    assertTrue(taken >= 58 && taken <= 60, taken + " requests");
  }
}
