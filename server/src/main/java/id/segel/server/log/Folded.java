package id.segel.server.log;

import java.util.function.Consumer;
import java.util.function.Function;

/** A small fold of the log, in memory. The log's thread writes, requests read. */
public final class Folded<S> {

  private final Object saying = new Object();
  private final S fold;

  public Folded(S fold) {
    this.fold = fold;
  }

  public void write(Consumer<S> writing) {
    synchronized (fold) {
      writing.accept(fold);
    }
  }

  /** What is asked of the fold as it is now; nobody may keep the fold. */
  public <T> T read(Function<S, T> reading) {
    synchronized (fold) {
      return reading.apply(fold);
    }
  }

  /**
   * Makes something of the fold as it is and appends it, one caller after another.
   *
   * @param made throws the {@link id.segel.server.http.Problem} where it may not be said
   */
  public <T> void say(Function<S, T> made, Consumer<T> append) {
    // Not under the lock of the fold: the log's thread wants that before the append returns.
    synchronized (saying) {
      append.accept(read(made));
    }
  }
}
