package id.segel.server.finding;

import id.segel.core.fact.Fact;
import id.segel.core.finding.Desk;
import id.segel.core.finding.Duties;
import id.segel.core.finding.DutyOffered;
import id.segel.core.finding.DutyTaken;
import id.segel.core.finding.DutyWithdrawn;
import id.segel.core.finding.Finding;
import id.segel.core.finding.FindingActed;
import id.segel.core.finding.FindingEnded;
import id.segel.core.finding.FindingId;
import id.segel.core.finding.FindingReported;
import id.segel.core.finding.FindingRule;
import id.segel.core.finding.FindingRuleSet;
import id.segel.core.finding.FindingRules;
import id.segel.core.finding.Findings;
import id.segel.core.finding.HelpAnswered;
import id.segel.core.finding.HelpAsked;
import id.segel.core.finding.HelpEnded;
import id.segel.core.finding.Helps;
import id.segel.core.finding.Lapse;
import id.segel.core.personnel.Role;
import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import id.segel.server.log.FactListener;
import id.segel.server.log.FactLog;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** All findings, folded in memory, for there are few. The log's thread writes, requests read. */
@Component
class FindingQueue implements FactListener {

  private final ElectionClock clock;
  private final Object saying = new Object();
  private final Findings findings = new Findings();
  private final Duties duties = new Duties();
  private final Helps helps = new Helps();

  /** The newest fact that was taken in. */
  private long newest = -1;

