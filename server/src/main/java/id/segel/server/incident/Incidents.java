package id.segel.server.incident;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.incident.BoxesFrozen;
import id.segel.core.incident.Fault;
import id.segel.core.incident.IncidentKind;
import id.segel.core.incident.IncidentNoted;
import id.segel.core.incident.IncidentOpened;
import id.segel.core.incident.Playbook;
import id.segel.core.incident.PlaybookCheck;
import id.segel.core.incident.Run;
import id.segel.core.incident.Runs;
import id.segel.core.region.PlaceCode;
import id.segel.server.clock.ElectionClock;
import id.segel.server.custody.BoxesAt;
import id.segel.server.custody.Chains;
import id.segel.server.http.Problem;
import id.segel.server.log.FactLog;
import id.segel.server.region.Regions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Begins incidents: takes the list of the boxes there, chooses the playbook, and writes both into
 * the log at once. For the door of people, and for rules and sensors that see something.
 */
@Component
public class Incidents {

  /** Which boxes are listed. */
  public enum Scope {
    /** All that are at the places. */
    HERE,
    /** Those that were offered from the places and not taken yet: a vehicle, a boat. */
    ON_THE_WAY,
    /** Those that are named. */
    LISTED,
    /** None. */
    NONE
  }

  /**
   * What happened.
   *
   * @param at when, as they say
   * @param listed boxes, where the scope says so
   * @param finding from which it is begun; null for none
   * @param follows number of the incident that it goes on from; 0 for none
   * @param words salted hash of what was written about it; null for nothing
   * @param by code of the user, or key of the phone; null for a sensor
   */
  public record Start(
      IncidentKind kind,
      List<PlaceCode> places,
      Instant at,
      boolean isDrill,
      Scope scope,
      Collection<BoxId> listed,
      @Nullable String finding,
      int follows,
      @Nullable Id words,
      @Nullable String by) {}

  /**
   * What would be begun.
   *
   * @param playbook null where there is none
   * @param gaps steps that nobody, or too few, who are enrolled there could do
   */
  record Before(@Nullable Playbook playbook, NavigableSet<BoxId> boxes, List<Fault> gaps) {}

  /** Who writes what a sensor says, which nobody erases. */
  private static final String SENSOR = "sensor";

  private final IncidentRegister register;
  private final IncidentWords words;
  private final PlaybookShelf shelf;
  private final BoxesAt boxes;
  private final Chains chains;
  private final Regions regions;
  private final ElectionClock clock;
  private final FactLog log;

  Incidents(
      IncidentRegister register,
      IncidentWords words,
      PlaybookShelf shelf,
      BoxesAt boxes,
      Chains chains,
      Regions regions,
      ElectionClock clock,
      FactLog log) {
    this.register = register;
    this.words = words;
    this.shelf = shelf;
    this.boxes = boxes;
    this.chains = chains;
    this.regions = regions;
    this.clock = clock;
    this.log = log;
  }

