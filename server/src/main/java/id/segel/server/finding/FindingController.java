package id.segel.server.finding;

import static id.segel.server.http.Allow.Who.BAWASLU_PROVINSI;
import static id.segel.server.http.Allow.Who.KPU_PROVINSI;
import static id.segel.server.http.Allow.Who.USER;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.finding.Finding;
import id.segel.core.finding.FindingActed;
import id.segel.core.finding.FindingEnded;
import id.segel.core.finding.FindingId;
import id.segel.core.finding.FindingReported;
import id.segel.core.finding.FindingRule;
import id.segel.core.finding.FindingRuleSet;
import id.segel.core.finding.Severity;
import id.segel.core.personnel.Role;
import id.segel.core.region.PlaceCode;
import id.segel.core.sensor.SensorId;
import id.segel.server.clock.ElectionClock;
import id.segel.server.custody.Naming;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Moments;
import id.segel.server.http.Pace;
import id.segel.server.http.Paging;
import id.segel.server.http.Problem;
import id.segel.server.log.Entries;
import id.segel.server.log.FactLog;
import id.segel.server.log.Recorded;
import id.segel.server.picture.Pictures;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The queue of findings. Everybody who logs in sees all of it; whose finding it is acts on it, each
 * act a fact. An agency reports its own, and nobody else ends those.
 */
@RestController
@RequestMapping("/api/findings")
class FindingController {

  private static final int PICTURES_A_MINUTE = 20;

  /**
   * One finding.
   *
   * @param place where, in words; empty is the province
   * @param isLate whether it should be over
   * @param told roles that must see it now
   * @param agency that sees to it, where it was assigned, or that reported it
   * @param mayAct whether the caller may act on it
   * @param isOwn whether the caller's agency reported it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Row(
      String id,
      String rule,
      String about,
      Severity severity,
      Finding.State state,
      String region,
      String place,
      Instant since,
      Instant deadline,
      boolean isLate,
      Role owner,
      List<Role> told,
      @Nullable String agency,
      @Nullable Instant silencedUntil,
      List<Long> evidence,
      boolean mayAct,
      boolean isOwn) {}

  record Page(Map<Finding.State, Integer> counts, int total, List<Row> rows) {}

  /**
   * Something that was done about it.
   *
   * @param words of a note; missing once they were erased
   * @param picture its name, for a picture that was attached
   * @param erasable the hash of the words or the picture where they are the caller's, who may erase
   *     them
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Done(
      long entry,
      Instant at,
      FindingActed.Act act,
      @Nullable String by,
      @Nullable String agency,
      @Nullable Instant until,
      @Nullable String words,
      @Nullable String picture,
      @Nullable String erasable) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Detail(Row row, @Nullable String words, List<Done> acts) {}

  /**
   * What the caller does about a finding.
   *
   * @param with whom it is assigned to, until when it is silent, the words of a note; empty when it
   *     is acknowledged
   */
  record Acting(String finding, FindingActed.Act act, String with) {}

  record Reporting(String record, Severity severity, String place, String words) {}

  record Ending(String record) {}

  /** The hash of words or of a picture. */
  record Erasing(String words) {}

  record RuleSetting(
      String rule, Severity severity, Role owner, int acknowledgeMinutes, int settleMinutes) {}

  private final FindingQueue queue;
  private final FactLog log;
  private final FindingWords words;
  private final Pictures pictures;
  private final Pace pacing;
  private final Entries entries;
  private final Naming naming;
  private final ElectionClock clock;

  FindingController(
      FindingQueue queue,
      FactLog log,
      FindingWords words,
      Pictures pictures,
      Entries entries,
      Naming naming,
      ElectionClock clock,
      Clock real) {
    this.queue = queue;
    this.log = log;
    this.words = words;
    this.pictures = pictures;
    this.pacing = new Pace(PICTURES_A_MINUTE, Duration.ofMinutes(1), real);
    this.entries = entries;
    this.naming = naming;
    this.clock = clock;
  }

  /** Those of a region, what can still be saved first; what is over and was seen only if asked. */
  @Allow(USER)
  @GetMapping
  Page page(
      @RequestParam(defaultValue = "") String region,
      @RequestParam(required = false) Finding.@Nullable State state,
      @RequestParam(required = false) @Nullable Severity severity,
      @RequestParam(defaultValue = "false") boolean mine,
      @RequestParam(required = false) @Nullable Integer page,
      @RequestParam(required = false) @Nullable Integer size,
      Caller caller) {
    if (!region.matches("[0-9]{0,13}")) {
      throw Problem.malformed("A region is up to 13 digits.");
    }
    Paging paging = Paging.of(page, size);
    Instant now = clock.instant();
    var counts = new EnumMap<Finding.State, Integer>(Finding.State.class);
    for (Finding.State each : Finding.State.values()) {
      counts.put(each, 0);
    }
    var wanted = new ArrayList<Finding>();
    for (Finding one : queue.all(now)) {
      boolean isHere =
          one.region().startsWith(region.length() <= 2 ? "" : region)
              && (severity == null || one.severity() == severity)
              && (!mine || mayAct(one, caller));
      if (isHere) {
        counts.merge(one.state(), 1, Integer::sum);
        if (state == null ? one.state() != Finding.State.ENDED : one.state() == state) {
          wanted.add(one);
        }
      }
    }
    return new Page(
        counts,
        wanted.size(),
        wanted.stream()
            .skip(paging.offset())
            .limit(paging.size())
            .map(one -> row(one, now, caller))
            .toList());
  }

