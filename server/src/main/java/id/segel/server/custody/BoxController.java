package id.segel.server.custody;

import static id.segel.server.http.Allow.Who.ANYONE;
import static id.segel.server.http.Allow.Who.DEVICE;
import static id.segel.server.http.Allow.Who.HOLDER;

import id.segel.core.box.BoxId;
import id.segel.core.box.SpareAssigned;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.fact.PartyKey;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import id.segel.server.log.FactLog;
import java.util.List;
import java.util.Objects;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** A box's page, an entry's, a phone's inbox and kit, and spares given to a TPS. */
@RestController
@RequestMapping("/api")
class BoxController {

  /** A spare of a kecamatan becomes a numbered box of one of its TPS. */
  record SpareRequest(String spare, String box) {}

  /** The entry that says so. */
  record SpareAnswer(long index) {}

  /** An offer that waits for this device's answer. */
  record Waiting(String offer, String text, List<String> boxes) {}

  private final BoxViews views;
  private final StatementViews statements;
  private final KitViews kits;
  private final Spares spares;
  private final FactLog log;

  BoxController(
      BoxViews views, StatementViews statements, KitViews kits, Spares spares, FactLog log) {
    this.views = views;
    this.statements = statements;
    this.kits = kits;
    this.spares = spares;
    this.log = log;
  }

  @Allow(ANYONE)
  @GetMapping("/boxes/{id}")
  BoxViews.Page box(@PathVariable String id, Caller caller) {
    return views.page(boxId(id), caller);
  }

  /** Any entry of the log, in words as far as the caller may see. */
  @Allow(ANYONE)
  @GetMapping("/statements/{index}")
  StatementViews.Page statement(@PathVariable long index, Caller caller) {
    return statements.page(index, caller);
  }

  @Allow(DEVICE)
  @GetMapping("/custody/inbox")
  List<Waiting> inbox(Caller caller) {
    PartyKey device = Objects.requireNonNull(caller.device());
    return views.waitingFor(device).stream()
        .map(one ->
            new Waiting(
                one.id().toString(),
                one.text(),
                one.boxes().stream().map(BoxId::toString).toList()))
        .toList();
  }

  @Allow(DEVICE)
  @GetMapping("/custody/kit")
  KitViews.Kit kit(Caller caller) {
    return kits.kit(Objects.requireNonNull(caller.device()));
  }

  @Allow(HOLDER)
  @PostMapping("/custody/spares")
  SpareAnswer assign(@RequestBody SpareRequest asked, Caller caller) {
    BoxId spare = boxId(asked.spare);
    BoxId box = boxId(asked.box);
    String territory = Objects.requireNonNull(caller.territory());
    if (!box.tps().startsWith(territory) && !territory.startsWith(box.tps())) {
      throw new Problem(403, "OUTSIDE_TERRITORY", "box " + box + " is not of your territory");
    }
    if (!spares.isSpare(spare)) {
      throw new Problem(409, "SPARE_UNKNOWN", "no kecamatan has a spare " + spare);
    }
    if (spares.boxOf(spare) != null) {
      throw new Problem(409, "SPARE_SPENT", "spare " + spare + " has become another box");
    }
    if (!box.tps().startsWith(spare.tps().substring(0, 6))) {
      throw new Problem(409, "OTHER_KECAMATAN", "a spare serves a TPS of its own kecamatan");
    }
    boolean isNext =
        box.copy() > 1 && spares.isKnown(BoxId.of(box.tps(), box.kind(), box.copy() - 1));
    if (!isNext || spares.isKnown(box)) {
      throw new Problem(
          409, "COPY_NOT_NEXT", "box " + box + " is not the next copy of a box that there is");
    }
    return new SpareAnswer(
        log.append(List.of(new SpareAssigned(spare, box)), FactLog.GuardWork.NONE));
  }

  private static BoxId boxId(String digits) {
    try {
      return BoxId.parse(digits);
    } catch (MalformedException e) {
      throw Problem.malformed(e.reason());
    }
  }

  /** An offer with its text as it was signed. */
  record Offered(Id id, String text, List<BoxId> boxes) {}
}
