package id.segel.server.situation;

import id.segel.server.http.Paging;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Lists of discrepancies; the last is kept until one is found or closed. Every wall asks for the
 * same one when it is told of that, and the database answers one of them. Safe for many threads.
 */
@Component
class Discrepancies {

  private record Asked(
      @Nullable Boolean open, @Nullable String kind, String region, Paging paging, long found) {}

  private record Found(Asked asked, SituationViews.Page<SituationViews.Discrepancy> page) {}

  private final SituationViews views;
  private final SituationProjector projector;
  private volatile @Nullable Found newest;

  Discrepancies(SituationViews views, SituationProjector projector) {
    this.views = views;
    this.projector = projector;
  }

  SituationViews.Page<SituationViews.Discrepancy> find(
      @Nullable Boolean open, @Nullable String kind, String region, Paging paging) {
    // The number first: what is read may be newer than it says, never older.
    var asked = new Asked(open, kind, region, paging, projector.found());
    Found before = newest;
    return before != null && before.asked.equals(asked) ? before.page : read(asked);
  }

  private synchronized SituationViews.Page<SituationViews.Discrepancy> read(Asked asked) {
    Found before = newest;
    if (before == null || !before.asked.equals(asked)) {
      before =
          new Found(asked, views.discrepancies(asked.open, asked.kind, asked.region, asked.paging));
      newest = before;
    }
    return before.page;
  }
}
