package id.segel.core.region;

import id.segel.core.fact.MalformedException;

/**
 * The official name of a region, place, election or ballot kind: 1 to 80 letters, digits, single
 * spaces and the marks {@code - . ' ( ) / ,} that such names have. Not free text: it comes from a
 * published list.
 */
public record RegionName(String text) {

  private static final int LONGEST = 80;
  private static final String MARKS = "-.'()/,";

  /** {@link MalformedException} when it is not as described. */
  public RegionName {
    if (!isWellFormed(text)) {
      throw new MalformedException(
          "a name is 1 to 80 letters, digits and " + MARKS + " with single spaces: " + text);
    }
  }

  private static boolean isWellFormed(String text) {
    int length = text.codePointCount(0, text.length());
    if (length < 1 || length > LONGEST || !text.equals(text.strip()) || text.contains("  ")) {
      return false;
    }
    return text.codePoints()
        .allMatch(c -> c == ' ' || Character.isLetterOrDigit(c) || MARKS.indexOf(c) >= 0);
  }

  @Override
  public String toString() {
    return text;
  }
}
