package id.segel.server.log;

import id.segel.core.custody.SignatureAdded;
import id.segel.core.custody.SignedStatement;
import id.segel.core.exchange.Facts;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.log.LogSucceeded;
import id.segel.server.clock.ElectionClock;
import id.segel.server.database.CaptureConnections;
import id.segel.server.http.Problem;
import id.segel.tlog.merkle.Edge;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.note.Note;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The one thread that gives entries their place. It takes what is waiting, asks the {@link
 * Decider}s, and commits entries, guard rows, full tiles and the tree's new state in one
 * transaction, which a compare-and-swap of the tree's state fences against a second sequencer.
 * Answers are given after the commit. When the connection breaks it reads the tree again: there as
 * planned, the commit had gone through; there as before, the same batch is sent again; anything
 * else stops the log.
 *
 * <p>{@code edge} and {@code connection} are owned by the sequencer's thread; others read the
 * volatile {@code edge}.
 */
@Component
class Sequencer implements SmartLifecycle {

  private static final Logger TRACE = LoggerFactory.getLogger(Sequencer.class);

  /** Boxes and statements in one batch: about 100 ms of work for the database. */
  private static final int BATCH_WEIGHT = 12_000;

  private static final int BATCH_SUBMISSIONS = 1_000;

  /** A proposal may name a thousand koli. */
  private static final int PROPOSAL_WEIGHT = 1_000;

  /**
   * Where no more wait, views may take their turn: at 500 statements a second some ten are on their
   * way at any moment, and a single request of a storm holds fifty.
   */
  private static final int FEW = 32;

  /** What may wait: about five seconds of work; more is answered with 503. */
  private static final int QUEUE_SUBMISSIONS = 60_000;

  private static final Duration IDLE = Duration.ofMillis(500);
  private static final Duration TICK = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration WAIT = Duration.ofSeconds(5);

  /** Facts from a desk, with the guard rows that change with them. */
  private record DeskWork(
      List<? extends Fact> facts, FactLog.GuardWork guard, CompletableFuture<Long> done) {}

  /** What a desk proposes, for the rules to judge. */
  private record Proposal(Fact fact, CompletableFuture<FactLog.Taken> done) {}

  /** What one transaction is to write. */
  private record Plan(
      Edge before,
      Edge.Growth growth,
      List<SequencerStore.Row> rows,
      Map<DeskWork, Long> desks,
      List<SignatureAdded> lines,
      List<Long> lineIndexes,
      Map<Submission, Long> answers,
      Map<Proposal, FactLog.Taken> taken,
      Map<Proposal, Problem> refused) {}

  /** A desk's guard work failed; the others of its batch are tried again without it. */
  private static final class DeskFailedException extends Exception {
    private final transient DeskWork work;

    DeskFailedException(DeskWork work, Throwable cause) {
      super(cause);
      this.work = work;
    }
  }

  private final CaptureConnections connections;
  private final ElectionClock election;
  private final Clock real;
  private final LogState state;
  private final List<Decider> deciders;
  private final List<FactListener> listeners;
  private final OutsideCheckpoint outside;
  private final Signers signers;
  private final Embargo embargo;
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition calm = lock.newCondition();
  private final ArrayDeque<Object> queue = new ArrayDeque<>();
  private int waiting;
  private int atWork;
  private volatile boolean isTicking = true;

  private volatile Edge edge = Edge.EMPTY;
  private volatile boolean running;
  private @Nullable Connection connection;
  private @Nullable Thread thread;

  Sequencer(
      CaptureConnections connections,
      ElectionClock election,
      Clock real,
      LogState state,
      List<Decider> deciders,
      List<FactListener> listeners,
      OutsideCheckpoint outside,
      Signers signers,
      Embargo embargo) {
    this.connections = connections;
    this.election = election;
    this.real = real;
    this.state = state;
    this.deciders = deciders;
    this.listeners = listeners;
    this.outside = outside;
    this.signers = signers;
    this.embargo = embargo;
  }

  /**
   * Whether the rules are asked what time alone brings about: not by a command such as fsck, which
   * would find gaps of its own, by another clock, while it compares.
   */
  @Autowired
  void ticks(@Value("${segel.ticks:true}") boolean does) {
    isTicking = does;
  }

  /** The tree as it was last committed. */
  Edge edge() {
    return edge;
  }

  /** Runs after every commit, on the sequencer's thread: it must be short. */
  void watch(Runnable watcher) {
    watchers.add(watcher);
  }

