package id.segel.server.log;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether the log appends, and why not. */
@Component
public class LogState {

  private volatile @Nullable String readOnlyWhy;

  /** Why the log does not append; empty while it does. */
  public Optional<String> readOnlyWhy() {
    return Optional.ofNullable(readOnlyWhy);
  }

  /** The log appends no more: signing on could fork it. */
  void stop(String why) {
    readOnlyWhy = why;
  }

  void check() {
    String why = readOnlyWhy;
    if (why != null) {
      throw new ReadOnlyLogException(why);
    }
  }
}
