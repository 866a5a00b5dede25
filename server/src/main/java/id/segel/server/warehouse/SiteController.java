package id.segel.server.warehouse;

import static id.segel.server.http.Allow.Who.ADMIN;
import static id.segel.server.http.Allow.Who.KPU;
import static id.segel.server.http.Allow.Who.KPU_PROVINSI;
import static id.segel.server.http.Allow.Who.USER;

import de.siegmar.fastcsv.writer.CsvWriter;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.PlaceApproved;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.PlaceWithdrawn;
import id.segel.core.region.Places;
import id.segel.core.warehouse.Site;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import id.segel.server.log.FactLog;
import id.segel.server.region.Regions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The register of sites. Everybody who logs in reads; the commission describes what is in its
 * territory, and that of the province approves and withdraws.
 */
@RestController
@RequestMapping("/api/sites")
class SiteController {

  private static final String CSV = "text/csv;charset=UTF-8";

  record Describing(int capacity, boolean synthetic, SiteBody site) {}

  record Withdrawing(String why) {}

  private final SiteRegister register;
  private final SiteViews views;
  private final SiteImport imports;
  private final SiteWords words;
  private final Regions regions;
  private final FactLog log;

  SiteController(
      SiteRegister register,
      SiteViews views,
      SiteImport imports,
      SiteWords words,
      Regions regions,
      FactLog log) {
    this.register = register;
    this.views = views;
    this.imports = imports;
    this.words = words;
    this.regions = regions;
    this.log = log;
  }

  @Allow(USER)
  @GetMapping
  List<SiteViews.Row> sites(@RequestParam(defaultValue = "") String region) {
    return views.rows(digits(region));
  }

  /** What is missing at sites, and who mends it until when. */
  @Allow(USER)
  @GetMapping("/gaps")
  List<SiteViews.GapRow> gaps(@RequestParam(defaultValue = "") String region) {
    return views.openGaps(digits(region));
  }

  @Allow(USER)
  @GetMapping("/{place}")
  SiteViews.Detail site(@PathVariable String place, Caller caller) {
    return views.detail(code(place), caller);
  }

  /** Puts a place on the register, or describes it anew. */
  @Allow(KPU)
  @PostMapping("/{place}")
  SiteViews.Detail describe(
      @PathVariable String place, @RequestBody Describing asked, Caller caller) {
    PlaceCode code = ofCaller(code(place), caller);
    Site site = parsed(asked.site()::toSite);
    parsed(() -> {
      imports.describe(code, asked.capacity(), site, asked.synthetic(), user(caller));
      return code;
    });
    return views.detail(code, caller);
  }

  /**
   * Takes a CSV or a workbook, the body; 422 with the list of what is wrong in it, 403 when that is
   * of another's territory.
   */
  @Allow(KPU)
  @PostMapping("/import")
  ResponseEntity<SiteImport.Answer> bring(
      @RequestParam(defaultValue = "false") boolean synthetic,
      @RequestParam(defaultValue = "false") boolean dryRun,
      HttpServletRequest request,
      Caller caller)
      throws IOException {
    byte[] file = request.getInputStream().readNBytes(SheetLines.MAX_BYTES + 1);
    if (file.length > SheetLines.MAX_BYTES) {
      throw Problem.malformed("A file has at most " + SheetLines.MAX_BYTES + " bytes.");
    }
    SiteImport.Answer answer = imports.bring(file, synthetic, dryRun, caller, user(caller));
    int status = answer.reason() != null ? 403 : answer.wrongCount() > 0 ? 422 : 200;
    return ResponseEntity.status(status).body(answer);
  }

  /** All sites below a region with what is said of them: it can be corrected and brought again. */
  @Allow(USER)
  @GetMapping("/export")
  void export(@RequestParam(defaultValue = "") String region, HttpServletResponse response)
      throws IOException {
    String digits = digits(region);
    response.setContentType(CSV);
    response.setHeader("Content-Disposition", "attachment; filename=\"sites.csv\"");
    Map<PlaceCode, SiteImport.Known> known = imports.known();
    try (var csv =
        CsvWriter.builder()
            .build(
                new BufferedWriter(
                    new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8)))) {
      csv.writeRecord(SiteFile.head());
      for (SiteViews.Row row : views.rows(digits)) {
        var place = new PlaceCode(row.place());
        SiteImport.Known one = known.get(place);
        if (one != null) {
          csv.writeRecord(cells(row, place, one));
        }
      }
    }
  }

  private List<String> cells(SiteViews.Row row, PlaceCode place, SiteImport.Known one) {
    Places.Place registered = regions.places().of(place);
    var cells =
        new ArrayList<>(
            SiteFile.cells(
                place,
                row.name(),
                registered == null ? null : registered.at(),
                one.described().capacity(),
                one.orUnknown()));
    cells.add(row.approved() == null ? "belum disetujui" : "disetujui");
    cells.add(Integer.toString(row.boxes()));
    cells.add(row.inspected() == null ? "" : row.inspected().toString());
    cells.add(Integer.toString(row.gaps()));
    cells.add(row.synthetic() ? "1" : "0");
    return cells;
  }

  /** Boxes may be kept there from here on. */
  @Allow({ADMIN, KPU_PROVINSI})
  @PostMapping("/{place}/approve")
  SiteViews.Detail approve(@PathVariable String place, Caller caller) {
    PlaceCode code = code(place);
    var approved = new PlaceApproved(code, user(caller));
    register.say(log, all -> SiteRegister.Saying.of(approved, all.refusal(approved)));
    return views.detail(code, caller);
  }

  /** Boxes may be kept there no longer. */
  @Allow({ADMIN, KPU_PROVINSI})
  @PostMapping("/{place}/withdraw")
  SiteViews.Detail withdraw(
      @PathVariable String place, @RequestBody Withdrawing asked, Caller caller) {
    PlaceCode code = code(place);
    Id why = words.keep(asked.why(), user(caller));
    var withdrawn = new PlaceWithdrawn(code, why, user(caller));
    words.said(
        why,
        () -> register.say(log, all -> SiteRegister.Saying.of(withdrawn, all.refusal(withdrawn))));
    return views.detail(code, caller);
  }

  // ---- what is meant

  private static String digits(String region) {
    if (!region.matches("[0-9]{0,13}")) {
      throw Problem.malformed("A region is up to 13 digits.");
    }
    return region;
  }

  private PlaceCode code(String text) {
    return code(text, imports);
  }

  /** The place that is meant; a problem when there is none. */
  static PlaceCode code(String text, SiteImport places) {
    PlaceCode code = parsed(() -> new PlaceCode(text));
    if (!places.isPlace(code)) {
      throw Problem.notFound("There is no place " + text + ": look it up.");
    }
    return code;
  }

  static PlaceCode ofCaller(PlaceCode place, Caller caller) {
    if (!SiteViews.isOf(place, caller)) {
      throw Problem.notAllowed("This place is not of your territory.");
    }
    return place;
  }

  static String user(Caller caller) {
    return Objects.requireNonNull(caller.code(), "a user has a code");
  }

  static <T> T parsed(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (MalformedException e) {
      throw Problem.malformed(e.reason());
    }
  }
}
