package id.segel.server.warehouse;

import static id.segel.server.http.Allow.Who.BAWASLU;
import static id.segel.server.http.Allow.Who.HOLDER;
import static id.segel.server.http.Allow.Who.KPU_PROVINSI;
import static id.segel.server.http.Allow.Who.POLDA;
import static id.segel.server.http.Allow.Who.POLICE;
import static id.segel.server.http.Allow.Who.USER;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.Role;
import id.segel.core.region.PlaceCode;
import id.segel.core.warehouse.ChecklistPublished;
import id.segel.core.warehouse.GapAssigned;
import id.segel.core.warehouse.Site;
import id.segel.core.warehouse.SiteInspected;
import id.segel.core.warehouse.SiteInspected.Verdict;
import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Moments;
import id.segel.server.http.Pace;
import id.segel.server.http.Problem;
import id.segel.server.log.FactLog;
import id.segel.server.picture.Pictures;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Inspections of sites, what they look at, and what they found missing. The police and the overseer
 * inspect in their territory; whoever holds boxes there says who mends what until when.
 */
@RestController
class InspectionController {

  private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
  private static final int PICTURES_A_MINUTE = 30;

  /**
   * A version of a checklist.
   *
   * @param newest the version in force
   * @param text as it was written; only of a single one
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ListRow(
      String code,
      int version,
      int newest,
      String id,
      String en,
      List<ItemRow> items,
      @Nullable String text) {}

  /** One thing that is looked at, with how soon it is to be mended. */
  record ItemRow(String code, String id, String en, Role owner, int days) {}

  record Publishing(String text) {}

  /** All checklists, and whether the caller writes them. */
  record Lists(List<ListRow> lists, boolean mayPublish) {}

  /**
   * How an item was found.
   *
   * @param owner name of a role; empty for the one that the list names
   * @param due a day; empty for the one that the list makes of today
   * @param words a remark; may be empty
   * @param picture hash of one that was sent; may be empty
   */
  record Answering(
      String item, Verdict verdict, String owner, String due, String words, String picture) {}

  /**
   * An inspection.
   *
   * @param at the moment; empty is now
   */
  record Inspecting(
      String checklist,
      int version,
      String at,
      List<Answering> answers,
      String words,
      List<String> pictures,
      boolean synthetic) {}

  record Assigning(Role owner, String due) {}

  record Erasing(String words) {}

  /** A picture that was kept. */
  record Kept(String hash) {}

  private final SiteRegister register;
  private final SiteViews views;
  private final SiteImport places;
  private final SiteWords words;
  private final Checklists checklists;
  private final Pictures pictures;
  private final Pace pacing;
  private final ElectionClock clock;
  private final FactLog log;

  InspectionController(
      SiteRegister register,
      SiteViews views,
      SiteImport places,
      SiteWords words,
      Checklists checklists,
      Pictures pictures,
      ElectionClock clock,
      Clock real,
      FactLog log) {
    this.register = register;
    this.views = views;
    this.places = places;
    this.words = words;
    this.checklists = checklists;
    this.pictures = pictures;
    this.pacing = new Pace(PICTURES_A_MINUTE, Duration.ofMinutes(1), real);
    this.clock = clock;
    this.log = log;
  }

  // ---- checklists

  /** The version in force of each; the one that is built in as version 1 while there is none. */
  @Allow(USER)
  @GetMapping("/api/checklists")
  Lists lists(Caller caller) {
    var rows = new ArrayList<ListRow>();
    for (ChecklistPublished one : checklists.newest()) {
      Checklist list = checklists.of(one.code(), one.version());
      if (list != null) {
        rows.add(row(list, one.version(), one.version(), null));
      }
    }
    if (rows.stream().noneMatch(row -> row.code().equals(checklists.builtIn().code()))) {
      rows.add(row(checklists.builtIn(), 1, 1, null));
    }
    return new Lists(rows, caller.role() == Role.POLDA || caller.role() == Role.KPU_PROVINSI);
  }

  /** One version with its text; 0 is the one in force. */
  @Allow(USER)
  @GetMapping("/api/checklists/{code}")
  ListRow list(@PathVariable String code, @RequestParam(defaultValue = "0") int version) {
    int newest = register.read(all -> all.versions(code)).size();
    Checklist list =
        newest == 0 && code.equals(checklists.builtIn().code())
            ? checklists.builtIn()
            : checklists.of(code, version == 0 ? newest : version);
    if (list == null) {
      throw Problem.notFound("There is no such checklist, or its text is lost.");
    }
    return row(
        list, version == 0 ? Math.max(1, newest) : version, Math.max(1, newest), list.text());
  }

  private static ListRow row(Checklist list, int version, int newest, @Nullable String text) {
    return new ListRow(
        list.code(),
        version,
        newest,
        list.id(),
        list.en(),
        list.items().stream()
            .map(item -> new ItemRow(item.code(), item.id(), item.en(), item.owner(), item.days()))
            .toList(),
        text);
  }

  @Allow({POLDA, KPU_PROVINSI})
  @PostMapping("/api/checklists")
  ListRow publish(@RequestBody Publishing asked, Caller caller) {
    int version = checklists.publish(asked.text(), SiteController.user(caller), log);
    Checklist list = Checklist.read(asked.text());
    return row(list, version, version, list.text());
  }

