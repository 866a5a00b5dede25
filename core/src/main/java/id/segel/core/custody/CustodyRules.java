package id.segel.core.custody;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.Devices;
import id.segel.core.region.Leg;
import id.segel.core.region.LegWindowSet;
import id.segel.core.region.PlaceCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a recorded statement does to the chains, and what it contradicts. Nothing is refused here: a
 * statement is in the log, and contradictions become facts beside it. Every order of arrival of the
 * same statements leads to the same chains and the same discrepancies.
 */
public final class CustodyRules {

  /** How far a phone's clock may be off before it is said. */
  public static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(10);

  private final CustodyChains chains;
  private final CustodyChains.Statements statements;
  private final Devices devices;
  private final Predicate<BoxId> isKnown;
  private final Windows windows;

  /** The earliest and latest moment of a leg; null when none was set. */
  @FunctionalInterface
  public interface Windows {
    @Nullable LegWindowSet of(Leg leg);
  }

  /** Which statements do not count because of their keys. */
  @FunctionalInterface
  interface Voids {
    boolean isVoid(RecordedStatement statement, Supplier<List<RecordedStatement>> descendants);
  }

  /**
   * Rules over these chains.
   *
   * @param isKnown whether a box of this number exists
   */
  public CustodyRules(
      CustodyChains chains,
      CustodyChains.Statements statements,
      Devices devices,
      Predicate<BoxId> isKnown,
      Windows windows) {
    this.chains = chains;
    this.statements = statements;
    this.devices = devices;
    this.isKnown = isKnown;
    this.windows = windows;
  }

  /**
   * Takes in one statement that {@link CustodyChains.Statements} knows already, and answers the
   * discrepancies found and closed by it, which belong right behind it in the log.
   */
  public List<Fact> record(RecordedStatement recorded) {
    var findings = new Findings();
    Statement said = recorded.statement();
    List<BoxId> boxes = boxes(recorded);
    judgeCounter(recorded, findings);
    if (boxes == null) {
      chains.await(Objects.requireNonNull(said.of()), recorded.id(), false);
      return findings.facts(recorded.id());
    }
    place(recorded, boxes, findings);
    Map<Id, Boolean> answers = chains.release(recorded.id());
    for (var answer : answers.entrySet()) {
      RecordedStatement waiting = statements.of(answer.getKey());
      if (waiting == null) {
        continue;
      }
      if (answer.getValue()) {
        findings.close(Discrepancy.GAP, waiting.id(), null);
      }
      List<BoxId> answered = boxes(waiting);
      place(waiting, answered == null ? List.of() : answered, findings);
    }
    return findings.facts(recorded.id());
  }

  /**
   * What was still pending at the deadline of its leg is a gap from now on.
   *
   * @param now election time
   */
  public List<Fact> findGaps(Instant now) {
    var findings = new Findings();
    for (BoxId box : List.copyOf(chains.boxesWithAsides())) {
      var beside = new ArrayList<CustodyChains.Aside>();
      for (CustodyChains.Aside aside : chains.asides(box)) {
        boolean isGap = aside.isPending() && !aside.isGap() && isOverdue(aside.statement(), now);
        if (isGap) {
          findings.found(Discrepancy.GAP, aside.statement(), List.of(aside.statement()), box);
        }
        beside.add(isGap ? new CustodyChains.Aside(aside.statement(), true, true) : aside);
      }
      if (!beside.equals(chains.asides(box))) {
        chains.put(chains.state(box), beside);
      }
    }
    for (Id offer : List.copyOf(chains.awaited())) {
      for (var answer : Map.copyOf(chains.awaiting(offer)).entrySet()) {
        if (!answer.getValue() && isOverdue(answer.getKey(), now)) {
          chains.await(offer, answer.getKey(), true);
          findings.found(Discrepancy.GAP, answer.getKey(), List.of(answer.getKey()), List.of());
        }
      }
    }
    return findings.facts(null);
  }

