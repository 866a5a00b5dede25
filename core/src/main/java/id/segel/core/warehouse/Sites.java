package id.segel.core.warehouse;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.personnel.Role;
import id.segel.core.region.PlaceApproved;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.PlaceWithdrawn;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All sites with their inspections, gaps and rounds, folded from the log. Boxes are never refused
 * here: what is wrong where they are is found. Owned by one thread.
 */
public final class Sites {

  /** Why something may not be said. */
  public enum Refusal {
    /** The place is not on the register of sites. */
    SITE_NOT_REGISTERED,
    /** Nobody has inspected it, or not since it was withdrawn. */
    SITE_NEVER_INSPECTED,
    /** Boxes may be kept there already. */
    SITE_IS_APPROVED,
    /** Boxes may not be kept there anyway. */
    SITE_NOT_APPROVED,
    /** There is no such version. */
    CHECKLIST_UNKNOWN,
    /** Another version has been in force for too long. */
    CHECKLIST_OLD,
    /** It asks something that no answer says. */
    ITEM_MISSING,
    /** An answer is about nothing that it asks. */
    ITEM_UNKNOWN,
    /** The number was given. */
    NUMBER_TAKEN,
    /** It is about a moment that has not come. */
    MOMENT_AHEAD,
    /** It is about a moment long past. */
    MOMENT_OLD,
    /** There is no such gap, or it is closed. */
    GAP_UNKNOWN,
    /** The site has no points with codes. */
    POINTS_NONE,
    /** There is no such point. */
    POINT_UNKNOWN,
    /** Another plan of rounds is open at the site. */
    ROUNDS_OPEN,
    /** There is no such plan, or it is over. */
    ROUNDS_UNKNOWN
  }

  private static final Duration AHEAD = Duration.ofMinutes(5);
  private static final Duration LATE_MAX = Duration.ofHours(24);

  /** So long after a newer one is a version still good for who had begun with it. */
  private static final Duration OLD_MAX = Duration.ofHours(24);

  /** Days are those of the clerks. */
  private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");

  private record Version(ChecklistPublished published, Instant at) {}

  private final NavigableMap<String, SiteState> sites = new TreeMap<>();
  private final Map<String, List<Version>> checklists = new TreeMap<>();
  private final NavigableMap<Integer, Rounds> rounds = new TreeMap<>();
  private int inspections;

  /** Places on the register, by their codes. */
  public List<SiteState> registered() {
    return sites.values().stream().filter(site -> site.described() != null).toList();
  }

  /** The site; null where nothing was said of it. */
  public @Nullable SiteState of(PlaceCode place) {
    return sites.get(place.text());
  }

  /** All plans of rounds, by their numbers. */
  public Collection<Rounds> rounds() {
    return rounds.values();
  }

  /** The plan; null when there is none. */
  public @Nullable Rounds rounds(int plan) {
    return rounds.get(plan);
  }

  /** All versions of a checklist, the oldest first. */
  public List<ChecklistPublished> versions(String code) {
    return checklists.getOrDefault(code, List.of()).stream().map(Version::published).toList();
  }

  /** The version in force of each checklist. */
  public List<ChecklistPublished> newest() {
    return checklists.values().stream().map(all -> all.getLast().published()).toList();
  }

  public int nextInspection() {
    return inspections + 1;
  }

  public int nextPlan() {
    return rounds.isEmpty() ? 1 : rounds.lastKey() + 1;
  }

  /** Takes in a fact that was recorded then; those that are about something else change nothing. */
  public void apply(long index, Instant recorded, Fact fact) {
    switch (fact) {
      case PlaceApproved it -> site(it.code()).approve(it.by(), recorded);
      case PlaceWithdrawn it -> site(it.code()).withdraw(it.by(), it.why(), recorded);
      case SiteDescribed it -> site(it.place()).describe(it, recorded);
      case SiteInspected it -> {
        site(it.place()).inspect(new SiteState.Look(it, index, recorded, isOutdated(it)));
        inspections = Math.max(inspections, it.number());
      }
      case GapAssigned it -> site(it.place()).assign(it);
      case ChecklistPublished it ->
          checklists
              .computeIfAbsent(it.code(), code -> new ArrayList<>())
              .add(new Version(it, recorded));
      case PointsIssued it -> site(it.place()).issue(it);
      case RoundsPlanned it ->
          rounds.put(it.number(), new Rounds(it, site(it.place()).points().size()));
      case PointMarked it -> {
        for (Rounds one : rounds.values()) {
          if (one.isOpen() && one.place().equals(it.place())) {
            one.mark(it.point(), recorded);
          }
        }
      }
      case RoundSettled it -> with(it.plan(), one -> one.settle(it));
      case RoundsOpened it -> with(it.plan(), one -> one.open(it.seed()));
      case RoundsEnded it -> with(it.plan(), one -> one.end(it.why()));
      case SiteLapseFound it -> site(it.place()).found(it.lapse());
      case SiteLapseEnded it -> site(it.place()).ended(it.lapse());
      case GapOverdue it -> site(it.place()).overdue(it);
      case GapOverdueEnded it -> site(it.place()).ended(it);
      default -> {}
    }
  }

