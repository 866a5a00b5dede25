package id.segel.server.log;

import id.segel.server.http.Problem;
import id.segel.tlog.MalformedException;
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
  private final JdbcClient sql;

  Proofs(Publisher publisher, JdbcClient sql) {
    this.publisher = publisher;
    this.sql = sql;
  }

  /**
   * A checkpoint under which proofs are made.
   *
   * @param root base64
   */
  public record Head(
      long size, String root, Note note, Policy policy, String policyText, String vkey) {}

  /** The newest checkpoint behind which the quorum stands; where there is none, the newest. */
  public Head head() {
    Publisher.Published newest =
        publisher.newest().orElseThrow(() -> Problem.busy("no checkpoint has been published yet"));
    try {
      String policy = "log " + publisher.vkey() + "\nquorum none\n";
      return new Head(
          newest.size(),
          newest.edge().root().base64(),
          Note.parse(newest.note()),
          Policy.parse(policy),
          policy,
          publisher.vkey() + "\n");
    } catch (MalformedException e) {
      throw new IllegalStateException("our own checkpoint or policy cannot be read", e);
    }
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
