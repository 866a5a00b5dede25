package id.segel.server.log;

import id.segel.tlog.MalformedException;
import id.segel.tlog.checkpoint.Checkpoint;
import id.segel.tlog.checkpoint.Policy;
import id.segel.tlog.merkle.Edge;
import id.segel.tlog.merkle.TileSource;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.NoteVerifier;
import java.net.http.HttpClient;
import java.security.SignatureException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Asks the witnesses of the policy to cosign, in rounds: all of them the same checkpoint, so that
 * their signatures meet on one. A witness that is slow, away or wrong keeps nobody from going on;
 * what it said is shown, and kept where an agency must look at it.
 *
 * <p>What is shown to readers is the newest checkpoint that the policy's quorum stands behind. When
 * witnesses are away for longer than a few seconds it is the newest one that any of them signed
 * lately, and else the newest one: the log goes on, and says that too few stand behind it.
 */
@Component
public class Witnesses implements SmartLifecycle {

  private static final Logger TRACE = LoggerFactory.getLogger(Witnesses.class);

  /** A round waits so long for the slowest; it may go on answering, but alone. */
  private static final Duration ROUND_MAX = Duration.ofSeconds(2);

  /** How long readers are shown a cosigned checkpoint when there is a newer one without quorum. */
  private static final Duration BEHIND_MAX = Duration.ofSeconds(10);

  private static final Duration REFRESH = Duration.ofSeconds(30);

  /** A witness that said no is asked again only after so many times the pace. */
  private static final int AFTER_A_REFUSAL = 10;

  /** Checkpoints whose late signatures are still taken. */
  private static final int KEPT = 32;

  private static final int FINDINGS_MAX = 1_000;

  /** How one witness stands. */
  public enum State {
    NOT_ASKED,
    STANDS,
    AWAY,
    REFUSES,
    CONTRADICTS
  }

  /**
   * One witness as it was last heard.
   *
   * @param size of the tree that it cosigned last, 0 when it has not since the start
   * @param since real time of the answer that this tells
   * @param millis that the last answer took
   */
  public record Heard(
      String name, State state, String detail, long size, @Nullable Instant since, long millis) {}

  /** Something that a witness said and an agency must look at. */
  public record Finding(
      long id, String witness, String kind, Instant at, long size, String detail) {}

  private static final class Asked {
    private final Policy.Witness witness;
    private final WitnessClient client;
    private final AtomicBoolean isBusy = new AtomicBoolean();
    private volatile Heard heard;
    private volatile Instant askAgain = Instant.EPOCH;
    private volatile long cosignedSize;

    Asked(Policy.Witness witness, WitnessClient client) {
      this.witness = witness;
      this.client = client;
      this.heard = new Heard(witness.name(), State.NOT_ASKED, "", 0, null, 0);
    }
  }

