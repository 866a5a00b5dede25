package id.segel.core.warehouse;

import id.segel.core.fact.Id;
import id.segel.core.personnel.Role;
import id.segel.core.region.PlaceCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One place as the log has it. Owned by the fold. */
public final class SiteState {

  /** So long is an inspection good. */
  public static final Duration GOOD = Duration.ofHours(24);

  private static final int LOOKS_MAX = 30;

  private final PlaceCode place;
  private @Nullable SiteDescribed described;
  private @Nullable Instant firstDescribed;
  private @Nullable Instant approved;
  private @Nullable String approvedBy;
  private @Nullable Instant withdrawn;
  private @Nullable String withdrawnBy;
  private @Nullable Id withdrawnWhy;
  private @Nullable SiteInspected inspected;
  private @Nullable Instant inspectedRecorded;
  private List<Id> points = List.of();
  private final NavigableMap<String, Gap> gaps = new TreeMap<>();

  /** When each item was looked at last: what comes late about before changes nothing. */
  private final Map<String, Instant> looked = new HashMap<>();

  private final Set<SiteLapse> open = EnumSet.noneOf(SiteLapse.class);

  /** Whose what is overdue was when it was found, by its item. */
  private final NavigableMap<String, Role> overdue = new TreeMap<>();

  private final ArrayDeque<Look> looks = new ArrayDeque<>();

  /**
   * An inspection in the log.
   *
   * @param isOutdated whether a newer version of its checklist was in force already
   */
  public record Look(SiteInspected inspected, long entry, Instant recorded, boolean isOutdated) {}

  SiteState(PlaceCode place) {
    this.place = place;
  }

  public PlaceCode place() {
    return place;
  }

  /** How it was described last; null while it is not on the register. */
  public @Nullable SiteDescribed described() {
    return described;
  }

  public @Nullable Instant firstDescribed() {
    return firstDescribed;
  }

  /** Since when boxes may be kept there; null while they may not. */
  public @Nullable Instant approved() {
    return approved;
  }

  /** Code of the user; null where it came approved with a list. */
  public @Nullable String approvedBy() {
    return approvedBy;
  }

  /** When it was withdrawn last; null when it never was. */
  public @Nullable Instant withdrawn() {
    return withdrawn;
  }

  public @Nullable String withdrawnBy() {
    return withdrawnBy;
  }

  public @Nullable Id withdrawnWhy() {
    return withdrawnWhy;
  }

  /** The inspection that looked last; null before the first. */
  public @Nullable SiteInspected inspected() {
    return inspected;
  }

  /** The inspections that came last, the newest first. */
  public List<Look> looks() {
    return List.copyOf(looks);
  }

  /** SHA-256 of the codes of its points. */
  public List<Id> points() {
    return points;
  }

  /** By their items, those that are closed too. */
  public NavigableMap<String, Gap> gaps() {
    return Collections.unmodifiableNavigableMap(gaps);
  }

  /** What is found and not over. */
  public Set<SiteLapse> open() {
    return Collections.unmodifiableSet(open);
  }

  /** Whose what is overdue was when it was found, by its item. */
  public NavigableMap<String, Role> overdue() {
    return Collections.unmodifiableNavigableMap(overdue);
  }

  /** From when on its age is counted: the last look at it, or its approval; null where neither. */
  public @Nullable Instant lookedAt() {
    Instant looked = inspected == null ? null : inspected.at();
    if (looked == null || approved == null) {
      return looked == null ? approved : looked;
    }
    return looked.isBefore(approved) ? approved : looked;
  }

  /** Whether nobody has looked for too long. */
  public boolean isStale(Instant now) {
    Instant looked = lookedAt();
    return looked == null || looked.plus(GOOD).isBefore(now);
  }

  /** Whether somebody has looked since it was last withdrawn. */
  boolean isInspectedForApproval() {
    return inspectedRecorded != null && (withdrawn == null || inspectedRecorded.isAfter(withdrawn));
  }

  /** What is wrong while so many boxes are there. */
  Set<SiteLapse> lapses(int boxes, Instant now) {
    Set<SiteLapse> wrong = EnumSet.noneOf(SiteLapse.class);
    // A TPS is a place of boxes by itself, as long as nobody has registered it for the night.
    boolean isTps = place.kind() == PlaceCode.Kind.TPS;
    if (boxes > 0 && approved == null && !(isTps && described == null)) {
      wrong.add(SiteLapse.NOT_APPROVED);
    }
    if (described != null && boxes > described.capacity()) {
      wrong.add(SiteLapse.OVER_CAPACITY);
    }
    if (boxes > 0 && described != null && approved != null && isStale(now)) {
      wrong.add(SiteLapse.UNINSPECTED);
    }
    return wrong;
  }

  void describe(SiteDescribed it, Instant recorded) {
    described = it;
    firstDescribed = firstDescribed == null ? recorded : firstDescribed;
  }

  void approve(@Nullable String by, Instant recorded) {
    if (approved == null) {
      approved = recorded;
      approvedBy = by;
    }
  }

  void withdraw(String by, Id why, Instant recorded) {
    approved = null;
    approvedBy = null;
    withdrawn = recorded;
    withdrawnBy = by;
    withdrawnWhy = why;
  }

  void inspect(Look look) {
    SiteInspected it = look.inspected();
    looks.addFirst(look);
    if (looks.size() > LOOKS_MAX) {
      looks.removeLast();
    }
    if (inspected == null || !it.at().isBefore(inspected.at())) {
      inspected = it;
    }
    inspectedRecorded = look.recorded();
    for (SiteInspected.Answer answer : it.answers()) {
      if (it.at().isBefore(looked.getOrDefault(answer.item(), it.at()))) {
        continue;
      }
      looked.put(answer.item(), it.at());
      Gap before = gaps.get(answer.item());
      boolean isOpen = before != null && before.isOpen();
      if (answer.verdict() == SiteInspected.Verdict.GAP
          && answer.owner() != null
          && answer.due() != null) {
        // What is seen again stays as old as it is.
        Instant since = before != null && isOpen ? before.since() : it.at();
        gaps.put(
            answer.item(),
            new Gap(
                place,
                answer.item(),
                since,
                it.number(),
                answer.owner(),
                answer.due(),
                answer.words() == null && before != null && isOpen
                    ? before.words()
                    : answer.words(),
                answer.picture() == null && before != null && isOpen
                    ? before.picture()
                    : answer.picture(),
                0));
      } else if (answer.verdict() == SiteInspected.Verdict.OK && before != null && isOpen) {
        gaps.put(answer.item(), before.closed(it.number()));
      }
    }
  }

  void assign(GapAssigned it) {
    gaps.computeIfPresent(it.item(), (item, gap) -> gap.assigned(it.owner(), it.due()));
  }

  void issue(PointsIssued it) {
    points = it.codes();
  }

  void overdue(GapOverdue it) {
    overdue.put(it.item(), it.owner());
  }

  void ended(GapOverdueEnded it) {
    overdue.remove(it.item());
  }

  void found(SiteLapse lapse) {
    open.add(lapse);
  }

  void ended(SiteLapse lapse) {
    open.remove(lapse);
  }
}