  /** Takes in gaps that the log says were found, so that a replay stands where the log stood. */
  public void replay(DiscrepancyFound gap) {
    Id statement = gap.about();
    if (gap.kind() != Discrepancy.GAP || statement == null) {
      return;
    }
    for (BoxId box : gap.boxes()) {
      var beside =
          chains.asides(box).stream()
              .map(aside ->
                  aside.statement().equals(statement)
                      ? new CustodyChains.Aside(statement, aside.isPending(), true)
                      : aside)
              .toList();
      chains.put(chains.state(box), beside);
    }
    RecordedStatement waiting = statements.of(statement);
    Id offer = waiting == null ? null : waiting.statement().of();
    if (gap.boxes().isEmpty() && offer != null) {
      chains.await(offer, statement, true);
    }
  }

  /** The boxes of a statement; null when it answers an offer that has not come. */
  private @Nullable List<BoxId> boxes(RecordedStatement recorded) {
    Id of = recorded.statement().of();
    RecordedStatement listing = recorded;
    if (of != null) {
      listing = statements.of(of);
      if (listing == null) {
        return null;
      }
      if (listing.statement().kind() != Statement.Kind.OFFER) {
        return List.of();
      }
    }
    var boxes = new ArrayList<BoxId>(listing.statement().boxCount());
    for (Statement.Group group : listing.statement().groups()) {
      for (Statement.BoxLine line : group.boxes()) {
        boxes.add(line.box());
      }
    }
    return boxes;
  }

  private void judgeCounter(RecordedStatement recorded, Findings findings) {
    Statement said = recorded.statement();
    var same = new TreeSet<>(statements.of(said.by(), said.counter()));
    same.add(recorded.id());
    if (same.size() > 1) {
      findings.found(
          Discrepancy.EQUIVOCATION,
          DiscrepancyFound.aboutCounter(said.by(), said.counter()),
          List.copyOf(same),
          List.of());
    }
  }

  private void judgeSigner(RecordedStatement recorded, List<BoxId> boxes, Findings findings) {
    Statement said = recorded.statement();
    if (devices.isRevokedAt(said.by(), recorded.index())) {
      findings.foundAll(Discrepancy.KEY_REVOKED, recorded, boxes);
    } else if (!devices.countsAt(said.by(), recorded.index())) {
      findings.foundAll(Discrepancy.KEY_UNKNOWN, recorded, boxes);
    }
    long ahead = Duration.between(recorded.recorded(), said.claimed()).toSeconds();
    long skew = Math.abs((long) recorded.skewSeconds().orElse(0));
    if (Math.max(ahead, skew) > CLOCK_TOLERANCE.toSeconds()) {
      findings.foundAll(Discrepancy.CLOCK_OFF, recorded, boxes);
    }
  }

  /** Puts a statement into the chains of its boxes. */
  private void place(RecordedStatement recorded, List<BoxId> boxes, Findings findings) {
    Statement said = recorded.statement();
    judgeSigner(recorded, boxes, findings);
    if (boxes.isEmpty()) {
      findings.foundAll(Discrepancy.OUT_OF_ORDER, recorded, boxes);
      return;
    }
    Leg leg = said.leg();
    Id of = said.of();
    RecordedStatement offer = of == null ? null : statements.of(of);
    if (offer != null) {
      leg = offer.statement().leg();
    }
    LegWindowSet window = leg == null ? null : windows.of(leg);
    if (window != null && said.kind() != Statement.Kind.WITHDRAW && isBefore(recorded, window)) {
      findings.foundAll(Discrepancy.TOO_EARLY, recorded, boxes);
    }
    for (Statement.Deviation deviation : said.exceptions()) {
      if (!boxes.contains(deviation.box())) {
        findings.found(
            Discrepancy.BOX_UNKNOWN, recorded.id(), List.of(recorded.id()), deviation.box());
      }
    }
    Devices.Device device = devices.of(said.by());
    boolean counts = devices.countsAt(said.by(), recorded.index());
    String lastTps = "";
    boolean isWrongPlace = false;
    for (BoxId box : boxes) {
      if (!isKnown.test(box)) {
        findings.found(Discrepancy.BOX_UNKNOWN, recorded.id(), List.of(recorded.id()), box);
      }
      String tps = box.tps();
      if (!tps.equals(lastTps)) {
        lastTps = tps;
        isWrongPlace =
            !isPlaceOf(said, leg, tps) || (counts && device != null && !device.covers(tps));
      }
      if (isWrongPlace) {
        findings.found(Discrepancy.WRONG_PLACE, recorded.id(), List.of(recorded.id()), box);
      }
    }
    boolean isPlain = counts || !devices.isRevokedAt(said.by(), recorded.index());
    if (offer != null) {
      for (BoxId box : boxes) {
        step(recorded, box, offer.id(), isPlain, findings);
      }
    } else {
      for (Statement.Group group : said.groups()) {
        for (Statement.BoxLine line : group.boxes()) {
          step(recorded, line.box(), group.after(), isPlain, findings);
        }
      }
    }
  }

