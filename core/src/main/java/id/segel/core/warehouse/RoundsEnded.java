package id.segel.core.warehouse;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.UserChanged;
import org.jspecify.annotations.Nullable;

/**
 * A plan of rounds is over before its last round.
 *
 * @param why what ended it
 * @param by code of the user; null where the seed is lost
 */
public record RoundsEnded(int plan, Why why, @Nullable String by) implements Fact {

  /** What ends a plan before its time. */
  public enum Why {
    /** Somebody took it back. */
    WITHDRAWN,
    /** Its seed is gone, as after a restore: nobody knows when a round is due. */
    SEED_LOST
  }

  /** {@link MalformedException} when it is not as described. */
  public RoundsEnded {
    RoundsPlanned.checkNumber(plan);
    if ((by == null) != (why == Why.SEED_LOST)) {
      throw new MalformedException("somebody takes a plan back, and nobody loses a seed");
    }
    if (by != null) {
      UserChanged.checkUser(by);
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("plan ").append(plan).append('\n');
    out.append("why ").append(why).append('\n');
    if (by != null) {
      out.append("by ").append(by).append('\n');
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static RoundsEnded read(Fields fields) {
    var ended =
        new RoundsEnded(
            (int) fields.takeNumber("plan", RoundsPlanned.NUMBER_MAX),
            fields.take("why", word -> Site.one(Why.values(), word)),
            fields.has("by") ? fields.take("by") : null);
    fields.end();
    return ended;
  }
}
