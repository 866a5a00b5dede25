package id.segel.server.access;

import static id.segel.server.http.Allow.Who.ADMIN;
import static id.segel.server.http.Allow.Who.ANYONE;

import id.segel.core.personnel.Role;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Logging in and out, and who may log in. */
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

  record Adding(String user, String password, String agency, Role role, String territory) {}

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
    String address = request.getRemoteAddr();
    String name = asked.user().toLowerCase(Locale.ROOT);
    String both = name.substring(0, Math.min(40, name.length())) + " " + address;
    byAddress.check(address);
    byNameAndAddress.check(both);
    User user =
        users
            .find(name, asked.password())
            .orElseThrow(() -> {
              byAddress.failed(address);
              byNameAndAddress.failed(both);
              return new Problem(401, "LOGIN_WRONG", "This name and password do not match.");
            });
    byNameAndAddress.succeeded(both);
    Sessions.open(request, user);
    return new Session(Person.of(user));
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

  @Allow(ADMIN)
  @GetMapping("/api/users")
  List<Person> list() {
    return users.all().stream().map(Person::of).toList();
  }

  @Allow(ADMIN)
  @PostMapping("/api/users")
  Person add(@RequestBody Adding asked) {
    return Person.of(
        users.add(asked.user(), asked.password(), asked.agency(), asked.role(), asked.territory()));
  }
}
