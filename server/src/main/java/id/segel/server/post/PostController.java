package id.segel.server.post;

import static id.segel.server.http.Allow.Who.POLICE;
import static id.segel.server.http.Allow.Who.USER;
import static id.segel.server.http.Allow.Who.WATCHER;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.Role;
import id.segel.core.post.Post;
import id.segel.core.post.PostCheckedIn;
import id.segel.core.post.PostClosed;
import id.segel.core.post.PostMoved;
import id.segel.core.post.PostOpened;
import id.segel.core.post.PostShiftSet;
import id.segel.core.region.AreaDrawn;
import id.segel.core.region.GeoPoint;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionName;
import id.segel.core.region.Roster;
import id.segel.server.clock.ElectionClock;
import id.segel.server.custody.Naming;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Moments;
import id.segel.server.http.Problem;
import id.segel.server.log.FactLog;
import id.segel.server.region.Areas;
import id.segel.server.region.Distance;
import id.segel.server.region.Regions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The posts. Everybody who logs in sees them; the police open, move and close those of their own
 * area and say who is due, whoever mans one checks in.
 */
@RestController
@RequestMapping("/api/posts")
class PostController {

  private static final double E7 = 1e7;

  /** More posts than TPS that need one. */
  private static final int POSTS_MAX = 2_000;

  private static final int SHIFTS_SHOWN = 60;
  private static final int CHECK_INS_SHOWN = 200;

  /** From its kelurahan's point: farther away the one or the other is wrong. */
  private static final long FAR_METRES = 40_000;

  /** From when on a check-in is marked as told later. */
  private static final Duration LATE = Duration.ofMinutes(15);

  /** How a post is. */
  enum State {
    CLOSED,
    /** A check-in is missed. */
    SILENT,
    /** Somebody was heard in this shift. */
    MANNED,
    /** A shift has begun, and its first check-in is not missed yet. */
    EXPECTED,
    /** Nobody is due now. */
    UNMANNED
  }

  /**
   * One post.
   *
   * @param place the kelurahan it stands in, by name
   * @param man name of the territory of the agency that mans it
   * @param begin of the shift that is on, like end, due and every
   * @param people how many were there at the newest check-in of any shift
   * @param heard when that was
   * @param mayRun whether the caller may move and close it, and set its shifts
   * @param mayCheckIn whether the caller mans it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Row(
      int number,
      Post.Kind kind,
      String name,
      double lat,
      double lon,
      String kelurahan,
      String place,
      Role role,
      String territory,
      String man,
      int reachMetres,
      boolean synthetic,
      State state,
      @Nullable Instant begin,
      @Nullable Instant end,
      @Nullable Integer due,
      @Nullable Integer every,
      @Nullable Integer people,
      @Nullable Instant heard,
      @Nullable Instant silentSince,
      long entry,
      long changed,
      boolean mayRun,
      boolean mayCheckIn) {}

  record Shift(Instant begin, Instant end, int due, int every, boolean mayChange) {}

  /**
   * One check-in.
   *
   * @param isLate whether it was told later than it happened
   */
  record CheckIn(Instant at, int people, long entry, Instant recorded, boolean isLate) {}

  record Detail(
      Row row, List<Shift> shifts, List<CheckIn> checkIns, int checkInsInAll, Reach.Around reach) {}

  record Opening(
      Post.Kind kind,
      String name,
      double lat,
      double lon,
      String kelurahan,
      Role role,
      String territory,
      int reachMetres,
      boolean synthetic) {}

  record Moving(double lat, double lon, String kelurahan, int reachMetres) {}

  record ShiftSetting(String begin, String end, int due, int every) {}

  /**
   * Somebody checks in.
   *
   * @param at the moment; empty is now
   */
  record CheckingIn(String at, int people) {}

  private final PostRegister posts;
  private final Reach reach;
  private final Regions regions;
  private final Areas areas;
  private final Naming naming;
  private final ElectionClock clock;
  private final FactLog log;

  PostController(
      PostRegister posts,
      Reach reach,
      Regions regions,
      Areas areas,
      Naming naming,
      ElectionClock clock,
      FactLog log) {
    this.posts = posts;
    this.reach = reach;
    this.regions = regions;
    this.areas = areas;
    this.naming = naming;
    this.clock = clock;
    this.log = log;
  }

