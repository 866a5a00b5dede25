package id.segel.server.incident;

import static id.segel.server.http.Allow.Who.DEVICE;
import static id.segel.server.http.Allow.Who.HOLDER;
import static id.segel.server.http.Allow.Who.POLICE;
import static id.segel.server.http.Allow.Who.USER;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.incident.BoxFate;
import id.segel.core.incident.BoxesAccounted;
import id.segel.core.incident.BoxesFrozen;
import id.segel.core.incident.Fault;
import id.segel.core.incident.IncidentClosed;
import id.segel.core.incident.IncidentKind;
import id.segel.core.incident.IncidentNoted;
import id.segel.core.incident.IncidentOpened;
import id.segel.core.incident.Playbook;
import id.segel.core.incident.Run;
import id.segel.core.incident.RunStarted;
import id.segel.core.incident.Runs;
import id.segel.core.incident.StepDone;
import id.segel.core.personnel.Role;
import id.segel.core.region.PlaceCode;
import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Moments;
import id.segel.server.http.Pace;
import id.segel.server.http.Paging;
import id.segel.server.http.Problem;
import id.segel.server.log.FactLog;
import id.segel.server.picture.Pictures;
import id.segel.server.region.Regions;
import id.segel.server.situation.Events;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Incidents. Everybody who logs in sees all of them and reports one of their own territory; whoever
 * the open step names does it, by login or by phone; who holds boxes, and the police, account for
 * them and close it.
 */
@RestController
@RequestMapping("/api/incidents")
class IncidentController {

  private static final int PICTURES_A_MINUTE = 30;
  private static final int STARTS_A_MINUTE = 20;

  /** The answer to a step of the fire's playbook by which somebody says that nothing burned. */
  private static final String FALSE_ALARM = "palsu";

  /** The budget of the fire sentinel for a week. */
  private static final int FALSE_FIRES_MAX = 5;

  /** As far back as somebody may say that it happened. */
  private static final Duration OLD_MAX = Duration.ofDays(2);

  /** A phone's clock may be so far ahead. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  /**
   * What would be begun.
   *
   * @param title of the playbook; null where none answers it
   */
  record Preview(
      Playbook.@Nullable Words title,
      int steps,
      int boxes,
      int tps,
      List<Fault> gaps,
      @Nullable Integer open) {}

  /**
   * Somebody reports.
   *
   * @param at when it happened; empty is now
   * @param boxes numbers, where the scope says that they are listed
   * @param finding from which it is begun; empty for none
   * @param follows number of the incident that it goes on from; 0 for none
   * @param words a remark; may be empty
   * @param anyway although steps of its playbook have nobody enrolled there
   */
  record Reporting(
      IncidentKind kind,
      List<String> places,
      String at,
      boolean drill,
      Incidents.Scope scope,
      List<String> boxes,
      String finding,
      int follows,
      String words,
      boolean anyway) {}

  /**
   * A step is done.
   *
   * @param answer empty for a step without a question
   * @param count -1 for nothing
   * @param confirmed whether they stand for it
   * @param pictures names of pictures that were uploaded for it
   */
  record Doing(String step, String answer, int count, boolean confirmed, List<String> pictures) {}

  /**
   * What became of boxes.
   *
   * @param boxes by their numbers
   * @param tps all boxes of these TPS
   * @param rest all that are unknown still
   */
  record Accounting(BoxFate fate, List<String> boxes, List<String> tps, boolean rest) {}

  /**
   * What the fire sentinel has cost in seven days.
   *
   * @param nothing fires that were none
   * @param most so many may be none
   */
  record Alarms(int opened, int nothing, int most) {}

  /** Boxes that were found there, by numbers or TPS. */
  record Adding(List<String> boxes, List<String> tps) {}

  record Noting(String words) {}

  record Erasing(String words) {}

  record Uploaded(String picture) {}

  private final Incidents incidents;
  private final IncidentRegister register;
  private final IncidentViews views;
  private final IncidentWords words;
  private final PlaybookShelf shelf;
  private final Pictures pictures;
  private final Regions regions;
  private final ElectionClock clock;
  private final FactLog log;
  private final Pace uploading;
  private final Pace starting;

  IncidentController(
      Incidents incidents,
      IncidentRegister register,
      IncidentViews views,
      IncidentWords words,
      PlaybookShelf shelf,
      Pictures pictures,
      Regions regions,
      ElectionClock clock,
      FactLog log,
      Events events,
      Clock real) {
    this.incidents = incidents;
    this.register = register;
    this.views = views;
    this.words = words;
    this.shelf = shelf;
    this.pictures = pictures;
    this.regions = regions;
    this.clock = clock;
    this.log = log;
    this.uploading = new Pace(PICTURES_A_MINUTE, Duration.ofMinutes(1), real);
    this.starting = new Pace(STARTS_A_MINUTE, Duration.ofMinutes(1), real);
    register.watch(events::incident);
  }

