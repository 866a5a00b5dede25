package id.segel.server.access;

import static id.segel.server.http.Allow.Who.ADMIN;
import static id.segel.server.http.Allow.Who.BAWASLU;
import static id.segel.server.http.Allow.Who.CLERK;

import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who has a card or a phone, and who has none. */
@RestController
@RequestMapping("/api/seats")
class SeatController {

  private static final int SEARCH_MAX = 80;

  private final Seats seats;

  SeatController(Seats seats) {
    this.seats = seats;
  }

  /** Every kelurahan of the caller's territory. */
  @Allow({ADMIN, CLERK, BAWASLU})
  @GetMapping("/progress")
  List<Seats.Progress> progress(Caller caller) {
    return seats.progress(below(caller));
  }

  /** The seats of a region, or those that a search finds. */
  @Allow({ADMIN, CLERK, BAWASLU})
  @GetMapping
  List<Seats.Row> seats(
      @RequestParam(required = false) @Nullable String region,
      @RequestParam(required = false) @Nullable String search,
      Caller caller) {
    if (region != null && region.matches("[0-9]{4}|[0-9]{6}|[0-9]{10}|[0-9]{13}")) {
      if (!caller.covers(region)) {
        throw Problem.notAllowed("Region " + region + " is not of your territory.");
      }
      return seats.of(region);
    }
    if (search == null || search.length() > SEARCH_MAX) {
      throw Problem.malformed(
          "Say region, with 4, 6, 10 or 13 digits, or search, with " + SEARCH_MAX + " letters.");
    }
    return seats.search(search, below(caller));
  }

  private static String below(Caller caller) {
    return caller.isAdmin() || caller.territory() == null ? "" : caller.territory();
  }
}
