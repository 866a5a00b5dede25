package id.segel.server.custody;

import static id.segel.server.http.Allow.Who.ANYONE;
import static id.segel.server.http.Allow.Who.USER;

import id.segel.server.http.Allow;
import id.segel.server.http.Problem;
import id.segel.server.http.Share;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How the day goes at the TPS, and the minutes in which nobody had a box. */
@RestController
class DayController {

  private static final int PAGES_MAX = 1_000;

  private final DayViews days;
  private final IntervalViews intervals;

  DayController(DayViews days, IntervalViews intervals) {
    this.days = days;
    this.intervals = intervals;
  }

  @Allow(USER)
  @GetMapping("/api/custody/days")
  DayViews.Board board(
      @RequestParam(defaultValue = "") String region, @RequestParam(defaultValue = "1") int page) {
    return days.board(region(region, 10), from(page, DayViews.PAGE));
  }

  @Allow(USER)
  @GetMapping("/api/custody/days/kelurahan")
  List<Share> opened() {
    return days.opened();
  }

  /** What one TPS said of its day is for everybody: it holds no result. */
  @Allow(ANYONE)
  @GetMapping("/api/custody/days/{tps}")
  List<DayViews.Word> day(@PathVariable String tps) {
    if (region(tps, 13).length() != 13) {
      throw Problem.malformed("A TPS has 13 digits.");
    }
    return days.day(tps);
  }

  @Allow(USER)
  @GetMapping("/api/custody/intervals")
  IntervalViews.Page intervals(
      @RequestParam(defaultValue = "") String region, @RequestParam(defaultValue = "1") int page) {
    return intervals.page(region(region, 13), from(page, IntervalViews.PAGE));
  }

  private static String region(String region, int most) {
    boolean isForm = region.length() <= most && region.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!isForm) {
      throw Problem.malformed("A region is up to " + most + " digits.");
    }
    return region;
  }

  private static int from(int page, int size) {
    if (page < 1 || page > PAGES_MAX) {
      throw Problem.malformed("A page is 1 to " + PAGES_MAX + ".");
    }
    return (page - 1) * size;
  }
}
