package id.segel.server.clock;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * A thread of its own that looks at something again and again, from the start of the server to its
 * end. Whatever a look throws ends that look and no later one.
 */
public abstract class Lookout implements SmartLifecycle {

  private static final Logger TRACE = LoggerFactory.getLogger(Lookout.class);

  private final String name;
  private final Duration pace;
  private final AtomicBoolean isAsked = new AtomicBoolean();
  private volatile @Nullable ScheduledExecutorService looking;

  /**
   * @param name of its thread, and in what is traced
   * @param pace real time from the end of a look to the next
   */
  protected Lookout(String name, Duration pace) {
    this.name = name;
    this.pace = pace;
  }

  /** Looks once. */
  protected abstract void look();

  /** Parts of a look, each for itself: one that fails keeps none of the others from being done. */
  protected final void each(Runnable... steps) {
    for (Runnable step : steps) {
      try {
        step.run();
      } catch (Throwable e) {
        // An executor that is thrown at looks no more, and nobody is told.
        TRACE.warn("{}: not looked after, trying again", name, e);
      }
    }
  }

  private void run() {
    isAsked.set(false);
    each(this::look);
  }

  /** Looks at once, or right after the look that is under way; does not wait for it. */
  public final void soon() {
    ScheduledExecutorService timer = looking;
    if (timer != null && isAsked.compareAndSet(false, true)) {
      try {
        timer.execute(this::run);
      } catch (RejectedExecutionException e) {
        TRACE.debug("{}: it is looked at after the next start", name, e);
      }
    }
  }

  /** A look that is under way is let finish; one that waits for others should be interrupted. */
  protected void end(ScheduledExecutorService timer) {
    timer.shutdown();
  }

  @Override
  public void start() {
    var timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name(name).daemon().factory());
    var _ =
        timer.scheduleWithFixedDelay(
            this::run, pace.toMillis(), pace.toMillis(), TimeUnit.MILLISECONDS);
    looking = timer;
  }

  /** Before the database closes it must be quiet. */
  @Override
  public void stop() {
    ScheduledExecutorService timer = looking;
    looking = null;
    if (timer != null) {
      end(timer);
      try {
        if (!timer.awaitTermination(10, TimeUnit.SECONDS)) {
          timer.shutdownNow();
        }
      } catch (InterruptedException e) {
        timer.shutdownNow();
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return looking != null;
  }
}