  private final LogPolicy policy;
  private final Publisher publisher;
  private final OutsideCheckpoint outside;
  private final LogState state;
  private final LogKeys keys;
  private final JdbcClient sql;
  private final Clock clock;
  private final Duration pace;
  private final List<Asked> asked = new ArrayList<>();
  private final List<Consumer<Publisher.Published>> watchers = new CopyOnWriteArrayList<>();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(3))
          .build();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Guarded by itself: the lines that were collected for each of the last checkpoints. */
  private final NavigableMap<Long, Publisher.Published> collected = new TreeMap<>();

  private volatile Publisher.@Nullable Published withQuorum;

  /** Real time since when there is a newer checkpoint than the one with a quorum. */
  private volatile @Nullable Instant newerSince;

  private Publisher.@Nullable Published shown;
  private volatile boolean running;
  private @Nullable Thread thread;

  Witnesses(
      LogPolicy policy,
      Publisher publisher,
      OutsideCheckpoint outside,
      LogState state,
      LogKeys keys,
      JdbcClient sql,
      Clock clock,
      @Value("${segel.witnesses.pace:PT1S}") Duration pace) {
    this.policy = policy;
    this.publisher = publisher;
    this.outside = outside;
    this.state = state;
    this.keys = keys;
    this.sql = sql;
    this.clock = clock;
    this.pace = pace;
    for (Policy.Witness witness : policy.policy().witnesses()) {
      String url = witness.url();
      if (url != null && witness.key() != null) {
        asked.add(new Asked(witness, new WitnessClient(http, url, witness.key())));
      }
    }
  }

  public Policy policy() {
    return policy.policy();
  }

  /**
   * What readers are shown: the newest checkpoint with a quorum, unless it is too far behind. Never
   * an older one than was shown before.
   */
  public synchronized Optional<Publisher.Published> shown() {
    Publisher.Published newest = publisher.newest().orElse(null);
    if (newest == null) {
      return Optional.empty();
    }
    Publisher.Published good = withQuorum;
    Instant since = newerSince;
    boolean isGoodEnough =
        good != null && (since == null || clock.instant().isBefore(since.plus(BEHIND_MAX)));
    Publisher.Published next = isGoodEnough && good != null ? good : withoutQuorum(newest);
    Publisher.Published last = shown;
    if (last == null || next.size() >= last.size()) {
      shown = next;
      return Optional.of(next);
    }
    return Optional.of(collected(last));
  }

  /**
   * The newest that a witness signed lately, else the newest. Each new checkpoint is without a
   * signature until the round is over; readers would see the bodies that are there come and go.
   */
  private Publisher.Published withoutQuorum(Publisher.Published newest) {
    synchronized (collected) {
      Publisher.Published signed = collected.isEmpty() ? newest : collected.lastEntry().getValue();
      boolean isRecent = clock.instant().isBefore(signed.at().plus(BEHIND_MAX));
      return isRecent ? signed : collected(newest);
    }
  }

  private Publisher.Published collected(Publisher.Published checkpoint) {
    synchronized (collected) {
      return collected.getOrDefault(checkpoint.size(), checkpoint);
    }
  }

  /** What the policy makes of what readers are shown. */
  public Optional<Policy.Judgement> judgement() {
    return shown().map(one -> policy.policy().judge(LogController.note(one)));
  }

  /** The newest checkpoint that the quorum stands behind; empty without one. */
  public Optional<Publisher.Published> withQuorum() {
    return Optional.ofNullable(withQuorum);
  }

  /** How each witness was last heard, in the policy's order. */
  public List<Heard> heard() {
    Map<String, Heard> all = new LinkedHashMap<>();
    for (Policy.Witness witness : policy.policy().witnesses()) {
      all.put(witness.name(), new Heard(witness.name(), State.NOT_ASKED, "", 0, null, 0));
    }
    asked.forEach(one -> all.put(one.witness.name(), one.heard));
    return List.copyOf(all.values());
  }

  /** The counted bodies that do not answer now or say no: none of their keys signs. */
  public List<String> silent() {
    var signing = new HashSet<String>();
    var away = new HashSet<String>();
    for (Heard one : heard()) {
      String body = policy.policy().bodyOf(one.name());
      if (body != null && one.state() == State.STANDS) {
        signing.add(body);
      } else if (body != null && (one.state() == State.AWAY || one.state() == State.REFUSES)) {
        away.add(body);
      }
    }
    return policy.policy().bodies().stream()
        .filter(body -> away.contains(body) && !signing.contains(body))
        .toList();
  }

  @Override
  public void start() {
    running = true;
    outside.readCosigned().ifPresent(this::remember);
    publisher.watch(published -> {
      if (newerSince == null) {
        newerSince = clock.instant();
      }
    });
    if (!asked.isEmpty()) {
      thread = Thread.ofPlatform().name("witnesses").start(this::run);
    }
  }

  /** What was cosigned before this start, if the tree here still begins with it. */
  private void remember(byte[] bytes) {
    try {
      Note note = Note.parse(bytes);
      Checkpoint checkpoint = Checkpoint.open(bytes, keys.signer().verifier());
      Publisher.Published newest = publisher.newest().orElseThrow();
      if (checkpoint.size() <= newest.size() && policy.policy().judge(note).isQuorum()) {
        Edge edge = Edge.of(checkpoint.size(), newest.edge().over(fullTiles()));
        if (edge.root().equals(checkpoint.root()) && policy.policy().quorum() != null) {
          withQuorum = new Publisher.Published(edge, bytes, clock.instant());
          newerSince = edge.size() == newest.size() ? null : clock.instant();
        }
      }
    } catch (MalformedException | SignatureException e) {
      TRACE.warn("the cosigned checkpoint that was kept is not ours: {}", e.getMessage());
    }
  }

  private void run() {
    Publisher.Published last = null;
    Instant lastRound = Instant.EPOCH;
    while (running) {
      try {
        TimeUnit.MILLISECONDS.sleep(pace.toMillis());
        Publisher.Published target = publisher.newest().orElse(null);
        if (target == null || state.readOnlyWhy().isPresent()) {
          continue;
        }
        boolean isNew = last == null || target.size() != last.size();
        boolean isStale = !clock.instant().isBefore(lastRound.plus(REFRESH));
        boolean isMissing = asked.stream().anyMatch(one -> one.heard.state != State.STANDS);
        if (isNew || isStale || isMissing) {
          round(target);
          last = target;
          if (isNew || isStale) {
            lastRound = clock.instant();
          }
        }
      } catch (InterruptedException e) {
        running = false;
      } catch (RuntimeException e) {
        TRACE.warn("a round of witnesses failed, trying again", e);
      }
    }
  }

  /** Asks all who are not busy for the same checkpoint. */
  private void round(Publisher.Published target) throws InterruptedException {
    Instant now = clock.instant();
    List<Asked> those =
        asked.stream()
            .filter(one -> !now.isBefore(one.askAgain))
            .filter(one -> one.isBusy.compareAndSet(false, true))
            .toList();
    var done = new CountDownLatch(those.size());
    TileSource tiles = target.edge().over(fullTiles());
    for (Asked one : those) {
      threads.execute(() -> {
        try {
          ask(one, target, tiles);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
          TRACE.warn("asking the witness {} failed", one.witness.name(), e);
          hear(one, State.AWAY, "our own fault: " + e.getMessage(), 0);
        } finally {
          one.isBusy.set(false);
          done.countDown();
        }
      });
    }
    done.await(ROUND_MAX.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void ask(Asked one, Publisher.Published target, TileSource tiles)
      throws InterruptedException {
    long began = System.nanoTime();
    WitnessClient.Outcome outcome = one.client.ask(target, tiles);
    long millis = (System.nanoTime() - began) / 1_000_000;
    switch (outcome) {
      case WitnessClient.Cosigned(Note.Line line) -> {
        collect(target, line);
        one.cosignedSize = target.size();
        one.askAgain = Instant.EPOCH;
        hear(one, State.STANDS, "", millis);
      }
      case WitnessClient.Away(String why) -> {
        one.askAgain = clock.instant().plus(pace.multipliedBy(3));
        hear(one, State.AWAY, why, millis);
      }
      case WitnessClient.Refused refused -> {
        boolean isContradiction =
            refused.kind() == WitnessClient.Kind.NOT_CONSISTENT
                || refused.kind() == WitnessClient.Kind.LARGER_TREE;
        one.askAgain = clock.instant().plus(pace.multipliedBy(AFTER_A_REFUSAL));
        keep(one, target, refused);
        hear(
            one,
            isContradiction ? State.CONTRADICTS : State.REFUSES,
            refused.status() + " " + refused.detail(),
            millis);
        if (isContradiction) {
          confront(one, target);
        }
      }
    }
  }

  /**
   * Whether the witness can show a checkpoint that our own key signed and our tree does not hold:
   * then this database is not the one that was published, and the log stops rather than sign.
   */
  private void confront(Asked one, Publisher.Published target) throws InterruptedException {
    byte[] theirs = one.client.latest(publisher.origin());
    if (theirs == null) {
      return;
    }
    NoteVerifier own = keys.signer().verifier();
    try {
      Checkpoint shown = Checkpoint.open(theirs, own);
      Publisher.Published ours = publisher.newest().orElse(target);
      boolean isForked =
          shown.size() > ours.size()
              || !Edge.of(shown.size(), ours.edge().over(fullTiles())).root().equals(shown.root());
      if (isForked) {
        state.stop(
            "the witness "
                + one.witness.name()
                + " holds a checkpoint of "
                + shown.size()
                + " entries that this log's key signed and this database does not lead to");
      }
    } catch (MalformedException | SignatureException e) {
      TRACE.warn("what {} says of our log is not signed by us", one.witness.name());
    }
  }

  private void hear(Asked one, State next, String detail, long millis) {
    Heard before = one.heard;
    if (before.state != next) {
      TRACE.info("witness {}: {} {}", one.witness.name(), next, detail);
    }
    one.heard =
        new Heard(one.witness.name(), next, detail, one.cosignedSize, clock.instant(), millis);
  }

  /** Adds a signature to the checkpoint that it is for, in place of an older one of that key. */
  private void collect(Publisher.Published target, Note.Line line) {
    Publisher.Published stood = null;
    synchronized (collected) {
      Publisher.Published before = collected.getOrDefault(target.size(), target);
      Note note = LogController.note(before);
      Note next = Note.of(note.text());
      for (Note.Line one : note.signatures()) {
        if (one.keyId() != line.keyId() || !one.name().equals(line.name())) {
          next = next.with(one);
        }
      }
      next = next.with(line);
      var with = new Publisher.Published(before.edge(), next.bytes(), before.at());
      collected.put(target.size(), with);
      while (collected.size() > KEPT) {
        collected.pollFirstEntry();
      }
      Publisher.Published good = withQuorum;
      boolean isNewer = good == null || with.size() >= good.size();
      if (policy.policy().quorum() != null && isNewer && policy.policy().judge(next).isQuorum()) {
        withQuorum = with;
        stood = with;
        boolean isNewest = publisher.newest().map(one -> one.size() <= with.size()).orElse(true);
        newerSince = isNewest ? null : clock.instant();
        outside.writeCosigned(next.bytes());
      }
    }
    if (stood != null) {
      for (Consumer<Publisher.Published> watcher : watchers) {
        try {
          watcher.accept(stood);
        } catch (RuntimeException e) {
          TRACE.warn("whoever waits for a quorum could not take it", e);
        }
      }
    }
  }

  /** Is told each checkpoint that a quorum stands behind; again when a signature is renewed. */
  public void watch(Consumer<Publisher.Published> watcher) {
    watchers.add(watcher);
  }

  private void keep(Asked one, Publisher.Published target, WitnessClient.Refused refused) {
    Heard before = one.heard;
    String detail = refused.status() + " " + refused.detail();
    boolean isSaidAlready =
        (before.state == State.REFUSES || before.state == State.CONTRADICTS)
            && before.detail.equals(detail);
    if (isSaidAlready) {
      return;
    }
    sql.sql(
            """
            insert into log.witness_findings (witness, kind, at, size, detail, request, answer)
            select :witness, :kind, :at, :size, :detail, :request, :answer
             where (select count(*) from log.witness_findings) < :most
            """)
        .param("witness", one.witness.name())
        .param("kind", refused.kind().name())
        .param("at", Timestamp.from(clock.instant()))
        .param("size", target.size())
        .param("detail", detail)
        .param("request", refused.request())
        .param("answer", refused.answer())
        .param("most", FINDINGS_MAX)
        .update();
  }

  /** What witnesses said that somebody must look at, newest first. */
  public List<Finding> findings() {
    return sql.sql(
            """
            select id, witness, kind, at, size, detail
              from log.witness_findings
             order by id desc
             limit 100
            """)
        .query((row, n) ->
            new Finding(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getTimestamp(4).toInstant(),
                row.getLong(5),
                row.getString(6)))
        .list();
  }

  /** The request and the answer of a finding, as they were. */
  Optional<byte[]> evidence(long id) {
    return sql.sql("select request, answer from log.witness_findings where id = :id")
        .param("id", id)
        .query((row, n) -> {
          byte[] request = row.getBytes(1);
          byte[] answer = row.getBytes(2);
          byte[] between =
              "\n--- the answer ---\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
          return java.nio.ByteBuffer.allocate(request.length + between.length + answer.length)
              .put(request)
              .put(between)
              .put(answer)
              .array();
        })
        .optional();
  }

  private TileSource fullTiles() {
    return (level, number, width) ->
        sql.sql("select hashes from log.tiles where level = :level and number = :number")
            .param("level", level)
            .param("number", number)
            .query((row, n) -> row.getBytes(1))
            .single();
  }

  @Override
  public void stop() {
    running = false;
    Thread working = thread;
    if (working != null) {
      working.interrupt();
      try {
        working.join(Duration.ofSeconds(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    threads.shutdownNow();
    http.shutdownNow();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** After the publisher. */
  @Override
  public int getPhase() {
    return 2;
  }
}
