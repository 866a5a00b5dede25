package id.segel.server.log;

import id.segel.core.fact.Fact;
import java.time.Instant;

/**
 * Keeps in memory what rules and doors must know at once: rosters, devices. Told every fact in
 * order, at start-up from entry 0 on, later by the sequencer's thread right after the commit.
 */
public interface FactListener {

  /** A fact with its entry, and when it was recorded, in election time. */
  void apply(long index, Instant recorded, Fact fact);
}
