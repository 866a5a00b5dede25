package id.segel.server.clock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Election time: H-1, windows, lateness, "too early". Real time, for sessions, tokens and
 * checkpoints, is the {@link Clock} bean. Safe for many threads.
 */
public final class ElectionClock implements InstantSource {

  /** How fast a simulated clock may run, in election seconds per real second. */
  public static final int MAX_SPEED = 1_000_000;

  /**
   * What the clock shows from one real moment on.
   *
   * @param now election time at {@code since}
   * @param since real time when it was set
   * @param speed election seconds per real second; 0 stands still
   */
  public record Setting(Instant now, Instant since, int speed) {

    Instant at(Instant real) {
      return now.plus(Duration.between(since, real).multipliedBy(speed));
    }
  }

  private final Clock real;
  private final boolean simulated;
  private final List<Consumer<Setting>> watchers = new CopyOnWriteArrayList<>();
  private volatile Setting setting;

  private ElectionClock(Clock real, boolean simulated, Setting setting) {
    this.real = real;
    this.simulated = simulated;
    this.setting = setting;
  }

  /** The system's clock. */
  public static ElectionClock real(Clock real) {
    Instant now = real.instant();
    return new ElectionClock(real, false, new Setting(now, now, 1));
  }

  /** A clock that {@link #set} moves; it stands still at {@code start} until then. */
  public static ElectionClock simulated(Clock real, Instant start) {
    return new ElectionClock(real, true, new Setting(start, real.instant(), 0));
  }

  @Override
  public Instant instant() {
    return simulated ? setting.at(real.instant()) : real.instant();
  }

  public boolean isSimulated() {
    return simulated;
  }

  /** Election seconds per real second: 1 unless simulated. */
  public int speed() {
    return setting.speed();
  }

  /**
   * Moves a simulated clock; an earlier time than it shows is taken as what it shows, for time does
   * not go back. Answers the time from which it runs.
   */
  public synchronized Instant set(Instant now, int speed) {
    if (!simulated) {
      throw new IllegalStateException("the system's clock is not set");
    }
    if (speed < 0 || speed > MAX_SPEED) {
      throw new IllegalArgumentException("speed is 0 to " + MAX_SPEED);
    }
    Instant shown = instant();
    var next = new Setting(now.isAfter(shown) ? now : shown, real.instant(), speed);
    setting = next;
    for (Consumer<Setting> watcher : watchers) {
      watcher.accept(next);
    }
    return next.now();
  }

  /** Calls this after each {@link #set}, for instance to tell browsers. */
  public void watch(Consumer<Setting> watcher) {
    watchers.add(watcher);
  }
}
