package id.segel.server.access;

import id.segel.server.http.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/** Which user a session belongs to. A session exists only after a login. */
final class Sessions {

  /** More than all users of a province would open in half a day. */
  static final int MAX = 20_000;

  private static final String CODE = "segel.user";
  private static final String STAMP = "segel.stamp";

  private Sessions() {}

  static void open(HttpServletRequest request, User user) {
    HttpSession old = request.getSession(false);
    if (old != null) {
      old.invalidate();
    }
    try {
      HttpSession session = request.getSession(true);
      session.setAttribute(CODE, user.code());
      session.setAttribute(STAMP, user.stamp());
    } catch (IllegalStateException full) {
      throw Problem.busy("Too many people are logged in.");
    }
  }

  /** The user who is logged in; null too when the user was suspended or the password changed. */
  static @Nullable User user(HttpServletRequest request, Users users) {
    HttpSession session = request.getSession(false);
    if (session == null || !(session.getAttribute(CODE) instanceof String code)) {
      return null;
    }
    User user = users.of(code);
    boolean isOver =
        user == null
            || user.isSuspended()
            || !Integer.valueOf(user.stamp()).equals(session.getAttribute(STAMP));
    return isOver ? null : user;
  }
}
