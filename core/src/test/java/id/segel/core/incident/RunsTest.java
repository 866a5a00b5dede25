package id.segel.core.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.incident.Playbook.Due;
import id.segel.core.incident.Playbook.Due.From;
import id.segel.core.incident.Runs.Refusal;
import id.segel.core.personnel.Role;
import id.segel.core.region.ElectionOpened;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.RegionName;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An incident from its beginning to its end: steps, boxes, the clock, and what may not be said. */
class RunsTest {

  private static final String RINA = "0000000a";
  private static final String BUDI = "0000000b";
  private static final Id PICTURE = Id.ofText(new byte[0]);
  private static final Playbook FIRE =
      new Playbook(
          "kebakaran",
          new Playbook.Words("Kebakaran", "Fire"),
          List.of(IncidentKind.FIRE),
          List.of(PlaceCode.Kind.KECAMATAN_STORE),
          new Due(From.BEGIN, 240),
          List.of(
              step("keluar", 1, 1, Playbook.Evidence.CONFIRM, new Due(From.STEP, 5), "jaga"),
              step("jaga", 2, 2, Playbook.Evidence.PHOTO, new Due(From.STEP, 20), "cacah"),
              step("cacah", 2, 1, Playbook.Evidence.COUNT, new Due(From.BEGIN, 60), "padam"),
              question(),
              step("kotak", 1, 1, Playbook.Evidence.BOXES, new Due(From.DAY, 10), Playbook.END)));

  private final Runs runs = new Runs();
  private long index = 100;
  private Instant now = at("18:00");

  private static Playbook.Step step(
      String code, int people, int bodies, Playbook.Evidence evidence, Due due, String next) {
    return new Playbook.Step(
        code,
        new Playbook.Words(code, code),
        List.of(Role.PPK, Role.POLRES, Role.POLDA),
        people,
        bodies,
        false,
        evidence,
        due,
        new Playbook.Escalation(Role.KPU_KOTA, 10),
        false,
        List.of(new Playbook.Answer("", null, next, 1)),
        1);
  }

  private static Playbook.Step question() {
    return new Playbook.Step(
        "padam",
        new Playbook.Words("Padam?", "Out?"),
        List.of(Role.POLRES, Role.POLDA),
        2,
        1,
        false,
        Playbook.Evidence.NONE,
        new Due(From.STEP, 30),
        null,
        true,
        List.of(
            new Playbook.Answer("sudah", new Playbook.Words("Sudah", "Yes"), "kotak", 1),
            new Playbook.Answer("belum", new Playbook.Words("Belum", "No"), "padam", 1)),
        1);
  }

  private static Instant at(String clock) {
    return Instant.parse("2024-02-13T" + clock + ":00Z");
  }

  private static BoxId box(int i) {
    return BoxId.of("3171011001147", 1, i);
  }

  private static NavigableSet<BoxId> boxes(int count) {
    var boxes = new TreeSet<BoxId>();
    for (int i = 1; i <= count; i++) {
      boxes.add(new BoxId(3_171_011_001_001_001L + i * 100L / 99 * 100 + i % 99));
    }
    return boxes;
  }

  private void say(Iterable<? extends Fact> facts) {
    facts.forEach(fact -> runs.apply(index++, now, fact));
  }

  private void open(NavigableSet<BoxId> boxes) {
    var opened =
        new IncidentOpened(
            1,
            IncidentKind.FIRE,
            List.of(new PlaceCode("K317101")),
            at("17:58"),
            false,
            IncidentOpened.Source.PERSON,
            null,
            0,
            null,
            RINA);
    assertNull(runs.refusal(opened));
    say(Runs.opening(opened, boxes, FIRE, 1, now, null));
    assertEquals(Refusal.NUMBER_TAKEN, runs.refusal(opened));
  }

  private Run run() {
    return Objects.requireNonNull(runs.of(1));
  }

  private String step() {
    Run.Step open = run().open();
    return open == null ? "none" : open.code();
  }

  private static StepDone done(
      String step, @Nullable String answer, int count, Role role, String by) {
    return new StepDone(1, step, answer, count, List.of(PICTURE), role, by);
  }