  // ---- inspections

  @Allow({POLICE, BAWASLU})
  @PostMapping("/api/sites/{place}/inspections")
  SiteViews.Detail inspect(
      @PathVariable String place, @RequestBody Inspecting asked, Caller caller) {
    PlaceCode code = SiteController.ofCaller(SiteController.code(place, places), caller);
    String by = SiteController.user(caller);
    checklists.need(asked.checklist(), log);
    List<ChecklistPublished> versions = register.read(all -> all.versions(asked.checklist()));
    if (asked.version() < 1 || asked.version() > versions.size()) {
      throw new Problem(
          409, "CHECKLIST_UNKNOWN", "There is no such version of a checklist: load it again.");
    }
    ChecklistPublished list = versions.get(asked.version() - 1);
    Instant at = moment(asked.at());
    var kept = new ArrayList<Id>();
    boolean isSaid = false;
    try {
      Id remark = words.keepAny(asked.words(), by);
      addAny(kept, remark);
      List<SiteInspected.Answer> answers =
          asked.answers().stream().map(one -> answer(one, list, at, by, kept)).toList();
      List<Id> photos = asked.pictures().stream().map(this::picture).toList();
      register.say(
          log,
          all -> {
            var inspected =
                new SiteInspected(
                    all.nextInspection(),
                    code,
                    list.code(),
                    list.version(),
                    at,
                    answers,
                    remark,
                    photos,
                    asked.synthetic(),
                    by);
            return SiteRegister.Saying.of(inspected, all.refusal(inspected, clock.instant()));
          });
      isSaid = true;
    } catch (MalformedException e) {
      throw Problem.malformed(e.reason());
    } finally {
      if (!isSaid) {
        kept.forEach(hash -> words.erase(hash, by));
      }
    }
    return views.detail(code, caller);
  }

  private SiteInspected.Answer answer(
      Answering asked, ChecklistPublished list, Instant at, String by, List<Id> kept) {
    Id said = words.keepAny(asked.words(), by);
    addAny(kept, said);
    Id picture = asked.picture().isEmpty() ? null : picture(asked.picture());
    if (asked.verdict() != Verdict.GAP) {
      return new SiteInspected.Answer(asked.item(), asked.verdict(), null, null, said, picture);
    }
    Map<String, ChecklistPublished.Item> items = new HashMap<>();
    list.items().forEach(item -> items.put(item.code(), item));
    ChecklistPublished.Item item = items.get(asked.item());
    Role owner =
        !asked.owner().isEmpty()
            ? Role.parse(asked.owner())
            : item == null ? Role.KPU_KOTA : item.owner();
    LocalDate due =
        !asked.due().isEmpty()
            ? Site.day(asked.due())
            : LocalDate.ofInstant(at, JAKARTA).plusDays(item == null ? 1 : item.days());
    return new SiteInspected.Answer(asked.item(), Verdict.GAP, owner, due, said, picture);
  }

  private static void addAny(List<Id> kept, @Nullable Id hash) {
    if (hash != null) {
      kept.add(hash);
    }
  }

  private Id picture(String hash) {
    Id id = Id.parse(hash);
    if (!pictures.isKnown(id)) {
      throw Problem.notFound("There is no such picture: send it first.");
    }
    return id;
  }

  /** Keeps a photo for an inspection that is being filled. */
  @Allow({POLICE, BAWASLU})
  @PostMapping(path = "/api/sites/pictures", consumes = MediaType.IMAGE_JPEG_VALUE)
  Kept picture(HttpServletRequest request, Caller caller) throws IOException {
    String by = SiteController.user(caller);
    pacing.count(by);
    InputStream body = request.getInputStream();
    try {
      return new Kept(pictures.keep(body, "site:" + by).toString());
    } catch (Problem refused) {
      if (refused.status() != 413) {
        body.transferTo(OutputStream.nullOutputStream()); // Or the sender may not see the answer.
      }
      throw refused;
    }
  }

  /** Whoever wrote a remark erases it. */
  @Allow(USER)
  @PostMapping("/api/sites/erasures")
  void erase(@RequestBody Erasing asked, Caller caller) {
    Id hash = SiteController.parsed(() -> Id.parse(asked.words()));
    if (!words.erase(hash, SiteController.user(caller))) {
      throw Problem.notFound("There is no such remark of yours, or it was erased.");
    }
  }

  // ---- gaps

  @Allow(HOLDER)
  @PostMapping("/api/sites/{place}/gaps/{item}")
  SiteViews.Detail assign(
      @PathVariable String place,
      @PathVariable String item,
      @RequestBody Assigning asked,
      Caller caller) {
    PlaceCode code = SiteController.ofCaller(SiteController.code(place, places), caller);
    var assigned =
        SiteController.parsed(() ->
            new GapAssigned(
                code, item, asked.owner(), Site.day(asked.due()), SiteController.user(caller)));
    register.say(log, all -> SiteRegister.Saying.of(assigned, all.refusal(assigned)));
    return views.detail(code, caller);
  }

  private Instant moment(String text) {
    if (text.isEmpty()) {
      return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
    return Moments.parse(text).truncatedTo(ChronoUnit.SECONDS);
  }
}
