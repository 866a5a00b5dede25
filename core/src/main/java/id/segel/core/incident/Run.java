package id.segel.core.incident;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Id;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One incident as it is: the run of its playbook, and the account of its boxes. Owned by {@link
 * Runs}, whose thread changes it.
 */
public final class Run {

  /** Somebody said that a step is done. */
  public record Said(StepDone what, long entry, Instant at) {}

  /**
   * A step that was opened.
   *
   * @param entry by which it was
   * @param due by when it must be done; null where that day is not known
   * @param said by whom so far
   * @param overdue by which entry it was found late; -1 for none
   * @param done when the next was opened or the run ended; null before
   */
  public record Step(
      String code,
      long entry,
      Instant opened,
      @Nullable Instant due,
      List<Said> said,
      long overdue,
      @Nullable Instant done) {
    public Step {
      said = List.copyOf(said);
    }
  }

  /** What became of a box, and by which entry that is known. */
  public record Fate(BoxFate fate, long entry) {}

  /** A statement that moved boxes while they were frozen. */
  public record Moved(Id statement, List<BoxId> boxes, long entry, Instant at) {}

  /** A remark. */
  public record Note(IncidentNoted what, long entry, Instant at) {}

  /** A word about boxes. */
  public record Account(BoxFate fate, int boxes, int unknown, String by, long entry, Instant at) {}

  private final IncidentOpened opened;
  private final long entry;
  private final Instant recorded;
  private final TreeMap<BoxId, Fate> boxes = new TreeMap<>();
  private final EnumMap<BoxFate, Integer> counts = new EnumMap<>(BoxFate.class);
  private final List<Step> steps = new ArrayList<>();
  private final List<Moved> moved = new ArrayList<>();
  private final List<Note> notes = new ArrayList<>();
  private final List<Account> accounts = new ArrayList<>();
  private @Nullable RunStarted started;
  private @Nullable Instant ended;
  private @Nullable Instant closed;
  private long closedBy = -1;
  private long frozen = -1;
  private long unaccounted = -1;

  Run(IncidentOpened opened, long entry, Instant recorded) {
    this.opened = opened;
    this.entry = entry;
    this.recorded = recorded;
  }

  public IncidentOpened opened() {
    return opened;
  }

  /** By which it was opened. */
  public long entry() {
    return entry;
  }

  /** When that was recorded, from which its clocks count. */
  public Instant recorded() {
    return recorded;
  }

  public @Nullable RunStarted started() {
    return started;
  }

  /** Those that were opened, in the order in which they were. */
  public List<Step> steps() {
    return Collections.unmodifiableList(steps);
  }

  /** The step that is to be done now; null when there is none. */
  public @Nullable Step open() {
    return ended != null || closed != null || steps.isEmpty() ? null : steps.getLast();
  }

  /** When the last step was done; null before. */
  public @Nullable Instant ended() {
    return ended;
  }

  /** When it was closed; null while it is open. */
  public @Nullable Instant closed() {
    return closed;
  }

  /** By which entry it was closed; -1 before. */
  public long closedBy() {
    return closedBy;
  }

  /** Each box that must be accounted for. */
  public NavigableMap<BoxId, Fate> boxes() {
    return Collections.unmodifiableNavigableMap(boxes);
  }

  /** How many boxes there are of each fate that some have. */
  public Map<BoxFate, Integer> counts() {
    return Collections.unmodifiableMap(counts);
  }

  public int count(BoxFate fate) {
    return counts.getOrDefault(fate, 0);
  }

  /** The first entry that lists boxes; -1 where there are none. */
  public long frozen() {
    return frozen;
  }

  /** By which entry it was found that boxes are not accounted for in time; -1 for none. */
  public long unaccounted() {
    return unaccounted;
  }

  public List<Moved> moved() {
    return Collections.unmodifiableList(moved);
  }

  public List<Note> notes() {
    return Collections.unmodifiableList(notes);
  }

  public List<Account> accounts() {
    return Collections.unmodifiableList(accounts);
  }

  // ---- as facts come

  void apply(BoxesFrozen it, long index) {
    frozen = frozen < 0 ? index : frozen;
    for (BoxId box : it.boxes()) {
      if (boxes.putIfAbsent(box, new Fate(BoxFate.UNKNOWN, index)) == null) {
        counts.merge(BoxFate.UNKNOWN, 1, Integer::sum);
      }
    }
  }

  void apply(BoxesAccounted it, long index, Instant at) {
    for (BoxId box : it.boxes()) {
      Fate before = boxes.get(box);
      if (before != null) {
        counts.merge(before.fate(), -1, Integer::sum);
        counts.merge(it.fate(), 1, Integer::sum);
        boxes.put(box, new Fate(it.fate(), index));
      }
    }
    accounts.add(new Account(it.fate(), it.boxes().size(), it.unknown(), it.by(), index, at));
  }

  void apply(RunStarted it) {
    started = it;
  }

  void apply(StepOpened it, long index, Instant at) {
    finish(at);
    steps.add(new Step(it.step(), index, at, it.due(), List.of(), -1, null));
  }

  void apply(StepDone it, long index, Instant at) {
    Step step = open();
    if (step != null && step.code().equals(it.step())) {
      var said = new ArrayList<>(step.said());
      said.add(new Said(it, index, at));
      replace(step, said, step.overdue(), null);
    }
  }

  void apply(StepOverdue it, long index) {
    Step step = open();
    if (step != null && step.code().equals(it.step())) {
      replace(step, step.said(), index, null);
    }
  }

  void end(Instant at) {
    finish(at);
    ended = at;
  }

  void close(long index, Instant at) {
    finish(at);
    closed = at;
    closedBy = index;
  }

  void lack(long index) {
    unaccounted = index;
  }

  void apply(FrozenBoxMoved it, long index, Instant at) {
    moved.add(new Moved(it.statement(), it.boxes(), index, at));
  }

  void apply(IncidentNoted it, long index, Instant at) {
    notes.add(new Note(it, index, at));
  }

  private void finish(Instant at) {
    Step step = open();
    if (step != null) {
      replace(step, step.said(), step.overdue(), at);
    }
  }

  private void replace(Step step, List<Said> said, long overdue, @Nullable Instant done) {
    steps.set(
        steps.size() - 1,
        new Step(step.code(), step.entry(), step.opened(), step.due(), said, overdue, done));
  }
}
