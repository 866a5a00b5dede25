package id.segel.server.situation;

import id.segel.core.region.Leg;
import id.segel.core.region.LegWindowSet;
import id.segel.core.situation.Forecast;
import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Allow;
import id.segel.server.http.Allow.Who;
import id.segel.server.http.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * How many TPS will be without their boxes at H-1 24.00 at the rate of late, by kecamatan: from the
 * picture now and the picture an hour ago.
 */
@RestController
class ForecastController {

  private static final Duration WINDOW = Duration.ofHours(1);

  /** A kecamatan, or all. */
  record Row(
      String code, String name, int tps, int arrived, int came, int late, @Nullable Instant done) {}

  /**
   * The forecast of a moment.
   *
   * @param index entry of the picture that it starts from
   * @param minutes that {@code came} counts
   * @param kecamatan by code; their {@code late} adds up to more than that of all, for a kecamatan
   *     that is ahead does not carry for another
   */
  record Answer(
      long index, Instant now, Instant deadline, long minutes, Row all, List<Row> kecamatan) {}

  /** TPS, and how many had all their boxes then and now. */
  private record Count(int tps, int before, int arrived) {

    private static final Count NONE = new Count(0, 0, 0);

    Count plus(Count other) {
      return new Count(tps + other.tps, before + other.before, arrived + other.arrived);
    }
  }

  private final SituationProjector projector;
  private final PastPictures past;
  private final Known known;
  private final ElectionClock election;

  ForecastController(
      SituationProjector projector, PastPictures past, Known known, ElectionClock election) {
    this.projector = projector;
    this.past = past;
    this.known = known;
    this.election = election;
  }

  @Allow(Who.USER)
  @GetMapping("/api/forecast")
  Answer forecast() {
    LegWindowSet last = known.legWindow(Leg.KELURAHAN_TPS);
    if (last == null) {
      throw Problem.notFound("No hours were set for the way to the TPS: there is no deadline yet.");
    }
    Instant now = election.instant();
    Instant deadline = last.latest();
    Picture picture = projector.picture();
    Picture before =
        past.indexBefore(now.minus(WINDOW))
            .map(past::at)
            .map(PastPictures.View::picture)
            .orElse(Picture.EMPTY);
    var counts = new TreeMap<String, Count>();
    for (Picture.Area area : picture.areas().values()) {
      Picture.Area then = before.area(area.code());
      counts.merge(
          Long.toString(area.code() / 10_000),
          new Count(area.tps(), then == null ? 0 : arrived(then), arrived(area)),
          Count::plus);
    }
    var rows = new ArrayList<Row>();
    for (Map.Entry<String, Count> one : counts.entrySet()) {
      rows.add(row(one.getKey(), one.getValue(), now, deadline));
    }
    Count all = counts.values().stream().reduce(Count.NONE, Count::plus);
    return new Answer(
        picture.index(), now, deadline, WINDOW.toMinutes(), row("", all, now, deadline), rows);
  }

  /** TPS that have all their boxes. */
  private static int arrived(Picture.Area area) {
    return area.tps() - area.late(TpsStatus.AT_TPS);
  }

  private Row row(String code, Count count, Instant now, Instant deadline) {
    Forecast forecast = Forecast.of(count.tps, count.before, count.arrived, WINDOW, now, deadline);
    return new Row(
        code,
        code.isEmpty() ? "" : known.region(code),
        forecast.tps(),
        forecast.arrived(),
        forecast.came(),
        forecast.late(),
        forecast.done());
  }
}