  /** Waits until few are waiting for their place, or for this long. */
  void awaitCalm(Duration most) throws InterruptedException {
    lock.lock();
    try {
      long left = most.toNanos();
      while (atWork + queue.size() > FEW && running && left > 0) {
        left = calm.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  CompletableFuture<Long> enqueue(List<? extends Fact> facts, FactLog.GuardWork guard) {
    state.check();
    var work = new DeskWork(facts, guard, new CompletableFuture<>());
    lock.lock();
    try {
      queue.add(work);
      arrived.signal();
    } finally {
      lock.unlock();
    }
    return work.done;
  }

  List<CompletableFuture<FactLog.Taken>> propose(List<? extends Fact> facts) {
    state.check();
    var proposals = new ArrayList<Proposal>(facts.size());
    facts.forEach(fact -> proposals.add(new Proposal(fact, new CompletableFuture<>())));
    lock.lock();
    try {
      if (waiting + proposals.size() > QUEUE_SUBMISSIONS) {
        throw Problem.busy("too much is waiting; send it again in a moment");
      }
      waiting += proposals.size();
      queue.addAll(proposals);
      arrived.signal();
    } finally {
      lock.unlock();
    }
    return proposals.stream().map(Proposal::done).toList();
  }

  List<CompletableFuture<Long>> enqueue(List<Submission> submissions) {
    state.check();
    lock.lock();
    try {
      if (waiting + submissions.size() > QUEUE_SUBMISSIONS) {
        throw Problem.busy("too many statements are waiting; send them again in a moment");
      }
      waiting += submissions.size();
      queue.addAll(submissions);
      arrived.signal();
    } finally {
      lock.unlock();
    }
    return submissions.stream().map(Submission::index).toList();
  }

  private CompletableFuture<Long> enqueue(LogSucceeded succession) {
    return enqueue(List.of(succession), FactLog.GuardWork.NONE);
  }

  @Override
  public void start() {
    LogSucceeded succession = outside.succession().orElse(null);
    try {
      Connection sql = connect();
      SequencerStore.Tree tree = SequencerStore.readTree(sql);
      SequencerStore.readCheckpoint(sql).ifPresent(outside::checkOurs);
      edge = SequencerStore.readEdge(sql, tree.size());
      if (!edge.root().equals(tree.root())) {
        state.stop("the entries do not make the root that the tree's row names");
      }
      outside.restored().ifPresent(state::stop);
      outside.disagreement(edge, SequencerStore.fullTiles(sql)).ifPresent(state::stop);
      if (replayFacts(sql, succession)) {
        outside.succeeded();
        succession = null;
      }
      forget(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("the log cannot be opened", e);
    }
    running = true;
    if (state.readOnlyWhy().isEmpty()) {
      CompletableFuture<Long> first = succession == null ? null : enqueue(succession);
      thread = Thread.ofPlatform().name("sequencer").start(this::run);
      if (first != null) {
        first.join();
        outside.succeeded();
      }
    } else {
      TRACE.error("the log is read-only: {}", state.readOnlyWhy().get());
    }
  }

  /** Answers whether this one is among them. */
  private boolean replayFacts(Connection sql, @Nullable Fact sought) throws SQLException {
    boolean isThere = false;
    boolean auto = sql.getAutoCommit();
    sql.setAutoCommit(false);
    try (PreparedStatement select =
        sql.prepareStatement(
            "select index, leaf from log.entries where id is null order by index")) {
      select.setFetchSize(2_000);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          Entry entry = Entry.decode(rows.getBytes(2));
          Fact fact = Facts.read(entry.body());
          isThere |= fact.equals(sought);
          tell(rows.getLong(1), entry.recorded(), fact);
        }
      }
    } finally {
      sql.commit();
      sql.setAutoCommit(auto);
    }
    return isThere;
  }

  private void tell(long index, Instant recorded, Fact fact) {
    for (FactListener listener : listeners) {
      listener.apply(index, recorded, fact);
    }
  }

  @Override
  public void stop() {
    running = false;
    Thread working = thread;
    if (working != null) {
      lock.lock();
      try {
        arrived.signalAll();
        calm.signalAll();
      } finally {
        lock.unlock();
      }
      try {
        working.join(Duration.ofSeconds(30));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    drop();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before the doors open and after they close. */
  @Override
  public int getPhase() {
    return 0;
  }

  private void run() {
    Instant nextTick = real.instant();
    while (running) {
      List<Object> batch = take();
      if (!batch.isEmpty()) {
        process(batch);
      }
      if (running && isTicking && !real.instant().isBefore(nextTick)) {
        nextTick = real.instant().plus(TICK);
        process(List.of());
      }
    }
    failAll(drain(), new ReadOnlyLogException("the server is stopping"));
  }

  /** What is waiting, up to a batch; waits a moment for the first. */
  private List<Object> take() {
    var batch = new ArrayList<Object>();
    lock.lock();
    try {
      long left = IDLE.toNanos();
      atWork = 0;
      if (queue.size() <= FEW) {
        calm.signalAll();
      }
      while (queue.isEmpty() && running && left > 0) {
        left = arrived.awaitNanos(left);
      }
      int weight = 0;
      while (!queue.isEmpty() && batch.size() < BATCH_SUBMISSIONS && weight < BATCH_WEIGHT) {
        Object next = queue.poll();
        if (next instanceof Submission submission) {
          waiting--;
          weight += submission.weight();
        } else if (next instanceof Proposal) {
          waiting--;
          weight += PROPOSAL_WEIGHT;
        }
        batch.add(next);
      }
      atWork = batch.size();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    return batch;
  }

  private List<Object> drain() {
    lock.lock();
    try {
      var rest = new ArrayList<Object>(queue);
      queue.clear();
      waiting = 0;
      return rest;
    } finally {
      lock.unlock();
    }
  }

  /** Gives a batch its place; an empty one lets the rules say what time alone brings about. */
  private void process(List<Object> batch) {
    var rest = new ArrayList<>(batch);
    Instant giveUp = real.instant().plus(PATIENCE);
    Plan unsure = null;
    boolean isAgain = false;
    while (true) {
      try {
        Connection sql = connect();
        if (isAgain) {
          if (unsure != null && isThere(unsure, sql)) {
            settle(unsure);
            return;
          }
          unsure = null;
          signers.read(sql);
          forget(sql);
        }
        isAgain = true;
        Plan plan = plan(rest, sql);
        if (plan.rows.isEmpty()) {
          answer(plan);
          return;
        }
        unsure = plan;
        commit(plan, sql);
        settle(plan);
        return;
      } catch (DeskFailedException failed) {
        unsure = null;
        rollBack();
        rest.remove(failed.work);
        failed.work.done.completeExceptionally(failed.getCause());
        if (rest.isEmpty()) {
          return;
        }
      } catch (SQLException broken) {
        drop();
        if (!isAway(broken)) {
          halt(rest, "the database refused what the sequencer wrote", broken);
          return;
        }
        if (real.instant().isAfter(giveUp)) {
          halt(rest, "the database did not come back", broken);
          return;
        }
        TRACE.warn("the sequencer's connection broke, trying again: {}", broken.getMessage());
      } catch (RuntimeException bug) {
        if (unsure == null && rest.size() > 1) {
          // Nothing was written: try one by one, so that only the guilty statement fails.
          rollBack();
          rest.forEach(one -> process(List.of(one)));
        } else if (unsure == null && !rest.isEmpty()) {
          TRACE.error("a statement could not be decided", bug);
          rollBack();
          failAll(rest, bug);
        } else {
          halt(rest, "the sequencer stopped rather than sign what it does not understand", bug);
        }
        return;
      }
    }
  }

  /** Whether the database went away or is in want, rather than said no. */
  private static boolean isAway(SQLException e) {
    String state = e.getSQLState();
    return state == null || state.matches("(08|53|57|58).*");
  }

  /**
   * Whether a plan whose commit was not answered has gone through; the tree is there or where it
   * was.
   */
  private boolean isThere(Plan unsure, Connection sql) throws SQLException {
    SequencerStore.Tree tree = SequencerStore.readTree(sql);
    Edge after = unsure.growth.edge();
    if (tree.size() == after.size() && tree.root().equals(after.root())) {
      return true;
    }
    if (tree.size() != edge.size() || !tree.root().equals(edge.root())) {
      throw new IllegalStateException("another sequencer has moved the tree");
    }
    return false;
  }

  private void halt(List<Object> batch, String why, Exception cause) {
    TRACE.error("{}", why, cause);
    state.stop(why + ": " + cause.getMessage());
    running = false;
    failAll(batch, new ReadOnlyLogException(why));
  }

  private static void failAll(List<Object> batch, RuntimeException why) {
    for (Object one : batch) {
      if (one instanceof Submission submission) {
        submission.index().completeExceptionally(why);
      } else if (one instanceof DeskWork work) {
        work.done.completeExceptionally(why);
      } else if (one instanceof Proposal proposal) {
        proposal.done.completeExceptionally(why);
      }
    }
  }

  private Plan plan(List<Object> batch, Connection sql) throws SQLException {
    var submissions = new ArrayList<Submission>();
    var proposals = new ArrayList<Proposal>();
    for (Object one : batch) {
      if (one instanceof Submission submission) {
        submissions.add(submission);
      } else if (one instanceof Proposal proposal) {
        proposals.add(proposal);
      }
    }
    Map<Id, Long> known = Map.of();
    if (!submissions.isEmpty()) {
      known = SequencerStore.known(sql, submissions.stream().map(Submission::id).toList());
    }
    var fresh = new ArrayList<Submission>();
    var repeated = new ArrayList<Submission>();
    var ids = new HashSet<Id>();
    for (Submission submission : submissions) {
      boolean isFresh = !known.containsKey(submission.id()) && ids.add(submission.id());
      (isFresh ? fresh : repeated).add(submission);
    }
    Instant now = election.instant();
    var rows = new ArrayList<SequencerStore.Row>();
    long index = edge.size();
    if (batch.isEmpty()) {
      for (Decider decider : deciders) {
        for (Fact fact : decider.tick(now, sql)) {
          rows.add(row(index++, fact, now));
        }
      }
    } else {
      List<Fact> proposed = proposals.stream().map(Proposal::fact).toList();
      for (Decider decider : deciders) {
        decider.begin(fresh, proposed, sql);
      }
    }
    var answers = new LinkedHashMap<Submission, Long>();
    var places = new HashMap<Id, Long>(known);
    for (Submission submission : fresh) {
      rows.add(
          new SequencerStore.Row(
              index,
              submission.leaf(),
              submission.leafHash(),
              submission.opens(),
              submission,
              null));
      answers.put(submission, index);
      places.put(submission.id(), index);
      var behind = new ArrayList<Fact>(0);
      for (Decider decider : deciders) {
        behind.addAll(decider.decide(submission, index));
      }
      index++;
      for (Fact fact : behind) {
        rows.add(row(index++, fact, now, submission.opens()));
      }
    }
    var taken = new LinkedHashMap<Proposal, FactLog.Taken>();
    var refused = new LinkedHashMap<Proposal, Problem>();
    for (Proposal proposal : proposals) {
      try {
        List<Fact> behind = propose(proposal.fact);
        taken.put(proposal, new FactLog.Taken(index, behind));
        rows.add(row(index++, proposal.fact, now));
        for (Fact fact : behind) {
          rows.add(row(index++, fact, now));
        }
      } catch (Problem problem) {
        refused.put(proposal, problem);
      }
    }
    var lines = newLines(repeated, fresh, places, sql);
    var lineIndexes = new ArrayList<Long>(lines.size());
    for (SignatureAdded line : lines) {
      var behind = new ArrayList<Fact>(0);
      for (Decider decider : deciders) {
        behind.addAll(decider.signed(line, index));
      }
      lineIndexes.add(index);
      rows.add(row(index++, line, now));
      for (Fact fact : behind) {
        rows.add(row(index++, fact, now));
      }
    }
    for (Submission submission : repeated) {
      answers.put(submission, places.get(submission.id()));
    }
    var desks = new LinkedHashMap<DeskWork, Long>();
    for (Object one : batch) {
      if (one instanceof DeskWork work) {
        desks.put(work, index);
        for (Fact fact : work.facts) {
          rows.add(row(index++, fact, now));
        }
      }
    }
    byte[] hashes = new byte[rows.size() * Hash.BYTES];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i).leafHash(), 0, hashes, i * Hash.BYTES, Hash.BYTES);
    }
    return new Plan(
        edge, edge.append(hashes), rows, desks, lines, lineIndexes, answers, taken, refused);
  }

  /** What belongs behind a proposal, from the decider that judges such facts. */
  private List<Fact> propose(Fact fact) throws SQLException {
    for (Decider decider : deciders) {
      List<Fact> behind = decider.propose(fact);
      if (behind != null) {
        return behind;
      }
    }
    throw new IllegalArgumentException("nobody judges " + fact.getClass().getSimpleName());
  }

  private void forget(Connection sql) throws SQLException {
    for (Decider decider : deciders) {
      decider.forget(sql);
    }
  }

  /** Signature lines of repeated statements that are not in the log yet; each is a new fact. */
  private List<SignatureAdded> newLines(
      List<Submission> repeated, List<Submission> fresh, Map<Id, Long> places, Connection sql)
      throws SQLException {
    var added = new ArrayList<SignatureAdded>();
    var recorded = new HashMap<Id, Set<String>>();
    for (Submission submission : repeated) {
      SignedStatement signed = submission.signed();
      if (signed.note().signatures().size() < 2) {
        continue; // The signer's own line is in the log.
      }
      if (!recorded.containsKey(signed.id())) {
        recorded.put(signed.id(), recordedNames(signed.id(), fresh, places, sql));
      }
      for (Note.Line line : signed.note().signatures()) {
        if (recorded.get(signed.id()).add(line.name())) {
          added.add(new SignatureAdded(signed.id(), line.toString()));
        }
      }
    }
    return added;
  }

  /** The names of the keys that are known to have signed a statement. */
  private static Set<String> recordedNames(
      Id id, List<Submission> fresh, Map<Id, Long> places, Connection sql) throws SQLException {
    var names = new HashSet<String>();
    for (Submission submission : fresh) {
      if (submission.id().equals(id)) {
        submission.signed().note().signatures().forEach(line -> names.add(line.name()));
        return names;
      }
    }
    byte[] leaf = SequencerStore.readLeaf(sql, places.getOrDefault(id, -1L));
    try {
      Note note = SignedStatement.read(Entry.decode(leaf).body()).note();
      for (String line : SequencerStore.recordedLines(sql, id, note)) {
        names.add(line.split(" ", 3)[1]);
      }
    } catch (SignedStatement.FlawedException e) {
      throw new IllegalStateException("an entry of the log is no statement", e);
    }
    return names;
  }

  private SequencerStore.Row row(long index, Fact fact, Instant now) {
    return row(index, fact, now, embargo.opens(fact, now));
  }

  private SequencerStore.Row row(long index, Fact fact, Instant now, long opens) {
    var entry =
        new Entry(
            Submission.salt(),
            now,
            real.instant(),
            OptionalInt.empty(),
            Entry.Kind.FACT,
            fact.text());
    byte[] leaf = entry.encode();
    return new SequencerStore.Row(index, leaf, Hash.leaf(leaf).bytes(), opens, null, fact);
  }

  private void commit(Plan plan, Connection sql) throws SQLException, DeskFailedException {
    sql.setAutoCommit(false);
    SequencerStore.insertEntries(sql, plan.rows, signers);
    SequencerStore.insertTiles(sql, plan.growth.tiles());
    for (Decider decider : deciders) {
      decider.write(sql);
    }
    signers.write(sql);
    for (int i = 0; i < plan.lines.size(); i++) {
      SequencerStore.insertLine(sql, plan.lines.get(i), plan.lineIndexes.get(i));
    }
    for (var desk : plan.desks.entrySet()) {
      try {
        desk.getKey().guard.run(sql, desk.getValue());
      } catch (SQLException e) {
        if (!sql.isValid(1)) {
          throw e;
        }
        throw new DeskFailedException(desk.getKey(), new IllegalStateException(e));
      } catch (RuntimeException e) {
        throw new DeskFailedException(desk.getKey(), e);
      }
    }
    if (!SequencerStore.swapTree(sql, plan.before, plan.growth.edge())) {
      sql.rollback();
      throw new IllegalStateException("another sequencer has moved the tree");
    }
    sql.commit();
  }

  /** The commit has gone through: memory follows, and everybody is answered. */
  private void settle(Plan plan) {
    signers.committed();
    edge = plan.growth.edge();
    deciders.forEach(Decider::committed);
    for (SequencerStore.Row row : plan.rows) {
      Fact fact = row.fact();
      if (fact != null) {
        tell(row.index(), Entry.decode(row.leaf()).recorded(), fact);
      }
    }
    answer(plan);
    watchers.forEach(Runnable::run);
  }

  private static void answer(Plan plan) {
    plan.answers.forEach((submission, index) -> submission.index().complete(index));
    plan.desks.forEach((work, index) -> work.done.complete(index));
    plan.taken.forEach((proposal, taken) -> proposal.done.complete(taken));
    plan.refused.forEach((proposal, problem) -> proposal.done.completeExceptionally(problem));
  }

  private Connection connect() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = connections.open(WAIT);
      connection = open;
      signers.read(open);
    }
    open.setAutoCommit(true);
    return open;
  }

  /** After a failure that left the connection whole: nothing of the plan remains. */
  private void rollBack() {
    try {
      Connection open = connection;
      if (open != null && !open.getAutoCommit()) {
        open.rollback();
      }
      Connection sql = connect();
      signers.read(sql);
      forget(sql);
    } catch (SQLException e) {
      TRACE.warn("rolling back: {}", e.getMessage());
      drop();
    }
  }

  private void drop() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        TRACE.debug("closing a broken connection", e);
      }
    }
  }
}
