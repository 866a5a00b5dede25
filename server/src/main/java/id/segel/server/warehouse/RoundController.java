package id.segel.server.warehouse;

import static id.segel.server.http.Allow.Who.DEVICE;
import static id.segel.server.http.Allow.Who.HOLDER;
import static id.segel.server.http.Allow.Who.POLICE;
import static id.segel.server.http.Allow.Who.USER;

import id.segel.core.fact.Id;
import id.segel.core.region.PlaceCode;
import id.segel.core.warehouse.PointMarked;
import id.segel.core.warehouse.PointsIssued;
import id.segel.core.warehouse.Rounds;
import id.segel.core.warehouse.RoundsEnded;
import id.segel.core.warehouse.RoundsPlanned;
import id.segel.server.clock.ElectionClock;
import id.segel.server.custody.Naming;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Moments;
import id.segel.server.http.Problem;
import id.segel.server.log.FactLog;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Rounds of guards where no camera looks: codes at points, plans whose minutes only a seed knows,
 * and who was where. The police and those who hold boxes plan them in their territory.
 */
@RestController
class RoundController {

  private static final int CODE_BYTES = 12;
  private static final int SEED_BYTES = 32;
  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

  record Issuing(int points) {}

  /**
   * What is printed.
   *
   * @param lost points whose codes are lost: issue all anew
   */
  record Points(String place, String name, List<Point> points, int lost) {}

  record Point(int point, String code) {}

  record Planning(String begin, String end, int windowMinutes, int walkMinutes) {}

  record Marking(String code) {}

  /**
   * A point that was marked.
   *
   * @param isDue whether a round is due there now
   * @param marked points of that round that are marked by now
   */
  record Marked(String place, String name, int point, boolean isDue, int marked, int points) {}

  private final SiteRegister register;
  private final SiteViews views;
  private final SiteImport places;
  private final Naming naming;
  private final ElectionClock clock;
  private final JdbcClient sql;
  private final FactLog log;
  private final SecureRandom random = new SecureRandom();

  RoundController(
      SiteRegister register,
      SiteViews views,
      SiteImport places,
      Naming naming,
      ElectionClock clock,
      JdbcClient sql,
      FactLog log) {
    this.register = register;
    this.views = views;
    this.places = places;
    this.naming = naming;
    this.clock = clock;
    this.sql = sql;
    this.log = log;
  }