  // ---- read

  @Allow(USER)
  @GetMapping
  List<IncidentViews.Row> rows(
      @RequestParam(defaultValue = "false") boolean closed,
      @RequestParam(defaultValue = "") String region,
      Caller caller) {
    if (!region.matches("[0-9]{0,13}")) {
      throw Problem.malformed("A region is up to 13 digits.");
    }
    return views.rows(closed, region, caller);
  }

  /** What is open around the caller, what they are to do first. */
  @Allow({USER, DEVICE})
  @GetMapping("/mine")
  List<IncidentViews.Row> mine(Caller caller) {
    return views.mine(caller);
  }

  @Allow({USER, DEVICE})
  @GetMapping("/{incident}")
  IncidentViews.Card card(@PathVariable("incident") int number, Caller caller) {
    if (caller.kind() == Caller.Kind.DEVICE) {
      ofCaller(number, caller);
    }
    return views.card(number, caller);
  }

  @Allow(USER)
  @GetMapping("/{incident}/boxes")
  IncidentViews.Boxes boxes(
      @PathVariable("incident") int number,
      @RequestParam(required = false) @Nullable BoxFate fate,
      @RequestParam(defaultValue = "") String beginning,
      @RequestParam(required = false) @Nullable Integer page,
      @RequestParam(required = false) @Nullable Integer size) {
    if (!beginning.matches("[0-9]{0,16}")) {
      throw Problem.malformed("A box is up to 16 digits.");
    }
    return views.boxes(number, fate, beginning, Paging.of(page, size));
  }

  /** What must be replaced, design by design. */
  @Allow(USER)
  @GetMapping("/{incident}/need")
  List<IncidentViews.Need> need(@PathVariable("incident") int number) {
    return views.need(number);
  }

  /** What would be begun by a report. */
  @Allow(USER)
  @GetMapping("/before")
  Preview before(
      @RequestParam IncidentKind kind,
      @RequestParam List<String> place,
      @RequestParam(defaultValue = "HERE") Incidents.Scope scope,
      @RequestParam(defaultValue = "false") boolean drill) {
    List<PlaceCode> places = places(place);
    Incidents.Before before = incidents.before(kind, places, scope, List.of());
    Playbook playbook = before.playbook();
    OptionalInt open = incidents.open(kind, places, drill);
    return new Preview(
        playbook == null ? null : playbook.title(),
        playbook == null ? 0 : playbook.steps().size(),
        before.boxes().size(),
        (int) before.boxes().stream().map(BoxId::tps).distinct().count(),
        before.gaps(),
        open.isPresent() ? open.getAsInt() : null);
  }

  // ---- report

  @Allow(USER)
  @PostMapping
  IncidentViews.Card report(@RequestBody Reporting asked, Caller caller) {
    String by = IncidentViews.who(caller);
    List<PlaceCode> places = places(asked.places());
    if (places.stream().noneMatch(place -> caller.covers(place.region()))) {
      throw outside();
    }
    Instant at = moment(asked.at());
    List<BoxId> listed = listed(asked.boxes());
    if ((asked.scope() == Incidents.Scope.LISTED) == listed.isEmpty()) {
      throw Problem.malformed("Name boxes if and only if they are listed.");
    }
    incidents
        .open(asked.kind(), places, asked.drill())
        .ifPresent(open -> {
          throw new Problem(
              409,
              "INCIDENT_OPEN",
              "This is open already as incident " + open + ": go on with that.");
        });
    checkPeople(asked, places);
    starting.count(by);
    Id text = words.keepAny(asked.words(), by);
    int[] number = new int[1];
    words.said(
        text,
        () ->
            number[0] =
                incidents.start(
                    new Incidents.Start(
                        asked.kind(),
                        places,
                        at,
                        asked.drill(),
                        asked.scope(),
                        listed,
                        asked.finding().isEmpty() ? null : asked.finding(),
                        asked.follows(),
                        text,
                        by)));
    return views.card(number[0], caller);
  }

  private void checkPeople(Reporting asked, List<PlaceCode> places) {
    Playbook playbook = shelf.before(asked.kind(), places);
    List<Fault> gaps = playbook == null ? List.of() : incidents.gaps(playbook, places);
    if (!asked.anyway() && !gaps.isEmpty()) {
      throw new Problem(
          409,
          "NOBODY_CAN",
          gaps.getFirst().sentence() + " Begin it anyway, or enrol somebody first.");
    }
  }

