package id.segel.sim;

import id.segel.core.box.BoxId;
import id.segel.core.custody.BoxState;
import id.segel.core.custody.Discrepancy;
import id.segel.core.exchange.Audit;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.stock.FindingRaised;
import id.segel.core.stock.Holder;
import id.segel.core.stock.StockFinding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What must hold after a day was played, whatever was delivered when: judged by what the simulated
 * people did, the log as anybody can read it, and what the server's views say.
 */
public final class Invariants {

  private static final int EXAMPLES = 5;

  private final ElectionDay day;
  private final World world;
  private final Audit audit;
  private final Map<Id, Long> inLog;
  private final List<Held> held = new ArrayList<>();

  /**
   * One invariant.
   *
   * @param detail what was counted; for a broken one what broke it
   */
  public record Held(String name, boolean isHeld, String detail) {}

  /**
   * Invariants of a day.
   *
   * @param audit has read the whole log
   * @param inLog index of each statement in the log
   */
  public Invariants(ElectionDay day, World world, Audit audit, Map<Id, Long> inLog) {
    this.day = day;
    this.world = world;
    this.audit = audit;
    this.inLog = inLog;
  }

  /** Everything that was judged so far. */
  public List<Held> held() {
    return held;
  }

  /** Judges everything that can be known without the server's views. */
  public List<Held> judge() {
    everythingSaidIsInTheLogOnce();
    theLogSaysWhatFollows();
    boxesAreWhereTheyWereTaken();
    oneHolderOrAnOpenDiscrepancy();
    faultsWereFoundAndNothingElse();
    sheetsComeToZero();
    noSheetIsLooseAfterTheEve();
    return held;
  }

  private void everythingSaidIsInTheLogOnce() {
    long recorded = 0;
    var wrong = new ArrayList<String>();
    var known = new HashMap<Id, Said>();
    for (Said said : world.said()) {
      known.put(said.id(), said);
      if (said.isRecorded()) {
        recorded++;
        Long index = inLog.get(said.id());
        if (index == null || index != said.index()) {
          wrong.add(said.id() + " was answered " + said.index() + " and is at " + index);
        }
      }
    }
    int strangers = 0;
    for (Id id : inLog.keySet()) {
      strangers += known.containsKey(id) ? 0 : 1;
    }
    hold(
        "every acknowledged statement is in the log exactly once",
        wrong,
        recorded + " statements, " + strangers + " more by others");
  }

  private void theLogSaysWhatFollows() {
    hold(
        "the log's discrepancies are those that follow from its statements",
        audit.problems(),
        audit.found().size() + " discrepancies");
  }

  private void boxesAreWhereTheyWereTaken() {
    var wrong = new ArrayList<String>();
    int boxes = 0;
    for (Tps tps : day.tps().values()) {
      if (tps.has(Fault.OFFER_LOST) || tps.isWithPerson) {
        continue;
      }
      boolean isForked = tps.has(Fault.FORK) || tps.has(Fault.FORK_WITHDRAWN);
      for (Box box : tps.boxes()) {
        if (tps.wasPlayed && audit.isOpen(box.id())) {
          continue;
        }
        boxes++;
        BoxState state = audit.chains().state(box.id());
        Phone holder = box.holder();
        PartyKey key = holder == null ? null : holder.key();
        boolean same =
            state.stage() == box.stage()
                && Objects.equals(state.holder(), key)
                && (isForked || state.isOffered() == box.isOffered());
        if (!same) {
          wrong.add(
              "box %s is at stage %d in the log and was brought to %d (%s)"
                  .formatted(
                      box.id(),
                      state.stage(),
                      box.stage(),
                      tps.mishap() == null ? "no fault" : tps.mishap().fault()));
        }
      }
    }
    hold("every box is where it was taken", wrong, boxes + " boxes");
  }

  private void oneHolderOrAnOpenDiscrepancy() {
    var wrong = new ArrayList<String>();
    int boxes = 0;
    for (BoxId box : audit.chains().boxes()) {
      boxes++;
      if (audit.chains().state(box).holder() == null && !audit.isOpen(box)) {
        wrong.add("box " + box + " has no holder");
      }
    }
    hold("every box has one holder or an open discrepancy", wrong, boxes + " boxes");
  }

