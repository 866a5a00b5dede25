package id.segel.server.finding;

import static id.segel.server.http.Allow.Who.ASKER;
import static id.segel.server.http.Allow.Who.KODAM;
import static id.segel.server.http.Allow.Who.USER;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.finding.FindingId;
import id.segel.core.finding.HelpAnswered;
import id.segel.core.finding.HelpAsked;
import id.segel.core.finding.HelpEnded;
import id.segel.core.finding.HelpLapsed;
import id.segel.core.finding.Helps;
import id.segel.core.personnel.Role;
import id.segel.core.region.RegionCode;
import id.segel.server.clock.ElectionClock;
import id.segel.server.custody.Naming;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Moments;
import id.segel.server.http.Problem;
import id.segel.server.log.FactLog;
import id.segel.server.region.Regions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Help that the army is asked for. Everybody who logs in sees it; Kodam answers. */
@RestController
@RequestMapping("/api/findings/help")
class HelpController {

  /** The newest ones that a page shows. */
  private static final int SHOWN_MAX = 200;

  /**
   * A remark.
   *
   * @param text missing once it was erased
   * @param erasable its hash where the caller wrote it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Remark(@Nullable String text, @Nullable String erasable) {}

  /** One answer. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Answered(
      long entry,
      Instant at,
      String agency,
      HelpAnswered.Answer answer,
      int count,
      HelpAnswered.@Nullable Reason reason,
      @Nullable Instant until,
      @Nullable Remark remark) {}

  /**
   * One request.
   *
   * @param due when the answer is due
   * @param isLate whether nobody has answered in time
   * @param finding it is about; missing when it is about none
   * @param mayAnswer whether the caller may answer it now
   * @param mayEnd whether the caller may end it now
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Row(
      long entry,
      Instant at,
      String agency,
      String region,
      String place,
      HelpAsked.Kind kind,
      int count,
      Instant until,
      Instant due,
      boolean isLate,
      @Nullable String finding,
      @Nullable Remark remark,
      Helps.State state,
      List<Answered> answers,
      boolean mayAnswer,
      boolean mayEnd) {}

  /** All of them, and whether the caller may ask for more. */
  record Page(boolean mayAsk, int total, List<Row> rows) {}

  /**
   * A request.
   *
   * @param finding it is about; empty for none
   * @param words a remark; may be empty
   */
  record Asking(
      String region,
      HelpAsked.Kind kind,
      int count,
      Instant until,
      Instant answerBy,
      String finding,
      String words) {}

  /**
   * An answer.
   *
   * @param with how many, a reason, or a moment, as the answer needs it
   * @param words a remark; may be empty
   */
  record Answering(long help, HelpAnswered.Answer answer, String with, String words) {}

  record Ending(long help) {}

  private final FindingQueue queue;
  private final FindingWords words;
  private final FactLog log;
  private final Regions regions;
  private final Naming naming;
  private final ElectionClock clock;

  HelpController(
      FindingQueue queue,
      FindingWords words,
      FactLog log,
      Regions regions,
      Naming naming,
      ElectionClock clock) {
    this.queue = queue;
    this.words = words;
    this.log = log;
    this.regions = regions;
    this.naming = naming;
    this.clock = clock;
  }

  /** The newest requests; of one finding, or all. */
  @Allow(USER)
  @GetMapping
  Page page(@RequestParam(defaultValue = "") String finding, Caller caller) {
    List<Helps.Help> all =
        queue.helps().stream()
            .filter(one ->
                finding.isEmpty()
                    || finding.equals(String.valueOf(one.asked().finding()))
                    || finding.equals(HelpLapsed.finding(one.entry()).toString()))
            .toList();
    List<Helps.Help> shown = all.subList(0, Math.min(SHOWN_MAX, all.size()));
    Map<Id, String> texts = words.of(notes(shown));
    Set<String> mine = words.by(FindingController.code(caller), notes(shown));
    return new Page(
        HelpAsked.ASKERS.contains(caller.role()),
        all.size(),
        shown.stream().map(one -> row(one, texts, mine, caller)).toList());
  }

  private static List<Id> notes(List<Helps.Help> all) {
    var notes = new ArrayList<Id>();
    for (Helps.Help one : all) {
      if (one.asked().note() != null) {
        notes.add(one.asked().note());
      }
      for (Helps.Answered answer : one.answers()) {
        if (answer.what().note() != null) {
          notes.add(answer.what().note());
        }
      }
    }
    return notes;
  }

