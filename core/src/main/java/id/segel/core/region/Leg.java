package id.segel.core.region;

import id.segel.core.fact.MalformedException;
import org.jspecify.annotations.Nullable;

/** One stretch of a box's way, out to the TPS and back, in order. */
public enum Leg {
  CITY_KECAMATAN(1, "city-kecamatan", PlaceCode.Kind.CITY_STORE, PlaceCode.Kind.KECAMATAN_STORE),
  KECAMATAN_KELURAHAN(2, "kecamatan-kelurahan", PlaceCode.Kind.KECAMATAN_STORE, PlaceCode.Kind.PPS),
  KELURAHAN_TPS(3, "kelurahan-tps", PlaceCode.Kind.PPS, PlaceCode.Kind.TPS),
  TPS_KELURAHAN(4, "tps-kelurahan", PlaceCode.Kind.TPS, PlaceCode.Kind.PPS),
  KELURAHAN_KECAMATAN(5, "kelurahan-kecamatan", PlaceCode.Kind.PPS, PlaceCode.Kind.KECAMATAN_STORE),
  KECAMATAN_CITY(6, "kecamatan-city", PlaceCode.Kind.KECAMATAN_STORE, PlaceCode.Kind.CITY_STORE);

  private final int number;
  private final String word;
  private final PlaceCode.Kind from;
  private final PlaceCode.Kind to;

  Leg(int number, String word, PlaceCode.Kind from, PlaceCode.Kind to) {
    this.number = number;
    this.word = word;
    this.from = from;
    this.to = to;
  }

  /** Its place in the order, from 1. */
  public int number() {
    return number;
  }

  /** The leg of this number; null for 0. */
  public static @Nullable Leg ofNumber(int number) {
    for (Leg leg : values()) {
      if (leg.number == number) {
        return leg;
      }
    }
    return null;
  }

  /** As it is written: {@code city-kecamatan}. */
  public String word() {
    return word;
  }

  /** What kind of place it starts from. */
  public PlaceCode.Kind from() {
    return from;
  }

  /** What kind of place it ends at. */
  public PlaceCode.Kind to() {
    return to;
  }

  /** {@link MalformedException} when there is no such leg. */
  public static Leg parse(String word) {
    for (Leg leg : values()) {
      if (leg.word.equals(word)) {
        return leg;
      }
    }
    throw new MalformedException("no leg is called " + word);
  }
}
