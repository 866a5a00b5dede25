package id.segel.server.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import id.segel.core.fact.MalformedException;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.Role;
import id.segel.server.http.Problem;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Invitations to enrol one device each. The codes are kept hashed, and end after 14 days. */
@Component
class Invitations {

  static final int BATCH_MAX = 1_000;
  private static final Duration LIFE = Duration.ofDays(14);
  private static final int CODE_LENGTH_MAX = 40;
  private static final String DEMO = "demo";

  /** For whom a device is invited. */
  record Post(Role role, String territory, String body) {

    Post(Role role, String territory) {
      this(role, territory, "");
    }

    /** As a request has it, where most leave the body out. */
    @JsonCreator
    static Post read(Map<String, String> asked) {
      if (!Set.of("role", "territory", "body").containsAll(asked.keySet())) {
        throw new MalformedException("an invitation has a role, a territory and perhaps a body");
      }
      return new Post(
          Role.parse(asked.getOrDefault("role", "")),
          asked.getOrDefault("territory", ""),
          asked.getOrDefault("body", ""));
    }
  }

  /** An invitation as it is handed out, once. */
  record Issued(String code, Role role, String territory) {}

  /** An invitation as it is kept. */
  record Kept(
      Role role, String territory, String body, Instant expires, @Nullable PartyKey device) {}

  private final JdbcClient sql;
  private final Clock clock;

  Invitations(JdbcClient sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  List<Issued> issue(List<Post> posts, String madeBy) {
    var issued = new ArrayList<Issued>(posts.size());
    for (Post post : posts) {
      issued.add(new Issued(Secrets.code(), post.role(), post.territory()));
    }
    sql.sql(
            """
            insert into access.invitations (code_hash, role, territory, body, made_by, expires)
            select code_hash, role, territory, body, :by, :expires
              from unnest(:hashes::bytea[], :roles::text[], :territories::text[], :bodies::text[])
                as invited (code_hash, role, territory, body)
            """)
        .param("by", madeBy)
        .param("expires", utc(clock.instant().plus(LIFE)))
        .param("hashes", issued.stream().map(one -> hash(one.code())).toArray(byte[][]::new))
        .param("roles", issued.stream().map(one -> one.role().name()).toArray(String[]::new))
        .param("territories", issued.stream().map(Issued::territory).toArray(String[]::new))
        .param("bodies", posts.stream().map(Post::body).toArray(String[]::new))
        .update();
    return issued;
  }

  /** The invitation of this code, used or not, unless it is over or there is none. */
  Optional<Kept> find(String code) {
    if (code.length() > CODE_LENGTH_MAX) {
      return Optional.empty();
    }
    return sql.sql(
            """
            select role, territory, body, expires, device
              from access.invitations
             where code_hash = :hash and expires > :now
            """)
        .param("hash", hash(code))
        .param("now", utc(clock.instant()))
        .query((row, n) -> {
          byte[] device = row.getBytes("device");
          return new Kept(
              Role.parse(row.getString("role")),
              row.getString("territory"),
              row.getString("body"),
              row.getObject("expires", OffsetDateTime.class).toInstant(),
              device == null ? null : PartyKey.of(device));
        })
        .optional();
  }

  /** Marks it used, in the transaction that enrols the device; a {@link Problem} if it was. */
  void use(String code, PartyKey device, Connection transaction) throws SQLException {
    try (PreparedStatement update =
        transaction.prepareStatement(
            """
            update access.invitations
               set used = ?, device = ?
             where code_hash = ? and used is null
            """)) {
      update.setObject(1, utc(clock.instant()));
      update.setBytes(2, device.bytes());
      update.setBytes(3, hash(code));
      if (update.executeUpdate() != 1) {
        throw used();
      }
    }
  }

  static Problem used() {
    return new Problem(409, "INVITATION_USED", "This invitation was used by another device.");
  }

  /** Invites a person to play an officer. */
  String takeOver(Role role, String territory) {
    return issue(List.of(new Post(role, territory)), DEMO).getFirst().code();
  }

  /** People type codes in any case, with or without their hyphens. */
  private static byte[] hash(String code) {
    String plain = code.toUpperCase(Locale.ROOT).replace("-", "").strip();
    return Secrets.sha256(plain.getBytes(StandardCharsets.UTF_8));
  }

  private static OffsetDateTime utc(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
