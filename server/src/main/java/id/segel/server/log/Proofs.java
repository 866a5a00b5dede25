package id.segel.server.log;

import id.segel.server.http.Problem;
import id.segel.tlog.checkpoint.Policy;
import id.segel.tlog.checkpoint.TlogProof;
import id.segel.tlog.merkle.InclusionProof;
import id.segel.tlog.merkle.TileSource;
import id.segel.tlog.note.Note;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Proofs of many entries under one checkpoint, for what is handed out as a whole. */
@Component
public class Proofs {

  private final Publisher publisher;
  private final Witnesses witnesses;
  private final LogPolicy policy;
  private final JdbcClient sql;

  Proofs(Publisher publisher, Witnesses witnesses, LogPolicy policy, JdbcClient sql) {
    this.publisher = publisher;
    this.witnesses = witnesses;
    this.policy = policy;
    this.sql = sql;
  }

  /**
   * A checkpoint under which proofs are made.
   *
   * @param root base64
   * @param note with the cosignatures that were collected for it
   * @param vkey one line
   */
  public record Head(
      long size, String root, Note note, Policy policy, String policyText, String vkey) {}

  /** The checkpoint that readers are shown: the newest with the quorum, where there is one. */
  public Head head() {
    Publisher.Published shown =
        witnesses.shown().orElseThrow(() -> Problem.busy("no checkpoint has been published yet"));
    return new Head(
        shown.size(),
        shown.edge().root().base64(),
        LogController.note(shown),
        policy.policy(),
        policy.text(),
        publisher.vkey() + "\n");
  }

  /** That the entry with this index is under the head. */
  public TlogProof of(long index, Head head) {
    Publisher.Published newest = publisher.newest().orElseThrow();
    return TlogProof.of(InclusionProof.make(index, head.size(), tiles(newest)), head.note());
  }

  private TileSource tiles(Publisher.Published published) {
    return published
        .edge()
        .over((level, number, width) ->
            sql.sql("select hashes from log.tiles where level = :level and number = :number")
                .param("level", level)
                .param("number", number)
                .query((row, n) -> row.getBytes(1))
                .optional()
                .orElseThrow(() -> Problem.notFound("there is no such tile")));
  }
}
