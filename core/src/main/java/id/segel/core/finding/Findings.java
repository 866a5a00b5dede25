package id.segel.core.finding;

import id.segel.core.assistance.UnaskedEntryExplained;
import id.segel.core.assistance.UnaskedEntryFound;
import id.segel.core.box.BoxId;
import id.segel.core.camera.CameraId;
import id.segel.core.camera.CameraLost;
import id.segel.core.camera.CameraReturned;
import id.segel.core.camera.CameraUnlisted;
import id.segel.core.camera.SiteBlind;
import id.segel.core.camera.SiteSeen;
import id.segel.core.custody.Discrepancy;
import id.segel.core.custody.DiscrepancyClosed;
import id.segel.core.custody.DiscrepancyFound;
import id.segel.core.entrance.Breach;
import id.segel.core.entrance.BreachEnded;
import id.segel.core.entrance.BreachFound;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.incident.BoxesAccounted;
import id.segel.core.incident.BoxesUnaccounted;
import id.segel.core.incident.FrozenBoxMoved;
import id.segel.core.incident.IncidentClosed;
import id.segel.core.incident.IncidentOpened;
import id.segel.core.incident.RunEnded;
import id.segel.core.incident.StepOpened;
import id.segel.core.incident.StepOverdue;
import id.segel.core.personnel.AgencyListed;
import id.segel.core.personnel.UserAppointed;
import id.segel.core.post.PostFellSilent;
import id.segel.core.post.PostSilenceEnded;
import id.segel.core.region.AreaDrawn;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.RegionCode;
import id.segel.core.sensor.DoorExplained;
import id.segel.core.sensor.DoorUnentered;
import id.segel.core.sensor.SensorId;
import id.segel.core.sensor.SensorMuted;
import id.segel.core.sensor.SensorSilent;
import id.segel.core.sensor.SensorTurned;
import id.segel.core.sensor.SensorUnlisted;
import id.segel.core.stock.FindingCleared;
import id.segel.core.stock.FindingRaised;
import id.segel.core.warehouse.GapOverdue;
import id.segel.core.warehouse.GapOverdueEnded;
import id.segel.core.warehouse.RoundSettled;
import id.segel.core.warehouse.RoundsEnded;
import id.segel.core.warehouse.RoundsPlanned;
import id.segel.core.warehouse.SiteLapse;
import id.segel.core.warehouse.SiteLapseEnded;
import id.segel.core.warehouse.SiteLapseFound;
import id.segel.core.weather.RainDangerEnded;
import id.segel.core.weather.RainDangerFound;
import id.segel.core.weather.RainSpreadEnded;
import id.segel.core.weather.RainSpreadFound;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All findings, folded from the log: discrepancies of custody, findings about ballots, what did not
 * happen in time, help that nobody answered, and what agencies report, with what was done about
 * each. One is open for each rule and what it is about. Owned by one thread; a {@link Finding}
 * never changes.
 */
public final class Findings {

  /** Why something may not be said about a finding. */
  public enum Refusal {
    /** There is no such finding. */
    FINDING_UNKNOWN,
    /** Somebody has seen it already. */
    FINDING_ACKNOWLEDGED,
    /** It is over, and somebody has seen it. */
    FINDING_ENDED,
    /** A silence ends in the future, and at most a day from now. */
    SILENCE_TOO_LONG,
    /** There is no agency of this code. */
    AGENCY_UNKNOWN,
    /** It is another agency's own. */
    FINDING_OF_ANOTHER,
    /** The agency has a finding under this record already. */
    RECORD_TAKEN
  }

  /** A post that is manned has not checked in. */
  public static final String POST_SILENT = "POST_SILENT";

  /** Police entered a TPS whose KPPS had not asked. */
  public static final String ENTRY_UNASKED = "ENTRY_UNASKED";

  /** Something happened, and is not over. */
  public static final String INCIDENT_OPEN = "INCIDENT_OPEN";

  /** The open step of an incident's playbook was not done in time. */
  public static final String STEP_OVERDUE = "STEP_OVERDUE";

  /** Boxes that stood where something happened were moved before each was accounted for. */
  public static final String FROZEN_BOX_MOVED = "FROZEN_BOX_MOVED";

  /** Nobody has said in time what became of boxes that stood where something happened. */
  public static final String BOXES_UNACCOUNTED = "BOXES_UNACCOUNTED";

