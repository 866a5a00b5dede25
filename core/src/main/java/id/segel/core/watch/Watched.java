package id.segel.core.watch;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A TPS on the special watch list.
 *
 * @param by the agencies that watch it, in the order of their codes
 * @param seen the newest check-in; null before the first
 */
public record Watched(String tps, List<Watch> by, @Nullable Sign seen) {

  /** Who watches what the built-in roster puts on the list: no agency has such a code. */
  public static final String COMMISSION = "";

  /**
   * One agency watches it.
   *
   * @param agency its code, or {@link #COMMISSION} for the commission of the province
   * @param since when it was put on the list
   * @param entry the fact that says so
   */
  public record Watch(String agency, int minutes, Instant since, long entry) {}

  /** The agency's own watch; null when it does not watch. */
  public @Nullable Watch of(@Nullable String agency) {
    return by.stream().filter(one -> one.agency().equals(agency)).findFirst().orElse(null);
  }

  /** The kecamatan, 6 digits. */
  public String kecamatan() {
    return tps.substring(0, 6);
  }
}
