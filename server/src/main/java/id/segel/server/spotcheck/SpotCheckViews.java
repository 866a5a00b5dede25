package id.segel.server.spotcheck;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.box.BoxId;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.Devices.Device;
import id.segel.core.spotcheck.BoxList;
import id.segel.core.spotcheck.CosignedHead;
import id.segel.core.spotcheck.SpotCheckDrawn;
import id.segel.core.spotcheck.SpotCheckResult;
import id.segel.core.spotcheck.SpotChecks;
import id.segel.server.access.Registry;
import id.segel.server.custody.Whereabouts;
import id.segel.server.log.Witnesses;
import id.segel.tlog.checkpoint.Policy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Random audits as pages show them. */
@Component
class SpotCheckViews {

  /** How far a check is. */
  enum State {
    /** Fixed, and no quorum has signed its entry yet. */
    FIXED,
    /** Dice may be rolled. */
    COVERED,
    DRAWN,
    REPLACED
  }

  /** A body of the policy, and since when it stands behind a checkpoint; null where it does not. */
  record Body(String name, @Nullable Instant at) {}

  /**
   * A checkpoint.
   *
   * @param hash SHA-256 of its text, in hex, to be read out and compared
   * @param since when the last body that is needed has cosigned
   */
  record Head(long size, String root, String hash, @Nullable Instant since, List<Body> bodies) {}

  record Kota(String code, int boxes, int drawn) {}

  record Found(
      SpotCheckResult.Outcome outcome,
      List<String> seals,
      String by,
      Instant claimed,
      long entry) {}

  /**
   * A drawn box.
   *
   * @param stage how far it is; 0 where nobody has signed anything about it
   */
  record Box(
      String box,
      int stage,
      String holder,
      List<String> seals,
      List<Found> found,
      boolean deviates,
      boolean contradicts) {}

  record Row(long check, State state, int boxes, int drawn, int done, int deviating) {}

  /**
   * One check.
   *
   * @param atMost as many may deviate at most, when the sample is clean
   * @param clean whether it is, by now
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Detail(
      long check,
      State state,
      int boxes,
      int drawn,
      int confidence,
      int below,
      int atMost,
      String list,
      List<Kota> kota,
      Head head,
      @Nullable Head cover,
      @Nullable Long entry,
      @Nullable Instant rolled,
      @Nullable String digits,
      @Nullable String seed,
      int done,
      int deviating,
      int contradicted,
      boolean clean,
      List<Box> sample) {}

  /** A drawn box that a device may look at, with the seals that the log has for it. */
  record Mine(
      long check,
      String box,
      boolean seen,
      List<String> seals,
      String holder,
      SpotCheckResult.@Nullable Outcome found) {}

  private final Checks checks;
  private final Covers covers;
  private final Witnesses witnesses;
  private final Whereabouts whereabouts;
  private final Registry registry;

  SpotCheckViews(
      Checks checks,
      Covers covers,
      Witnesses witnesses,
      Whereabouts whereabouts,
      Registry registry) {
    this.checks = checks;
    this.covers = covers;
    this.witnesses = witnesses;
    this.whereabouts = whereabouts;
    this.registry = registry;
  }

  List<Row> rows(int most) {
    return checks.all().stream()
        .limit(most)
        .map(one ->
            new Row(
                one.index(),
                state(one, one.drawn() == null ? covers.of(one.index()) : null),
                one.fixed().boxes(),
                one.fixed().drawn(),
                one.results().size(),
                one.deviating().size()))
        .toList();
  }

  private static State state(SpotChecks.Check check, @Nullable CosignedHead cover) {
    if (check.drawn() != null) {
      return State.DRAWN;
    }
    if (check.isReplaced()) {
      return State.REPLACED;
    }
    return cover == null ? State.FIXED : State.COVERED;
  }

  Detail detail(SpotChecks.Check check) {
    SpotCheckDrawn drawn = check.drawn();
    CosignedHead cover = drawn == null ? covers.of(check.index()) : drawn.cover();
    var kota = new ArrayList<Kota>();
    check.fixed().kota().forEach((code, one) -> kota.add(new Kota(code, one.boxes(), one.drawn())));
    return new Detail(
        check.index(),
        state(check, cover),
        check.fixed().boxes(),
        check.fixed().drawn(),
        check.fixed().confidence(),
        check.fixed().below(),
        check.fixed().fewerThan() - 1,
        check.fixed().list().toString(),
        kota,
        head(check.fixed().head()),
        cover == null ? null : head(cover),
        drawn == null ? null : check.drawnAt(),
        drawn == null ? null : drawn.rolled(),
        drawn == null ? null : drawn.digits(),
        drawn == null ? null : HexFormat.of().formatHex(drawn.seed().bytes()),
        check.results().size(),
        check.deviating().size(),
        check.contradicted().size(),
        check.isClean(),
        sample(check));
  }

