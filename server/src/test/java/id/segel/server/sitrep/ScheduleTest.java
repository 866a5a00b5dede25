package id.segel.server.sitrep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which hours are due between two moments, and which shift a report is of. */
class ScheduleTest {

  private static final ZoneId WIB = ZoneId.of("Asia/Jakarta");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          hours   | since    | after    | until    | max | due
          6 14 22 | 13T00:00 | 13T05:59 | 13T06:00 | 9   | 13T06:00
          6 14 22 | 13T00:00 | 13T06:00 | 13T13:59 | 9   | -
          6 14 22 | 13T00:00 | 13T06:00 | 14T06:30 | 9   | 13T14:00 13T22:00 14T06:00
          6 14 22 | 13T15:00 | 13T06:00 | 14T06:30 | 9   | 13T22:00 14T06:00
          6 14 22 | 13T14:00 | 13T06:00 | 13T14:30 | 9   | -
          0       | 13T00:00 | 13T05:00 | 15T00:00 | 9   | 14T00:00 15T00:00
          6 14 22 | 01T00:00 | 01T00:00 | 13T12:00 | 3   | 12T14:00 12T22:00 13T06:00
          -       | 01T00:00 | 01T00:00 | 13T12:00 | 9   | -
          """,
      useHeadersInDisplayName = true)
  void whatIsDue(
      @Nullable String hours,
      String since,
      String after,
      String until,
      int max,
      @Nullable String due) {
    assertEquals(
        due,
        schedule(hours, since).dues(at(after), at(until), WIB, max).stream()
            .map(one -> one.atZone(WIB).toString().substring(8, 16))
            .collect(
                Collectors.collectingAndThen(
                    Collectors.joining(" "), text -> text.isEmpty() ? null : text)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          6 14 22 | 13T14:00 | 13T06:00
          6 14 22 | 13T06:00 | 12T22:00
          6       | 13T06:00 | 12T06:00
          """)
  void aShiftBeganAtTheHourBefore(String hours, String due, String begin) {
    assertEquals(at(begin), schedule(hours, "13T00:00").begin(at(due), WIB));
  }

  private static Schedule schedule(@Nullable String hours, String since) {
    var all = new TreeSet<Integer>();
    if (hours != null) {
      Arrays.stream(hours.split(" ", -1)).map(Integer::valueOf).forEach(all::add);
    }
    return new Schedule("KPU-DKI", "31", all, at(since));
  }

  private static Instant at(String text) {
    return OffsetDateTime.parse("2024-02-" + text + ":00+07:00").toInstant();
  }
}