  /** What is missing at a site was not mended by its day: whose it is, is said with it. */
  public static final String GAP_OVERDUE = "GAP_OVERDUE";

  /** Guards did not pass every point of a site in time, or nobody knows when they should. */
  public static final String ROUND_MISSED = "ROUND_MISSED";

  /** Rain endangers the boxes at a site. */
  public static final String RAIN_DANGER = "RAIN_DANGER";

  /** Rain endangers boxes at many sites of a city at once. */
  public static final String RAIN_SPREAD = "RAIN_SPREAD";

  /** Cameras of a place do not show what they should. */
  public static final String CAMERA_LOST = "CAMERA_LOST";

  /** No camera sees the boxes of a place. */
  public static final String SITE_BLIND = "SITE_BLIND";

  /** A sensor feels smoke, water or too much heat. */
  public static final String SENSOR_ALARM = "SENSOR_ALARM";

  /** A sensor floods, and is not listened to. */
  public static final String SENSOR_MUTED = "SENSOR_MUTED";

  /** A sensor has said nothing for as long as was agreed. */
  public static final String SENSOR_SILENT = "SENSOR_SILENT";

  /** A door was opened, and nobody was written down as coming or leaving. */
  public static final String DOOR_WITHOUT_ENTRY = "DOOR_WITHOUT_ENTRY";

  private static final Duration SILENCE_MAX = Duration.ofDays(1);

  private final Map<FindingId, Finding> all = new LinkedHashMap<>();
  private final Map<String, FindingRule> rules = new HashMap<>();
  private final Map<String, String> agencies = new HashMap<>();
  private final SortedMap<String, String> names = new TreeMap<>();

  /** The regions of each area that is no region itself. */
  private final Map<String, List<String>> areas = new HashMap<>();

  /** Boxes of which a discrepancy is open still. */
  private final Map<FindingId, TreeSet<BoxId>> open = new HashMap<>();

  /** Where each incident is; of an exercise nothing is found. */
  private final Map<Integer, String> incidents = new HashMap<>();

  private final Set<Integer> drills = new HashSet<>();

  /** Where the rounds of each plan are walked. */
  private final Map<Integer, PlaceCode> rounds = new HashMap<>();

  /** Cameras of each place that are lost. */
  private final Map<PlaceCode, Set<CameraId>> lost = new HashMap<>();

  /** When doors were opened of which nobody knows by whom. */
  private final Map<SensorId, Set<Instant>> unentered = new HashMap<>();

  /** All that were ever found, in the order in which they were found first. */
  public Collection<Finding> all() {
    return all.values();
  }

  /** The finding; null when there is none. */
  public @Nullable Finding of(FindingId id) {
    return all.get(id);
  }

  /** A rule as it is set now; null when there is none of this name. */
  public @Nullable FindingRule rule(String name) {
    FindingRule set = rules.get(name);
    return set == null ? FindingRules.usual(name) : set;
  }

  /**
   * What the clock has brought about since it was last asked.
   *
   * @param all how each kecamatan stands now
   */
  public List<Fact> lapses(Collection<Lapse.Standing> all) {
    var facts = new ArrayList<Fact>();
    for (Lapse.Standing one : all) {
      for (Lapse kind : Lapse.values()) {
        Finding before = this.all.get(kind.finding(one.code()));
        boolean isOpen = before != null && before.isActive();
        int tps = kind.tps(one);
        if (tps > 0 && !isOpen) {
          facts.add(new LapseFound(kind, one.code(), tps));
        } else if (tps == 0 && isOpen) {
          facts.add(new LapseEnded(kind, one.code()));
        }
      }
    }
    return facts;
  }

  /** The agency for which a user acts; null when nobody appointed it. */
  public @Nullable String agencyOf(String user) {
    return agencies.get(user);
  }

  /** The names of all agencies, by their codes. */
  public SortedMap<String, String> agencies() {
    return Collections.unmodifiableSortedMap(names);
  }

  /** What can still be saved first: by what must be acted on, how bad it is, and its deadline. */
  public static Comparator<Finding> urgency(Instant now) {
    return Comparator.comparing((Finding one) -> !one.isActive())
        .thenComparing(Finding::severity, Comparator.reverseOrder())
        .thenComparing(one -> one.deadline().isBefore(now))
        .thenComparing(Finding::deadline)
        .thenComparing(Finding::id);
  }