  /** About how many boxes of a list nobody has signed anything yet. */
  int unseen(BoxList list) {
    return list.size() - whereabouts.seen(list);
  }

  Head head(CosignedHead head) {
    Policy.Judgement judged = witnesses.policy().judge(head.note());
    var bodies = new ArrayList<Body>();
    judged.bodies().forEach((name, time) -> bodies.add(new Body(name, instant(time))));
    Id hash = Id.ofText(head.text().getBytes(StandardCharsets.UTF_8));
    return new Head(
        head.size(),
        head.root().base64(),
        HexFormat.of().formatHex(hash.bytes()),
        instant(judged.quorumTime()),
        bodies);
  }

  private static @Nullable Instant instant(OptionalLong seconds) {
    return seconds.isEmpty() ? null : Instant.ofEpochSecond(seconds.getAsLong());
  }

  private List<Box> sample(SpotChecks.Check check) {
    List<BoxId> boxes = check.sample();
    Map<BoxId, Whereabouts.Where> where = whereabouts.of(boxes);
    List<BoxId> deviating = check.deviating();
    List<BoxId> contradicted = check.contradicted();
    return boxes.stream()
        .map(box -> {
          Whereabouts.Where at = where.get(box);
          return new Box(
              box.toString(),
              at == null ? 0 : at.stage(),
              at == null ? "" : at.holder(),
              at == null ? List.of() : at.seals().numbers(),
              check.results().getOrDefault(box, List.of()).stream().map(this::found).toList(),
              deviating.contains(box),
              contradicted.contains(box));
        })
        .toList();
  }

  private Found found(SpotChecks.Found one) {
    SpotCheckResult result = one.result();
    return new Found(
        result.outcome(),
        result.seals().numbers(),
        whereabouts.device(result.by()),
        result.claimed(),
        one.index());
  }

  /** What a device may look at: the drawn boxes of its territory, of the newest draw. */
  List<Mine> mine(Device device) {
    return checks.all().stream()
        .filter(one -> one.drawn() != null)
        .findFirst()
        .map(check -> mine(check, device))
        .orElse(List.of());
  }

  private List<Mine> mine(SpotChecks.Check check, Device device) {
    List<BoxId> boxes = check.sample().stream().filter(box -> device.covers(box.tps())).toList();
    Map<BoxId, Whereabouts.Where> where = whereabouts.of(boxes);
    return boxes.stream()
        .map(box -> {
          Whereabouts.Where at = where.get(box);
          return new Mine(
              check.index(),
              box.toString(),
              at != null,
              at == null ? List.of() : at.seals().numbers(),
              at == null ? "" : at.holder(),
              check.results().getOrDefault(box, List.of()).stream()
                  .map(SpotChecks.Found::result)
                  .filter(result -> result.by().equals(device.key()))
                  .map(SpotCheckResult::outcome)
                  .reduce((before, after) -> after)
                  .orElse(null));
        })
        .toList();
  }

  @Nullable Device device(PartyKey key) {
    return registry.devices().of(key);
  }

  /** As a spreadsheet takes it. */
  String csv(SpotChecks.Check check) {
    var csv = new StringBuilder("kota,box,stage,holder,seals,outcome,by,claimed\n");
    for (Box box : sample(check)) {
      String head =
          box.box.substring(0, 4)
              + ","
              + box.box
              + ","
              + box.stage
              + ","
              + box.holder
              + ","
              + String.join(" ", box.seals)
              + ",";
      if (box.found.isEmpty()) {
        csv.append(head).append(",,\n");
      }
      for (Found one : box.found) {
        csv.append(head)
            .append(one.outcome)
            .append(',')
            .append(one.by)
            .append(',')
            .append(one.claimed)
            .append('\n');
      }
    }
    return csv.toString();
  }

  BoxList list(SpotChecks.Check check) {
    return checks.list(check.fixed().head().size());
  }
}
