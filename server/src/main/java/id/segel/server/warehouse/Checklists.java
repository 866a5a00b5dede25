package id.segel.server.warehouse;

import id.segel.core.fact.MalformedException;
import id.segel.core.warehouse.ChecklistPublished;
import id.segel.server.http.Problem;
import id.segel.server.log.FactLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The checklists that were published, all versions: items and digests from the log, texts from
 * beside it. A text that is not what the log says is not used. One is built in, and published when
 * it is needed and nobody has published any.
 */
@Component
class Checklists {

  private static final int CODES_MAX = 50;

  private record Key(String code, int version) {}

  private final JdbcClient sql;
  private final SiteRegister register;
  private final Checklist builtIn;
  private final Map<Key, Checklist> read = new ConcurrentHashMap<>();

  Checklists(JdbcClient sql, SiteRegister register) throws IOException {
    this.sql = sql;
    this.register = register;
    this.builtIn =
        Checklist.read(
            new ClassPathResource("checklists/gudang.yaml")
                .getContentAsString(StandardCharsets.UTF_8));
  }

  Checklist builtIn() {
    return builtIn;
  }

  /** The version in force of each. */
  List<ChecklistPublished> newest() {
    return register.read(all -> List.copyOf(all.newest()));
  }

  /** A version with its text; null when the text is lost or is another. */
  @Nullable Checklist of(String code, int version) {
    Checklist known = read.get(new Key(code, version));
    if (known != null) {
      return known;
    }
    List<ChecklistPublished> versions = register.read(all -> all.versions(code));
    Optional<String> text =
        sql.sql("select text from warehouse.checklists where code = :code and version = :version")
            .param("code", code)
            .param("version", version)
            .query(String.class)
            .optional();
    if (version < 1 || version > versions.size() || text.isEmpty()) {
      return null;
    }
    try {
      Checklist one = Checklist.read(text.get());
      if (one.digest().equals(versions.get(version - 1).digest())) {
        read.put(new Key(code, version), one);
        return one;
      }
    } catch (MalformedException e) {
      return null;
    }
    return null;
  }

  /** Publishes what somebody wrote; answers the version. */
  int publish(String text, String by, FactLog log) {
    Checklist checklist;
    try {
      checklist = Checklist.read(text);
    } catch (MalformedException e) {
      throw new Problem(409, "CHECKLIST_FAULTY", e.reason());
    }
    List<ChecklistPublished> before = register.read(all -> all.versions(checklist.code()));
    if (before.isEmpty() && newest().size() >= CODES_MAX) {
      throw new Problem(409, "TOO_MANY_CHECKLISTS", "There are " + CODES_MAX + " already.");
    }
    if (!before.isEmpty() && before.getLast().digest().equals(checklist.digest())) {
      throw new Problem(409, "CHECKLIST_UNCHANGED", "This text is in force already: change it.");
    }
    return say(checklist, by, log);
  }

  /** Publishes the one that is built in, where nobody has published it. */
  void need(String code, FactLog log) {
    if (code.equals(builtIn.code()) && register.read(all -> all.versions(code)).isEmpty()) {
      say(builtIn, null, log);
    }
  }

  private int say(Checklist checklist, @Nullable String by, FactLog log) {
    var version = new ArrayList<Integer>();
    register.say(
        log,
        all -> {
          int before = all.versions(checklist.code()).size();
          version.add(before + 1);
          if (by == null && before > 0) {
            // Somebody else needed it, too.
            return new SiteRegister.Saying(List.of(), FactLog.GuardWork.NONE, null);
          }
          ChecklistPublished fact = checklist.published(version.getLast(), by);
          return new SiteRegister.Saying(
              List.of(fact),
              (transaction, first) -> insert(fact, checklist.text(), transaction),
              all.refusal(fact));
        });
    return version.getLast();
  }

  private static void insert(ChecklistPublished fact, String text, Connection sql)
      throws SQLException {
    try (PreparedStatement insert =
        sql.prepareStatement(
            """
            insert into warehouse.checklists (code, version, text) values (?, ?, ?)
            on conflict (code, version) do update set text = excluded.text
            """)) {
      insert.setString(1, fact.code());
      insert.setInt(2, fact.version());
      insert.setString(3, text);
      insert.executeUpdate();
    }
  }
}