  private List<PlaceCode> places(Collection<String> codes) {
    if (codes.isEmpty() || codes.size() > IncidentOpened.PLACES_MAX) {
      throw Problem.malformed(
          "An incident is at 1 to " + IncidentOpened.PLACES_MAX + " different places.");
    }
    var places = new ArrayList<PlaceCode>();
    for (String code : new TreeSet<>(codes)) {
      PlaceCode place = parsed(() -> new PlaceCode(code));
      boolean isKnown =
          place.kind() == PlaceCode.Kind.TPS
              ? regions.roster().knowsTps(Long.parseLong(place.region()))
              : regions.places().of(place) != null;
      if (!isKnown) {
        throw Problem.notFound("There is no place " + code + ": look it up.");
      }
      places.add(place);
    }
    return places;
  }

  private static List<BoxId> listed(List<String> numbers) {
    if (numbers.size() > BoxesFrozen.MAX) {
      throw Problem.malformed("At most " + BoxesFrozen.MAX + " boxes at once.");
    }
    return parsed(() -> numbers.stream().map(BoxId::parse).distinct().sorted().toList());
  }

  private Instant moment(String text) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    if (text.isEmpty()) {
      return now;
    }
    Instant at = Moments.parse(text).truncatedTo(ChronoUnit.SECONDS);
    if (at.isAfter(now.plus(AHEAD))) {
      throw new Problem(409, "MOMENT_AHEAD", "This moment has not come: say when it happened.");
    }
    if (at.isBefore(now.minus(OLD_MAX))) {
      throw new Problem(409, "MOMENT_OLD", "This is more than two days ago: tell Bawaslu.");
    }
    return at;
  }

  // ---- do

  /** Fire cards that sensors have opened, and how many may be false. */
  @Allow(USER)
  @GetMapping("/alarms")
  Alarms alarms() {
    Runs.Alarms fires = incidents.alarms(IncidentKind.FIRE, FALSE_ALARM);
    return new Alarms(fires.opened(), fires.nothing(), FALSE_FIRES_MAX);
  }

  @Allow({USER, DEVICE})
  @PostMapping("/{incident}/steps")
  IncidentViews.Card step(
      @PathVariable("incident") int number, @RequestBody Doing asked, Caller caller) {
    ofCaller(number, caller);
    Role role = Objects.requireNonNull(caller.role(), "who acts has a role");
    StepDone done =
        parsed(() ->
            new StepDone(
                number,
                asked.step(),
                asked.answer().isEmpty() ? null : asked.answer(),
                asked.count(),
                asked.pictures().stream().map(Id::parse).distinct().toList(),
                role,
                IncidentViews.who(caller)));
    for (Id picture : done.pictures()) {
      if (!pictures.isKnown(picture)) {
        throw Problem.notFound("There is no such picture: upload it first.");
      }
    }
    register.say(
        log,
        runs -> {
          Run run = IncidentViews.run(runs.of(number));
          Playbook playbook = playbook(run);
          Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
          var facts = new ArrayList<Fact>(List.of(done));
          Runs.Refusal refusal = runs.refusal(done, playbook, asked.confirmed(), now);
          if (refusal == null) {
            facts.addAll(runs.behind(done, playbook, now, regions.roster().election()));
          }
          return new IncidentRegister.Saying(facts, refusal);
        });
    return views.card(number, caller);
  }

  private Playbook playbook(Run run) {
    RunStarted started = run.started();
    PlaybookShelf.Held held =
        started == null ? null : shelf.held(started.playbook(), started.version());
    if (held == null) {
      throw new Problem(
          409, "PLAYBOOK_LOST", "The text of this playbook is not here: restore it from a backup.");
    }
    return held.playbook();
  }

  /** A picture for a step, before the step is done with it. */
  @Allow({USER, DEVICE})
  @PostMapping(path = "/pictures", consumes = MediaType.IMAGE_JPEG_VALUE)
  Uploaded picture(HttpServletRequest request, Caller caller) throws IOException {
    String by = IncidentViews.who(caller);
    uploading.count(by);
    InputStream body = request.getInputStream();
    try {
      return new Uploaded(pictures.keep(body, "incident:" + by).toString());
    } catch (Problem refused) {
      if (refused.status() != 413) {
        body.transferTo(OutputStream.nullOutputStream()); // Or the sender may not see the answer.
      }
      throw refused;
    }
  }

  @Allow({HOLDER, POLICE})
  @PostMapping("/{incident}/boxes")
  IncidentViews.Card account(
      @PathVariable("incident") int number, @RequestBody Accounting asked, Caller caller) {
    ofCaller(number, caller);
    String by = IncidentViews.who(caller);
    List<BoxId> named = listed(asked.boxes());
    register.say(
        log,
        runs -> {
          Run run = IncidentViews.run(runs.of(number));
          NavigableSet<BoxId> which = new TreeSet<>(named);
          run.boxes()
              .forEach((box, is) -> {
                if ((asked.rest() && is.fate() == BoxFate.UNKNOWN)
                    || asked.tps().contains(box.tps())) {
                  which.add(box);
                }
              });
          if (which.isEmpty()) {
            throw Problem.malformed("Name boxes or TPS of this incident.");
          }
          return accounting(runs, run, asked.fate(), List.copyOf(which), by);
        });
    return views.card(number, caller);
  }

  /** As many facts as it takes, each with what is left unknown behind it. */
  private static IncidentRegister.Saying accounting(
      Runs runs, Run run, BoxFate fate, List<BoxId> which, String by) {
    int number = run.opened().number();
    var facts = new ArrayList<BoxesAccounted>();
    int unknown = run.count(BoxFate.UNKNOWN);
    Runs.Refusal refusal = null;
    for (int from = 0; from < which.size(); from += BoxesFrozen.MAX) {
      List<BoxId> part = which.subList(from, Math.min(which.size(), from + BoxesFrozen.MAX));
      int left = Runs.unknownWith(run, fate, part);
      // Judged each as if it were the first, for the parts have no box in common.
      Runs.Refusal why = runs.refusal(new BoxesAccounted(number, fate, part, left, by));
      refusal = refusal == null ? why : refusal;
      unknown += left - run.count(BoxFate.UNKNOWN);
      facts.add(new BoxesAccounted(number, fate, part, unknown, by));
    }
    return new IncidentRegister.Saying(facts, refusal);
  }

  /** Boxes are there that the list does not have. */
  @Allow({HOLDER, POLICE})
  @PostMapping("/{incident}/boxes/more")
  IncidentViews.Card add(
      @PathVariable("incident") int number, @RequestBody Adding asked, Caller caller) {
    ofCaller(number, caller);
    NavigableSet<BoxId> more = new TreeSet<>(listed(asked.boxes()));
    for (String tps : asked.tps()) {
      if (!tps.matches("[1-9][0-9]{12}")) {
        throw Problem.malformed("A TPS has 13 digits.");
      }
      more.addAll(incidents.boxesOf(tps));
    }
    if (more.isEmpty()) {
      throw Problem.malformed("Name boxes, or TPS about whose boxes anything was signed.");
    }
    for (BoxId box : more) {
      if (!regions.roster().knowsTps(box.tpsNumber()) && !box.isSpare()) {
        throw Problem.notFound("No box has the number " + box + ".");
      }
    }
    incidents.add(number, more);
    return views.card(number, caller);
  }

  @Allow({HOLDER, POLICE})
  @PostMapping("/{incident}/close")
  IncidentViews.Card close(@PathVariable("incident") int number, Caller caller) {
    ofCaller(number, caller);
    var closed = new IncidentClosed(number, IncidentViews.who(caller));
    register.say(log, runs -> IncidentRegister.Saying.of(closed, runs.refusal(closed)));
    return views.card(number, caller);
  }

  /** Everybody at the table may remark something, also when it is over. */
  @Allow(USER)
  @PostMapping("/{incident}/notes")
  IncidentViews.Card note(
      @PathVariable("incident") int number, @RequestBody Noting asked, Caller caller) {
    String by = IncidentViews.who(caller);
    Id text = words.keep(asked.words(), by);
    var noted = new IncidentNoted(number, text, by);
    words.said(
        text,
        () -> register.say(log, runs -> IncidentRegister.Saying.of(noted, runs.refusal(noted))));
    return views.card(number, caller);
  }

  /** Who wrote something may erase it; that something was there stays. */
  @Allow(USER)
  @PostMapping("/erasures")
  void erase(@RequestBody Erasing asked, Caller caller) {
    if (!words.erase(parsed(() -> Id.parse(asked.words())), IncidentViews.who(caller))) {
      throw Problem.notFound("There are no such words of yours.");
    }
  }

  // ---- who may, and what is meant

  private void ofCaller(int number, Caller caller) {
    boolean isTheirs =
        register.ask(
            runs -> IncidentViews.covers(caller, IncidentViews.run(runs.of(number)).opened()));
    if (!isTheirs) {
      throw outside();
    }
  }

  private static Problem outside() {
    return new Problem(403, "OUTSIDE_TERRITORY", "This place is not of your territory.");
  }

  private static <T> T parsed(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (MalformedException e) {
      throw Problem.malformed(e.reason());
    }
  }
}
