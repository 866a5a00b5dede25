package id.segel.core.incident;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.UserChanged;
import id.segel.core.region.PlaceCode;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Something happened at these places, or is to be done there.
 *
 * @param number its own, from 1, never given again
 * @param at when it happened, as they say
 * @param isDrill whether it is an exercise (latihan)
 * @param finding from which it was begun; null for none
 * @param follows number of the incident that it goes on from; 0 for none
 * @param words salted hash of what was written about it; null for nothing
 * @param by code of the user, or the key of the phone; null for a sensor
 */
public record IncidentOpened(
    int number,
    IncidentKind kind,
    List<PlaceCode> places,
    Instant at,
    boolean isDrill,
    Source source,
    @Nullable String finding,
    int follows,
    @Nullable Id words,
    @Nullable String by)
    implements Fact {

  static final int NUMBER_MAX = 99_999;

  /** The TPS of a flood over several kecamatan. */
  public static final int PLACES_MAX = 1_000;

  /** Who says so. */
  public enum Source {
    PERSON,
    /** A finding, and a person who went on from it. */
    RULE,
    /** A sensor or a forecast, by itself. */
    SENSOR;

    static Source parse(String name) {
      for (Source source : values()) {
        if (source.name().equals(name)) {
          return source;
        }
      }
      throw new MalformedException("nobody opens an incident as " + name);
    }
  }

  /** {@link MalformedException} when it is not as described. */
  public IncidentOpened {
    checkNumber(number);
    places = List.copyOf(places);
    if (places.isEmpty()
        || places.size() > PLACES_MAX
        || new TreeSet<>(places.stream().map(PlaceCode::text).toList()).size() != places.size()) {
      throw new MalformedException("an incident is at 1 to " + PLACES_MAX + " different places");
    }
    if ((finding != null) != (source == Source.RULE) || (by == null) != (source == Source.SENSOR)) {
      throw new MalformedException("a rule names its finding, and only a sensor has nobody");
    }
    if (finding != null && !finding.matches("[A-Z][A-Z0-9_]{0,39} [a-z]{2,16}:[!-~]{1,100}")) {
      throw new MalformedException("not a finding: " + finding);
    }
    if (follows < 0 || follows >= number) {
      throw new MalformedException("an incident follows an older one: " + follows);
    }
    if (by != null) {
      checkBy(by);
    }
  }

  static void checkNumber(int number) {
    if (number < 1 || number > NUMBER_MAX) {
      throw new MalformedException("an incident is 1 to " + NUMBER_MAX + ": " + number);
    }
  }

  static int takeNumber(Fields fields) {
    return (int) fields.takeNumber("incident", NUMBER_MAX);
  }

  static void checkBy(String by) {
    if (by.length() == 8) {
      UserChanged.checkUser(by);
    } else {
      PartyKey.parse(by);
    }
  }

  static boolean yes(String word) {
    return switch (word) {
      case "yes" -> true;
      case "no" -> false;
      default -> throw new MalformedException("this is yes or no: " + word);
    };
  }

  /** The region in which all of its places lie, by its digits; empty is the province. */
  public String region() {
    String first = places.getFirst().region();
    int common = first.length();
    for (PlaceCode place : places) {
      while (!place.region().startsWith(first.substring(0, common))) {
        common--;
      }
    }
    int level = common;
    while (level > 0 && level != 4 && level != 6 && level != 10 && level != 13) {
      level--;
    }
    return first.substring(0, level);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("incident ").append(number).append('\n');
    out.append("kind ").append(kind).append('\n');
    places.forEach(place -> out.append("place ").append(place).append('\n'));
    out.append("at ").append(at).append('\n');
    out.append("drill ").append(isDrill ? "yes" : "no").append('\n');
    out.append("source ").append(source).append('\n');
    if (finding != null) {
      out.append("finding ").append(finding).append('\n');
    }
    if (follows > 0) {
      out.append("follows ").append(follows).append('\n');
    }
    if (words != null) {
      out.append("words ").append(words).append('\n');
    }
    if (by != null) {
      out.append("by ").append(by).append('\n');
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static IncidentOpened read(Fields fields) {
    var opened =
        new IncidentOpened(
            takeNumber(fields),
            fields.take("kind", IncidentKind::parse),
            fields.takeAll("place", PlaceCode::new),
            fields.takeInstant("at"),
            fields.take("drill", IncidentOpened::yes),
            fields.take("source", Source::parse),
            fields.has("finding") ? fields.take("finding") : null,
            fields.has("follows") ? (int) fields.takeNumber("follows", NUMBER_MAX) : 0,
            fields.has("words") ? fields.take("words", Id::parse) : null,
            fields.has("by") ? fields.take("by") : null);
    fields.end();
    return opened;
  }
}
