package id.segel.server.access;

import id.segel.server.http.Caller;
import id.segel.server.region.Areas;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Users by their names, for commands: who may run them on this machine needs no password. */
@Component
public class Accounts {

  private final Users users;
  private final Areas areas;

  Accounts(Users users, Areas areas) {
    this.users = users;
    this.areas = areas;
  }

  /** The user of this name, unless it is suspended. */
  public Optional<Caller> of(String name) {
    return users.all().stream()
        .filter(user -> user.name().equals(name.toLowerCase(Locale.ROOT)) && !user.isSuspended())
        .findFirst()
        .map(user ->
            Caller.user(
                user.code(), user.role(), user.territory(), areas.regionsOf(user.territory())));
  }
}
