package id.segel.core.warehouse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.personnel.Role;
import id.segel.core.region.PlaceApproved;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.PlaceWithdrawn;
import id.segel.core.warehouse.SiteInspected.Answer;
import id.segel.core.warehouse.SiteInspected.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The store of a kecamatan, hour by hour from the noon of 8 February 2024 on. */
class SitesTest {

  private static final PlaceCode STORE = new PlaceCode("K317101");
  private static final PlaceCode OTHER = new PlaceCode("K317102");
  private static final Instant NOON = Instant.parse("2024-02-08T05:00:00Z");
  private static final LocalDate DUE = LocalDate.of(2024, 2, 10);
  private static final String RINA = "0badc0de";
  private static final Id HASH = Id.ofText(new byte[] {1});
  private static final Id SEED = Id.ofText(new byte[] {2});

  private final Sites sites = new Sites();
  private Instant now = NOON;
  private long index;

  /**
   * What was done, each with the hour: D described, I inspected, A approved, L approved with a
   * list, W withdrawn; then so many boxes at an hour, and what is wrong.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          D0 I1 A2       | 900 | 24 | -
          D0 I1 A2       | 900 | 26 | -
          D0 I1 A2       | 900 | 27 | UNINSPECTED
          D0 I1 A2       |   0 | 27 | -
          D0 I1 A2 D20   | 900 | 27 | UNINSPECTED
          D0 I1 A2 I20   | 900 | 27 | -
          D0 I1 A2       | 901 |  3 | OVER_CAPACITY
          D0 I1          | 900 |  3 | NOT_APPROVED
          D0 I1          |   0 |  3 | -
          -              |   1 |  3 | NOT_APPROVED
          L0             | 900 | 99 | -
          L0 D1          | 900 | 24 | -
          L0 D1          | 900 | 25 | UNINSPECTED
          D0 I1 A2 W3    |   1 |  4 | NOT_APPROVED
          D0 I1 A2 W3 I4 A5 | 1 | 6 | -
          """)
  void whatIsWrongWhereBoxesAre(
      @Nullable String done, int boxes, int hour, @Nullable String wrong) {
    play(done == null ? "" : done);
    at(hour);
    List<Fact> found = lapses(boxes);
    assertEquals(
        wrong == null ? List.of() : List.of(new SiteLapseFound(lapse(wrong), STORE, boxes)), found);
    say(found.toArray(Fact[]::new));
    assertEquals(List.of(), lapses(boxes), "once is enough");
    List<Fact> over = lapses(0);
    assertEquals(wrong == null ? 0 : 1, over.size(), "without boxes it is over");
    over.forEach(fact -> assertNull(sites.contradiction(now, fact)));
  }

  private static SiteLapse lapse(String name) {
    return Site.one(SiteLapse.values(), name);
  }

  /** What was done, what somebody wants to do now, and how that is answered. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          -              | A | SITE_NOT_REGISTERED
          D0             | A | SITE_NEVER_INSPECTED
          D0 I1          | A | -
          D0 I1 A2       | A | SITE_IS_APPROVED
          D0 I1 A2 W3    | A | SITE_NEVER_INSPECTED
          D0 I1 A2 W3 I4 | A | -
          D0 I1          | W | SITE_NOT_APPROVED
          D0 I1 A2       | W | -
          L0             | W | -
          L0             | I | SITE_NOT_REGISTERED
          """)
  void whatMayNotBeSaid(@Nullable String done, String wanted, Sites.@Nullable Refusal refusal) {
    play(done == null ? "" : done);
    Fact fact = fact(wanted);
    assertEquals(
        refusal,
        switch (fact) {
          case PlaceApproved it -> sites.refusal(it);
          case PlaceWithdrawn it -> sites.refusal(it);
          case SiteInspected it -> sites.refusal(it, now);
          default -> throw new AssertionError(fact);
        });
  }

  private void play(String done) {
    say(checklist(1, "cctv", "apar"));
    for (String word : done.isEmpty() ? new String[0] : done.split(" ", -1)) {
      at(Integer.parseInt(word.substring(1)));
      say(fact(word.substring(0, 1)));
    }
  }

  private Fact fact(String letter) {
    return switch (letter) {
      case "D" -> new SiteDescribed(STORE, 900, HASH, false, RINA);
      case "I" -> inspected(1, ok("cctv"), ok("apar"));
      case "A" -> new PlaceApproved(STORE, RINA);
      case "L" -> new PlaceApproved(STORE);
      case "W" -> new PlaceWithdrawn(STORE, HASH, RINA);
      default -> throw new AssertionError(letter);
    };
  }

  @Test
  void aGapIsClosedByAnInspectionAndByNothingElse() {
    play("D0 I1 A2");
    at(5);
    say(inspected(1, gap("cctv"), ok("apar")));
    assertEquals(5, hours(gap().since()));
    var assigned = new GapAssigned(STORE, "cctv", Role.PPK, DUE.plusDays(1), RINA);
    assertNull(sites.refusal(assigned));
    say(assigned);
    at(6);
    say(inspected(1, gap("cctv"), ok("apar")));
    assertEquals(5, hours(gap().since()), "seen again it is as old as it was");
    at(7);
    say(new SiteDescribed(STORE, 900, HASH, false, RINA));
    assertEquals(true, gap().isOpen());
    say(inspected(1, new Answer("cctv", Verdict.NONE, null, null, null, null), ok("apar")));
    assertEquals(true, gap().isOpen(), "what does not apply is not mended");
    at(9);
    say(inspected(1, ok("cctv"), ok("apar")));
    assertEquals(false, gap().isOpen());
    assertEquals(Sites.Refusal.GAP_UNKNOWN, sites.refusal(assigned));
    at(10);
    say(at(inspected(1, gap("cctv"), ok("apar")), NOON.plus(Duration.ofHours(8))));
    assertEquals(false, gap().isOpen(), "what was seen before comes late");
    assertEquals(9, hours(looked()), "and makes nothing older");
  }

  @Test
  void whatIsNotMendedByItsDayIsItsOwners() {
    play("D0 I1 A2");
    say(inspected(1, gap("cctv"), ok("apar")));
    Fact ended = new GapOverdueEnded(STORE, "cctv");
    now = Instant.parse("2024-02-10T16:59:59Z");
    assertEquals(List.of(), sites.overdue(now), "its day is not over in Jakarta");
    now = now.plusSeconds(1);
    var found = new GapOverdue(STORE, "cctv", Role.KPU_KOTA, DUE);
    assertSaid(found);
    assertSaid();
    assertEquals("is found already", sites.contradiction(now, found));
    say(new GapAssigned(STORE, "cctv", Role.PPK, DUE, RINA));
    assertSaid(ended, new GapOverdue(STORE, "cctv", Role.PPK, DUE));
    say(new GapAssigned(STORE, "cctv", Role.PPK, DUE.plusDays(4), RINA));
    assertSaid(ended);
    now = Instant.parse("2024-02-15T01:00:00Z");
    assertSaid(new GapOverdue(STORE, "cctv", Role.PPK, DUE.plusDays(4)));
    say(inspected(1, ok("cctv"), ok("apar")));
    assertSaid(ended);
    assertSaid();
    assertEquals("was never found", sites.contradiction(now, ended));
    assertEquals("is not so", sites.contradiction(now, found));
  }

  /** Says what is to be said of days, and that it is this. */
  private void assertSaid(Fact... facts) {
    List<Fact> due = sites.overdue(now);
    assertEquals(List.of(facts), due);
    for (Fact fact : due) {
      assertNull(sites.contradiction(now, fact));
      say(fact);
    }
  }

