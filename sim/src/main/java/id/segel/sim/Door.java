package id.segel.sim;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.stock.StockFact;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that the simulated province can do to a server; a test has one in memory. */
public interface Door {

  /** Moves the election clock. */
  void clock(Instant now, int speed);

  /**
   * Sends notes, without waiting for the answer. A device's clock is told with them.
   *
   * @param clock what the device's clock shows
   */
  void send(Phone uploader, List<Said> notes, Instant clock, Instant now);

  /** Says what a desk of the commission says about sheets, and waits for the answers. */
  void stock(List<StockFact> facts);

  /** Waits until everything that was sent before this moment of the election is answered. */
  void settle(Instant sentBefore);

  /** Revokes a device's key. */
  void revoke(PartyKey key, String reason, Instant moment);

  /** Makes a spare into a box of a TPS. */
  void assign(BoxId spare, BoxId box);

  /** How a box stands now; null where nobody can say. */
  @Nullable Seen look(BoxId box);

  /**
   * A box as anybody sees it.
   *
   * @param tip the last statement on its chain
   * @param offeredTo whom an unanswered offer names
   */
  record Seen(Id tip, @Nullable PartyKey holder, @Nullable PartyKey offeredTo) {}
}
