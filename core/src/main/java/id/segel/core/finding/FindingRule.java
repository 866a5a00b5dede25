package id.segel.core.finding;

import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.Role;
import java.time.Duration;

/**
 * One rule by which something is a finding.
 *
 * @param name under which its findings stand
 * @param owner who acts on it, in the region that it is about
 * @param acknowledgeMinutes how long until somebody must have seen it: then the next rung is told
 * @param settleMinutes how long until it must be over
 */
public record FindingRule(
    String name, Severity severity, Role owner, int acknowledgeMinutes, int settleMinutes) {

  private static final int MINUTES_MAX = 14 * 24 * 60;

  /** {@link MalformedException} when it is not as described. */
  public FindingRule {
    new FindingId(name, "any:any");
    if (acknowledgeMinutes < 1 || settleMinutes < acknowledgeMinutes) {
      throw new MalformedException(
          "a finding is seen within at least a minute, and settled no sooner: " + name);
    }
    if (settleMinutes > MINUTES_MAX) {
      throw new MalformedException("a finding is settled within two weeks: " + name);
    }
  }

  /** The same, for somebody else to act on. */
  FindingRule of(Role another) {
    return new FindingRule(name, severity, another, acknowledgeMinutes, settleMinutes);
  }

  public Duration acknowledge() {
    return Duration.ofMinutes(acknowledgeMinutes);
  }

  public Duration settle() {
    return Duration.ofMinutes(settleMinutes);
  }
}
