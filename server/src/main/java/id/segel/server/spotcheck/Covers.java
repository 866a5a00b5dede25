package id.segel.server.spotcheck;

import id.segel.core.spotcheck.CosignedHead;
import id.segel.core.spotcheck.SpotChecks;
import id.segel.server.log.Publisher;
import id.segel.server.log.Witnesses;
import id.segel.tlog.MalformedException;
import id.segel.tlog.note.Note;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * For each list that waits for its dice the first checkpoint with a quorum that holds its entry:
 * the signatures must be older than the roll, and those of later checkpoints are not.
 */
@Component
class Covers {

  private final JdbcClient sql;
  private final Checks checks;

  Covers(JdbcClient sql, Checks checks, Witnesses witnesses) {
    this.sql = sql;
    this.checks = checks;
    witnesses.watch(this::keep);
  }

  private void keep(Publisher.Published published) {
    for (SpotChecks.Check check : checks.all()) {
      if (check.drawn() == null && !check.isReplaced() && check.index() < published.size()) {
        sql.sql(
                """
                insert into spotcheck.covers (check_index, note) values (:check, :note)
                on conflict do nothing
                """)
            .param("check", check.index())
            .param("note", published.note())
            .update();
      }
    }
  }

  /** The checkpoint that holds the entry of this list; null while there is none. */
  @Nullable CosignedHead of(long check) {
    return sql.sql("select note from spotcheck.covers where check_index = :check")
        .param("check", check)
        .query((row, n) -> head(row.getBytes(1)))
        .optional()
        .orElse(null);
  }

  static CosignedHead head(byte[] note) {
    try {
      return CosignedHead.of(Note.parse(note));
    } catch (MalformedException e) {
      throw new IllegalStateException("our own checkpoint is no note", e);
    }
  }
}
