package id.segel.server.incident;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.box.BoxId;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.incident.BoxFate;
import id.segel.core.incident.Fault;
import id.segel.core.incident.IncidentKind;
import id.segel.core.incident.IncidentOpened;
import id.segel.core.incident.Playbook;
import id.segel.core.incident.Run;
import id.segel.core.incident.RunStarted;
import id.segel.core.incident.Runs;
import id.segel.core.personnel.Role;
import id.segel.core.region.BallotStyle;
import id.segel.core.region.PlaceCode;
import id.segel.server.clock.ElectionClock;
import id.segel.server.custody.Naming;
import id.segel.server.http.Caller;
import id.segel.server.http.Paging;
import id.segel.server.region.Regions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Incidents as pages show them. */
@Component
class IncidentViews {

  /** Places that a row names; how many there are is said beside. */
  private static final int PLACES_NAMED = 5;

  /** How an incident is. */
  enum State {
    /** Its playbook runs. */
    RUNNING,
    /** Its playbook has run, and it is not closed. */
    RUN,
    CLOSED
  }

  record Place(String code, String name) {}

  /**
   * The step that is to be done now.
   *
   * @param said in which roles somebody has said so already
   * @param isMine whether the caller may say so now
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Now(
      String code,
      Playbook.@Nullable Words words,
      List<Role> roles,
      int people,
      int bodies,
      Instant opened,
      @Nullable Instant due,
      boolean isOverdue,
      List<Role> said,
      @Nullable Role escalated,
      boolean isMine) {}

  /**
   * One incident.
   *
   * @param title of its playbook; null where its text is lost
   * @param boxes how many of each fate
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Row(
      int number,
      IncidentKind kind,
      Playbook.@Nullable Words title,
      List<Place> places,
      int placesInAll,
      String region,
      Instant at,
      Instant recorded,
      boolean isDrill,
      State state,
      @Nullable Now now,
      int boxesInAll,
      Map<BoxFate, Integer> boxes,
      int moved,
      @Nullable Instant closed,
      long entry) {}

  /**
   * Somebody did a step.
   *
   * @param who the agency, or the phone
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Said(
      Role role,
      String who,
      @Nullable String answer,
      @Nullable Integer count,
      List<String> pictures,
      Instant at,
      long entry) {}

  /** A step that was opened. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Step(
      String code,
      Instant opened,
      @Nullable Instant due,
      @Nullable Instant done,
      boolean isOverdue,
      List<Said> said,
      long entry) {}

  /** Boxes that were moved while they were frozen. */
  record Moved(Instant at, int boxes, String first, long entry) {}

  /**
   * A remark.
   *
   * @param text missing once it was erased
   * @param erasable its hash where the caller wrote it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Note(
      Instant at, String who, @Nullable String text, @Nullable String erasable, long entry) {}

  record Account(Instant at, String who, BoxFate fate, int boxes, int unknown, long entry) {}

  /**
   * The live card of one.
   *
   * @param playbook as it was when it was begun; null where its text is lost
   * @param due by when all of it must be over
   * @param accountBy by when each box must be accounted for
   * @param words what was written when it was opened
   * @param gaps steps that nobody, or too few, who are enrolled there can do
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Card(
      Row row,
      IncidentOpened.Source source,
      @Nullable String who,
      @Nullable String finding,
      @Nullable Integer follows,
      List<Integer> followed,
      @Nullable Note words,
      @Nullable Playbook playbook,
      int version,
      @Nullable Instant due,
      Instant accountBy,
      boolean isUnaccounted,
      List<Step> steps,
      @Nullable Instant ended,
      List<Moved> moved,
      List<Account> accounts,
      List<Note> notes,
      List<Fault> gaps,
      boolean mayAccount,
      boolean mayClose) {}

  /** A box of an incident. */
  record Box(String box, int kind, BoxFate fate, long entry) {}

  record OfTps(String tps, String name, List<Box> boxes) {}

  /** Boxes by TPS: how many TPS there are, and a page of them. */
  record Boxes(int tps, int boxes, List<OfTps> rows) {}

  /**
   * What must be replaced of one design.
   *
   * @param gone boxes that are destroyed or lost, and the sheets that their TPS need
   * @param damaged boxes whose content must be looked at first, and as many sheets at most
   */
  record Need(
      String style,
      int kind,
      int dapil,
      int gone,
      int goneSheets,
      int damaged,
      int damagedSheets) {}

  private final PlaybookShelf shelf;
  private final IncidentRegister register;
  private final IncidentWords words;
  private final Incidents incidents;
  private final Naming naming;
  private final Regions regions;
  private final ElectionClock clock;

  IncidentViews(
      PlaybookShelf shelf,
      IncidentRegister register,
      IncidentWords words,
      Incidents incidents,
      Naming naming,
      Regions regions,
      ElectionClock clock) {
    this.shelf = shelf;
    this.register = register;
    this.words = words;
    this.incidents = incidents;
    this.naming = naming;
    this.regions = regions;
    this.clock = clock;
  }

  // ---- who

