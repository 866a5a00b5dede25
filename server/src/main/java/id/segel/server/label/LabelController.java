package id.segel.server.label;

import id.segel.core.fact.MalformedException;
import id.segel.server.http.Allow;
import id.segel.server.http.Allow.Who;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import id.segel.server.http.PublicAddress;
import id.segel.server.label.Labels.Kind;
import id.segel.server.label.Labels.Part;
import id.segel.server.paper.PrintRuns;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Labels for whoever prints them: a few at once as PDF, a region of them by a job. */
@RestController
@RequestMapping("/api/labels")
class LabelController {

  /** What a job is asked for. */
  record JobRequest(String kind, String region, String size) {}

  /**
   * What would be printed.
   *
   * @param atOnce the most labels that come as one PDF
   * @param address to which the QR codes lead
   */
  record Count(int labels, int sheets, int atOnce, String address) {}

  private static final String SIZE = "70x37";

  private final Labels labels;
  private final LabelJobs jobs;
  private final PrintRuns<LabelJobs.Wanted> runs;
  private final PublicAddress address;
  private final Clock clock;

  LabelController(
      Labels labels,
      LabelJobs jobs,
      PrintRuns<LabelJobs.Wanted> runs,
      PublicAddress address,
      Clock clock) {
    this.runs = runs;
    this.labels = labels;
    this.jobs = jobs;
    this.address = address;
    this.clock = clock;
  }

