package id.segel.server.weather;

import id.segel.core.fact.MalformedException;
import id.segel.core.weather.Alert;
import id.segel.core.weather.Polygon;
import id.segel.server.weather.UnfitException.Why;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads the list of warnings (RSS 2.0) and a warning (CAP 1.2) as BMKG writes them. */
final class CapXml {

  private static final String CAP = "urn:oasis:names:tc:emergency:cap:1.2";

  /** More than there are provinces, many times. */
  private static final int ITEMS_MAX = 200;

  private static final int WORDS_MAX = 300;

  /** Where a message does not say when it expires: as long as BMKG's usually hold. */
  private static final Duration USUAL = Duration.ofHours(3);

  /** Nobody knows of rain in a week; what holds longer was written wrong, or to do harm. */
  private static final Duration LONGEST = Duration.ofDays(7);

  /** Clocks differ by so much. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private static final Pattern WATER =
      Pattern.compile("hujan|petir|badai|banjir|rain|thunder|storm|flood");

  private CapXml() {}

  /**
   * An item of the list.
   *
   * @param identifier of the message
   * @param link where it is
   * @param date of its newest word, as they write it
   */
  record Item(String identifier, String link, String date) {}

  /** The list; an item without a link or a name is left out, and spoils no other. */
  static List<Item> list(String document) throws UnfitException {
    Xml rss = Xml.parse(document);
    if (!rss.name().equals("rss")) {
      throw new UnfitException(Why.FIELD_MISSING);
    }
    return rss.all("channel").stream()
        .flatMap(channel -> channel.all("item").stream())
        .map(item -> new Item(item.text("guid"), item.text("link"), item.text("pubDate")))
        .filter(item -> !item.identifier().isEmpty() && !item.link().isEmpty())
        .limit(ITEMS_MAX)
        .toList();
  }

  /**
   * A message that has just come; one that dates itself ahead is refused until that moment, for it
   * would hold on and on, and stand beside the words that really follow it.
   */
  static Alert read(String document, Instant now) throws UnfitException {
    Alert alert = read(document);
    if (alert.key().sent().isAfter(now.plus(AHEAD))) {
      throw new UnfitException(Why.SENT_AHEAD);
    }
    return alert;
  }

  /** A message; polygons that are refused stand in it with why. */
  static Alert read(String document) throws UnfitException {
    Xml alert = Xml.parse(document);
    if (!alert.name().equals("alert") || !alert.space().equals(CAP)) {
      throw new UnfitException(Why.FIELD_MISSING);
    }
    Instant sent = moment(alert.need("sent"));
    Alert.Type type =
        switch (alert.need("msgType")) {
          case "Alert" -> Alert.Type.ALERT;
          case "Update" -> Alert.Type.UPDATE;
          case "Cancel" -> Alert.Type.CANCEL;
          default -> Alert.Type.OTHER;
        };
    try {
      List<Alert.Notice> notices = notices(alert, sent);
      boolean warns = type == Alert.Type.ALERT || type == Alert.Type.UPDATE;
      if (warns && notices.isEmpty()) {
        throw new UnfitException(Why.FIELD_MISSING);
      }
      if (warns && notices.stream().allMatch(CapXml::isNowhere)) {
        throw new UnfitException(Why.NO_POLYGON);
      }
      return new Alert(
          new Alert.Key(alert.need("identifier"), alert.need("sender"), sent),
          alert.need("status").equals("Actual"),
          type,
          references(alert.text("references")),
          notices);
    } catch (MalformedException e) {
      throw new UnfitException(Why.UNREADABLE, e);
    }
  }

  private static boolean isNowhere(Alert.Notice notice) {
    return notice.areas().stream().allMatch(area -> area.polygons().isEmpty());
  }

  private static List<Alert.Notice> notices(Xml alert, Instant sent) throws UnfitException {
    List<Xml> all = alert.all("info");
    // The same in another language says nothing more.
    List<Xml> ours =
        all.stream()
            .filter(info -> info.text("language").toLowerCase(Locale.ROOT).startsWith("id"))
            .toList();
    var notices = new ArrayList<Alert.Notice>();
    for (Xml info : ours.isEmpty() ? all : ours) {
      notices.add(notice(info, sent));
    }
    return notices;
  }

  private static Alert.Notice notice(Xml info, Instant sent) throws UnfitException {
    String event = words(info.need("event"));
    Instant effective =
        info.text("onset").isEmpty()
            ? info.text("effective").isEmpty() ? sent : moment(info.text("effective"))
            : moment(info.text("onset"));
    Instant expires =
        info.text("expires").isEmpty() ? effective.plus(USUAL) : moment(info.text("expires"));
    if (expires.isAfter(sent.plus(LONGEST))) {
      throw new UnfitException(Why.EXPIRES_LATE);
    }
    String urgency = words(info.text("urgency"));
    String certainty = words(info.text("certainty"));
    boolean isOver =
        urgency.equals("Past")
            || certainty.equals("Unlikely")
            || info.text("responseType").equals("AllClear");
    var areas = new ArrayList<Alert.Area>();
    for (Xml area : info.all("area")) {
      areas.add(area(area));
    }
    return new Alert.Notice(
        event,
        words(info.text("headline")),
        words(info.text("severity")),
        urgency,
        certainty,
        effective,
        expires,
        !isOver && WATER.matcher(event.toLowerCase(Locale.ROOT)).find(),
        areas);
  }

  private static Alert.Area area(Xml area) {
    var polygons = new ArrayList<Polygon>();
    var faults = new ArrayList<Polygon.Fault>();
    for (Xml one : area.all("polygon")) {
      Polygon.Reading reading = Polygon.parse(one.text());
      if (reading.polygon() != null) {
        polygons.add(reading.polygon());
      } else if (reading.fault() != null) {
        faults.add(reading.fault());
      }
    }
    return new Alert.Area(words(area.text("areaDesc")), polygons, faults);
  }

  /** {@code sender,identifier,sent} with blanks between them. */
  private static List<Alert.Key> references(String text) throws UnfitException {
    var keys = new ArrayList<Alert.Key>();
    for (String one : text.isEmpty() ? new String[0] : text.split("\\s+")) {
      String[] parts = one.split(",", -1);
      if (parts.length != 3) {
        throw new UnfitException(Why.UNREADABLE);
      }
      keys.add(new Alert.Key(parts[1], parts[0], moment(parts[2])));
    }
    return keys;
  }

  private static Instant moment(String text) throws UnfitException {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new UnfitException(Why.TIME_UNREADABLE, e);
    }
  }

  private static String words(String text) {
    String plain = text.replaceAll("\\s+", " ");
    return plain.length() <= WORDS_MAX ? plain : plain.substring(0, WORDS_MAX);
  }
}
