package id.segel.server.sitrep;

import static id.segel.server.http.Allow.Who.USER;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.RegionCode;
import id.segel.server.custody.Naming;
import id.segel.server.finding.FindingWords;
import id.segel.server.finding.UserAgencies;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Paging;
import id.segel.server.http.Problem;
import id.segel.server.http.PublicAddress;
import id.segel.server.paper.PaperPrinter;
import id.segel.server.region.Regions;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The situation report as data, as paper and as a message. Everybody who logs in may ask for every
 * region, as with the queue of findings; without one it is the caller's own. Each is kept: with
 * {@code index} the same is answered again that was made at this entry, so that all three agree.
 */
@RestController
class SitrepController {

  private static final String SHIFT_HOURS = "8";
  private static final Duration SHIFT_MAX = Duration.ofDays(2);

  /** A report, and the message that says the same. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Answer(Report report, String text) {}

  /** One that is kept, or was missed, with the name of its region. */
  record Row(@JsonUnwrapped Kept.Row kept, String name) {}

  record Listed(int total, List<Row> rows) {}

  /** The hours of an agency. */
  record Scheduled(String agency, String region, List<Integer> hours) {}

  record Scheduling(String region, List<Integer> hours) {}

  /** What a report is asked of. */
  private record Asked(
      String region,
      @Nullable Instant from,
      @Nullable Instant until,
      int hours,
      @Nullable Long index) {}

  private final Reports reports;
  private final Kept kept;
  private final UserAgencies agencies;
  private final Naming naming;
  private final FindingWords remarks;
  private final Regions regions;
  private final PublicAddress address;

  SitrepController(
      Reports reports,
      Kept kept,
      UserAgencies agencies,
      Naming naming,
      FindingWords remarks,
      Regions regions,
      PublicAddress address) {
    this.reports = reports;
    this.kept = kept;
    this.agencies = agencies;
    this.naming = naming;
    this.remarks = remarks;
    this.regions = regions;
    this.address = address;
  }

  @Allow(USER)
  @GetMapping("/api/sitrep")
  Answer report(
      @RequestParam(defaultValue = "") String region,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant until,
      @RequestParam(defaultValue = SHIFT_HOURS) int hours,
      @RequestParam(required = false) @Nullable Long index,
      Caller caller,
      HttpServletRequest request) {
    Report report = report(new Asked(region, from, until, hours, index), caller);
    return new Answer(said(report), ReportText.of(report, proof(report, request)));
  }

  @Allow(USER)
  @GetMapping(path = "/api/sitrep.pdf")
  ResponseEntity<byte[]> pdf(
      @RequestParam(defaultValue = "") String region,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant until,
      @RequestParam(defaultValue = SHIFT_HOURS) int hours,
      @RequestParam(required = false) @Nullable Long index,
      Caller caller,
      HttpServletRequest request)
      throws IOException {
    Report report = report(new Asked(region, from, until, hours, index), caller);
    return PaperPrinter.answer(
        ReportPaper.of(said(report), proof(report, request)),
        "laporan-situasi-" + report.head().region() + "-" + report.head().index());
  }

  @Allow(USER)
  @GetMapping(path = "/api/sitrep.txt")
  ResponseEntity<String> text(
      @RequestParam(defaultValue = "") String region,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant until,
      @RequestParam(defaultValue = SHIFT_HOURS) int hours,
      @RequestParam(required = false) @Nullable Long index,
      Caller caller,
      HttpServletRequest request) {
    Report report = report(new Asked(region, from, until, hours, index), caller);
    return ResponseEntity.ok()
        .contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
        .cacheControl(CacheControl.noStore())
        .body(ReportText.of(report, proof(report, request)));
  }

