package id.segel.server.warehouse;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.fact.Id;
import id.segel.core.personnel.Role;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.Places;
import id.segel.core.region.Roster;
import id.segel.core.warehouse.Gap;
import id.segel.core.warehouse.RoundSettled;
import id.segel.core.warehouse.Rounds;
import id.segel.core.warehouse.RoundsEnded;
import id.segel.core.warehouse.Site;
import id.segel.core.warehouse.SiteDescribed;
import id.segel.core.warehouse.SiteInspected;
import id.segel.core.warehouse.SiteLapse;
import id.segel.core.warehouse.SiteState;
import id.segel.core.warehouse.Sites;
import id.segel.server.clock.ElectionClock;
import id.segel.server.custody.Naming;
import id.segel.server.http.Caller;
import id.segel.server.region.Regions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Sites as pages show them. */
@Component
class SiteViews {

  private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
  private static final int PLANS_SHOWN = 5;

  /**
   * One place of boxes.
   *
   * @param capacity missing while it is not on the register
   * @param boxes that are there
   * @param due boxes of the TPS that it serves
   * @param approved since when; missing while it is not
   * @param inspected when somebody looked last; missing where nobody has
   * @param looked the same, or its approval; missing where neither
   * @param lapses what is found and not over
   * @param gaps that are open
   * @param overdue of those, past their day
   * @param expired extinguishers past their day; missing where nobody has said
   * @param cameras missing where nobody has said
   * @param isKnown whether its description is there
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Row(
      String place,
      String name,
      PlaceCode.Kind kind,
      @Nullable Double lat,
      @Nullable Double lon,
      @Nullable Integer capacity,
      int boxes,
      int due,
      @Nullable Instant approved,
      @Nullable Instant inspected,
      @Nullable Instant looked,
      boolean isStale,
      List<SiteLapse> lapses,
      int gaps,
      int overdue,
      @Nullable Integer expired,
      @Nullable Integer cameras,
      boolean hasRounds,
      boolean synthetic,
      boolean isKnown) {}

  /** A gap, open or closed. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record GapRow(
      String place,
      String name,
      String item,
      Instant since,
      int inspection,
      Role owner,
      LocalDate due,
      @Nullable String words,
      @Nullable String picture,
      boolean isOpen,
      boolean isOverdue,
      int closedBy) {}

  /** How an item was found. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record AnswerRow(
      String item,
      SiteInspected.Verdict verdict,
      @Nullable String words,
      @Nullable String picture) {}

  /**
   * An inspection.
   *
   * @param isOutdated whether a newer version was in force already
   * @param by the agency
   * @param wordsHash under which the caller may erase the remark
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record LookRow(
      int number,
      Instant at,
      String checklist,
      int version,
      boolean isOutdated,
      int ok,
      int gaps,
      List<AnswerRow> answers,
      @Nullable String words,
      @Nullable String wordsHash,
      List<String> pictures,
      boolean synthetic,
      String by,
      long entry) {}

  /**
   * A round whose time is over, or is now.
   *
   * @param until when it must have been walked
   */
  record RoundRow(int round, Instant due, Instant until, int marked, int points, boolean isOver) {}

  /**
   * A plan of rounds.
   *
   * @param of how many rounds it has
   * @param seed missing until the last round is over
   * @param now the round that is due now; missing between rounds
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record PlanRow(
      int plan,
      Instant begin,
      Instant end,
      int windowMinutes,
      int walkMinutes,
      int of,
      int points,
      String commitment,
      @Nullable String seed,
      boolean isOpen,
      RoundsEnded.@Nullable Why ended,
      @Nullable RoundRow now,
      List<RoundRow> settled) {}

  /** What the caller may do here. */
  record May(boolean register, boolean approve, boolean inspect, boolean assign, boolean rounds) {}