  /** A version that is edited while somebody fills it stays good for a day, and says so. */
  @Test
  void aListIsEditedMeanwhile() {
    play("D0");
    at(1);
    say(checklist(2, "cctv", "apar", "palet"));
    SiteInspected first = inspected(1, ok("cctv"), ok("apar"));
    assertNull(sites.refusal(first, now));
    assertEquals(true, sites.isOutdated(first));
    SiteInspected second = inspected(2, ok("cctv"), ok("apar"));
    assertEquals(Sites.Refusal.ITEM_MISSING, sites.refusal(second, now));
    second = inspected(2, ok("cctv"), ok("apar"), ok("palet"));
    assertNull(sites.refusal(second, now));
    assertEquals(false, sites.isOutdated(second));
    assertEquals(Sites.Refusal.CHECKLIST_UNKNOWN, sites.refusal(inspected(3, ok("cctv")), now));
    assertEquals(
        Sites.Refusal.ITEM_UNKNOWN,
        sites.refusal(inspected(1, ok("cctv"), ok("apar"), ok("palet")), now));
    say(inspected(2, ok("cctv"), ok("apar"), gap("palet")));
    say(checklist(3, "cctv"));
    assertNull(
        sites.refusal(inspected(3, ok("cctv"), ok("palet")), now), "a gap that no list asks about");
    at(26);
    assertEquals(
        Sites.Refusal.CHECKLIST_OLD,
        sites.refusal(inspected(2, ok("cctv"), ok("apar"), ok("palet")), now));
    assertEquals(
        Sites.Refusal.MOMENT_AHEAD,
        sites.refusal(at(inspected(3, ok("cctv")), now.plusSeconds(301)), now));
    assertEquals(
        Sites.Refusal.MOMENT_OLD,
        sites.refusal(at(inspected(3, ok("cctv")), now.minusSeconds(86_401)), now));
  }

