package id.segel.server.paper;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/** Numbers and times as they stand on an Indonesian paper. */
public final class Indonesian {

  private static final List<String> MONTHS =
      List.of(
          "Januari",
          "Februari",
          "Maret",
          "April",
          "Mei",
          "Juni",
          "Juli",
          "Agustus",
          "September",
          "Oktober",
          "November",
          "Desember");

  private static final List<String> DAYS =
      List.of("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu");

  private Indonesian() {}

  /** {@code 123.064} */
  public static String number(long value) {
    var text = new StringBuilder(Long.toString(Math.abs(value)));
    for (int i = text.length() - 3; i > 0; i -= 3) {
      text.insert(i, '.');
    }
    return (value < 0 ? "-" : "") + text;
  }

  /** {@code 13 Feb 2024 21.38 WIB} */
  public static String moment(Instant at, ZoneId zone) {
    ZonedDateTime there = at.atZone(zone);
    String month = MONTHS.get(there.getMonthValue() - 1);
    String shortMonth = month.equals("Agustus") ? "Agu" : month.substring(0, 3);
    return there.getDayOfMonth()
        + " "
        + shortMonth
        + " "
        + there.getYear()
        + " "
        + two(there.getHour())
        + "."
        + two(there.getMinute())
        + " "
        + zone(zone);
  }

  /** {@code Selasa, 13 Februari 2024} */
  public static String day(LocalDate day) {
    return DAYS.get(day.getDayOfWeek().getValue() - 1)
        + ", "
        + day.getDayOfMonth()
        + " "
        + MONTHS.get(day.getMonthValue() - 1)
        + " "
        + day.getYear();
  }

  private static String zone(ZoneId zone) {
    return switch (zone.getId()) {
      case "Asia/Jakarta", "Asia/Pontianak" -> "WIB";
      case "Asia/Makassar" -> "WITA";
      case "Asia/Jayapura" -> "WIT";
      default -> zone.getId();
    };
  }

  private static String two(int number) {
    return (number < 10 ? "0" : "") + number;
  }
}
