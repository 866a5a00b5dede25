package id.segel.server.picture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Clears, at the start, what an upload left that a crash cut off; and forgets, at the start and
 * each hour, who looked at pictures half a year ago.
 */
@Component
class PictureJob implements SmartLifecycle {

  /** Past the disputes about a result and their appeals, and no longer: it is about people. */
  static final Duration READS_KEPT = Duration.ofDays(180);

  private static final Logger TRACE = LoggerFactory.getLogger(PictureJob.class);

  private final PictureFiles files;
  private final PictureStore store;
  private final Clock real;
  private @Nullable ScheduledExecutorService hourly;

  PictureJob(PictureFiles files, PictureStore store, Clock real) {
    this.files = files;
    this.store = store;
    this.real = real;
  }

  @Override
  public void start() {
    try {
      files.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("pictures").daemon().factory());
    var _ = timer.scheduleWithFixedDelay(this::forget, 0, 1, TimeUnit.HOURS);
    hourly = timer;
  }

  void forget() {
    try {
      int forgotten = store.forgetReads(real.instant().minus(READS_KEPT));
      if (forgotten > 0) {
        TRACE.info("forgot {} old reads of pictures", forgotten);
      }
    } catch (RuntimeException e) {
      TRACE.warn("old reads of pictures were not forgotten, trying again in an hour", e);
    }
  }

  /** Before the doors open: what is being received then must not be cleared. */
  @Override
  public int getPhase() {
    return 0;
  }

  @Override
  public void stop() {
    if (hourly != null) {
      hourly.shutdownNow();
      hourly = null;
    }
  }

  @Override
  public boolean isRunning() {
    return hourly != null;
  }
}