  /** What a desk would hand over now. */
  public DutyOffered.Left left(Desk desk, Instant now) {
    var open = new EnumMap<Severity, Integer>(Severity.class);
    List<String> regions = areas.getOrDefault(desk.territory(), List.of(desk.territory()));
    int unseen = 0;
    int overdue = 0;
    for (Finding one : all.values()) {
      if (one.isActedOnBy(desk.role(), regions, desk.agency())) {
        open.merge(one.severity(), one.isActive() ? 1 : 0, Integer::sum);
        unseen += one.acknowledged() < 0 ? 1 : 0;
        overdue += one.isActive() && one.deadline().isBefore(now) ? 1 : 0;
      }
    }
    return new DutyOffered.Left(
        open.getOrDefault(Severity.CRITICAL, 0),
        open.getOrDefault(Severity.URGENT, 0),
        open.getOrDefault(Severity.ATTENTION, 0),
        open.getOrDefault(Severity.NOTICE, 0),
        unseen,
        overdue);
  }

  /** Takes in a fact that was recorded then; those that are not about findings change nothing. */
  public void apply(long index, Instant recorded, Fact fact) {
    switch (fact) {
      case DiscrepancyFound it -> found(index, recorded, it);
      case DiscrepancyClosed it -> closed(index, it);
      case FindingRaised it ->
          raise(
              new FindingId(it.kind().name(), it.about()),
              index,
              recorded,
              region(it.about()),
              null,
              null);
      case FindingCleared it -> clear(new FindingId(it.kind().name(), it.about()), index);
      case FindingReported it ->
          raise(it.finding(), index, recorded, it.place().region(), it.severity(), null);
      case FindingEnded it -> clear(it.finding(), index);
      case LapseFound it -> raise(it.finding(), index, recorded, it.kecamatan(), null, null);
      case LapseEnded it -> clear(it.finding(), index);
      case PostFellSilent it ->
          raise(silent(it.number()), index, recorded, it.kelurahan().digits(), null, null);
      case PostSilenceEnded it -> clear(silent(it.number()), index);
      case UnaskedEntryFound it -> raise(unasked(it.tps()), index, recorded, it.tps(), null, null);
      case UnaskedEntryExplained it -> clear(unasked(it.tps()), index);
      case HelpLapsed it -> {
        String region = it.region().length() <= 2 ? "" : it.region();
        raise(HelpLapsed.finding(it.help()), index, recorded, region, null, it.agency());
      }
      case HelpAnswered it -> clear(HelpLapsed.finding(it.help()), index);
      case HelpEnded it -> clear(HelpLapsed.finding(it.help()), index);
      case BreachFound it -> {
        FindingId id = breach(it.breach(), it.visit());
        raise(id, index, recorded, it.place().region(), null, null);
      }
      case BreachEnded it -> clear(breach(it.breach(), it.visit()), index);
      case SiteLapseFound it -> {
        FindingId id = site(it.lapse(), it.place());
        raise(id, index, recorded, it.place().region(), null, null);
      }
      case SiteLapseEnded it -> clear(site(it.lapse(), it.place()), index);
      case GapOverdue it -> {
        FindingId id = overdue(it.place(), it.item());
        raise(id, index, recorded, it.place().region(), null, null);
        all.computeIfPresent(id, (any, one) -> ruled(one, one.rule().of(it.owner())));
      }
      case GapOverdueEnded it -> clear(overdue(it.place(), it.item()), index);
      case RainDangerFound it ->
          raise(rain(it.place()), index, recorded, it.place().region(), null, null);
      case RainDangerEnded it -> clear(rain(it.place()), index);
      case RainSpreadFound it ->
          raise(rain(it.city()), index, recorded, it.city().digits(), null, null);
      case RainSpreadEnded it -> clear(rain(it.city()), index);
      case RoundsPlanned it -> rounds.put(it.number(), it.place());
      case RoundSettled it -> rounds(it.plan(), it.isMissed(), index, recorded);
      case RoundsEnded it ->
          rounds(it.plan(), it.why() == RoundsEnded.Why.SEED_LOST, index, recorded);
      case IncidentOpened it -> opened(index, recorded, it);
      case StepOverdue it -> ofIncident(STEP_OVERDUE, it.number(), index, recorded);
      case FrozenBoxMoved it -> ofIncident(FROZEN_BOX_MOVED, it.number(), index, recorded);
      case BoxesUnaccounted it -> ofIncident(BOXES_UNACCOUNTED, it.number(), index, recorded);
      case StepOpened it -> clear(incident(STEP_OVERDUE, it.number()), index);
      case RunEnded it -> clear(incident(STEP_OVERDUE, it.number()), index);
      case BoxesAccounted it -> {
        if (it.unknown() == 0) {
          clear(incident(BOXES_UNACCOUNTED, it.number()), index);
        }
      }
      case IncidentClosed it ->
          List.of(INCIDENT_OPEN, STEP_OVERDUE, FROZEN_BOX_MOVED, BOXES_UNACCOUNTED)
              .forEach(rule -> clear(incident(rule, it.number()), index));
      case CameraLost it -> {
        lost.computeIfAbsent(it.camera().place(), any -> new TreeSet<>()).add(it.camera());
        raise(camera(it.camera()), index, recorded, it.camera().place().region(), null, null);
      }
      case CameraReturned it -> found(it.camera(), index);
      case CameraUnlisted it -> found(it.camera(), index);
      case SiteBlind it ->
          raise(blind(it.place()), index, recorded, it.place().region(), null, null);
      case SiteSeen it -> clear(blind(it.place()), index);
      case SensorTurned it -> turned(index, recorded, it);
      case SensorMuted it -> {
        if (it.muted()) {
          ofSensor(SENSOR_MUTED, it.sensor(), index, recorded);
        } else {
          clear(sensor(SENSOR_MUTED, it.sensor()), index);
        }
      }
      case SensorSilent it -> {
        if (it.silent()) {
          ofSensor(SENSOR_SILENT, it.sensor(), index, recorded);
        } else {
          clear(sensor(SENSOR_SILENT, it.sensor()), index);
        }
      }
      case DoorUnentered it -> {
        unentered.computeIfAbsent(it.sensor(), any -> new HashSet<>()).add(it.at());
        ofSensor(DOOR_WITHOUT_ENTRY, it.sensor(), index, recorded);
      }
      case DoorExplained it -> explained(it, index);
      case SensorUnlisted it ->
          List.of(SENSOR_ALARM, SENSOR_MUTED, SENSOR_SILENT, DOOR_WITHOUT_ENTRY)
              .forEach(rule -> unlisted(sensor(rule, it.sensor()), index));
      case FindingActed it -> act(index, it);
      case FindingRuleSet it -> set(it.rule());
      case AgencyListed it -> names.put(it.code(), it.name().text());
      case UserAppointed it -> agencies.put(it.user(), it.agency());
      case AreaDrawn it ->
          areas.put(it.code(), it.regions().stream().map(RegionCode::digits).toList());
      default -> {}
    }
  }