  /** One site whole. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Detail(
      Row row,
      @Nullable SiteBody site,
      @Nullable String describedBy,
      @Nullable String approvedBy,
      @Nullable Instant withdrawn,
      @Nullable String withdrawnBy,
      @Nullable String withdrawnWhy,
      List<GapRow> gaps,
      List<LookRow> looks,
      int points,
      List<PlanRow> plans,
      May may) {}

  private final SiteRegister register;
  private final SiteDetails details;
  private final SiteWords words;
  private final Regions regions;
  private final Naming naming;
  private final ElectionClock clock;

  SiteViews(
      SiteRegister register,
      SiteDetails details,
      SiteWords words,
      Regions regions,
      Naming naming,
      ElectionClock clock) {
    this.register = register;
    this.details = details;
    this.words = words;
    this.regions = regions;
    this.naming = naming;
    this.clock = clock;
  }

  /** What the row of a place is made of, taken under the lock. */
  private record Facts(
      PlaceCode place,
      @Nullable SiteDescribed described,
      @Nullable Instant approved,
      @Nullable Instant inspected,
      @Nullable Instant looked,
      boolean isStale,
      List<SiteLapse> open,
      List<Gap> gaps,
      boolean hasRounds) {}

  /** All places below a region, what is wrong first. */
  List<Row> rows(String region) {
    Map<PlaceCode, Integer> boxes = register.boxes();
    Set<PlaceCode> places = new HashSet<>();
    regions.places().all().stream().map(Places.Place::code).forEach(places::add);
    register.read(all -> places.addAll(all.registered().stream().map(SiteState::place).toList()));
    Instant now = clock.instant();
    List<Facts> facts =
        register.read(all ->
            places.stream()
                .filter(place -> place.region().startsWith(region))
                .map(place -> facts(all, place, now))
                .toList());
    // Not under the lock of the fold, which the log's thread wants.
    Map<Id, Site> known =
        details.sites(
            facts.stream()
                .map(Facts::described)
                .filter(Objects::nonNull)
                .map(SiteDescribed::details)
                .toList());
    Map<String, Integer> due = due();
    return facts.stream()
        .map(one -> row(one, boxes, known, due, now))
        .sorted(
            Comparator.comparing((Row row) -> row.lapses().isEmpty())
                .thenComparing(row -> row.capacity() == null)
                .thenComparing(row -> row.boxes() == 0)
                .thenComparingInt(row -> -row.overdue())
                .thenComparingInt(row -> -row.gaps())
                .thenComparing(Row::place))
        .toList();
  }

  private static Facts facts(Sites all, PlaceCode place, Instant now) {
    SiteState site = all.of(place);
    if (site == null) {
      return new Facts(place, null, null, null, null, true, List.of(), List.of(), false);
    }
    SiteInspected inspected = site.inspected();
    return new Facts(
        place,
        site.described(),
        site.approved(),
        inspected == null ? null : inspected.at(),
        site.lookedAt(),
        site.isStale(now),
        List.copyOf(site.open()),
        List.copyOf(site.gaps().values()),
        all.openAt(place) != null);
  }

  private Row row(
      Facts one,
      Map<PlaceCode, Integer> boxes,
      Map<Id, Site> known,
      Map<String, Integer> due,
      Instant now) {
    Naming.Place place = naming.place(one.place);
    SiteDescribed described = one.described;
    Site site = described == null ? null : known.get(described.details());
    LocalDate today = LocalDate.ofInstant(now, JAKARTA);
    List<Gap> open = one.gaps.stream().filter(Gap::isOpen).toList();
    List<LocalDate> extinguishers = site == null ? null : site.extinguishers();
    Map<Site.View, Integer> cameras = site == null ? null : site.cameras();
    return new Row(
        one.place.text(),
        place.name(),
        one.place.kind(),
        place.lat(),
        place.lon(),
        described == null ? null : described.capacity(),
        boxes.getOrDefault(one.place, 0),
        due(one.place, due),
        one.approved,
        one.inspected,
        one.looked,
        one.isStale,
        one.open,
        open.size(),
        (int) open.stream().filter(gap -> gap.due().isBefore(today)).count(),
        extinguishers == null
            ? null
            : (int) extinguishers.stream().filter(day -> day.isBefore(today)).count(),
        cameras == null ? null : cameras.values().stream().mapToInt(Integer::intValue).sum(),
        one.hasRounds,
        described != null && described.synthetic(),
        site != null);
  }