  private void does(StepDone it) {
    assertNull(runs.refusal(it, FIRE, true, now));
    var facts = new ArrayList<Fact>(List.of(it));
    facts.addAll(runs.behind(it, FIRE, now, null));
    say(facts);
  }

  @Test
  void aRunGoesFromItsFirstStepToItsEnd() {
    open(boxes(3));
    assertEquals("keluar", step());
    assertEquals(at("18:05"), Objects.requireNonNull(run().open()).due());
    assertEquals(at("22:00"), Objects.requireNonNull(run().started()).due());
    now = at("18:04");
    does(done("keluar", null, -1, Role.PPK, RINA));
    assertEquals("jaga", step());
    assertEquals(at("18:24"), Objects.requireNonNull(run().open()).due());
    does(done("jaga", null, -1, Role.PPK, RINA));
    assertEquals("jaga", step(), "it is a step for two");
    does(done("jaga", null, -1, Role.POLRES, BUDI));
    assertEquals("cacah", step());
    assertEquals(at("19:00"), Objects.requireNonNull(run().open()).due(), "from the beginning");
    does(done("cacah", null, 12, Role.POLRES, RINA));
    does(done("cacah", null, 12, Role.POLDA, BUDI));
    does(done("padam", "belum", -1, Role.POLRES, RINA));
    does(done("padam", "belum", -1, Role.POLDA, BUDI));
    assertEquals("padam", step(), "it is asked again");
    does(done("padam", "sudah", -1, Role.POLRES, RINA));
    does(done("padam", "sudah", -1, Role.POLDA, BUDI));
    assertEquals("kotak", step());
    assertNull(Objects.requireNonNull(run().open()).due(), "no day of a vote is known");

    var last = done("kotak", null, -1, Role.PPK, RINA);
    assertEquals(Refusal.BOXES_UNKNOWN, runs.refusal(last, FIRE, true, now));
    assertEquals(Refusal.RUN_NOT_ENDED, runs.refusal(new IncidentClosed(1, RINA)));
    account(BoxFate.SAFE, List.copyOf(run().boxes().keySet()));
    does(last);
    assertEquals("none", step());
    assertEquals(now, run().ended());
    assertNull(runs.refusal(new IncidentClosed(1, RINA)));
    say(List.of(new IncidentClosed(1, RINA)));
    assertEquals(now, run().closed());
    assertEquals(Refusal.INCIDENT_CLOSED, runs.refusal(new IncidentClosed(1, RINA)));
    assertEquals(Refusal.INCIDENT_CLOSED, runs.refusal(last));
    assertNull(runs.refusal(new IncidentNoted(1, PICTURE, RINA)), "what was learnt");
    assertEquals(
        "keluar jaga cacah padam padam kotak",
        run().steps().stream().map(Run.Step::code).collect(Collectors.joining(" ")));
    assertEquals(0, run().steps().stream().filter(one -> one.done() == null).count());
  }

  private void account(BoxFate fate, List<BoxId> which) {
    var it = new BoxesAccounted(1, fate, which, Runs.unknownWith(run(), fate, which), RINA);
    assertNull(runs.refusal(it));
    say(List.of(it));
  }

