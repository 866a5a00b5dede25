package id.segel.server.stock;

import static id.segel.server.http.Allow.Who.ADMIN;
import static id.segel.server.http.Allow.Who.ANYONE;
import static id.segel.server.http.Allow.Who.DEMO;
import static id.segel.server.http.Allow.Who.DEVICE;
import static id.segel.server.http.Allow.Who.HOLDER;
import static id.segel.server.http.Allow.Who.KPU_PROVINSI;
import static id.segel.server.http.Allow.Who.USER;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.box.BoxId;
import id.segel.core.exchange.Facts;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.Role;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.RegionCode;
import id.segel.core.stock.BillOfMaterialsSet;
import id.segel.core.stock.ConsignmentSent;
import id.segel.core.stock.FindingCleared;
import id.segel.core.stock.FindingRaised;
import id.segel.core.stock.Holder;
import id.segel.core.stock.KoliCode;
import id.segel.core.stock.RevoteDeclared;
import id.segel.core.stock.StockFact;
import id.segel.core.stock.StockFinding;
import id.segel.core.stock.StockOpened;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Paging;
import id.segel.server.http.Problem;
import id.segel.server.http.Share;
import id.segel.server.log.FactLog;
import id.segel.server.picture.Pictures;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What desks say about sheets, and where every sheet is. */
@RestController
@RequestMapping("/api/stock")
class StockController {

  private static final int MAX_FACT = 60_000;
  private static final int MAX_BODY = 8 << 20;
  private static final int MAX_FACTS = 200;

  /** So long an answer waits for the view at most; then the desk sees it a moment later. */
  private static final Duration FOLLOWED = Duration.ofSeconds(2);

  /** A finding as a desk hears of it. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Finding(String kind, String about, @Nullable String style, long sheets, boolean open) {

    static Finding of(Fact fact) {
      return switch (fact) {
        case FindingRaised it ->
            new Finding(
                it.kind().name(),
                it.about(),
                it.style() == null ? null : it.style().toString(),
                it.sheets(),
                true);
        case FindingCleared it -> new Finding(it.kind().name(), it.about(), null, 0, false);
        default -> throw new IllegalStateException("not a finding: " + fact);
      };
    }
  }

  /** Where what was said stands, and what follows from it. */
  record Answer(long index, List<Finding> findings) {}

  /** One of many: an answer, or why it was refused. */
  record OneOf(@Nullable Answer taken, @Nullable Refused problem) {}

  /** Why one of many was refused. */
  record Refused(int status, String reason, String detail) {}

  private final FactLog log;
  private final StockProjector projector;
  private final StockViews views;
  private final KoliViews koli;
  private final PackingViews packing;
  private final FindingViews findings;
  private final Pictures pictures;
  private final StockExport exports;

  StockController(
      FactLog log,
      StockProjector projector,
      StockViews views,
      KoliViews koli,
      PackingViews packing,
      FindingViews findings,
      Pictures pictures,
      StockExport exports) {
    this.log = log;
    this.projector = projector;
    this.views = views;
    this.koli = koli;
    this.packing = packing;
    this.findings = findings;
    this.pictures = pictures;
    this.exports = exports;
  }

  /** One fact as text, as docs/formats/facts.md has it. */
  @PostMapping(consumes = MediaType.TEXT_PLAIN_VALUE)
  @Allow({HOLDER, ADMIN, DEMO, DEVICE})
  Answer say(HttpServletRequest request, Caller caller) throws IOException {
    StockFact fact = read(request.getInputStream().readNBytes(MAX_FACT + 1), caller);
    Answer answer = answer(log.propose(List.of(fact)).getFirst());
    projector.follow(answer.index, FOLLOWED);
    return answer;
  }

