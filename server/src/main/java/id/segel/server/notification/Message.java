package id.segel.server.notification;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message in the outbox.
 *
 * @param id the same however often it is tried
 * @param body what is sent, to the byte
 * @param attempts how often it was tried
 * @param nextAt when it is tried next
 * @param reason what came of the last try: a name for which the page has a sentence
 * @param answer what the other side said then
 * @param notices how many notices it tells
 */
record Message(
    String id,
    String channel,
    Kind kind,
    String subject,
    String body,
    State state,
    int attempts,
    Instant created,
    Instant nextAt,
    @Nullable Instant triedAt,
    String reason,
    String answer,
    int notices) {

  enum Kind {
    CONFIRM,
    TEST,
    NEWS
  }

  enum State {
    /** It was not tried yet. */
    WAITING,
    /** The other side has taken it. */
    SENT,
    /** It was not taken, and is tried again. */
    FAILED,
    /** It is not tried again. */
    GIVEN_UP
  }

  /**
   * What came of one try.
   *
   * @param isTaken whether the other side has it
   * @param isFinal whether trying again is pointless
   */
  record Outcome(boolean isTaken, boolean isFinal, String reason, String answer) {

    static Outcome taken(String answer) {
      return new Outcome(true, true, "TAKEN", answer);
    }

    static Outcome failed(String reason, String answer) {
      return new Outcome(false, false, reason, answer);
    }

    static Outcome refused(String reason, String answer) {
      return new Outcome(false, true, reason, answer);
    }
  }
}
