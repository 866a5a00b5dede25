package id.segel.server.weather;

import id.segel.server.clock.ElectionClock;
import id.segel.server.outbound.Outbound.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Weather that is made up, for demos: a night like that of 13 to 14 February 2024, when it rained
 * in the north of Jakarta until the morning. It answers as BMKG does, from a seed and without any
 * network, where a source's address begins with {@link #SCHEME}; whatever it says calls itself
 * synthetic.
 */
@Component
class SyntheticWeather {

  static final String SCHEME = "synthetic:";

  /** Kecamatan Koja and Kelapa Gading. */
  private static final Pattern WET = Pattern.compile("31\\.72\\.0[36]\\..*");

  private static final Instant FIRST = Instant.parse("2024-02-12T00:00:00Z");
  private static final int SLOTS = 24;

  /** Before this noon nobody knew. */
  private static final Instant KNOWN = Instant.parse("2024-02-13T05:00:00Z");

  /** The slots in which it pours: from 19.00 to 7.00. */
  private static final int DUSK = 12;

  private static final int DAWN = 16;
  private static final long SEED = 13_022_024;

  /** About the same, and nothing of the cities beside. */
  private static final String NORTH =
      "-6.09,106.885 -6.185,106.885 -6.185,106.925 -6.09,106.925 -6.09,106.885";

  /** What is said, when, and of which hours. */
  private record Bulletin(
      int number, String type, List<Integer> old, String sent, String from, String until) {

    Instant at() {
      return OffsetDateTime.parse(sent).toInstant();
    }
  }

  private static final List<Bulletin> BULLETINS =
      List.of(
          bulletin(1, "Alert", List.of(), "13T13:30", "13T17:00", "13T22:00"),
          bulletin(2, "Update", List.of(1), "13T19:30", "13T19:30", "14T02:00"),
          bulletin(3, "Update", List.of(1, 2), "14T01:00", "14T01:00", "14T06:30"),
          bulletin(4, "Cancel", List.of(3), "14T06:40", "14T06:40", "14T07:00"));

  private final ElectionClock clock;

  SyntheticWeather(ElectionClock clock) {
    this.clock = clock;
  }

  private static Bulletin bulletin(
      int number, String type, List<Integer> old, String sent, String from, String until) {
    return new Bulletin(number, type, old, moment(sent), moment(from), moment(until));
  }

  private static String moment(String dayAndHour) {
    return "2024-02-" + dayAndHour + ":00+07:00";
  }

  /** What BMKG would answer. */
  Answer get(String url) {
    String last = url.substring(url.lastIndexOf('/') + 1);
    String text =
        last.startsWith("forecast?adm4=")
            ? forecast(last.substring(last.indexOf('=') + 1))
            : last.equals("nowcast") ? list(url) : message(last);
    return new Answer(text.isEmpty() ? 404 : 200, text, Duration.ZERO);
  }

  private String forecast(String adm4) {
    boolean isWet = WET.matcher(adm4).matches() && !clock.instant().isBefore(KNOWN);
    var slots = new StringBuilder();
    for (int i = 0; i < SLOTS; i++) {
      boolean isNight = i >= DUSK && i < DAWN;
      int tenths = isWet && isNight ? 200 + some(adm4, i, 350) : some(adm4, i, 40);
      Instant from = FIRST.plus(Duration.ofHours(3L * i));
      slots
          .append(i == 0 ? "" : ",")
          .append(
              String.format(
                  Locale.ROOT,
                  "{\"utc_datetime\":\"%s\",\"tp\":%.1f}",
                  from.toString().replace('T', ' ').replace("Z", ""),
                  tenths / 10.0));
    }
    return "{\"keterangan\":\"sintetis\",\"lokasi\":{\"adm4\":\"%s\"},\"data\":[{\"cuaca\":[[%s]]}]}"
        .formatted(adm4, slots);
  }

  /** A number below the bound, the same for the same kelurahan and slot. */
  private static int some(String adm4, int slot, int bound) {
    long mixed = (SEED + adm4.hashCode() * 31L + slot) * 0x9E3779B97F4A7C15L;
    return (int) Long.remainderUnsigned(mixed >>> 20, bound);
  }

  private String list(String url) {
    Instant now = clock.instant();
    var items = new StringBuilder();
    for (Bulletin one : BULLETINS) {
      if (!one.at().isAfter(now)) {
        String link = url.substring(0, url.lastIndexOf('/') + 1) + name(one.number);
        items.append(
            "<item><guid>%s</guid><link>%s</link></item>".formatted(name(one.number), link));
      }
    }
    return "<rss version=\"2.0\"><channel><title>SINTETIS</title>" + items + "</channel></rss>";
  }

  private static String name(int number) {
    return "SINTETIS-" + number;
  }

  private static String message(String name) {
    return BULLETINS.stream()
        .filter(one -> name(one.number).equals(name))
        .map(SyntheticWeather::message)
        .findFirst()
        .orElse("");
  }

  private static String message(Bulletin it) {
    var references = new StringBuilder();
    for (int old : it.old) {
      references.append("segel.sintetis,%s,%s ".formatted(name(old), BULLETINS.get(old - 1).sent));
    }
    return """
    <alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>%s</identifier>
     <sender>segel.sintetis</sender><sent>%s</sent><status>Actual</status><msgType>%s</msgType>
     <references>%s</references>
     <info><language>id</language><event>Hujan Lebat dan Petir (SINTETIS)</event>
      <urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty>
      <onset>%s</onset><expires>%s</expires>
      <headline>SINTETIS: hujan lebat disertai petir di Koja dan Kelapa Gading</headline>
      <area><areaDesc>Koja, Kelapa Gading</areaDesc><polygon>%s</polygon></area></info></alert>
    """
        .formatted(
            name(it.number),
            it.sent,
            it.type,
            references.toString().strip(),
            it.from,
            it.until,
            NORTH);
  }
}
