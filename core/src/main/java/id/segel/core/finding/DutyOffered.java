package id.segel.core.finding;

import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.UserChanged;
import org.jspecify.annotations.Nullable;

/**
 * Whoever is on duty at a desk offers it to the next. Until somebody else there has taken it, it
 * stays where it is.
 *
 * @param left what is handed over
 * @param at the entry at which that was so
 * @param note salted hash of a remark beside the log; null without one
 * @param by code of the user
 */
public record DutyOffered(Desk desk, Left left, long at, @Nullable Id note, String by)
    implements DutyFact {

  private static final int COUNT_MAX = 10_000_000;

  /**
   * The findings that are not over and that the desk acts on.
   *
   * @param unseen those that nobody has acknowledged, over or not
   * @param overdue those whose deadline has passed
   */
  public record Left(int critical, int urgent, int attention, int notice, int unseen, int overdue) {

    /** {@link MalformedException} when a count is not possible. */
    public Left {
      for (int count : new int[] {critical, urgent, attention, notice, unseen, overdue}) {
        if (count < 0 || count > COUNT_MAX) {
          throw new MalformedException("so many findings are never open: " + count);
        }
      }
    }

    /** How many are open. */
    public int open() {
      return critical + urgent + attention + notice;
    }
  }

  /** {@link MalformedException} when it is not as described. */
  public DutyOffered {
    UserChanged.checkUser(by);
    if (at < 0) {
      throw new MalformedException("an entry has a number from 0 on: " + at);
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    desk.writeTo(out);
    out.append("critical ").append(left.critical).append('\n');
    out.append("urgent ").append(left.urgent).append('\n');
    out.append("attention ").append(left.attention).append('\n');
    out.append("notice ").append(left.notice).append('\n');
    out.append("unseen ").append(left.unseen).append('\n');
    out.append("overdue ").append(left.overdue).append('\n');
    out.append("at ").append(at).append('\n');
    if (note != null) {
      out.append("note ").append(note).append('\n');
    }
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static DutyOffered read(Fields fields) {
    var offered =
        new DutyOffered(
            Desk.read(fields),
            new Left(
                count(fields, "critical"),
                count(fields, "urgent"),
                count(fields, "attention"),
                count(fields, "notice"),
                count(fields, "unseen"),
                count(fields, "overdue")),
            fields.takeNumber("at", Long.MAX_VALUE),
            fields.has("note") ? fields.take("note", Id::parse) : null,
            fields.take("by"));
    fields.end();
    return offered;
  }

  private static int count(Fields fields, String name) {
    return (int) fields.takeNumber(name, COUNT_MAX);
  }
}
