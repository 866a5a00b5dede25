package id.segel.core.notification;

import id.segel.core.fact.MalformedException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * Hours in which a person sleeps, by the clock on the wall; they may cross midnight. When both are
 * the same there are none.
 *
 * @param from minute of the day, the first quiet one
 * @param until minute of the day, the first that is not
 */
public record QuietHours(int from, int until) {

  public static final QuietHours NONE = new QuietHours(0, 0);

  private static final int DAY = 24 * 60;

  /** {@link MalformedException} when it is not as described. */
  public QuietHours {
    if (from < 0 || from >= DAY || until < 0 || until >= DAY) {
      throw new MalformedException("a minute of the day is 0 to 1439: " + from + ", " + until);
    }
  }

  boolean isQuiet(Instant now, ZoneId zone) {
    ZonedDateTime here = now.atZone(zone);
    int minute = here.getHour() * 60 + here.getMinute();
    return from <= until ? minute >= from && minute < until : minute >= from || minute < until;
  }
}
