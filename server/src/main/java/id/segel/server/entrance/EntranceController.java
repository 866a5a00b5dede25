package id.segel.server.entrance;

import static id.segel.server.http.Allow.Who.HOLDER;
import static id.segel.server.http.Allow.Who.USER;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.entrance.Breach;
import id.segel.core.entrance.EntrancePermitEnded;
import id.segel.core.entrance.EntrancePermitted;
import id.segel.core.entrance.Entrances;
import id.segel.core.entrance.Permit;
import id.segel.core.entrance.SomebodyEntered;
import id.segel.core.entrance.SomebodyLeft;
import id.segel.core.entrance.Visit;
import id.segel.core.entrance.Whom;
import id.segel.core.entrance.Zone;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.Devices;
import id.segel.core.personnel.Role;
import id.segel.core.region.PlaceCode;
import id.segel.server.access.Registry;
import id.segel.server.clock.ElectionClock;
import id.segel.server.custody.Naming;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Moments;
import id.segel.server.http.Problem;
import id.segel.server.log.FactLog;
import id.segel.server.region.Regions;
import java.time.Instant;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Who may be where boxes are, and who is there. The commission and its committees make permits in
 * their territory; whoever has a territory there writes down who comes and goes; everybody who logs
 * in reads. Names of visitors are read in the territory, and by the overseer.
 */
@RestController
@RequestMapping("/api/entrances")
class EntranceController {

  private static final int VISITS_SHOWN = 200;

  /** One place: how many are there now, how many permits are good, what is against the rule. */
  record Place(String place, String name, int there, int permits, int broken) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record PermitRow(
      int number,
      Zone zone,
      Whom.Kind kind,
      String code,
      Instant begin,
      Instant end,
      LocalTime from,
      LocalTime until,
      boolean pair,
      @Nullable Role escort,
      boolean isOver) {}

  /**
   * One visit.
   *
   * @param who {@code PPK Gambir} of a phone, the agency of a user; missing for a visitor
   * @param name of a visitor; missing where it was erased, and for who may not read it
   * @param nameHash under which the name may be erased; missing for who may not
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record VisitRow(
      int number,
      Zone zone,
      @Nullable Role role,
      @Nullable String who,
      @Nullable String name,
      @Nullable String nameHash,
      boolean isVisitor,
      int escort,
      Instant came,
      @Nullable Instant left,
      long entry,
      List<Breach> broken,
      List<Breach> wasBroken) {}

  /**
   * One place whole.
   *
   * @param visits newest first, at most 200
   * @param mayPermit whether the caller makes permits here
   * @param mayWrite whether the caller writes down who comes
   */
  record Detail(
      String place,
      String name,
      List<PermitRow> permits,
      List<VisitRow> visits,
      int visitsInAll,
      boolean mayPermit,
      boolean mayWrite) {}

  /**
   * A permit to be made.
   *
   * @param from like until: hours and minutes, {@code 07:00}
   * @param escort name of a role; empty for nobody
   */
  record Permitting(
      Zone zone,
      Whom.Kind kind,
      String code,
      String begin,
      String end,
      String from,
      String until,
      boolean pair,
      String escort) {}

  /** Who comes: the caller, somebody whose card or phone has this key, or a visitor. */
  enum Coming {
    SELF,
    CARD,
    VISITOR
  }

  /**
   * Somebody comes.
   *
   * @param card the key, as its code says it; empty unless it is a card
   * @param name of a visitor; empty unless it is one
   * @param escort number of a visit; 0 for nobody
   * @param at the moment; empty is now
   */
  record Entering(Zone zone, Coming who, String card, String name, int escort, String at) {}

  record Leaving(String at) {}

  record Erasing(String name) {}

  private final EntranceRegister register;
  private final Visitors visitors;
  private final Regions regions;
  private final Registry registry;
  private final Naming naming;
  private final ElectionClock clock;
  private final FactLog log;

  EntranceController(
      EntranceRegister register,
      Visitors visitors,
      Regions regions,
      Registry registry,
      Naming naming,
      ElectionClock clock,
      FactLog log) {
    this.register = register;
    this.visitors = visitors;
    this.regions = regions;
    this.registry = registry;
    this.naming = naming;
    this.clock = clock;
    this.log = log;
  }

