package id.segel.server.notification;

import static id.segel.server.notification.Outbox.utc;

import id.segel.core.finding.Severity;
import id.segel.core.notification.Preferences;
import id.segel.core.notification.QuietHours;
import id.segel.tlog.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Each person's channels. Whoever removes one erases its address and all that was sent to it. */
@Component
class Channels {

  /** More than one person reads. */
  static final int EACH_MAX = 5;

  /** What a person carries from the page to a chat: nobody can guess it while it is good. */
  static final String CHAT_CODE = "[a-z2-9]{12}";

  static final String CHAT_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789";
  static final int CHAT_SIGNS_COUNT = 12;

  /** Wrong codes before a new one must be sent. */
  private static final int TRIES_MAX = 5;

  private static final String SELECT =
      """
      select id, owner, kind, address, base, secret, created, confirmed, ended,
             severities, rules, region, desk_only, digest_minutes, quiet_from, quiet_until,
             critical_first, paused_until, flood_messages, flood_minutes
        from notification.channels
      """;

  private final JdbcClient sql;

  Channels(JdbcClient sql) {
    this.sql = sql;
  }

  List<Channel> of(String owner) {
    return sql.sql(SELECT + " where owner = :owner order by created, id")
        .param("owner", owner)
        .query((row, n) -> read(row))
        .list();
  }

  Optional<Channel> of(String id, String owner) {
    return of(owner).stream().filter(one -> one.id().equals(id)).findFirst();
  }

  Optional<Channel> withId(String id) {
    return sql.sql(SELECT + " where id = :id")
        .param("id", id)
        .query((row, n) -> read(row))
        .optional();
  }

  List<Channel> confirmed() {
    return sql.sql(SELECT + " where confirmed is not null").query((row, n) -> read(row)).list();
  }

  void add(Channel one) {
    sql.sql(
            """
            insert into notification.channels
              (id, owner, kind, address, base, secret, created, severities, rules, region,
               desk_only, digest_minutes, quiet_from, quiet_until, critical_first,
               flood_messages, flood_minutes)
            values (:id, :owner, :kind, :address, :base, :secret, :created, '', '', '',
                    true, 0, 0, 0, true, 1, 1)
            """)
        .param("id", one.id())
        .param("owner", one.owner())
        .param("kind", one.kind().name())
        .param("address", one.address())
        .param("base", one.base())
        .param("secret", one.secret())
        .param("created", utc(one.created()))
        .update();
    set(one.id(), one.wanted());
  }

  void set(String id, Preferences wanted) {
    Instant paused = wanted.pausedUntil();
    sql.sql(
            """
            update notification.channels
               set severities = :severities, rules = :rules, region = :region, desk_only = :desk,
                   digest_minutes = :digest, quiet_from = :from, quiet_until = :until,
                   critical_first = :critical, paused_until = :paused,
                   flood_messages = :messages, flood_minutes = :minutes
             where id = :id
            """)
        .param("id", id)
        .param(
            "severities",
            wanted.severities().stream().map(Enum::name).sorted().collect(Collectors.joining(" ")))
        .param("rules", wanted.rules().stream().sorted().collect(Collectors.joining(" ")))
        .param("region", wanted.region())
        .param("desk", wanted.isDeskOnly())
        .param("digest", wanted.digestMinutes())
        .param("from", wanted.quiet().from())
        .param("until", wanted.quiet().until())
        .param("critical", wanted.isCriticalFirst())
        .param("paused", paused == null ? null : utc(paused), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("messages", wanted.flood().messages())
        .param("minutes", wanted.flood().minutes())
        .update();
  }

  void remove(String id) {
    sql.sql("delete from notification.channels where id = :id").param("id", id).update();
  }

  /** Nothing goes there any more: its address and keys are erased, what its owner chose stays. */
  void end(String id, Channel.End why) {
    sql.sql(
            """
            update notification.channels
               set ended = :why, address = '', secret = null, confirmed = null, code_hash = null
             where id = :id
            """)
        .param("id", id)
        .param("why", why.name())
        .update();
  }

  /** What is told to this chat of Telegram. */
  List<Channel> withChat(String chat) {
    return sql.sql(SELECT + " where kind = 'TELEGRAM' and address = :chat")
        .param("chat", chat)
        .query((row, n) -> read(row))
        .list();
  }

  /** Whether this code is waited for, which connects the chat that it came from, once. */
  boolean connect(String code, String chat, Instant now) {
    return sql.sql(
                """
                update notification.channels
                   set confirmed = :now, address = :chat, code_hash = null, code_until = null
                 where kind = 'TELEGRAM' and code_hash = :hash and code_until > :now
                   and ended = ''
                """)
            .param("now", utc(now))
            .param("chat", chat)
            .param("hash", hash(Channel.Kind.TELEGRAM.name(), code))
            .update()
        == 1;
  }

  /** From now on this code, and no other, connects a chat with this channel. */
  void expectChat(String id, String code, Instant until) {
    expect(id, hash(Channel.Kind.TELEGRAM.name(), code), until);
  }

  /** From now on this code, and no other, confirms the address. */
  void expect(String id, String code, Instant until) {
    expect(id, hash(id, code), until);
  }

  private void expect(String id, byte[] hash, Instant until) {
    sql.sql(
            """
            update notification.channels set code_hash = :hash, code_until = :until, code_tries = 0
             where id = :id
            """)
        .param("id", id)
        .param("hash", hash)
        .param("until", utc(until))
        .update();
  }

  /** Whether this is the code that was sent; a wrong one counts. */
  boolean confirm(String id, String code, Instant now) {
    int tries =
        sql.sql(
                """
                update notification.channels set code_tries = code_tries + 1
                 where id = :id and code_tries < :most and code_until > :now
                """)
            .param("id", id)
            .param("most", TRIES_MAX)
            .param("now", utc(now))
            .update();
    return tries == 1
        && sql.sql(
                    """
                    update notification.channels
                       set confirmed = :now, code_hash = null, code_until = null
                     where id = :id and code_hash = :hash
                    """)
                .param("id", id)
                .param("hash", hash(id, code))
                .param("now", utc(now))
                .update()
            == 1;
  }

  private static byte[] hash(String of, String code) {
    MessageDigest digest = Sha256.digest();
    return digest.digest((of + " " + code).getBytes(StandardCharsets.UTF_8));
  }

  private static Channel read(ResultSet row) throws SQLException {
    Instant created = row.getObject("created", OffsetDateTime.class).toInstant();
    String ended = row.getString("ended");
    return new Channel(
        row.getString("id"),
        row.getString("owner"),
        Channel.Kind.valueOf(row.getString("kind")),
        row.getString("address"),
        row.getString("base"),
        row.getBytes("secret"),
        created,
        moment(row, "confirmed"),
        ended.isEmpty() ? null : Channel.End.valueOf(ended),
        new Preferences(
            words(row.getString("severities")).stream()
                .map(Severity::parse)
                .collect(Collectors.toSet()),
            words(row.getString("rules")),
            row.getString("region"),
            row.getBoolean("desk_only"),
            row.getInt("digest_minutes"),
            new QuietHours(row.getInt("quiet_from"), row.getInt("quiet_until")),
            row.getBoolean("critical_first"),
            moment(row, "paused_until"),
            new Preferences.Flood(row.getInt("flood_messages"), row.getInt("flood_minutes"))));
  }

  private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  private static Set<String> words(String text) {
    return Arrays.stream(text.split(" ")).filter(one -> !one.isEmpty()).collect(Collectors.toSet());
  }
}