  /** The rules by which something is found at a place, and is not over. */
  @Allow(USER)
  @GetMapping("/places")
  Map<String, SortedSet<String>> places() {
    var places = new TreeMap<String, SortedSet<String>>();
    for (Finding one : queue.all(clock.instant())) {
      String place = place(one.id().about());
      if (place != null && one.isActive()) {
        places.computeIfAbsent(place, any -> new TreeSet<>()).add(one.id().rule());
      }
    }
    return places;
  }

  private static @Nullable String place(String about) {
    String code = about.substring(about.indexOf(':') + 1);
    if (about.startsWith("sensor:")) {
      return SensorId.parse(code).place().text();
    }
    if (about.startsWith("gap:")) {
      return code.substring(0, code.indexOf('/'));
    }
    return about.startsWith("place:") ? code : null;
  }

  @Allow(USER)
  @GetMapping("/one")
  Detail one(@RequestParam String id, Caller caller) {
    return detail(finding(id), caller);
  }

  @Allow(USER)
  @PostMapping("/acts")
  Detail act(@RequestBody Acting asked, Caller caller) {
    Finding one = finding(asked.finding());
    // A note changes nothing about it, so everybody at the table may leave one.
    if (asked.act() != FindingActed.Act.NOTED && !mayAct(one, caller)) {
      throw Problem.notAllowed("This finding is not of your agency or territory.");
    }
    String by = code(caller);
    Id note = asked.act() == FindingActed.Act.NOTED ? words.keep(asked.with(), by) : null;
    words.said(note, () -> queue.say(acted(asked, one.id(), note, by), log));
    return detail(finding(asked.finding()), caller);
  }

  private static FindingActed acted(Acting asked, FindingId finding, @Nullable Id note, String by) {
    return switch (asked.act()) {
      case ACKNOWLEDGED -> FindingActed.acknowledged(finding, by);
      case ASSIGNED -> FindingActed.assigned(finding, asked.with(), by);
      case SILENCED -> FindingActed.silenced(finding, Moments.parse(asked.with()), by);
      case NOTED -> FindingActed.noted(finding, Objects.requireNonNull(note), by);
      case PICTURED -> throw new MalformedException("a picture is sent as a picture");
    };
  }

  /**
   * A picture is attached, by whoever may leave a note. It is kept under a name of its own, so that
   * nobody erases by this door what was uploaded as evidence by another.
   */
  @Allow(USER)
  @PostMapping(path = "/pictures", consumes = MediaType.IMAGE_JPEG_VALUE)
  Detail picture(@RequestParam String finding, HttpServletRequest request, Caller caller)
      throws IOException {
    Finding one = finding(finding);
    String by = code(caller);
    pacing.count(by);
    InputStream body = request.getInputStream();
    Id picture;
    try {
      picture = pictures.keep(body, uploader(by));
    } catch (Problem refused) {
      if (refused.status() != 413) {
        body.transferTo(OutputStream.nullOutputStream()); // Or the sender may not see the answer.
      }
      throw refused;
    }
    queue.say(FindingActed.pictured(one.id(), picture, by), log);
    return detail(finding(finding), caller);
  }

  private static String uploader(String user) {
    return "finding:" + user;
  }

  /** The caller's agency reports what no rule has found. */
  @Allow(USER)
  @PostMapping("/reports")
  Detail report(@RequestBody Reporting asked, Caller caller) {
    String by = code(caller);
    String agency = queue.agencyOf(caller);
    Id text = words.keep(asked.words(), by);
    words.said(
        text,
        () ->
            queue.say(
                new FindingReported(
                    agency,
                    asked.record(),
                    asked.severity(),
                    new PlaceCode(asked.place()),
                    text,
                    by),
                log));
    return detail(
        finding(FindingReported.RULE + " report:" + agency + "/" + asked.record()), caller);
  }

  @Allow(USER)
  @PostMapping("/ends")
  Detail end(@RequestBody Ending asked, Caller caller) {
    try {
      var end = new FindingEnded(queue.agencyOf(caller), asked.record(), code(caller));
      queue.say(end, log);
      return detail(finding(end.finding().toString()), caller);
    } catch (MalformedException e) {
      throw Problem.malformed(e.reason());
    }
  }

  /** To whom a finding can be assigned: names by codes. */
  @Allow(USER)
  @GetMapping("/agencies")
  Map<String, String> agencies() {
    return queue.agencies();
  }

