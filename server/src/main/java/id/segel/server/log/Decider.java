package id.segel.server.log;

import id.segel.core.custody.SignatureAdded;
import id.segel.core.fact.Fact;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says what belongs behind each statement in the log, and keeps the guard rows that its rules read.
 * Called by the sequencer's one thread, with the sequencer's own connection; where there are
 * several, in their order. Whoever only looks at the clock has a {@link #tick} and nothing else.
 */
public interface Decider {

  /** Reads the guard rows that these statements and proposals need. */
  default void begin(List<Submission> batch, List<Fact> proposed, Connection connection)
      throws SQLException {}

  /** The facts that belong right behind this statement, which gets this index. */
  default List<Fact> decide(Submission submission, long index) throws SQLException {
    return List.of();
  }

  /** The facts that belong right behind a further signature, whose entry has this index. */
  default List<Fact> signed(SignatureAdded added, long index) throws SQLException {
    return List.of();
  }

  /**
   * What a desk proposes, with the facts that belong right behind it; null when another decider
   * judges such facts.
   *
   * @throws id.segel.server.http.Problem when it is refused; nothing is changed then
   */
  default @Nullable List<Fact> propose(Fact proposed) throws SQLException {
    return null;
  }

  /** The facts that time alone brings about, at this election time; a batch of their own. */
  List<Fact> tick(Instant now, Connection connection) throws SQLException;

  /** Writes the guard rows that were changed since {@link #begin} or {@link #tick}. */
  default void write(Connection transaction) throws SQLException {}

  /** What was written is durable. */
  default void committed() {}

  /** What was decided did not happen; all that is kept in memory is to be read again. */
  default void forget(Connection connection) throws SQLException {}
}
