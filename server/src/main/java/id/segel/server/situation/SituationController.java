package id.segel.server.situation;

import id.segel.core.custody.Discrepancy;
import id.segel.core.region.BallotNeed;
import id.segel.core.region.RegionCode;
import id.segel.core.region.Roster;
import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Allow;
import id.segel.server.http.Allow.Who;
import id.segel.server.http.Caller;
import id.segel.server.http.Paging;
import id.segel.server.http.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The live picture over HTTP. Readers without a role see status; who holds what waits for the
 * embargo.
 */
@RestController
@RequestMapping("/api")
class SituationController {

  private static final double E7 = 1e7;

  /** One TPS on the map. */
  record TpsPoint(
      String code,
      int number,
      int dpt,
      double lat,
      double lon,
      List<Integer> stages,
      TpsStatus status,
      int discrepancies) {}

  /** One TPS of a list. */
  record TpsRow(
      String code,
      int number,
      String kelurahan,
      String kelurahanName,
      TpsStatus status,
      List<Integer> stages,
      int discrepancies) {}

  record Named(String code, String name) {}

  /** One TPS and its boxes. */
  record Tps(
      String code,
      int number,
      Named kelurahan,
      Named kecamatan,
      Named kota,
      int dpt,
      int need,
      double lat,
      double lon,
      TpsStatus status,
      List<SituationViews.Box> boxes) {}

  private final SituationProjector projector;
  private final SituationAnswer situation;
  private final SituationViews views;
  private final Discrepancies discrepancies;
  private final Search search;
  private final Known known;
  private final ElectionClock election;
  private final Events events;
  private final boolean isOpen;

  SituationController(
      SituationProjector projector,
      SituationAnswer situation,
      SituationViews views,
      Discrepancies discrepancies,
      Search search,
      Known known,
      ElectionClock election,
      Events events,
      @Value("${segel.embargo}") Duration embargo,
      @Value("${segel.demo}") boolean isDemo) {
    this.projector = projector;
    this.situation = situation;
    this.views = views;
    this.discrepancies = discrepancies;
    this.search = search;
    this.known = known;
    this.election = election;
    this.events = events;
    this.isOpen = isDemo || embargo.isZero();
  }

  @GetMapping("/situation")
  @Allow(Who.ANYONE)
  ResponseEntity<byte[]> situation(
      @RequestHeader(name = "Accept-Encoding", defaultValue = "") String encodings) {
    return situation.answer(encodings.contains("gzip"));
  }

  @GetMapping("/situation/tps")
  @Allow(Who.ANYONE)
  List<TpsPoint> tpsOf(@RequestParam String kelurahan) {
    Picture.Area area = projector.picture().area(code(kelurahan, 10));
    Roster.Kelurahan listed = known.roster().kelurahan(code(kelurahan, 10));
    if (area == null || listed == null) {
      throw Problem.notFound("no kelurahan has the code " + kelurahan);
    }
    return points(area, listed, TpsStatus.required(known, election.instant()));
  }

  /** The TPS of a kelurahan that are listed, as they stand in this picture of it. */
  static List<TpsPoint> points(Picture.Area area, Roster.Kelurahan listed, int required) {
    var points = new ArrayList<TpsPoint>(area.tps());
    for (int i = 0; i < area.tps(); i++) {
      int at = listed.indexOf(area.numbers()[i]);
      if (at >= 0) {
        points.add(
            new TpsPoint(
                Long.toString(area.tpsCode(i)),
                area.numbers()[i],
                listed.dpt(at),
                listed.at(at).latE7() / E7,
                listed.at(at).lonE7() / E7,
                area.stagesOf(i),
                area.status(i, required),
                area.open()[i]));
      }
    }
    return points;
  }

  @GetMapping("/tps")
  @Allow(Who.ANYONE)
  SituationViews.Page<TpsRow> tps(
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable Integer stage,
      @RequestParam(defaultValue = "") String region,
      @RequestParam(required = false) @Nullable Integer page,
      @RequestParam(required = false) @Nullable Integer size) {
    Paging paging = Paging.of(page, size);
    TpsStatus wanted = status == null ? null : TpsStatus.parse(status);
    checkStage(stage);
    int required = TpsStatus.required(known, election.instant());
    var rows = new ArrayList<TpsRow>();
    long total = 0;
    for (Picture.Area area : projector.picture().within(region(region)).values()) {
      for (int i = 0; i < area.tps(); i++) {
        TpsStatus is = area.status(i, required);
        if ((wanted != null && wanted != is) || (stage != null && !area.hasBoxAt(i, stage))) {
          continue;
        }
        if (total >= paging.offset() && rows.size() < paging.size()) {
          rows.add(row(area, i, is));
        }
        total++;
      }
    }
    return new SituationViews.Page<>(total, rows);
  }