  /**
   * Several facts, each its length in decimal digits, a newline, and that many bytes; each is
   * judged by itself, in their order.
   */
  @PostMapping(path = "/many", consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  @Allow({HOLDER, ADMIN, DEMO, DEVICE})
  List<OneOf> sayMany(HttpServletRequest request, Caller caller) throws IOException {
    byte[] all = request.getInputStream().readNBytes(MAX_BODY + 1);
    var facts = new ArrayList<StockFact>();
    int at = 0;
    while (at < all.length) {
      int length = 0;
      int digits = 0;
      while (at < all.length && all[at] >= '0' && all[at] <= '9' && digits++ < 6) {
        length = length * 10 + (all[at++] - '0');
      }
      boolean isFramed = digits > 0 && at < all.length && all[at] == '\n';
      if (!isFramed || length > all.length - at - 1 || facts.size() == MAX_FACTS) {
        throw Problem.malformed(
            "expected at most " + MAX_FACTS + " facts, each behind its length, at byte " + at);
      }
      facts.add(read(Arrays.copyOfRange(all, at + 1, at + 1 + length), caller));
      at += 1 + length;
    }
    if (facts.isEmpty()) {
      throw Problem.malformed("the body holds no fact");
    }
    var answers = new ArrayList<OneOf>(facts.size());
    for (CompletableFuture<FactLog.Taken> one : log.propose(facts)) {
      try {
        answers.add(new OneOf(answer(one), null));
      } catch (Problem e) {
        answers.add(new OneOf(null, new Refused(e.status(), e.reason(), e.detail())));
      }
    }
    return answers;
  }

  /** Begins to count, with the settings and the list of materials of DKI Jakarta 2024. */
  @PostMapping("/builtin")
  @Allow({KPU_PROVINSI, ADMIN, DEMO})
  List<Answer> builtIn() {
    if (views.settings().open()) {
      throw new Problem(409, "CODE_TAKEN", "ballots are counted already");
    }
    List<StockFact> facts = List.of(StockOpened.dki2024(), BillOfMaterialsSet.dki2024());
    return log.propose(facts).stream().map(StockController::answer).toList();
  }

  /** From how many times the others' rate of damage a batch is asked about. */
  @PostMapping("/outlier")
  @Allow({ADMIN, KPU_PROVINSI})
  Answer outlier(@RequestParam int times) {
    StockOpened opened = views.opened();
    if (opened == null) {
      throw new Problem(409, "NOT_OPENED", "Sheets are not counted yet: open the stock first.");
    }
    StockOpened wanted =
        parsed(() -> new StockOpened(opened.bundle(), opened.koli(), times, opened.revote()));
    Answer answer = answer(log.propose(List.of(wanted)).getFirst());
    projector.follow(answer.index, FOLLOWED);
    return answer;
  }

  private static Answer answer(CompletableFuture<FactLog.Taken> one) {
    try {
      FactLog.Taken taken = one.join();
      return new Answer(taken.index(), taken.behind().stream().map(Finding::of).toList());
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private StockFact read(byte[] body, Caller caller) {
    if (body.length > MAX_FACT) {
      throw new Problem(413, "TOO_LARGE", "a fact has at most " + MAX_FACT + " bytes");
    }
    Fact fact;
    try {
      fact = Facts.read(body);
    } catch (MalformedException e) {
      throw Problem.malformed(e.reason());
    }
    if (!(fact instanceof StockFact said)) {
      throw Problem.malformed("a desk says nothing of the kind here");
    }
    checkTerritory(said, caller);
    for (Id picture : said.pictures()) {
      if (!pictures.isKnown(picture)) {
        throw new Problem(409, "PICTURE_UNKNOWN", "picture " + picture + " was not uploaded");
      }
    }
    return said;
  }

  /** A desk speaks of its own places; what holds for the whole election the province says. */
  private static void checkTerritory(StockFact fact, Caller caller) {
    if (caller.kind() == Caller.Kind.DEMO || caller.isAdmin()) {
      return;
    }
    PlaceCode place =
        fact instanceof ConsignmentSent sent && sent.place() == null ? sent.to() : fact.place();
    String territory = caller.territory();
    if (place == null) {
      if (caller.role() != Role.KPU_PROVINSI) {
        throw Problem.notAllowed("the commission of the province decides this");
      }
    } else if (territory == null || !place.region().startsWith(territory)) {
      throw new Problem(403, "OUTSIDE_TERRITORY", "place " + place + " is not of your territory");
    }
    if (fact instanceof RevoteDeclared && !caller.isKpu()) {
      throw Problem.notAllowed("the commission decides on a repeated vote");
    }
  }

  // ---- questions

  @GetMapping("/settings")
  @Allow(ANYONE)
  StockAnswers.Settings settings() {
    return views.settings();
  }

  @GetMapping("/board")
  @Allow(ANYONE)
  StockAnswers.Board board(
      @RequestParam(defaultValue = "31") String region,
      @RequestParam(required = false) @Nullable Long at) {
    return views.board(region(region), at);
  }

  @GetMapping("/identity")
  @Allow(ANYONE)
  StockAnswers.Identity identity() {
    return views.identity();
  }

  @GetMapping("/account")
  @Allow(USER)
  StockAnswers.AccountPage account(
      @RequestParam String holder,
      @RequestParam(required = false) @Nullable Long at,
      @RequestParam(required = false) @Nullable Integer page,
      @RequestParam(required = false) @Nullable Integer size) {
    return views.account(parsed(() -> Holder.parse(holder)), at, Paging.of(page, size));
  }

  @GetMapping("/consignments")
  @Allow(USER)
  StockAnswers.Page<StockAnswers.Consignment> consignments(
      @RequestParam(required = false) @Nullable String place,
      @RequestParam(defaultValue = "false") boolean open,
      @RequestParam(required = false) @Nullable Integer page,
      @RequestParam(required = false) @Nullable Integer size) {
    return koli.consignments(
        place == null ? null : parsed(() -> new PlaceCode(place)).text(),
        open,
        Paging.of(page, size));
  }

  @GetMapping("/consignments/{code}")
  @Allow(USER)
  StockAnswers.ConsignmentPage consignment(@PathVariable String code) {
    if (!code.matches("[A-Z0-9]{1,12}")) {
      throw Problem.malformed("a consignment is capitals and digits");
    }
    return koli.consignment(code);
  }

  @GetMapping("/stores/{place}")
  @Allow(USER)
  StockAnswers.Store store(@PathVariable String place) {
    return koli.store(parsed(() -> new PlaceCode(place)));
  }

  @GetMapping("/koli/{code}")
  @Allow(USER)
  StockAnswers.Koli koli(@PathVariable String code) {
    return koli.koli(parsed(() -> KoliCode.parse(code)));
  }

  @GetMapping("/boxes/{id}")
  @Allow(USER)
  StockAnswers.Box box(@PathVariable String id) {
    return packing.box(parsed(() -> BoxId.parse(id)));
  }

  @GetMapping("/tps/{tps}")
  @Allow(USER)
  StockAnswers.Tps tps(@PathVariable String tps) {
    if (!tps.matches("[1-9][0-9]{12}")) {
      throw Problem.malformed("a TPS has 13 digits");
    }
    return packing.tps(tps);
  }

  @GetMapping("/packing")
  @Allow(USER)
  StockAnswers.Packing packing(@RequestParam String place) {
    return packing.packing(parsed(() -> new PlaceCode(place)));
  }

  @GetMapping("/findings")
  @Allow(USER)
  StockAnswers.Findings findings(
      @RequestParam(defaultValue = "false") boolean open,
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(defaultValue = "") String region,
      @RequestParam(required = false) @Nullable Integer page,
      @RequestParam(required = false) @Nullable Integer size) {
    return findings.findings(
        open,
        kind == null
            ? null
            : parsed(() -> StockFinding.parse(kind.toUpperCase(Locale.ROOT))).name(),
        region.isEmpty() ? "" : region(region),
        null,
        Paging.of(page, size));
  }

  @GetMapping("/rates")
  @Allow(USER)
  StockAnswers.Rates rates() {
    return findings.rates();
  }

  @GetMapping("/orders")
  @Allow(USER)
  StockAnswers.Orders orders() {
    return findings.orders();
  }

  @GetMapping("/readiness")
  @Allow(USER)
  StockAnswers.Readiness readiness(
      @RequestParam(defaultValue = "31") String region,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable Integer page,
      @RequestParam(required = false) @Nullable Integer size) {
    if (state != null && !PackingViews.STATES.contains(state)) {
      throw Problem.malformed("a state is one of " + String.join(", ", PackingViews.STATES));
    }
    return packing.readiness(region(region), state, Paging.of(page, size));
  }

  @GetMapping("/readiness/kelurahan")
  @Allow(USER)
  List<Share> complete() {
    return packing.complete();
  }

  @GetMapping("/explain")
  @Allow(USER)
  StockAnswers.Explanation explain(
      @RequestParam(defaultValue = "31") String region,
      @RequestParam(required = false) @Nullable String place) {
    return findings.explain(
        place == null ? region(region) : parsed(() -> new PlaceCode(place)).region());
  }

  @GetMapping("/export")
  @Allow(USER)
  void export(
      @RequestParam String view,
      @RequestParam String format,
      @RequestParam(required = false) @Nullable String region,
      @RequestParam(required = false) @Nullable String place,
      HttpServletResponse response)
      throws IOException {
    StockExport.Asked asked = parsed(() -> StockExport.Asked.of(view, format, region, place));
    response.setContentType(asked.format().type());
    response.setHeader("Content-Disposition", "attachment; filename=\"" + asked.fileName() + "\"");
    exports.write(asked, response.getOutputStream());
  }

  private static String region(String digits) {
    return parsed(() -> new RegionCode(digits)).digits();
  }

  private static <T> T parsed(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (MalformedException e) {
      throw Problem.malformed(e.reason());
    }
  }
}
