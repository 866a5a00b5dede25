package id.segel.core.sensor;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Makes single readings into what is so. Danger is believed at once; that it is over, when it has
 * been so for a while. A door is believed both ways.
 *
 * @param on what is so; null before the first reading
 * @param since from when on
 * @param offSince since when it has been said to be over while it is still held to be so
 */
public record Hysteresis(
    @Nullable Boolean on, @Nullable Instant since, @Nullable Instant offSince) {

  /** Before the first reading. */
  public static final Hysteresis NEW = new Hysteresis(null, null, null);

  /** So hot, in tenths of a degree, that something is wrong. */
  public static final int HOT = 500;

  /** Only so far below it is over. */
  private static final int COOL = 450;

  private static final Duration OVER = Duration.ofMinutes(2);

  /** With one more reading. */
  public Hysteresis read(SensorKind kind, int value, Instant at) {
    boolean isOn = Boolean.TRUE.equals(on);
    boolean says = kind == SensorKind.TEMPERATURE ? value >= (isOn ? COOL + 1 : HOT) : value != 0;
    if (says) {
      return isOn ? new Hysteresis(true, since, null) : new Hysteresis(true, at, null);
    }
    if (!isOn) {
      return on == null ? new Hysteresis(false, at, null) : this;
    }
    if (!kind.isAlarm()) {
      return new Hysteresis(false, at, null);
    }
    return isOver(at) ? ended(at) : new Hysteresis(true, since, offSince == null ? at : offSince);
  }

  /** Whether it has been said to be over for long enough; a sensor may say so only once. */
  public boolean isOver(Instant now) {
    return Boolean.TRUE.equals(on)
        && offSince != null
        && Duration.between(offSince, now).compareTo(OVER) >= 0;
  }

  /** When it is over. */
  public Hysteresis ended(Instant now) {
    return new Hysteresis(false, now, null);
  }
}
