package id.segel.server.notification;

import id.segel.core.notification.Preferences;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a person is told.
 *
 * @param owner code of a user
 * @param address of e-mail, or the URL of a hook: personal, so no trace and no entry names it
 * @param base where links lead: scheme, host and port
 * @param secret of a hook, encrypted
 * @param confirmed since when it may be used; null before its owner has shown the code sent to it
 */
record Channel(
    String id,
    String owner,
    Kind kind,
    String address,
    String base,
    byte @Nullable [] secret,
    Instant created,
    @Nullable Instant confirmed,
    Preferences wanted) {

  enum Kind {
    EMAIL,
    WEBHOOK
  }

  /** Never with its address. */
  @Override
  public String toString() {
    return kind + " " + id;
  }
}
