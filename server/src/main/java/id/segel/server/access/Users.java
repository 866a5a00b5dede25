package id.segel.server.access;

import id.segel.core.fact.Fact;
import id.segel.core.personnel.AgencyListed;
import id.segel.core.personnel.Role;
import id.segel.core.personnel.UserAppointed;
import id.segel.core.personnel.UserChanged;
import id.segel.core.personnel.UserChanged.Change;
import id.segel.server.http.Problem;
import id.segel.server.log.FactLog;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * The users, in their table and all in memory: an installation has some hundreds. Who may do what
 * is a fact, by the user's code; the row changes in the transaction that appends it.
 */
@Component
@DependsOnDatabaseInitialization
class Users {

  static final int MAX = 20_000;

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{2,39}");
  private static final int PASSWORD_MIN = 12;
  private static final int PASSWORD_MAX = 200;

  private static final String COLUMNS =
      "code, name, agency, role, territory, suspended, one_time, stamp";
  private static final RowMapper<User> USER = Users::read;

  /** Argon2id as OWASP advises: 19 MiB, two passes. */
  private final Argon2PasswordEncoder passwords = new Argon2PasswordEncoder(16, 32, 1, 19_456, 2);

  /** Hashing takes memory and a core for a while. */
  private final Semaphore hashing = new Semaphore(2, true);

  private final JdbcClient sql;
  private final FactLog log;
  private final Agencies agencies;
  private final Clock clock;
  private final Map<String, User> byCode = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();

  /** Compared when there is no such user, so that the answer takes as long. */
  private final String nobodysPassword;

  Users(JdbcClient sql, FactLog log, Agencies agencies, Clock clock) {
    this.sql = sql;
    this.log = log;
    this.agencies = agencies;
    this.clock = clock;
    nobodysPassword = hash(HexFormat.of().formatHex(random(16)));
    for (User user : all()) {
      byCode.put(user.code(), user);
    }
  }

  boolean isEmpty() {
    return byCode.isEmpty();
  }

  /** The user of this code, or null. */
  @Nullable User of(String code) {
    return byCode.get(code);
  }

  List<User> all() {
    return sql.sql("select " + COLUMNS + " from access.users order by name").query(USER).list();
  }

  /** The user of this name and password. */
  Optional<User> find(String name, String password) {
    record Secret(User user, String hash) {}
    Optional<Secret> found =
        sql.sql("select " + COLUMNS + ", password from access.users where name = :name")
            .param("name", name.toLowerCase(Locale.ROOT))
            .query((row, n) -> new Secret(read(row, n), row.getString("password")))
            .optional();
    String hash = found.map(Secret::hash).orElse(nobodysPassword);
    boolean matches = password.length() <= PASSWORD_MAX && matches(password, hash);
    return matches ? found.map(Secret::user) : Optional.empty();
  }

  /** Adds a user with a password of their own, or throws the {@link Problem} that it may not be. */
  User add(
      String name,
      String password,
      AgencyListed agency,
      Role role,
      String territory,
      @Nullable String by) {
    return add(name, password, false, agency, role, territory, by);
  }

  /** Adds a user whose password must be exchanged at the first login. */
  User addWithOneTime(
      String name, String password, AgencyListed agency, Role role, String territory, String by) {
    return add(name, password, true, agency, role, territory, by);
  }

