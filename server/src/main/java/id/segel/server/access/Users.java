package id.segel.server.access;

import id.segel.core.personnel.Role;
import id.segel.server.http.Problem;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/** The users, in their table and all in memory: an installation has some hundreds. */
@Component
@DependsOnDatabaseInitialization
class Users {

  static final int MAX = 20_000;

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{2,39}");
  private static final int PASSWORD_MIN = 12;
  private static final int PASSWORD_MAX = 200;

  private static final RowMapper<User> USER = Users::read;

  /** Argon2id as OWASP advises: 19 MiB, two passes. */
  private final Argon2PasswordEncoder passwords = new Argon2PasswordEncoder(16, 32, 1, 19_456, 2);

  /** Hashing takes memory and a core for a while. */
  private final Semaphore hashing = new Semaphore(2, true);

  private final JdbcClient sql;
  private final Clock clock;
  private final Map<String, User> byCode = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();

  /** Compared when there is no such user, so that the answer takes as long. */
  private final String nobodysPassword;

  Users(JdbcClient sql, Clock clock) {
    this.sql = sql;
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
    return sql.sql("select code, name, agency, role, territory from access.users order by name")
        .query(USER)
        .list();
  }

  /** The user of this name and password. */
  Optional<User> find(String name, String password) {
    record Secret(User user, String hash) {}
    Optional<Secret> found =
        sql.sql(
                """
                select code, name, agency, role, territory, password
                  from access.users
                 where name = :name
                """)
            .param("name", name.toLowerCase(Locale.ROOT))
            .query((row, n) -> new Secret(read(row, n), row.getString("password")))
            .optional();
    String hash = found.map(Secret::hash).orElse(nobodysPassword);
    boolean matches = password.length() <= PASSWORD_MAX && matches(password, hash);
    return matches ? found.map(Secret::user) : Optional.empty();
  }

  /** Adds a user, or throws the {@link Problem} that it may not be. */
  User add(String name, String password, String agency, Role role, String territory) {
    if (!NAME.matcher(name).matches()) {
      throw Problem.malformed(
          "A user name has 3 to 40 of the characters a-z, 0-9, dot, hyphen and underscore.");
    }
    if (password.length() < PASSWORD_MIN || password.length() > PASSWORD_MAX) {
      throw Problem.malformed(
          "A password has " + PASSWORD_MIN + " to " + PASSWORD_MAX + " characters.");
    }
    if (agency.isBlank() || agency.length() > 60) {
      throw Problem.malformed("The agency has 1 to 60 characters.");
    }
    Territories.check(role, territory);
    if (byCode.size() >= MAX) {
      throw new Problem(409, "TOO_MANY_USERS", "There are " + MAX + " users already.");
    }
    var user = new User(HexFormat.of().formatHex(random(4)), name, agency, role, territory);
    try {
      sql.sql(
              """
              insert into access.users (code, name, password, agency, role, territory, created)
              values (:code, :name, :password, :agency, :role, :territory, :created)
              """)
          .param("code", user.code())
          .param("name", name)
          .param("password", hash(password))
          .param("agency", agency)
          .param("role", role.name())
          .param("territory", territory)
          .param("created", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
          .update();
    } catch (DuplicateKeyException taken) {
      throw new Problem(409, "NAME_TAKEN", "There is a user of this name.");
    }
    byCode.put(user.code(), user);
    return user;
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

  private static User read(ResultSet row, int n) throws SQLException {
    return new User(
        row.getString("code"),
        row.getString("name"),
        row.getString("agency"),
        Role.parse(row.getString("role")),
        row.getString("territory"));
  }
}
