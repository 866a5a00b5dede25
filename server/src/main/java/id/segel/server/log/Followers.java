package id.segel.server.log;

import id.segel.core.fact.Entry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * One thread for each {@link Projector}: reads entry by entry what was committed, and commits the
 * view's rows together with its position. It may lag, crash, and be replayed from entry 0.
 *
 * <p>A view may lag, an acknowledgement may not: followers take turns, so that they never fill more
 * than one core, and step when few statements are waiting for their place; while capture is never
 * calm, each still steps every {@link #LAG}.
 */
@Component
public class Followers implements SmartLifecycle {

  private static final Logger TRACE = LoggerFactory.getLogger(Followers.class);

  /** Entries in one step: large enough for set-based writes, small enough to be seen soon. */
  private static final int LEAST = 1_000;

  /** The same for a follower that is far behind. */
  private static final int STEP = 4_000;

  /** Views that are rebuilt at the same time. */
  private static final int AT_ONCE = 2;

  /**
   * So that the wall shows within a second what was captured, though statements come without end.
   */
  private static final Duration LAG = Duration.ofMillis(250);

  private final List<Projector> projectors;
  private final Entries entries;
  private final DataSource database;
  private final Sequencer sequencer;
  private final Clock real;

  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final ReentrantLock turn = new ReentrantLock(true);

  /** What all read who take turns. */
  private final Reading shared = new Reading();

  private volatile boolean running;

  Followers(
      List<Projector> projectors,
      Entries entries,
      DataSource database,
      Sequencer sequencer,
      Clock real) {
    this.projectors = projectors;
    this.entries = entries;
    this.database = database;
    this.sequencer = sequencer;
    this.real = real;
  }

  /**
   * The index that each view has come to, the slowest one's: entries before it are in every view.
   */
  public long position() {
    try (Connection sql = database.getConnection()) {
      long least = sequencer.edge().size();
      for (Projector projector : projectors) {
        least = Math.min(least, position(projector.schema(), sql));
      }
      return least;
    } catch (SQLException e) {
      throw new IllegalStateException("the followers' positions cannot be read", e);
    }
  }

  /** The index that one view has come to: entries before it are in it. */
  public long position(String schema) {
    try (Connection sql = database.getConnection()) {
      return position(schema, sql);
    } catch (SQLException e) {
      throw new IllegalStateException("the position of " + schema + " cannot be read", e);
    }
  }

  /**
   * One view, emptied and replayed.
   *
   * @param milliseconds how long it took
   * @param isEqual whether its rows came out as they were
   */
  public record Rebuilt(String schema, long entries, long milliseconds, boolean isEqual) {}

  /**
   * Empties every view and plays the log from entry 0 to where the view stood. What is compared is
   * of one entry, though clocks and people go on meanwhile.
   */
  public List<Rebuilt> rebuild() {
    boolean wasRunning = running;
    catchUp();
    // Views do not know of each other; so that all cores work, some are rebuilt at once.
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<Rebuilt>> rebuilding =
          projectors.stream().map(one -> threads.submit(() -> rebuild(one))).toList();
      var rebuilt = new ArrayList<Rebuilt>();
      for (Future<Rebuilt> one : rebuilding) {
        rebuilt.add(one.get());
      }
      return rebuilt;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a view cannot be rebuilt", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("views were being rebuilt", e);
    } finally {
      if (wasRunning) {
        start();
      }
    }
  }

  private Rebuilt rebuild(Projector projector) {
    String before = digest(projector);
    long end = position(projector.schema());
    Instant start = real.instant();
    try (Connection sql = database.getConnection()) {
      sql.setAutoCommit(false);
      projector.reset(sql);
      move(projector, 0, sql);
      sql.commit();
      sql.setAutoCommit(true);
    } catch (SQLException e) {
      throw new IllegalStateException(projector.schema() + " cannot be emptied", e);
    }
    var reading = new Reading();
    while (step(projector, reading, end)) {
      TRACE.debug("{} goes on", projector.schema());
    }
    long took = Duration.between(start, real.instant()).toMillis();
    return new Rebuilt(projector.schema(), end, took, digest(projector).equals(before));
  }

  /**
   * Brings every view to the end of the log; one that cannot get there is rebuilt from entry 0
   * anyway.
   */
  private void catchUp() {
    stop();
    for (Projector projector : projectors) {
      try {
        play(projector);
      } catch (IllegalStateException e) {
        TRACE.error("the view {} stands still", projector.schema(), e);
      }
    }
  }

  private void play(Projector projector) {
    while (takeTurn(projector)) {
      TRACE.debug("{} goes on", projector.schema());
    }
  }

  /** What is in the tables of a view, as one word, whatever the order of the rows. */
  private String digest(Projector projector) {
    var digest = new StringBuilder();
    try (Connection sql = database.getConnection()) {
      for (String table : projector.tables()) {
        try (PreparedStatement select =
                sql.prepareStatement(
                    "select count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) from "
                        + table
                        + " t");
            ResultSet row = select.executeQuery()) {
          row.next();
          digest.append(table).append(' ').append(row.getLong(1)).append(' ');
          digest.append(row.getBigDecimal(2)).append('\n');
        }
      }
      return digest.toString();
    } catch (SQLException e) {
      throw new IllegalStateException(projector.schema() + " cannot be read", e);
    }
  }

  @Override
  public void start() {
    running = true;
    sequencer.watch(this::wake);
    for (Projector projector : projectors) {
      threads.add(
          Thread.ofPlatform().name("follower-" + projector.schema()).start(() -> run(projector)));
    }
  }

  private void wake() {
    threads.forEach(LockSupport::unpark);
  }

  private void run(Projector projector) {
    while (running) {
      try {
        sequencer.awaitCalm(LAG);
        if (!takeTurn(projector)) {
          rest();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        if (running) {
          TRACE.error("the view {} stands still, trying again", projector.schema(), e);
          rest();
        }
      }
    }
  }

  private void rest() {
    if (running) {
      LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
    }
  }

  private boolean takeTurn(Projector projector) {
    turn.lock();
    try {
      return step(projector, shared, sequencer.edge().size());
    } finally {
      turn.unlock();
    }
  }

  /** Takes one step towards an index; false when there was nothing to do. */
  private boolean step(Projector projector, Reading reading, long end) {
    try (Connection sql = database.getConnection()) {
      long next = position(projector.schema(), sql);
      long behind = end - next;
      if (behind <= 0) {
        reading.forget();
        return false;
      }
      int most = Math.clamp(behind / 8, LEAST, STEP);
      List<Recorded> recorded = reading.read(next, (int) Math.min(most, behind));
      sql.setAutoCommit(false);
      try {
        projector.apply(recorded, sql);
        move(projector, next + recorded.size(), sql);
        sql.commit();
      } catch (SQLException | RuntimeException e) {
        sql.rollback();
        throw e;
      } finally {
        sql.setAutoCommit(true);
      }
      projector.committed();
      return true;
    } catch (SQLException e) {
      throw new IllegalStateException("the view " + projector.schema() + " cannot be written", e);
    }
  }

  /** What was read last: the next follower mostly asks for the same. For one thread at a time. */
  private final class Reading {

    private List<Recorded> lately = List.of();

    /** Entries from one on, at most {@code count} and at least one. */
    List<Recorded> read(long next, int count) {
      int from = lately.isEmpty() ? -1 : (int) (next - lately.getFirst().index());
      if (from < 0 || from >= lately.size()) {
        lately =
            entries.from(next, count).stream()
                .map(leaf -> new Recorded(leaf.index(), Entry.decode(leaf.bytes())))
                .toList();
        from = 0;
      }
      return lately.subList(from, Math.min(lately.size(), from + count));
    }

    void forget() {
      lately = List.of();
    }
  }

  private static long position(String schema, Connection sql) throws SQLException {
    try (PreparedStatement select =
        sql.prepareStatement("select next from log.positions where schema = ?")) {
      select.setString(1, schema);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  private static void move(Projector projector, long next, Connection sql) throws SQLException {
    try (PreparedStatement update =
        sql.prepareStatement(
            """
            insert into log.positions (schema, next) values (?, ?)
            on conflict (schema) do update set next = excluded.next
            """)) {
      update.setString(1, projector.schema());
      update.setLong(2, next);
      update.executeUpdate();
    }
  }

  @Override
  public void stop() {
    running = false;
    wake();
    for (Thread thread : threads) {
      try {
        thread.join(Duration.ofSeconds(20));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    threads.clear();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** After the sequencer, before the doors. */
  @Override
  public int getPhase() {
    return 2;
  }
}
