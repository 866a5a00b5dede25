package id.segel.core.watch;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.UserChanged;
import org.jspecify.annotations.Nullable;

/**
 * An agency puts a TPS on its special watch list. A later fact of the same agency about the same
 * TPS replaces the minutes.
 *
 * @param tps 13 digits
 * @param minutes a sign of life is due every so many
 * @param by code of the user; null where the built-in roster brings it, for the commission of the
 *     province
 */
public record TpsWatched(String tps, int minutes, @Nullable String by) implements Fact {

  public static final int MINUTES_MIN = 5;
  public static final int MINUTES_MAX = 1_440;

  /** {@link MalformedException} when it is not as described. */
  public TpsWatched {
    checkTps(tps);
    if (minutes < MINUTES_MIN || minutes > MINUTES_MAX) {
      throw new MalformedException("a sign of life is due every 5 to 1440 minutes: " + minutes);
    }
    if (by != null) {
      UserChanged.checkUser(by);
    }
  }

  static void checkTps(String tps) {
    if (!tps.matches("[1-9][0-9]{12}")) {
      throw new MalformedException("a TPS has 13 digits: " + tps);
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("tps ").append(tps).append('\n');
    out.append("minutes ").append(minutes).append('\n');
    if (by != null) {
      out.append("by ").append(by).append('\n');
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static TpsWatched read(Fields fields) {
    var watched =
        new TpsWatched(
            fields.take("tps"),
            (int) fields.takeNumber("minutes", MINUTES_MAX),
            fields.has("by") ? fields.take("by") : null);
    fields.end();
    return watched;
  }
}
