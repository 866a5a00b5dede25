package id.segel.core.exchange;

import id.segel.core.box.BoxId;
import id.segel.core.box.IssuedSeals;
import id.segel.core.box.SealsIssued;
import id.segel.core.box.SpareAssigned;
import id.segel.core.ceremony.ExaminationDone;
import id.segel.core.ceremony.ExaminationTaken;
import id.segel.core.ceremony.OpeningWindowSet;
import id.segel.core.ceremony.OpeningWindows;
import id.segel.core.custody.CustodyChains;
import id.segel.core.custody.CustodyRules;
import id.segel.core.custody.Discrepancy;
import id.segel.core.custody.DiscrepancyClosed;
import id.segel.core.custody.DiscrepancyFound;
import id.segel.core.custody.Examinations;
import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.RecordedStatements;
import id.segel.core.custody.SignatureAdded;
import id.segel.core.custody.Thresholds;
import id.segel.core.custody.ThresholdsSet;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.incident.BoxesAccounted;
import id.segel.core.incident.BoxesFrozen;
import id.segel.core.incident.IncidentClosed;
import id.segel.core.incident.IncidentNoted;
import id.segel.core.incident.IncidentOpened;
import id.segel.core.incident.Runs;
import id.segel.core.incident.StepDone;
import id.segel.core.log.LogSucceeded;
import id.segel.core.personnel.DeviceEnrolled;
import id.segel.core.personnel.DeviceRevoked;
import id.segel.core.personnel.Devices;
import id.segel.core.region.Dapils;
import id.segel.core.region.LegWindows;
import id.segel.core.region.PlaceApproved;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.PlaceWithdrawn;
import id.segel.core.region.Places;
import id.segel.core.region.Roster;
import id.segel.core.spotcheck.Population;
import id.segel.core.spotcheck.SpotCheckDrawn;
import id.segel.core.spotcheck.SpotCheckFixed;
import id.segel.core.spotcheck.SpotCheckRefusal;
import id.segel.core.spotcheck.SpotCheckResult;
import id.segel.core.spotcheck.SpotCheckRules;
import id.segel.core.spotcheck.SpotChecks;
import id.segel.core.stock.FindingCleared;
import id.segel.core.stock.FindingRaised;
import id.segel.core.stock.StockBooks;
import id.segel.core.stock.StockFact;
import id.segel.core.stock.StockFinding;
import id.segel.core.stock.StockRows;
import id.segel.core.stock.StockSums;
import id.segel.core.stock.Terrain;
import id.segel.core.warehouse.ChecklistPublished;
import id.segel.core.warehouse.GapAssigned;
import id.segel.core.warehouse.PointMarked;
import id.segel.core.warehouse.PointsIssued;
import id.segel.core.warehouse.RoundsEnded;
import id.segel.core.warehouse.RoundsPlanned;
import id.segel.core.warehouse.SiteInspected;
import id.segel.core.warehouse.Sites;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A log folded again from its first entry by the same rules, and compared with what it says about
 * itself: behind each statement stand exactly the discrepancies that follow from it, and every box
 * has one holder or an open discrepancy. Give it all entries in their order. Signatures are checked
 * elsewhere. Owned by one thread.
 */
public final class Audit {

  /** So many differences are told; then they are only counted. */
  private static final int PROBLEMS_TOLD = 100;

  private final Roster roster = new Roster();
  private final LegWindows windows = new LegWindows();
  private final OpeningWindows openings = new OpeningWindows();
  private final IssuedSeals issuedSeals = new IssuedSeals();
  private final Thresholds thresholds = new Thresholds();
  private final Devices devices = new Devices();
  private final Map<BoxId, BoxId> boxBySpare = new HashMap<>();
  private final Map<BoxId, BoxId> spareByBox = new HashMap<>();
  private final RecordedStatements statements = new RecordedStatements();
  private final CustodyChains chains = new CustodyChains();
  private final CustodyRules rules =
      new CustodyRules(
          chains,
          statements,
          devices,
          this::isKnown,
          windows::of,
          openings,
          issuedSeals,
          thresholds,
          this::isApproved);

  private final Sites sites = new Sites();
  private final Examinations examinations = new Examinations();
  private final Runs runs = new Runs();
  private final Population population = new Population();
  private final SpotChecks spotChecks = new SpotChecks();
  private final Dapils dapils = new Dapils();
  private final Places places = new Places();
  private final StockRows.InMemory stock = new StockRows.InMemory();
  private final Terrain terrain = new Terrain(roster, dapils, places, this::isKnown);
  private final StockBooks books = new StockBooks(stock, terrain);
  private final StockSums sums = new StockSums();
  private final Map<String, FindingRaised> openFindings = new TreeMap<>();
  private final Map<StockFinding, Integer> findings = new TreeMap<>();
  private final Map<Long, LogSucceeded> successions = new TreeMap<>();