  private synchronized User add(
      String name,
      String password,
      boolean isOneTime,
      AgencyListed agency,
      Role role,
      String territory,
      @Nullable String by) {
    if (!NAME.matcher(name).matches()) {
      throw Problem.malformed(
          "A user name has 3 to 40 of the characters a-z, 0-9, dot, hyphen and underscore.");
    }
    checkPassword(password);
    Territories.check(role, territory);
    if (byCode.size() >= MAX) {
      throw new Problem(409, "TOO_MANY_USERS", "There are " + MAX + " users already.");
    }
    if (byCode.values().stream().anyMatch(one -> one.name().equals(name))) {
      throw new Problem(409, "NAME_TAKEN", "There is a user of this name.");
    }
    String code = HexFormat.of().formatHex(random(4));
    var user = new User(code, name, agency.code(), role, territory, false, isOneTime, 0);
    var facts = new ArrayList<Fact>(agencies.news(agency));
    facts.add(new UserAppointed(code, agency.code(), role, territory, by == null ? code : by));
    String hash = hash(password);
    var created = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    log.append(
        facts,
        (transaction, index) ->
            update(
                transaction,
                """
                insert into access.users
                  (code, name, password, agency, role, territory, one_time, created)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                code,
                name,
                hash,
                agency.code(),
                role.name(),
                territory,
                isOneTime,
                created));
    byCode.put(code, user);
    return user;
  }

  /** From here on this user acts for this agency in this role and territory. */
  synchronized User appoint(
      String code, AgencyListed agency, Role role, String territory, String by) {
    User user = known(code);
    Territories.check(role, territory);
    if (role != Role.ADMIN) {
      checkNotLast(user);
    }
    var appointed = new UserAppointed(code, agency.code(), role, territory, by);
    return change(
        new User(
            code,
            user.name(),
            agency.code(),
            role,
            territory,
            user.isSuspended(),
            user.isOneTime(),
            user.stamp()),
        appointed,
        null);
  }

  /** Lets a user in no longer, and ends the sessions. */
  synchronized User suspend(String code, String by) {
    User user = known(code);
    if (user.isSuspended()) {
      throw new Problem(409, "USER_SUSPENDED", "This user was suspended before.");
    }
    checkNotLast(user);
    return change(with(user, true, user.isOneTime()), Change.SUSPENDED, by, null);
  }

  /** Lets a user in again. */
  synchronized User restore(String code, String by) {
    User user = known(code);
    if (!user.isSuspended()) {
      throw new Problem(409, "USER_NOT_SUSPENDED", "This user was not suspended.");
    }
    return change(with(user, false, user.isOneTime()), Change.RESTORED, by, null);
  }

  /** Gives a password that must be exchanged at the next login, and ends the sessions. */
  synchronized User giveOneTime(String code, String password, String by) {
    return change(with(known(code), null, true), Change.PASSWORD, by, password);
  }

  /** A user takes a password of their own, and ends the other sessions. No fact: it is theirs. */
  synchronized User takeOwn(User user, String password) {
    checkPassword(password);
    User after = with(user, null, false);
    sql.sql(
            """
            update access.users
               set password = :password, one_time = false, stamp = :stamp
             where code = :code
            """)
        .param("password", hash(password))
        .param("stamp", after.stamp())
        .param("code", user.code())
        .update();
    byCode.put(user.code(), after);
    return after;
  }

  private User change(User after, Change change, String by, @Nullable String password) {
    return change(after, new UserChanged(after.code(), change, by), password);
  }

  private User change(User after, Fact fact, @Nullable String password) {
    String hash = password == null ? null : hash(password);
    log.append(
        List.of(fact),
        (transaction, index) ->
            update(
                transaction,
                """
                update access.users
                   set agency = ?, role = ?, territory = ?, suspended = ?, one_time = ?, stamp = ?,
                       password = coalesce(?, password)
                 where code = ?
                """,
                after.agency(),
                after.role().name(),
                after.territory(),
                after.isSuspended(),
                after.isOneTime(),
                after.stamp(),
                hash,
                after.code()));
    byCode.put(after.code(), after);
    return after;
  }

  /** The same user under a new stamp. */
  private static User with(User user, @Nullable Boolean isSuspended, boolean isOneTime) {
    return new User(
        user.code(),
        user.name(),
        user.agency(),
        user.role(),
        user.territory(),
        isSuspended == null ? user.isSuspended() : isSuspended,
        isOneTime,
        user.stamp() + 1);
  }

  private User known(String code) {
    User user = byCode.get(code);
    if (user == null) {
      throw Problem.notFound("There is no user " + code + ".");
    }
    return user;
  }

  /** Somebody must be able to let people in. */
  private void checkNotLast(User user) {
    boolean isAnother =
        byCode.values().stream()
            .anyMatch(one -> one.isActiveAdmin() && !one.code().equals(user.code()));
    if (user.isActiveAdmin() && !isAnother) {
      throw new Problem(
          409, "LAST_ADMIN", "This is the last administrator: appoint another one first.");
    }
  }

  private static void checkPassword(String password) {
    if (password.length() < PASSWORD_MIN || password.length() > PASSWORD_MAX) {
      throw Problem.malformed(
          "A password has " + PASSWORD_MIN + " to " + PASSWORD_MAX + " characters.");
    }
  }

  private String hash(String password) {
    hashing.acquireUninterruptibly();
    try {
      return String.valueOf(passwords.encode(password));
    } finally {
      hashing.release();
    }
  }

  private boolean matches(String password, String hash) {
    hashing.acquireUninterruptibly();
    try {
      return passwords.matches(password, hash);
    } finally {
      hashing.release();
    }
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static void update(Connection transaction, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  private static User read(ResultSet row, int n) throws SQLException {
    return new User(
        row.getString("code"),
        row.getString("name"),
        row.getString("agency"),
        Role.parse(row.getString("role")),
        row.getString("territory"),
        row.getBoolean("suspended"),
        row.getBoolean("one_time"),
        row.getInt("stamp"));
  }
}