  /** Places that have a permit or a visit, those with something against the rule first. */
  @Allow(USER)
  @GetMapping
  List<Place> places() {
    Instant now = clock.instant();
    return register.read(all -> {
      var places = new TreeMap<String, Place>();
      all.permits()
          .forEach(one ->
              places.merge(
                  one.permit().place().text(),
                  place(one.permit().place(), 0, one.end().isAfter(now) ? 1 : 0, 0),
                  EntranceController::sum));
      all.visits()
          .forEach(one ->
              places.merge(
                  one.place().text(),
                  place(one.place(), one.left() == null ? 1 : 0, 0, found(all, one, true).size()),
                  EntranceController::sum));
      return places.values().stream()
          .sorted(
              Comparator.comparingInt((Place one) -> -one.broken())
                  .thenComparingInt(one -> -one.there())
                  .thenComparing(Place::place))
          .toList();
    });
  }

  private Place place(PlaceCode code, int there, int permits, int broken) {
    return new Place(code.text(), naming.place(code).name(), there, permits, broken);
  }

  private static Place sum(Place one, Place other) {
    return new Place(
        one.place(),
        one.name(),
        one.there() + other.there(),
        one.permits() + other.permits(),
        one.broken() + other.broken());
  }

  @Allow(USER)
  @GetMapping("/{place}")
  Detail place(@PathVariable String place, Caller caller) {
    return detail(regions.place(place), caller);
  }

  @Allow(HOLDER)
  @PostMapping("/{place}/permits")
  Detail permit(@PathVariable String place, @RequestBody Permitting asked, Caller caller) {
    PlaceCode code = ofCaller(regions.place(place), caller);
    Permit permit =
        Problem.parsed(() ->
            new Permit(
                code,
                asked.zone(),
                new Whom(asked.kind(), asked.code()),
                moment(asked.begin()),
                moment(asked.end()),
                Permit.hour(asked.from()),
                Permit.hour(asked.until()),
                asked.pair(),
                asked.escort().isEmpty() ? null : Role.parse(asked.escort())));
    register.say(
        log,
        all -> new EntrancePermitted(all.nextPermit(), permit, caller.userCode()),
        (all, fact) -> all.refusal(fact, clock.instant()));
    return detail(code, caller);
  }

  @Allow(HOLDER)
  @PostMapping("/permits/{permit}/end")
  Detail end(@PathVariable("permit") int number, Caller caller) {
    PlaceCode place =
        register.read(all ->
            all.permits().stream()
                .filter(one -> one.number() == number)
                .map(one -> one.permit().place())
                .findFirst()
                .orElseThrow(
                    () -> Problem.notFound("There is no such permit: read the list again.")));
    ofCaller(place, caller);
    var ended = Problem.parsed(() -> new EntrancePermitEnded(number, caller.userCode()));
    register.say(log, all -> ended, (all, fact) -> all.refusal(fact, clock.instant()));
    return detail(place, caller);
  }

  @Allow(USER)
  @PostMapping("/{place}/visits")
  Detail enter(@PathVariable String place, @RequestBody Entering asked, Caller caller) {
    PlaceCode code = ofCaller(regions.place(place), caller);
    String by = caller.userCode();
    Instant at = moment(asked.at());
    Coming who = asked.who();
    var device = who == Coming.CARD ? device(asked.card()) : null;
    String person =
        switch (who) {
          case SELF -> by;
          case CARD -> asked.card();
          case VISITOR -> null;
        };
    Role role = device != null ? device.role() : who == Coming.SELF ? caller.role() : null;
    String agency = who == Coming.SELF ? register.agencyOf(by) : null;
    Id visitor = who == Coming.VISITOR ? visitors.keep(asked.name(), by) : null;
    visitors.said(
        visitor,
        () ->
            register.say(
                log,
                all ->
                    new SomebodyEntered(
                        all.nextVisit(),
                        code,
                        asked.zone(),
                        person,
                        role,
                        agency,
                        visitor,
                        asked.escort(),
                        at,
                        by),
                (all, fact) -> all.refusal(fact, clock.instant())));
    return detail(code, caller);
  }

  @Allow(USER)
  @PostMapping("/visits/{visit}/leave")
  Detail leave(@PathVariable("visit") int number, @RequestBody Leaving asked, Caller caller) {
    Visit visit =
        register
            .read(all -> Optional.ofNullable(all.visit(number)))
            .orElseThrow(() -> Problem.notFound("There is no such visit: read the list again."));
    PlaceCode code = ofCaller(visit.place(), caller);
    var left =
        Problem.parsed(() -> new SomebodyLeft(number, moment(asked.at()), caller.userCode()));
    register.say(log, all -> left, (all, fact) -> all.refusal(fact, clock.instant()));
    return detail(code, caller);
  }