  /** At “jaga”, which Rina of the PPK has done already: who may do it as the second. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          jaga  | -     | POLRES   | 0000000b | true  | -
          jaga  | -     | POLRES   | 0000000b | false | EVIDENCE_MISSING
          jaga  | -     | PPK      | 0000000b | true  | SAME_BODY
          jaga  | -     | POLRES   | 0000000a | true  | SAME_PERSON
          jaga  | -     | BAWASLU  | 0000000b | true  | ROLE_NOT_NAMED
          jaga  | sudah | POLRES   | 0000000b | true  | ANSWER_UNKNOWN
          cacah | -     | POLRES   | 0000000b | true  | STEP_NOT_OPEN
          """)
  void whoMayDoAStepForTwo(
      String step,
      @Nullable String answer,
      Role role,
      String by,
      boolean hasPicture,
      @Nullable Refusal refusal) {
    open(boxes(1));
    does(done("keluar", null, -1, Role.PPK, RINA));
    does(done("jaga", null, -1, Role.PPK, RINA));
    List<Id> pictures = hasPicture ? List.of(PICTURE) : List.of();
    var it = new StepDone(1, step, answer, -1, pictures, role, by);
    assertEquals(refusal, runs.refusal(it, FIRE, true, now));
  }

  @Test
  void whatIsAskedForIsBrought() {
    open(boxes(1));
    var first = done("keluar", null, -1, Role.PPK, RINA);
    assertEquals(Refusal.EVIDENCE_MISSING, runs.refusal(first, FIRE, false, now));
    var escalated = done("keluar", null, -1, Role.KPU_KOTA, BUDI);
    assertEquals(Refusal.ROLE_NOT_NAMED, runs.refusal(escalated, FIRE, true, at("18:09")));
    assertNull(runs.refusal(escalated, FIRE, true, at("18:10")), "it was escalated");
    does(first);
    does(done("jaga", null, -1, Role.PPK, RINA));
    does(done("jaga", null, -1, Role.POLRES, BUDI));
    var uncounted = done("cacah", null, -1, Role.PPK, RINA);
    assertEquals(Refusal.EVIDENCE_MISSING, runs.refusal(uncounted, FIRE, true, now));
    does(done("cacah", null, 0, Role.PPK, RINA));
    does(done("cacah", null, 0, Role.PPK, BUDI));
    does(done("padam", "sudah", -1, Role.POLRES, RINA));
    var otherwise = done("padam", "belum", -1, Role.POLDA, BUDI);
    assertEquals(Refusal.ANSWER_DIFFERS, runs.refusal(otherwise, FIRE, true, now));
    var unasked = new StepDone(2, "padam", null, -1, List.of(), Role.PPK, RINA);
    assertEquals(Refusal.INCIDENT_UNKNOWN, runs.refusal(unasked));
  }

  /** H+10 of a vote on 14 February ends with 24 February, in Jakarta. */
  @Test
  void aDeadlineOfDaysCountsFromTheVote() {
    var election =
        new ElectionOpened(
            "dki-2024",
            new RegionName("Pemilu"),
            LocalDate.of(2024, 2, 14),
            ZoneId.of("Asia/Jakarta"),
            20,
            2,
            List.of(
                new ElectionOpened.BallotKind(1, "PPWP", "808080", new RegionName("Presiden"))));
    assertEquals(
        Instant.parse("2024-02-24T17:00:00Z"), new Due(From.DAY, 10).moment(now, now, election));
    assertNull(new Due(From.DAY, 10).moment(now, now, null));
  }

  /** Opened at 18.00; the first step is due at 18.05, the boxes at 18.30. Raises, or does not. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          18:04 | nothing | -
          18:05 | nothing | StepOverdue
          18:05 | step    | -
          18:23 | step    | -
          18:24 | step    | StepOverdue
          18:29 | nothing | StepOverdue
          18:30 | nothing | StepOverdue BoxesUnaccounted
          18:30 | account | StepOverdue
          18:30 | some    | StepOverdue BoxesUnaccounted
          18:30 | closed  | -
          """)
  void whatTheClockFinds(String clock, String what, @Nullable String found) {
    open(boxes(2));
    now = at("18:04");
    List<BoxId> all = List.copyOf(run().boxes().keySet());
    switch (what) {
      case "step" -> does(done("keluar", null, -1, Role.PPK, RINA));
      case "account" -> account(BoxFate.SAFE, all);
      case "some" -> account(BoxFate.SAFE, all.subList(0, 1));
      case "closed" -> say(List.of(new IncidentClosed(1, RINA)));
      default -> {}
    }
    List<Fact> lapses = runs.lapses(at(clock));
    assertEquals(
        found,
        lapses.isEmpty()
            ? null
            : lapses.stream()
                .map(one -> one.getClass().getSimpleName())
                .collect(Collectors.joining(" ")));
    say(lapses);
    assertEquals(List.of(), runs.lapses(at(clock)), "once");
  }

  /** Of a machine, of a person, an exercise, another kind, and one that is long past. */
  @Test
  void whatMachinesOpenedForNothingIsCounted() {
    var other = IncidentOpened.Source.PERSON;
    var machine = IncidentOpened.Source.SENSOR;
    opened(1, IncidentKind.FIRE, machine, false, now);
    opened(2, IncidentKind.FIRE, machine, false, now);
    opened(3, IncidentKind.FIRE, other, false, now);
    opened(4, IncidentKind.FIRE, machine, true, now);
    opened(5, IncidentKind.FLOOD, machine, false, now);
    opened(6, IncidentKind.FIRE, machine, false, now.minus(Duration.ofDays(7)));
    assertEquals(new Runs.Alarms(2, 0), runs.alarms(IncidentKind.FIRE, "palsu", now));
    for (int number = 1; number <= 6; number++) {
      runs.apply(index++, now, new StepOpened(number, "padam", null));
      runs.apply(
          index++,
          now,
          new StepDone(
              number, "padam", number == 2 ? "sudah" : "palsu", -1, List.of(), Role.POLRES, RINA));
    }
    assertEquals(new Runs.Alarms(2, 1), runs.alarms(IncidentKind.FIRE, "palsu", now));
  }