  private Row row(Helps.Help one, Map<Id, String> texts, Set<String> mine, Caller caller) {
    HelpAsked asked = one.asked();
    String agency = queue.agencyOf(FindingController.code(caller));
    boolean isGiver =
        one.state() == Helps.State.GRANTED
            && one.answers().getLast().what().agency().equals(agency);
    return new Row(
        one.entry(),
        one.at(),
        asked.agency(),
        asked.region(),
        naming.territory(asked.region()),
        asked.kind(),
        asked.count(),
        asked.until(),
        one.deadline(),
        one.isWaiting() && one.deadline().isBefore(clock.instant()),
        asked.finding() == null ? null : asked.finding().toString(),
        remark(asked.note(), texts, mine),
        one.state(),
        one.answers().stream()
            .map(each ->
                new Answered(
                    each.entry(),
                    each.at(),
                    each.what().agency(),
                    each.what().answer(),
                    each.what().count(),
                    each.what().reason(),
                    each.what().until(),
                    remark(each.what().note(), texts, mine)))
            .toList(),
        one.isWaiting() && mayAnswer(one, caller),
        one.ended() < 0 && (isGiver || asked.agency().equals(agency)));
  }

  private static @Nullable Remark remark(
      @Nullable Id note, Map<Id, String> texts, Set<String> mine) {
    if (note == null) {
      return null;
    }
    return new Remark(texts.get(note), mine.contains(note.toString()) ? note.toString() : null);
  }

  private static boolean mayAnswer(Helps.Help one, Caller caller) {
    return caller.role() == Role.KODAM && caller.covers(one.asked().region());
  }

  /** Whoever is responsible for boxes, order or the place asks, in their territory. */
  @Allow(ASKER)
  @PostMapping
  Page ask(@RequestBody Asking asked, Caller caller) {
    String region = region(asked.region());
    if (!caller.covers(region)) {
      throw new Problem(403, "OUTSIDE_TERRITORY", "This place is not of your territory.");
    }
    String by = FindingController.code(caller);
    Id note = words.keepAny(asked.words(), by);
    words.said(
        note,
        () ->
            queue.say(
                new HelpAsked(
                    queue.agencyOf(caller),
                    region,
                    asked.kind(),
                    asked.count(),
                    asked.until(),
                    asked.answerBy(),
                    asked.finding().isEmpty() ? null : FindingId.parse(asked.finding()),
                    note,
                    by),
                log));
    return page(asked.finding(), caller);
  }

  private String region(String digits) {
    try {
      if (regions.roster().name(new RegionCode(digits)) == null) {
        throw Problem.notFound("No region has the code " + digits + ".");
      }
      return digits;
    } catch (MalformedException e) {
      throw Problem.malformed(e.reason());
    }
  }

  /** Kodam answers, where it stands. */
  @Allow(KODAM)
  @PostMapping("/answers")
  Page answer(@RequestBody Answering asked, Caller caller) {
    Helps.Help one = queue.help(asked.help());
    if (one == null) {
      throw Problem.notFound("There is no such request: read the list again.");
    }
    if (!mayAnswer(one, caller)) {
      throw Problem.notAllowed("Kodam answers, in its territory.");
    }
    String by = FindingController.code(caller);
    Id note = words.keepAny(asked.words(), by);
    words.said(note, () -> queue.say(answered(asked, queue.agencyOf(caller), note, by), log));
    return page("", caller);
  }

  private static HelpAnswered answered(
      Answering asked, String agency, @Nullable Id note, String by) {
    String with = asked.with();
    return switch (asked.answer()) {
      case GRANTED ->
          new HelpAnswered(asked.help(), agency, asked.answer(), count(with), null, null, note, by);
      case REFUSED ->
          new HelpAnswered(
              asked.help(),
              agency,
              asked.answer(),
              0,
              HelpAnswered.Reason.parse(with),
              null,
              note,
              by);
      case MORE_TIME ->
          new HelpAnswered(
              asked.help(), agency, asked.answer(), 0, null, Moments.parse(with), note, by);
    };
  }

  private static int count(String text) {
    if (!text.matches("[1-9][0-9]{0,4}")) {
      throw new MalformedException("how many is a whole number: " + text);
    }
    return Integer.parseInt(text);
  }

  /** Who asked, or who gave, says that it is over. */
  @Allow({ASKER, KODAM})
  @PostMapping("/ends")
  Page end(@RequestBody Ending asked, Caller caller) {
    var end = new HelpEnded(asked.help(), queue.agencyOf(caller), FindingController.code(caller));
    words.said(null, () -> queue.say(end, log));
    return page("", caller);
  }
}
