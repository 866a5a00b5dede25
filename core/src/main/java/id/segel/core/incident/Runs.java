package id.segel.core.incident;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Fact;
import id.segel.core.personnel.Role;
import id.segel.core.region.ElectionOpened;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All incidents with the runs of their playbooks, folded from the log, and what follows from what
 * is said about them. It needs no playbook to follow a run, for the log says which step was opened
 * until when; so whoever verifies can follow it too. Owned by one thread.
 */
public final class Runs {

  /** Why something may not be said about an incident. */
  public enum Refusal {
    INCIDENT_UNKNOWN,
    /** It was closed. */
    INCIDENT_CLOSED,
    /** The number was given. */
    NUMBER_TAKEN,
    /** No such step is to be done now. */
    STEP_NOT_OPEN,
    /** The step is for other roles. */
    ROLE_NOT_NAMED,
    /** It was asked what the answer is, and this is none; or nothing was asked. */
    ANSWER_UNKNOWN,
    /** Whoever said it first answered otherwise. */
    ANSWER_DIFFERS,
    /** Somebody else must say it too, not the same one again. */
    SAME_PERSON,
    /** Another body must say it too. */
    SAME_BODY,
    /** A picture, a count or a word to stand for it is missing. */
    EVIDENCE_MISSING,
    /** Boxes are not accounted for. */
    BOXES_UNKNOWN,
    /** A box that is not of this incident. */
    BOX_NOT_FROZEN,
    /** The count of what is left unknown does not come out. */
    COUNT_WRONG,
    /** Its playbook has steps to do. */
    RUN_NOT_ENDED
  }

  /** So long after boxes were listed each must be accounted for. */
  public static final Duration ACCOUNT = Duration.ofMinutes(30);

  private static final Duration WEEK = Duration.ofDays(7);

  private final TreeMap<Integer, Run> all = new TreeMap<>();

  public Collection<Run> all() {
    return all.values();
  }

  /** The incident; null when there is none. */
  public @Nullable Run of(int number) {
    return all.get(number);
  }

  /**
   * What machines have opened by themselves in seven days.
   *
   * @param nothing of these, where whoever went there says that it was for nothing
   */
  public record Alarms(int opened, int nothing) {}

  /**
   * Those of one kind in the seven days before.
   *
   * @param answer to a step by which somebody says that it was for nothing
   */
  public Alarms alarms(IncidentKind kind, String answer, Instant now) {
    Instant from = now.minus(WEEK);
    int opened = 0;
    int nothing = 0;
    for (Run run : all.values()) {
      IncidentOpened it = run.opened();
      boolean isAlarm =
          it.kind() == kind
              && it.source() == IncidentOpened.Source.SENSOR
              && !it.isDrill()
              && run.recorded().isAfter(from);
      if (isAlarm) {
        opened++;
        nothing += isAnswered(run, answer) ? 1 : 0;
      }
    }
    return new Alarms(opened, nothing);
  }

  private static boolean isAnswered(Run run, String answer) {
    return run.steps().stream()
        .flatMap(step -> step.said().stream())
        .anyMatch(said -> answer.equals(said.what().answer()));
  }

  /** The next number that was never given. */
  public int next() {
    return all.isEmpty() ? 1 : all.lastKey() + 1;
  }

  /** Takes in a fact that was recorded then; those that are not about incidents change nothing. */
  public void apply(long index, Instant recorded, Fact fact) {
    switch (fact) {
      case IncidentOpened it -> all.putIfAbsent(it.number(), new Run(it, index, recorded));
      case BoxesFrozen it -> on(it.number(), run -> run.apply(it, index));
      case RunStarted it -> on(it.number(), run -> run.apply(it));
      case StepOpened it -> on(it.number(), run -> run.apply(it, index, recorded));
      case StepDone it -> on(it.number(), run -> run.apply(it, index, recorded));
      case StepOverdue it -> on(it.number(), run -> run.apply(it, index));
      case RunEnded it -> on(it.number(), run -> run.end(recorded));
      case BoxesAccounted it -> on(it.number(), run -> run.apply(it, index, recorded));
      case BoxesUnaccounted it -> on(it.number(), run -> run.lack(index));
      case FrozenBoxMoved it -> on(it.number(), run -> run.apply(it, index, recorded));
      case IncidentNoted it -> on(it.number(), run -> run.apply(it, index, recorded));
      case IncidentClosed it -> on(it.number(), run -> run.close(index, recorded));
      default -> {}
    }
  }