  private final ArrayDeque<Fact> expected = new ArrayDeque<>();
  private final Map<Matter, Findings> found = new HashMap<>();
  private final Map<Matter, Set<BoxId>> open = new HashMap<>();
  private final Map<BoxId, Integer> openByBox = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private long problemCount;

  /** What one discrepancy is about. */
  public record Matter(Discrepancy kind, @Nullable Id about) {}

  /** The statements that take part in a discrepancy, and its boxes. */
  public record Findings(Set<Id> statements, Set<BoxId> boxes) {}

  /** Takes a statement, and answers the facts that must stand right behind it. */
  public List<Fact> statement(RecordedStatement recorded) {
    nothingIsMissing(recorded.index());
    if (statements.of(recorded.id()) != null) {
      problem(recorded.index(), "statement " + recorded.id() + " is in the log twice");
      return List.of();
    }
    statements.add(recorded);
    var facts = new ArrayList<>(rules.record(recorded));
    facts.addAll(booked(books.take(recorded)));
    expected.addAll(facts);
    return facts;
  }

  /**
   * Takes a fact, and answers those that must stand right behind it.
   *
   * @param recorded election time of its entry
   */
  public List<Fact> fact(long index, Instant recorded, Fact fact) {
    List<Fact> behind = List.of();
    judgeExamination(index, fact);
    examinations.apply(index, fact);
    judgeIncident(index, fact);
    runs.apply(index, recorded, fact);
    judgeSite(index, recorded, fact);
    sites.apply(index, recorded, fact);
    judgeSpotCheck(index, fact);
    spotChecks.apply(index, fact);
    population.apply(index, fact);
    switch (fact) {
      case DiscrepancyFound it -> {
        compare(index, recorded, it);
        found(it);
      }
      case DiscrepancyClosed it -> {
        compare(index, recorded, it);
        closed(it);
      }
      case FindingRaised it -> {
        compareFinding(index, recorded, it);
        openFindings.put(it.kind() + " " + it.about(), it);
        findings.merge(it.kind(), 1, Integer::sum);
      }
      case FindingCleared it -> {
        compareFinding(index, recorded, it);
        openFindings.remove(it.kind() + " " + it.about());
      }
      case StockFact it -> {
        nothingIsMissing(index);
        StockBooks.Booked booked = books.take(it);
        if (booked.refusal() != null) {
          problem(index, "is what the rules refuse: " + booked.refusal() + " " + booked.detail());
        }
        behind = booked(booked);
        expected.addAll(behind);
      }
      case LogSucceeded it -> {
        nothingIsMissing(index);
        successions.put(index, it);
        if (it.same() != Math.min(it.size(), index)) {
          problem(index, "says that " + it.same() + " entries are those of " + it.origin());
        }
      }
      case SignatureAdded it -> {
        nothingIsMissing(index);
        behind = rules.signed(it, index);
        expected.addAll(behind);
      }
      default -> {
        nothingIsMissing(index);
        apply(index, fact);
      }
    }
    return behind;
  }

  private void judgeExamination(long index, Fact fact) {
    Examinations.Refusal refusal =
        switch (fact) {
          case ExaminationTaken it -> examinations.refusal(it);
          case ExaminationDone it -> examinations.refusal(it);
          default -> null;
        };
    if (refusal != null) {
      shouldBeRefused(index, fact, refusal);
    }
  }

  /** What a playbook asks stands beside the log; what may not be said by any is judged. */
  private void judgeIncident(long index, Fact fact) {
    Runs.Refusal refusal =
        switch (fact) {
          case IncidentOpened it -> runs.refusal(it);
          case BoxesFrozen it -> runs.refusal(it);
          case StepDone it -> runs.refusal(it);
          case BoxesAccounted it -> runs.refusal(it);
          case IncidentNoted it -> runs.refusal(it);
          case IncidentClosed it -> runs.refusal(it);
          default -> null;
        };
    if (refusal != null) {
      shouldBeRefused(index, fact, refusal);
    }
  }

  /** Where boxes may be kept, who looked, and whether rounds were due when the log says so. */
  private void judgeSite(long index, Instant recorded, Fact fact) {
    Sites.Refusal refusal =
        switch (fact) {
          // A place that came approved with a list was approved by those who made the list.
          case PlaceApproved it -> it.by() == null ? null : sites.refusal(it);
          case PlaceWithdrawn it -> sites.refusal(it);
          case ChecklistPublished it -> sites.refusal(it);
          case SiteInspected it -> sites.refusal(it, recorded);
          case GapAssigned it -> sites.refusal(it);
          case PointsIssued it -> sites.refusal(it);
          case RoundsPlanned it -> sites.refusal(it, recorded);
          case RoundsEnded it -> sites.refusal(it);
          case PointMarked it -> sites.refusal(it);
          default -> null;
        };
    if (refusal != null) {
      shouldBeRefused(index, fact, refusal);
    }
    String contradiction = sites.contradiction(recorded, fact);
    if (contradiction != null) {
      problem(index, fact.getClass().getSimpleName() + " " + contradiction);
    }
  }

