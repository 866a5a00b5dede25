package id.segel.server.log;

import id.segel.server.database.CaptureConnections;
import id.segel.tlog.MalformedException;
import id.segel.tlog.checkpoint.Checkpoint;
import id.segel.tlog.merkle.Edge;
import java.security.SignatureException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Signs a checkpoint of what was committed, at most a second behind: first kept outside the
 * database, then compared and swapped into it, then published.
 */
@Component
public class Publisher implements SmartLifecycle {

  private static final Logger TRACE = LoggerFactory.getLogger(Publisher.class);
  private static final Duration PACE = Duration.ofMillis(500);
  private static final Duration WAIT = Duration.ofSeconds(5);

  /**
   * A checkpoint that everybody may see.
   *
   * @param note the signed note
   * @param at real time
   */
  public record Published(Edge edge, byte[] note, Instant at) {

    public long size() {
      return edge.size();
    }
  }

  private final Sequencer sequencer;
  private final CaptureConnections connections;
  private final OutsideCheckpoint outside;
  private final LogKeys keys;
  private final LogState state;
  private final Clock real;
  private final List<Consumer<Published>> watchers = new CopyOnWriteArrayList<>();

  private final Object turn = new Object();
  private volatile @Nullable Published published;
  private volatile boolean running;
  private @Nullable Thread thread;
  private @Nullable Connection connection;

  Publisher(
      Sequencer sequencer,
      CaptureConnections connections,
      OutsideCheckpoint outside,
      LogKeys keys,
      LogState state,
      Clock real) {
    this.sequencer = sequencer;
    this.connections = connections;
    this.outside = outside;
    this.keys = keys;
    this.state = state;
    this.real = real;
  }

  /** The newest published checkpoint; empty only before the first. */
  public Optional<Published> newest() {
    return Optional.ofNullable(published);
  }

  /**
   * The newest checkpoint once it covers the entry with this index; empty if none did in this time.
   */
  public Optional<Published> covering(long index, Duration most) throws InterruptedException {
    long until = System.nanoTime() + most.toNanos();
    synchronized (watchers) {
      while (true) {
        Published now = published;
        if (now != null && now.size() > index) {
          return Optional.of(now);
        }
        long left = until - System.nanoTime();
        if (left <= 0) {
          return Optional.empty();
        }
        TimeUnit.NANOSECONDS.timedWait(watchers, left);
      }
    }
  }

  /** Name and verifier key of the log, as one line. */
  public String vkey() {
    return keys.signer().verifier().vkey();
  }

  public String origin() {
    return keys.signer().name();
  }

  /** Is told each checkpoint that is published. */
  public void watch(Consumer<Published> watcher) {
    watchers.add(watcher);
  }

  @Override
  public void start() {
    running = true;
    publish();
    thread = Thread.ofPlatform().name("publisher").start(this::run);
  }

  private void run() {
    while (running) {
      try {
        synchronized (turn) {
          turn.wait(PACE.toMillis());
        }
        publish();
      } catch (InterruptedException e) {
        running = false;
      } catch (RuntimeException e) {
        TRACE.warn("a checkpoint was not published, trying again", e);
      }
    }
  }

  /** Signs what is committed, if it is more than was published. */
  private void publish() {
    Edge edge = sequencer.edge();
    Published last = published;
    if (last != null && last.size() >= edge.size()) {
      return;
    }
    if (state.readOnlyWhy().isPresent()) {
      if (last == null) {
        outside
            .read()
            .ifPresent(note -> show(new Published(signed(note, edge), note, real.instant())));
      }
      return;
    }
    byte[] note = new Checkpoint(origin(), edge.size(), edge.root()).sign(keys.signer()).bytes();
    try {
      Connection sql = connect();
      long signed = signedSize(sql);
      if (signed > edge.size()) {
        state.stop("a larger checkpoint was signed for this database by another process");
        return;
      }
      outside.write(note);
      if (!SequencerStore.swapCheckpoint(sql, signed, edge.size(), note)) {
        state.stop("another process signed a checkpoint for this database");
        return;
      }
      show(new Published(edge, note, real.instant()));
    } catch (SQLException e) {
      drop();
      TRACE.warn("a checkpoint was not stored, trying again: {}", e.getMessage());
    }
  }

  /** The tree of the size that was signed, where that much is here. */
  private Edge signed(byte[] note, Edge edge) {
    try {
      long size = Checkpoint.open(note, keys.signer().verifier()).size();
      return size > edge.size()
          ? edge
          : Edge.of(size, edge.over(SequencerStore.fullTiles(connect())));
    } catch (SQLException e) {
      drop();
      throw new IllegalStateException("the tree cannot be read", e);
    } catch (MalformedException | SignatureException notOurs) {
      return edge; // It is why the log is read-only.
    }
  }

  private void show(Published next) {
    published = next;
    synchronized (watchers) {
      watchers.notifyAll();
    }
    watchers.forEach(watcher -> watcher.accept(next));
  }

  private static long signedSize(Connection sql) throws SQLException {
    try (PreparedStatement select = sql.prepareStatement("select signed_size from log.tree");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private Connection connect() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = connections.open(WAIT);
      connection = open;
    }
    return open;
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

  @Override
  public void stop() {
    running = false;
    Thread working = thread;
    if (working != null) {
      synchronized (turn) {
        turn.notifyAll();
      }
      try {
        working.join(Duration.ofSeconds(5));
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

  /** After the sequencer. */
  @Override
  public int getPhase() {
    return 1;
  }
}