  /** The code of a user or the key of a phone. */
  static String who(Caller caller) {
    PartyKey device = caller.device();
    return device == null
        ? Objects.requireNonNull(caller.code(), "a user has a code")
        : device.toString();
  }

  static boolean covers(Caller caller, IncidentOpened opened) {
    return opened.places().stream().anyMatch(place -> caller.covers(place.region()));
  }

  private String named(String by) {
    String agency = register.agency(by);
    if (agency != null) {
      return agency;
    }
    return by.length() == 8 ? by : naming.device(PartyKey.parse(by));
  }

  // ---- lists

  /** Those that this asks for: mine first, then open ones, the late before the newest. */
  List<Row> rows(boolean closed, String region, Caller caller) {
    return register.ask(runs ->
        runs.all().stream()
            .filter(run -> closed || run.closed() == null)
            .filter(run ->
                run.opened().places().stream()
                    .anyMatch(place ->
                        place.region().startsWith(region) || region.startsWith(place.region())))
            .map(run -> row(run, caller))
            .sorted(
                Comparator.comparing((Row row) -> row.now() == null || !row.now().isMine())
                    .thenComparing(row -> row.state() == State.CLOSED)
                    .thenComparing(Row::isDrill)
                    .thenComparing(row -> row.now() == null || !row.now().isOverdue())
                    .thenComparing(Row::number, Comparator.reverseOrder()))
            .toList());
  }

  /** Those in which the caller is to do something now, and all that are open around them. */
  List<Row> mine(Caller caller) {
    return register.ask(runs ->
        runs.all().stream()
            .filter(run -> run.closed() == null && covers(caller, run.opened()))
            .map(run -> row(run, caller))
            .sorted(
                Comparator.comparing((Row row) -> row.now() == null || !row.now().isMine())
                    .thenComparing(Row::isDrill)
                    .thenComparing(Row::number, Comparator.reverseOrder()))
            .toList());
  }

  private @Nullable Playbook playbook(Run run) {
    RunStarted started = run.started();
    PlaybookShelf.Held held =
        started == null ? null : shelf.held(started.playbook(), started.version());
    return held == null ? null : held.playbook();
  }

  private Row row(Run run, Caller caller) {
    IncidentOpened opened = run.opened();
    Playbook playbook = playbook(run);
    return new Row(
        opened.number(),
        opened.kind(),
        playbook == null ? null : playbook.title(),
        opened.places().stream().limit(PLACES_NAMED).map(this::place).toList(),
        opened.places().size(),
        opened.region(),
        opened.at(),
        run.recorded(),
        opened.isDrill(),
        run.closed() != null ? State.CLOSED : run.ended() == null ? State.RUNNING : State.RUN,
        now(run, playbook, caller),
        run.boxes().size(),
        counts(run),
        run.moved().stream().mapToInt(moved -> moved.boxes().size()).sum(),
        run.closed(),
        run.entry());
  }

  private Place place(PlaceCode code) {
    return new Place(code.text(), naming.place(code).name());
  }

  private static Map<BoxFate, Integer> counts(Run run) {
    var counts = new EnumMap<BoxFate, Integer>(BoxFate.class);
    for (BoxFate fate : BoxFate.values()) {
      counts.put(fate, run.count(fate));
    }
    return counts;
  }

  private @Nullable Now now(Run run, @Nullable Playbook playbook, Caller caller) {
    Run.Step open = run.open();
    if (open == null) {
      return null;
    }
    Playbook.Step step = playbook == null ? null : playbook.step(open.code());
    Instant now = clock.instant();
    Playbook.Escalation escalation = step == null ? null : step.escalation();
    boolean isEscalated =
        escalation != null
            && !now.isBefore(open.opened().plus(Duration.ofMinutes(escalation.minutes())));
    Role role = caller.role();
    boolean isMine =
        step != null
            && role != null
            && step.isFor(role, open.opened(), now)
            && covers(caller, run.opened())
            && open.said().stream().noneMatch(said -> said.what().by().equals(who(caller)));
    Instant due = open.due();
    return new Now(
        open.code(),
        step == null ? null : step.words(),
        step == null ? List.of() : step.roles(),
        step == null ? 1 : step.people(),
        step == null ? 1 : step.bodies(),
        open.opened(),
        due,
        due != null && !now.isBefore(due),
        open.said().stream().map(said -> said.what().role()).toList(),
        isEscalated && escalation != null ? escalation.role() : null,
        isMine);
  }

  // ---- one

