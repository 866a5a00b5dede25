package id.segel.server.entrance;

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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Names of visitors, beside the log, and erased on request. */
@Component
class Visitors {

  private static final int SALT_BYTES = 16;
  private static final int LETTERS_MAX = 120;

  private final JdbcClient sql;
  private final Clock real;
  private final SecureRandom random = new SecureRandom();

  Visitors(JdbcClient sql, Clock real) {
    this.sql = sql;
    this.real = real;
  }

  /** Keeps a name, and answers the hash that stands in the log for it. */
  Id keep(String said, String writer) {
    String name = said.strip();
    if (name.isEmpty() || name.length() > LETTERS_MAX) {
      throw Problem.malformed("A visitor has a name of 1 to " + LETTERS_MAX + " characters.");
    }
    var salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    MessageDigest digest = Sha256.digest();
    digest.update(salt);
    Id hash = Id.of(digest.digest(name.getBytes(StandardCharsets.UTF_8)));
    sql.sql(
            """
            insert into entrance.visitors (hash, salt, name, written_at, writer)
            values (:hash, :salt, :name, :at, :writer)
            """)
        .param("hash", hash.bytes())
        .param("salt", salt)
        .param("name", name)
        .param("at", real.instant().atOffset(ZoneOffset.UTC))
        .param("writer", writer)
        .update();
    return hash;
  }

  /** Drops a name for which nothing stands in the log. */
  void drop(Id hash) {
    sql.sql("delete from entrance.visitors where hash = :hash")
        .param("hash", hash.bytes())
        .update();
  }

  /** The names of these hashes; those that were erased are missing. */
  Map<Id, String> of(Collection<Id> hashes) {
    var names = new HashMap<Id, String>();
    if (!hashes.isEmpty()) {
      sql.sql(
              """
              select hash, name from entrance.visitors
               where hash in (:hashes) and name is not null
              """)
          .param("hashes", hashes.stream().map(Id::bytes).toList())
          .query(row -> {
            names.put(Id.of(row.getBytes(1)), row.getString(2));
          });
    }
    return names;
  }

  /** Erases a name; false when there is none. */
  boolean erase(Id hash) {
    return sql.sql(
                """
                update entrance.visitors set salt = null, name = null, erased_at = :at
                 where hash = :hash and erased_at is null
                """)
            .param("at", real.instant().atOffset(ZoneOffset.UTC))
            .param("hash", hash.bytes())
            .update()
        == 1;
  }
}
