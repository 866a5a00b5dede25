package id.segel.server.log;

import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What people write, beside the log, which holds salted hashes of it: it may name people, and may
 * be erased. Each capability that has such words has a table of its own for them, all of one shape:
 * {@code hash, salt, text, written_at, writer, erased_at}.
 */
public abstract class Remarks {

  private static final int SALT_BYTES = 16;
  private static final int LETTERS_MAX = 2_000;

  private final String table;
  private final JdbcClient sql;
  private final Clock real;
  private final SecureRandom random = new SecureRandom();

  /**
   * Of this table.
   *
   * @param table with its schema
   */
  protected Remarks(String table, JdbcClient sql, Clock real) {
    this.table = table;
    this.sql = sql;
    this.real = real;
  }

  /** Keeps a text, and answers the hash that stands in the log for it. */
  public Id keep(String said, String writer) {
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
            insert into %s (hash, salt, text, written_at, writer)
            values (:hash, :salt, :text, :at, :writer)
            """
                .formatted(table))
        .param("hash", hash.bytes())
        .param("salt", salt)
        .param("text", text)
        .param("at", real.instant().atOffset(ZoneOffset.UTC))
        .param("writer", writer)
        .update();
    return hash;
  }

  /** The same for a remark that may be left out: null for an empty one. */
  public @Nullable Id keepAny(String text, String writer) {
    return text.isBlank() ? null : keep(text, writer);
  }

  /** Says something with these words; what is refused leaves none behind. */
  public void said(@Nullable Id text, Runnable saying) {
    boolean isSaid = false;
    try {
      saying.run();
      isSaid = true;
    } catch (MalformedException e) {
      throw Problem.malformed(e.reason());
    } finally {
      if (!isSaid && text != null) {
        drop(text);
      }
    }
  }

  /** The texts of these hashes; those that were erased are missing. */
  public Map<Id, String> of(Collection<Id> hashes) {
    var texts = new HashMap<Id, String>();
    if (!hashes.isEmpty()) {
      sql.sql("select hash, text from " + table + " where hash in (:hashes) and text is not null")
          .param("hashes", hashes.stream().map(Id::bytes).toList())
          .query(row -> {
            texts.put(Id.of(row.getBytes(1)), row.getString(2));
          });
    }
    return texts;
  }

  /** Those of these hashes whose texts this user wrote and has not erased. */
  public Set<String> by(String writer, Collection<Id> hashes) {
    return hashes.isEmpty()
        ? Set.of()
        : sql.sql(
                """
                select hash from %s
                 where hash in (:hashes) and writer = :writer and text is not null
                """
                    .formatted(table))
            .param("hashes", hashes.stream().map(Id::bytes).toList())
            .param("writer", writer)
            .query((row, n) -> Id.of(row.getBytes(1)).toString())
            .set();
  }

  /** Drops a text for which nothing stands in the log. */
  private void drop(Id hash) {
    sql.sql("delete from " + table + " where hash = :hash").param("hash", hash.bytes()).update();
  }

  /** Erases what this user wrote, or anybody for null; false when there is nothing of it. */
  public boolean erase(Id hash, @Nullable String writer) {
    return sql.sql(
                """
                update %s set salt = null, text = null, erased_at = :at
                 where hash = :hash and writer = coalesce(:writer, writer) and erased_at is null
                """
                    .formatted(table))
            .param("at", real.instant().atOffset(ZoneOffset.UTC))
            .param("hash", hash.bytes())
            .param("writer", writer)
            .update()
        == 1;
  }
}
