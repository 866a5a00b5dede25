package id.segel.server.spotcheck;

import static id.segel.server.http.Allow.Who.ANYONE;
import static id.segel.server.http.Allow.Who.BAWASLU_PROVINSI;
import static id.segel.server.http.Allow.Who.DEVICE;
import static id.segel.server.http.Allow.Who.KPU_PROVINSI;
import static id.segel.server.http.Allow.Who.USER;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.box.BoxId;
import id.segel.core.custody.Seals;
import id.segel.core.fact.Fact;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.Devices.Device;
import id.segel.core.spotcheck.BoxList;
import id.segel.core.spotcheck.CleanBound;
import id.segel.core.spotcheck.CosignedHead;
import id.segel.core.spotcheck.Decision;
import id.segel.core.spotcheck.SpotCheckFixed;
import id.segel.core.spotcheck.SpotCheckRefusal;
import id.segel.core.spotcheck.SpotCheckResult;
import id.segel.core.spotcheck.SpotCheckRules;
import id.segel.core.spotcheck.SpotChecks;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import id.segel.server.log.FactLog;
import id.segel.server.log.Publisher;
import id.segel.server.log.Witnesses;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The random audit: a list is fixed, dice are rolled, boxes are drawn, and devices say what was
 * found. A check is named by the entry of its list.
 */
@RestController
@RequestMapping("/api/spotchecks")
class SpotCheckController {

  /** Older ones are in the log. */
  private static final int ROWS_MAX = 50;

  private static final MediaType TEXT = MediaType.parseMediaType("text/plain; charset=utf-8");
  private static final MediaType CSV = MediaType.parseMediaType("text/csv; charset=utf-8");

  /**
   * What may be fixed now.
   *
   * @param refusal why nothing may; null when it may
   * @param unseen about so many nobody has signed anything yet; 0 while nothing may be fixed
   * @param suggested how many are drawn for fewer than 1 % with 95 % confidence
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Ready(
      @Nullable SpotCheckRefusal refusal,
      int boxes,
      int unseen,
      Map<String, Integer> kota,
      int suggested,
      SpotCheckViews.@Nullable Head head) {}

  record Page(Ready ready, List<SpotCheckViews.Row> checks) {}

  /** Confidence and share in hundredths of a percent; a share or a number of boxes, the other 0. */
  record Asked(int confidence, int below, int boxes) {}

  record Roll(String digits, Instant rolledAt) {}

  record Looked(
      String box,
      SpotCheckResult.Outcome outcome,
      List<String> seals,
      Instant claimed,
      String signature) {}

  record Placed(long index) {}

  private final Checks checks;
  private final Covers covers;
  private final SpotCheckViews views;
  private final Witnesses witnesses;
  private final FactLog log;
  private final Clock clock;

  SpotCheckController(
      Checks checks,
      Covers covers,
      SpotCheckViews views,
      Witnesses witnesses,
      FactLog log,
      Clock clock) {
    this.checks = checks;
    this.covers = covers;
    this.views = views;
    this.witnesses = witnesses;
    this.log = log;
    this.clock = clock;
  }

  @Allow(USER)
  @GetMapping
  Page page() {
    CosignedHead head = newest();
    BoxList list = checks.list(head == null ? Long.MAX_VALUE : head.size());
    Map<String, Integer> kota = list.kota();
    int suggested = kota.isEmpty() ? 0 : CleanBound.drawFor(kota, 9_500, 100);
    SpotCheckRefusal refusal =
        head == null
            ? SpotCheckRefusal.NO_QUORUM
            : kota.isEmpty() ? SpotCheckRefusal.NO_BOXES : null;
    int unseen = refusal == null ? views.unseen(list) : 0;
    return new Page(
        new Ready(
            refusal, list.size(), unseen, kota, suggested, head == null ? null : views.head(head)),
        views.rows(ROWS_MAX));
  }

  /** The newest checkpoint that a quorum stands behind; null without one. */
  private @Nullable CosignedHead newest() {
    return witnesses.policy().quorum() == null
        ? null
        : witnesses.withQuorum().map(Publisher.Published::note).map(Covers::head).orElse(null);
  }