  FindingQueue(ElectionClock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void apply(long index, Instant recorded, Fact fact) {
    findings.apply(index, recorded, fact);
    duties.apply(index, recorded, fact);
    helps.apply(index, recorded, fact);
    newest = index;
  }

  /** All as they were sorted last: for this fact and this second, for every wall asks for them. */
  private record Sorted(long newest, Instant second, List<Finding> all) {}

  private @Nullable Sorted sorted;

  /** All that were ever found; what can still be saved first. */
  synchronized List<Finding> all(Instant now) {
    Instant second = now.truncatedTo(ChronoUnit.SECONDS);
    Sorted before = sorted;
    if (before == null || before.newest != newest || !before.second.equals(second)) {
      before =
          new Sorted(
              newest, second, findings.all().stream().sorted(Findings.urgency(now)).toList());
      sorted = before;
    }
    return before.all;
  }

  synchronized @Nullable Finding of(FindingId id) {
    return findings.of(id);
  }

  /** What the army was asked for and has not answered in time. */
  synchronized List<Fact> helpLapses(Instant now) {
    return helps.lapses(
        now,
        id -> {
          Finding one = findings.of(id);
          return one != null && one.isActive();
        });
  }

  /** The newest first. */
  synchronized List<Helps.Help> helps() {
    return List.copyOf(helps.all());
  }

  synchronized Helps.@Nullable Help help(long entry) {
    return helps.of(entry);
  }

  /** What the clock has brought about since it was last asked. */
  synchronized List<Fact> lapses(List<Lapse.Standing> all) {
    return findings.lapses(all);
  }

  synchronized @Nullable String agencyOf(String user) {
    return findings.agencyOf(user);
  }

  /** The agency for which the caller acts. */
  String agencyOf(Caller caller) {
    String agency = agencyOf(FindingController.code(caller));
    if (agency == null) {
      throw Problem.notAllowed("You act for no agency.");
    }
    return agency;
  }

  /** Where the caller sits. */
  Desk deskOf(Caller caller) {
    Role role = Objects.requireNonNull(caller.role(), "a user has a role");
    return new Desk(agencyOf(caller), role, Objects.requireNonNullElse(caller.territory(), ""));
  }

  /** The names of all agencies, by their codes. */
  synchronized Map<String, String> agencies() {
    return new TreeMap<>(findings.agencies());
  }

  /** Each rule as it is set now. */
  synchronized List<FindingRule> rules() {
    return FindingRules.all().stream().map(rule -> findings.rule(rule.name())).toList();
  }

  /** What a desk would hand over, and the entry at which that is so. */
  record Left(DutyOffered.Left left, long at) {}

  synchronized Duties.Duty dutyAt(Desk desk) {
    return duties.at(desk);
  }

  synchronized Left leftAt(Desk desk) {
    return new Left(findings.left(desk, clock.instant()), newest);
  }

  void say(FindingActed act, FactLog log) {
    say(act, log, () -> problem(findings.refusal(act, clock.instant())));
  }

  void say(FindingReported report, FactLog log) {
    say(report, log, () -> problem(findings.refusal(report)));
  }

  void say(FindingEnded end, FactLog log) {
    say(end, log, () -> problem(findings.refusal(end)));
  }

  void say(FindingRuleSet set, FactLog log) {
    say(set, log, () -> null);
  }

  void say(DutyOffered offer, FactLog log) {
    say(offer, log, () -> problem(duties.refusal(offer)));
  }

  void say(DutyTaken taking, FactLog log) {
    say(taking, log, () -> problem(duties.refusal(taking)));
  }

  void say(DutyWithdrawn withdrawal, FactLog log) {
    say(withdrawal, log, () -> problem(duties.refusal(withdrawal)));
  }

  void say(HelpAsked asked, FactLog log) {
    say(
        asked,
        log,
        () ->
            asked.finding() != null && findings.of(asked.finding()) == null
                ? unknown()
                : problem(helps.refusal(asked, clock.instant())));
  }

  void say(HelpAnswered answer, FactLog log) {
    say(answer, log, () -> problem(helps.refusal(answer, clock.instant())));
  }

  void say(HelpEnded end, FactLog log) {
    say(end, log, () -> problem(helps.refusal(end)));
  }

  /** Writes a fact into the log unless it may not be said. */
  private void say(Fact fact, FactLog log, Supplier<@Nullable Problem> judge) {
    // Not under the lock of the fold: the log's thread wants that before the append returns.
    synchronized (saying) {
      Problem problem;
      synchronized (this) {
        problem = judge.get();
      }
      if (problem != null) {
        throw problem;
      }
      log.append(List.of(fact), FactLog.GuardWork.NONE);
    }
  }

  private static @Nullable Problem problem(Duties.@Nullable Refusal refusal) {
    return switch (refusal) {
      case null -> null;
      case DUTY_OF_ANOTHER ->
          new Problem(
              403,
              refusal.name(),
              "Somebody else is on duty, or it is another agency's: who is on duty hands it over.");
      case DUTY_OFFERED ->
          new Problem(
              409, refusal.name(), "It is offered already: somebody takes it, or it is withdrawn.");
      case DUTY_NOT_OFFERED ->
          new Problem(
              409, refusal.name(), "Nothing is offered, or it was taken: read the page again.");
      case DUTY_TO_ONESELF ->
          new Problem(
              409, refusal.name(), "Who hands over does not take: the next one logs in and takes.");
    };
  }

  private static @Nullable Problem problem(Helps.@Nullable Refusal refusal) {
    return switch (refusal) {
      case null -> null;
      case HELP_UNKNOWN -> Problem.notFound("There is no such request: read the list again.");
      case HELP_OVER -> new Problem(409, refusal.name(), "It is over: ask anew.");
      case HELP_ANSWERED ->
          new Problem(409, refusal.name(), "It was granted or refused already: read it again.");
      case HELP_TOO_MANY ->
          new Problem(409, refusal.name(), "More than was asked for: grant as many or fewer.");
      case HELP_TOO_LATE ->
          new Problem(
              409,
              refusal.name(),
              "The answer is due later than now and before the help is over, within 30 days.");
      case HELP_OF_ANOTHER ->
          new Problem(403, refusal.name(), "Only who asked or gave says that it is over.");
      case HELP_FULL ->
          new Problem(
              409, refusal.name(), "Your agency has too many requests open: end some first.");
    };
  }

  static @Nullable Problem problem(Findings.@Nullable Refusal refusal) {
    return switch (refusal) {
      case null -> null;
      case FINDING_UNKNOWN -> unknown();
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

  static Problem unknown() {
    return Problem.notFound("There is no such finding: read the list again.");
  }
}