  /** Who wrote or attached something may erase it; that something was there stays. */
  @Allow(USER)
  @PostMapping("/erasures")
  void erase(@RequestBody Erasing asked, Caller caller) throws IOException {
    try {
      Id hash = Id.parse(asked.words());
      String by = code(caller);
      if (!words.erase(hash, by) && !pictures.eraseOwn(hash, uploader(by), by)) {
        throw Problem.notFound("There are no such words and no such picture of yours.");
      }
    } catch (MalformedException e) {
      throw Problem.malformed(e.reason());
    }
  }

  @Allow(USER)
  @GetMapping("/rules")
  List<FindingRule> rules() {
    return queue.rules();
  }

  /** The agency whose rule it is sets it: the overseer its own, the commission the others. */
  @Allow({BAWASLU_PROVINSI, KPU_PROVINSI})
  @PostMapping("/rules")
  List<FindingRule> set(@RequestBody RuleSetting asked, Caller caller) {
    try {
      var rule =
          new FindingRule(
              asked.rule(),
              asked.severity(),
              asked.owner(),
              asked.acknowledgeMinutes(),
              asked.settleMinutes());
      FindingRule before =
          queue.rules().stream()
              .filter(one -> one.name().equals(rule.name()))
              .findFirst()
              .orElseThrow(() -> Problem.notFound("There is no rule " + rule.name() + "."));
      Role needed = before.owner() == Role.BAWASLU ? Role.BAWASLU : Role.KPU_PROVINSI;
      if (caller.role() != needed) {
        throw Problem.notAllowed("Only " + needed + " sets this rule.");
      }
      if ((rule.owner() == Role.BAWASLU) != (before.owner() == Role.BAWASLU)) {
        throw Problem.notAllowed("A rule stays with the overseer, or away from it.");
      }
      queue.say(new FindingRuleSet(rule, code(caller)), log);
      return queue.rules();
    } catch (MalformedException e) {
      throw Problem.malformed(e.reason());
    }
  }

  private Finding finding(String id) {
    try {
      Finding one = queue.of(FindingId.parse(id));
      if (one == null) {
        throw FindingQueue.unknown();
      }
      return one;
    } catch (MalformedException e) {
      throw Problem.malformed(e.reason());
    }
  }

  private boolean mayAct(Finding one, Caller caller) {
    Role role = caller.role();
    return role != null && one.isActedOnBy(role, caller.regions(), queue.agencyOf(code(caller)));
  }

  static String code(Caller caller) {
    return Objects.requireNonNull(caller.code(), "a user has a code");
  }

  private Row row(Finding one, Instant now, Caller caller) {
    boolean isReport = one.id().rule().equals(FindingReported.RULE);
    String reporter =
        isReport ? one.id().about().replaceFirst("^report:", "").replaceFirst("/.*", "") : null;
    return new Row(
        one.id().toString(),
        one.id().rule(),
        one.id().about(),
        one.severity(),
        one.state(),
        one.region(),
        one.region().isEmpty() ? "" : naming.territory(one.region()),
        one.since(),
        one.deadline(),
        one.isActive() && one.deadline().isBefore(now),
        one.rule().owner(),
        one.told(now),
        one.agency() == null ? reporter : one.agency(),
        one.isSilenced(now) ? one.silencedUntil() : null,
        one.evidence(),
        mayAct(one, caller),
        reporter != null && reporter.equals(queue.agencyOf(code(caller))));
  }

  private Detail detail(Finding one, Caller caller) {
    var indexes = new TreeSet<>(one.acts());
    indexes.add(one.evidence().getFirst());
    List<Recorded> read =
        entries.at(indexes).stream()
            .map(leaf -> new Recorded(leaf.index(), Entry.decode(leaf.bytes())))
            .filter(Recorded::isFact)
            .toList();
    var hashes = new ArrayList<Id>();
    Id reported = null;
    for (Recorded recorded : read) {
      switch (recorded.fact()) {
        case FindingActed it when it.note() != null -> hashes.add(it.note());
        case FindingReported it -> {
          reported = it.words();
          hashes.add(reported);
        }
        default -> {}
      }
    }
    Map<Id, String> texts = words.of(hashes);
    var acts = new ArrayList<Done>();
    for (Recorded recorded : read) {
      if (recorded.fact() instanceof FindingActed it) {
        Id note = it.note();
        Id picture = it.picture();
        acts.add(
            new Done(
                recorded.index(),
                recorded.entry().recorded(),
                it.act(),
                queue.agencyOf(it.by()),
                it.agency(),
                it.until(),
                note == null ? null : texts.get(note),
                picture == null ? null : picture.toString(),
                it.by().equals(code(caller)) ? erasable(note, picture, texts) : null));
      }
    }
    return new Detail(
        row(one, clock.instant(), caller), reported == null ? null : texts.get(reported), acts);
  }

  private @Nullable String erasable(
      @Nullable Id note, @Nullable Id picture, Map<Id, String> texts) {
    if (note != null && texts.containsKey(note)) {
      return note.toString();
    }
    return picture != null && pictures.isKnown(picture) ? picture.toString() : null;
  }
}
