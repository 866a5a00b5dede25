package id.segel.server.finding;

import static id.segel.server.http.Allow.Who.HOLDER;
import static id.segel.server.http.Allow.Who.WATCHER;

import id.segel.core.fact.MalformedException;
import id.segel.core.finding.Finding;
import id.segel.core.finding.FindingId;
import id.segel.core.personnel.Role;
import id.segel.core.region.RegionCode;
import id.segel.server.custody.Naming;
import id.segel.server.finding.Phones.Phone;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import id.segel.server.region.Regions;
import java.util.Comparator;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The phones of those on duty, which each agency keeps itself. Agencies see them; the public and
 * the participants' representatives do not, for a number may be a person's.
 */
@RestController
@RequestMapping("/api/findings")
class PhoneController {

  /**
   * Somebody to call.
   *
   * @param place in words
   * @param phones that are kept for it, the nearest first; none when nobody wrote one down
   */
  record Called(Role role, String territory, String place, List<Phone> phones) {}

  /** A phone as a page shows it. */
  record Row(
      Role role, String territory, String place, String phone, String label, boolean mayEdit) {}

  record Page(boolean mayKeepBelow, int total, List<Row> rows) {}

  /** A number of a role in a territory; the label may be empty. */
  record Keeping(Role role, String territory, String phone, String label) {}

  record Erasing(Role role, String territory) {}

  private static final int SHOWN_MAX = 200;

  private final FindingQueue queue;
  private final Phones phones;
  private final Regions regions;
  private final Naming naming;

  PhoneController(FindingQueue queue, Phones phones, Regions regions, Naming naming) {
    this.queue = queue;
    this.phones = phones;
    this.regions = regions;
    this.naming = naming;
  }

  /** Whom to call about a finding: its owner, those of the place, the police, the overseer. */
  @Allow({HOLDER, WATCHER})
  @GetMapping("/calls")
  List<Called> calls(@RequestParam String id) {
    try {
      Finding one = queue.of(FindingId.parse(id));
      if (one == null) {
        throw FindingQueue.unknown();
      }
      List<Phone> all = phones.all();
      String place = Phones.placeOf(one, province());
      return Phones.calls(one, province()).stream()
          .map(call ->
              new Called(
                  call.role(),
                  call.territory(),
                  place(call.territory()),
                  phones.of(call, place, all)))
          .toList();
    } catch (MalformedException e) {
      throw Problem.malformed(e.reason());
    }
  }

  private String province() {
    return regions.roster().regions(RegionCode.Level.PROVINSI).stream()
        .findFirst()
        .map(one -> one.code().digits())
        .orElse("");
  }

  /** An area is no region, and goes by its code. */
  private String place(String territory) {
    return territory.matches("[0-9]+") ? naming.territory(territory) : territory;
  }

  /** Those that the caller may edit first. */
  @Allow({HOLDER, WATCHER})
  @GetMapping("/phones")
  Page page(Caller caller) {
    List<Phone> all = phones.all();
    List<Row> rows =
        all.stream()
            .map(one ->
                new Row(
                    one.role(),
                    one.territory(),
                    place(one.territory()),
                    one.phone(),
                    one.label(),
                    Phones.mayEdit(caller, one.role(), one.territory())))
            .sorted(Comparator.comparing(row -> !row.mayEdit()))
            .limit(SHOWN_MAX)
            .toList();
    return new Page(Phones.mayKeepBelow(caller), all.size(), rows);
  }

  @Allow({HOLDER, WATCHER})
  @PostMapping("/phones")
  Page keep(@RequestBody Keeping asked, Caller caller) {
    check(caller, asked.role(), asked.territory());
    if (asked.territory().matches("[0-9]{2,10}")
        && regions.roster().name(new RegionCode(asked.territory())) == null) {
      throw Problem.notFound("No region has the code " + asked.territory() + ".");
    }
    phones.keep(
        new Phone(asked.role(), asked.territory(), asked.phone().strip(), asked.label().strip()),
        FindingController.code(caller));
    return page(caller);
  }

  /** Nothing of it is left. */
  @Allow({HOLDER, WATCHER})
  @PostMapping("/phones/erasures")
  Page erase(@RequestBody Erasing asked, Caller caller) {
    check(caller, asked.role(), asked.territory());
    if (!phones.erase(asked.role(), asked.territory())) {
      throw Problem.notFound("There is no such number.");
    }
    return page(caller);
  }

  private static void check(Caller caller, Role role, String territory) {
    if (!Phones.mayEdit(caller, role, territory)) {
      throw Problem.notAllowed("An agency keeps its own numbers, and KPU those of its committees.");
    }
  }
}
