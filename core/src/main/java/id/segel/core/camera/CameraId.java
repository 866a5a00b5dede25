package id.segel.core.camera;

import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.PlaceCode;

/** Which camera: of a place, by a number that is never given twice. Written {@code C-K317101-2}. */
public record CameraId(PlaceCode place, int number) implements Comparable<CameraId> {

  private static final String PREFIX = "C-";
  private static final int NUMBER_MAX = 9_999;

  /** {@link MalformedException} when it is not as described. */
  public CameraId {
    if (number < 1 || number > NUMBER_MAX) {
      throw new MalformedException("not a number of a camera: " + number);
    }
  }

  /** {@link MalformedException} when it is none. */
  public static CameraId parse(String text) {
    int dash = text.lastIndexOf('-');
    if (!text.startsWith(PREFIX) || dash <= PREFIX.length()) {
      throw new MalformedException("not a camera: " + text);
    }
    return new CameraId(
        new PlaceCode(text.substring(PREFIX.length(), dash)),
        (int) Fields.number(text.substring(dash + 1), NUMBER_MAX, "a camera"));
  }

  @Override
  public int compareTo(CameraId other) {
    int byPlace = place.text().compareTo(other.place.text());
    return byPlace != 0 ? byPlace : Integer.compare(number, other.number);
  }

  @Override
  public String toString() {
    return PREFIX + place + "-" + number;
  }
}