  @Allow({KPU_PROVINSI, BAWASLU_PROVINSI})
  @PostMapping
  SpotCheckViews.Detail fix(@RequestBody Asked asked) {
    if (!SpotCheckFixed.isConfidence(asked.confidence())) {
      throw Problem.malformed("A confidence is 50 to 99.99 percent.");
    }
    boolean isShare = asked.boxes() == 0 && SpotCheckFixed.isShare(asked.below());
    if (!isShare && (asked.below() != 0 || asked.boxes() <= 0)) {
      throw Problem.malformed("Ask for a number of boxes, or for a share of 0.01 to 50 percent.");
    }
    CosignedHead head = newest();
    if (head == null) {
      throw Checks.problem(SpotCheckRefusal.NO_QUORUM);
    }
    var decided =
        SpotCheckRules.fix(
            head,
            checks.list(head.size()),
            witnesses.policy(),
            asked.confidence(),
            new SpotCheckRules.Asked(asked.boxes(), asked.below()));
    return views.detail(checks.of(say(decided)));
  }

  @Allow(USER)
  @GetMapping("/{check}")
  SpotCheckViews.Detail one(@PathVariable long check) {
    return views.detail(checks.of(check));
  }

  /** The checkpoint of the seed, as the command takes it. */
  @Allow(ANYONE)
  @GetMapping("/{check}/checkpoint")
  ResponseEntity<byte[]> checkpoint(@PathVariable long check) {
    return file(
        checks.of(check).fixed().head().note().bytes(), TEXT, "checkpoint-" + check + ".txt");
  }

  /** Every box that may be drawn, as it goes into the digest. */
  @Allow(USER)
  @GetMapping("/{check}/list")
  ResponseEntity<byte[]> list(@PathVariable long check) {
    String all =
        views
            .list(checks.of(check))
            .numbers()
            .mapToObj(number -> number + "\n")
            .collect(Collectors.joining());
    return file(ascii(all), TEXT, "list-" + check + ".txt");
  }

  /** The drawn boxes with where they are and what was found. */
  @Allow(USER)
  @GetMapping("/{check}/csv")
  ResponseEntity<byte[]> csv(@PathVariable long check) {
    return file(
        views.csv(checks.of(check)).getBytes(StandardCharsets.UTF_8),
        CSV,
        "spotcheck-" + check + ".csv");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static ResponseEntity<byte[]> file(byte[] bytes, MediaType type, String name) {
    return ResponseEntity.ok()
        .contentType(type)
        .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
        .body(bytes);
  }

  @Allow({KPU_PROVINSI, BAWASLU_PROVINSI})
  @PostMapping("/{check}/draw")
  SpotCheckViews.Detail draw(@PathVariable long check, @RequestBody Roll roll) {
    SpotChecks.Check one = checks.of(check);
    SpotCheckRefusal late = checks.refusal(check);
    if (late != null) {
      throw Checks.problem(late);
    }
    var decided =
        SpotCheckRules.draw(
            check,
            one.fixed(),
            covers.of(check),
            views.list(one),
            roll.digits(),
            roll.rolledAt(),
            clock.instant(),
            witnesses.policy());
    say(decided);
    return views.detail(checks.of(check));
  }

  /** The drawn boxes of the device's territory. */
  @Allow(DEVICE)
  @GetMapping("/mine")
  List<SpotCheckViews.Mine> mine(Caller caller) {
    Device device = views.device(Objects.requireNonNull(caller.device()));
    return device == null ? List.of() : views.mine(device);
  }

  @Allow(DEVICE)
  @PostMapping("/{check}/results")
  Placed result(@PathVariable long check, @RequestBody Looked looked, Caller caller) {
    PartyKey by = Objects.requireNonNull(caller.device());
    var result =
        new SpotCheckResult(
            check,
            BoxId.parse(looked.box()),
            looked.outcome(),
            looked.seals().isEmpty()
                ? Seals.NONE
                : Seals.parse(String.join(",", looked.seals().stream().sorted().toList())),
            looked.claimed().truncatedTo(ChronoUnit.SECONDS),
            by,
            SpotCheckResult.hex(looked.signature()));
    long before = checks.indexOf(result);
    return new Placed(before >= 0 ? before : propose(result));
  }

  private long say(Decision<? extends Fact> decided) {
    return switch (decided) {
      case Decision.Accepted<? extends Fact>(Fact fact) -> propose(fact);
      case Decision.Refused<? extends Fact>(SpotCheckRefusal why) -> throw Checks.problem(why);
    };
  }

  private long propose(Fact fact) {
    try {
      return log.propose(List.of(fact)).getFirst().join().index();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