  /** The labels of a kelurahan, TPS or kota's places; or of codes; or of a range of codes. */
  @Allow({Who.KPU, Who.ADMIN})
  @GetMapping
  ResponseEntity<byte[]> labels(
      @RequestParam String kind,
      @RequestParam(required = false) @Nullable String region,
      @RequestParam(required = false) @Nullable List<String> codes,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(defaultValue = SIZE) String size,
      Caller caller,
      HttpServletRequest request)
      throws IOException {
    Kind of = Kind.parse(kind);
    LabelSize on = LabelSize.parse(size);
    List<Label> wanted;
    String name;
    if (region != null) {
      checkTerritory(caller, region);
      wanted = ofRegion(of, region, address.of(request));
      name = region;
    } else {
      List<String> listed = listed(codes, from, to);
      wanted = ofCodes(of, listed, address.of(request));
      name = listed.getFirst().replaceAll("[^A-Za-z0-9]+", "-");
    }
    var out = new ByteArrayOutputStream();
    String title = "Label " + of.word() + " " + name;
    new LabelPainter(on).write(title, clock.instant(), wanted, out, sheet -> true);
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_PDF)
        .cacheControl(CacheControl.noStore())
        .header(
            "Content-Disposition",
            "inline; filename=\"label-" + of.word() + "-" + name + "-" + on + ".pdf\"")
        .body(out.toByteArray());
  }

  /** How many labels and sheets a region needs. */
  @Allow({Who.KPU, Who.ADMIN})
  @GetMapping("/count")
  Count count(
      @RequestParam String kind,
      @RequestParam String region,
      @RequestParam(defaultValue = SIZE) String size,
      Caller caller,
      HttpServletRequest request) {
    checkTerritory(caller, region);
    Kind of = ofRegion(Kind.parse(kind));
    int perSheet = LabelSize.parse(size).perSheet();
    int sum = 0;
    int sheets = 0;
    for (Part part : labels.parts(of, region)) {
      sum += part.labels();
      sheets += Math.ceilDiv(part.labels(), perSheet);
    }
    return new Count(sum, sheets, Labels.AT_ONCE_MAX, address.of(request));
  }

  @Allow({Who.KPU, Who.ADMIN})
  @PostMapping("/jobs")
  LabelJobs.Shown start(@RequestBody JobRequest asked, Caller caller, HttpServletRequest request) {
    checkTerritory(caller, asked.region);
    Kind kind = ofRegion(Kind.parse(asked.kind));
    LabelSize size = LabelSize.parse(asked.size);
    var wanted = new LabelJobs.Wanted(kind, asked.region, size, address.of(request));
    return LabelJobs.shown(jobs.start(wanted));
  }

  /** Those of the caller's territory, newest first. */
  @Allow({Who.KPU, Who.ADMIN})
  @GetMapping("/jobs")
  List<LabelJobs.Shown> all(Caller caller) {
    return runs.all().stream()
        .filter(run -> caller.covers(run.about().region()))
        .map(LabelJobs::shown)
        .toList();
  }

  @Allow({Who.KPU, Who.ADMIN})
  @GetMapping("/jobs/{id}")
  LabelJobs.Shown job(@PathVariable String id, Caller caller) {
    return LabelJobs.shown(ofCaller(id, caller));
  }

  @Allow({Who.KPU, Who.ADMIN})
  @GetMapping("/jobs/{id}/file")
  ResponseEntity<Resource> file(@PathVariable String id, Caller caller) {
    PrintRuns<LabelJobs.Wanted>.Run run = ofCaller(id, caller);
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType("application/zip"))
        .cacheControl(CacheControl.noStore())
        .header("Content-Disposition", "attachment; filename=\"" + run.about().fileName() + "\"")
        .body(new FileSystemResource(run.fetch()));
  }

  /** Cancels it, or deletes what it made. */
  @Allow({Who.KPU, Who.ADMIN})
  @DeleteMapping("/jobs/{id}")
  void remove(@PathVariable String id, Caller caller) {
    runs.remove(ofCaller(id, caller));
  }

  private PrintRuns<LabelJobs.Wanted>.Run ofCaller(String id, Caller caller) {
    PrintRuns<LabelJobs.Wanted>.Run run =
        runs.of(id)
            .orElseThrow(() -> Problem.notFound("There is no such job, or its day is over."));
    checkTerritory(caller, run.about().region());
    return run;
  }

  private List<Label> ofRegion(Kind kind, String region, String address) {
    List<Part> parts = labels.parts(ofRegion(kind), region);
    int count = parts.stream().mapToInt(Part::labels).sum();
    if (count == 0) {
      throw Problem.notFound("The roster has nothing to label in region " + region + ".");
    }
    if (count > Labels.AT_ONCE_MAX) {
      throw Labels.tooMany(count);
    }
    var wanted = new ArrayList<Label>();
    parts.forEach(part -> wanted.addAll(labels.of(kind, part, address)));
    return wanted;
  }

  private List<Label> ofCodes(Kind kind, List<String> codes, String address) {
    try {
      return labels.of(kind, codes, address);
    } catch (MalformedException e) {
      throw Problem.malformed(e.reason());
    }
  }

  private static List<String> listed(
      @Nullable List<String> codes, @Nullable String from, @Nullable String to) {
    if (from != null) {
      return Labels.range(from.strip(), to == null ? from.strip() : to.strip());
    }
    List<String> listed =
        codes == null
            ? List.of()
            : codes.stream().map(String::strip).filter(code -> !code.isEmpty()).toList();
    if (listed.isEmpty()) {
      throw Problem.malformed("Say which labels: a region, codes, or from and to.");
    }
    if (listed.size() > Labels.AT_ONCE_MAX) {
      throw Labels.tooMany(listed.size());
    }
    return listed;
  }

  private static Kind ofRegion(Kind kind) {
    if (!kind.isOfRegion()) {
      throw Problem.malformed(
          "No roster says which " + kind.word() + " there are: name their codes.");
    }
    return kind;
  }

  private static void checkTerritory(Caller caller, String region) {
    if (!region.matches("[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{10}|[0-9]{13}")) {
      throw Problem.malformed("A region has 2, 4, 6, 10 or 13 digits, not " + region + ".");
    }
    if (!caller.covers(region)) {
      throw new Problem(403, "OUTSIDE_TERRITORY", "region " + region + " is not of your territory");
    }
  }
}
