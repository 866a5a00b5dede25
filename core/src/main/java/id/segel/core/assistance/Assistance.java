package id.segel.core.assistance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One time that police were asked into a TPS, or came.
 *
 * @param tps 13 digits
 * @param asked the request; null when they entered without one
 * @param entered null while they have not
 * @param left null while they have not
 */
public record Assistance(
    String tps, @Nullable Asked asked, @Nullable Entered entered, @Nullable Left left) {

  /**
   * A request with its entry in the log, and when that was recorded.
   *
   * @param at as the KPPS says
   */
  public record Asked(PoliceAsked.Reason reason, Instant at, long entry, Instant recorded) {}

  /** An entry of police, in the same way. */
  public record Entered(int people, Instant at, long entry, Instant recorded) {}

  /** Their leaving, in the same way. */
  public record Left(Instant at, long entry, Instant recorded) {}

  /** How far it is. */
  public enum State {
    ASKED,
    INSIDE,
    LEFT
  }

  public State state() {
    return left != null ? State.LEFT : entered != null ? State.INSIDE : State.ASKED;
  }

  public boolean isUnasked() {
    return asked == null;
  }

  /** The moment by which it stands in a list: what happened first. */
  public Instant began() {
    if (asked != null) {
      return asked.at();
    }
    return entered == null ? Instant.EPOCH : entered.at();
  }
}
