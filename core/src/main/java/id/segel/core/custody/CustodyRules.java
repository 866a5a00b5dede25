package id.segel.core.custody;

import id.segel.core.box.BoxId;
import id.segel.core.box.IssuedSeals;
import id.segel.core.ceremony.OpeningReason;
import id.segel.core.ceremony.OpeningRules;
import id.segel.core.ceremony.OpeningWindows;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.Devices;
import id.segel.core.personnel.KeyKeeping;
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
import java.util.Set;
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

  private final CustodyChains chains;
  private final CustodyChains.Statements statements;
  private final Devices devices;
  private final Predicate<BoxId> isKnown;
  private final Windows windows;
  private final OpeningWindows openings;
  private final IssuedSeals issued;
  private final Thresholds thresholds;
  private final Predicate<PlaceCode> isApproved;
  private final Steps.Context context = new Behind();

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
   * @param isApproved whether boxes may be kept at a place; a TPS is one by itself
   */
  public CustodyRules(
      CustodyChains chains,
      CustodyChains.Statements statements,
      Devices devices,
      Predicate<BoxId> isKnown,
      Windows windows,
      OpeningWindows openings,
      IssuedSeals issued,
      Thresholds thresholds,
      Predicate<PlaceCode> isApproved) {
    this.isApproved = isApproved;
    this.chains = chains;
    this.statements = statements;
    this.devices = devices;
    this.isKnown = isKnown;
    this.windows = windows;
    this.openings = openings;
    this.issued = issued;
    this.thresholds = thresholds;
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
    judgeCards(recorded, boxes == null ? List.of() : boxes, findings);
    if (said.kind() == Statement.Kind.DAY) {
      judgeSigner(recorded, List.of(), findings);
      judgePlace(recorded, findings);
      return findings.facts(recorded.id());
    }
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

  /** Takes in a further signature, and answers the shortfalls of an opening that it mends. */
  public List<Fact> signed(SignatureAdded added, long index) {
    RecordedStatement before = statements.of(added.statement());
    if (before == null) {
      return List.of();
    }
    RecordedStatement after = before.signed(added.line(), index);
    if (after.equals(before)) {
      return List.of();
    }
    statements.signed(after);
    var findings = new Findings();
    List<BoxId> boxes = opened(after);
    judgeCards(after, boxes, findings);
    if (after.statement().kind().opens()) {
      Set<OpeningRules.Shortfall> had = shortfalls(before);
      Set<OpeningRules.Shortfall> left = shortfalls(after);
      for (OpeningRules.Shortfall shortfall : had) {
        if (!left.contains(shortfall)) {
          boxes.forEach(box -> findings.close(discrepancy(shortfall), after.id(), box));
        }
      }
      for (OpeningRules.Shortfall shortfall : left) {
        if (!had.contains(shortfall)) {
          findings.foundAll(discrepancy(shortfall), after, boxes);
        }
      }
    }
    return findings.facts(after.id());
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
        if (line.into() != null) {
          boxes.add(line.into().box());
        }
      }
    }
    return boxes;
  }

  /** The boxes that a statement opens. */
  private static List<BoxId> opened(RecordedStatement recorded) {
    return recorded.statement().groups().stream()
        .flatMap(group -> group.boxes().stream())
        .map(Statement.BoxLine::box)
        .toList();
  }

  /** What an opening falls short of, by the signatures that count. */
  private Set<OpeningRules.Shortfall> shortfalls(RecordedStatement recorded) {
    Statement said = recorded.statement();
    var signers = new ArrayList<OpeningRules.Signer>();
    for (var signer : recorded.signers().entrySet()) {
      Devices.Device device = devices.of(signer.getKey());
      if (device != null
          && !signer.getKey().equals(said.by())
          && devices.countsAt(signer.getKey(), signer.getValue())) {
        boolean isOnOwnPhone = device.keeping() != KeyKeeping.CARD;
        if (!isOnOwnPhone && !recorded.id().equals(chains.cards().get(signer.getKey()))) {
          continue;
        }
        signers.add(new OpeningRules.Signer(device.body(), device.role().isHolder(), isOnOwnPhone));
      }
    }
    // Into another box goes what is broken or wet, whatever the word for it.
    OpeningReason reason =
        said.kind() == Statement.Kind.REPLACE
            ? OpeningReason.RESCUE
            : OpeningReason.of(Objects.requireNonNull(said.reason()));
    return OpeningRules.judge(reason, said.claimed(), recorded.recorded(), openings, signers);
  }

  private static Discrepancy discrepancy(OpeningRules.Shortfall shortfall) {
    return switch (shortfall) {
      case REASON -> Discrepancy.OPENED_WITHOUT_REASON;
      case WINDOW -> Discrepancy.OPENED_OUTSIDE_HOURS;
      case PERSONS -> Discrepancy.OPENED_UNWITNESSED;
      case BODIES -> Discrepancy.OPENED_ONE_BODY;
      case OWN_PHONE -> Discrepancy.OPENED_ASSISTED;
    };
  }

  /** A day card is signed at a TPS, by somebody whose territory that is. */
  private void judgePlace(RecordedStatement recorded, Findings findings) {
    PlaceCode place = recorded.statement().place();
    Devices.Device device = devices.of(recorded.statement().by());
    boolean isHere =
        place.kind() == PlaceCode.Kind.TPS && (device == null || device.covers(place.region()));
    if (!isHere) {
      findings.foundAll(Discrepancy.WRONG_PLACE, recorded, List.of());
    }
  }

  /** Seals that were never issued, or came broken; boxes that came damaged. */
  private void judgeSeals(RecordedStatement recorded, Findings findings) {
    Statement said = recorded.statement();
    boolean closes =
        said.kind() == Statement.Kind.SEAL
            || said.kind() == Statement.Kind.RESEAL
            || said.kind() == Statement.Kind.REPLACE;
    if (closes) {
      for (Statement.Group group : said.groups()) {
        for (Statement.BoxLine line : group.boxes()) {
          Statement.Into into = line.into();
          BoxId box = into == null ? line.box() : into.box();
          judgeIssued(into == null ? line.seals() : into.seals(), recorded, box, findings);
        }
      }
    }
    for (Statement.Deviation deviation : said.exceptions()) {
      if (deviation.seals() != null) {
        judgeIssued(deviation.seals(), recorded, deviation.box(), findings);
      }
      if (!deviation.broken().isNone()) {
        findings.foundAll(Discrepancy.SEAL_BROKEN, recorded, List.of(deviation.box()));
      }
      if (deviation.isDamaged()) {
        findings.foundAll(Discrepancy.BOX_DAMAGED, recorded, List.of(deviation.box()));
      }
    }
  }

  private void judgeIssued(Seals seals, RecordedStatement recorded, BoxId box, Findings findings) {
    if (!seals.numbers().stream().allMatch(issued::isIssued)) {
      findings.foundAll(Discrepancy.SEAL_UNKNOWN, recorded, List.of(box));
    }
  }

  /** Whether somebody else than a phone took the boxes: a card, or a hand on paper. */
  private boolean isWithoutPhone(RecordedStatement recorded) {
    Statement said = recorded.statement();
    Devices.Device device = devices.of(said.by());
    return said.kind() == Statement.Kind.ACCEPT
        && (said.paper() != null
            || (device != null
                && device.keeping() == KeyKeeping.CARD
                && device.enrolledAt() < recorded.index()));
  }

  private final class Behind implements Steps.Context {

    @Override
    public boolean mayConfirm(BoxState before, RecordedStatement confirming) {
      Id tip = before.tip();
      RecordedStatement taken = tip == null ? null : statements.of(tip);
      PartyKey by = confirming.statement().by();
      Devices.Device device = devices.of(by);
      return taken != null
          && isWithoutPhone(taken)
          && device != null
          && devices.countsAt(by, confirming.index())
          && device.keeping() != KeyKeeping.CARD
          && device.role().isHolder()
          && device.covers(before.box().tps());
    }

    @Override
    public @Nullable PartyKey giver(BoxState before) {
      Id tip = before.tip();
      RecordedStatement taken = tip == null ? null : statements.of(tip);
      Id of = taken == null ? null : taken.statement().of();
      RecordedStatement offer = of == null ? null : statements.of(of);
      boolean isTaken = taken != null && taken.statement().kind() == Statement.Kind.ACCEPT;
      return isTaken && offer != null ? offer.statement().by() : null;
    }
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

  /** A card signs once: what it signs first counts, by the order of the log. */
  private void judgeCards(RecordedStatement recorded, List<BoxId> boxes, Findings findings) {
    for (PartyKey signer : recorded.signers().keySet()) {
      if (isCard(signer)) {
        Id first = chains.firstOf(signer, recorded.id());
        if (!first.equals(recorded.id())) {
          boxes.forEach(box ->
              findings.found(
                  Discrepancy.CARD_USED_TWICE, recorded.id(), List.of(first, recorded.id()), box));
        }
      }
    }
  }

  private boolean isCard(PartyKey key) {
    Devices.Device device = devices.of(key);
    return device != null && device.keeping() == KeyKeeping.CARD;
  }

  private void judgeSigner(RecordedStatement recorded, List<BoxId> boxes, Findings findings) {
    Statement said = recorded.statement();
    if (devices.isRevokedAt(said.by(), recorded.index())) {
      findings.foundAll(Discrepancy.KEY_REVOKED, recorded, boxes);
    } else if (!devices.countsAt(said.by(), recorded.index()) && !isWithoutPhone(recorded)) {
      findings.foundAll(Discrepancy.KEY_UNKNOWN, recorded, boxes);
    }
    long ahead = Duration.between(recorded.recorded(), said.claimed()).toSeconds();
    long skew = Math.abs((long) recorded.skewSeconds().orElse(0));
    if (Math.max(ahead, skew) > thresholds.newest().clock().toSeconds()) {
      findings.foundAll(Discrepancy.CLOCK_OFF, recorded, boxes);
    }
  }

  /** Puts a statement into the chains of its boxes. */
  private void place(RecordedStatement recorded, List<BoxId> boxes, Findings findings) {
    Statement said = recorded.statement();
    judgeSigner(recorded, boxes, findings);
    judgeSeals(recorded, findings);
    if (said.kind().opens()) {
      for (OpeningRules.Shortfall shortfall : shortfalls(recorded)) {
        findings.foundAll(discrepancy(shortfall), recorded, opened(recorded));
      }
    }
    if (isWithoutPhone(recorded)) {
      var taken =
          boxes.stream()
              .filter(box -> {
                Statement.Deviation deviation = recorded.deviation(box);
                return deviation == null || !deviation.isMissing();
              })
              .toList();
      findings.foundAll(Discrepancy.TAKEN_WITHOUT_PHONE, recorded, taken);
    }
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
    // A place that nobody approved may receive nothing; from one that was, anything may leave.
    boolean isUnapproved =
        said.kind() == Statement.Kind.ACCEPT
            && said.place().kind() != PlaceCode.Kind.TPS
            && !isApproved.test(said.place());
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
            isUnapproved
                || !isPlaceOf(said, leg, tps)
                || (counts && device != null && !device.covers(tps));
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
          if (line.into() != null) {
            step(recorded, line.into().box(), null, isPlain, findings);
          }
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
    Steps.Step step = Steps.apply(state, recorded, box, context);
    if (step.contradiction() != null) {
      findings.found(step.contradiction(), recorded.id(), List.of(recorded.id()), box);
    }
    if (step.counts()) {
      boolean isMissing = step.contradiction() == Discrepancy.BOX_MISSING;
      chains.put(step.next().troubled(isMissing));
      if (recorded.statement().kind() == Statement.Kind.CONFIRM) {
        findings.close(Discrepancy.TAKEN_WITHOUT_PHONE, after, box);
      }
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
    Fold before = Fold.of(box, all, this::isVoid, context);
    all.add(recorded);
    Fold after = Fold.of(box, all, this::isVoid, context);
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
      case OFFER, ACCEPT ->
          leg != null
              && (place.kind() == leg.from() || place.kind() == leg.to() || isPost(place, leg));
      case WITHDRAW, OPEN, USE, RESEAL, REPLACE, CONFIRM, CORRECT, DAY -> true;
    };
  }

  /** Boxes of a TPS change hands at an RW's post too, on the way there and back. */
  private static boolean isPost(PlaceCode place, Leg leg) {
    return place.kind() == PlaceCode.Kind.POST
        && (leg == Leg.KELURAHAN_TPS || leg == Leg.TPS_KELURAHAN);
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
