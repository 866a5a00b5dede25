package id.segel.core.finding;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.Role;
import id.segel.core.personnel.UserChanged;

/**
 * How bad what a rule finds is, whose it is and how soon it must be seen and settled, as an agency
 * set it. It holds for what is found afterwards, and for what is open.
 *
 * @param by code of the user
 */
public record FindingRuleSet(FindingRule rule, String by) implements Fact {

  private static final int MINUTES_MAX = 100_000;

  /** {@link MalformedException} when there is no such rule. */
  public FindingRuleSet {
    UserChanged.checkUser(by);
    if (FindingRules.usual(rule.name()) == null) {
      throw new MalformedException("there is no rule " + rule.name());
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("rule ").append(rule.name()).append('\n');
    out.append("severity ").append(rule.severity()).append('\n');
    out.append("owner ").append(rule.owner()).append('\n');
    out.append("acknowledge ").append(rule.acknowledgeMinutes()).append('\n');
    out.append("settle ").append(rule.settleMinutes()).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static FindingRuleSet read(Fields fields) {
    var rule =
        new FindingRule(
            fields.take("rule"),
            fields.take("severity", Severity::parse),
            fields.take("owner", Role::parse),
            (int) fields.takeNumber("acknowledge", MINUTES_MAX),
            (int) fields.takeNumber("settle", MINUTES_MAX));
    var set = new FindingRuleSet(rule, fields.take("by"));
    fields.end();
    return set;
  }
}
