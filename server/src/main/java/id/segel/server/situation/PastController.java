package id.segel.server.situation;

import id.segel.core.region.Roster;
import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Allow;
import id.segel.server.http.Allow.Who;
import id.segel.server.http.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The wall as it was. Asked by a minute of election time: what had been recorded before the minute
 * began, exactly; or what the signers' clocks say had happened by then, as far as is known now.
 */
@RestController
@RequestMapping("/api/past")
class PastController {

  /** Steps of a time line: as many as a wide screen has pixels for. */
  private static final int STEPS_MAX = 600;

  private static final int NEWEST = 20;

  /** A past minute with what was recorded by then does not change. */
  private static final Duration KEPT = Duration.ofMinutes(10);

  /** Which clock is asked. */
  enum Clock {
    /** The order of the log: what was known. */
    LOG,
    /** The clocks of those who signed: what had happened by their word. */
    CLAIMED
  }

  /**
   * The wall at a moment.
   *
   * @param index the last entry that is in it
   * @param discrepancies the newest of those that were open
   */
  record Wall(
      Instant at,
      Clock clock,
      long index,
      Sums.Totals totals,
      List<Sums.Area> kelurahan,
      SituationViews.Page<SituationViews.Discrepancy> discrepancies) {}

  private record Asked(Instant at, long index, PastPictures.View view) {}

  private final PastPictures past;
  private final SituationProjector projector;
  private final SituationViews views;
  private final Known known;
  private final ElectionClock election;

  PastController(
      PastPictures past,
      SituationProjector projector,
      SituationViews views,
      Known known,
      ElectionClock election) {
    this.past = past;
    this.projector = projector;
    this.views = views;
    this.known = known;
    this.election = election;
  }

  @Allow(Who.USER)
  @GetMapping
  ResponseEntity<Wall> wall(
      @RequestParam Instant at, @RequestParam(defaultValue = "LOG") Clock clock) {
    Asked asked = asked(at, clock);
    Sums sums = asked.view.sums(asked.at);
    return kept(
        new Wall(
            asked.at,
            clock,
            asked.view.picture().index(),
            sums.totals(),
            sums.areas(),
            views.openAfter(asked.index, NEWEST)),
        clock);
  }

  @Allow(Who.USER)
  @GetMapping("/tps")
  ResponseEntity<List<SituationController.TpsPoint>> tps(
      @RequestParam Instant at,
      @RequestParam(defaultValue = "LOG") Clock clock,
      @RequestParam String kelurahan) {
    long code = SituationController.code(kelurahan, 10);
    Asked asked = asked(at, clock);
    Picture.Area area = asked.view.picture().area(code);
    Roster.Kelurahan listed = known.roster().kelurahan(code);
    if (area == null || listed == null) {
      throw Problem.notFound("no kelurahan had the code " + kelurahan);
    }
    return kept(SituationController.points(area, listed, asked.view.required(asked.at)), clock);
  }

  @Allow(Who.USER)
  @GetMapping("/line")
  PastPictures.Line line() {
    return past.line(STEPS_MAX)
        .orElseThrow(() -> Problem.notFound("Nothing has been recorded yet."));
  }

  private Asked asked(Instant at, Clock clock) {
    Instant minute = at.truncatedTo(ChronoUnit.MINUTES);
    if (minute.isAfter(election.instant())) {
      throw new Problem(400, "NOT_YET", "That moment has not come yet: ask for an earlier one.");
    }
    long index =
        past.indexBefore(minute)
            .orElseThrow(() ->
                new Problem(
                    404,
                    "BEFORE_THE_LOG",
                    "Nothing was recorded before " + minute + ": ask for a later moment."));
    PastPictures.View view =
        switch (clock) {
          case LOG -> past.at(index);
          case CLAIMED -> past.claimed(minute, index, projector.picture().index());
        };
    return new Asked(minute, index, view);
  }

  private static <T> ResponseEntity<T> kept(T body, Clock clock) {
    return ResponseEntity.ok()
        .cacheControl(
            clock == Clock.LOG ? CacheControl.maxAge(KEPT).cachePrivate() : CacheControl.noStore())
        .body(body);
  }
}
