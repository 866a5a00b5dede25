package id.segel.core.custody;

import id.segel.core.box.BoxId;
import id.segel.core.ceremony.ExaminationDone;
import id.segel.core.ceremony.ExaminationTaken;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the supervisor has to examine: every opening that was found not to be as it must be, folded
 * from the facts. Owned by one thread.
 */
public final class Examinations {

  /** How far an examination is. */
  public enum State {
    /** Somebody must take it up. */
    WAITING,
    /** Signatures that came later have closed what was found before anybody took it up. */
    MENDED,
    TAKEN,
    DONE
  }

  /** Why a fact about an examination may not be said. */
  public enum Refusal {
    /** No opening of this id was found to fall short. */
    EXAMINATION_UNKNOWN,
    EXAMINATION_TAKEN,
    EXAMINATION_NOT_TAKEN,
    EXAMINATION_DONE
  }

  /**
   * One opening.
   *
   * @param found the entry by which something was found first
   * @param boxes all that were ever concerned
   * @param shortfalls what was found, with the boxes of which it is open still
   * @param taken the entry by which it was taken up, or -1
   * @param ended the entry by which it ended, or -1
   */
  public record Examination(
      Id opening,
      long found,
      NavigableSet<BoxId> boxes,
      Map<Discrepancy, NavigableSet<BoxId>> shortfalls,
      long taken,
      long ended,
      @Nullable ExaminationDone done) {

    public State state() {
      if (done != null) {
        return State.DONE;
      }
      if (taken >= 0) {
        return State.TAKEN;
      }
      boolean isOpen = shortfalls.values().stream().anyMatch(open -> !open.isEmpty());
      return isOpen ? State.WAITING : State.MENDED;
    }

    private Examination with(long takenAt, long endedAt, @Nullable ExaminationDone how) {
      return new Examination(opening, found, boxes, shortfalls, takenAt, endedAt, how);
    }
  }

  private final Map<Id, Examination> all = new LinkedHashMap<>();

  /** All, in the order in which they were found. */
  public Collection<Examination> all() {
    return all.values();
  }

  /** The examination of this opening; null when nothing was found about it. */
  public @Nullable Examination of(Id opening) {
    return all.get(opening);
  }

  /** Takes in a fact that was appended; others than those it is about change nothing. */
  public void apply(long index, Fact fact) {
    switch (fact) {
      case DiscrepancyFound it when it.kind().isOfOpening() && it.about() != null ->
          change(index, it.kind(), it.about(), it.boxes(), true);
      case DiscrepancyClosed it when it.kind().isOfOpening() && it.about() != null ->
          change(index, it.kind(), it.about(), it.boxes(), false);
      case ExaminationTaken it ->
          all.computeIfPresent(it.opening(), (id, one) -> one.with(index, one.ended(), one.done()));
      case ExaminationDone it ->
          all.computeIfPresent(it.opening(), (id, one) -> one.with(one.taken(), index, it));
      default -> {}
    }
  }

  /** Each examination is another object when it changes, for others may read it meanwhile. */
  private void change(
      long index, Discrepancy kind, Id opening, Collection<BoxId> boxes, boolean isFound) {
    Examination before = all.get(opening);
    if (before == null && !isFound) {
      return;
    }
    var concerned = new TreeSet<BoxId>(boxes);
    var shortfalls = new EnumMap<Discrepancy, NavigableSet<BoxId>>(Discrepancy.class);
    if (before != null) {
      concerned.addAll(before.boxes());
      shortfalls.putAll(before.shortfalls());
    }
    var open = new TreeSet<BoxId>(shortfalls.getOrDefault(kind, new TreeSet<>()));
    if (isFound) {
      open.addAll(boxes);
    } else {
      open.removeAll(boxes);
    }
    shortfalls.put(kind, open);
    all.put(
        opening,
        before == null
            ? new Examination(opening, index, concerned, shortfalls, -1, -1, null)
            : new Examination(
                opening,
                before.found(),
                concerned,
                shortfalls,
                before.taken(),
                before.ended(),
                before.done()));
  }

  /** Why this may not be appended now; null when it may. */
  public @Nullable Refusal refusal(ExaminationTaken fact) {
    Examination one = all.get(fact.opening());
    if (one == null) {
      return Refusal.EXAMINATION_UNKNOWN;
    }
    if (one.done() != null) {
      return Refusal.EXAMINATION_DONE;
    }
    return one.taken() >= 0 ? Refusal.EXAMINATION_TAKEN : null;
  }

  /** Why this may not be appended now; null when it may. */
  public @Nullable Refusal refusal(ExaminationDone fact) {
    Examination one = all.get(fact.opening());
    if (one == null) {
      return Refusal.EXAMINATION_UNKNOWN;
    }
    if (one.done() != null) {
      return Refusal.EXAMINATION_DONE;
    }
    return one.taken() < 0 ? Refusal.EXAMINATION_NOT_TAKEN : null;
  }
}
