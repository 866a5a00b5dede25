package id.segel.server.access;

import static id.segel.server.http.Allow.Who.ANYONE;

import id.segel.core.personnel.Role;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Logging in and out. */
@RestController
class SessionController {

  /** Who is logged in here. */
  record Session(@Nullable Person user) {}

  /** A user, as the pages show one. */
  record Person(String code, String agency, Role role, String territory, String label) {
    static Person of(User user) {
      return new Person(user.code(), user.agency(), user.role(), user.territory(), user.name());
    }
  }

  record LoggingIn(String user, String password) {}

  record Refreshing(String user, String password, String fresh) {}

  private final Users users;
  private final Attempts byNameAndAddress;
  private final Attempts byAddress;

  SessionController(Users users, Clock clock) {
    this.users = users;
    byNameAndAddress = new Attempts(10, Duration.ofMinutes(5), clock);
    byAddress = new Attempts(100, Duration.ofMinutes(5), clock);
  }

  @Allow(ANYONE)
  @GetMapping("/api/session")
  Session session(Caller caller) {
    User user = caller.code() == null ? null : users.of(caller.code());
    return new Session(user == null ? null : Person.of(user));
  }

  @Allow(ANYONE)
  @PostMapping("/api/login")
  Session login(@RequestBody LoggingIn asked, HttpServletRequest request) {
    User user = find(asked.user(), asked.password(), request);
    if (user.isOneTime()) {
      throw new Problem(
          409, "PASSWORD_ONE_TIME", "This password works once: send a password of your own too.");
    }
    Sessions.open(request, user);
    return new Session(Person.of(user));
  }

  /** Exchanges a password for an own one, and logs in. */
  @Allow(ANYONE)
  @PostMapping("/api/login/fresh")
  Session loginAfresh(@RequestBody Refreshing asked, HttpServletRequest request) {
    User user = find(asked.user(), asked.password(), request);
    if (asked.fresh().equals(asked.password())) {
      throw new Problem(409, "PASSWORD_SAME", "Choose another password than the one you have.");
    }
    User after = users.takeOwn(user, asked.fresh());
    Sessions.open(request, after);
    return new Session(Person.of(after));
  }

  private User find(String user, String password, HttpServletRequest request) {
    String address = request.getRemoteAddr();
    String name = user.toLowerCase(Locale.ROOT);
    String both = name.substring(0, Math.min(40, name.length())) + " " + address;
    byAddress.check(address);
    byNameAndAddress.check(both);
    User found =
        users
            .find(name, password)
            .orElseThrow(() -> {
              byAddress.failed(address);
              byNameAndAddress.failed(both);
              return new Problem(401, "LOGIN_WRONG", "This name and password do not match.");
            });
    byNameAndAddress.succeeded(both);
    if (found.isSuspended()) {
      throw new Problem(
          403, "USER_SUSPENDED", "An administrator suspended this user: ask your commission.");
    }
    return found;
  }

  @Allow(ANYONE)
  @PostMapping("/api/logout")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void logout(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
  }
}
