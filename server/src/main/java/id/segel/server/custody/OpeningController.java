package id.segel.server.custody;

import static id.segel.server.http.Allow.Who.ADMIN;
import static id.segel.server.http.Allow.Who.ANYONE;
import static id.segel.server.http.Allow.Who.BAWASLU;
import static id.segel.server.http.Allow.Who.KPU;
import static id.segel.server.http.Allow.Who.KPU_PROVINSI;

import id.segel.core.box.SealsIssued;
import id.segel.core.ceremony.OpeningReason;
import id.segel.core.ceremony.OpeningWindowSet;
import id.segel.core.custody.ThresholdsSet;
import id.segel.core.fact.Fact;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.Leg;
import id.segel.server.http.Allow;
import id.segel.server.http.Problem;
import id.segel.server.log.FactLog;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * When boxes may be opened, which seals there are, and from where on something is worth a finding:
 * each change is a fact.
 */
@RestController
class OpeningController {

  /** Ranges of seals that one installation issues at most. */
  private static final int RANGES_MAX = 1_000;

  /** Thresholds as the desk shows them; {@code way} is minutes by leg. */
  record Limits(int clock, int overlap, int opened, Map<String, Integer> way) {

    static Limits of(ThresholdsSet set) {
      var way = new TreeMap<String, Integer>();
      set.wayMinutes().forEach((leg, minutes) -> way.put(leg.word(), minutes));
      return new Limits(set.clockMinutes(), set.overlapMinutes(), set.openedMinutes(), way);
    }

    ThresholdsSet fact() {
      var minutes = new EnumMap<Leg, Integer>(Leg.class);
      way.forEach((leg, one) -> minutes.put(Leg.parse(leg), one));
      return new ThresholdsSet(clock, overlap, opened, minutes);
    }
  }

  record Hours(OpeningReason reason, Instant earliest, Instant latest) {}

  private final Openings openings;
  private final FactLog log;

  OpeningController(Openings openings, FactLog log) {
    this.openings = openings;
    this.log = log;
  }

  @Allow(ANYONE)
  @GetMapping("/api/custody/openings/hours")
  List<OpeningWindowSet> hours() {
    return Stream.of(OpeningReason.values())
        .map(openings.windows()::of)
        .filter(Objects::nonNull)
        .toList();
  }

  @Allow({ADMIN, KPU_PROVINSI})
  @PostMapping("/api/custody/openings/hours")
  void set(@RequestBody Hours asked) {
    if (asked.latest().isBefore(asked.earliest())) {
      throw new Problem(
          409,
          "WINDOW_ENDS_FIRST",
          "The latest moment is before the earliest: change one of them.");
    }
    say(new OpeningWindowSet(asked.reason(), asked.earliest(), asked.latest()));
  }

  @Allow({ADMIN, KPU, BAWASLU})
  @GetMapping("/api/custody/seals")
  List<SealsIssued> seals() {
    return openings.seals().ranges();
  }

  @Allow({ADMIN, KPU_PROVINSI})
  @PostMapping("/api/custody/seals")
  void issue(@RequestBody SealsIssued asked) {
    List<SealsIssued> ranges = openings.seals().ranges();
    if (ranges.size() >= RANGES_MAX) {
      throw new Problem(
          409, "TOO_MANY_RANGES", "At most " + RANGES_MAX + " ranges of seals are issued.");
    }
    ranges.stream()
        .filter(range -> range.meets(asked))
        .findFirst()
        .ifPresent(range -> {
          throw new Problem(
              409,
              "SEALS_ISSUED",
              "Some of these seals were issued already, from "
                  + range.first()
                  + " to "
                  + range.last()
                  + ": choose numbers outside.");
        });
    say(asked);
  }

  @Allow({ADMIN, KPU_PROVINSI, BAWASLU})
  @GetMapping("/api/custody/thresholds")
  Limits thresholds() {
    return Limits.of(openings.thresholds().newest());
  }

  @Allow({ADMIN, KPU_PROVINSI})
  @PostMapping("/api/custody/thresholds")
  void set(@RequestBody Limits asked) {
    ThresholdsSet set;
    try {
      set = asked.fact();
    } catch (MalformedException e) {
      throw Problem.malformed(e.reason());
    }
    if (!set.equals(openings.thresholds().newest())) {
      say(set);
    }
  }

  private void say(Fact fact) {
    log.append(List.of(fact), FactLog.GuardWork.NONE);
  }
}
