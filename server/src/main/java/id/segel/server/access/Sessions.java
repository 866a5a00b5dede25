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

  private Sessions() {}

  static void open(HttpServletRequest request, User user) {
    HttpSession old = request.getSession(false);
    if (old != null) {
      old.invalidate();
    }
    try {
      request.getSession(true).setAttribute(CODE, user.code());
    } catch (IllegalStateException full) {
      throw Problem.busy("Too many people are logged in.");
    }
  }

  /** The code of the user who is logged in, or null. */
  static @Nullable String user(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    return session == null ? null : (String) session.getAttribute(CODE);
  }
}