  private void step(
      RecordedStatement recorded,
      BoxId box,
      @Nullable Id after,
      boolean isPlain,
      Findings findings) {
    BoxState state = chains.state(box);
    boolean follows = after == null ? state.tip() == null : after.equals(state.tip());
    if (state.isTroubled() || !follows || !isPlain) {
      refold(state, recorded, findings);
      return;
    }
    Steps.Step step = Steps.apply(state, recorded, box);
    if (step.contradiction() != null) {
      findings.found(step.contradiction(), recorded.id(), List.of(recorded.id()), box);
    }
    if (step.counts()) {
      boolean isMissing = step.contradiction() == Discrepancy.BOX_MISSING;
      chains.put(step.next().troubled(isMissing));
    } else {
      chains.addAside(box, new CustodyChains.Aside(recorded.id(), false, false));
    }
  }

  /**
   * Folds the whole chain of a box again with one more statement, and answers for the difference.
   */
  private void refold(BoxState state, RecordedStatement recorded, Findings findings) {
    BoxId box = state.box();
    List<RecordedStatement> all = Fold.chain(state, statements);
    var gaps = new TreeSet<Id>();
    for (CustodyChains.Aside aside : chains.asides(box)) {
      RecordedStatement beside = statements.of(aside.statement());
      if (beside != null) {
        all.add(beside);
      }
      if (aside.isGap()) {
        gaps.add(aside.statement());
      }
    }
    Fold before = Fold.of(box, all, this::isVoid);
    all.add(recorded);
    Fold after = Fold.of(box, all, this::isVoid);
    for (var finding : after.found().entrySet()) {
      boolean isNew = !finding.getValue().equals(before.found().get(finding.getKey()));
      boolean isOpenAgain =
          before.closed().contains(finding.getKey()) && !after.closed().contains(finding.getKey());
      if (isNew || isOpenAgain) {
        findings.found(finding.getKey().kind(), finding.getKey().about(), finding.getValue(), box);
      }
    }
    for (Fold.Finding finding : before.found().keySet()) {
      // Said too early: a counter-record has since proved what a revoked key had signed.
      if (!after.found().containsKey(finding)) {
        findings.close(finding.kind(), finding.about(), box);
      }
    }
    for (Fold.Finding over : after.closed()) {
      if (!before.closed().contains(over)) {
        findings.close(over.kind(), over.about(), box);
      }
    }
    var beside = new ArrayList<CustodyChains.Aside>();
    for (RecordedStatement one : all) {
      if (!after.isOnChain(one.id())) {
        boolean isPending = after.isPending(one.id());
        beside.add(
            new CustodyChains.Aside(one.id(), isPending, isPending && gaps.contains(one.id())));
      }
      if (gaps.contains(one.id()) && !after.isPending(one.id())) {
        findings.close(Discrepancy.GAP, one.id(), box);
      }
    }
    beside.sort(Comparator.comparing(CustodyChains.Aside::statement));
    BoxState next = after.state();
    chains.put(next.troubled(next.isTroubled() || !beside.isEmpty()), beside);
  }