  @FunctionalInterface
  private interface Change {
    void to(Run run);
  }

  private void on(int number, Change change) {
    Run run = all.get(number);
    if (run != null) {
      change.to(run);
    }
  }

  // ---- what follows

  /**
   * What is said when an incident is opened: where its boxes stood, and that its playbook runs.
   *
   * @param boxes that stand there by the log
   * @param now when it will be recorded
   */
  public static List<Fact> opening(
      IncidentOpened opened,
      NavigableSet<BoxId> boxes,
      Playbook playbook,
      int version,
      Instant now,
      @Nullable ElectionOpened election) {
    var facts = new ArrayList<Fact>(List.of(opened));
    facts.addAll(freezing(opened.number(), boxes));
    Instant due = playbook.ends().moment(now, now, election);
    facts.add(new RunStarted(opened.number(), playbook.code(), version, due));
    facts.add(step(opened.number(), playbook.steps().getFirst(), now, now, election));
    return facts;
  }

  /** The list of boxes, in as many facts as it takes. */
  public static List<Fact> freezing(int number, NavigableSet<BoxId> boxes) {
    var facts = new ArrayList<Fact>();
    var list = List.copyOf(boxes);
    for (int from = 0; from < list.size(); from += BoxesFrozen.MAX) {
      int to = Math.min(list.size(), from + BoxesFrozen.MAX);
      facts.add(new BoxesFrozen(number, list.subList(from, to)));
    }
    return facts;
  }

  private static StepOpened step(
      int number,
      Playbook.Step step,
      Instant now,
      Instant begin,
      @Nullable ElectionOpened election) {
    return new StepOpened(number, step.code(), step.due().moment(now, begin, election));
  }

  /** What follows when this is said, as it may be: the next step, or the end; nothing before. */
  public List<Fact> behind(
      StepDone it, Playbook playbook, Instant now, @Nullable ElectionOpened election) {
    Run run = all.get(it.number());
    Run.Step open = run == null ? null : run.open();
    Playbook.Step step = playbook.step(it.step());
    Playbook.Answer answer = step == null ? null : step.answer(it.answer());
    if (run == null || open == null || step == null || answer == null) {
      return List.of();
    }
    long bodies =
        Stream.concat(open.said().stream().map(said -> said.what().role()), Stream.of(it.role()))
            .map(Role::body)
            .distinct()
            .count();
    if (open.said().size() + 1 < step.people() || bodies < step.bodies()) {
      return List.of();
    }
    Playbook.Step next = playbook.step(answer.next());
    return List.of(
        next == null
            ? new RunEnded(it.number())
            : step(it.number(), next, now, run.recorded(), election));
  }

  /** What the clock has brought about since it was last asked. */
  public List<Fact> lapses(Instant now) {
    var facts = new ArrayList<Fact>();
    for (Run run : all.values()) {
      Run.Step open = run.open();
      if (open != null && open.overdue() < 0) {
        Instant due = open.due();
        if (due != null && !now.isBefore(due)) {
          facts.add(new StepOverdue(run.opened().number(), open.code()));
        }
      }
      int unknown = run.count(BoxFate.UNKNOWN);
      if (run.closed() == null
          && run.opened().kind().isEmergency()
          && run.unaccounted() < 0
          && unknown > 0
          && !now.isBefore(run.recorded().plus(ACCOUNT))) {
        facts.add(new BoxesUnaccounted(run.opened().number(), unknown));
      }
    }
    return facts;
  }

  // ---- what may not be said

  private Run known(int number) {
    return Objects.requireNonNull(all.get(number));
  }

  private @Nullable Refusal open(int number) {
    Run run = all.get(number);
    return run == null
        ? Refusal.INCIDENT_UNKNOWN
        : run.closed() == null ? null : Refusal.INCIDENT_CLOSED;
  }

  public @Nullable Refusal refusal(IncidentOpened it) {
    if (it.follows() > 0 && !all.containsKey(it.follows())) {
      return Refusal.INCIDENT_UNKNOWN;
    }
    return all.containsKey(it.number()) ? Refusal.NUMBER_TAKEN : null;
  }

