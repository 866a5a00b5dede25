package id.segel.server.assistance;

import static id.segel.server.http.Allow.Who.DEVICE;
import static id.segel.server.http.Allow.Who.KPPS;
import static id.segel.server.http.Allow.Who.POLICE;
import static id.segel.server.http.Allow.Who.USER;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.assistance.Assistance;
import id.segel.core.assistance.PoliceAsked;
import id.segel.core.assistance.PoliceEntered;
import id.segel.core.assistance.PoliceLeft;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.Role;
import id.segel.server.clock.ElectionClock;
import id.segel.server.custody.Naming;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Moments;
import id.segel.server.http.Problem;
import id.segel.server.log.FactLog;
import id.segel.server.region.Regions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Police enter a TPS when its KPPS asks. The KPPS asks for its own TPS, by its login or its phone;
 * the police of the area say when they entered and left. Everybody who logs in sees all of it.
 */
@RestController
@RequestMapping("/api/assistance")
class AssistanceController {

  /** More than anybody reads; how many there are is said beside. */
  private static final int SHOWN = 500;

  /**
   * One time that police were asked, or came.
   *
   * @param tps 13 digits
   * @param name of the TPS
   * @param reason null when they came unasked
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Row(
      String tps,
      String name,
      Assistance.State state,
      boolean isUnasked,
      PoliceAsked.@Nullable Reason reason,
      @Nullable Moment asked,
      @Nullable Integer people,
      @Nullable Moment entered,
      @Nullable Moment left) {}

  /** A moment as it is claimed, its entry, and when that was recorded. */
  record Moment(Instant at, long entry, Instant recorded) {}

  record Page(Map<Assistance.State, Integer> counts, int unasked, int total, List<Row> rows) {}

  /**
   * One TPS, the newest first.
   *
   * @param mayAsk whether the caller is its KPPS
   * @param mayEnter whether the caller is of its police
   */
  record OfTps(List<Row> rows, boolean mayAsk, boolean mayEnter) {}

  /**
   * The KPPS asks.
   *
   * @param at when it did; empty is now
   */
  record Asking(String tps, PoliceAsked.Reason reason, String at) {}

  record Entering(String tps, int people, String at) {}

  record Leaving(String tps, String at) {}

  private final AssistanceRegister register;
  private final Regions regions;
  private final Naming naming;
  private final ElectionClock clock;
  private final FactLog log;

  AssistanceController(
      AssistanceRegister register,
      Regions regions,
      Naming naming,
      ElectionClock clock,
      FactLog log) {
    this.register = register;
    this.regions = regions;
    this.naming = naming;
    this.clock = clock;
    this.log = log;
  }

  /** All of a region, those that wait first, then the newest. */
  @Allow(USER)
  @GetMapping
  Page page(@RequestParam(defaultValue = "") String region) {
    if (!region.matches("[0-9]{0,13}")) {
      throw Problem.malformed("A region is up to 13 digits.");
    }
    List<Assistance> all =
        register.all().stream()
            .filter(one -> one.tps().startsWith(region))
            .sorted(
                Comparator.comparing(Assistance::state)
                    .thenComparing(Assistance::began, Comparator.reverseOrder()))
            .toList();
    var counts = new EnumMap<Assistance.State, Integer>(Assistance.State.class);
    for (Assistance.State state : Assistance.State.values()) {
      counts.put(state, (int) all.stream().filter(one -> one.state() == state).count());
    }
    return new Page(
        counts,
        (int) all.stream().filter(Assistance::isUnasked).count(),
        all.size(),
        all.stream().limit(SHOWN).map(this::row).toList());
  }

  @Allow(USER)
  @GetMapping("/tps/{tps}")
  OfTps ofTps(@PathVariable String tps, Caller caller) {
    check(tps);
    return new OfTps(
        register.of(tps).reversed().stream().map(this::row).toList(),
        caller.role() == Role.KPPS && caller.covers(tps),
        isPolice(caller) && caller.covers(tps));
  }

  @Allow({DEVICE, KPPS})
  @PostMapping("/asks")
  OfTps ask(@RequestBody Asking asked, Caller caller) {
    check(asked.tps());
    if (caller.role() != Role.KPPS || !caller.covers(asked.tps())) {
      throw outside("Only the KPPS of this TPS asks the police to enter it.");
    }
    String by =
        caller.device() == null
            ? Objects.requireNonNull(caller.code(), "a user has a code")
            : caller.device().toString();
    PoliceAsked fact =
        parsed(() -> new PoliceAsked(asked.tps(), asked.reason(), moment(asked.at()), by));
    register.say(fact.tps(), fact, log, (all, now) -> all.refusal(fact, now));
    return ofTps(fact.tps(), caller);
  }

  @Allow(POLICE)
  @PostMapping("/entries")
  OfTps enter(@RequestBody Entering asked, Caller caller) {
    ofPolice(asked.tps(), caller);
    PoliceEntered fact =
        parsed(
            () -> new PoliceEntered(asked.tps(), asked.people(), moment(asked.at()), code(caller)));
    register.say(fact.tps(), fact, log, (all, now) -> all.refusal(fact, now));
    return ofTps(fact.tps(), caller);
  }

  @Allow(POLICE)
  @PostMapping("/exits")
  OfTps leave(@RequestBody Leaving asked, Caller caller) {
    ofPolice(asked.tps(), caller);
    PoliceLeft fact = parsed(() -> new PoliceLeft(asked.tps(), moment(asked.at()), code(caller)));
    register.say(fact.tps(), fact, log, (all, now) -> all.refusal(fact, now));
    return ofTps(fact.tps(), caller);
  }

  private static boolean isPolice(Caller caller) {
    return caller.role() == Role.POLDA || caller.role() == Role.POLRES;
  }

  private void ofPolice(String tps, Caller caller) {
    check(tps);
    if (!caller.covers(tps)) {
      throw outside("This TPS is of another police area: they say when they entered.");
    }
  }

  private static Problem outside(String detail) {
    return new Problem(403, "OUTSIDE_TERRITORY", detail);
  }

  private void check(String tps) {
    if (!tps.matches("[1-9][0-9]{12}")) {
      throw Problem.malformed("A TPS has 13 digits.");
    }
    if (!regions.roster().knowsTps(Long.parseLong(tps))) {
      throw Problem.notFound("There is no TPS " + tps + ".");
    }
  }

  private static String code(Caller caller) {
    return Objects.requireNonNull(caller.code(), "a user has a code");
  }

  private Instant moment(String text) {
    if (text.isEmpty()) {
      return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
    return Moments.parse(text).truncatedTo(ChronoUnit.SECONDS);
  }

  private static <T> T parsed(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (MalformedException e) {
      throw Problem.malformed(e.reason());
    }
  }

  private Row row(Assistance one) {
    Assistance.Asked asked = one.asked();
    Assistance.Entered entered = one.entered();
    Assistance.Left left = one.left();
    return new Row(
        one.tps(),
        naming.territory(one.tps()),
        one.state(),
        one.isUnasked(),
        asked == null ? null : asked.reason(),
        asked == null ? null : new Moment(asked.at(), asked.entry(), asked.recorded()),
        entered == null ? null : entered.people(),
        entered == null ? null : new Moment(entered.at(), entered.entry(), entered.recorded()),
        left == null ? null : new Moment(left.at(), left.entry(), left.recorded()));
  }
}