  private void opened(
      int number,
      IncidentKind kind,
      IncidentOpened.Source source,
      boolean isDrill,
      Instant recorded) {
    String by = source == IncidentOpened.Source.SENSOR ? null : RINA;
    List<PlaceCode> places = List.of(new PlaceCode("K317101"));
    runs.apply(
        index++,
        recorded,
        new IncidentOpened(number, kind, places, recorded, isDrill, source, null, 0, null, by));
  }

  @Test
  void aLongListOfBoxesComesInParts() {
    open(boxes(7_000));
    assertEquals(7_000, run().boxes().size());
    assertEquals(7_000, run().count(BoxFate.UNKNOWN));
    say(Runs.freezing(1, new TreeSet<>(List.of(box(1)))));
    say(Runs.freezing(1, new TreeSet<>(List.of(box(1)))));
    assertEquals(7_001, run().boxes().size(), "found there since, twice");
  }

  @Test
  void theAccountComesOut() {
    open(boxes(3));
    List<BoxId> all = List.copyOf(run().boxes().keySet());
    var foreign = new BoxesAccounted(1, BoxFate.SAFE, List.of(box(9)), 2, RINA);
    assertEquals(Refusal.BOX_NOT_FROZEN, runs.refusal(foreign));
    var wrong = new BoxesAccounted(1, BoxFate.SAFE, all.subList(0, 1), 3, RINA);
    assertEquals(Refusal.COUNT_WRONG, runs.refusal(wrong));
    account(BoxFate.SAFE, all);
    account(BoxFate.DESTROYED, all.subList(0, 2));
    assertEquals(1, run().count(BoxFate.SAFE));
    assertEquals(2, run().count(BoxFate.DESTROYED));
    account(BoxFate.UNKNOWN, all.subList(1, 2));
    assertEquals(1, run().count(BoxFate.UNKNOWN), "it was taken back");
  }

  /** Whatever is said about boxes in whatever order, the counts are those of the boxes. */
  @Test
  void countsAreThoseOfTheBoxes() {
    List<BoxFate> fates = List.of(BoxFate.values());
    for (int seed = 0; seed < 50; seed++) {
      var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      var own = new RunsTest();
      own.open(boxes(20));
      List<BoxId> all = List.copyOf(own.run().boxes().keySet());
      for (int step = 0; step < 40; step++) {
        var which = new TreeSet<BoxId>();
        for (int i = 0; i <= random.nextInt(6); i++) {
          which.add(all.get(random.nextInt(all.size())));
        }
        BoxFate fate = fates.get(random.nextInt(fates.size()));
        own.account(fate, List.copyOf(which));
        for (BoxFate one : BoxFate.values()) {
          long count = own.run().boxes().values().stream().filter(box -> box.fate() == one).count();
          assertEquals(count, own.run().count(one), "seed " + seed + ", step " + step);
        }
      }
    }
  }
}
