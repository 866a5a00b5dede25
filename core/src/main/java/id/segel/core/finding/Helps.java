package id.segel.core.finding;

import id.segel.core.fact.Fact;
import id.segel.core.finding.HelpAnswered.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the army was asked for and what it answered, folded from the log. Owned by one thread. */
public final class Helps {

  /** Why something may not be said about help. */
  public enum Refusal {
    /** There is no such request. */
    HELP_UNKNOWN,
    /** It is over. */
    HELP_OVER,
    /** It was granted or refused already. */
    HELP_ANSWERED,
    /** More than was asked for. */
    HELP_TOO_MANY,
    /** An answer is due later than now and before the help is over, and that within 30 days. */
    HELP_TOO_LATE,
    /** Only who asked or gave ends it. */
    HELP_OF_ANOTHER,
    /** The agency has as many requests open as anybody can follow. */
    HELP_FULL
  }

  /** Requests of one agency that are not over. */
  static final int OPEN_MAX = 100;

  private static final Duration UNTIL_MAX = Duration.ofDays(30);

  /** How it stands. */
  public enum State {
    ASKED,
    MORE_TIME,
    GRANTED,
    REFUSED,
    OVER
  }

  /** An answer that stands at this entry. */
  public record Answered(long entry, Instant at, HelpAnswered what) {}

  /**
   * A request and what became of it.
   *
   * @param entry by which it is known
   * @param ended by which entry it is over; -1 before
   */
  public record Help(long entry, Instant at, HelpAsked asked, List<Answered> answers, long ended) {

    public Help {
      answers = List.copyOf(answers);
    }

    public State state() {
      if (ended >= 0) {
        return State.OVER;
      }
      return answers.isEmpty()
          ? State.ASKED
          : switch (answers.getLast().what.answer()) {
            case GRANTED -> State.GRANTED;
            case REFUSED -> State.REFUSED;
            case MORE_TIME -> State.MORE_TIME;
          };
    }

    /** Whether an answer is due. */
    public boolean isWaiting() {
      return state() == State.ASKED || state() == State.MORE_TIME;
    }

    /** When the answer is due, as it was asked for or as the army has asked since. */
    public Instant deadline() {
      Instant later =
          state() == State.MORE_TIME ? answers.getLast().what.until() : asked.answerBy();
      return Objects.requireNonNull(later, "more time has an end");
    }
  }

  private final TreeMap<Long, Help> all = new TreeMap<>();

  /** All of them, the newest first. */
  public Collection<Help> all() {
    return all.descendingMap().values();
  }

  /** The request of this entry; null when there is none. */
  public @Nullable Help of(long entry) {
    return all.get(entry);
  }

  /** Takes in a fact that was recorded then. */
  public void apply(long index, Instant recorded, Fact fact) {
    switch (fact) {
      case HelpAsked it -> all.put(index, new Help(index, recorded, it, List.of(), -1));
      case HelpAnswered it ->
          all.computeIfPresent(
              it.help(),
              (any, one) -> {
                var answers = new ArrayList<>(one.answers());
                answers.add(new Answered(index, recorded, it));
                return new Help(one.entry(), one.at(), one.asked(), answers, one.ended());
              });
      case HelpEnded it ->
          all.computeIfPresent(
              it.help(),
              (any, one) -> new Help(one.entry(), one.at(), one.asked(), one.answers(), index));
      default -> {}
    }
  }

  /**
   * What nobody has answered in time.
   *
   * @param isFound whether it is an open finding already
   */
  public List<Fact> lapses(Instant now, Predicate<FindingId> isFound) {
    var facts = new ArrayList<Fact>();
    for (Help one : all.values()) {
      if (one.isWaiting()
          && one.deadline().isBefore(now)
          && !isFound.test(HelpLapsed.finding(one.entry()))) {
        facts.add(new HelpLapsed(one.entry(), one.asked().region(), one.asked().agency()));
      }
    }
    return facts;
  }

  /** Why this may not be asked for now; null when it may. */
  public @Nullable Refusal refusal(HelpAsked asked, Instant now) {
    if (!asked.answerBy().isAfter(now) || asked.until().isAfter(now.plus(UNTIL_MAX))) {
      return Refusal.HELP_TOO_LATE;
    }
    long open =
        all.values().stream()
            .filter(one -> one.ended() < 0 && one.asked().agency().equals(asked.agency()))
            .count();
    return open < OPEN_MAX ? null : Refusal.HELP_FULL;
  }

  /** Why this may not be answered now; null when it may. */
  public @Nullable Refusal refusal(HelpAnswered answer, Instant now) {
    Help one = all.get(answer.help());
    if (one == null) {
      return Refusal.HELP_UNKNOWN;
    }
    if (one.state() == State.OVER) {
      return Refusal.HELP_OVER;
    }
    if (!one.isWaiting()) {
      return Refusal.HELP_ANSWERED;
    }
    if (answer.answer() == Answer.GRANTED && answer.count() > one.asked().count()) {
      return Refusal.HELP_TOO_MANY;
    }
    Instant until = answer.until();
    boolean isLate = until != null && (!until.isAfter(now) || until.isAfter(one.asked().until()));
    return isLate ? Refusal.HELP_TOO_LATE : null;
  }

  /** Why this may not be ended; null when it may: by who asked, or by who gave. */
  public @Nullable Refusal refusal(HelpEnded end) {
    Help one = all.get(end.help());
    if (one == null) {
      return Refusal.HELP_UNKNOWN;
    }
    if (one.state() == State.OVER) {
      return Refusal.HELP_OVER;
    }
    boolean isGiver =
        one.state() == State.GRANTED
            && one.answers().getLast().what().agency().equals(end.agency());
    return isGiver || one.asked().agency().equals(end.agency()) ? null : Refusal.HELP_OF_ANOTHER;
  }
}
