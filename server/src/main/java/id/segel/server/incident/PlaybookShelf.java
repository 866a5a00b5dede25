package id.segel.server.incident;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.incident.IncidentKind;
import id.segel.core.incident.Playbook;
import id.segel.core.incident.PlaybookCheck;
import id.segel.core.incident.PlaybookPublished;
import id.segel.core.region.PlaceCode;
import id.segel.server.http.Problem;
import id.segel.server.log.FactListener;
import id.segel.server.log.FactLog;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The playbooks that were published, all versions: codes and digests from the log, texts from
 * beside it. A text that is not what the log says is not used. The log's thread writes, requests
 * read.
 */
@Component
class PlaybookShelf implements FactListener {

  /** A kind of incident has one or two, with some versions each. */
  static final int CODES_MAX = 200;

  /** A version as the log has it. */
  record Version(PlaybookPublished published, long entry, Instant at) {}

  /** A version with its text. */
  record Held(PlaybookPublished published, String text, Playbook playbook) {}

  private record Key(String code, int version) {}

  private final JdbcClient sql;
  private final BuiltInPlaybooks builtIn;

  /** Guarded by itself. */
  private final TreeMap<String, List<Version>> versions = new TreeMap<>();

  private final Map<Key, Held> read = new ConcurrentHashMap<>();

  PlaybookShelf(JdbcClient sql, BuiltInPlaybooks builtIn) {
    this.sql = sql;
    this.builtIn = builtIn;
  }

  @Override
  public void apply(long index, Instant recorded, Fact fact) {
    if (fact instanceof PlaybookPublished it) {
      synchronized (versions) {
        versions
            .computeIfAbsent(it.code(), code -> new ArrayList<>())
            .add(new Version(it, index, recorded));
      }
    }
  }

  /** All versions of one, the oldest first; none where it was never published. */
  List<Version> versions(String code) {
    synchronized (versions) {
      return List.copyOf(versions.getOrDefault(code, List.of()));
    }
  }

  /** The newest version of each. */
  List<Version> newest() {
    synchronized (versions) {
      return versions.values().stream().map(List::getLast).toList();
    }
  }

  /** A version with its text; null when the text is lost or is another. */
  @Nullable Held held(String code, int version) {
    Held known = read.get(new Key(code, version));
    if (known != null) {
      return known;
    }
    Optional<PlaybookPublished> published =
        versions(code).stream()
            .map(Version::published)
            .filter(one -> one.version() == version)
            .findFirst();
    Optional<String> text =
        sql.sql("select text from incident.playbooks where code = :code and version = :version")
            .param("code", code)
            .param("version", version)
            .query(String.class)
            .optional();
    if (published.isEmpty()
        || text.isEmpty()
        || !digest(text.get()).equals(published.get().digest())) {
      return null;
    }
    Playbook playbook = PlaybookYaml.read(text.get()).playbook();
    if (playbook == null) {
      return null;
    }
    var held = new Held(published.get(), text.get(), playbook);
    read.put(new Key(code, version), held);
    return held;
  }

  static Id digest(String text) {
    return Id.ofText(text.getBytes(StandardCharsets.UTF_8));
  }

  // ---- what is published

  /** Facts that publish playbooks, and what writes their texts with them. */
  record Publishing(List<Fact> facts, FactLog.GuardWork texts) {}

  /**
   * The next version of each of these; none of a text that is in force. Not while another waits.
   */
  Publishing publishing(Collection<BuiltInPlaybooks.BuiltIn> wanted, @Nullable String by) {
    var facts = new ArrayList<Fact>();
    var rows = new ArrayList<Held>();
    for (BuiltInPlaybooks.BuiltIn one : wanted) {
      String code = one.playbook().code();
      List<Version> before = versions(code);
      Id digest = digest(one.text());
      if (before.isEmpty() || !before.getLast().published().digest().equals(digest)) {
        int version = before.isEmpty() ? 1 : before.getLast().published().version() + 1;
        var fact = new PlaybookPublished(code, version, digest, by);
        facts.add(fact);
        rows.add(new Held(fact, one.text(), one.playbook()));
      }
    }
    return new Publishing(facts, (transaction, first) -> insert(rows, transaction));
  }

