package id.segel.server.situation;

import static id.segel.server.http.Allow.Who.USER;

import com.fasterxml.jackson.annotation.JsonInclude;
import de.siegmar.fastcsv.writer.CsvWriter;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.Leg;
import id.segel.core.region.LegWindowSet;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.RegionCode;
import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Allow;
import id.segel.server.http.Paging;
import id.segel.server.http.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The way back after the vote: what has not come back yet, and what comes to a store. */
@RestController
@RequestMapping("/api/returning")
class ReturningController {

  /** A box at this stage has left the store of its kecamatan. */
  private static final int AT_KELURAHAN = 4;

  private static final int AT_TPS = 5;
  private static final int RESEALED = 7;
  private static final int BACK_AT_KELURAHAN = 8;
  private static final int BACK_AT_KECAMATAN = 9;
  private static final int BACK_IN_CITY = 10;

  private static final int WRITTEN_AT_ONCE = 5_000;

  /**
   * Boxes of one region.
   *
   * @param out left the kecamatan and have not come back; the next three add up to it
   * @param late of these, past the latest moment of the leg they are due on
   * @param inTransit offered to somebody who has not answered
   */
  record Count(
      String code,
      int out,
      int atTps,
      int atKelurahan,
      int atKecamatan,
      int back,
      int late,
      int inTransit) {}

