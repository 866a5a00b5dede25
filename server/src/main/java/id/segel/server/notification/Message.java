package id.segel.server.notification;

import java.time.Duration;
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
   * @param end why nothing is to be sent there again
   * @param rest how long the other side wants to be left alone
   */
  record Outcome(
      boolean isTaken,
      boolean isFinal,
      String reason,
      String answer,
      Channel.@Nullable End end,
      Duration rest) {

    static Outcome taken(String answer) {
      return new Outcome(true, true, "TAKEN", answer, null, Duration.ZERO);
    }

    static Outcome failed(String reason, String answer) {
      return new Outcome(false, false, reason, answer, null, Duration.ZERO);
    }

    static Outcome refused(String reason, String answer) {
      return new Outcome(false, true, reason, answer, null, Duration.ZERO);
    }

    static Outcome ended(Channel.End end, String answer) {
      return new Outcome(false, true, end.name(), answer, end, Duration.ZERO);
    }

    Outcome after(Duration rest) {
      return new Outcome(isTaken, isFinal, reason, answer, end, rest);
    }
  }
}
