package id.segel.server.incident;

import static id.segel.server.http.Allow.Who.KPU_PROVINSI;
import static id.segel.server.http.Allow.Who.POLDA;
import static id.segel.server.http.Allow.Who.USER;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.incident.Fault;
import id.segel.core.incident.IncidentKind;
import id.segel.core.incident.Playbook;
import id.segel.core.incident.PlaybookCheck;
import id.segel.core.region.PlaceCode;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import id.segel.server.log.FactLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Playbooks. Everybody who logs in reads them; the commission of the province and the police of the
 * province write them. One with a fault is not published.
 */
@RestController
@RequestMapping("/api/playbooks")
class PlaybookController {

  /**
   * One playbook.
   *
   * @param version the newest; 0 for one built in that nobody has published
   * @param isBuiltIn whether its newest text is the one built in
   * @param published when; null for version 0
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Row(
      String code,
      int version,
      Playbook.Words title,
      List<IncidentKind> kinds,
      List<PlaceCode.Kind> places,
      Playbook.Due ends,
      int steps,
      boolean isBuiltIn,
      @Nullable Instant published,
      @Nullable Long entry) {}

  /** All of them, and whether the caller may write some. */
  record Page(boolean mayWrite, int notPublished, List<Row> rows) {}

  /**
   * A version as it was published.
   *
   * @param who the agency that did; null for one that was needed before anybody had
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Version(int version, Instant at, long entry, @Nullable String who) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Detail(
      Row row, boolean mayWrite, List<Version> versions, String yaml, Playbook playbook) {}

  record Writing(String yaml) {}

  /** What is wrong with a text, each in one sentence; or what it says, where nothing is. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Checked(List<Wrong> faults, @Nullable Playbook playbook) {}

  record Wrong(Fault.Kind kind, int line, String step, String what, String sentence) {}

  private final PlaybookShelf shelf;
  private final BuiltInPlaybooks builtIn;
  private final IncidentRegister register;
  private final FactLog log;

  PlaybookController(
      PlaybookShelf shelf, BuiltInPlaybooks builtIn, IncidentRegister register, FactLog log) {
    this.shelf = shelf;
    this.builtIn = builtIn;
    this.register = register;
    this.log = log;
  }

  @Allow(USER)
  @GetMapping
  Page page(Caller caller) {
    var rows = new ArrayList<Row>();
    for (PlaybookShelf.Version one : shelf.newest()) {
      PlaybookShelf.Held held = shelf.held(one.published().code(), one.published().version());
      if (held != null) {
        rows.add(row(held, one));
      }
    }
    int published = rows.size();
    builtIn.all().stream()
        .filter(one -> shelf.versions(one.playbook().code()).isEmpty())
        .forEach(one -> rows.add(row(one)));
    return new Page(mayWrite(caller), rows.size() - published, rows);
  }

  private static boolean mayWrite(Caller caller) {
    return KPU_PROVINSI.includes(caller) || POLDA.includes(caller);
  }

  private Row row(PlaybookShelf.Held held, PlaybookShelf.Version one) {
    Playbook playbook = held.playbook();
    BuiltInPlaybooks.BuiltIn original = builtIn.of(playbook.code());
    return new Row(
        playbook.code(),
        one.published().version(),
        playbook.title(),
        playbook.kinds(),
        playbook.places(),
        playbook.ends(),
        playbook.steps().size(),
        original != null && original.text().equals(held.text()),
        one.at(),
        one.entry());
  }

  private static Row row(BuiltInPlaybooks.BuiltIn one) {
    Playbook playbook = one.playbook();
    return new Row(
        playbook.code(),
        0,
        playbook.title(),
        playbook.kinds(),
        playbook.places(),
        playbook.ends(),
        playbook.steps().size(),
        true,
        null,
        null);
  }

  /** One, in its newest version or another. */
  @Allow(USER)
  @GetMapping("/{code}")
  Detail one(
      @PathVariable String code,
      @RequestParam(required = false) @Nullable Integer version,
      Caller caller) {
    List<PlaybookShelf.Version> versions = shelf.versions(code);
    if (versions.isEmpty()) {
      BuiltInPlaybooks.BuiltIn one = builtIn.of(code);
      if (one == null) {
        throw unknown();
      }
      return new Detail(row(one), mayWrite(caller), List.of(), one.text(), one.playbook());
    }
    PlaybookShelf.Version wanted =
        version == null
            ? versions.getLast()
            : versions.stream()
                .filter(one -> one.published().version() == version)
                .findFirst()
                .orElseThrow(PlaybookController::unknown);
    PlaybookShelf.Held held = shelf.held(code, wanted.published().version());
    if (held == null) {
      throw new Problem(
          409, "PLAYBOOK_LOST", "The text of this playbook is not here: restore it from a backup.");
    }
    return new Detail(
        row(held, wanted),
        mayWrite(caller),
        versions.reversed().stream().map(this::version).toList(),
        held.text(),
        held.playbook());
  }

  private static Problem unknown() {
    return Problem.notFound("There is no such playbook: read the list again.");
  }

  private Version version(PlaybookShelf.Version one) {
    String by = one.published().by();
    return new Version(
        one.published().version(), one.at(), one.entry(), by == null ? null : register.agency(by));
  }

  /** What is wrong with a text, without publishing it. */
  @Allow({KPU_PROVINSI, POLDA})
  @PostMapping("/check")
  Checked check(@RequestBody Writing asked) {
    PlaybookCheck.Read read = PlaybookYaml.read(asked.yaml());
    return new Checked(
        read.faults().stream()
            .map(one -> new Wrong(one.kind(), one.line(), one.step(), one.what(), one.sentence()))
            .toList(),
        read.isFaulty() ? null : read.playbook());
  }

  /** Publishes a text as the next version of its playbook. */
  @Allow({KPU_PROVINSI, POLDA})
  @PostMapping
  Page publish(@RequestBody Writing asked, Caller caller) {
    shelf.publish(asked.yaml(), IncidentViews.who(caller), log);
    return page(caller);
  }

  /** Publishes those built in that nobody has. */
  @Allow({KPU_PROVINSI, POLDA})
  @PostMapping("/built-in")
  Page install(Caller caller) {
    shelf.install(IncidentViews.who(caller), log);
    return page(caller);
  }
}
