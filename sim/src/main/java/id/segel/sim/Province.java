package id.segel.sim;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The province that is played, as its server describes it.
 *
 * @param election code word of the election
 * @param day H
 * @param kinds digits of the ballots, in order
 * @param kelurahan in the order of their codes
 */
public record Province(
    String election, LocalDate day, ZoneId zone, List<Integer> kinds, List<Kelurahan> kelurahan) {

  private static final Pattern MOMENT =
      Pattern.compile("H([+-][0-9]{1,2})?T([01][0-9]|2[0-4]):([0-5][0-9])");

  /** One kelurahan with its TPS. */
  public record Kelurahan(String code, List<Station> tps) {

    public String kecamatan() {
      return code.substring(0, 6);
    }

    public String kota() {
      return code.substring(0, 4);
    }
  }

  /**
   * One TPS.
   *
   * @param code 13 digits
   * @param need ballots of each kind that go into its boxes
   */
  public record Station(String code, int need) {}

  /** How many TPS it has. */
  public int tpsCount() {
    return kelurahan.stream().mapToInt(one -> one.tps().size()).sum();
  }

  /** How many boxes these TPS have. */
  public int boxCount() {
    return tpsCount() * kinds.size();
  }

  /**
   * About that part of it: whole kelurahan of every kota, at least one each, chosen by the seed.
   */
  public Province part(double share, long seed) {
    RandomGenerator random = Seeds.random(seed, "part");
    if (share >= 1) {
      return this;
    }
    var byKota = new TreeMap<String, List<Kelurahan>>();
    for (Kelurahan one : kelurahan) {
      byKota.computeIfAbsent(one.kota(), kota -> new ArrayList<>()).add(one);
    }
    var chosen = new ArrayList<Kelurahan>();
    for (List<Kelurahan> of : byKota.values()) {
      int tps = of.stream().mapToInt(one -> one.tps().size()).sum();
      Seeds.shuffle(of, random);
      double left = tps * share;
      for (int i = 0; i < of.size(); i++) {
        int size = of.get(i).tps().size();
        if (i == 0 || size / 2.0 <= left) {
          chosen.add(of.get(i));
          left -= size;
        }
      }
    }
    chosen.sort(Comparator.comparing(Kelurahan::code));
    return new Province(election, day, zone, kinds, List.copyOf(chosen));
  }

  /** A moment by its distance from H and the clock on the wall there. */
  public Instant at(int daysAfterH, int hour, int minute) {
    return day.plusDays(daysAfterH)
        .atTime(LocalTime.MIDNIGHT)
        .atZone(zone)
        .toInstant()
        .plusSeconds(hour * 3600L + minute * 60L);
  }

  /** {@code H-1T20:00} as a moment; {@link IllegalArgumentException} when it is not one. */
  public Instant parse(String moment) {
    var form = MOMENT.matcher(moment);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "a moment is written H-1T20:00 or H+1T06:00, not " + moment);
    }
    int days = form.group(1) == null ? 0 : Integer.parseInt(form.group(1));
    return at(days, Integer.parseInt(form.group(2)), Integer.parseInt(form.group(3)));
  }

  /** Whether {@link #parse} reads it, which no province is needed to know. */
  public static boolean isMoment(String text) {
    return MOMENT.matcher(text).matches();
  }

  /** A moment as {@link #parse} reads it. */
  public String write(Instant moment) {
    ZonedDateTime there = moment.atZone(zone);
    long days = ChronoUnit.DAYS.between(day, there.toLocalDate());
    return String.format(
        Locale.ROOT,
        "H%sT%02d:%02d",
        days == 0 ? "" : String.format(Locale.ROOT, "%+d", days),
        there.getHour(),
        there.getMinute());
  }
}
