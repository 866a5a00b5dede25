package id.segel.core.finding;

import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.AgencyListed;
import id.segel.core.personnel.UserChanged;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The army answers what it was asked for.
 *
 * @param help the entry of the request
 * @param agency that answers
 * @param count how many it gives; 0 unless it grants
 * @param reason why not; only when it refuses
 * @param until by when it will have answered; only when it asks for more time
 * @param note salted hash of a remark beside the log; null without one
 * @param by code of the user
 */
public record HelpAnswered(
    long help,
    String agency,
    Answer answer,
    int count,
    @Nullable Reason reason,
    @Nullable Instant until,
    @Nullable Id note,
    String by)
    implements HelpFact {

  /** What it says. */
  public enum Answer {
    GRANTED,
    REFUSED,
    MORE_TIME;

    public static Answer parse(String name) {
      return Named.of(Answer.class, name);
    }
  }

  /** Why it refuses. */
  public enum Reason {
    /** All that could be given is elsewhere. */
    NO_FORCES,
    /** It would not be there in time. */
    TOO_FAR,
    /** The police or the province can do it. */
    OTHERS_CAN,
    /** The army may not do this. */
    NOT_LAWFUL;

    public static Reason parse(String name) {
      return Named.of(Reason.class, name);
    }
  }

  /** {@link MalformedException} when it has not just what the answer needs. */
  public HelpAnswered {
    AgencyListed.checkCode(agency);
    UserChanged.checkUser(by);
    if (help < 0) {
      throw new MalformedException("an entry has a number from 0 on: " + help);
    }
    if (count < 0 || count > HelpAsked.COUNT_MAX) {
      throw new MalformedException("help is at most " + HelpAsked.COUNT_MAX + ": " + count);
    }
    if ((count > 0) != (answer == Answer.GRANTED)
        || (reason != null) != (answer == Answer.REFUSED)
        || (until != null) != (answer == Answer.MORE_TIME)) {
      throw new MalformedException(
          "what is granted has a count, a refusal a reason, more time an end: " + answer);
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("help ").append(help).append('\n');
    out.append("agency ").append(agency).append('\n');
    out.append("answer ").append(answer).append('\n');
    if (count > 0) {
      out.append("count ").append(count).append('\n');
    }
    if (reason != null) {
      out.append("reason ").append(reason).append('\n');
    }
    if (until != null) {
      out.append("until ").append(until).append('\n');
    }
    if (note != null) {
      out.append("note ").append(note).append('\n');
    }
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static HelpAnswered read(Fields fields) {
    var answered =
        new HelpAnswered(
            fields.takeNumber("help", Long.MAX_VALUE),
            fields.take("agency"),
            fields.take("answer", Answer::parse),
            fields.has("count") ? (int) fields.takeNumber("count", HelpAsked.COUNT_MAX) : 0,
            fields.has("reason") ? fields.take("reason", Reason::parse) : null,
            fields.has("until") ? fields.takeInstant("until") : null,
            fields.has("note") ? fields.take("note", Id::parse) : null,
            fields.take("by"));
    fields.end();
    return answered;
  }
}
