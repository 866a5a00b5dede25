package id.segel.server.region;

import id.segel.server.http.Allow;
import id.segel.server.http.Allow.Who;
import id.segel.server.http.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;

/** Regions, places and legs for the pages; a roster from a desk. */
@RestController
class RegionController {

  private final RegionViews views;
  private final RosterImport roster;
  private final Settings settings;

  RegionController(RegionViews views, RosterImport roster, Settings settings) {
    this.settings = settings;
    this.views = views;
    this.roster = roster;
  }

  /** The tree of places; 267 kelurahan are 25 KB, sent again only when the roster changed. */
  @GetMapping("/api/regions")
  @Allow(Who.ANYONE)
  ResponseEntity<RegionViews.Tree> regions(WebRequest request) {
    String tag = "\"roster-" + views.version() + "\"";
    if (request.checkNotModified(tag)) {
      return ResponseEntity.status(304).eTag(tag).build();
    }
    return ResponseEntity.ok().cacheControl(CacheControl.noCache()).eTag(tag).body(views.tree());
  }

  @GetMapping("/api/places")
  @Allow(Who.ANYONE)
  List<RegionViews.Place> places() {
    return views.places();
  }

  @GetMapping("/api/legs")
  @Allow(Who.ANYONE)
  List<RegionViews.LegWindow> legs() {
    return views.legs();
  }

  /** Sets when a leg may start and must be over. */
  @PostMapping("/api/legs")
  @Allow({Who.ADMIN, Who.KPU_PROVINSI})
  void setLeg(@RequestBody RegionViews.LegWindow asked) {
    settings.setLeg(asked);
  }

  /** The election, and what of it may still be changed. */
  @GetMapping("/api/region/election")
  @Allow({Who.ADMIN, Who.KPU_PROVINSI, Who.BAWASLU})
  Settings.Opened election() {
    return new Settings.Opened(settings.election());
  }

  @PostMapping("/api/region/election")
  @Allow({Who.ADMIN, Who.KPU_PROVINSI})
  void change(@RequestBody Settings.Changing asked) {
    settings.change(asked);
  }

  /** How much of the roster the log knows. */
  @GetMapping("/api/region/totals")
  @Allow({Who.ADMIN, Who.KPU_PROVINSI, Who.BAWASLU})
  Settings.Totals totals() {
    return settings.totals();
  }

  /** Publishes the built-in roster; what is in the log already is not written again. */
  @PostMapping("/api/region/builtin")
  @Allow({Who.ADMIN, Who.DEMO})
  RosterImport.Answer builtIn() {
    return roster.builtIn();
  }

  /** Publishes the roster of a CSV, the body; 422 with the list of what is wrong in it. */
  @PostMapping("/api/region/roster")
  @Allow({Who.ADMIN, Who.KPU_PROVINSI, Who.DEMO})
  ResponseEntity<RosterImport.Answer> roster(
      HttpServletRequest request, @RequestParam(defaultValue = "false") boolean dryRun)
      throws IOException {
    byte[] file = request.getInputStream().readNBytes(RosterCsv.MAX_BYTES + 1);
    if (file.length > RosterCsv.MAX_BYTES) {
      throw Problem.malformed("a roster has at most " + RosterCsv.MAX_BYTES + " bytes");
    }
    RosterImport.Answer answer = roster.csv(file, dryRun);
    return ResponseEntity.status(answer.problems().isEmpty() ? 200 : 422).body(answer);
  }
}
