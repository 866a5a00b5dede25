package id.segel.server.custody;

import static id.segel.server.http.Allow.Who.BAWASLU;
import static id.segel.server.http.Allow.Who.USER;

import id.segel.core.ceremony.ExaminationDone;
import id.segel.core.ceremony.ExaminationTaken;
import id.segel.core.custody.Examinations;
import id.segel.core.fact.Id;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import id.segel.server.log.FactLog;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Openings that the supervisor examines. Everybody at the table sees them; Bawaslu takes them up
 * and ends them, each step a fact. An examination is named by the entry of its opening.
 */
@RestController
@RequestMapping("/api/examinations")
class ExaminationController {

  private static final int PAGES_MAX = 1_000;

  record Ending(ExaminationDone.Outcome outcome, String record) {}

  private final ExaminationViews views;
  private final FactLog log;

  ExaminationController(ExaminationViews views, FactLog log) {
    this.views = views;
    this.log = log;
  }

  @Allow(USER)
  @GetMapping
  ExaminationViews.Page page(
      @RequestParam(defaultValue = "") String region,
      @RequestParam(required = false) Examinations.@Nullable State state,
      @RequestParam(defaultValue = "0") int page) {
    if (!region.matches("[0-9]{0,13}")) {
      throw Problem.malformed("A region is up to 13 digits.");
    }
    if (page < 0 || page > PAGES_MAX) {
      throw Problem.malformed("A page is 0 to " + PAGES_MAX + ".");
    }
    return views.page(region, state, page * ExaminationViews.PAGE);
  }

  @Allow(USER)
  @GetMapping("/{entry}")
  ExaminationViews.Row one(@PathVariable long entry) {
    return views.row(views.opening(entry));
  }

  @Allow(BAWASLU)
  @PostMapping("/{entry}/take")
  ExaminationViews.Row take(@PathVariable long entry, Caller caller) {
    Id opening = ofCaller(entry, caller);
    views.say(new ExaminationTaken(opening), log);
    return views.row(opening);
  }

  @Allow(BAWASLU)
  @PostMapping("/{entry}/end")
  ExaminationViews.Row end(@PathVariable long entry, @RequestBody Ending asked, Caller caller) {
    Id opening = ofCaller(entry, caller);
    views.say(new ExaminationDone(opening, asked.outcome(), asked.record()), log);
    return views.row(opening);
  }

  private Id ofCaller(long entry, Caller caller) {
    Id opening = views.opening(entry);
    if (!views.isWithin(opening, String.valueOf(caller.territory()))) {
      throw Problem.notAllowed("This opening is not of your territory.");
    }
    return opening;
  }
}
