package id.segel.server.picture;

import id.segel.server.clock.Lookout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Clears, at the start, what an upload left that a crash cut off; and forgets, at the start and
 * each hour, who looked at pictures half a year ago.
 */
@Component
class PictureJob extends Lookout {

  /** Past the disputes about a result and their appeals, and no longer: it is about people. */
  static final Duration READS_KEPT = Duration.ofDays(180);

  private static final Logger TRACE = LoggerFactory.getLogger(PictureJob.class);

  private final PictureFiles files;
  private final PictureStore store;
  private final Clock real;

  PictureJob(PictureFiles files, PictureStore store, Clock real) {
    super("pictures", Duration.ofHours(1));
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
    super.start();
    soon();
  }

  @Override
  protected void look() {
    int forgotten = store.forgetReads(real.instant().minus(READS_KEPT));
    if (forgotten > 0) {
      TRACE.info("forgot {} old reads of pictures", forgotten);
    }
  }

  /** Before the doors open: what is being received then must not be cleared. */
  @Override
  public int getPhase() {
    return 0;
  }
}
