package id.segel.core.entrance;

import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.Role;
import id.segel.core.region.PlaceCode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Who may be where, when and how.
 *
 * @param zone it holds for this one and those around it: who may be inside may cross the yard
 * @param begin like end: within these moments
 * @param from like until: hours of each day by the clock of Jakarta; until before from goes over
 *     midnight, the same is the whole day
 * @param pair whether nobody it lets in may be alone
 * @param escort role of somebody who must be beside them; null for nobody
 */
public record Permit(
    PlaceCode place,
    Zone zone,
    Whom whom,
    Instant begin,
    Instant end,
    LocalTime from,
    LocalTime until,
    boolean pair,
    @Nullable Role escort) {

  static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
  private static final Duration LONGEST = Duration.ofDays(200);

  /** {@link MalformedException} when it is not as described. */
  public Permit {
    if (!begin.isBefore(end) || begin.plus(LONGEST).isBefore(end)) {
      throw new MalformedException("a permit ends after it begins, and within 200 days");
    }
    if (from.getSecond() != 0
        || from.getNano() != 0
        || until.getSecond() != 0
        || until.getNano() != 0) {
      throw new MalformedException("hours are told to the minute");
    }
  }

  /** Whether it lets this visit be in its zone, whatever the hour. */
  boolean isFor(Visit visit) {
    if (!place.equals(visit.place()) || visit.zone().compareTo(zone) < 0) {
      return false;
    }
    return switch (whom.kind()) {
      case ROLE -> visit.role() != null && visit.role().name().equals(whom.code());
      case AGENCY -> whom.code().equals(visit.agency());
      case PERSON -> whom.code().equals(visit.person());
      case VISITOR -> visit.person() == null;
    };
  }

  /** Whether it is good at this moment. */
  public boolean isGoodAt(Instant moment) {
    if (moment.isBefore(begin) || !moment.isBefore(end)) {
      return false;
    }
    LocalTime hour = moment.atZone(JAKARTA).toLocalTime();
    if (from.equals(until)) {
      return true;
    }
    return from.isBefore(until)
        ? !hour.isBefore(from) && hour.isBefore(until)
        : !hour.isBefore(from) || hour.isBefore(until);
  }

  void writeTo(StringBuilder out) {
    out.append("place ").append(place).append('\n');
    out.append("zone ").append(zone).append('\n');
    out.append("for ").append(whom).append('\n');
    out.append("begin ").append(begin).append('\n');
    out.append("end ").append(end).append('\n');
    out.append("hours ").append(from).append(' ').append(until).append('\n');
    out.append("pair ").append(pair ? "yes" : "no").append('\n');
    if (escort != null) {
      out.append("escort ").append(escort).append('\n');
    }
  }

  static Permit read(Fields fields) {
    var place = new PlaceCode(fields.take("place"));
    Zone zone = fields.take("zone", Zone::parse);
    Whom whom = Whom.read(fields);
    Instant begin = fields.takeInstant("begin");
    Instant end = fields.takeInstant("end");
    String[] hours = fields.take("hours").split(" ", -1);
    if (hours.length != 2) {
      throw new MalformedException("hours are two times");
    }
    return new Permit(
        place,
        zone,
        whom,
        begin,
        end,
        hour(hours[0]),
        hour(hours[1]),
        fields.take("pair", Permit::yes),
        fields.has("escort") ? fields.take("escort", Role::parse) : null);
  }

  /** {@link MalformedException} unless it is hours and minutes, {@code 07:00}. */
  public static LocalTime hour(String text) {
    if (!text.matches("([01][0-9]|2[0-3]):[0-5][0-9]")) {
      throw new MalformedException("not an hour: " + text);
    }
    return LocalTime.parse(text);
  }

  private static boolean yes(String word) {
    if (!word.equals("yes") && !word.equals("no")) {
      throw new MalformedException("yes or no: " + word);
    }
    return word.equals("yes");
  }
}
