package id.segel.core.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.assistance.UnaskedEntryExplained;
import id.segel.core.assistance.UnaskedEntryFound;
import id.segel.core.box.BoxId;
import id.segel.core.camera.CameraId;
import id.segel.core.camera.CameraLost;
import id.segel.core.camera.CameraReturned;
import id.segel.core.camera.CameraState;
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
import id.segel.core.fact.MalformedException;
import id.segel.core.finding.Finding.State;
import id.segel.core.finding.Findings.Refusal;
import id.segel.core.incident.BoxFate;
import id.segel.core.incident.BoxesAccounted;
import id.segel.core.incident.BoxesUnaccounted;
import id.segel.core.incident.FrozenBoxMoved;
import id.segel.core.incident.IncidentClosed;
import id.segel.core.incident.IncidentKind;
import id.segel.core.incident.IncidentOpened;
import id.segel.core.incident.RunEnded;
import id.segel.core.incident.StepOpened;
import id.segel.core.incident.StepOverdue;
import id.segel.core.personnel.AgencyListed;
import id.segel.core.personnel.Role;
import id.segel.core.personnel.UserAppointed;
import id.segel.core.post.PostFellSilent;
import id.segel.core.post.PostSilenceEnded;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionName;
import id.segel.core.sensor.DoorExplained;
import id.segel.core.sensor.DoorUnentered;
import id.segel.core.sensor.SensorId;
import id.segel.core.sensor.SensorKind;
import id.segel.core.sensor.SensorMuted;
import id.segel.core.sensor.SensorSilent;
import id.segel.core.sensor.SensorTurned;
import id.segel.core.sensor.SensorUnlisted;
import id.segel.core.stock.FindingCleared;
import id.segel.core.stock.FindingRaised;
import id.segel.core.stock.StockFinding;
import id.segel.core.warehouse.GapOverdue;
import id.segel.core.warehouse.GapOverdueEnded;
import id.segel.core.warehouse.RoundSettled;
import id.segel.core.warehouse.RoundsPlanned;
import id.segel.core.warehouse.SiteLapse;
import id.segel.core.warehouse.SiteLapseEnded;
import id.segel.core.warehouse.SiteLapseFound;
import id.segel.core.weather.Rain;
import id.segel.core.weather.RainDangerEnded;
import id.segel.core.weather.RainDangerFound;
import id.segel.core.weather.RainSpreadEnded;
import id.segel.core.weather.RainSpreadFound;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is a finding, how it goes its way, and who is told when nobody sees it. */
class FindingsTest {

  private static final Instant NOON = Instant.parse("2024-02-13T05:00:00Z");
  private static final Id HANDOVER = Id.ofText(new byte[] {1});
  private static final BoxId A = BoxId.of("3171011001147", 1, 1);
  private static final BoxId B = BoxId.of("3171011001147", 2, 1);
  private static final String RINA = "0badc0de";
  private static final CameraId CAMERA = CameraId.parse("C-K317101-2");
  private static final SensorId SENSOR = SensorId.parse("S-K317101-1");
  private static final String BUDI = "0badbeef";
  private static final FindingId BROKEN = new FindingId("SEAL_BROKEN", "statement:" + HANDOVER);

  private final Findings findings = new Findings();
  private long index = 100;