  /**
   * What a revoked key signed and what came afterwards does not count, unless the other party's
   * counter-record, recorded before the revocation and hanging on it, proves it older.
   */
  private boolean isVoid(
      RecordedStatement recorded, Supplier<List<RecordedStatement>> descendants) {
    PartyKey by = recorded.statement().by();
    Devices.Device device = devices.of(by);
    if (device == null || recorded.index() < device.revokedAt()) {
      return false;
    }
    return descendants.get().stream()
        .noneMatch(follower ->
            follower.index() < device.revokedAt() && !follower.statement().by().equals(by));
  }

  private static boolean isPlaceOf(Statement said, @Nullable Leg leg, String tps) {
    PlaceCode place = said.place();
    if (!place.serves(tps)) {
      return false;
    }
    return switch (said.kind()) {
      case PACK, SEAL ->
          place.kind() == PlaceCode.Kind.CITY_STORE
              || place.kind() == PlaceCode.Kind.KECAMATAN_STORE;
      case OFFER, ACCEPT -> leg != null && (place.kind() == leg.from() || place.kind() == leg.to());
      case WITHDRAW, OPEN, USE, RESEAL -> true;
    };
  }

  private static boolean isBefore(RecordedStatement recorded, LegWindowSet window) {
    return recorded.statement().claimed().isBefore(window.earliest())
        || recorded.recorded().isBefore(window.earliest());
  }

  /** Whether the deadline of this statement is over, so that what it waits for is a gap. */
  public boolean isOverdue(Id statement, Instant now) {
    RecordedStatement recorded = statements.of(statement);
    return recorded != null && deadline(recorded).isBefore(now);
  }

  /**
   * The latest moment of an offer's leg; for others the next end of a leg after they were recorded.
   */
  private Instant deadline(RecordedStatement recorded) {
    Leg own = recorded.statement().leg();
    Instant deadline = Instant.MAX;
    for (Leg leg : Leg.values()) {
      LegWindowSet window = windows.of(leg);
      if (window != null
          && (leg == own || (own == null && !window.latest().isBefore(recorded.recorded())))
          && window.latest().isBefore(deadline)) {
        deadline = window.latest();
      }
    }
    return deadline;
  }

  /**
   * Discrepancies gathered for one statement, one fact for all boxes of the same kind and matter.
   */
  private static final class Findings {

    private record Matter(Discrepancy kind, @Nullable Id about, List<Id> statements) {}

    private record Over(Discrepancy kind, @Nullable Id about) {}

    private final Map<Matter, TreeSet<BoxId>> found = new LinkedHashMap<>();
    private final Map<Over, TreeSet<BoxId>> closed = new LinkedHashMap<>();

    void found(Discrepancy kind, @Nullable Id about, List<Id> statements, BoxId box) {
      found(kind, about, statements, List.of(box));
    }

    void found(Discrepancy kind, @Nullable Id about, List<Id> statements, List<BoxId> boxes) {
      found
          .computeIfAbsent(new Matter(kind, about, statements), matter -> new TreeSet<>())
          .addAll(boxes);
      // Found again while the same statement is taken in: then it is not over.
      var over = new Over(kind, about);
      if (closed.containsKey(over)) {
        closed.get(over).removeAll(boxes);
        if (closed.get(over).isEmpty()) {
          closed.remove(over);
        }
      }
    }

    void foundAll(Discrepancy kind, RecordedStatement recorded, List<BoxId> boxes) {
      found(kind, recorded.id(), List.of(recorded.id()), boxes);
    }

    void close(Discrepancy kind, @Nullable Id about, @Nullable BoxId box) {
      var boxes = closed.computeIfAbsent(new Over(kind, about), over -> new TreeSet<>());
      if (box != null) {
        boxes.add(box);
      }
    }

    List<Fact> facts(@Nullable Id by) {
      if (found.isEmpty() && closed.isEmpty()) {
        return List.of();
      }
      var facts = new ArrayList<Fact>();
      found.forEach((matter, boxes) ->
          facts.add(
              new DiscrepancyFound(
                  matter.kind, matter.about, matter.statements, List.copyOf(boxes))));
      if (by != null) {
        closed.forEach((over, boxes) ->
            facts.add(new DiscrepancyClosed(over.kind, over.about, by, List.copyOf(boxes))));
      }
      return facts;
    }
  }
}
