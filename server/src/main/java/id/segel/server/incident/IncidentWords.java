package id.segel.server.incident;

import id.segel.core.fact.Id;
import id.segel.server.http.Problem;
import id.segel.tlog.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What people write about incidents, beside the log: it may name people, and may be erased. */
@Component
class IncidentWords {

  private static final int SALT_BYTES = 16;
  private static final int LETTERS_MAX = 2_000;

  /** A text, and whether this reader wrote it. */
  record Text(String text, boolean isOwn) {}

  private final JdbcClient sql;
  private final Clock real;
  private final SecureRandom random = new SecureRandom();

  IncidentWords(JdbcClient sql, Clock real) {
    this.sql = sql;
    this.real = real;
  }

  /** Keeps a text, and answers the hash that stands in the log for it. */
  Id keep(String said, String writer) {
    String text = said.strip();
    if (text.isEmpty() || text.length() > LETTERS_MAX) {
      throw Problem.malformed("Write 1 to " + LETTERS_MAX + " characters.");
    }
    var salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    MessageDigest digest = Sha256.digest();
    digest.update(salt);
    Id hash = Id.of(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    sql.sql(
            """
            insert into incident.words (hash, salt, text, written_at, writer)
            values (:hash, :salt, :text, :at, :writer)
            """)
        .param("hash", hash.bytes())
        .param("salt", salt)
        .param("text", text)
        .param("at", real.instant().atOffset(ZoneOffset.UTC))
        .param("writer", writer)
        .update();
    return hash;
  }

  /** Drops a text for which nothing stands in the log. */
  void drop(@Nullable Id hash) {
    if (hash != null) {
      sql.sql("delete from incident.words where hash = :hash").param("hash", hash.bytes()).update();
    }
  }

  /** The texts of these hashes; those that were erased are missing. */
  Map<Id, Text> of(Collection<Id> hashes, String reader) {
    var texts = new HashMap<Id, Text>();
    if (!hashes.isEmpty()) {
      sql.sql(
              """
              select hash, text, writer = :reader
                from incident.words
               where hash in (:hashes) and text is not null
              """)
          .param("hashes", hashes.stream().map(Id::bytes).toList())
          .param("reader", reader)
          .query(row -> {
            texts.put(Id.of(row.getBytes(1)), new Text(row.getString(2), row.getBoolean(3)));
          });
    }
    return texts;
  }

  /** Erases what this user wrote; false when there is nothing of it. */
  boolean erase(Id hash, String writer) {
    return sql.sql(
                """
                update incident.words set salt = null, text = null, erased_at = :at
                 where hash = :hash and writer = :writer and erased_at is null
                """)
            .param("at", real.instant().atOffset(ZoneOffset.UTC))
            .param("hash", hash.bytes())
            .param("writer", writer)
            .update()
        == 1;
  }
}
