package id.segel.core.incident;

import id.segel.core.personnel.Role;
import id.segel.core.region.PlaceCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a playbook, before it runs. What follows from another fault is not told: ways
 * are followed only where every one leads somewhere.
 */
public final class PlaybookCheck {

  private static final int MINUTES_A_DAY = 24 * 60;

  /** Places at which people are looked for: of a flood over a city some tell enough. */
  private static final int PLACES_MAX = 10;

  private final Playbook playbook;
  private final List<Fault> faults;
  private final Map<String, Playbook.Step> steps = new LinkedHashMap<>();

  private PlaybookCheck(Playbook playbook, List<Fault> faults) {
    this.playbook = playbook;
    this.faults = faults;
  }

  /**
   * A text that was read.
   *
   * @param playbook null when it cannot be read
   * @param faults by the lines on which they stand
   */
  public record Read(@Nullable Playbook playbook, List<Fault> faults) {

    public boolean isFaulty() {
      return !faults.isEmpty();
    }
  }

  /** Reads an outline, and checks it where all of it can be read. */
  public static Read read(Outline outline) {
    var faults = new ArrayList<Fault>();
    Playbook playbook = new PlaybookReader(faults).read(outline);
    if (faults.isEmpty()) {
      new PlaybookCheck(playbook, faults).check();
    }
    faults.sort(Comparator.comparingInt(Fault::line));
    return new Read(playbook, List.copyOf(faults));
  }

  /** What is wrong with a playbook that can be read. */
  public static List<Fault> faults(Playbook playbook) {
    var faults = new ArrayList<Fault>();
    new PlaybookCheck(playbook, faults).check();
    return faults;
  }

  /**
   * Steps that nobody, or too few, who are enrolled could do at these places.
   *
   * @param presence who there is
   */
  public static List<Fault> gaps(
      Playbook playbook, Collection<PlaceCode> places, Presence presence) {
    var gaps = new ArrayList<Fault>();
    var there = new LinkedHashMap<PlaceCode, List<Role>>();
    places.stream().limit(PLACES_MAX).forEach(place -> there.put(place, presence.at(place)));
    for (Playbook.Step step : playbook.steps()) {
      for (PlaceCode place : there.keySet()) {
        List<Role> able =
            there.getOrDefault(place, List.of()).stream().filter(step.roles()::contains).toList();
        long bodies = able.stream().map(Role::body).distinct().count();
        if (able.size() < step.people() || bodies < step.bodies()) {
          Fault.Kind kind = able.isEmpty() ? Fault.Kind.NOBODY_HERE : Fault.Kind.TOO_FEW_HERE;
          gaps.add(new Fault(kind, step.line(), step.code(), place.text()));
          break;
        }
      }
    }
    return gaps;
  }

  private void fault(Fault.Kind kind, Playbook.Step step, int line, String what) {
    faults.add(new Fault(kind, line, step.code(), what));
  }

  private void check() {
    for (Playbook.Step step : playbook.steps()) {
      if (steps.putIfAbsent(step.code(), step) != null) {
        fault(Fault.Kind.STEP_TWICE, step, step.line(), "");
      }
    }
    playbook.steps().forEach(this::checkWays);
    boolean isGraph = faults.isEmpty();
    playbook.steps().forEach(this::checkPeople);
    if (isGraph) {
      Set<String> reached = reached();
      for (Playbook.Step step : playbook.steps()) {
        if (!reached.contains(step.code())) {
          fault(Fault.Kind.UNREACHABLE, step, step.line(), "");
        }
      }
      Set<String> leaving = leaving();
      playbook.steps().stream()
          .filter(step -> !leaving.contains(step.code()))
          .findFirst()
          .ifPresent(step -> fault(Fault.Kind.NO_EXIT, step, step.line(), ""));
      checkDue();
    }
  }

  private void checkWays(Playbook.Step step) {
    if (step.answers().isEmpty()) {
      fault(Fault.Kind.DEAD_END, step, step.line(), "");
    }
    if (step.isQuestion() && step.answers().size() == 1) {
      fault(Fault.Kind.ANSWERS_FEW, step, step.line(), "");
    }
    var codes = new HashSet<String>();
    var said = new HashSet<String>();
    for (Playbook.Answer answer : step.answers()) {
      Playbook.Words words = answer.words();
      boolean isNew = codes.add(answer.code());
      if (words != null) {
        isNew &= said.add("id " + words.id());
        isNew &= said.add("en " + words.en());
      }
      if (!isNew) {
        fault(Fault.Kind.ANSWER_TWICE, step, answer.line(), answer.code());
      }
      if (answer.next().isEmpty()) {
        fault(Fault.Kind.DEAD_END, step, answer.line(), answer.code());
      } else if (!answer.next().equals(Playbook.END) && playbook.step(answer.next()) == null) {
        fault(Fault.Kind.NEXT_UNKNOWN, step, answer.line(), answer.next());
      }
    }
  }