  public @Nullable Refusal refusal(BoxesFrozen it) {
    return open(it.number());
  }

  /** Whether no such step is open, whatever the playbook says. */
  public @Nullable Refusal refusal(StepDone it) {
    Refusal first = open(it.number());
    if (first != null) {
      return first;
    }
    Run.Step open = known(it.number()).open();
    if (open == null || !open.code().equals(it.step())) {
      return Refusal.STEP_NOT_OPEN;
    }
    return open.said().stream().anyMatch(said -> said.what().by().equals(it.by()))
        ? Refusal.SAME_PERSON
        : null;
  }

  /**
   * Why this may not be said by what its playbook asks; null when it may.
   *
   * @param isConfirmed whether they stand for it, where that is asked
   */
  public @Nullable Refusal refusal(
      StepDone it, Playbook playbook, boolean isConfirmed, Instant now) {
    Refusal first = refusal(it);
    Playbook.Step step = playbook.step(it.step());
    if (first != null) {
      return first;
    }
    if (step == null) {
      return Refusal.STEP_NOT_OPEN;
    }
    Run run = known(it.number());
    Run.Step open = run.steps().getLast();
    if (!step.isFor(it.role(), open.opened(), now)) {
      return Refusal.ROLE_NOT_NAMED;
    }
    if (step.answer(it.answer()) == null) {
      return Refusal.ANSWER_UNKNOWN;
    }
    if (!open.said().isEmpty()) {
      String answer = open.said().getFirst().what().answer();
      if (answer != null && !answer.equals(it.answer())) {
        return Refusal.ANSWER_DIFFERS;
      }
      // Each of the bodies that are left must come from another one.
      long bodies = open.said().stream().map(said -> said.what().role().body()).distinct().count();
      boolean isNew =
          open.said().stream().noneMatch(one -> one.what().role().body().equals(it.role().body()));
      int people = step.people() - open.said().size();
      if (!isNew && people <= step.bodies() - bodies) {
        return Refusal.SAME_BODY;
      }
    }
    return switch (step.evidence()) {
      case NONE -> null;
      case PHOTO -> it.pictures().isEmpty() ? Refusal.EVIDENCE_MISSING : null;
      case COUNT -> it.count() < 0 ? Refusal.EVIDENCE_MISSING : null;
      case CONFIRM -> isConfirmed ? null : Refusal.EVIDENCE_MISSING;
      case BOXES -> run.count(BoxFate.UNKNOWN) > 0 ? Refusal.BOXES_UNKNOWN : null;
    };
  }

  public @Nullable Refusal refusal(BoxesAccounted it) {
    Refusal first = open(it.number());
    if (first != null) {
      return first;
    }
    Run run = known(it.number());
    if (!it.boxes().stream().allMatch(run.boxes()::containsKey)) {
      return Refusal.BOX_NOT_FROZEN;
    }
    return unknownWith(run, it.fate(), it.boxes()) == it.unknown() ? null : Refusal.COUNT_WRONG;
  }

  /** How many boxes are unknown once this was said of those. */
  public static int unknownWith(Run run, BoxFate fate, Collection<BoxId> boxes) {
    int were = 0;
    for (BoxId box : boxes) {
      Run.Fate before = run.boxes().get(box);
      were += before != null && before.fate() == BoxFate.UNKNOWN ? 1 : 0;
    }
    return run.count(BoxFate.UNKNOWN) - were + (fate == BoxFate.UNKNOWN ? boxes.size() : 0);
  }

  public @Nullable Refusal refusal(IncidentNoted it) {
    // What was learnt from it is written down when it is over.
    return all.containsKey(it.number()) ? null : Refusal.INCIDENT_UNKNOWN;
  }

  public @Nullable Refusal refusal(IncidentClosed it) {
    Refusal first = open(it.number());
    if (first != null) {
      return first;
    }
    Run run = known(it.number());
    if (run.open() != null) {
      return Refusal.RUN_NOT_ENDED;
    }
    return run.count(BoxFate.UNKNOWN) > 0 ? Refusal.BOXES_UNKNOWN : null;
  }
}