  /** Draws again what was drawn. Which bodies had cosigned by then is for who knows a policy. */
  private void judgeSpotCheck(long index, Fact fact) {
    SpotCheckRefusal refusal =
        switch (fact) {
          case SpotCheckFixed it ->
              SpotCheckRules.contradiction(index, it, population.at(it.head().size()));
          case SpotCheckDrawn it -> contradiction(index, it);
          case SpotCheckResult it ->
              spotChecks.refusal(it, devices.of(it.by()), chains.state(it.box()));
          default -> null;
        };
    if (refusal != null) {
      shouldBeRefused(index, fact, refusal);
    }
  }

  private @Nullable SpotCheckRefusal contradiction(long index, SpotCheckDrawn drawn) {
    SpotCheckRefusal refusal = spotChecks.refusal(drawn.check());
    SpotChecks.Check check = spotChecks.of(drawn.check());
    return refusal != null || check == null
        ? refusal
        : SpotCheckRules.contradiction(
            index, drawn, check.fixed(), population.at(check.fixed().head().size()));
  }

  private void shouldBeRefused(long index, Fact fact, Enum<?> refusal) {
    problem(index, fact.getClass().getSimpleName() + " should have been refused: " + refusal);
  }

  private void apply(long index, Fact fact) {
    roster.apply(index, fact);
    windows.apply(fact);
    dapils.apply(fact);
    places.apply(fact);
    switch (fact) {
      case DeviceEnrolled it -> devices.apply(index, it);
      case DeviceRevoked it -> devices.apply(index, it);
      case OpeningWindowSet it -> openings.apply(it);
      case SealsIssued it -> issuedSeals.apply(it);
      case ThresholdsSet it -> thresholds.apply(it);
      case SpareAssigned it -> {
        boxBySpare.put(it.spare(), it.box());
        spareByBox.put(it.box(), it.spare());
      }
      default -> {}
    }
  }

  /**
   * What the log says to have succeeded, by the entry that says so. Whether the tree up to there
   * has the root that it names is for whoever has the tree.
   */
  public Map<Long, LogSucceeded> successions() {
    return successions;
  }

  /** Sheets by kind of holder and design. */
  public StockSums sums() {
    return sums;
  }

  /** How often each finding about sheets was raised. */
  public Map<StockFinding, Integer> findings() {
    return findings;
  }

  /** Findings about sheets that are open. */
  public Collection<FindingRaised> openFindings() {
    return openFindings.values();
  }

  /** All incidents. */
  public Runs runs() {
    return runs;
  }

  /** All random audits. */
  public SpotChecks spotChecks() {
    return spotChecks;
  }

  /** The books as they stand. */
  public StockBooks books() {
    return books;
  }

  /** What the books remember. */
  public StockRows.InMemory stock() {
    return stock;
  }

  /** Which designs there are, and who votes with them. */
  public Terrain terrain() {
    return terrain;
  }

  /** Call it behind the last entry: nothing may be missing, and every box has a holder. */
  public void end(long size) {
    missing(size).forEach(this::tell);
    expected.clear();
  }

  /** What would be wrong if the log ended behind this entry; changes nothing. */
  public List<String> missing(long size) {
    var missing = new ArrayList<String>();
    for (Fact fact : expected) {
      missing.add("entry " + size + " comes where the rules say " + words(fact));
    }
    sums.unbalanced()
        .forEach((style, sheets) ->
            missing.add("design " + style + " does not come to zero but to " + sheets));
    for (BoxId box : chains.boxes()) {
      if (chains.state(box).holder() == null && !openByBox.containsKey(box)) {
        boolean waits = chains.asides(box).stream().anyMatch(CustodyChains.Aside::isPending);
        if (!waits) {
          missing.add("box " + box + " has neither a holder nor an open discrepancy");
        }
      }
    }
    return missing;
  }

  /** What was wrong, the first hundred. */
  public List<String> problems() {
    return problems;
  }

  public long problemCount() {
    return problemCount;
  }

  public Roster roster() {
    return roster;
  }

  public Devices devices() {
    return devices;
  }

  public CustodyChains chains() {
    return chains;
  }

  public int statementCount() {
    return statements.size();
  }

  /** All discrepancies that were found. */
  public Map<Matter, Findings> found() {
    return found;
  }

  /** Those of them that are open, with the boxes for which they are. */
  public Map<Matter, Set<BoxId>> open() {
    return open;
  }