  private static void insert(List<Held> rows, Connection sql) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement insert =
        sql.prepareStatement(
            """
            insert into incident.playbooks (code, version, text) values (?, ?, ?)
            on conflict (code, version) do update set text = excluded.text
            """)) {
      for (Held row : rows) {
        insert.setString(1, row.published().code());
        insert.setInt(2, row.published().version());
        insert.setString(3, row.text());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private final Object publishing = new Object();

  /** Publishes what somebody wrote. */
  void publish(String text, String by, FactLog log) {
    PlaybookCheck.Read checked = PlaybookYaml.read(text);
    if (checked.isFaulty()) {
      throw new Problem(
          409,
          "PLAYBOOK_FAULTY",
          "Line "
              + checked.faults().getFirst().line()
              + ": "
              + checked.faults().getFirst().sentence());
    }
    Playbook playbook = Objects.requireNonNull(checked.playbook());
    if (versions(playbook.code()).isEmpty() && newest().size() >= CODES_MAX) {
      throw new Problem(409, "TOO_MANY_PLAYBOOKS", "There are " + CODES_MAX + " already.");
    }
    if (!publish(List.of(new BuiltInPlaybooks.BuiltIn(text, playbook)), by, log)) {
      throw new Problem(409, "PLAYBOOK_UNCHANGED", "This text is in force already: change it.");
    }
  }

  /** Publishes those built in of which no version is in force. */
  void install(String by, FactLog log) {
    publish(
        builtIn.all().stream().filter(one -> versions(one.playbook().code()).isEmpty()).toList(),
        by,
        log);
  }

  /** One built in, where nobody has published any: it was needed. */
  void need(BuiltInPlaybooks.BuiltIn one, FactLog log) {
    if (versions(one.playbook().code()).isEmpty()) {
      publish(List.of(one), null, log);
    }
  }

  private boolean publish(
      Collection<BuiltInPlaybooks.BuiltIn> wanted, @Nullable String by, FactLog log) {
    synchronized (publishing) {
      Publishing work = publishing(wanted, by);
      if (!work.facts().isEmpty()) {
        log.append(work.facts(), work.texts());
      }
      return !work.facts().isEmpty();
    }
  }

  // ---- what answers an incident

  /**
   * The playbook for what happened at such places: the one that answers it and was published last,
   * else one that is built in, which is published now. Null when there is none.
   */
  @Nullable Held answering(IncidentKind kind, Collection<PlaceCode> places, FactLog log) {
    Held held = inForce(kind, places);
    if (held == null) {
      Optional<BuiltInPlaybooks.BuiltIn> one = builtInFor(kind, places);
      one.ifPresent(found -> need(found, log));
      held = inForce(kind, places);
    }
    return held;
  }

  /** The same, of which nothing is published. */
  @Nullable Playbook before(IncidentKind kind, Collection<PlaceCode> places) {
    Held held = inForce(kind, places);
    return held != null
        ? held.playbook()
        : builtInFor(kind, places).map(BuiltInPlaybooks.BuiltIn::playbook).orElse(null);
  }

  private @Nullable Held inForce(IncidentKind kind, Collection<PlaceCode> places) {
    return newest().stream()
        .sorted(Comparator.comparingLong(Version::entry).reversed())
        .map(one -> held(one.published().code(), one.published().version()))
        .filter(one -> one != null && fits(one.playbook(), kind, places))
        .findFirst()
        .orElse(null);
  }

  private Optional<BuiltInPlaybooks.BuiltIn> builtInFor(
      IncidentKind kind, Collection<PlaceCode> places) {
    return builtIn.all().stream()
        .filter(one -> versions(one.playbook().code()).isEmpty())
        .filter(one -> fits(one.playbook(), kind, places))
        .findFirst();
  }

  private static boolean fits(Playbook one, IncidentKind kind, Collection<PlaceCode> places) {
    return one.kinds().contains(kind)
        && places.stream().allMatch(place -> one.places().contains(place.kind()));
  }
}