  /** What is kept of a region and below it, the newest first. */
  @Allow(USER)
  @GetMapping("/api/sitrep/kept")
  Listed kept(
      @RequestParam(defaultValue = "") String region,
      @RequestParam(required = false) @Nullable Integer page,
      @RequestParam(required = false) @Nullable Integer size,
      Caller caller) {
    String digits = region(region.isEmpty() ? own(caller) : region);
    Paging paging = Paging.of(page, size);
    return new Listed(
        kept.count(digits),
        kept.list(digits, paging.offset(), paging.size()).stream()
            .map(row -> new Row(row, naming.territory(row.region())))
            .toList());
  }

  /** When the caller's agency has reports made by themselves; no hours where it has none. */
  @Allow(USER)
  @GetMapping("/api/sitrep/schedule")
  Scheduled schedule(Caller caller) {
    String agency = agency(caller);
    return kept.schedules().stream()
        .filter(one -> one.agency().equals(agency))
        .findFirst()
        .map(one -> new Scheduled(agency, one.region(), List.copyOf(one.hours())))
        .orElseGet(() -> new Scheduled(agency, own(caller), List.of()));
  }

  /** From now on; no hours for none. */
  @Allow(USER)
  @PostMapping("/api/sitrep/schedule")
  Scheduled schedule(@RequestBody Scheduling asked, Caller caller) {
    var hours = new TreeSet<>(asked.hours());
    if (asked.hours().size() > 24 || hours.stream().anyMatch(hour -> hour < 0 || hour > 23)) {
      throw Problem.malformed("Hours of the day are 0 to 23.");
    }
    String by = Objects.requireNonNull(caller.code(), "a user has a code");
    kept.schedule(new Schedule(agency(caller), region(asked.region()), hours, reports.now()), by);
    return schedule(caller);
  }

  private String agency(Caller caller) {
    String agency = agencies.of(Objects.requireNonNull(caller.code(), "a user has a code"));
    if (agency == null) {
      throw Problem.notAllowed("You act for no agency.");
    }
    return agency;
  }

  private Report report(Asked asked, Caller caller) {
    String region = region(asked.region.isEmpty() ? own(caller) : asked.region);
    Instant from = asked.from;
    Instant until = asked.until;
    if (asked.index != null) {
      if (from == null || until == null) {
        throw Problem.malformed("With index say from and until, as the report has them.");
      }
      return kept.find(asked.index, region, from, until)
          .orElseThrow(() ->
              new Problem(410, "REPORT_GONE", "This report is no longer kept: make a new one."));
    }
    if (until != null && until.isAfter(reports.now())) {
      throw Problem.malformed("A shift that is reported on has ended: leave until out for now.");
    }
    var shift = from == null ? Duration.ofHours(asked.hours) : Duration.between(from, end(until));
    if (shift.isNegative() || shift.compareTo(SHIFT_MAX) > 0) {
      throw Problem.malformed("A shift ends after it begins, and is at most two days long.");
    }
    Report report = reports.make(region, from, until, shift);
    kept.keep(report);
    return report;
  }

  private Instant end(@Nullable Instant until) {
    return until == null ? reports.now() : until;
  }

  /** With its remarks, as far as they are not erased. */
  private Report said(Report report) {
    return report.with(remarks.of(report.notes()));
  }

  private String proof(Report report, HttpServletRequest request) {
    return address.of(request) + "/log/proof/" + report.head().index();
  }

  /** The region of the caller; of a TPS its kelurahan. */
  private String own(Caller caller) {
    String territory = caller.territory();
    if (territory == null || territory.isEmpty()) {
      return regions.roster().regions(RegionCode.Level.PROVINSI).stream()
          .findFirst()
          .map(one -> one.code().digits())
          .orElseThrow(() -> Problem.notFound("No region was listed yet."));
    }
    return territory.substring(0, Math.min(territory.length(), 10));
  }

  private String region(String digits) {
    try {
      var code = new RegionCode(digits);
      if (regions.roster().name(code) == null) {
        throw Problem.notFound("No region has the code " + digits + ".");
      }
      return digits;
    } catch (MalformedException e) {
      throw Problem.malformed(e.reason());
    }
  }
}