  /** Boxes of the TPS of each region down to kelurahan, by its digits. */
  private Map<String, Integer> due() {
    var due = new HashMap<String, Integer>();
    int kinds = regions.roster().kinds().size();
    for (Roster.Kelurahan one : regions.roster().kelurahan()) {
      String digits = one.code().digits();
      for (int length : List.of(4, 6, 10)) {
        due.merge(digits.substring(0, length), one.tps() * kinds, Integer::sum);
      }
    }
    return due;
  }

  private int due(PlaceCode place, Map<String, Integer> due) {
    return switch (place.kind()) {
      case POST -> 0;
      case TPS -> regions.roster().kinds().size();
      case CITY_STORE, KECAMATAN_STORE, PPS -> due.getOrDefault(place.region(), 0);
    };
  }

  // ---- one

  /** What a page of one site is made of, taken under the lock. */
  private record Whole(
      Facts facts,
      @Nullable String describedBy,
      @Nullable String approvedBy,
      @Nullable Instant withdrawn,
      @Nullable String withdrawnBy,
      @Nullable Id why,
      List<SiteState.Look> looks,
      int points,
      List<PlanRow> plans) {}

  Detail detail(PlaceCode place, Caller caller) {
    Map<PlaceCode, Integer> boxes = register.boxes();
    Instant now = clock.instant();
    Whole whole = register.read(all -> whole(all, place, now));
    SiteDescribed described = whole.facts.described;
    Map<Id, Site> known =
        described == null ? Map.of() : details.sites(List.of(described.details()));
    var hashes = new TreeSet<Id>();
    whole.facts.gaps.forEach(gap -> addAny(hashes, gap.words()));
    addAny(hashes, whole.why);
    for (SiteState.Look look : whole.looks) {
      addAny(hashes, look.inspected().words());
      look.inspected().answers().forEach(answer -> addAny(hashes, answer.words()));
    }
    Map<Id, String> texts = words.of(hashes);
    String user = caller.code();
    Set<String> own = user == null ? Set.of() : words.by(user, hashes);
    Site site = described == null ? null : known.get(described.details());
    return new Detail(
        row(whole.facts, boxes, known, due(), now),
        site == null ? null : SiteBody.of(site),
        whole.describedBy,
        whole.approvedBy,
        whole.withdrawn,
        whole.withdrawnBy,
        text(texts, whole.why),
        gaps(whole.facts.gaps, texts, now),
        whole.looks.stream().map(look -> look(look, texts, own)).toList(),
        whole.points,
        whole.plans,
        may(place, caller));
  }

  private static void addAny(Set<Id> hashes, @Nullable Id hash) {
    if (hash != null) {
      hashes.add(hash);
    }
  }

  private static @Nullable String text(Map<Id, String> texts, @Nullable Id hash) {
    return hash == null ? null : texts.get(hash);
  }

  private Whole whole(Sites all, PlaceCode place, Instant now) {
    Facts facts = facts(all, place, now);
    SiteState site = all.of(place);
    if (site == null) {
      return new Whole(facts, null, null, null, null, null, List.of(), 0, List.of());
    }
    String approvedBy = site.approvedBy();
    String withdrawnBy = site.withdrawnBy();
    SiteDescribed described = site.described();
    List<PlanRow> plans =
        all.rounds().stream()
            .filter(one -> one.place().equals(place))
            .sorted(Comparator.comparingInt((Rounds one) -> -one.plan().number()))
            .limit(PLANS_SHOWN)
            .map(one -> plan(one, now))
            .toList();
    return new Whole(
        facts,
        described == null ? null : register.body(described.by()),
        approvedBy == null ? null : register.body(approvedBy),
        site.withdrawn(),
        withdrawnBy == null ? null : register.body(withdrawnBy),
        site.withdrawnWhy(),
        site.looks(),
        site.points().size(),
        plans);
  }

  private PlanRow plan(Rounds one, Instant now) {
    var settled = new ArrayList<RoundRow>();
    for (RoundSettled round : one.settled().reversed()) {
      settled.add(
          new RoundRow(
              round.round() + 1,
              round.due(),
              one.plan().over(round.due()),
              round.marked(),
              round.points(),
              true));
    }
    Id seed = one.seed();
    return new PlanRow(
        one.plan().number(),
        one.plan().begin(),
        one.plan().end(),
        one.plan().windowMinutes(),
        one.plan().walkMinutes(),
        one.plan().rounds(),
        one.points(),
        one.plan().commitment().toString(),
        seed == null ? null : seed.toString(),
        one.isOpen(),
        one.ended(),
        dueNow(one, now),
        settled);
  }

