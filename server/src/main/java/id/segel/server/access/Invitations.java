package id.segel.server.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import id.segel.core.fact.MalformedException;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.Role;
import id.segel.server.http.Problem;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Invitations to enrol one device each. The codes are kept hashed, and end after 14 days. Whoever
 * lost one gets another, and the old one dies.
 */
@Component
class Invitations {

  static final int BATCH_MAX = 1_000;
  static final Duration LIFE = Duration.ofDays(14);
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
      Role role,
      String territory,
      String body,
      Instant expires,
      boolean isRevoked,
      @Nullable PartyKey device) {}

  /** How a card stands that nobody may read the code of. */
  enum State {
    OPEN,
    USED,
    EXPIRED,
    REVOKED
  }

  /** A card, without its code. */
  record Card(
      long id,
      Role role,
      String territory,
      State state,
      Instant made,
      @Nullable Instant used,
      Instant expires,
      @Nullable PartyKey device) {}

  /** The cards of a kelurahan that enrolled no device. */
  record Count(String kelurahan, int open, int expired, int revoked) {}

  private static final String CARDS =
      """
      select id, role, territory, made, used, expires, device,
             case when used is not null then 'USED'
                  when revoked is not null then 'REVOKED'
                  when expires <= :now then 'EXPIRED'
                  else 'OPEN' end as state
        from access.invitations
      """;

  private final JdbcClient sql;
  private final Clock clock;

  Invitations(JdbcClient sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  List<Issued> issue(List<Post> posts, String madeBy) {
    return issue(posts, madeBy, null);
  }

  /** Those of a run that makes cards are of one batch. */
  List<Issued> issue(List<Post> posts, String madeBy, @Nullable UUID batch) {
    var issued = new ArrayList<Issued>(posts.size());
    for (Post post : posts) {
      issued.add(new Issued(Secrets.code(), post.role(), post.territory()));
    }
    Instant now = clock.instant();
    sql.sql(
            """
            insert into access.invitations
              (code_hash, role, territory, body, made_by, batch, made, expires)
            select code_hash, role, territory, body, :by, :batch::uuid, :made, :expires
              from unnest(:hashes::bytea[], :roles::text[], :territories::text[], :bodies::text[])
                as invited (code_hash, role, territory, body)
            """)
        .param("by", madeBy)
        .param("batch", batch == null ? null : batch.toString())
        .param("made", utc(now))
        .param("expires", utc(now.plus(LIFE)))
        .param("hashes", issued.stream().map(one -> hash(one.code())).toArray(byte[][]::new))
        .param("roles", issued.stream().map(one -> one.role().name()).toArray(String[]::new))
        .param("territories", issued.stream().map(Issued::territory).toArray(String[]::new))
        .param("bodies", posts.stream().map(Post::body).toArray(String[]::new))
        .update();
    return issued;
  }

  /** The invitation of this code, in whatever state, unless there is none. */
  Optional<Kept> find(String code) {
    if (code.length() > CODE_LENGTH_MAX) {
      return Optional.empty();
    }
    return sql.sql(
            """
            select role, territory, body, expires, revoked is not null as is_revoked, device
              from access.invitations
             where code_hash = :hash
            """)
        .param("hash", hash(code))
        .query((row, n) -> {
          byte[] device = row.getBytes("device");
          return new Kept(
              Role.parse(row.getString("role")),
              row.getString("territory"),
              row.getString("body"),
              row.getObject("expires", OffsetDateTime.class).toInstant(),
              row.getBoolean("is_revoked"),
              device == null ? null : PartyKey.of(device));
        })
        .optional();
  }

  /** A {@link Problem} when this invitation enrols nobody any more. */
  void checkOpen(Kept invitation) {
    if (invitation.isRevoked()) {
      throw new Problem(
          409, "INVITATION_REVOKED", "This card was revoked: use the newer one, or ask for one.");
    }
    if (!invitation.expires().isAfter(clock.instant())) {
      throw new Problem(409, "INVITATION_OVER", "This card is over its date: ask for a new one.");
    }
  }

  /** Marks it used, in the transaction that enrols the device; a {@link Problem} if it was. */
  void use(String code, PartyKey device, Connection transaction) throws SQLException {
    try (PreparedStatement update =
        transaction.prepareStatement(
            """
            update access.invitations
               set used = ?, device = ?
             where code_hash = ? and used is null and revoked is null
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

  /** The card with this number; a problem when there is none. */
  Card card(long id) {
    return sql.sql(CARDS + " where id = :id")
        .param("now", utc(clock.instant()))
        .param("id", id)
        .query(Invitations::card)
        .optional()
        .orElseThrow(() -> Problem.notFound("There is no card " + id + "."));
  }

  /** All cards for these places, newest first. */
  List<Card> cards(Collection<String> territories) {
    return sql.sql(CARDS + " where territory = any(:territories) order by id desc")
        .param("now", utc(clock.instant()))
        .param("territories", territories.toArray(String[]::new))
        .query(Invitations::card)
        .list();
  }

  /** Places below a territory that a card of this role is open for. */
  Set<String> openFor(Role role, String below) {
    return Set.copyOf(
        sql.sql(
                """
                select distinct territory
                  from access.invitations
                 where territory like :below || '%' and role = :role
                   and used is null and revoked is null and expires > :now
                """)
            .param("below", below)
            .param("role", role.name())
            .param("now", utc(clock.instant()))
            .query((row, n) -> row.getString("territory"))
            .list());
  }

  /** The unused cards of each kelurahan below a territory. */
  List<Count> counts(String below) {
    return sql.sql(
            """
            select left(territory, 10) as kelurahan,
                   count(*) filter (where revoked is null and expires > :now) as open,
                   count(*) filter (where revoked is null and expires <= :now) as expired,
                   count(*) filter (where revoked is not null) as revoked
              from access.invitations
             where territory like :below || '%' and length(territory) >= 10 and used is null
             group by 1
            """)
        .param("below", below)
        .param("now", utc(clock.instant()))
        .query((row, n) ->
            new Count(
                row.getString("kelurahan"),
                row.getInt("open"),
                row.getInt("expired"),
                row.getInt("revoked")))
        .list();
  }

  /** The code of this card enrols nobody from here on; a {@link Problem} if it has, or was. */
  void revoke(long id, String by) {
    int revoked =
        sql.sql(
                """
                update access.invitations
                   set revoked = :now, revoked_by = :by
                 where id = :id and used is null and revoked is null
                """)
            .param("now", utc(clock.instant()))
            .param("by", by)
            .param("id", id)
            .update();
    if (revoked != 1) {
      throw new Problem(
          409, "CARD_NOT_OPEN", "This card was used or revoked before: load the list again.");
    }
  }

  /** The unused codes of a run that nobody has fetched. */
  int revokeBatch(UUID batch, String by) {
    return sql.sql(
            """
            update access.invitations
               set revoked = :now, revoked_by = :by
             where batch = :batch::uuid and used is null and revoked is null
            """)
        .param("now", utc(clock.instant()))
        .param("by", by)
        .param("batch", batch.toString())
        .update();
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

  private static Card card(ResultSet row, int n) throws SQLException {
    byte[] device = row.getBytes("device");
    OffsetDateTime used = row.getObject("used", OffsetDateTime.class);
    return new Card(
        row.getLong("id"),
        Role.parse(row.getString("role")),
        row.getString("territory"),
        State.valueOf(row.getString("state")),
        row.getObject("made", OffsetDateTime.class).toInstant(),
        used == null ? null : used.toInstant(),
        row.getObject("expires", OffsetDateTime.class).toInstant(),
        device == null ? null : PartyKey.of(device));
  }

  private static OffsetDateTime utc(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
