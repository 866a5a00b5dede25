package id.segel.core.weather;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.personnel.UserChanged;

/**
 * From when on rain endangers boxes.
 *
 * @param by code of the user
 */
public record RainRulesSet(RainRules rules, String by) implements Fact {

  /** {@link id.segel.core.fact.MalformedException} when nobody says so. */
  public RainRulesSet {
    UserChanged.checkUser(by);
  }

  @Override
  public void writeTo(StringBuilder out) {
    rules.writeTo(out);
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static RainRulesSet read(Fields fields) {
    var set = new RainRulesSet(RainRules.read(fields), fields.take("by"));
    fields.end();
    return set;
  }
}
