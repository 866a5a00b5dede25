package id.segel.server.finding;

import id.segel.core.fact.Fact;
import id.segel.core.finding.Finding;
import id.segel.core.finding.FindingActed;
import id.segel.core.finding.FindingEnded;
import id.segel.core.finding.FindingId;
import id.segel.core.finding.FindingReported;
import id.segel.core.finding.FindingRule;
import id.segel.core.finding.FindingRules;
import id.segel.core.finding.Findings;
import id.segel.core.finding.Lapse;
import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Problem;
import id.segel.server.log.FactListener;
import id.segel.server.log.FactLog;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** All findings, folded in memory, for there are few. The log's thread writes, requests read. */
@Component
class FindingQueue implements FactListener {

  private final ElectionClock clock;
  private final Object saying = new Object();
  private final Findings findings = new Findings();

  FindingQueue(ElectionClock clock) {
    this.clock = clock;
  }

  @Override
  public void apply(long index, Fact fact) {
    throw new IllegalStateException("findings need to know when something was recorded");
  }

  @Override
  public synchronized void apply(long index, Instant recorded, Fact fact) {
    findings.apply(index, recorded, fact);
  }

  /** What is so, and what is over and nobody has seen; what can still be saved first. */
  synchronized List<Finding> all(Instant now) {
    return findings.all().stream().sorted(Findings.urgency(now)).toList();
  }

  synchronized @Nullable Finding of(FindingId id) {
    return findings.of(id);
  }

  /** What the clock has brought about since it was last asked. */
  synchronized List<Fact> lapses(List<Lapse.Standing> all) {
    return findings.lapses(all);
  }

  synchronized @Nullable String agencyOf(String user) {
    return findings.agencyOf(user);
  }

  /** The names of all agencies, by their codes. */
  synchronized Map<String, String> agencies() {
    return new TreeMap<>(findings.agencies());
  }

  /** Each rule as it is set now. */
  synchronized List<FindingRule> rules() {
    return FindingRules.all().stream().map(rule -> findings.rule(rule.name())).toList();
  }

  void say(FindingActed act, FactLog log) {
    say(act, log, all -> all.refusal(act, clock.instant()));
  }

  void say(FindingReported report, FactLog log) {
    say(report, log, all -> all.refusal(report));
  }

  void say(FindingEnded end, FactLog log) {
    say(end, log, all -> all.refusal(end));
  }

  void say(Fact fact, FactLog log, Function<Findings, Findings.@Nullable Refusal> judge) {
    // Not under the lock of the fold: the log's thread wants that before the append returns.
    synchronized (saying) {
      Findings.Refusal refusal;
      synchronized (this) {
        refusal = judge.apply(findings);
      }
      if (refusal != null) {
        throw problem(refusal);
      }
      log.append(List.of(fact), FactLog.GuardWork.NONE);
    }
  }

  static Problem problem(Findings.Refusal refusal) {
    return switch (refusal) {
      case FINDING_UNKNOWN -> Problem.notFound("There is no such finding: read the list again.");
      case FINDING_ACKNOWLEDGED ->
          new Problem(409, refusal.name(), "Somebody has seen it already: read it again.");
      case FINDING_ENDED ->
          new Problem(409, refusal.name(), "It is over, and was seen: only a note can be added.");
      case SILENCE_TOO_LONG ->
          new Problem(409, refusal.name(), "A silence ends later than now, within a day.");
      case AGENCY_UNKNOWN ->
          new Problem(
              409, refusal.name(), "There is no agency of this code: take one of the list.");
      case FINDING_OF_ANOTHER ->
          new Problem(403, refusal.name(), "Only the agency that reports a finding ends it.");
      case RECORD_TAKEN ->
          new Problem(
              409, refusal.name(), "Your agency has a finding of this record: take another.");
    };
  }
}
