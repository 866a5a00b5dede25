package id.segel.server.access;

import static id.segel.server.http.Allow.Who.ADMIN;

import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.AgencyListed;
import id.segel.core.personnel.Role;
import id.segel.core.region.AreaDrawn;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionName;
import id.segel.core.region.Roster;
import id.segel.server.access.SessionController.Person;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import id.segel.server.log.FactLog;
import id.segel.server.region.Areas;
import id.segel.server.region.Regions;
import java.util.List;
import java.util.Objects;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Who may log in, for which agency and in which role. Only an administrator asks, so only an
 * administrator makes another one. Each change is a fact, by the user's code.
 */
@RestController
class UserController {

  /** An agency with how many of its people may log in. */
  record Agency(String code, String name, long users) {}

  record Listing(String code, String name) {}

  /** A user as the desk lists one. */
  record Row(
      String code,
      String name,
      String agency,
      String agencyName,
      Role role,
      String territory,
      boolean suspended,
      boolean oneTime) {}

  record Adding(String user, String password, String agency, Role role, String territory) {}

  record Appointing(String agency, Role role, String territory) {}

  record Inviting(String user, String agency, Role role, String territory) {}

  /** The password is told here, once. */
  record OneTime(Row user, String password) {}

  private final Users users;
  private final Agencies agencies;
  private final Regions regions;
  private final Areas areas;
  private final FactLog log;

  UserController(Users users, Agencies agencies, Regions regions, Areas areas, FactLog log) {
    this.areas = areas;
    this.users = users;
    this.agencies = agencies;
    this.regions = regions;
    this.log = log;
  }

  @Allow(ADMIN)
  @GetMapping("/api/agencies")
  List<Agency> agencies() {
    List<User> all = users.all();
    return agencies.all().stream()
        .map(one ->
            new Agency(
                one.code(),
                one.name().text(),
                all.stream()
                    .filter(user -> user.agency().equals(one.code()) && !user.isSuspended())
                    .count()))
        .toList();
  }

  /** Lists an agency, or names the one of this code anew. */
  @Allow(ADMIN)
  @PostMapping("/api/agencies")
  void list(@RequestBody Listing asked) {
    AgencyListed listed;
    try {
      listed = new AgencyListed(asked.code(), new RegionName(asked.name()));
    } catch (MalformedException e) {
      throw Problem.malformed(e.reason());
    }
    agencies.checkNew(listed);
    if (!listed.equals(agencies.of(listed.code()))) {
      log.append(List.of(listed), FactLog.GuardWork.NONE);
    }
  }

  @Allow(ADMIN)
  @GetMapping("/api/users")
  List<Row> all() {
    return users.all().stream().map(this::row).toList();
  }

  /** With a password that was agreed on; an agency that is not listed yet is listed. */
  @Allow(ADMIN)
  @PostMapping("/api/users")
  Person add(@RequestBody Adding asked, Caller caller) {
    return Person.of(
        users.add(
            asked.user(),
            asked.password(),
            agencies.named(asked.agency()),
            asked.role(),
            asked.territory(),
            by(caller)));
  }

  /** With a password that works once. */
  @Allow(ADMIN)
  @PostMapping("/api/users/invite")
  OneTime invite(@RequestBody Inviting asked, Caller caller) {
    checkTerritory(asked.territory());
    String password = Secrets.code();
    User user =
        users.addWithOneTime(
            asked.user(),
            password,
            agencies.check(asked.agency()),
            asked.role(),
            asked.territory(),
            by(caller));
    return new OneTime(row(user), password);
  }

  @Allow(ADMIN)
  @PostMapping("/api/users/{code}/appoint")
  Row appoint(@PathVariable String code, @RequestBody Appointing asked, Caller caller) {
    checkTerritory(asked.territory());
    AgencyListed agency = agencies.check(asked.agency());
    return row(users.appoint(code, agency, asked.role(), asked.territory(), by(caller)));
  }

  @Allow(ADMIN)
  @PostMapping("/api/users/{code}/suspend")
  Row suspend(@PathVariable String code, Caller caller) {
    return row(users.suspend(code, by(caller)));
  }

  @Allow(ADMIN)
  @PostMapping("/api/users/{code}/restore")
  Row restore(@PathVariable String code, Caller caller) {
    return row(users.restore(code, by(caller)));
  }

  @Allow(ADMIN)
  @PostMapping("/api/users/{code}/password")
  OneTime password(@PathVariable String code, Caller caller) {
    String password = Secrets.code();
    return new OneTime(row(users.giveOneTime(code, password, by(caller))), password);
  }

  private Row row(User user) {
    return new Row(
        user.code(),
        user.name(),
        user.agency(),
        agencies.name(user.agency()),
        user.role(),
        user.territory(),
        user.isSuspended(),
        user.isOneTime());
  }

  /** Where there is a roster, a territory is one of it. */
  private void checkTerritory(String territory) {
    Roster roster = regions.roster();
    if (AreaDrawn.isCode(territory)) {
      if (!areas.has(territory)) {
        throw new Problem(
            409, "TERRITORY_UNKNOWN", "There is no area " + territory + ": draw it first.");
      }
      return;
    }
    if (territory.isEmpty() || roster.election() == null) {
      return;
    }
    boolean isKnown;
    try {
      isKnown =
          territory.length() == 13
              ? roster.knowsTps(Long.parseLong(territory))
              : roster.name(new RegionCode(territory)) != null;
    } catch (MalformedException | NumberFormatException notCode) {
      throw Problem.malformed("A territory is a code of 2, 4, 6, 10 or 13 digits, or an area's.");
    }
    if (!isKnown) {
      throw new Problem(
          409, "TERRITORY_UNKNOWN", "The roster does not have " + territory + ": look it up.");
    }
  }

  private static String by(Caller caller) {
    return Objects.requireNonNull(caller.code());
  }
}
