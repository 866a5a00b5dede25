package id.segel.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * When things happen, as it was seen in 2024: packed from 25 January, shipped to Kepulauan Seribu
 * on 9 February, brought to the TPS on H-1 from 05.00 to 21.00, late in Jakarta Barat, opened at
 * 07.00, sealed again and carried back in the night.
 */
public final class Timetable {

  /** The one kabupaten of islands. */
  static final String ISLANDS = "3101";

  /** Where 95 percent had arrived at 21.38 of H-1. */
  static final String LATE_KOTA = "3173";

  private static final int PACKING_DAYS = 15;
  private static final int FIRST_PACKING_DAY = -20;

  /** From then on the boxes go back to the kecamatan with what is there. */
  private static final int LAST_TRIP_HOUR = 5;

  private final Province province;
  private final long seed;

  public Timetable(Province province, long seed) {
    this.province = province;
    this.seed = seed;
  }

  /** The way of one load. */
  public record LoadTimes(
      Instant pack,
      Instant leaveCity,
      Instant atKecamatan,
      Instant leaveKecamatan,
      Instant atKelurahan) {}

  /** The day of one TPS. */
  public record TpsTimes(
      Instant leaveKelurahan,
      Instant atTps,
      Instant open,
      Instant reseal,
      Instant leaveTps,
      Instant backAtKelurahan) {}

  /**
   * The way of a load.
   *
   * @param share how much of its packer's work comes before it, 0 to 1
   */
  public LoadTimes load(String kelurahan, int number, double share) {
    RandomGenerator random = Seeds.random(seed, "load " + kelurahan + " " + number);
    boolean islands = kelurahan.startsWith(ISLANDS);
    int packDay = FIRST_PACKING_DAY + (int) (share * (islands ? 6 : PACKING_DAYS));
    Instant pack = province.at(packDay, 8, random.nextInt(8 * 60));
    int leaveDay = islands ? -5 : Math.max(packDay + 1, -9 + random.nextInt(8));
    Instant leaveCity = province.at(leaveDay, islands ? 7 : 6, random.nextInt(islands ? 30 : 600));
    Instant atKecamatan = after(leaveCity, random, islands ? 360 : 40, islands ? 480 : 150);
    Instant leaveKecamatan =
        islands
            ? province.at(-2, 6, random.nextInt(120))
            : province.at(-1, 5, random.nextInt(5 * 60 + 30));
    Instant atKelurahan = after(leaveKecamatan, random, islands ? 60 : 15, islands ? 300 : 75);
    return new LoadTimes(pack, leaveCity, atKecamatan, leaveKecamatan, atKelurahan);
  }

  /** The way of a load that leaves its kecamatan three days before the leg opens. */
  public LoadTimes early() {
    return new LoadTimes(
        province.at(FIRST_PACKING_DAY, 8, 0),
        province.at(-9, 8, 0),
        province.at(-9, 10, 0),
        province.at(-5, 19, 30),
        province.at(-5, 20, 40));
  }

  /** The day of a TPS whose boxes come to the kelurahan then. */
  public TpsTimes tps(String tps, Instant atKelurahan) {
    RandomGenerator random = Seeds.random(seed, "tps " + tps);
    Instant first = later(atKelurahan.plusSeconds(1_800), province.at(-1, 6, 0));
    Instant atTps = arrival(tps.startsWith(LATE_KOTA), first, random);
    int carry = 10 + random.nextInt(30);
    Instant open = later(province.at(0, 7, random.nextInt(20)), after(atTps, random, 15, 30));
    int counted = random.nextInt(240) + random.nextInt(240);
    Instant reseal = province.at(0, 19, counted);
    Instant leaveTps = after(reseal, random, 15, 60);
    return new TpsTimes(
        atTps.minusSeconds(carry * 60L),
        atTps,
        open,
        reseal,
        leaveTps,
        after(leaveTps, random, 10, 30));
  }

  /** When the last lorry of a kelurahan leaves in the night after H. */
  Instant lastTrip() {
    return province.at(1, LAST_TRIP_HOUR, 10);
  }

  private Instant arrival(boolean isLate, Instant first, RandomGenerator random) {
    Instant evening = province.at(-1, 21, 0);
    double luck = random.nextDouble();
    if (luck < (isLate ? 0.88 : 0.975)) {
      return between(first, evening, random);
    }
    if (luck < (isLate ? 0.95 : 0.98)) {
      return between(evening, province.at(-1, 21, 38), random);
    }
    if (luck < 0.998) {
      return between(province.at(-1, 21, 38), province.at(-1, 23, 50), random);
    }
    return between(province.at(0, 0, 5), province.at(0, 3, 0), random);
  }

  private static Instant between(Instant from, Instant to, RandomGenerator random) {
    long seconds = Duration.between(from, to).toSeconds();
    return seconds <= 60 ? from.plusSeconds(60) : from.plusSeconds(random.nextLong(seconds));
  }

  private static Instant after(
      Instant from, RandomGenerator random, int minutesLeast, int minutesMost) {
    return from.plusSeconds(60L * minutesLeast + random.nextInt(60 * (minutesMost - minutesLeast)));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