  /** A visitor's name is erased, as the law on personal data lets them ask. */
  @Allow(HOLDER)
  @PostMapping("/erasures")
  void erase(@RequestBody Erasing asked, Caller caller) {
    Id hash = Problem.parsed(() -> Id.parse(asked.name()));
    Visit visit =
        register
            .read(
                all -> all.visits().stream().filter(one -> hash.equals(one.visitor())).findFirst())
            .orElseThrow(EntranceController::noName);
    ofCaller(visit.place(), caller);
    if (!visitors.erase(hash, null)) {
      throw noName();
    }
  }

  private static Problem noName() {
    return Problem.notFound("There is no such name, or it was erased.");
  }

  private Detail detail(PlaceCode place, Caller caller) {
    Instant now = clock.instant();
    boolean isHere = covers(place, caller);
    List<Visit> visits =
        register.read(all ->
            all.visits().stream()
                .filter(one -> one.place().equals(place))
                // Who is there first, then who came last.
                .sorted(
                    Comparator.comparing((Visit one) -> one.left() != null)
                        .thenComparing(Visit::came, Comparator.reverseOrder())
                        .thenComparing(Visit::number, Comparator.reverseOrder()))
                .toList());
    List<Visit> shown = visits.subList(0, Math.min(visits.size(), VISITS_SHOWN));
    // Not under the lock of the fold, which the log's thread wants.
    Map<Id, String> names =
        isHere || caller.isBawaslu()
            ? visitors.of(shown.stream().map(Visit::visitor).filter(Objects::nonNull).toList())
            : Map.of();
    return register.read(all ->
        new Detail(
            place.text(),
            naming.place(place).name(),
            all.permits().stream()
                .filter(one -> one.permit().place().equals(place))
                .map(one -> row(one, now))
                .toList(),
            shown.stream().map(one -> row(all, one, names, isHere && caller.isHolder())).toList(),
            visits.size(),
            isHere && caller.isHolder(),
            isHere));
  }

  private static PermitRow row(Entrances.Known one, Instant now) {
    Permit permit = one.permit();
    return new PermitRow(
        one.number(),
        permit.zone(),
        permit.whom().kind(),
        permit.whom().code(),
        permit.begin(),
        one.end(),
        permit.from(),
        permit.until(),
        permit.pair(),
        permit.escort(),
        !one.end().isAfter(now));
  }

  private VisitRow row(Entrances all, Visit one, Map<Id, String> names, boolean mayErase) {
    String person = one.person();
    String who =
        person == null
            ? null
            : one.agency() != null
                ? one.agency()
                : person.length() > 8 ? naming.device(PartyKey.parse(person)) : person;
    Id visitor = one.visitor();
    String name = visitor == null ? null : names.get(visitor);
    return new VisitRow(
        one.number(),
        one.zone(),
        one.role(),
        who,
        name,
        name != null && mayErase ? String.valueOf(visitor) : null,
        visitor != null,
        one.escort(),
        one.came(),
        one.left(),
        one.entry(),
        found(all, one, true),
        found(all, one, false));
  }

  private static List<Breach> found(Entrances all, Visit one, boolean isSo) {
    return all.found(one.number()).entrySet().stream()
        .filter(found -> found.getValue() == isSo)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  // ---- who may, and what is meant

  private static boolean covers(PlaceCode place, Caller caller) {
    return !caller.isAdmin() && caller.covers(place.region());
  }

  private static PlaceCode ofCaller(PlaceCode place, Caller caller) {
    if (!covers(place, caller)) {
      throw Problem.notAllowed("This place is not of your territory.");
    }
    return place;
  }

  private Devices.Device device(String card) {
    var device = registry.devices().of(Problem.parsed(() -> PartyKey.parse(card)));
    if (device == null || device.isRevoked()) {
      throw new Problem(
          409,
          "CARD_UNKNOWN",
          "This card is not known, or was revoked: write them down as a visitor.");
    }
    return device;
  }

  private Instant moment(String text) {
    if (text.isEmpty()) {
      return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
    return Moments.parse(text).truncatedTo(ChronoUnit.SECONDS);
  }
}
