package id.segel.server.log;

import static id.segel.server.http.Allow.Who.ANYONE;

import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import id.segel.tlog.MalformedException;
import id.segel.tlog.checkpoint.TlogProof;
import id.segel.tlog.merkle.EntryBundle;
import id.segel.tlog.merkle.InclusionProof;
import id.segel.tlog.merkle.Tile;
import id.segel.tlog.merkle.TilePath;
import id.segel.tlog.merkle.TileSource;
import id.segel.tlog.note.Note;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The published log: C2SP tlog-tiles, proofs, and single entries, as docs/formats/log.md describes
 * them.
 */
@RestController
@RequestMapping("/log")
class LogController {

  private static final CacheControl FOR_EVER =
      CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();
  private static final CacheControl NOT_AT_ALL = CacheControl.noStore();
  private static final MediaType TEXT = MediaType.parseMediaType("text/plain; charset=utf-8");

  private final Publisher publisher;
  private final Witnesses witnesses;
  private final LogPolicy policy;
  private final Entries entries;
  private final ElectionClock election;
  private final JdbcClient sql;

  LogController(
      Publisher publisher,
      Witnesses witnesses,
      LogPolicy policy,
      Entries entries,
      ElectionClock election,
      JdbcClient sql) {
    this.publisher = publisher;
    this.witnesses = witnesses;
    this.policy = policy;
    this.entries = entries;
    this.election = election;
    this.sql = sql;
  }

  @Allow(ANYONE)
  @GetMapping("/checkpoint")
  ResponseEntity<byte[]> checkpoint() {
    return ResponseEntity.ok()
        .contentType(TEXT)
        .cacheControl(CacheControl.maxAge(Duration.ofSeconds(1)))
        .body(shown().note());
  }

  @Allow(ANYONE)
  @GetMapping("/vkey")
  ResponseEntity<String> vkey() {
    return ResponseEntity.ok().contentType(TEXT).body(publisher.vkey() + "\n");
  }

  /** The tlog-policy: whose cosignatures this log asks for. */
  @Allow(ANYONE)
  @GetMapping("/policy")
  ResponseEntity<String> policy() {
    return ResponseEntity.ok().contentType(TEXT).body(policy.text());
  }

  @Allow(ANYONE)
  @GetMapping("/tile/**")
  ResponseEntity<byte[]> tile(HttpServletRequest request, Caller caller) {
    TilePath path;
    try {
      path = TilePath.parse(request.getRequestURI().substring("/log/tile/".length()));
    } catch (MalformedException | IllegalArgumentException e) {
      throw Problem.malformed("no tile has this path");
    }
    Publisher.Published published = published();
    int level = path.isEntries() ? 0 : path.level();
    if (TilePath.widthIn(published.size(), level, path.number()) < path.width()) {
      throw Problem.notFound("no published checkpoint covers this tile");
    }
    byte[] body =
        path.isEntries()
            ? bundle(path, caller)
            : Arrays.copyOf(
                tiles(published).tile(level, path.number(), path.width()),
                path.width() * id.segel.tlog.merkle.Hash.BYTES);
    boolean mayChange = path.isEntries() && !caller.isAnonymous();
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .cacheControl(mayChange ? NOT_AT_ALL : FOR_EVER)
        .body(body);
  }

  @Allow(ANYONE)
  @GetMapping("/proof/{index}")
  ResponseEntity<byte[]> proof(@PathVariable long index, Caller caller) {
    leaf(index, caller);
    // With the witnesses' signatures if they have seen the entry, else without.
    Publisher.Published published = shown();
    if (index >= published.size()) {
      published = published();
    }
    if (index >= published.size()) {
      throw Problem.notFound("entry " + index + " is not in a published checkpoint yet");
    }
    var path = InclusionProof.make(index, published.size(), tiles(published));
    return ResponseEntity.ok()
        .contentType(TEXT)
        .cacheControl(NOT_AT_ALL)
        .header("Content-Disposition", "inline; filename=\"" + index + ".tlog-proof\"")
        .body(TlogProof.of(path, note(published)).bytes());
  }

  /** One entry, as it was hashed. */
  @Allow(ANYONE)
  @GetMapping("/entry/{index}")
  ResponseEntity<byte[]> entry(@PathVariable long index, Caller caller) {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .cacheControl(NOT_AT_ALL)
        .body(leaf(index, caller).bytes());
  }

  private Entries.Leaf leaf(long index, Caller caller) {
    Optional<Entries.Leaf> leaf =
        index < 0 ? Optional.empty() : entries.from(index, 1).stream().findFirst();
    if (leaf.isEmpty()) {
      throw Problem.notFound("the log has no entry " + index);
    }
    closedUntilOver(leaf.get().opens(), caller);
    return leaf.get();
  }

  /** A bundle opens with its last entry. */
  private byte[] bundle(TilePath path, Caller caller) {
    List<Entries.Leaf> leaves = entries.from(path.number() * Tile.WIDTH, path.width());
    long opens = 0;
    for (Entries.Leaf leaf : leaves) {
      opens = Math.max(opens, leaf.opens());
    }
    closedUntilOver(opens, caller);
    return EntryBundle.format(leaves.stream().map(Entries.Leaf::bytes).toList());
  }

  private void closedUntilOver(long opens, Caller caller) {
    if (caller.isAnonymous() && opens > election.instant().getEpochSecond()) {
      throw new Problem(403, "EMBARGOED", "closed until " + java.time.Instant.ofEpochSecond(opens));
    }
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

  /** The signed note of a checkpoint of ours. */
  static Note note(Publisher.Published published) {
    try {
      return Note.parse(published.note());
    } catch (MalformedException e) {
      throw new IllegalStateException("our own checkpoint is no note", e);
    }
  }

  /** What readers are shown, with what witnesses have signed of it. */
  private Publisher.Published shown() {
    return witnesses
        .shown()
        .orElseThrow(() -> Problem.busy("no checkpoint has been published yet"));
  }

  private Publisher.Published published() {
    return publisher
        .newest()
        .orElseThrow(() -> Problem.busy("no checkpoint has been published yet"));
  }
}
