package id.segel.server.region;

import id.segel.core.region.AreaDrawn;
import id.segel.server.http.Allow;
import id.segel.server.http.Allow.Who;
import id.segel.server.log.FactLog;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Police areas, which are not city areas: what each is, and how many TPS it has. */
@RestController
class AreaController {

  private final Areas areas;
  private final Regions regions;
  private final FactLog log;

  AreaController(Areas areas, Regions regions, FactLog log) {
    this.areas = areas;
    this.regions = regions;
    this.log = log;
  }

  @Allow(Who.USER)
  @GetMapping("/api/areas")
  List<Areas.Shown> all() {
    return areas.all(regions.roster());
  }

  /** Draws an area, or the one of this code anew. */
  @Allow({Who.ADMIN, Who.KPU_PROVINSI})
  @PostMapping("/api/areas")
  void draw(@RequestBody Areas.Drawing asked) {
    AreaDrawn drawn = areas.drawn(asked, regions.roster());
    if (areas.isNews(drawn)) {
      log.append(List.of(drawn), FactLog.GuardWork.NONE);
    }
  }
}