  /** Posts that are open, or all of them. */
  @Allow(USER)
  @GetMapping
  List<Row> posts(@RequestParam(defaultValue = "false") boolean closed, Caller caller) {
    Instant now = clock.instant();
    return posts.all().stream()
        .filter(post -> closed || post.isOpen())
        .map(post -> row(post, now, caller))
        .toList();
  }

  @Allow(USER)
  @GetMapping("/{number}")
  Detail post(@PathVariable int number, Caller caller) {
    return detail(posts.of(number), caller);
  }

  @Allow(POLICE)
  @PostMapping
  Detail open(@RequestBody Opening asked, Caller caller) {
    if (asked.kind() == Post.Kind.MAIN && caller.role() != Role.POLDA) {
      throw Problem.notAllowed("The main post is Polda's to open.");
    }
    GeoPoint at = point(asked.lat(), asked.lon());
    RegionCode kelurahan = kelurahan(asked.kelurahan(), at, caller);
    checkTerritory(asked.role(), asked.territory());
    if (posts.all().size() >= POSTS_MAX) {
      throw new Problem(409, "TOO_MANY_POSTS", "There are " + POSTS_MAX + " posts already.");
    }
    int[] number = new int[1];
    Supplier<PostOpened> opened =
        () ->
            parsed(() ->
                new PostOpened(
                    number[0],
                    asked.kind(),
                    new RegionName(asked.name()),
                    at,
                    kelurahan,
                    asked.role(),
                    asked.territory(),
                    asked.reachMetres(),
                    asked.synthetic(),
                    code(caller)));
    posts.say(
        log,
        all -> opened.get(),
        all -> {
          number[0] = all.next();
          return all.refusal(opened.get());
        });
    return detail(posts.of(number[0]), caller);
  }

  @Allow(POLICE)
  @PostMapping("/{number}/move")
  Detail move(@PathVariable int number, @RequestBody Moving asked, Caller caller) {
    ofCaller(number, caller);
    GeoPoint at = point(asked.lat(), asked.lon());
    RegionCode kelurahan = kelurahan(asked.kelurahan(), at, caller);
    PostMoved moved =
        parsed(() -> new PostMoved(number, at, kelurahan, asked.reachMetres(), code(caller)));
    posts.say(log, all -> moved, all -> all.refusal(number));
    return detail(posts.of(number), caller);
  }

  @Allow(POLICE)
  @PostMapping("/{number}/close")
  Detail close(@PathVariable int number, Caller caller) {
    ofCaller(number, caller);
    var closed = new PostClosed(number, code(caller));
    posts.say(log, all -> closed, all -> all.refusal(number));
    return detail(posts.of(number), caller);
  }

  @Allow(POLICE)
  @PostMapping("/{number}/shifts")
  Detail shift(@PathVariable int number, @RequestBody ShiftSetting asked, Caller caller) {
    ofCaller(number, caller);
    PostShiftSet set =
        parsed(() ->
            new PostShiftSet(
                number,
                moment(asked.begin()),
                moment(asked.end()),
                asked.due(),
                asked.every(),
                code(caller)));
    posts.say(log, all -> set, all -> all.refusal(set, clock.instant()));
    return detail(posts.of(number), caller);
  }

  @Allow(WATCHER)
  @PostMapping("/{number}/check-ins")
  Detail checkIn(@PathVariable int number, @RequestBody CheckingIn asked, Caller caller) {
    if (!mayCheckIn(posts.of(number), caller)) {
      throw Problem.notAllowed("Whoever mans a post checks in at it.");
    }
    PostCheckedIn checked =
        parsed(() -> new PostCheckedIn(number, moment(asked.at()), asked.people(), code(caller)));
    posts.say(
        log,
        all -> all.isKnown(checked) ? null : checked,
        all -> all.refusal(checked, clock.instant()));
    return detail(posts.of(number), caller);
  }

  // ---- who may, and what is meant

  private static boolean isPolice(Caller caller) {
    return caller.role() == Role.POLDA || caller.role() == Role.POLRES;
  }

  private static boolean mayRun(Post post, Caller caller) {
    boolean isOfRole =
        post.kind() == Post.Kind.MAIN ? caller.role() == Role.POLDA : isPolice(caller);
    return isOfRole && caller.covers(post.kelurahan().digits());
  }

  private static boolean mayCheckIn(Post post, Caller caller) {
    return caller.role() == post.role()
        && (post.territory().equals(caller.territory())
            || caller.covers(post.kelurahan().digits()));
  }

  private void ofCaller(int number, Caller caller) {
    if (!mayRun(posts.of(number), caller)) {
      throw Problem.notAllowed("This post is not of your territory.");
    }
  }