  /** Guards are told when a round begins, and not before. */
  private @Nullable RoundRow dueNow(Rounds one, Instant now) {
    Integer next = one.next();
    Id seed = register.seed(one.plan().number());
    if (!one.isOpen() || next == null || seed == null) {
      return null;
    }
    Instant due = one.plan().due(next, seed);
    return now.isBefore(due)
        ? null
        : new RoundRow(
            next + 1, due, one.plan().over(due), one.marked(due).size(), one.points(), false);
  }

  /** The round that is due at a place now; null between rounds. */
  @Nullable RoundRow dueAt(PlaceCode place) {
    Instant now = clock.instant();
    return register
        .read(all -> Optional.ofNullable(all.openAt(place)).flatMap(one -> due(one, now)))
        .orElse(null);
  }

  private Optional<RoundRow> due(Rounds one, Instant now) {
    return Optional.ofNullable(dueNow(one, now));
  }

  private List<GapRow> gaps(List<Gap> gaps, Map<Id, String> texts, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, JAKARTA);
    return gaps.stream()
        .sorted(
            Comparator.comparing((Gap gap) -> !gap.isOpen())
                .thenComparing(Gap::due)
                .thenComparing(gap -> gap.place().text())
                .thenComparing(Gap::item))
        .map(gap -> gap(gap, texts, today))
        .toList();
  }

  private GapRow gap(Gap gap, Map<Id, String> texts, LocalDate today) {
    Id picture = gap.picture();
    return new GapRow(
        gap.place().text(),
        naming.place(gap.place()).name(),
        gap.item(),
        gap.since(),
        gap.inspection(),
        gap.owner(),
        gap.due(),
        text(texts, gap.words()),
        picture == null ? null : picture.toString(),
        gap.isOpen(),
        gap.isOverdue(today),
        gap.closedBy());
  }

  private LookRow look(SiteState.Look look, Map<Id, String> texts, Set<String> own) {
    SiteInspected it = look.inspected();
    Id remark = it.words();
    String hash = remark == null ? null : remark.toString();
    return new LookRow(
        it.number(),
        it.at(),
        it.checklist(),
        it.version(),
        look.isOutdated(),
        count(it, SiteInspected.Verdict.OK),
        count(it, SiteInspected.Verdict.GAP),
        it.answers().stream()
            .map(answer ->
                new AnswerRow(
                    answer.item(),
                    answer.verdict(),
                    text(texts, answer.words()),
                    answer.picture() == null ? null : String.valueOf(answer.picture())))
            .toList(),
        text(texts, remark),
        hash != null && own.contains(hash) ? hash : null,
        it.pictures().stream().map(Id::toString).toList(),
        it.synthetic(),
        register.body(it.by()),
        look.entry());
  }

  private static int count(SiteInspected it, SiteInspected.Verdict verdict) {
    return (int) it.answers().stream().filter(answer -> answer.verdict() == verdict).count();
  }

  /** Gaps that are open below a region, those whose day comes first first. */
  List<GapRow> openGaps(String region) {
    List<Gap> open =
        register.read(all ->
            all.registered().stream()
                .filter(site -> site.place().region().startsWith(region))
                .flatMap(site -> site.gaps().values().stream())
                .filter(Gap::isOpen)
                .toList());
    Map<Id, String> texts =
        words.of(open.stream().map(Gap::words).filter(Objects::nonNull).toList());
    return gaps(open, texts, clock.instant());
  }

  // ---- who may

  static boolean isOf(PlaceCode place, Caller caller) {
    return caller.covers(place.region());
  }

  private static May may(PlaceCode place, Caller caller) {
    boolean isHere = isOf(place, caller);
    Role role = caller.role();
    boolean isPolice = role == Role.POLDA || role == Role.POLRES;
    return new May(
        isHere && caller.isKpu(),
        caller.isAdmin() || role == Role.KPU_PROVINSI,
        isHere && (isPolice || caller.isBawaslu()),
        isHere && caller.isHolder(),
        isHere && (isPolice || caller.isHolder()));
  }
}
