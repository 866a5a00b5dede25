package id.segel.server.sitrep;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The hours at which an agency wants a report by itself. A report is of the shift that ends at its
 * hour and began at the one before.
 *
 * @param region digits
 * @param hours of the day, 0 to 23, in the zone of the election; none for no reports
 * @param since nothing before was ever due
 */
record Schedule(String agency, String region, SortedSet<Integer> hours, Instant since) {

  Schedule {
    hours = new TreeSet<>(hours);
  }

  /** What was due after one moment and up to another, the oldest first, and the newest of many. */
  List<Instant> dues(Instant after, Instant until, ZoneId zone, int max) {
    var dues = new ArrayList<Instant>();
    Instant from = after.isBefore(since) ? since : after;
    LocalDate first = LocalDate.ofInstant(from, zone);
    for (LocalDate day = LocalDate.ofInstant(until, zone);
        !day.isBefore(first) && dues.size() < max;
        day = day.minusDays(1)) {
      for (int hour : new TreeSet<>(hours).descendingSet()) {
        Instant due = ZonedDateTime.of(day, LocalTime.of(hour, 0), zone).toInstant();
        if (due.isAfter(from) && !due.isAfter(until)) {
          dues.add(due);
        }
      }
    }
    return dues.stream().limit(max).toList().reversed();
  }

  /**
   * When the shift began that ends then: at the hour before, which may be the same of yesterday.
   */
  Instant begin(Instant due, ZoneId zone) {
    List<Instant> before =
        new Schedule(agency, region, hours, Instant.MIN)
            .dues(due.minus(1, ChronoUnit.DAYS).minusMillis(1), due.minusMillis(1), zone, 24);
    return before.isEmpty() ? due.minus(1, ChronoUnit.DAYS) : before.getLast();
  }
}