  private static GeoPoint point(double lat, double lon) {
    return parsed(() ->
        new GeoPoint(Math.toIntExact(Math.round(lat * E7)), Math.toIntExact(Math.round(lon * E7))));
  }

  private RegionCode kelurahan(String digits, GeoPoint at, Caller caller) {
    RegionCode code = parsed(() -> RegionCode.of(digits, RegionCode.Level.KELURAHAN));
    Roster.Kelurahan known = regions.roster().kelurahan(Long.parseLong(digits));
    if (known == null) {
      throw Problem.notFound("The roster has no kelurahan " + digits + ": look it up.");
    }
    if (!caller.covers(digits)) {
      throw Problem.notAllowed("Kelurahan " + known.name() + " is not of your territory.");
    }
    if (Distance.metres(at, known.at()) > FAR_METRES) {
      throw new Problem(
          409, "POINT_FAR", "This point is far from " + known.name() + ": correct one of them.");
    }
    return code;
  }

  private void checkTerritory(Role role, String territory) {
    boolean isArea = role == Role.POLRES && AreaDrawn.isCode(territory);
    boolean isKnown =
        isArea
            ? areas.has(territory)
            : regions.roster().name(parsed(() -> new RegionCode(territory))) != null;
    if (!isKnown) {
      throw new Problem(
          409, "TERRITORY_UNKNOWN", "The roster does not have " + territory + ": look it up.");
    }
  }

  private Instant moment(String text) {
    if (text.isEmpty()) {
      return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
    return Moments.parse(text).truncatedTo(ChronoUnit.SECONDS);
  }

  private static String code(Caller caller) {
    return Objects.requireNonNull(caller.code(), "a user has a code");
  }

  private static <T> T parsed(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (MalformedException e) {
      throw Problem.malformed(e.reason());
    } catch (ArithmeticException e) {
      throw Problem.malformed("A point is a latitude and a longitude in degrees.");
    }
  }

  // ---- how it is shown

  private static State state(Post post, Instant now) {
    PostShiftSet shift = post.shift(now);
    if (!post.isOpen()) {
      return State.CLOSED;
    }
    if (shift == null) {
      return State.UNMANNED;
    }
    if (post.silentSince(now) != null) {
      return State.SILENT;
    }
    var heard = post.heard(now);
    return heard != null && !heard.getKey().isBefore(shift.begin()) ? State.MANNED : State.EXPECTED;
  }

  private Row row(Post post, Instant now, Caller caller) {
    PostShiftSet shift = post.isOpen() ? post.shift(now) : null;
    Map.Entry<Instant, Post.CheckIn> heard = post.checkIns().lastEntry();
    String territory = post.territory();
    return new Row(
        post.number(),
        post.kind(),
        post.name().text(),
        post.at().latE7() / E7,
        post.at().lonE7() / E7,
        post.kelurahan().digits(),
        naming.region(post.kelurahan().digits()),
        post.role(),
        territory,
        AreaDrawn.isCode(territory) ? territory : naming.territory(territory),
        post.reachMetres(),
        post.synthetic(),
        state(post, now),
        shift == null ? null : shift.begin(),
        shift == null ? null : shift.end(),
        shift == null ? null : shift.due(),
        shift == null ? null : shift.everyMinutes(),
        heard == null ? null : heard.getValue().people(),
        heard == null ? null : heard.getKey(),
        post.silentSince(now),
        post.entry(),
        post.changed(),
        post.isOpen() && mayRun(post, caller),
        post.isOpen() && mayCheckIn(post, caller));
  }

  private Detail detail(Post post, Caller caller) {
    Instant now = clock.instant();
    return new Detail(
        row(post, now, caller),
        post.shifts().descendingMap().values().stream()
            .limit(SHIFTS_SHOWN)
            .map(one ->
                new Shift(
                    one.begin(),
                    one.end(),
                    one.due(),
                    one.everyMinutes(),
                    now.isBefore(one.begin())))
            .toList(),
        post.checkIns().descendingMap().entrySet().stream()
            .limit(CHECK_INS_SHOWN)
            .map(one -> checkIn(one.getKey(), one.getValue()))
            .toList(),
        post.checkIns().size(),
        reach.around(post));
  }

  private static CheckIn checkIn(Instant at, Post.CheckIn said) {
    boolean isLate = at.plus(LATE).isBefore(said.recorded());
    return new CheckIn(at, said.people(), said.entry(), said.recorded(), isLate);
  }
}