  private void checkPeople(Playbook.Step step) {
    if (step.opens() && (step.people() < 2 || step.bodies() < 2)) {
      fault(Fault.Kind.OPENED_BY_ONE, step, step.line(), "");
    }
    for (PlaceCode.Kind place : playbook.places()) {
      List<Role> able = step.roles().stream().filter(role -> Playbook.isAt(role, place)).toList();
      if (able.isEmpty()) {
        fault(Fault.Kind.NOBODY, step, step.line(), place.name());
        break;
      }
      if (able.stream().map(Role::body).distinct().count() < step.bodies()) {
        fault(Fault.Kind.TWO_BY_ONE, step, step.line(), place.name());
        break;
      }
    }
    Playbook.Escalation escalation = step.escalation();
    if (escalation != null
        && (step.roles().contains(escalation.role())
            || playbook.places().stream()
                .noneMatch(place -> Playbook.isAt(escalation.role(), place)))) {
      fault(Fault.Kind.ESCALATION_IDLE, step, step.line(), escalation.role().name());
    }
  }

  private Set<String> reached() {
    var reached = new HashSet<String>();
    var open = new ArrayDeque<Playbook.Step>(List.of(playbook.steps().getFirst()));
    while (!open.isEmpty()) {
      Playbook.Step step = open.poll();
      if (reached.add(step.code())) {
        for (Playbook.Answer answer : step.answers()) {
          Playbook.Step next = playbook.step(answer.next());
          if (next != null) {
            open.add(next);
          }
        }
      }
    }
    return reached;
  }

  /** Those from which some way leads to the end. */
  private Set<String> leaving() {
    var leaving = new HashSet<String>(Set.of(Playbook.END));
    boolean isMore = true;
    while (isMore) {
      isMore = false;
      for (Playbook.Step step : playbook.steps()) {
        if (step.answers().stream().anyMatch(answer -> leaving.contains(answer.next()))) {
          isMore |= leaving.add(step.code());
        }
      }
    }
    return leaving;
  }

  /** Minutes count from the beginning, along the longest way that goes nowhere twice. */
  private void checkDue() {
    Playbook.Due ends = playbook.ends();
    boolean isDay = ends.from() == Playbook.Due.From.DAY;
    var begins = new HashMap<String, Long>();
    latest(playbook.steps().getFirst(), 0, new HashSet<>(), begins, new int[1]);
    for (Playbook.Step step : playbook.steps()) {
      Playbook.Due due = step.due();
      boolean isOfDay = due.from() == Playbook.Due.From.DAY;
      // A vote's own days and the minutes of a run meet on no calendar, but a run of days ends
      // later
      // than one of minutes that began when its day was over.
      boolean isLate =
          isDay
              ? isOfDay && due.amount() > ends.amount()
              : isOfDay || end(step, begins.getOrDefault(step.code(), 0L)) > ends.amount();
      if (isLate) {
        fault(Fault.Kind.DUE_AFTER_END, step, step.line(), "");
      }
    }
  }

  private static long end(Playbook.Step step, long begins) {
    return switch (step.due().from()) {
      case STEP -> begins + step.due().amount();
      case BEGIN -> step.due().amount();
      case DAY -> begins + (long) step.due().amount() * MINUTES_A_DAY;
    };
  }

  /** Ways that are followed: more than any playbook that somebody reads has. */
  private static final int WAYS_MAX = 20_000;

  private void latest(
      Playbook.Step step, long begins, Set<String> on, Map<String, Long> latest, int[] ways) {
    if (ways[0]++ > WAYS_MAX || !on.add(step.code())) {
      return;
    }
    latest.merge(step.code(), begins, Math::max);
    for (Playbook.Answer answer : step.answers()) {
      Playbook.Step next = playbook.step(answer.next());
      if (next != null) {
        latest(next, end(step, begins), on, latest, ways);
      }
    }
    on.remove(step.code());
  }
}
