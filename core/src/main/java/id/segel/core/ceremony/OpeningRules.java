package id.segel.core.ceremony;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a box was opened as it must be: for a reason on the list, within its hours, and before at
 * least two saksi of different bodies, neither of them the commission's, one at least of whom
 * signed on a phone of their own. An opening that falls short is recorded as it happened.
 *
 * <p>What must be there follows the agencies' rule of two witnesses; that an opening against
 * procedure can be a ground for voting again is UU 7/2017 article 372.
 */
public final class OpeningRules {

  private static final int SAKSI = 2;

  /** What an opening falls short of. */
  public enum Shortfall {
    /** For no reason that is on the list. */
    REASON,
    /** Before or after the hours of its reason. */
    WINDOW,
    /** Fewer than two saksi who can be told from others signed. */
    PERSONS,
    /** Those who signed speak for one body. */
    BODIES,
    /** Nobody signed on a phone of their own; cards were read by the official's. */
    OWN_PHONE
  }

  /**
   * Somebody whose signature holds.
   *
   * @param body for whom they watch
   * @param isOfCommission whether that is the body that opens the box
   * @param isOnOwnPhone whether they signed on a phone, not with a card
   */
  public record Signer(String body, boolean isOfCommission, boolean isOnOwnPhone) {}

  private OpeningRules() {}

  /**
   * What the opening falls short of; nothing when it is in order.
   *
   * @param reason as it was signed
   * @param claimed when it was opened, by the signer's clock
   * @param recorded when the log had it
   * @param signers those beside the official who signed
   */
  public static Set<Shortfall> judge(
      @Nullable OpeningReason reason,
      Instant claimed,
      Instant recorded,
      OpeningWindows windows,
      Collection<Signer> signers) {
    var shortfalls = EnumSet.noneOf(Shortfall.class);
    OpeningWindowSet window = reason == null ? null : windows.of(reason);
    if (reason == null) {
      shortfalls.add(Shortfall.REASON);
    }
    if (window != null
        && (claimed.isBefore(window.earliest())
            || claimed.isAfter(window.latest())
            || recorded.isBefore(window.earliest()))) {
      shortfalls.add(Shortfall.WINDOW);
    }
    List<Signer> saksi = signers.stream().filter(signer -> !signer.isOfCommission()).toList();
    var bodies = new HashSet<String>();
    saksi.forEach(signer -> bodies.add(signer.body()));
    if (saksi.size() < SAKSI) {
      shortfalls.add(Shortfall.PERSONS);
    } else if (bodies.size() < SAKSI) {
      shortfalls.add(Shortfall.BODIES);
    }
    if (saksi.stream().noneMatch(Signer::isOnOwnPhone)) {
      shortfalls.add(Shortfall.OWN_PHONE);
    }
    return shortfalls;
  }
}
