package id.segel.core.region;

import id.segel.core.fact.MalformedException;

/**
 * Code of a place where boxes may be: one letter for its kind, then the region it serves, or for a
 * post a number of its own. {@code G3171} city store, {@code K317101} kecamatan store, {@code
 * P3171011001} PPS, {@code T3171011001147} the TPS itself, {@code S317101-01} a post.
 */
public record PlaceCode(String text) {

  private static final int LONGEST = 20;

  /** {@link MalformedException} when it is no place code. */
  public PlaceCode {
    if (!isWellFormed(text)) {
      throw new MalformedException("not a place code: " + text);
    }
  }

  /** The kinds of places, by the letter that starts their code, with the digits of their region. */
  public enum Kind {
    CITY_STORE('G', 4),
    KECAMATAN_STORE('K', 6),
    PPS('P', 10),
    TPS('T', 13),
    POST('S', -1);

    private final char letter;
    private final int digits;

    Kind(char letter, int digits) {
      this.letter = letter;
      this.digits = digits;
    }

    /** The place of this kind that serves the region or TPS with this code. */
    public PlaceCode of(String code) {
      return new PlaceCode(letter + code.substring(0, digits));
    }
  }

  public Kind kind() {
    for (Kind kind : Kind.values()) {
      if (kind.letter == text.charAt(0)) {
        return kind;
      }
    }
    throw new IllegalStateException(text);
  }

  /** The region it serves, by its digits; for a post the digits before the dash. */
  public String region() {
    int dash = text.indexOf('-');
    return text.substring(1, dash < 0 ? text.length() : dash);
  }

  /** Whether a box for this TPS, by its 13 digits, has any business here. */
  public boolean serves(String tps) {
    return tps.startsWith(region());
  }

  private static boolean isWellFormed(String text) {
    if (text.length() < 3 || text.length() > LONGEST) {
      return false;
    }
    for (Kind kind : Kind.values()) {
      if (kind.letter == text.charAt(0)) {
        return kind == Kind.POST
            ? isDigits(text.replaceFirst("-", ""), 1)
            : text.length() == kind.digits + 1 && isDigits(text, 1);
      }
    }
    return false;
  }

  private static boolean isDigits(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return text.length() > from;
  }

  @Override
  public String toString() {
    return text;
  }
}