  private SiteState site(PlaceCode place) {
    return sites.computeIfAbsent(place.text(), code -> new SiteState(place));
  }

  private void with(int plan, Consumer<Rounds> change) {
    Rounds one = rounds.get(plan);
    if (one != null) {
      change.accept(one);
    }
  }

  // ---- what is to be found

  /**
   * What is to be said of sites now: what is wrong, and what is over.
   *
   * @param boxes how many are at each place; a place that is missing has none
   */
  public List<Fact> lapses(Instant now, Map<PlaceCode, Integer> boxes) {
    var facts = new ArrayList<Fact>();
    Set<PlaceCode> places = new HashSet<>(boxes.keySet());
    sites.values().forEach(site -> places.add(site.place()));
    for (PlaceCode place : places.stream().sorted(Comparator.comparing(PlaceCode::text)).toList()) {
      SiteState site = sites.getOrDefault(place.text(), new SiteState(place));
      int there = boxes.getOrDefault(place, 0);
      Set<SiteLapse> wrong = site.lapses(there, now);
      for (SiteLapse lapse : SiteLapse.values()) {
        boolean isOpen = site.open().contains(lapse);
        if (wrong.contains(lapse) && !isOpen) {
          facts.add(new SiteLapseFound(lapse, place, there));
        } else if (!wrong.contains(lapse) && isOpen) {
          facts.add(new SiteLapseEnded(lapse, place));
        }
      }
    }
    return facts;
  }

  /** What is to be said now of what was to be mended by a day. */
  public List<Fact> overdue(Instant now) {
    LocalDate today = LocalDate.ofInstant(now, JAKARTA);
    var facts = new ArrayList<Fact>();
    for (SiteState site : sites.values()) {
      for (Map.Entry<String, Role> found : site.overdue().entrySet()) {
        Gap gap = site.gaps().get(found.getKey());
        if (gap == null || !gap.isOverdue(today) || gap.owner() != found.getValue()) {
          facts.add(new GapOverdueEnded(site.place(), found.getKey()));
        }
      }
      for (Gap gap : site.gaps().values()) {
        if (gap.isOverdue(today) && gap.owner() != site.overdue().get(gap.item())) {
          facts.add(new GapOverdue(site.place(), gap.item(), gap.owner(), gap.due()));
        }
      }
    }
    return facts;
  }

  /** Numbers of the plans whose seeds are needed. */
  public Set<Integer> open() {
    return rounds.values().stream()
        .filter(Rounds::isOpen)
        .map(one -> one.plan().number())
        .collect(Collectors.toSet());
  }

  /**
   * What came of rounds by now.
   *
   * @param seeds of the open plans; one that is missing is lost
   */
  public List<Fact> settled(Instant now, Map<Integer, Id> seeds) {
    var facts = new ArrayList<Fact>();
    for (Rounds one : rounds.values()) {
      if (!one.isOpen()) {
        continue;
      }
      RoundsPlanned plan = one.plan();
      Id seed = seeds.get(plan.number());
      if (seed == null || !plan.isOf(seed)) {
        facts.add(new RoundsEnded(plan.number(), RoundsEnded.Why.SEED_LOST, null));
        continue;
      }
      int round = one.settled().size();
      for (; round < plan.rounds(); round++) {
        Instant due = plan.due(round, seed);
        if (!plan.over(due).isBefore(now)) {
          break;
        }
        facts.add(
            new RoundSettled(plan.number(), round, due, one.marked(due).size(), one.points()));
      }
      if (round == plan.rounds()) {
        facts.add(new RoundsOpened(plan.number(), seed));
      }
    }
    return facts;
  }