  /** The finding that a fact is about, which was not taken in yet; null when it is about none. */
  public @Nullable FindingId about(Fact fact) {
    return switch (fact) {
      case DiscrepancyFound it -> id(it.kind(), it.about(), it.boxes());
      case DiscrepancyClosed it -> about(it);
      case FindingRaised it -> new FindingId(it.kind().name(), it.about());
      case FindingCleared it -> new FindingId(it.kind().name(), it.about());
      case FindingReported it -> it.finding();
      case FindingEnded it -> it.finding();
      case LapseFound it -> it.finding();
      case LapseEnded it -> it.finding();
      case PostFellSilent it -> silent(it.number());
      case PostSilenceEnded it -> silent(it.number());
      case UnaskedEntryFound it -> unasked(it.tps());
      case UnaskedEntryExplained it -> unasked(it.tps());
      case HelpLapsed it -> HelpLapsed.finding(it.help());
      case HelpAnswered it -> HelpLapsed.finding(it.help());
      case HelpEnded it -> HelpLapsed.finding(it.help());
      case IncidentOpened it -> incident(INCIDENT_OPEN, it.number());
      case IncidentClosed it -> incident(INCIDENT_OPEN, it.number());
      case SiteLapseFound it -> site(it.lapse(), it.place());
      case SiteLapseEnded it -> site(it.lapse(), it.place());
      case GapOverdue it -> overdue(it.place(), it.item());
      case GapOverdueEnded it -> overdue(it.place(), it.item());
      case RainDangerFound it -> rain(it.place());
      case RainDangerEnded it -> rain(it.place());
      case RainSpreadFound it -> rain(it.city());
      case RainSpreadEnded it -> rain(it.city());
      case RoundSettled it -> round(it.plan());
      case RoundsEnded it -> round(it.plan());
      case BreachFound it -> breach(it.breach(), it.visit());
      case BreachEnded it -> breach(it.breach(), it.visit());
      case StepOverdue it -> incident(STEP_OVERDUE, it.number());
      case StepOpened it -> incident(STEP_OVERDUE, it.number());
      case RunEnded it -> incident(STEP_OVERDUE, it.number());
      case FrozenBoxMoved it -> incident(FROZEN_BOX_MOVED, it.number());
      case BoxesUnaccounted it -> incident(BOXES_UNACCOUNTED, it.number());
      case BoxesAccounted it -> incident(BOXES_UNACCOUNTED, it.number());
      case CameraLost it -> camera(it.camera());
      case CameraReturned it -> camera(it.camera());
      case SiteBlind it -> blind(it.place());
      case SiteSeen it -> blind(it.place());
      case SensorTurned it -> it.kind().isAlarm() ? sensor(SENSOR_ALARM, it.sensor()) : null;
      // Of all that ends with it the alarm is what somebody waits to hear of.
      case SensorUnlisted it -> sensor(SENSOR_ALARM, it.sensor());
      case SensorMuted it -> sensor(SENSOR_MUTED, it.sensor());
      case SensorSilent it -> sensor(SENSOR_SILENT, it.sensor());
      case DoorUnentered it -> sensor(DOOR_WITHOUT_ENTRY, it.sensor());
      case DoorExplained it -> sensor(DOOR_WITHOUT_ENTRY, it.sensor());
      case FindingActed it -> it.finding();
      default -> null;
    };
  }