  /** One box that is out, and when the leg that it is due on must be over. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Row(SituationViews.Box box, @Nullable Instant due, boolean late) {}

  /**
   * What has not come back.
   *
   * @param begins when the first box may start back; before that nothing is listed
   * @param deadline when all must be back
   * @param parts the regions below, most boxes out first
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Returning(
      String to,
      String region,
      Instant now,
      @Nullable Instant begins,
      @Nullable Instant deadline,
      Count all,
      List<Count> parts,
      SituationViews.Page<Row> rows) {}

  /**
   * What comes to a store.
   *
   * @param out boxes that are still to come, offered ones too
   * @param came boxes that have come, those that went on too
   * @param offered boxes that somebody has handed over and that wait to be taken
   * @param perHour as in the last two hours
   * @param done when all will have come at this rate; null while none comes
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Queue(
      String place,
      Instant now,
      @Nullable Instant begins,
      @Nullable Instant deadline,
      int out,
      int came,
      long offered,
      int perHour,
      @Nullable Instant done,
      List<ReturningViews.Hour> hours,
      SituationViews.Page<ReturningViews.Coming> coming) {}

  private final SituationProjector projector;
  private final ReturningViews views;
  private final Known known;
  private final ElectionClock election;

  ReturningController(
      SituationProjector projector, ReturningViews views, Known known, ElectionClock election) {
    this.projector = projector;
    this.views = views;
    this.known = known;
    this.election = election;
  }

  @GetMapping
  @Allow(USER)
  Returning returning(
      @RequestParam(defaultValue = "kecamatan") String to,
      @RequestParam(defaultValue = "") String region,
      @RequestParam(defaultValue = "false") boolean late,
      @RequestParam(required = false) @Nullable Integer page,
      @RequestParam(required = false) @Nullable Integer size) {
    int back = back(to);
    String within = region(region);
    Paging paging = Paging.of(page, size);
    Instant now = election.instant();
    boolean hasBegun = hasBegun(now);
    var parts = new TreeMap<String, Count>();
    var all = new Count(within, 0, 0, 0, 0, 0, 0, 0);
    if (hasBegun) {
      int digits = within.length() <= 2 ? 4 : within.length() == 4 ? 6 : 10;
      for (Picture.Area area : projector.picture().within(within).values()) {
        String code = Long.toString(area.code()).substring(0, digits);
        Count own = count(code, area, back, now);
        all = sum(all, own);
        parts.merge(code, own, ReturningController::sum);
      }
    }
    List<Integer> stages = hasBegun ? stages(back, late, now) : List.of();
    List<Row> rows =
        stages.isEmpty()
            ? List.of()
            : views.out(stages, within, paging).stream().map(box -> row(box, now)).toList();
    return new Returning(
        to,
        within,
        now,
        earliest(),
        latest(back == BACK_IN_CITY ? Leg.KECAMATAN_CITY : Leg.KELURAHAN_KECAMATAN),
        all,
        within.length() == 10
            ? List.of()
            : parts.values().stream()
                .sorted((a, b) -> a.out == b.out ? a.code.compareTo(b.code) : b.out - a.out)
                .toList(),
        new SituationViews.Page<>(late ? all.late : all.out, rows));
  }

  @GetMapping("/queue")
  @Allow(USER)
  Queue queue(
      @RequestParam String place,
      @RequestParam(required = false) @Nullable Integer page,
      @RequestParam(required = false) @Nullable Integer size) {
    PlaceCode store;
    try {
      store = new PlaceCode(place);
    } catch (MalformedException e) {
      throw Problem.malformed(e.reason());
    }
    Leg leg =
        Stream.of(Leg.TPS_KELURAHAN, Leg.KELURAHAN_KECAMATAN, Leg.KECAMATAN_CITY)
            .filter(one -> one.to() == store.kind())
            .findFirst()
            .orElseThrow(() -> Problem.malformed("no box comes back to " + place));
    Paging paging = Paging.of(page, size);
    Instant now = election.instant();
    int stage = AT_KELURAHAN + leg.number();
    int out = 0;
    int came = 0;
    if (hasBegun(now)) {
      for (Picture.Area area : projector.picture().within(store.region()).values()) {
        out += sum(area, AT_KELURAHAN, stage - 1);
        came += sum(area, stage, BACK_IN_CITY);
      }
    }
    ReturningViews.Arrivals arrivals = views.arrivals(store, stage, now);
    SituationViews.Page<ReturningViews.Coming> coming = views.coming(store, leg, paging);
    int perHour = Math.toIntExact(arrivals.lately() / ReturningViews.MEASURED.toHours());
    return new Queue(
        store.text(),
        now,
        earliest(),
        latest(leg),
        out,
        came,
        coming.total(),
        perHour,
        done(now, out, arrivals.lately()),
        arrivals.hours(),
        coming);
  }

  /** All that is out as CSV, written row by row in order of number. */
  @GetMapping("/export")
  @Allow(USER)
  void export(
      @RequestParam(defaultValue = "kecamatan") String to,
      @RequestParam(defaultValue = "") String region,
      @RequestParam(defaultValue = "false") boolean late,
      HttpServletResponse response)
      throws IOException {
    int back = back(to);
    String within = region(region);
    Instant now = election.instant();
    List<Integer> stages = hasBegun(now) ? stages(back, late, now) : List.of();
    String about = within.isEmpty() ? "" : "-" + within;
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader(
        "Content-Disposition", "attachment; filename=\"segel-returning-" + to + about + ".csv\"");
    try (CsvWriter table =
        CsvWriter.builder()
            .build(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8))) {
      table.writeRecord(
          "box",
          "label",
          "tps",
          "stage",
          "inTransit",
          "place",
          "holder",
          "since",
          "due",
          "late",
          "replacedBy");
      long last = 0;
      List<SituationViews.Box> boxes;
      do {
        boxes =
            stages.isEmpty() ? List.of() : views.outAfter(last, stages, within, WRITTEN_AT_ONCE);
        for (SituationViews.Box box : boxes) {
          last = Long.parseLong(box.id());
          write(table, row(box, now));
        }
      } while (boxes.size() == WRITTEN_AT_ONCE);
    }
  }

  private static void write(CsvWriter table, Row row) {
    SituationViews.Box box = row.box;
    SituationViews.Holder holder = box.holder();
    table.writeRecord(
        box.id(),
        plain(box.label()),
        box.tps(),
        Integer.toString(box.stage()),
        Boolean.toString(box.inTransit()),
        text(box.place()),
        holder == null ? "" : plain(holder.label()),
        text(box.since()),
        text(row.due),
        Boolean.toString(row.late),
        text(box.replacedBy()));
  }

  private static String text(@Nullable Object cell) {
    return cell == null ? "" : cell.toString();
  }

  /** A spreadsheet would run what begins as a formula does. */
  private static String plain(String text) {
    return !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  private Count count(String code, Picture.Area area, int back, Instant now) {
    int late = 0;
    for (int stage : stages(back, true, now)) {
      late += area.counts()[stage];
    }
    return new Count(
        code,
        sum(area, AT_KELURAHAN, back - 1),
        sum(area, AT_TPS, RESEALED),
        area.counts()[AT_KELURAHAN] + area.counts()[BACK_AT_KELURAHAN],
        back == BACK_IN_CITY ? area.counts()[BACK_AT_KECAMATAN] : 0,
        sum(area, back, BACK_IN_CITY),
        late,
        area.inTransit());
  }

  private static int sum(Picture.Area area, int from, int to) {
    return IntStream.rangeClosed(from, to).map(stage -> area.counts()[stage]).sum();
  }

  private static Count sum(Count a, Count b) {
    return new Count(
        a.code,
        a.out + b.out,
        a.atTps + b.atTps,
        a.atKelurahan + b.atKelurahan,
        a.atKecamatan + b.atKecamatan,
        a.back + b.back,
        a.late + b.late,
        a.inTransit + b.inTransit);
  }

  /** The stages of boxes that are out, or of those that should be further by now. */
  private List<Integer> stages(int back, boolean late, Instant now) {
    var stages = new ArrayList<Integer>();
    for (int stage = AT_KELURAHAN; stage < back; stage++) {
      if (!late || isLate(stage, now)) {
        stages.add(stage);
      }
    }
    return stages;
  }

  private Row row(SituationViews.Box box, Instant now) {
    return new Row(box, latest(legOf(box.stage())), isLate(box.stage(), now));
  }

  private boolean isLate(int stage, Instant now) {
    Instant due = latest(legOf(stage));
    return due != null && !now.isBefore(due);
  }

  /** The leg that a box at this stage is due on. */
  private static Leg legOf(int stage) {
    return switch (stage) {
      case BACK_AT_KELURAHAN -> Leg.KELURAHAN_KECAMATAN;
      case BACK_AT_KECAMATAN -> Leg.KECAMATAN_CITY;
      default -> Leg.TPS_KELURAHAN;
    };
  }

  private @Nullable Instant latest(Leg leg) {
    LegWindowSet window = known.legWindow(leg);
    return window == null ? null : window.latest();
  }

  private @Nullable Instant earliest() {
    LegWindowSet window = known.legWindow(Leg.TPS_KELURAHAN);
    return window == null ? null : window.earliest();
  }

  private boolean hasBegun(Instant now) {
    Instant begins = earliest();
    return begins != null && !now.isBefore(begins);
  }

  private static @Nullable Instant done(Instant now, int out, int lately) {
    if (out == 0 || lately == 0) {
      return null;
    }
    Duration each = ReturningViews.MEASURED.dividedBy(lately);
    return now.plus(each.multipliedBy(out));
  }

  private static int back(String to) {
    return switch (to) {
      case "kecamatan" -> BACK_AT_KECAMATAN;
      case "city" -> BACK_IN_CITY;
      default -> throw Problem.malformed("to is kecamatan or city");
    };
  }

  private static String region(String digits) {
    try {
      return digits.isEmpty() ? "" : new RegionCode(digits).digits();
    } catch (MalformedException e) {
      throw Problem.malformed(e.reason());
    }
  }
}
