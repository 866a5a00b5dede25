package id.segel.core.weather;

import id.segel.core.fact.MalformedException;
import id.segel.core.region.RegionCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What is forecast for one kelurahan, in steps of three hours.
 *
 * @param slots in the order of their hours; some may be missing
 */
public record Forecast(RegionCode kelurahan, List<Slot> slots) {

  public static final Duration STEP = Duration.ofHours(3);

  /** A week of steps, and a reserve. */
  public static final int SLOTS_MAX = 100;

  /** A metre of rain in three hours: more than was ever measured anywhere. */
  public static final int RAIN_MAX = 10_000;

  /**
   * Three hours.
   *
   * @param rain tenths of a millimetre
   */
  public record Slot(Instant from, int rain) {

    /** {@link MalformedException} when it cannot be. */
    public Slot {
      if (rain < 0 || rain > RAIN_MAX) {
        throw new MalformedException("rain is 0 to " + RAIN_MAX + " tenths of a mm: " + rain);
      }
    }

    public Instant until() {
      return from.plus(STEP);
    }
  }

  /** {@link MalformedException} when it is of no kelurahan, or an hour comes twice. */
  public Forecast {
    RegionCode.of(kelurahan.digits(), RegionCode.Level.KELURAHAN);
    slots = List.copyOf(slots);
    if (slots.isEmpty() || slots.size() > SLOTS_MAX) {
      throw new MalformedException("a forecast has 1 to " + SLOTS_MAX + " steps");
    }
    for (int i = 1; i < slots.size(); i++) {
      if (!slots.get(i).from().isAfter(slots.get(i - 1).from())) {
        throw new MalformedException("an hour comes twice, or too early: " + slots.get(i).from());
      }
    }
  }
}