  private static FindingId silent(int post) {
    return new FindingId(POST_SILENT, "post:" + post);
  }

  private static FindingId incident(String rule, int number) {
    return new FindingId(rule, "incident:" + number);
  }

  private void opened(long index, Instant recorded, IncidentOpened it) {
    incidents.put(it.number(), it.region());
    if (it.isDrill()) {
      drills.add(it.number());
    } else {
      // A procedure that takes days endangers no vote while it goes on.
      Severity how = it.kind().isEmergency() ? null : Severity.ATTENTION;
      raise(incident(INCIDENT_OPEN, it.number()), index, recorded, it.region(), how, null);
    }
  }

  private void ofIncident(String rule, int number, long index, Instant recorded) {
    if (!drills.contains(number)) {
      String region = incidents.getOrDefault(number, "");
      raise(incident(rule, number), index, recorded, region, null, null);
    }
  }

  private static FindingId camera(CameraId camera) {
    return new FindingId(CAMERA_LOST, "place:" + camera.place());
  }

  private static FindingId blind(PlaceCode place) {
    return new FindingId(SITE_BLIND, "place:" + place);
  }

  private static FindingId sensor(String rule, SensorId sensor) {
    return new FindingId(rule, "sensor:" + sensor);
  }

  /** One finding for all cameras of a place: it is over when the last is back. */
  private void found(CameraId camera, long index) {
    Set<CameraId> left = lost.get(camera.place());
    if (left != null) {
      left.remove(camera);
      if (left.isEmpty()) {
        lost.remove(camera.place());
        clear(camera(camera), index);
      }
    }
  }

  private void ofSensor(String rule, SensorId sensor, long index, Instant recorded) {
    raise(sensor(rule, sensor), index, recorded, sensor.place().region(), null, null);
  }

  private void turned(long index, Instant recorded, SensorTurned it) {
    if (it.on() && it.kind().isAlarm()) {
      ofSensor(SENSOR_ALARM, it.sensor(), index, recorded);
    } else if (!it.on()) {
      clear(sensor(SENSOR_ALARM, it.sensor()), index);
    }
  }

  /** One finding for all openings of a door: it is over when the last is explained. */
  private void explained(DoorExplained it, long index) {
    Set<Instant> left = unentered.getOrDefault(it.sensor(), new HashSet<>());
    left.remove(it.at());
    if (left.isEmpty()) {
      unentered.remove(it.sensor());
      clear(sensor(DOOR_WITHOUT_ENTRY, it.sensor()), index);
    }
  }

