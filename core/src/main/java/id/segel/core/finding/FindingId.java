package id.segel.core.finding;

import id.segel.core.fact.MalformedException;
import java.util.regex.Pattern;

/**
 * Which finding: one is open for each rule and what it is about. Written {@code SEAL_BROKEN
 * box:3171011001001101}.
 *
 * @param rule its name in {@link FindingRules}
 * @param about a lower-case word, colon and code: a box, a statement, a place, a holder
 */
public record FindingId(String rule, String about) implements Comparable<FindingId> {

  private static final Pattern RULE = Pattern.compile("[A-Z][A-Z0-9_]{0,39}");
  private static final Pattern ABOUT = Pattern.compile("[a-z]{2,16}:[!-~]{1,100}");

  /** {@link MalformedException} when it is not as described. */
  public FindingId {
    if (!RULE.matcher(rule).matches()) {
      throw new MalformedException("the name of a rule is of A-Z, 0-9 and _: " + rule);
    }
    if (!ABOUT.matcher(about).matches()) {
      throw new MalformedException("what it is about is a word, colon and code: " + about);
    }
  }

  /** {@link MalformedException} when it is none. */
  public static FindingId parse(String text) {
    int space = text.indexOf(' ');
    if (space < 0) {
      throw new MalformedException("a finding is its rule, a space and what it is about: " + text);
    }
    return new FindingId(text.substring(0, space), text.substring(space + 1));
  }

  @Override
  public int compareTo(FindingId other) {
    int byRule = rule.compareTo(other.rule);
    return byRule != 0 ? byRule : about.compareTo(other.about);
  }

  @Override
  public String toString() {
    return rule + " " + about;
  }
}
