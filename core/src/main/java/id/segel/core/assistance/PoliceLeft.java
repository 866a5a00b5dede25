package id.segel.core.assistance;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.personnel.UserChanged;
import java.time.Instant;

/**
 * Police left a TPS that they had entered.
 *
 * @param tps 13 digits
 * @param at when, as they say
 * @param by code of the user
 */
public record PoliceLeft(String tps, Instant at, String by) implements Fact {

  public PoliceLeft {
    PoliceAsked.checkTps(tps);
    UserChanged.checkUser(by);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("tps ").append(tps).append('\n');
    out.append("at ").append(at).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static PoliceLeft read(Fields fields) {
    var left = new PoliceLeft(fields.take("tps"), fields.takeInstant("at"), fields.take("by"));
    fields.end();
    return left;
  }
}