  /**
   * A sensor or a forecast begins one, in an emergency for all boxes at these places; answers its
   * number. While one of this kind is open at one of them no other is begun: that one's number is
   * the answer.
   *
   * @throws Problem 409 where no playbook answers this at such places
   */
  public int start(IncidentKind kind, List<PlaceCode> places, boolean isDrill) {
    OptionalInt open = open(kind, places, isDrill);
    if (open.isPresent()) {
      return open.getAsInt();
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Scope scope = kind.isEmergency() ? Scope.HERE : Scope.NONE;
    return start(new Start(kind, places, now, isDrill, scope, List.of(), null, 0, null, null));
  }

  /** A sensor remarks something about one. */
  public void note(int number, String text) {
    Id hash = words.keep(text, SENSOR);
    var noted = new IncidentNoted(number, hash, null);
    words.said(
        hash,
        () -> register.say(log, runs -> IncidentRegister.Saying.of(noted, runs.refusal(noted))));
  }

  /** The number of one of this kind that is open at one of these places. */
  public OptionalInt open(IncidentKind kind, Collection<PlaceCode> places, boolean isDrill) {
    return register.ask(runs ->
        runs.all().stream()
            .filter(run -> run.closed() == null)
            .map(Run::opened)
            .filter(one -> one.kind() == kind && one.isDrill() == isDrill)
            .filter(one -> one.places().stream().anyMatch(places::contains))
            .mapToInt(IncidentOpened::number)
            .findFirst());
  }

  /** Those of one kind that were opened since then and are not closed; no exercises. */
  public List<IncidentOpened> open(IncidentKind kind, Instant since) {
    return register.ask(runs ->
        runs.all().stream()
            .filter(run -> run.closed() == null && run.recorded().isAfter(since))
            .map(Run::opened)
            .filter(one -> one.kind() == kind && !one.isDrill())
            .toList());
  }

  /** What machines have opened in seven days, and how many of those were for nothing. */
  public Runs.Alarms alarms(IncidentKind kind, String answer) {
    return register.ask(runs -> runs.alarms(kind, answer, clock.instant()));
  }

  /** What would be begun so. */
  Before before(IncidentKind kind, List<PlaceCode> places, Scope scope, Collection<BoxId> listed) {
    Playbook playbook = shelf.before(kind, places);
    return new Before(
        playbook,
        boxes(places, scope, listed),
        playbook == null ? List.of() : gaps(playbook, places));
  }

  List<Fault> gaps(Playbook playbook, List<PlaceCode> places) {
    return register.present(there -> PlaybookCheck.gaps(playbook, places, there));
  }

  /**
   * Begins one; answers its number.
   *
   * @throws Problem 409 where no playbook answers this at such places
   */
  public int start(Start asked) {
    NavigableSet<BoxId> there = boxes(asked.places(), asked.scope(), asked.listed());
    PlaybookShelf.Held held = shelf.answering(asked.kind(), asked.places(), log);
    if (held == null) {
      throw new Problem(
          409,
          "NO_PLAYBOOK",
          "No playbook answers this at such a place: write one, or choose another kind.");
    }
    int[] number = new int[1];
    register.say(
        log,
        runs -> {
          number[0] = runs.next();
          IncidentOpened.Source source =
              asked.by() == null
                  ? IncidentOpened.Source.SENSOR
                  : asked.finding() == null
                      ? IncidentOpened.Source.PERSON
                      : IncidentOpened.Source.RULE;
          var opened =
              new IncidentOpened(
                  number[0],
                  asked.kind(),
                  asked.places(),
                  asked.at(),
                  asked.isDrill(),
                  source,
                  asked.finding(),
                  asked.follows(),
                  asked.words(),
                  asked.by());
          List<Fact> facts =
              Runs.opening(
                  opened,
                  there,
                  held.playbook(),
                  held.published().version(),
                  clock.instant().truncatedTo(ChronoUnit.SECONDS),
                  regions.roster().election());
          return new IncidentRegister.Saying(facts, runs.refusal(opened));
        });
    return number[0];
  }

  private NavigableSet<BoxId> boxes(List<PlaceCode> places, Scope scope, Collection<BoxId> listed) {
    var found = new TreeSet<BoxId>();
    switch (scope) {
      case HERE -> found.addAll(boxes.of(places).keySet());
      case ON_THE_WAY ->
          boxes
              .of(places)
              .forEach((box, isOffered) -> {
                if (isOffered) {
                  found.add(box);
                }
              });
      case LISTED -> found.addAll(listed);
      case NONE -> {}
    }
    return found;
  }

  /** The boxes of a TPS about which anything was signed. */
  List<BoxId> boxesOf(String tps) {
    return chains.boxesOf(tps);
  }

  /** Boxes were found there that the list does not have. */
  void add(int number, NavigableSet<BoxId> more) {
    register.say(
        log,
        runs -> {
          List<Fact> facts = Runs.freezing(number, more);
          return new IncidentRegister.Saying(facts, runs.refusal((BoxesFrozen) facts.getFirst()));
        });
  }
}
