package id.segel.cli.camera;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A clock that runs only while this process gets its turns. Where the machine or our own threads
 * are late, it stands still; so nobody else is blamed for time that was ours.
 */
final class Turns implements AutoCloseable {

  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(50);

  /** As late as a machine with work to do may be. */
  private static final long COUNTED_MAX = 2 * TICK;

  private final CountDownLatch stopped = new CountDownLatch(1);
  private long last;
  private long worked;

  /** One that is moved by hand. */
  Turns(long now) {
    last = now;
  }

  /**
   * One that runs.
   *
   * @param threads whose turns are meant
   */
  static Turns of(ExecutorService threads) {
    var turns = new Turns(System.nanoTime());
    Thread.ofPlatform().daemon().name("camera-turns").start(() -> turns.run(threads));
    return turns;
  }

  private void run(ExecutorService threads) {
    try {
      while (!stopped.await(TICK, TimeUnit.NANOSECONDS)) {
        threads.submit(() -> {}).get();
        tick(System.nanoTime());
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | RuntimeException closed) {
      // Only when the threads take no more work; then nobody asks.
      return;
    }
  }

  /** Another turn of ours, at this time of the machine's clock. */
  synchronized void tick(long now) {
    worked += Math.min(now - last, COUNTED_MAX);
    last = now;
  }

  /** Nanoseconds in which we had our turns. */
  synchronized long worked() {
    return worked;
  }

  @Override
  public void close() {
    stopped.countDown();
  }
}