  // ---- what may not be said

  /** Why a place may not be approved by somebody; null when it may. */
  public @Nullable Refusal refusal(PlaceApproved it) {
    SiteState site = of(it.code());
    if (site == null || site.described() == null) {
      return Refusal.SITE_NOT_REGISTERED;
    }
    if (site.approved() != null) {
      return Refusal.SITE_IS_APPROVED;
    }
    return site.isInspectedForApproval() ? null : Refusal.SITE_NEVER_INSPECTED;
  }

  /** Why a place may not be withdrawn; null when it may. */
  public @Nullable Refusal refusal(PlaceWithdrawn it) {
    SiteState site = of(it.code());
    return site == null || site.approved() == null ? Refusal.SITE_NOT_APPROVED : null;
  }

  /** Why a checklist may not be published so; null when it may. */
  public @Nullable Refusal refusal(ChecklistPublished it) {
    return it.version() == versions(it.code()).size() + 1 ? null : Refusal.NUMBER_TAKEN;
  }

  /** Why a site may not be said to have been inspected so; null when it may. */
  public @Nullable Refusal refusal(SiteInspected it, Instant now) {
    SiteState site = of(it.place());
    if (site == null || site.described() == null) {
      return Refusal.SITE_NOT_REGISTERED;
    }
    if (it.number() != nextInspection()) {
      return Refusal.NUMBER_TAKEN;
    }
    if (it.at().isAfter(now.plus(AHEAD))) {
      return Refusal.MOMENT_AHEAD;
    }
    if (it.at().isBefore(now.minus(LATE_MAX))) {
      return Refusal.MOMENT_OLD;
    }
    List<Version> all = checklists.getOrDefault(it.checklist(), List.of());
    if (it.version() > all.size()) {
      return Refusal.CHECKLIST_UNKNOWN;
    }
    if (it.version() < all.size() && all.get(it.version()).at().plus(OLD_MAX).isBefore(it.at())) {
      return Refusal.CHECKLIST_OLD;
    }
    return items(it, site, all.get(it.version() - 1).published());
  }

  private static @Nullable Refusal items(
      SiteInspected it, SiteState site, ChecklistPublished checklist) {
    Set<String> asked =
        checklist.items().stream()
            .map(ChecklistPublished.Item::code)
            .collect(Collectors.toCollection(HashSet::new));
    Set<String> said =
        it.answers().stream().map(SiteInspected.Answer::item).collect(Collectors.toSet());
    if (!said.containsAll(asked)) {
      return Refusal.ITEM_MISSING;
    }
    // A gap stays closable when no list asks about it any more.
    site.gaps().values().stream().filter(Gap::isOpen).forEach(gap -> asked.add(gap.item()));
    return asked.containsAll(said) ? null : Refusal.ITEM_UNKNOWN;
  }

  /** Whether a newer version was in force when this inspection was recorded. */
  public boolean isOutdated(SiteInspected it) {
    return it.version() < versions(it.checklist()).size();
  }

  /** Why a gap may not be given to somebody; null when it may. */
  public @Nullable Refusal refusal(GapAssigned it) {
    SiteState site = of(it.place());
    Gap gap = site == null ? null : site.gaps().get(it.item());
    return gap == null || !gap.isOpen() ? Refusal.GAP_UNKNOWN : null;
  }

  /** Why a site may not have points; null when it may. */
  public @Nullable Refusal refusal(PointsIssued it) {
    if (isUnregistered(it.place())) {
      return Refusal.SITE_NOT_REGISTERED;
    }
    return openAt(it.place()) == null ? null : Refusal.ROUNDS_OPEN;
  }

  /** Why rounds may not be planned so; null when they may. */
  public @Nullable Refusal refusal(RoundsPlanned it, Instant now) {
    SiteState site = of(it.place());
    if (site == null || site.described() == null) {
      return Refusal.SITE_NOT_REGISTERED;
    }
    if (it.number() != nextPlan()) {
      return Refusal.NUMBER_TAKEN;
    }
    if (site.points().isEmpty()) {
      return Refusal.POINTS_NONE;
    }
    if (openAt(it.place()) != null) {
      return Refusal.ROUNDS_OPEN;
    }
    return it.begin().isBefore(now.minus(AHEAD)) ? Refusal.MOMENT_OLD : null;
  }