  private void faultsWereFoundAndNothingElse() {
    var byStatement = new HashMap<Id, Mishap>();
    var byBox = new HashMap<BoxId, List<Mishap>>();
    for (Mishap mishap : day.mishaps()) {
      if (mishap.isPlayed()) {
        mishap.statements().forEach(id -> byStatement.put(id, mishap));
        mishap
            .boxes()
            .forEach(box -> byBox.computeIfAbsent(box, b -> new ArrayList<>(1)).add(mishap));
      }
    }
    var unexpected = new ArrayList<String>();
    var found = new HashSet<Mishap>();
    for (var one : audit.found().entrySet()) {
      Discrepancy kind = one.getKey().kind();
      var reasons = new HashSet<Mishap>();
      for (Id id : one.getValue().statements()) {
        Mishap mishap = byStatement.get(id);
        if (mishap != null && mishap.fault().allows(kind)) {
          reasons.add(mishap);
        }
      }
      boolean isExplained = !reasons.isEmpty() || !one.getValue().boxes().isEmpty();
      for (BoxId box : one.getValue().boxes()) {
        var ofBox =
            byBox.getOrDefault(box, List.of()).stream()
                .filter(mishap -> mishap.fault().allows(kind))
                .toList();
        isExplained &= !reasons.isEmpty() || !ofBox.isEmpty() || wasPlayed(box);
        reasons.addAll(ofBox);
      }
      found.addAll(reasons.stream().filter(mishap -> mishap.fault().leadsTo() == kind).toList());
      boolean isClosedGap = kind == Discrepancy.GAP && !audit.open().containsKey(one.getKey());
      if (!isExplained && !isClosedGap) {
        unexpected.add(kind + " about " + one.getKey().about() + " " + one.getValue().boxes());
      }
    }
    hold("no discrepancy without a fault", unexpected, audit.found().size() + " discrepancies");
    var missing = new ArrayList<String>();
    int played = 0;
    for (Mishap mishap : day.mishaps()) {
      boolean isDue =
          mishap.isPlayed()
              && mishap.fault().leadsTo() != null
              && (mishap.fault() != Fault.OFFER_LOST || isOverdue(mishap));
      played += isDue ? 1 : 0;
      if (isDue && !found.contains(mishap)) {
        missing.add(mishap.fault() + " at " + mishap.subject());
      }
    }
    hold("every fault was found", missing, played + " faults");
  }

  private void sheetsComeToZero() {
    var wrong = new ArrayList<String>();
    audit
        .sums()
        .unbalanced()
        .forEach((style, sheets) -> wrong.add("design " + style + " comes to " + sheets));
    long printed = audit.sums().moved(Holder.Kind.PRINTER, Holder.Kind.CONSIGNMENT);
    if (printed != day.stores().ordered()) {
      wrong.add(printed + " sheets were printed where " + day.stores().ordered() + " are needed");
    }
    hold("every sheet has one holder: each design comes to zero", wrong, printed + " sheets");
  }

  /** Damaged on arrival, a bad batch: such findings stay. The others the story settles. */
  private void noSheetIsLooseAfterTheEve() {
    if (world.now().isBefore(day.endOfEve())) {
      return;
    }
    var wrong = new ArrayList<String>();
    for (Holder.Kind kind :
        List.of(
            Holder.Kind.CONSIGNMENT,
            Holder.Kind.STORE,
            Holder.Kind.KOLI,
            Holder.Kind.TABLE,
            Holder.Kind.DAMAGED,
            Holder.Kind.DUE)) {
      if (audit.sums().of(kind) != 0) {
        wrong.add(audit.sums().of(kind) + " sheets are with a " + kind.word());
      }
    }
    for (FindingRaised open : audit.openFindings()) {
      boolean stays =
          open.kind() == StockFinding.DAMAGED_ON_ARRIVAL
              || open.kind() == StockFinding.BATCH_OUTLIER;
      if (!stays) {
        wrong.add(open.kind() + " about " + open.about());
      }
    }
    hold(
        "no sheet is loose when H-1 is over",
        wrong,
        audit.sums().of(Holder.Kind.DESTROYED) + " were destroyed on record");
  }

  /** Whether the deadline of an acceptance without offer is over. */
  private boolean isOverdue(Mishap lost) {
    return lost.statements().stream()
        .anyMatch(id -> inLog.containsKey(id) && audit.isOverdue(id, world.now()));
  }

  private boolean wasPlayed(BoxId box) {
    Tps tps = day.tps().get(box.tps());
    return tps != null && tps.wasPlayed;
  }

  /** Adds one that was judged elsewhere. */
  public void hold(String name, List<String> wrong, String counted) {
    held.add(
        new Held(
            name,
            wrong.isEmpty(),
            wrong.isEmpty()
                ? counted
                : wrong.size()
                    + " broken: "
                    + String.join("; ", wrong.subList(0, Math.min(EXAMPLES, wrong.size())))));
  }
}
