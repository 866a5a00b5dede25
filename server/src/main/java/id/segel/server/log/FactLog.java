package id.segel.server.log;

import id.segel.core.fact.Fact;
import id.segel.tlog.merkle.Edge;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.stereotype.Component;

/** The only way into the log, for what desks decide and for what people signed. */
@Component
public class FactLog {

  /** Guard rows that change with the facts, in the same transaction. */
  @FunctionalInterface
  public interface GuardWork {

    /** Nothing but the facts. */
    GuardWork NONE = (transaction, firstIndex) -> {};

    /**
     * Runs inside the append transaction; once more when the database went away meanwhile.
     *
     * @param firstIndex index of the first fact
     */
    void run(Connection transaction, long firstIndex) throws SQLException;
  }

  private final Sequencer sequencer;

  FactLog(Sequencer sequencer) {
    this.sequencer = sequencer;
  }

  /** The tree as it was last committed: the newest checkpoint may be of a smaller one. */
  public Edge tree() {
    return sequencer.edge();
  }

  /**
   * Appends these facts, in this order, with what {@code guard} writes; returns the index of the
   * first when it is durable. Blocks. What the guard throws is thrown here, and nothing is
   * appended; {@link ReadOnlyLogException} when the log does not append.
   */
  public long append(List<? extends Fact> facts, GuardWork guard) {
    try {
      return sequencer.enqueue(facts, guard).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /**
   * What became of a proposal.
   *
   * @param index of its entry
   * @param behind the facts that follow from it, at the indexes after it
   */
  public record Taken(long index, List<Fact> behind) {}

  /**
   * Queues what a desk proposes for the rules to judge, in this order; each future answers where it
   * stands once it is durable, or fails with the {@link id.segel.server.http.Problem} of its
   * refusal, which leaves no trace.
   */
  public List<CompletableFuture<Taken>> propose(List<? extends Fact> facts) {
    return sequencer.propose(facts);
  }

  /**
   * Queues statements; each future answers the statement's index when it is durable.
   *
   * @throws id.segel.server.http.Problem 503 when more is waiting than can be taken soon
   */
  public List<CompletableFuture<Long>> submit(List<Submission> submissions) {
    return sequencer.enqueue(submissions);
  }
}