  // ---- rounds

  private static final Map<Integer, Id> SEEDS = Map.of(1, SEED);

  private RoundsPlanned plan() {
    return new RoundsPlanned(
        1, STORE, NOON, NOON.plus(Duration.ofHours(4)), 120, 20, Id.ofText(SEED.bytes()), RINA);
  }

  private void planned() {
    play("D0");
    assertEquals(Sites.Refusal.POINTS_NONE, sites.refusal(plan(), now));
    say(new PointsIssued(STORE, List.of(HASH, SEED), RINA));
    assertNull(sites.refusal(plan(), now));
    say(plan());
    assertEquals(Sites.Refusal.ROUNDS_OPEN, sites.refusal(plan(2), now));
  }

  private RoundsPlanned plan(int number) {
    RoundsPlanned one = plan();
    return new RoundsPlanned(
        number, STORE, one.begin(), one.end(), 120, 20, one.commitment(), RINA);
  }

  /** Minutes after the round was due at which the points were marked, and how many count. */
  @ParameterizedTest
  @CsvSource({"0,20,2", "0,21,1", "-1,5,1", "-1,21,0"})
  void aRoundIsWalkedInItsTime(int one, int two, int counted) {
    planned();
    Instant due = plan().due(0, SEED);
    now = due.plus(Duration.ofMinutes(one));
    say(new PointMarked(STORE, 1, RINA));
    now = due.plus(Duration.ofMinutes(two));
    say(new PointMarked(STORE, 2, RINA));
    now = due.plus(Duration.ofMinutes(20));
    assertEquals(List.of(), sites.settled(now, SEEDS), "its time is not over");
    now = due.plus(Duration.ofMinutes(22));
    List<Fact> settled = sites.settled(now, SEEDS);
    assertEquals(List.of(new RoundSettled(1, 0, due, counted, 2)), settled);
    settled.forEach(fact -> assertNull(sites.contradiction(now, fact)));
  }

  @Test
  void behindTheLastRoundTheSeedTellsAllMinutes() {
    planned();
    now = NOON.plus(Duration.ofHours(5));
    List<Fact> all = sites.settled(now, SEEDS);
    assertEquals(3, all.size());
    var told = new ArrayList<Instant>();
    for (Fact fact : all) {
      assertNull(sites.contradiction(now, fact));
      if (fact instanceof RoundSettled round) {
        told.add(round.due());
      }
      say(fact);
    }
    for (int i = 0; i < told.size(); i++) {
      long minutes = Duration.between(NOON, told.get(i)).toMinutes();
      assertEquals(i, minutes / 120);
      assertEquals(true, minutes % 120 < 100);
    }
    assertEquals(SEED, Objects.requireNonNull(sites.rounds(1)).seed());
    assertNull(sites.openAt(STORE));
    assertEquals(List.of(), sites.settled(now.plusSeconds(600), Map.of()));
  }

  @Test
  void aSeedThatIsLostIsSaidToBe() {
    planned();
    Fact lost = new RoundsEnded(1, RoundsEnded.Why.SEED_LOST, null);
    assertEquals(List.of(lost), sites.settled(now, Map.of()));
    assertEquals(List.of(lost), sites.settled(now, Map.of(1, HASH)), "another seed is none");
    say(lost);
    assertEquals(List.of(), sites.settled(now, Map.of()));
    assertNull(sites.openAt(STORE));
  }

