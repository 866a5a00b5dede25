package id.segel.sim;

import id.segel.core.custody.Statement;
import id.segel.core.fact.Id;
import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One statement that a simulated device signed, and what became of it. The first answer counts; any
 * later one must be the same.
 */
public final class Said {

  private final Id id;
  private final Statement statement;
  private final Phone by;
  private byte @Nullable [] note;

  private int copies;
  private long index = -1;
  private Instant recorded = Instant.MIN;
  private OptionalInt skewSeconds = OptionalInt.empty();

  Said(Id id, Statement statement, byte[] note, Phone by) {
    this.id = id;
    this.statement = statement;
    this.note = note;
    this.by = by;
  }

  public Id id() {
    return id;
  }

  public Statement statement() {
    return statement;
  }

  /** The signed bytes; signed again, which gives the same, when they were not kept. */
  synchronized byte[] note() {
    byte[] bytes = note;
    return bytes == null ? by.sign(statement).bytes() : bytes;
  }

  /** Whether it is in the log. */
  public synchronized boolean isRecorded() {
    return index >= 0;
  }

  public synchronized long index() {
    return index;
  }

  /** Election time, to the minutes that a request takes. */
  public synchronized Instant recorded() {
    return recorded;
  }

  public synchronized OptionalInt skewSeconds() {
    return skewSeconds;
  }

  /** Takes an answer; returns whether it agrees with those before. */
  synchronized boolean answered(long at, Instant when, OptionalInt skew) {
    if (index < 0) {
      index = at;
      recorded = when;
      skewSeconds = skew;
      return true;
    }
    return index == at;
  }

  /** One more phone has it to send. */
  synchronized void carried() {
    copies++;
  }

  /** A phone has sent it; when it was the last, the bytes are not needed any more. */
  synchronized void sent() {
    copies--;
    if (copies <= 0 && index >= 0) {
      note = null;
    }
  }
}