  /** Gives the points of a site codes, and those before are good no longer. */
  @Allow({POLICE, HOLDER})
  @PostMapping("/api/sites/{place}/points")
  SiteViews.Detail issue(@PathVariable String place, @RequestBody Issuing asked, Caller caller) {
    PlaceCode code = ofCaller(place, caller);
    if (asked.points() < 1 || asked.points() > PointsIssued.POINTS_MAX) {
      throw Problem.malformed("A site has 1 to " + PointsIssued.POINTS_MAX + " points.");
    }
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < asked.points(); i++) {
      codes.add(code());
    }
    var issued =
        new PointsIssued(
            code, codes.stream().map(RoundController::hash).toList(), SiteController.user(caller));
    register.say(
        log,
        all ->
            new SiteRegister.Saying(
                List.of(issued),
                (transaction, first) -> write(code, codes, transaction),
                all.refusal(issued)));
    return views.detail(code, caller);
  }

  private static void write(PlaceCode place, List<String> codes, Connection sql)
      throws SQLException {
    try (PreparedStatement delete =
            sql.prepareStatement("delete from warehouse.points where place = ?");
        PreparedStatement insert =
            sql.prepareStatement(
                "insert into warehouse.points (place, point, code) values (?, ?, ?)")) {
      delete.setString(1, place.text());
      delete.executeUpdate();
      for (int i = 0; i < codes.size(); i++) {
        insert.setString(1, place.text());
        insert.setInt(2, i + 1);
        insert.setString(3, codes.get(i));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private String code() {
    var code = new StringBuilder();
    for (int i = 0; i < CODE_BYTES * 2; i++) {
      code.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return code.toString();
  }

  private static Id hash(String code) {
    return Id.ofText(code.getBytes(StandardCharsets.UTF_8));
  }

  /** The codes, to be printed as often as it takes. */
  @Allow({POLICE, HOLDER})
  @GetMapping("/api/sites/{place}/points")
  Points points(@PathVariable String place, Caller caller) {
    PlaceCode code = ofCaller(place, caller);
    List<Id> issued =
        register.read(
            all -> Optional.ofNullable(all.of(code)).map(site -> site.points()).orElse(List.of()));
    List<Point> points =
        sql
            .sql("select point, code from warehouse.points where place = :place order by point")
            .param("place", code.text())
            .query((row, n) -> new Point(row.getInt(1), row.getString(2)))
            .list()
            .stream()
            .filter(point -> issued.contains(hash(point.code())))
            .toList();
    return new Points(
        code.text(), naming.place(code).name(), points, issued.size() - points.size());
  }

  /** Plans rounds, and commits to when each is due. */
  @Allow({POLICE, HOLDER})
  @PostMapping("/api/sites/{place}/rounds")
  SiteViews.Detail plan(@PathVariable String place, @RequestBody Planning asked, Caller caller) {
    PlaceCode code = ofCaller(place, caller);
    byte[] bytes = new byte[SEED_BYTES];
    random.nextBytes(bytes);
    Id seed = Id.of(bytes);
    Instant begin = moment(asked.begin());
    Instant end = moment(asked.end());
    int[] number = new int[1];
    SiteController.parsed(() -> {
      register.say(
          log,
          all -> {
            number[0] = all.nextPlan();
            var planned =
                new RoundsPlanned(
                    number[0],
                    code,
                    begin,
                    end,
                    asked.windowMinutes(),
                    asked.walkMinutes(),
                    Id.ofText(bytes),
                    SiteController.user(caller));
            return new SiteRegister.Saying(
                List.of(planned),
                (transaction, first) -> SiteRegister.writeSeed(planned, seed, transaction),
                all.refusal(planned, clock.instant()));
          });
      return code;
    });
    register.seed(number[0], seed);
    return views.detail(code, caller);
  }

  @Allow({POLICE, HOLDER})
  @PostMapping("/api/sites/rounds/{plan}/end")
  SiteViews.Detail end(@PathVariable int plan, Caller caller) {
    PlaceCode place =
        register
            .read(all -> Optional.ofNullable(all.rounds(plan)).map(Rounds::place))
            .orElseThrow(() -> Problem.notFound("There are no such rounds."));
    SiteController.ofCaller(place, caller);
    var ended = new RoundsEnded(plan, RoundsEnded.Why.WITHDRAWN, SiteController.user(caller));
    register.say(log, all -> SiteRegister.Saying.of(ended, all.refusal(ended)));
    return views.detail(place, caller);
  }

  /** Whoever stands at a point says so by its code. */
  @Allow({USER, DEVICE})
  @PostMapping("/api/sites/marks")
  Marked mark(@RequestBody Marking asked, Caller caller) {
    String by =
        caller.code() != null
            ? caller.code()
            : Objects.requireNonNull(caller.device(), "a phone has a key").toString();
    PointMarked marked =
        register
            .read(all -> Optional.ofNullable(all.marking(hash(asked.code().strip()), by)))
            .orElseThrow(() ->
                new Problem(
                    409,
                    "POINT_UNKNOWN",
                    "This code is of no point, or another has taken its place."));
    PlaceCode place = SiteController.ofCaller(marked.place(), caller);
    register.say(log, all -> SiteRegister.Saying.of(marked, all.refusal(marked)));
    SiteViews.RoundRow due = views.dueAt(place);
    return new Marked(
        place.text(),
        naming.place(place).name(),
        marked.point(),
        due != null,
        due == null ? 0 : due.marked(),
        due == null ? 0 : due.points());
  }

  private PlaceCode ofCaller(String place, Caller caller) {
    return SiteController.ofCaller(SiteController.code(place, places), caller);
  }

  private static Instant moment(String text) {
    return Moments.parse(text).truncatedTo(ChronoUnit.SECONDS);
  }
}
