package id.segel.core.stock;

import id.segel.core.fact.MalformedException;
import java.util.Locale;

/** Why a sheet cannot be used. */
public enum Damage {
  TORN,
  CREASED,
  INK,
  CUT,
  STUCK,
  WET,
  /** Punched before anybody voted with it. */
  PUNCHED;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** As it is written. */
  public String word() {
    return word;
  }

  /** {@link MalformedException} when sheets are not damaged so. */
  public static Damage parse(String word) {
    for (Damage damage : values()) {
      if (damage.word.equals(word)) {
        return damage;
      }
    }
    throw new MalformedException("no sheet is " + word);
  }
}
