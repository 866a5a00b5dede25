package id.segel.server.watch;

import static id.segel.server.http.Allow.Who.BAWASLU;
import static id.segel.server.http.Allow.Who.HOLDER;
import static id.segel.server.http.Allow.Who.KODAM;
import static id.segel.server.http.Allow.Who.KPU;
import static id.segel.server.http.Allow.Who.POLICE;
import static id.segel.server.http.Allow.Who.USER;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.fact.Fact;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.GeoPoint;
import id.segel.core.watch.Sign;
import id.segel.core.watch.TpsSeen;
import id.segel.core.watch.TpsUnwatched;
import id.segel.core.watch.TpsWatched;
import id.segel.core.watch.WatchList;
import id.segel.core.watch.WatchRefusal;
import id.segel.core.watch.WatchRules;
import id.segel.core.watch.Watched;
import id.segel.server.clock.ElectionClock;
import id.segel.server.custody.Naming;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import id.segel.server.log.FactLog;
import id.segel.server.region.Regions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The special watch list. Everybody who logs in sees all of it; the commission, police, army and
 * overseers put TPS of their territory on it and take their own off, and they and the committees
 * check in.
 */
@RestController
@RequestMapping("/api/watch")
class WatchController {

  private static final double E7 = 1e7;

  /**
   * Who watches a TPS.
   *
   * @param entry the fact that says so
   * @param isOwn whether it is the caller's agency
   */
  record Watcher(String name, int minutes, long entry, boolean isOwn) {}

  /** The newest sign of life. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record LastSign(String kind, @Nullable String word, Instant at, long ageSeconds, long entry) {}

  /**
   * One TPS.
   *
   * @param lat where it stands, like lon; null when the roster no longer has it
   * @param minutes of the agency for which a sign is due first
   * @param due when; null while none is due at all
   * @param mayWatch whether the caller may put it on its own agency's list
   * @param mayEnd whether the caller may take it off
   * @param maySee whether the caller may check in for it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Row(
      String tps,
      String name,
      @Nullable Double lat,
      @Nullable Double lon,
      List<Watcher> by,
      int minutes,
      @Nullable LastSign sign,
      @Nullable Instant due,
      WatchRules.State state,
      boolean mayWatch,
      boolean mayEnd,
      boolean maySee) {}

  /**
   * The list, what is most overdue first.
   *
   * @param now election time
   * @param begin from when on signs are due
   * @param mayWatch whether the caller's role puts TPS on the list
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Board(
      Instant now,
      @Nullable Instant begin,
      @Nullable Instant end,
      List<Row> rows,
      boolean mayWatch) {}

  record Watching(String tps, int minutes) {}

  record Ending(String tps) {}

  record Seeing(String tps, TpsSeen.Word word) {}

  /** What was said stands in the log. */
  record Said(long entry) {}

  private final WatchRegister register;
  private final Watches watches;
  private final Regions regions;
  private final Naming naming;
  private final ElectionClock clock;
  private final FactLog log;

  WatchController(
      WatchRegister register,
      Watches watches,
      Regions regions,
      Naming naming,
      ElectionClock clock,
      FactLog log) {
    this.register = register;
    this.watches = watches;
    this.regions = regions;
    this.naming = naming;
    this.clock = clock;
    this.log = log;
  }

  @Allow(USER)
  @GetMapping
  Board list(Caller caller) {
    Instant now = clock.instant();
    Watches.Signs signs = watches.signs();
    return register.ask(list -> board(list, signs, now, caller));
  }

  @Allow({KPU, POLICE, KODAM, BAWASLU})
  @PostMapping
  Said watch(@RequestBody Watching asked, Caller caller) {
    TpsWatched fact = parsed(() -> new TpsWatched(asked.tps(), asked.minutes(), code(caller)));
    return say(
        fact,
        list -> WatchRules.refusal(list, fact, isListed(fact.tps()), caller.covers(fact.tps())));
  }

  @Allow({KPU, POLICE, KODAM, BAWASLU})
  @PostMapping("/end")
  Said end(@RequestBody Ending asked, Caller caller) {
    TpsUnwatched fact = parsed(() -> new TpsUnwatched(asked.tps(), code(caller)));
    return say(
        fact,
        list -> WatchRules.refusal(list, fact, isListed(fact.tps()), caller.covers(fact.tps())));
  }

  @Allow({HOLDER, POLICE, KODAM, BAWASLU})
  @PostMapping("/seen")
  Said seen(@RequestBody Seeing asked, Caller caller) {
    TpsSeen fact = parsed(() -> new TpsSeen(asked.tps(), code(caller), asked.word()));
    return say(
        fact,
        list -> WatchRules.refusal(list, fact, isListed(fact.tps()), caller.covers(fact.tps())));
  }

  private Said say(Fact fact, Function<WatchList, @Nullable WatchRefusal> judge) {
    return new Said(register.say(log, fact, judge));
  }

  private boolean isListed(String tps) {
    return regions.roster().knowsTps(Long.parseLong(tps));
  }

  private static String code(Caller caller) {
    return Objects.requireNonNull(caller.code(), "a user has a code");
  }

  private static <T> T parsed(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (MalformedException e) {
      throw Problem.malformed(e.reason());
    }
  }

  private Board board(WatchList list, Watches.Signs signs, Instant now, Caller caller) {
    boolean isLookout = Stream.of(POLICE, KODAM, BAWASLU).anyMatch(who -> who.includes(caller));
    boolean mayWatch = isLookout || KPU.includes(caller);
    boolean maySee = isLookout || HOLDER.includes(caller);
    List<Row> rows =
        list.all().stream()
            .map(one -> {
              boolean isCovered = caller.covers(one.tps());
              return row(
                  list,
                  one,
                  signs.newest(one),
                  now,
                  caller,
                  mayWatch && isCovered,
                  maySee && isCovered);
            })
            .sorted(
                Comparator.comparing(
                        Row::due, Comparator.nullsLast(Comparator.<Instant>naturalOrder()))
                    .thenComparing(Row::tps))
            .toList();
    return new Board(now, list.begin(), list.end(), rows, mayWatch);
  }

  private Row row(
      WatchList list,
      Watched one,
      @Nullable Sign sign,
      Instant now,
      Caller caller,
      boolean mayWatch,
      boolean maySee) {
    WatchRules.Standing standing = WatchRules.standing(list, one, sign, now);
    Watched.Watch own = one.of(list.agencyOf(code(caller)));
    List<Watcher> by =
        one.by().stream()
            .map(watch ->
                new Watcher(
                    name(list, watch, one), watch.minutes(), watch.entry(), watch.equals(own)))
            .toList();
    LastSign last =
        sign == null
            ? null
            : new LastSign(
                sign.kind(),
                sign.word(),
                sign.at(),
                Math.max(0, Duration.between(sign.at(), now).toSeconds()),
                sign.entry());
    GeoPoint at = regions.roster().point(Long.parseLong(one.tps()));
    return new Row(
        one.tps(),
        naming.territory(one.tps()),
        at == null ? null : at.latE7() / E7,
        at == null ? null : at.lonE7() / E7,
        by,
        standing.minutes(),
        last,
        standing.due(),
        standing.state(),
        mayWatch,
        mayWatch && own != null,
        maySee);
  }

  private String name(WatchList list, Watched.Watch watch, Watched one) {
    if (watch.agency().equals(Watched.COMMISSION)) {
      return "KPU " + naming.region(one.tps().substring(0, 2));
    }
    String name = list.name(watch.agency());
    return name == null ? watch.agency() : name;
  }
}