  /** A server that chooses the minute afterwards, or counts what was not there, is found out. */
  @Test
  void whoLiesAboutRoundsIsFoundOut() {
    planned();
    now = NOON.plus(Duration.ofHours(5));
    Instant due = plan().due(0, SEED);
    assertEquals(
        "does not count the marks", sites.contradiction(now, new RoundSettled(1, 0, due, 2, 2)));
    assertEquals(
        "is of no round that is due", sites.contradiction(now, new RoundSettled(1, 1, due, 0, 2)));
    assertEquals(
        "is not of its window",
        sites.contradiction(now, new RoundSettled(1, 0, NOON.plusSeconds(101 * 60), 0, 2)));
    Instant chosen = due.plusSeconds(due.equals(NOON) ? 60 : -60);
    say(new RoundSettled(1, 0, chosen, 0, 2));
    say(new RoundSettled(1, 1, plan().due(1, SEED), 0, 2));
    assertEquals(
        "gives another minute for round 1", sites.contradiction(now, new RoundsOpened(1, SEED)));
    assertEquals(
        "is not the seed that was committed to",
        sites.contradiction(now, new RoundsOpened(1, HASH)));
    assertEquals(
        "is not so", sites.contradiction(now, new SiteLapseFound(lapse("UNINSPECTED"), STORE, 9)));
    assertEquals(
        "was never found",
        sites.contradiction(now, new SiteLapseEnded(lapse("UNINSPECTED"), STORE)));
  }

  @Test
  void aCodeIsGoodUntilTheNextAreIssued() {
    planned();
    assertEquals(new PointMarked(STORE, 2, RINA), sites.marking(SEED, RINA));
    assertEquals(
        Sites.Refusal.ROUNDS_OPEN, sites.refusal(new PointsIssued(STORE, List.of(HASH), RINA)));
    say(new RoundsEnded(1, RoundsEnded.Why.WITHDRAWN, RINA));
    say(new PointsIssued(STORE, List.of(HASH), RINA));
    assertNull(sites.marking(SEED, RINA));
    assertNotNull(sites.marking(HASH, RINA));
    assertEquals(Sites.Refusal.POINT_UNKNOWN, sites.refusal(new PointMarked(OTHER, 1, RINA)));
  }

  // ---- words of the tables

  private List<Fact> lapses(int boxes) {
    return sites.lapses(now, boxes == 0 ? Map.of() : Map.of(STORE, boxes));
  }

  private Gap gap() {
    return Objects.requireNonNull(
        Objects.requireNonNull(sites.of(STORE)).gaps().get("cctv"), "a gap");
  }

  private Instant looked() {
    return Objects.requireNonNull(Objects.requireNonNull(sites.of(STORE)).lookedAt());
  }

  private static long hours(Instant moment) {
    return Duration.between(NOON, moment).toHours();
  }

  private void at(int hour) {
    now = NOON.plus(Duration.ofHours(hour));
  }

  private void say(Fact... facts) {
    for (Fact fact : facts) {
      sites.apply(index++, now, fact);
    }
  }

  private static ChecklistPublished checklist(int version, String... items) {
    return new ChecklistPublished(
        "gudang",
        version,
        HASH,
        List.of(items).stream()
            .map(item -> new ChecklistPublished.Item(item, Role.KPU_KOTA, 1))
            .toList(),
        RINA);
  }

  private SiteInspected inspected(int version, Answer... answers) {
    return new SiteInspected(
        sites.nextInspection(),
        STORE,
        "gudang",
        version,
        now,
        List.of(answers),
        null,
        List.of(),
        false,
        RINA);
  }

  private static SiteInspected at(SiteInspected it, Instant moment) {
    return new SiteInspected(
        it.number(),
        it.place(),
        it.checklist(),
        it.version(),
        moment,
        it.answers(),
        null,
        List.of(),
        false,
        RINA);
  }

  private static Answer ok(String item) {
    return new Answer(item, Verdict.OK, null, null, null, null);
  }

  private static Answer gap(String item) {
    return new Answer(item, Verdict.GAP, Role.KPU_KOTA, DUE, null, null);
  }
}
