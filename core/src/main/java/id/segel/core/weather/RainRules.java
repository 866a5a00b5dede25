package id.segel.core.weather;

import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;

/**
 * From when on rain endangers boxes, as data.
 *
 * @param heavy tenths of a millimetre in three hours that endanger a weak site
 * @param veryHeavy the same, for a site with any weakness
 * @param weak points of weakness that make a site weak
 * @param aheadHours how long before the rain a task is opened
 * @param lowCm boxes that stand lower above the street stand low
 * @param boxesPerPallet that one pallet carries
 * @param spread sites of one city in danger at once that make it a matter of the province
 * @param budget tasks in a week that may turn out to have been for nothing
 */
public record RainRules(
    int heavy,
    int veryHeavy,
    int weak,
    int aheadHours,
    int lowCm,
    int boxesPerPallet,
    int spread,
    int budget) {

  /** Until an agency sets it otherwise. */
  public static final RainRules USUAL = new RainRules(200, 500, 2, 24, 30, 24, 5, 40);

  private static final int WEAK_MAX = 9;
  private static final int HOURS_MAX = 72;
  private static final int COUNT_MAX = 10_000;

  /** {@link MalformedException} when it is not as described. */
  public RainRules {
    check("heavy", heavy, 1, Forecast.RAIN_MAX);
    check("veryheavy", veryHeavy, heavy, Forecast.RAIN_MAX);
    check("weak", weak, 1, WEAK_MAX);
    check("ahead", aheadHours, 3, HOURS_MAX);
    check("low", lowCm, 0, COUNT_MAX);
    check("pallet", boxesPerPallet, 1, COUNT_MAX);
    check("spread", spread, 2, COUNT_MAX);
    check("budget", budget, 0, COUNT_MAX);
  }

  private static void check(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new MalformedException(what + " is " + least + " to " + most + ": " + value);
    }
  }

  void writeTo(StringBuilder out) {
    out.append("heavy ").append(heavy).append('\n');
    out.append("veryheavy ").append(veryHeavy).append('\n');
    out.append("weak ").append(weak).append('\n');
    out.append("ahead ").append(aheadHours).append('\n');
    out.append("low ").append(lowCm).append('\n');
    out.append("pallet ").append(boxesPerPallet).append('\n');
    out.append("spread ").append(spread).append('\n');
    out.append("budget ").append(budget).append('\n');
  }

  static RainRules read(Fields fields) {
    return new RainRules(
        take(fields, "heavy"),
        take(fields, "veryheavy"),
        take(fields, "weak"),
        take(fields, "ahead"),
        take(fields, "low"),
        take(fields, "pallet"),
        take(fields, "spread"),
        take(fields, "budget"));
  }

  private static int take(Fields fields, String name) {
    return (int) fields.takeNumber(name, COUNT_MAX);
  }
}
