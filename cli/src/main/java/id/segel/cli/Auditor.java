package id.segel.cli;

import id.segel.sim.SegelClient;
import id.segel.tlog.MalformedException;
import id.segel.tlog.checkpoint.Checkpoint;
import id.segel.tlog.client.TileFetcher;
import id.segel.tlog.merkle.Edge;
import id.segel.tlog.merkle.EntryBundle;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.merkle.Tile;
import id.segel.tlog.merkle.TilePath;
import id.segel.tlog.witness.Answer;
import id.segel.tlog.witness.Witness;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads one log as it grows: every entry against the tree, every device's signature, the books of
 * sheets and the custody of boxes. An auditing witness cosigns what this found nothing wrong with.
 * It begins at the first entry, at every start, for it believes nobody's notes.
 */
final class Auditor implements Witness.Condition, AutoCloseable {

  /** So long a request waits for the reading; a log asks again. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private static final Duration REST = Duration.ofSeconds(2);

  /** Where closed entries are shown: the log's server, and who we are there. */
  record Login(String server, String user, String password) {}

  private final TileFetcher fetcher;
  private final @Nullable Login login;
  private final LogCheck check;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final Thread thread;
  private volatile boolean running = true;

  // Guarded by the lock.
  private Edge edge = Edge.EMPTY;
  private long target;
  private String trouble = "";
  private @Nullable String broken;

  Auditor(String origin, String url, @Nullable Login login, Printer printer) {
    this.fetcher = TileFetcher.of(url);
    this.login = login;
    this.check = new LogCheck(true, List.of(), printer);
    this.thread = Thread.ofPlatform().name("auditor " + origin).daemon().start(this::run);
  }

  /** Entries read so far, and what keeps it from reading on; for people. */
  record Progress(long read, long target, String trouble, @Nullable String broken) {}

  Progress progress() {
    lock.lock();
    try {
      return new Progress(edge.size(), target, trouble, broken);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Answer> objection(Checkpoint checkpoint) throws InterruptedException {
    lock.lock();
    try {
      target = Math.max(target, checkpoint.size());
      moved.signalAll();
      long left = PATIENCE.toNanos();
      while (edge.size() < checkpoint.size() && broken == null && left > 0) {
        left = moved.awaitNanos(left);
      }
      if (broken != null) {
        return Optional.of(new Answer.Refused(Answer.Why.NOT_SOUND, broken));
      }
      if (edge.size() != checkpoint.size()) {
        return Optional.of(
            new Answer.NotYet(
                edge.size() > checkpoint.size()
                    ? "entries up to " + edge.size() + " were read; ask for them"
                    : "read " + edge.size() + " of " + checkpoint.size() + " entries " + trouble));
      }
      if (!edge.root().equals(checkpoint.root())) {
        broken = "the entries that the log serves are not those of its tree of " + edge.size();
        return Optional.of(new Answer.Refused(Answer.Why.NOT_SOUND, broken));
      }
      List<String> problems = new ArrayList<>(check.problems());
      problems.addAll(check.audit().missing(edge.size()));
      return problems.isEmpty()
          ? Optional.empty()
          : Optional.of(new Answer.Refused(Answer.Why.NOT_SOUND, problems.getFirst()));
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (running) {
      try {
        if (!step()) {
          lock.lock();
          try {
            if (edge.size() >= target || broken != null) {
              moved.awaitNanos(REST.toNanos());
            }
          } finally {
            lock.unlock();
          }
        }
      } catch (IOException e) {
        say(String.valueOf(e.getMessage()));
        rest();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void rest() {
    try {
      TimeUnit.MILLISECONDS.sleep(REST.toMillis());
    } catch (InterruptedException e) {
      running = false;
    }
  }

  /** Reads the next bundle; false when there is none to read. */
  private boolean step() throws IOException, InterruptedException {
    long from;
    long to;
    lock.lock();
    try {
      from = edge.size();
      to = target;
      if (from >= to || broken != null) {
        return false;
      }
    } finally {
      lock.unlock();
    }
    long number = from / Tile.WIDTH;
    int width = TilePath.widthIn(to, 0, number);
    byte[] bytes = bundle(TilePath.entries(number, width));
    if (bytes == null) {
      return false;
    }
    List<byte[]> leaves = new ArrayList<>();
    try {
      EntryBundle bundle = EntryBundle.parse(bytes, width);
      for (int i = (int) (from % Tile.WIDTH); i < width; i++) {
        leaves.add(bundle.entry(i));
      }
    } catch (MalformedException e) {
      fail("bundle " + number + " cannot be read: " + e.getMessage());
      return false;
    }
    // The lock is held, for problems are looked at with it.
    lock.lock();
    try {
      check.add(from, leaves);
      edge = edge.append(leaves.stream().map(Hash::leaf).toList()).edge();
      trouble = "";
      moved.signalAll();
    } finally {
      lock.unlock();
    }
    return true;
  }

  private byte @Nullable [] bundle(TilePath path) throws IOException, InterruptedException {
    for (boolean isAgain : new boolean[] {false, true}) {
      TileFetcher.Answer answer = fetcher.get("tile/" + path, EntryBundle.BYTES_MAX);
      if (answer instanceof TileFetcher.Missing && !path.isFull()) {
        answer = fetcher.get("tile/" + path.full(), EntryBundle.BYTES_MAX);
      }
      switch (answer) {
        case TileFetcher.Found(byte[] bytes) -> {
          return bytes;
        }
        case TileFetcher.Missing() -> {
          say("the log does not have " + path);
          rest();
          return null;
        }
        case TileFetcher.Closed closed -> {
          if (isAgain || login == null) {
            say(
                "the log does not show the entries from "
                    + path
                    + " to us yet"
                    + closed.until().map(until -> ", but from " + until).orElse(""));
            rest();
            return null;
          }
          var client = new SegelClient(login.server());
          client.login(login.user(), login.password());
          fetcher.show(client.cookie());
        }
      }
    }
    return null;
  }

  private void say(String what) {
    lock.lock();
    try {
      trouble = what;
    } finally {
      lock.unlock();
    }
  }

  private void fail(String why) {
    lock.lock();
    try {
      broken = why;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    running = false;
    thread.interrupt();
    fetcher.close();
  }
}