  /** Why a plan may not be ended; null when it may. */
  public @Nullable Refusal refusal(RoundsEnded it) {
    Rounds one = rounds.get(it.plan());
    return one == null || !one.isOpen() ? Refusal.ROUNDS_UNKNOWN : null;
  }

  /** Why a point may not be marked; null when it may. */
  public @Nullable Refusal refusal(PointMarked it) {
    SiteState site = of(it.place());
    return site == null || it.point() > site.points().size() ? Refusal.POINT_UNKNOWN : null;
  }

  private boolean isUnregistered(PlaceCode place) {
    SiteState site = of(place);
    return site == null || site.described() == null;
  }

  /** The plan that is open at a place; null where none is. */
  public @Nullable Rounds openAt(PlaceCode place) {
    return rounds.values().stream()
        .filter(one -> one.isOpen() && one.place().equals(place))
        .findFirst()
        .orElse(null);
  }

  /** The place and point of a code; null where it is good nowhere. */
  public @Nullable PointMarked marking(Id code, String by) {
    for (SiteState site : sites.values()) {
      int point = site.points().indexOf(code) + 1;
      if (point > 0) {
        return new PointMarked(site.place(), point, by);
      }
    }
    return null;
  }

  // ---- what contradicts the log

  /**
   * What is wrong with a fact that a server says to have worked out by these rules; null when
   * nothing is. How many boxes were where is for whoever has counted them.
   */
  public @Nullable String contradiction(Instant recorded, Fact fact) {
    return switch (fact) {
      case SiteLapseFound it -> {
        SiteState site = sites.getOrDefault(it.place().text(), new SiteState(it.place()));
        yield site.open().contains(it.lapse())
            ? "is found already"
            : site.lapses(it.boxes(), recorded).contains(it.lapse()) ? null : "is not so";
      }
      case SiteLapseEnded it -> {
        SiteState site = of(it.place());
        yield site == null || !site.open().contains(it.lapse()) ? "was never found" : null;
      }
      case GapOverdue it -> {
        SiteState site = of(it.place());
        Gap gap = site == null ? null : site.gaps().get(it.item());
        boolean isSo =
            gap != null
                && gap.isOverdue(LocalDate.ofInstant(recorded, JAKARTA))
                && gap.owner() == it.owner()
                && gap.due().equals(it.due());
        yield site != null && site.overdue().containsKey(it.item())
            ? "is found already"
            : isSo ? null : "is not so";
      }
      case GapOverdueEnded it -> {
        SiteState site = of(it.place());
        yield site == null || !site.overdue().containsKey(it.item()) ? "was never found" : null;
      }
      case RoundSettled it -> contradiction(recorded, it);
      case RoundsOpened it -> contradiction(it);
      default -> null;
    };
  }

  private @Nullable String contradiction(Instant recorded, RoundSettled it) {
    Rounds one = rounds.get(it.plan());
    if (one == null || !one.isOpen() || it.round() != one.settled().size()) {
      return "is of no round that is due";
    }
    RoundsPlanned plan = one.plan();
    Instant begin = plan.begin().plus(Duration.ofMinutes((long) it.round() * plan.windowMinutes()));
    boolean isInside =
        !it.due().isBefore(begin)
            && !plan.over(it.due()).isAfter(begin.plus(Duration.ofMinutes(plan.windowMinutes())))
            && plan.over(it.due()).isBefore(recorded);
    if (!isInside) {
      return "is not of its window";
    }
    boolean isCounted = it.points() == one.points() && it.marked() == one.marked(it.due()).size();
    return isCounted ? null : "does not count the marks";
  }

  private @Nullable String contradiction(RoundsOpened it) {
    Rounds one = rounds.get(it.plan());
    if (one == null || !one.isOpen() || one.next() != null) {
      return "is of no plan that is over";
    }
    if (!one.plan().isOf(it.seed())) {
      return "is not the seed that was committed to";
    }
    for (RoundSettled round : one.settled()) {
      if (!one.plan().due(round.round(), it.seed()).equals(round.due())) {
        return "gives another minute for round " + (round.round() + 1);
      }
    }
    return null;
  }
}
