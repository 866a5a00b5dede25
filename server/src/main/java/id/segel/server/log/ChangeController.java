package id.segel.server.log;

import static id.segel.server.http.Allow.Who.ADMIN;
import static id.segel.server.http.Allow.Who.BAWASLU;
import static id.segel.server.http.Allow.Who.KPU_PROVINSI;

import id.segel.core.fact.Entry;
import id.segel.core.fact.Fields;
import id.segel.server.http.Allow;
import id.segel.server.http.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What was changed in the set-up, newest first, with the entries that say so. */
@RestController
class ChangeController {

  static final int PAGE = 50;
  private static final int PAGES_MAX = Changes.MAX / PAGE;

  /** Lines of a fact that are shown; the rest is in its entry. */
  private static final int LINES = 12;

  /**
   * One run of entries.
   *
   * @param fact what they are, by its name in docs/formats/facts.md
   * @param recorded election time of the first
   * @param lines of the first, at most twelve
   */
  record Row(
      long first, long last, String fact, Instant recorded, Instant real, List<String> lines) {}

  record Page(int total, int size, List<Row> rows) {}

  private final Changes changes;
  private final Entries entries;

  ChangeController(Changes changes, Entries entries) {
    this.changes = changes;
    this.entries = entries;
  }

  @Allow({ADMIN, KPU_PROVINSI, BAWASLU})
  @GetMapping("/api/changes")
  Page page(@RequestParam(defaultValue = "1") int page) {
    if (page < 1 || page > PAGES_MAX) {
      throw Problem.malformed("A page is 1 to " + PAGES_MAX + ".");
    }
    List<Row> rows =
        changes.from((page - 1) * PAGE, PAGE).stream()
            .flatMap(run -> entries.at(run.first()).stream().map(at -> row(run, at.entry())))
            .toList();
    return new Page(changes.size(), PAGE, rows);
  }

  private static Row row(Changes.Run run, Entry entry) {
    String name = Fields.ofFact(entry.body()).take("fact");
    List<String> lines =
        new String(entry.body(), StandardCharsets.UTF_8)
            .lines()
            .skip(2)
            .limit(LINES)
            .collect(Collectors.toList());
    return new Row(run.first(), run.last(), name, entry.recorded(), entry.real(), lines);
  }
}
