package id.segel.core.sensor;

import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.PlaceCode;

/** Which sensor: of a place, by a number that is never given twice. Written {@code S-K317101-2}. */
public record SensorId(PlaceCode place, int number) implements Comparable<SensorId> {

  private static final String PREFIX = "S-";
  private static final int NUMBER_MAX = 9_999;

  /** {@link MalformedException} when it is not as described. */
  public SensorId {
    if (number < 1 || number > NUMBER_MAX) {
      throw new MalformedException("not a number of a sensor: " + number);
    }
  }

  /** {@link MalformedException} when it is none. */
  public static SensorId parse(String text) {
    int dash = text.lastIndexOf('-');
    if (!text.startsWith(PREFIX) || dash <= PREFIX.length()) {
      throw new MalformedException("not a sensor: " + text);
    }
    return new SensorId(
        new PlaceCode(text.substring(PREFIX.length(), dash)),
        (int) Fields.number(text.substring(dash + 1), NUMBER_MAX, "a sensor"));
  }

  @Override
  public int compareTo(SensorId other) {
    int byPlace = place.text().compareTo(other.place.text());
    return byPlace != 0 ? byPlace : Integer.compare(number, other.number);
  }

  @Override
  public String toString() {
    return PREFIX + place + "-" + number;
  }
}