  /** Whatever custody and stock can find has a rule of its name, and no rule is left over. */
  @Test
  void everyKindHasARule() {
    Set<String> kinds =
        Stream.concat(
                Stream.of(Discrepancy.values()).map(Enum::name),
                Stream.of(StockFinding.values()).map(Enum::name))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Discrepancy.values().length + StockFinding.values().length, kinds.size());
    Stream.of(Lapse.values()).map(Enum::name).forEach(kinds::add);
    Stream.of(Breach.values()).map(Breach::rule).forEach(kinds::add);
    Stream.of(SiteLapse.values()).map(SiteLapse::rule).forEach(kinds::add);
    kinds.addAll(
        List.of(
            FindingReported.RULE,
            HelpLapsed.RULE,
            Findings.POST_SILENT,
            Findings.ENTRY_UNASKED,
            Findings.INCIDENT_OPEN,
            Findings.STEP_OVERDUE,
            Findings.FROZEN_BOX_MOVED,
            Findings.BOXES_UNACCOUNTED,
            Findings.RAIN_DANGER,
            Findings.RAIN_SPREAD,
            Findings.GAP_OVERDUE,
            Findings.ROUND_MISSED,
            Findings.CAMERA_LOST,
            Findings.SITE_BLIND,
            Findings.SENSOR_ALARM,
            Findings.SENSOR_MUTED,
            Findings.SENSOR_SILENT,
            Findings.DOOR_WITHOUT_ENTRY));
    assertEquals(
        kinds,
        FindingRules.all().stream()
            .map(FindingRule::name)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** Raises, and does not: for each kind a fact that says so, and one that says another. */
  @Test
  void everyRuleRaisesItsOwnAndNoOther() {
    for (FindingRule rule : FindingRules.all()) {
      var alone = new Findings();
      alone.apply(0, NOON, planned());
      alone.apply(1, NOON, raising(rule.name()));
      assertEquals(List.of(rule.name()), alone.all().stream().map(one -> one.id().rule()).toList());
      Finding found = alone.all().iterator().next();
      assertEquals(rule, found.rule());
      assertEquals(State.OPEN, found.state());
      var none = new Findings();
      none.apply(0, NOON, planned());
      none.apply(1, NOON, clearing(rule.name()));
      assertEquals(List.of(), List.copyOf(none.all()), rule.name());
      alone.apply(2, NOON, clearing(rule.name()));
      assertEquals(State.CLEARED, alone.all().iterator().next().state(), rule.name());
    }
  }

  private static Fact raising(String rule) {
    for (Discrepancy kind : Discrepancy.values()) {
      if (kind.name().equals(rule)) {
        return new DiscrepancyFound(kind, HANDOVER, List.of(HANDOVER), List.of(A));
      }
    }
    for (Lapse kind : Lapse.values()) {
      if (kind.name().equals(rule)) {
        return new LapseFound(kind, "317101", 3);
      }
    }
    for (Breach kind : Breach.values()) {
      if (kind.rule().equals(rule)) {
        return new BreachFound(kind, new PlaceCode("K317101"), 12);
      }
    }
    for (SiteLapse kind : SiteLapse.values()) {
      if (kind.rule().equals(rule)) {
        return new SiteLapseFound(kind, new PlaceCode("K317101"), 785);
      }
    }
    return switch (rule) {
      case FindingReported.RULE -> report(Severity.URGENT);
      case HelpLapsed.RULE -> new HelpLapsed(12, "317101", "KPU-DKI");
      case Findings.POST_SILENT ->
          new PostFellSilent(7, new RegionCode("3171011001"), NOON.minusSeconds(600));
      case Findings.ENTRY_UNASKED -> new UnaskedEntryFound("3171011001147", NOON);
      case Findings.INCIDENT_OPEN -> incident(12, IncidentKind.FIRE, false);
      case Findings.STEP_OVERDUE -> new StepOverdue(12, "padamkan");
      case Findings.FROZEN_BOX_MOVED -> new FrozenBoxMoved(12, HANDOVER, List.of(A));
      case Findings.BOXES_UNACCOUNTED -> new BoxesUnaccounted(12, 785);
      case Findings.RAIN_DANGER ->
          new RainDangerFound(
              new PlaceCode("K317101"),
              Rain.Cause.WARNING,
              NOON,
              NOON.plusSeconds(3_600),
              785,
              HANDOVER);
      case Findings.RAIN_SPREAD -> new RainSpreadFound(new RegionCode("3171"), 7, 2_100);
      case Findings.GAP_OVERDUE -> overdue(Role.KPU_KOTA);
      case Findings.ROUND_MISSED -> new RoundSettled(3, 0, NOON, 1, 2);
      case Findings.CAMERA_LOST -> new CameraLost(CAMERA, CameraState.COVERED);
      case Findings.SITE_BLIND -> new SiteBlind(CAMERA.place(), NOON, 785);
      case Findings.SENSOR_ALARM -> new SensorTurned(SENSOR, SensorKind.SMOKE, true, NOON);
      case Findings.SENSOR_MUTED -> new SensorMuted(SENSOR, true);
      case Findings.SENSOR_SILENT -> new SensorSilent(SENSOR, true, NOON);
      case Findings.DOOR_WITHOUT_ENTRY -> new DoorUnentered(SENSOR, NOON);
      default -> new FindingRaised(StockFinding.parse(rule), "box:" + A, null, 0);
    };
  }

  private static Fact clearing(String rule) {
    for (Discrepancy kind : Discrepancy.values()) {
      if (kind.name().equals(rule)) {
        return new DiscrepancyClosed(kind, HANDOVER, HANDOVER, List.of(A));
      }
    }
    for (Lapse kind : Lapse.values()) {
      if (kind.name().equals(rule)) {
        return new LapseEnded(kind, "317101");
      }
    }
    for (Breach kind : Breach.values()) {
      if (kind.rule().equals(rule)) {
        return new BreachEnded(kind, new PlaceCode("K317101"), 12);
      }
    }
    for (SiteLapse kind : SiteLapse.values()) {
      if (kind.rule().equals(rule)) {
        return new SiteLapseEnded(kind, new PlaceCode("K317101"));
      }
    }
    return switch (rule) {
      case FindingReported.RULE -> new FindingEnded("BAWASLU-DKI", "012-LHP", RINA);
      case HelpLapsed.RULE -> new HelpEnded(12, "KPU-DKI", RINA);
      case Findings.POST_SILENT -> new PostSilenceEnded(7);
      case Findings.ENTRY_UNASKED -> new UnaskedEntryExplained("3171011001147");
      case Findings.INCIDENT_OPEN -> new IncidentClosed(12, RINA);
      case Findings.STEP_OVERDUE -> new RunEnded(12);
      case Findings.FROZEN_BOX_MOVED -> new IncidentClosed(12, RINA);
      case Findings.RAIN_DANGER -> new RainDangerEnded(new PlaceCode("K317101"));
      case Findings.RAIN_SPREAD -> new RainSpreadEnded(new RegionCode("3171"));
      case Findings.BOXES_UNACCOUNTED -> new BoxesAccounted(12, BoxFate.SAFE, List.of(A), 0, RINA);
      case Findings.GAP_OVERDUE -> new GapOverdueEnded(new PlaceCode("K317101"), "apar");
      case Findings.ROUND_MISSED -> new RoundSettled(3, 1, NOON, 2, 2);
      case Findings.CAMERA_LOST -> new CameraReturned(CAMERA);
      case Findings.SITE_BLIND -> new SiteSeen(CAMERA.place());
      case Findings.SENSOR_ALARM -> new SensorTurned(SENSOR, SensorKind.SMOKE, false, NOON);
      case Findings.SENSOR_MUTED -> new SensorMuted(SENSOR, false);
      case Findings.SENSOR_SILENT -> new SensorSilent(SENSOR, false, NOON);
      case Findings.DOOR_WITHOUT_ENTRY -> new DoorExplained(SENSOR, NOON);
      default -> new FindingCleared(StockFinding.parse(rule), "box:" + A);
    };
  }

  private static GapOverdue overdue(Role owner) {
    return new GapOverdue(new PlaceCode("K317101"), "apar", owner, LocalDate.of(2024, 2, 10));
  }

  /** Whoever is to mend it acts on it, also after the rule was set. */
  @Test
  void whatIsOverdueIsOfItsOwner() {
    var findings = new Findings();
    findings.apply(0, NOON, overdue(Role.POLRES));
    var rule = new FindingRule(Findings.GAP_OVERDUE, Severity.URGENT, Role.KPU_PROVINSI, 30, 60);
    findings.apply(1, NOON, new FindingRuleSet(rule, RINA));
    Finding one = findings.all().iterator().next();
    assertEquals(List.of(Role.POLRES), one.told(NOON));
    assertEquals(Severity.URGENT, one.severity());
    assertEquals("317101", one.region());
  }

  /** Two cameras of a place are one finding, which is over when both are back. */
  @Test
  void aPlaceIsLostUntilItsLastCameraIsBack() {
    var findings = new Findings();
    var other = new CameraId(CAMERA.place(), 3);
    findings.apply(0, NOON, new CameraLost(CAMERA, CameraState.OFFLINE));
    findings.apply(1, NOON, new CameraLost(other, CameraState.DARK));
    findings.apply(2, NOON, new CameraReturned(CAMERA));
    Finding one = findings.all().iterator().next();
    assertEquals(State.OPEN, one.state());
    assertEquals(List.of(0L, 1L), one.evidence());
    findings.apply(3, NOON, new CameraUnlisted(other, RINA));
    assertEquals(State.CLEARED, findings.all().iterator().next().state());
    assertEquals(1, findings.all().size());
  }

  /** It is not over because nobody listens, and so says why it is closed. */
  @Test
  void anAlarmEndsWithItsSensorAndNamesTheEntry() {
    var findings = new Findings();
    var off = new SensorUnlisted(SENSOR, RINA);
    findings.apply(4, NOON, new SensorTurned(SENSOR, SensorKind.SMOKE, true, NOON));
    findings.apply(5, NOON, off);
    Finding one = findings.all().iterator().next();
    assertEquals(State.CLEARED, one.state());
    assertEquals(List.of(4L, 5L), one.evidence());
    assertEquals(one.id(), findings.about(off), "whoever was told of it hears of its end");
  }

  /** That a door is shut explains nothing, and one entry not two openings. */
  @Test
  void aDoorIsFoundUntilEachOpeningIsExplained() {
    var findings = new Findings();
    Instant later = NOON.plusSeconds(600);
    findings.apply(0, NOON, new SensorTurned(SENSOR, SensorKind.DOOR, true, NOON));
    findings.apply(1, NOON, new SensorTurned(SENSOR, SensorKind.DOOR, false, NOON));
    findings.apply(2, NOON, new DoorUnentered(SENSOR, NOON));
    findings.apply(3, NOON, new DoorUnentered(SENSOR, later));
    findings.apply(4, NOON, new SensorTurned(SENSOR, SensorKind.DOOR, false, later));
    findings.apply(5, NOON, new DoorExplained(SENSOR, NOON));
    assertEquals(State.OPEN, findings.all().iterator().next().state());
    findings.apply(6, NOON, new DoorExplained(SENSOR, later));
    assertEquals(State.CLEARED, findings.all().iterator().next().state());
  }

  private static RoundsPlanned planned() {
    Instant end = NOON.plus(Duration.ofHours(10));
    return new RoundsPlanned(3, new PlaceCode("K317101"), NOON, end, 120, 20, HANDOVER, RINA);
  }

  private static IncidentOpened incident(int number, IncidentKind kind, boolean isDrill) {
    return new IncidentOpened(
        number,
        kind,
        List.of(new PlaceCode("K317101"), new PlaceCode("P3171011001")),
        NOON,
        isDrill,
        IncidentOpened.Source.PERSON,
        null,
        0,
        null,
        RINA);
  }

  /** An emergency, a procedure, an exercise: what is found of each, and how bad it is. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          FIRE           | false | CRITICAL  | 317101
          VOTE_POSTPONED | false | ATTENTION | 317101
          FIRE           | true  | -         | -
          """)
  void ofAnExerciseNothingIsFound(
      IncidentKind kind, boolean isDrill, @Nullable Severity severity, @Nullable String region) {
    say(
        incident(12, kind, isDrill),
        new StepOverdue(12, "padamkan"),
        new FrozenBoxMoved(12, HANDOVER, List.of(A)),
        new BoxesUnaccounted(12, 785));
    assertEquals(isDrill ? 0 : 4, findings.all().size());
    Finding open = findings.of(new FindingId(Findings.INCIDENT_OPEN, "incident:12"));
    assertEquals(severity, open == null ? null : open.severity());
    assertEquals(region, open == null ? null : open.region());
    say(new StepOpened(12, "hitung", null));
    say(new BoxesAccounted(12, BoxFate.SAFE, List.of(A), 784, RINA));
    assertEquals(
        isDrill ? 0 : 3, findings.all().stream().filter(Finding::isActive).count(), "the step");
    say(new BoxesAccounted(12, BoxFate.SAFE, List.of(A), 0, RINA));
    assertEquals(
        isDrill ? 0 : 2, findings.all().stream().filter(Finding::isActive).count(), "the boxes");
    say(new IncidentClosed(12, RINA));
    assertEquals(0, findings.all().stream().filter(Finding::isActive).count());
  }

  private static FindingReported report(Severity severity) {
    return new FindingReported(
        "BAWASLU-DKI", "012-LHP", severity, new PlaceCode("T3171011001147"), HANDOVER, RINA);
  }

  @Test
  void aFindingGoesItsWay() {
    say(found(A, B));
    assertEquals(State.OPEN, state());
    assertEquals("3171011001147", one().region());
    say(new DiscrepancyClosed(Discrepancy.SEAL_BROKEN, HANDOVER, HANDOVER, List.of(A)));
    assertEquals(State.OPEN, state(), "of one box it is so still");
    say(FindingActed.acknowledged(BROKEN, RINA));
    assertEquals(State.ACKNOWLEDGED, state());
    say(FindingActed.noted(BROKEN, HANDOVER, RINA), FindingActed.assigned(BROKEN, "POLDA", RINA));
    assertEquals("POLDA", one().agency());
    say(new DiscrepancyClosed(Discrepancy.SEAL_BROKEN, HANDOVER, HANDOVER, List.of(B)));
    assertEquals(State.ENDED, state());
    assertEquals(List.of(100L), one().evidence());
    assertEquals(List.of(102L, 103L, 104L), one().acts());
    say(found(B));
    assertEquals(State.OPEN, state(), "found anew it begins anew");
    assertEquals(List.of(106L), one().evidence());
  }

  /** What nobody has seen does not disappear by itself. */
  @Test
  void whatIsOverWaitsUntilSomebodySawIt() {
    say(found(A), new DiscrepancyClosed(Discrepancy.SEAL_BROKEN, HANDOVER, HANDOVER, List.of(A)));
    assertEquals(State.CLEARED, state());
    say(FindingActed.acknowledged(BROKEN, RINA));
    assertEquals(State.ENDED, state());
  }

  @Test
  void ofOneMatterOneIsOpen() {
    say(found(A), found(B), found(A));
    assertEquals(1, findings.all().size());
    assertEquals(List.of(100L, 101L, 102L), one().evidence());
  }

  /** At the start of a chain there is no statement that a fork is about. */
  @Test
  void aForkAtTheStartIsAboutItsBox() {
    say(new DiscrepancyFound(Discrepancy.FORK, null, List.of(HANDOVER), List.of(A, B)));
    say(new DiscrepancyClosed(Discrepancy.FORK, null, HANDOVER, List.of(B)));
    var fork = new FindingId("FORK", "box:" + A);
    assertEquals(State.OPEN, Objects.requireNonNull(findings.of(fork)).state());
    say(new DiscrepancyClosed(Discrepancy.FORK, null, HANDOVER, List.of(A)));
    assertEquals(State.CLEARED, Objects.requireNonNull(findings.of(fork)).state());
  }

  /** A broken seal is seen within 10 minutes, and belongs to the city. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
           0 | KPU_KOTA
           9 | KPU_KOTA
          10 | KPU_KOTA KPU_PROVINSI
          99 | KPU_KOTA KPU_PROVINSI
          """)
  void whoIsToldWhenNobodySeesIt(int minutes, String roles) {
    say(found(A));
    assertEquals(roles, told(minutes));
    say(FindingActed.acknowledged(BROKEN, RINA));
    assertEquals("KPU_KOTA", told(minutes), "once it was seen");
  }

  @Test
  void theLadderIsClimbedRungByRung() {
    say(new DiscrepancyFound(Discrepancy.GAP, HANDOVER, List.of(), List.of(A)));
    var gap = new FindingId("GAP", "statement:" + HANDOVER);
    Finding one = Objects.requireNonNull(findings.of(gap));
    assertEquals(List.of(Role.PPK), one.told(NOON));
    assertEquals(List.of(Role.PPK, Role.KPU_KOTA), one.told(NOON.plusSeconds(15 * 60)));
    assertEquals(
        List.of(Role.PPK, Role.KPU_KOTA, Role.KPU_PROVINSI), one.told(NOON.plusSeconds(1_000_000)));
    say(new DiscrepancyFound(Discrepancy.OPENED_UNWITNESSED, HANDOVER, List.of(), List.of(A)));
    Finding opened =
        Objects.requireNonNull(
            findings.of(new FindingId("OPENED_UNWITNESSED", "statement:" + HANDOVER)));
    assertEquals(
        List.of(Role.BAWASLU), opened.told(NOON.plusSeconds(1_000_000)), "nobody above it");
  }

  /**
   * A gap in a kecamatan is the PPK's; the finding is about TPS 147 of 3171011001. Several codes
   * are the regions of an area.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PPK          | 317101     | true
          PPK          | 317102     | false
          KPU_KOTA     | 3171       | true
          KPU_KOTA     | 3172       | false
          KPU_PROVINSI | 31         | true
          PPS          | 3171011001 | false
          POLDA        | 31         | false
          PPK          | 3172 317101 | true
          PPK          | 3172 317102 | false
          BAWASLU      | 31         | false
          ADMIN        | 31         | false
          """)
  void whoMayActOnIt(Role role, String territory, boolean may) {
    say(new DiscrepancyFound(Discrepancy.GAP, HANDOVER, List.of(), List.of(A)));
    var gap = new FindingId("GAP", "statement:" + HANDOVER);
    Finding one = Objects.requireNonNull(findings.of(gap));
    assertEquals(may, one.isActedOnBy(role, List.of(territory.split(" ")), "SOMEBODY"));
    say(FindingActed.assigned(gap, "SOMEBODY", RINA));
    Finding assigned = Objects.requireNonNull(findings.of(gap));
    assertTrue(
        assigned.isActedOnBy(role, List.of(territory.split(" ")), "SOMEBODY"),
        "it was assigned to them");
    assertEquals(may, assigned.isActedOnBy(role, List.of(territory.split(" ")), "ANOTHER"));
  }

  @Test
  void aSilenceHasAnEnd() {
    say(found(A), FindingActed.silenced(BROKEN, NOON.plusSeconds(3_600), RINA));
    assertEquals("KPU_KOTA", told(59));
    assertEquals("KPU_KOTA KPU_PROVINSI", told(60));
    assertEquals(State.OPEN, state(), "it is not seen by being silenced");
  }

  @Test
  void aRuleThatIsSetHoldsForWhatIsOpen() {
    say(found(A));
    say(
        new FindingRuleSet(
            new FindingRule("SEAL_BROKEN", Severity.ATTENTION, Role.PPK, 60, 120), RINA));
    assertEquals(Severity.ATTENTION, one().severity());
    assertEquals("PPK", told(59));
    assertEquals(NOON.plusSeconds(7_200), one().deadline());
    assertThrows(
        MalformedException.class,
        () ->
            new FindingRuleSet(new FindingRule("NO_SUCH", Severity.NOTICE, Role.PPK, 1, 1), RINA));
    assertThrows(
        MalformedException.class,
        () -> new FindingRule("SEAL_BROKEN", Severity.NOTICE, Role.PPK, 10, 5));
    assertThrows(
        MalformedException.class,
        () -> new FindingRule("SEAL_BROKEN", Severity.NOTICE, Role.PPK, 0, 5));
    assertThrows(
        MalformedException.class,
        () -> new FindingRule("SEAL_BROKEN", Severity.NOTICE, Role.PPK, 1, 1_000_000));
  }

  /** What is said by the clock when a kecamatan has so many late and so many silent TPS. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          late | silent | unheard | said at first             | said again | said when all is well
          0    | 0      | 0       | -                         | -          | -
          1    | 0      | 0       | LEG_LATE 1                | -          | LEG_LATE
          0    | 7      | 0       | TPS_SILENT 7              | -          | TPS_SILENT
          0    | 0      | 8       | WATCH_SILENT 8            | -          | WATCH_SILENT
          3    | 2      | 0       | LEG_LATE 3, TPS_SILENT 2  | -          | LEG_LATE, TPS_SILENT
          3    | 0      | 1       | LEG_LATE 3, WATCH_SILENT 1 | -         | LEG_LATE, WATCH_SILENT
          """,
      useHeadersInDisplayName = true)
  void whatDidNotHappenIsFoundOnceAndEnds(
      int late,
      int silent,
      int unheard,
      @Nullable String first,
      @Nullable String again,
      @Nullable String end) {
    assertEquals(first, lapses(late, silent, unheard));
    assertEquals(again, lapses(late, silent, unheard));
    assertEquals(end, lapses(0, 0, 0));
    assertNull(lapses(0, 0, 0));
    assertEquals(first, lapses(late, silent, unheard), "late anew is a finding anew");
    findings.all().forEach(one -> assertEquals("317101", one.region()));
  }

  private @Nullable String lapses(int late, int silent, int unheard) {
    List<Fact> facts =
        findings.lapses(List.of(new Lapse.Standing("317101", late, silent, unheard)));
    facts.forEach(this::say);
    return facts.isEmpty()
        ? null
        : facts.stream()
            .map(fact ->
                switch (fact) {
                  case LapseFound it -> it.kind() + " " + it.tps();
                  case LapseEnded it -> it.kind().name();
                  default -> throw new AssertionError(fact);
                })
            .collect(Collectors.joining(", "));
  }

  /** Nobody but the agency that reported it ends its finding, and nobody reports for another. */
  @Test
  void whatAnAgencyReportsIsItsOwn() {
    say(
        new UserAppointed(RINA, "BAWASLU-DKI", Role.BAWASLU, "31", BUDI),
        new UserAppointed(BUDI, "KPU-DKI", Role.KPU_PROVINSI, "31", BUDI));
    assertNull(findings.refusal(report(Severity.URGENT)));
    assertEquals(
        Refusal.FINDING_OF_ANOTHER,
        findings.refusal(
            new FindingReported(
                "BAWASLU-DKI",
                "1",
                Severity.URGENT,
                new PlaceCode("T3171011001147"),
                HANDOVER,
                BUDI)));
    say(report(Severity.CRITICAL));
    FindingId id = report(Severity.CRITICAL).finding();
    assertEquals(Severity.CRITICAL, Objects.requireNonNull(findings.of(id)).severity());
    assertEquals(Refusal.RECORD_TAKEN, findings.refusal(report(Severity.URGENT)));
    assertEquals(
        Refusal.FINDING_OF_ANOTHER,
        findings.refusal(new FindingEnded("BAWASLU-DKI", "012-LHP", BUDI)));
    assertEquals(
        Refusal.FINDING_UNKNOWN, findings.refusal(new FindingEnded("BAWASLU-DKI", "2", RINA)));
    var end = new FindingEnded("BAWASLU-DKI", "012-LHP", RINA);
    assertNull(findings.refusal(end));
    say(end);
    assertEquals(Refusal.FINDING_ENDED, findings.refusal(end));
  }

  @Test
  void whatMayBeSaidOfAFinding() {
    FindingActed seen = FindingActed.acknowledged(BROKEN, RINA);
    assertEquals(Refusal.FINDING_UNKNOWN, findings.refusal(seen, NOON));
    say(found(A));
    assertNull(findings.refusal(seen, NOON));
    assertEquals(Refusal.SILENCE_TOO_LONG, silence(Duration.ZERO));
    assertNull(silence(Duration.ofHours(24)));
    assertEquals(Refusal.SILENCE_TOO_LONG, silence(Duration.ofHours(25)));
    say(seen);
    assertEquals(Refusal.FINDING_ACKNOWLEDGED, findings.refusal(seen, NOON));
    say(new DiscrepancyClosed(Discrepancy.SEAL_BROKEN, HANDOVER, HANDOVER, List.of(A)));
    assertEquals(Refusal.FINDING_ENDED, silence(Duration.ofHours(1)));
    assertEquals(
        Refusal.FINDING_ENDED,
        findings.refusal(FindingActed.assigned(BROKEN, "POLDA", RINA), NOON));
    assertNull(findings.refusal(FindingActed.noted(BROKEN, HANDOVER, RINA), NOON));
  }

  @Test
  void itIsAssignedToAnAgencyThatThereIs() {
    say(found(A), new AgencyListed("POLDA", new RegionName("Polda Metro Jaya")));
    assertNull(findings.refusal(FindingActed.assigned(BROKEN, "POLDA", RINA), NOON));
    assertEquals(
        Refusal.AGENCY_UNKNOWN,
        findings.refusal(FindingActed.assigned(BROKEN, "POLISI", RINA), NOON));
    assertEquals("Polda Metro Jaya", findings.agencies().get("POLDA"));
  }

  private @Nullable Refusal silence(Duration how) {
    return findings.refusal(FindingActed.silenced(BROKEN, NOON.plus(how), RINA), NOON);
  }

  /** What can still be saved comes first. */
  @Test
  void theQueueIsSortedByWhatCanBeSaved() {
    say(
        new DiscrepancyFound(Discrepancy.CLOCK_OFF, HANDOVER, List.of(), List.of(A)),
        found(A),
        new FindingRaised(StockFinding.LEFT_BEHIND, "box:" + B, null, 0),
        report(Severity.URGENT),
        new FindingRaised(StockFinding.SEALED_EMPTY, "box:" + A, null, 0),
        new FindingCleared(StockFinding.SEALED_EMPTY, "box:" + A));
    assertEquals(
        List.of("LEFT_BEHIND", "SEAL_BROKEN", "REPORTED", "CLOCK_OFF", "SEALED_EMPTY"),
        findings.all().stream()
            .sorted(Findings.urgency(NOON.plusSeconds(60)))
            .map(one -> one.id().rule())
            .toList());
  }

  @Test
  void anActHasJustWhatItNeeds() {
    for (var act : FindingActed.Act.values()) {
      assertThrows(
          MalformedException.class,
          () -> new FindingActed(BROKEN, act, "POLDA", NOON, HANDOVER, HANDOVER, RINA));
    }
    assertThrows(MalformedException.class, () -> FindingActed.acknowledged(BROKEN, "Rina"));
    assertThrows(MalformedException.class, () -> new FindingId("seal", "box:1"));
    assertThrows(MalformedException.class, () -> new FindingId("SEAL", "1"));
    assertThrows(MalformedException.class, () -> FindingId.parse("SEAL"));
    assertEquals(BROKEN, FindingId.parse(BROKEN.toString()));
  }

  private static DiscrepancyFound found(BoxId... boxes) {
    return new DiscrepancyFound(
        Discrepancy.SEAL_BROKEN, HANDOVER, List.of(HANDOVER), List.of(boxes));
  }

  private void say(Fact... facts) {
    for (Fact fact : facts) {
      findings.apply(index++, NOON, fact);
    }
  }

  private Finding one() {
    return Objects.requireNonNull(findings.of(BROKEN));
  }

  private State state() {
    return one().state();
  }

  private String told(int minutes) {
    return one().told(NOON.plusSeconds(60L * minutes)).stream()
        .map(Enum::name)
        .collect(Collectors.joining(" "));
  }
}