  Card card(int number, Caller caller) {
    var hashes = new ArrayList<Id>();
    register.ask(runs -> {
      Run run = run(runs.of(number));
      Id first = run.opened().words();
      if (first != null) {
        hashes.add(first);
      }
      run.notes().forEach(note -> hashes.add(note.what().words()));
      return hashes.size();
    });
    // Not under the lock of the fold, which the log's thread wants.
    Map<Id, String> texts = words.of(hashes);
    Set<String> own = words.by(who(caller), hashes);
    return register.ask(runs -> {
      Run run = run(runs.of(number));
      IncidentOpened opened = run.opened();
      Playbook playbook = playbook(run);
      RunStarted started = run.started();
      Id first = opened.words();
      boolean isHeld = run.closed() == null && covers(caller, opened) && mayAccount(caller.role());
      String by = opened.by();
      return new Card(
          row(run, caller),
          opened.source(),
          by == null ? null : named(by),
          opened.finding(),
          opened.follows() == 0 ? null : opened.follows(),
          runs.all().stream()
              .map(Run::opened)
              .filter(one -> one.follows() == number)
              .map(IncidentOpened::number)
              .toList(),
          first == null ? null : note(first, run.recorded(), by, run.entry(), texts, own),
          playbook,
          started == null ? 0 : started.version(),
          started == null ? null : started.due(),
          run.recorded().plus(Runs.ACCOUNT),
          run.unaccounted() >= 0,
          run.steps().stream().map(this::step).toList(),
          run.ended(),
          run.moved().stream()
              .map(moved ->
                  new Moved(
                      moved.at(),
                      moved.boxes().size(),
                      moved.boxes().getFirst().toString(),
                      moved.entry()))
              .toList(),
          run.accounts().stream()
              .map(one ->
                  new Account(
                      one.at(),
                      named(one.by()),
                      one.fate(),
                      one.boxes(),
                      one.unknown(),
                      one.entry()))
              .toList(),
          run.notes().stream()
              .map(note ->
                  note(note.what().words(), note.at(), note.what().by(), note.entry(), texts, own))
              .toList(),
          playbook == null || run.closed() != null
              ? List.of()
              : incidents.gaps(playbook, opened.places()),
          isHeld,
          isHeld && run.open() == null && run.count(BoxFate.UNKNOWN) == 0);
    });
  }

  static Run run(@Nullable Run run) {
    if (run == null) {
      throw IncidentRegister.problem(Runs.Refusal.INCIDENT_UNKNOWN);
    }
    return run;
  }

  /** Who holds boxes, and the police, say what became of boxes. */
  static boolean mayAccount(@Nullable Role role) {
    return role != null && (role.isHolder() || role == Role.POLDA || role == Role.POLRES);
  }

  private Note note(
      Id hash,
      Instant at,
      @Nullable String by,
      long entry,
      Map<Id, String> texts,
      Set<String> own) {
    return new Note(
        at,
        by == null ? "" : named(by),
        texts.get(hash),
        own.contains(hash.toString()) ? hash.toString() : null,
        entry);
  }

  private Step step(Run.Step step) {
    return new Step(
        step.code(),
        step.opened(),
        step.due(),
        step.done(),
        step.overdue() >= 0,
        step.said().stream()
            .map(said ->
                new Said(
                    said.what().role(),
                    named(said.what().by()),
                    said.what().answer(),
                    said.what().count() < 0 ? null : said.what().count(),
                    said.what().pictures().stream().map(Id::toString).toList(),
                    said.at(),
                    said.entry()))
            .toList(),
        step.entry());
  }

  /**
   * The boxes of one, TPS by TPS; of a fate where one is asked for, and of numbers that begin so.
   */
  Boxes boxes(int number, @Nullable BoxFate fate, String beginning, Paging paging) {
    return register.ask(runs -> {
      Run run = run(runs.of(number));
      var byTps = new TreeMap<String, List<Box>>();
      int[] count = new int[1];
      run.boxes()
          .forEach((box, is) -> {
            if ((fate == null || is.fate() == fate) && box.toString().startsWith(beginning)) {
              count[0]++;
              byTps
                  .computeIfAbsent(box.tps(), tps -> new ArrayList<>())
                  .add(new Box(box.toString(), box.kind(), is.fate(), is.entry()));
            }
          });
      return new Boxes(
          byTps.size(),
          count[0],
          byTps.entrySet().stream()
              .skip(paging.offset())
              .limit(paging.size())
              .map(one -> new OfTps(one.getKey(), naming.territory(one.getKey()), one.getValue()))
              .toList());
    });
  }

  /** What must be replaced, design by design. */
  List<Need> need(int number) {
    return register.ask(runs -> {
      Run run = run(runs.of(number));
      var needs = new TreeMap<BallotStyle, Need>();
      run.boxes()
          .forEach((box, is) -> {
            if (is.fate().needsReplacement() && !box.isSpare()) {
              needs.merge(style(box), one(box, is.fate()), IncidentViews::sum);
            }
          });
      return List.copyOf(needs.values());
    });
  }

  private BallotStyle style(BoxId box) {
    return regions.dapils().style(box.kind(), box.tps());
  }

  private Need one(BoxId box, BoxFate fate) {
    BallotStyle style = style(box);
    int sheets = regions.roster().need(box.tpsNumber());
    return fate == BoxFate.DAMAGED
        ? new Need(style.toString(), style.kind(), style.dapil(), 0, 0, 1, sheets)
        : new Need(style.toString(), style.kind(), style.dapil(), 1, sheets, 0, 0);
  }

  private static Need sum(Need one, Need other) {
    return new Need(
        one.style(),
        one.kind(),
        one.dapil(),
        one.gone() + other.gone(),
        one.goneSheets() + other.goneSheets(),
        one.damaged() + other.damaged(),
        one.damagedSheets() + other.damagedSheets());
  }
}
