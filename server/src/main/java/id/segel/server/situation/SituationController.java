package id.segel.server.situation;

import id.segel.core.custody.Discrepancy;
import id.segel.core.region.BallotNeed;
import id.segel.core.region.Leg;
import id.segel.core.region.LegWindowSet;
import id.segel.core.region.RegionCode;
import id.segel.core.region.Roster;
import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Allow;
import id.segel.server.http.Allow.Who;
import id.segel.server.http.Caller;
import id.segel.server.http.Paging;
import id.segel.server.http.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
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

  /** Everything that the wall counts. */
  record Situation(
      long index, Instant now, Totals totals, List<Area> kelurahan, @Nullable Instant deadline) {}

  /**
   * Sums over the province.
   *
   * @param boxes of TPS; the stages add up to them
   * @param seals boxes with seals on
   * @param handovers legs that boxes have completed, over all boxes
   */
  record Totals(
      int tps,
      int boxes,
      int spares,
      long dpt,
      int[] stages,
      int inTransit,
      Map<TpsStatus, Integer> status,
      OpenAndAll discrepancies,
      long seals,
      long handovers) {}

  record OpenAndAll(int open, int total) {}

  /** One kelurahan. */
  record Area(
      String code,
      int tps,
      int boxes,
      int[] stages,
      int inTransit,
      Map<TpsStatus, Integer> status,
      int discrepancies) {}

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

  /** Counters of the picture of one entry, while the same is late. */
  private record Counted(long index, int required, Totals totals, List<Area> areas) {}

  private final SituationProjector projector;
  private final SituationViews views;
  private final Search search;
  private final Known known;
  private final ElectionClock election;
  private final Events events;
  private final boolean isOpen;
  private volatile @Nullable Counted newest;

  SituationController(
      SituationProjector projector,
      SituationViews views,
      Search search,
      Known known,
      ElectionClock election,
      Events events,
      @Value("${segel.embargo}") Duration embargo,
      @Value("${segel.demo}") boolean isDemo) {
    this.projector = projector;
    this.views = views;
    this.search = search;
    this.known = known;
    this.election = election;
    this.events = events;
    this.isOpen = isDemo || embargo.isZero();
  }

  @GetMapping("/situation")
  @Allow(Who.ANYONE)
  Situation situation() {
    Picture picture = projector.picture();
    Instant now = election.instant();
    Counted counted = counted(picture, TpsStatus.required(known, now));
    LegWindowSet last = known.legWindow(Leg.KELURAHAN_TPS);
    return new Situation(
        picture.index(), now, counted.totals, counted.areas, last == null ? null : last.latest());
  }

  /** What was counted last, while the picture and what is late by now are the same. */
  private Counted counted(Picture picture, int required) {
    Counted before = newest;
    if (before == null || before.index != picture.index() || before.required != required) {
      before = count(picture, required);
      newest = before;
    }
    return before;
  }

  private Counted count(Picture picture, int required) {
    var areas = new ArrayList<Area>(picture.areas().size());
    int tps = 0;
    int boxes = 0;
    int inTransit = 0;
    int[] stages = new int[Picture.STAGES];
    int[] status = new int[TpsStatus.values().length];
    for (Picture.Area area : picture.areas().values()) {
      int[] own = area.statuses(required);
      for (int i = 0; i < own.length; i++) {
        status[i] += own[i];
      }
      tps += area.tps();
      boxes += area.boxes();
      inTransit += area.inTransit();
      for (int stage = 0; stage < Picture.STAGES; stage++) {
        stages[stage] += area.counts()[stage];
      }
      areas.add(
          new Area(
              Long.toString(area.code()),
              area.tps(),
              area.boxes(),
              area.counts(),
              area.inTransit(),
              byStatus(own),
              area.discrepancies()));
    }
    var totals =
        new Totals(
            tps,
            boxes,
            picture.spares(),
            known.roster().totals().dpt(),
            stages,
            inTransit,
            byStatus(status),
            new OpenAndAll(picture.openDiscrepancies(), picture.allDiscrepancies()),
            picture.sealed(),
            picture.handovers());
    return new Counted(picture.index(), required, totals, areas);
  }

  private static Map<TpsStatus, Integer> byStatus(int[] counts) {
    var named = new EnumMap<TpsStatus, Integer>(TpsStatus.class);
    int i = 0;
    for (TpsStatus status : TpsStatus.values()) {
      named.put(status, counts[i++]);
    }
    return named;
  }

  @GetMapping("/situation/tps")
  @Allow(Who.ANYONE)
  List<TpsPoint> tpsOf(@RequestParam String kelurahan) {
    Picture.Area area = projector.picture().area(code(kelurahan, 10));
    Roster.Kelurahan listed = known.roster().kelurahan(code(kelurahan, 10));
    if (area == null || listed == null) {
      throw Problem.notFound("no kelurahan has the code " + kelurahan);
    }
    int required = TpsStatus.required(known, election.instant());
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
        views.discrepancies(open, kind, region(region), Paging.of(page, size));
    return new SituationViews.Page<>(
        found.total(),
        found.rows().stream().map(one -> isOpenTo(caller) ? one : one.statusOnly()).toList());
  }

  @GetMapping("/search")
  @Allow(Who.ANYONE)
  List<Search.Hit> search(@RequestParam(defaultValue = "") String q) {
    return search.find(q);
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

  private static long code(String digits, int length) {
    if (!digits.matches("[1-9][0-9]{" + (length - 1) + "}")) {
      throw Problem.malformed("a code of " + length + " digits was expected");
    }
    return Long.parseLong(digits);
  }
}