  private static FindingId breach(Breach breach, int visit) {
    return new FindingId(breach.rule(), "visit:" + visit);
  }

  private static FindingId site(SiteLapse lapse, PlaceCode place) {
    return new FindingId(lapse.rule(), "place:" + place);
  }

  private static FindingId overdue(PlaceCode place, String item) {
    return new FindingId(GAP_OVERDUE, "gap:" + place + "/" + item);
  }

  private static FindingId rain(PlaceCode place) {
    return new FindingId(RAIN_DANGER, "place:" + place);
  }

  private static FindingId rain(RegionCode city) {
    return new FindingId(RAIN_SPREAD, "region:" + city);
  }

  private @Nullable FindingId round(int plan) {
    PlaceCode place = rounds.get(plan);
    return place == null ? null : new FindingId(ROUND_MISSED, "place:" + place);
  }

  private void rounds(int plan, boolean isMissed, long index, Instant recorded) {
    PlaceCode place = rounds.get(plan);
    FindingId id = round(plan);
    if (place == null || id == null) {
      return;
    }
    if (isMissed) {
      raise(id, index, recorded, place.region(), null, null);
    } else {
      clear(id, index);
    }
  }

  private static FindingId unasked(String tps) {
    return new FindingId(ENTRY_UNASKED, "tps:" + tps);
  }

  private static FindingId id(Discrepancy kind, @Nullable Id about, List<BoxId> boxes) {
    String what =
        about != null
            ? "statement:" + about
            : "box:" + (boxes.isEmpty() ? "none" : boxes.getFirst().toString());
    return new FindingId(kind.name(), what);
  }

  private void found(long index, Instant recorded, DiscrepancyFound it) {
    FindingId id = id(it.kind(), it.about(), it.boxes());
    String region = it.boxes().isEmpty() ? "" : it.boxes().getFirst().tps();
    raise(id, index, recorded, region, null, null);
    open.computeIfAbsent(id, any -> new TreeSet<>()).addAll(it.boxes());
  }

  private FindingId about(DiscrepancyClosed it) {
    FindingId id = id(it.kind(), it.about(), it.boxes());
    if (it.about() != null) {
      return id;
    }
    // At the start of a chain it is about the first of its boxes, which may not be among these.
    return open.entrySet().stream()
        .filter(one -> one.getKey().rule().equals(it.kind().name()))
        .filter(one -> one.getKey().about().startsWith("box:"))
        .filter(one -> it.boxes().stream().anyMatch(one.getValue()::contains))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(id);
  }

  private void closed(long index, DiscrepancyClosed it) {
    FindingId id = about(it);
    TreeSet<BoxId> left = open.get(id);
    if (left != null) {
      it.boxes().forEach(left::remove);
      if (left.isEmpty()) {
        open.remove(id);
        clear(id, index);
      }
    }
  }

  /** Digits of what a holder or place belongs to; nothing where its code does not say. */
  private static String region(String about) {
    String code = about.substring(about.indexOf(':') + 1);
    return switch (about.substring(0, about.indexOf(':'))) {
      case "box" -> code.length() >= 13 ? code.substring(0, 13) : "";
      case "used", "spoiled", "unused" -> code.replaceFirst("[^0-9].*", "");
      case "place", "store", "damaged", "table", "discrepancy", "revote", "destroyed" ->
          code.replaceFirst("^[A-Z]+", "").replaceFirst("[^0-9].*", "");
      default -> "";
    };
  }

  /** Found anew after it had ended it begins anew; while it is so it gets more evidence. */
  private void raise(
      FindingId id,
      long index,
      Instant recorded,
      String region,
      @Nullable Severity severity,
      @Nullable String agency) {
    FindingRule rule = Objects.requireNonNull(rule(id.rule()), "a rule that is on no list");
    Finding before = all.get(id);
    if (before == null || !before.isActive()) {
      // What was reported is as bad as its agency says.
      Severity how = severity == null ? rule.severity() : severity;
      all.put(
          id,
          new Finding(
              id, rule, how, region, recorded, List.of(index), -1, -1, agency, null, List.of()));
    } else if (before.evidence().size() < Finding.EVIDENCE_MAX) {
      all.put(id, with(before, more(before.evidence(), index), before.cleared()));
    }
  }

