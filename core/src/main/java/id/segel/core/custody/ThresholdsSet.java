package id.segel.core.custody;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.Leg;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * From where on something is worth a finding, as the commission set it; a later fact replaces it
 * whole. What was judged before stays as it was judged.
 *
 * @param clockMinutes how far a phone's clock may be off before it is said, 1 to 240
 * @param overlapMinutes how much earlier a taker may claim a box than its giver, 1 to 240
 * @param openedMinutes how long after the hour of opening a TPS may stay closed, 0 to 360
 * @param wayMinutes how long a box may be on its way on each leg, 30 minutes to two days
 */
public record ThresholdsSet(
    int clockMinutes, int overlapMinutes, int openedMinutes, Map<Leg, Integer> wayMinutes)
    implements Fact {

  private static final int CLOCK_MAX = 240;
  private static final int OPENED_MAX = 360;
  private static final int WAY_MIN = 30;
  private static final int WAY_MAX = 2_880;

  /** {@link MalformedException} when it is not as described. */
  public ThresholdsSet {
    wayMinutes = Collections.unmodifiableMap(new EnumMap<>(wayMinutes));
    if (isOutside(clockMinutes, 1, CLOCK_MAX) || isOutside(overlapMinutes, 1, CLOCK_MAX)) {
      throw new MalformedException("clocks may differ by 1 to " + CLOCK_MAX + " minutes");
    }
    if (isOutside(openedMinutes, 0, OPENED_MAX)) {
      throw new MalformedException("a TPS may open 0 to " + OPENED_MAX + " minutes after the hour");
    }
    for (Leg leg : Leg.values()) {
      Integer minutes = wayMinutes.get(leg);
      if (minutes == null || isOutside(minutes, WAY_MIN, WAY_MAX)) {
        throw new MalformedException(
            "each leg may take " + WAY_MIN + " to " + WAY_MAX + " minutes: " + leg.word());
      }
    }
  }

  /**
   * What holds until a fact says otherwise. Boats to the islands took six to eight hours in 2024,
   * lorries a quarter of that.
   */
  public static ThresholdsSet usual() {
    var way = new EnumMap<Leg, Integer>(Leg.class);
    for (Leg leg : Leg.values()) {
      way.put(
          leg,
          switch (leg) {
            case CITY_KECAMATAN, KECAMATAN_CITY -> 600;
            case KECAMATAN_KELURAHAN, KELURAHAN_KECAMATAN -> 360;
            case KELURAHAN_TPS, TPS_KELURAHAN -> 240;
          });
    }
    return new ThresholdsSet(10, 10, 15, way);
  }

  /** How far a phone's clock may be off before it is said. */
  public Duration clock() {
    return Duration.ofMinutes(clockMinutes);
  }

  /** How much earlier a taker may claim a box than its giver. */
  public Duration overlap() {
    return Duration.ofMinutes(overlapMinutes);
  }

  /** How long after the hour of opening a TPS may stay closed. */
  public Duration opened() {
    return Duration.ofMinutes(openedMinutes);
  }

  /** How long a box may be on its way on a leg before somebody should ask. */
  public Duration way(Leg leg) {
    return Duration.ofMinutes(wayMinutes.getOrDefault(leg, WAY_MAX));
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("clock ").append(clockMinutes).append('\n');
    out.append("overlap ").append(overlapMinutes).append('\n');
    out.append("opened ").append(openedMinutes).append('\n');
    wayMinutes.forEach((leg, minutes) ->
        out.append("way ").append(leg.word()).append(' ').append(minutes).append('\n'));
  }

  /** Reads what {@link #writeTo} wrote. */
  public static ThresholdsSet read(Fields fields) {
    int clock = (int) fields.takeNumber("clock", CLOCK_MAX);
    int overlap = (int) fields.takeNumber("overlap", CLOCK_MAX);
    int opened = (int) fields.takeNumber("opened", OPENED_MAX);
    var way = new EnumMap<Leg, Integer>(Leg.class);
    for (Leg leg : Leg.values()) {
      String value = fields.take("way");
      String word = leg.word() + " ";
      if (!value.startsWith(word)) {
        throw new MalformedException("the legs stand in their order, next " + leg.word());
      }
      way.put(leg, (int) Fields.number(value.substring(word.length()), WAY_MAX, word));
    }
    fields.end();
    return new ThresholdsSet(clock, overlap, opened, way);
  }

  private static boolean isOutside(int value, int least, int most) {
    return value < least || value > most;
  }
}
