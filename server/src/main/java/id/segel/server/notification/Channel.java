package id.segel.server.notification;

import id.segel.core.notification.Preferences;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a person is told.
 *
 * @param owner code of a user
 * @param address of e-mail, the URL of a hook or of a browser's push service, or the number of a
 *     chat: personal, so no trace and no entry names it
 * @param base where links lead: scheme, host and port
 * @param secret of a hook or a browser, encrypted
 * @param confirmed since when it may be used; null before its owner has shown the code sent to it
 * @param end null as long as it is of use
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
    @Nullable End end,
    Preferences wanted) {

  enum Kind {
    EMAIL,
    WEBHOOK,
    /** A browser, through its push service. */
    PUSH,
    TELEGRAM
  }

  /** Why nothing goes there any more; its address is erased. */
  enum End {
    /** The browser has given its subscription up. */
    GONE,
    /** The chat was closed. */
    STOPPED
  }

  /** Never with its address. */
  @Override
  public String toString() {
    return kind + " " + id;
  }
}
