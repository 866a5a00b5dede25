package id.segel.server.clock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what a simulated clock shows in a file, each second, so that a restart goes on from it. */
final class ClockFile implements AutoCloseable {

  private static final Logger TRACE = LoggerFactory.getLogger(ClockFile.class);
  private static final int SECONDS = 1;

  private final Path file;
  private @Nullable Thread ticks;

  ClockFile(Path file) {
    this.file = file;
  }

  /** Sets the clock to what the file says, and keeps the file from then on. */
  void resume(ElectionClock clock) throws IOException {
    if (Files.exists(file)) {
      List<String> lines = Files.readAllLines(file);
      Instant last = Instant.parse(lines.get(0));
      int speed = Integer.parseInt(lines.get(1));
      // It ran on after the last tick, by less than two.
      clock.set(last.plusSeconds(2L * SECONDS * speed), speed);
    }
    clock.watch(setting -> keep(clock));
    keep(clock);
    ticks = Thread.ofVirtual().name("election-clock").start(() -> tick(clock));
  }

  private void tick(ElectionClock clock) {
    try {
      while (true) {
        keep(clock);
        TimeUnit.SECONDS.sleep(SECONDS);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void keep(ElectionClock clock) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(fresh, clock.instant() + "\n" + clock.speed() + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      TRACE.warn("the election clock was not written to {}", file, e);
    }
  }

  @Override
  public void close() {
    Thread running = ticks;
    if (running != null) {
      running.interrupt();
      try {
        // What it is just writing must not come after what another writes.
        running.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