  private TpsRow row(Picture.Area area, int i, TpsStatus status) {
    String kelurahan = Long.toString(area.code());
    return new TpsRow(
        Long.toString(area.tpsCode(i)),
        area.numbers()[i],
        kelurahan,
        known.region(kelurahan),
        status,
        area.stagesOf(i),
        area.open()[i]);
  }

  @GetMapping("/tps/{code}")
  @Allow(Who.ANYONE)
  Tps tps(@PathVariable String code, Caller caller) {
    long tps = code(code, 13);
    Picture.Area area = projector.picture().area(tps / 1000);
    Roster.Kelurahan listed = known.roster().kelurahan(tps / 1000);
    int i = area == null ? -1 : area.indexOf((int) (tps % 1000));
    int at = listed == null ? -1 : listed.indexOf((int) (tps % 1000));
    var election = known.roster().election();
    if (area == null || listed == null || election == null || i < 0 || at < 0) {
      throw Problem.notFound("no TPS has the code " + code);
    }
    return new Tps(
        code,
        (int) (tps % 1000),
        named(code.substring(0, 10)),
        named(code.substring(0, 6)),
        named(code.substring(0, 4)),
        listed.dpt(at),
        BallotNeed.of(listed.dpt(at), election.reservePerMille()),
        listed.at(at).latE7() / E7,
        listed.at(at).lonE7() / E7,
        area.status(i, TpsStatus.required(known, this.election.instant())),
        views.boxesOf(tps).stream().map(box -> shown(box, caller)).toList());
  }

  @GetMapping("/boxes")
  @Allow(Who.ANYONE)
  SituationViews.Page<SituationViews.Box> boxes(
      @RequestParam(required = false) @Nullable Integer stage,
      @RequestParam(required = false) @Nullable Boolean inTransit,
      @RequestParam(defaultValue = "") String region,
      @RequestParam(required = false) @Nullable Integer page,
      @RequestParam(required = false) @Nullable Integer size,
      Caller caller) {
    checkStage(stage);
    SituationViews.Page<SituationViews.Box> found =
        views.boxes(stage, inTransit, region(region), Paging.of(page, size));
    return new SituationViews.Page<>(
        found.total(), found.rows().stream().map(box -> shown(box, caller)).toList());
  }

  @GetMapping("/discrepancies")
  @Allow(Who.ANYONE)
  SituationViews.Page<SituationViews.Discrepancy> discrepancies(
      @RequestParam(required = false) @Nullable Boolean open,
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(defaultValue = "") String region,
      @RequestParam(required = false) @Nullable Integer page,
      @RequestParam(required = false) @Nullable Integer size,
      Caller caller) {
    if (kind != null
        && Arrays.stream(Discrepancy.values()).noneMatch(one -> one.name().equals(kind))) {
      throw Problem.malformed("no discrepancy is called " + kind);
    }
    SituationViews.Page<SituationViews.Discrepancy> found =
        discrepancies.find(open, kind, region(region), Paging.of(page, size));
    return new SituationViews.Page<>(
        found.total(),
        found.rows().stream().map(one -> isOpenTo(caller) ? one : one.statusOnly()).toList());
  }

  @GetMapping("/search")
  @Allow(Who.ANYONE)
  List<Search.Hit> search(@RequestParam(defaultValue = "") String q, Caller caller) {
    return search.find(q, isOpenTo(caller), caller.kind() == Caller.Kind.USER);
  }

  @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Allow(Who.ANYONE)
  SseEmitter events() {
    return events.listen();
  }

  private SituationViews.Box shown(SituationViews.Box box, Caller caller) {
    return isOpenTo(caller) ? box : box.statusOnly();
  }

  /** Whether the caller may see who holds what now, and not only when the embargo is over. */
  private boolean isOpenTo(Caller caller) {
    return isOpen || !caller.isAnonymous();
  }

  private Named named(String code) {
    return new Named(code, known.region(code));
  }

  private static void checkStage(@Nullable Integer stage) {
    if (stage != null && (stage < 0 || stage >= Picture.STAGES)) {
      throw Problem.malformed("stage is 0 to " + (Picture.STAGES - 1));
    }
  }

  private static String region(String digits) {
    boolean isRegion =
        digits.isEmpty()
            || (digits.matches("[1-9][0-9]+")
                && Arrays.stream(RegionCode.Level.values())
                    .anyMatch(level -> level.digits() == digits.length()));
    if (!isRegion) {
      throw Problem.malformed("region is a code of 2, 4, 6 or 10 digits");
    }
    return digits;
  }

  static long code(String digits, int length) {
    if (!digits.matches("[1-9][0-9]{" + (length - 1) + "}")) {
      throw Problem.malformed("a code of " + length + " digits was expected");
    }
    return Long.parseLong(digits);
  }
}
