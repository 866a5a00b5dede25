package id.segel.server.log;

import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.SignedStatement;
import id.segel.core.exchange.Facts;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Fact;
import org.jspecify.annotations.Nullable;

/** One entry of the log with its place in it; what it says is read once for all who ask. */
public final class Recorded {

  private final long index;
  private final Entry entry;
  private @Nullable RecordedStatement statement;
  private @Nullable Fact fact;

  public Recorded(long index, Entry entry) {
    this.index = index;
    this.entry = entry;
  }

  public long index() {
    return index;
  }

  public Entry entry() {
    return entry;
  }

  public boolean isFact() {
    return entry.kind() == Entry.Kind.FACT;
  }

  /** The statement in it, which was checked when it came. */
  public RecordedStatement statement() {
    RecordedStatement read = statement;
    if (read == null) {
      try {
        SignedStatement signed = SignedStatement.read(entry.body());
        read = RecordedStatement.of(signed, index, entry.recorded(), entry.skewSeconds());
      } catch (SignedStatement.FlawedException e) {
        throw new IllegalStateException("entry " + index + " is no statement", e);
      }
      statement = read;
    }
    return read;
  }

  /** The fact in it. */
  public Fact fact() {
    Fact read = fact;
    if (read == null) {
      read = Facts.read(entry.body());
      fact = read;
    }
    return read;
  }
}