  /** Nobody has said that it is over: the entry by which it ends stands with the evidence. */
  private void unlisted(FindingId id, long index) {
    Finding before = all.get(id);
    if (before != null && before.isActive()) {
      all.put(id, with(before, more(before.evidence(), index), index));
    }
  }

  private void clear(FindingId id, long index) {
    Finding before = all.get(id);
    if (before != null && before.isActive()) {
      all.put(id, with(before, before.evidence(), index));
    }
  }

  private static Finding with(Finding one, List<Long> evidence, long cleared) {
    return new Finding(
        one.id(),
        one.rule(),
        one.severity(),
        one.region(),
        one.since(),
        evidence,
        cleared,
        one.acknowledged(),
        one.agency(),
        one.silencedUntil(),
        one.acts());
  }

  private void act(long index, FindingActed it) {
    all.computeIfPresent(
        it.finding(),
        (id, one) ->
            new Finding(
                id,
                one.rule(),
                one.severity(),
                one.region(),
                one.since(),
                one.evidence(),
                one.cleared(),
                it.act() == FindingActed.Act.ACKNOWLEDGED && one.acknowledged() < 0
                    ? index
                    : one.acknowledged(),
                it.agency() == null ? one.agency() : it.agency(),
                it.until() == null ? one.silencedUntil() : it.until(),
                more(one.acts(), index)));
  }

  private void set(FindingRule rule) {
    rules.put(rule.name(), rule);
    boolean isOfItsOwner = rule.name().equals(GAP_OVERDUE);
    all.replaceAll((id, one) ->
        id.rule().equals(rule.name())
            ? ruled(one, isOfItsOwner ? rule.of(one.rule().owner()) : rule)
            : one);
  }

  private static Finding ruled(Finding one, FindingRule rule) {
    return new Finding(
        one.id(),
        rule,
        rule.name().equals(FindingReported.RULE) ? one.severity() : rule.severity(),
        one.region(),
        one.since(),
        one.evidence(),
        one.cleared(),
        one.acknowledged(),
        one.agency(),
        one.silencedUntil(),
        one.acts());
  }

  private static List<Long> more(List<Long> before, long index) {
    var more = new ArrayList<>(before);
    more.add(index);
    return more;
  }

  /** Why this may not be said now; null when it may. */
  public @Nullable Refusal refusal(FindingActed act, Instant now) {
    Finding one = all.get(act.finding());
    if (one == null) {
      return Refusal.FINDING_UNKNOWN;
    }
    return switch (act.act()) {
      case ACKNOWLEDGED -> one.acknowledged() >= 0 ? Refusal.FINDING_ACKNOWLEDGED : null;
      case NOTED, PICTURED -> null;
      case ASSIGNED -> {
        if (one.state() == Finding.State.ENDED) {
          yield Refusal.FINDING_ENDED;
        }
        yield names.containsKey(Objects.requireNonNull(act.agency()))
            ? null
            : Refusal.AGENCY_UNKNOWN;
      }
      case SILENCED -> {
        Instant until = Objects.requireNonNull(act.until());
        if (one.state() == Finding.State.ENDED) {
          yield Refusal.FINDING_ENDED;
        }
        yield until.isAfter(now) && !until.isAfter(now.plus(SILENCE_MAX))
            ? null
            : Refusal.SILENCE_TOO_LONG;
      }
    };
  }

  /** Why this may not be reported; null when it may. */
  public @Nullable Refusal refusal(FindingReported report) {
    if (!report.agency().equals(agencies.get(report.by()))) {
      return Refusal.FINDING_OF_ANOTHER;
    }
    return all.containsKey(report.finding()) ? Refusal.RECORD_TAKEN : null;
  }

  /** Why this may not be ended; null when it may: by the agency that reported it, once. */
  public @Nullable Refusal refusal(FindingEnded end) {
    Finding one = all.get(end.finding());
    if (one == null) {
      return Refusal.FINDING_UNKNOWN;
    }
    if (!end.agency().equals(agencies.get(end.by()))) {
      return Refusal.FINDING_OF_ANOTHER;
    }
    return one.isActive() ? null : Refusal.FINDING_ENDED;
  }
}