  /** Whether something about this box is open. */
  public boolean isOpen(BoxId box) {
    return openByBox.containsKey(box);
  }

  /** Whether this statement still waits for another after its deadline, if it waits. */
  public boolean isOverdue(Id statement, Instant now) {
    return rules.isOverdue(statement, now);
  }

  /** What this moment brings about for the books, and must be said. */
  public List<Fact> tick(Instant now) {
    List<Fact> facts = booked(books.tick(now));
    expected.addAll(facts);
    return facts;
  }

  /** Gaps that this moment brings about. */
  public List<Fact> findGaps(Instant now) {
    return rules.findGaps(now);
  }

  private void compare(long index, Instant recorded, Fact said) {
    Fact must = expected.poll();
    if (must != null) {
      if (!Arrays.equals(must.text(), said.text())) {
        problem(index, "says " + words(said) + " where the rules say " + words(must));
      }
    } else if (!(said instanceof DiscrepancyFound gap && isGap(gap, recorded))) {
      problem(index, "says " + words(said) + ", which follows from nothing");
    }
  }

  /** A finding follows from the entry before, or from the time. */
  private void compareFinding(long index, Instant recorded, Fact said) {
    if (expected.isEmpty()) {
      expected.addAll(booked(books.tick(recorded)));
    }
    compare(index, recorded, said);
  }

  private List<Fact> booked(StockBooks.Booked booked) {
    sums.add(booked.movements());
    return booked.findings();
  }

  /** Whether this statement was waiting for another, in these boxes, beyond its deadline. */
  private boolean isGap(DiscrepancyFound said, Instant recorded) {
    Id statement = said.about();
    if (said.kind() != Discrepancy.GAP
        || statement == null
        || !rules.isOverdue(statement, recorded)) {
      return false;
    }
    boolean waits = true;
    for (BoxId box : said.boxes()) {
      waits &= chains.asides(box).contains(new CustodyChains.Aside(statement, true, false));
    }
    RecordedStatement waiting = statements.of(statement);
    Id offer = waiting == null ? null : waiting.statement().of();
    if (said.boxes().isEmpty()) {
      waits = offer != null && Boolean.FALSE.equals(chains.awaiting(offer).get(statement));
    }
    rules.replay(said);
    return waits;
  }

  private void found(DiscrepancyFound it) {
    var matter = new Matter(it.kind(), it.about());
    Findings all =
        found.computeIfAbsent(matter, m -> new Findings(new TreeSet<>(), new TreeSet<>()));
    all.statements.addAll(it.statements());
    all.boxes.addAll(it.boxes());
    Set<BoxId> boxes = open.computeIfAbsent(matter, m -> new HashSet<>());
    for (BoxId box : it.boxes()) {
      if (boxes.add(box)) {
        openByBox.merge(box, 1, Integer::sum);
      }
    }
  }

  private void closed(DiscrepancyClosed it) {
    var matter = new Matter(it.kind(), it.about());
    Set<BoxId> boxes = open.get(matter);
    if (boxes == null) {
      return;
    }
    for (BoxId box : it.boxes()) {
      if (boxes.remove(box)) {
        openByBox.computeIfPresent(box, (b, count) -> count == 1 ? null : count - 1);
      }
    }
    if (boxes.isEmpty()) {
      open.remove(matter);
    }
  }

  /** Whether it is one of a TPS's boxes: there is such a TPS, and it was given this copy. */
  public boolean isOfTps(BoxId box) {
    return !box.isSpare() && isKnown(box);
  }

  private boolean isKnown(BoxId box) {
    if (box.isSpare()) {
      return roster.isSpare(box.number() / 10_000_000_000L, box.copy())
          && !boxBySpare.containsKey(box);
    }
    return roster.knowsTps(box.tpsNumber())
        && roster.isKind(box.kind())
        && (box.copy() == 1 || spareByBox.containsKey(box));
  }

  private boolean isApproved(PlaceCode code) {
    Places.Place place = places.of(code);
    return place != null && place.isApproved();
  }

  private void nothingIsMissing(long index) {
    for (Fact fact : expected) {
      problem(index, "comes where the rules say " + words(fact));
    }
    expected.clear();
  }

  private void problem(long index, String what) {
    tell("entry " + index + " " + what);
  }

  private void tell(String problem) {
    problemCount++;
    if (problems.size() < PROBLEMS_TOLD) {
      problems.add(problem);
    }
  }

  private static String words(Fact fact) {
    return switch (fact) {
      case DiscrepancyFound it -> it.kind() + " found about " + it.about();
      case DiscrepancyClosed it -> it.kind() + " closed about " + it.about();
      case FindingRaised it -> it.kind() + " raised about " + it.about();
      case FindingCleared it -> it.kind() + " cleared about " + it.about();
      default -> fact.getClass().getSimpleName();
    };
  }
}
