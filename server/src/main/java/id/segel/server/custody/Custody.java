package id.segel.server.custody;

import id.segel.core.box.BoxId;
import id.segel.core.custody.BoxState;
import id.segel.core.custody.CustodyChains;
import id.segel.core.custody.CustodyRules;
import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.SignatureAdded;
import id.segel.core.custody.Statement;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.spotcheck.SpotCheckResult;
import id.segel.server.access.Registry;
import id.segel.server.log.Decider;
import id.segel.server.log.Signers;
import id.segel.server.log.Submission;
import id.segel.server.region.Regions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Who holds what: loads the guard rows that a batch of statements needs, asks {@link CustodyRules},
 * and writes the rows that changed in the append transaction. Owned by the sequencer's thread.
 */
@Component
@Order(1)
class Custody implements Decider {

  /** Boxes that are looked at for gaps in one tick; the rest come with the next. */
  private static final int TICK_BOXES = 2_000;

  private final Registry registry;
  private final Regions regions;
  private final Spares spares;
  private final Openings openings;
  private final CustodyStore store;
  private final StatementStore statements;

  private CustodyChains chains = new CustodyChains();
  private CustodyRules rules;

  Custody(Registry registry, Regions regions, Spares spares, Openings openings, Signers signers) {
    this.openings = openings;
    this.registry = registry;
    this.regions = regions;
    this.spares = spares;
    this.store = new CustodyStore(signers);
    this.statements = new StatementStore(signers);
    this.rules = rules();
  }

  private CustodyRules rules() {
    return new CustodyRules(
        chains,
        statements,
        registry.devices(),
        spares::isKnown,
        regions::legWindow,
        openings.windows(),
        openings.seals(),
        openings.thresholds(),
        regions::isApproved);
  }

  @Override
  public void begin(List<Submission> batch, List<Fact> proposed, Connection sql)
      throws SQLException {
    chains.unload();
    var answered = new ArrayList<Id>();
    var devices = new HashSet<PartyKey>();
    var inBatch = new HashSet<Id>();
    for (Submission submission : batch) {
      Statement said = submission.signed().statement();
      devices.add(said.by());
      inBatch.add(submission.id());
      if (said.of() != null && !inBatch.contains(said.of())) {
        answered.add(said.of());
      }
      answered.addAll(chains.awaiting(submission.id()).keySet());
    }
    statements.begin(answered, devices, sql);
    var boxes = new HashSet<BoxId>();
    for (Submission submission : batch) {
      collect(submission.signed().statement(), boxes);
      for (Id answer : chains.awaiting(submission.id()).keySet()) {
        collectOf(answer, boxes);
      }
    }
    for (Id id : answered) {
      collectOf(id, boxes);
    }
    for (Fact fact : proposed) {
      if (fact instanceof SpotCheckResult result) {
        boxes.add(result.box());
      }
    }
    if (!boxes.isEmpty()) {
      store.load(boxes, chains, sql);
    }
  }

  /** A box that this batch is about, as it is by now. */
  BoxState state(BoxId box) {
    return chains.state(box);
  }

  private void collectOf(Id id, Set<BoxId> boxes) {
    RecordedStatement recorded = statements.of(id);
    if (recorded != null) {
      collect(recorded.statement(), boxes);
    }
  }

  private static void collect(Statement statement, Set<BoxId> boxes) {
    for (Statement.Group group : statement.groups()) {
      for (Statement.BoxLine line : group.boxes()) {
        boxes.add(line.box());
        if (line.into() != null) {
          boxes.add(line.into().box());
        }
      }
    }
  }

  @Override
  public List<Fact> decide(Submission submission, long index) throws SQLException {
    var recorded =
        RecordedStatement.of(
            submission.signed(), index, submission.recorded(), submission.skewSeconds());
    try {
      statements.add(recorded);
      return rules.record(recorded);
    } catch (StatementStore.BrokenConnectionException e) {
      throw e.broken();
    }
  }

  @Override
  public List<Fact> signed(SignatureAdded added, long index) throws SQLException {
    try {
      return rules.signed(added, index);
    } catch (StatementStore.BrokenConnectionException e) {
      throw e.broken();
    }
  }

  @Override
  public List<Fact> tick(Instant now, Connection sql) throws SQLException {
    chains.unload();
    statements.begin(List.of(), List.of(), sql);
    List<BoxId> pending = CustodyStore.pending(sql, TICK_BOXES);
    if (!pending.isEmpty()) {
      store.load(pending, chains, sql);
    }
    try {
      return rules.findGaps(now);
    } catch (StatementStore.BrokenConnectionException e) {
      throw e.broken();
    }
  }

  @Override
  public void write(Connection transaction) throws SQLException {
    store.write(chains, transaction);
  }

  @Override
  public void committed() {
    statements.committed();
    chains.unload();
  }

  @Override
  public void forget(Connection sql) throws SQLException {
    statements.forget();
    chains = new CustodyChains();
    CustodyStore.loadAwaited(chains, sql);
    CustodyStore.loadCards(chains, sql);
    rules = rules();
  }
}
