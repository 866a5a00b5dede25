package id.segel.server.finding;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** For which agency a user acts, as the queue of findings knows it. */
@Component
public class UserAgencies {

  private final FindingQueue queue;

  UserAgencies(FindingQueue queue) {
    this.queue = queue;
  }

  /** The code of the agency; null when nobody appointed the user. */
  public @Nullable String of(String user) {
    return queue.agencyOf(user);
  }
}
