package id.segel.core.entrance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.personnel.Role;
import id.segel.core.region.PlaceCode;
import id.segel.core.sensor.DoorUnentered;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The store of a kecamatan, on 12 February 2024; hours are those of Jakarta. */
class EntrancesTest {

  private static final PlaceCode STORE = new PlaceCode("K317101");
  private static final String GUARD = "0badc0de";
  private static final String ANI = "00000001";
  private static final String BUDI = "00000002";
  private static final String CITRA = "00000003";

  private final Entrances entrances = new Entrances();
  private long index;

  /**
   * PPK may come in by two from 07.00 to 18.00; Satpol PP, who guard the store, day and night; the
   * police may be in the yard; visitors with Satpol PP beside them, from 08.00 to 16.00.
   */
  private void permits() {
    say(permit(1, Zone.INSIDE, new Whom(Whom.Kind.ROLE, "PPK"), "07:00", "18:00", true, null));
    say(
        permit(
            2, Zone.INSIDE, new Whom(Whom.Kind.ROLE, "SATPOL_PP"), "00:00", "00:00", false, null));
    say(permit(3, Zone.YARD, new Whom(Whom.Kind.AGENCY, "POLDA"), "22:00", "06:00", false, null));
    say(permit(4, Zone.INSIDE, Whom.VISITORS, "08:00", "16:00", false, Role.SATPOL_PP));
    say(permit(5, Zone.INSIDE, new Whom(Whom.Kind.PERSON, CITRA), "00:00", "00:00", false, null));
  }

  /** One visit alone: who, where, from, until, and what of it is against the rule. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          SATPOL_PP | -     | INSIDE | 01:00 | 05:00 | -
          PPK       | -     | INSIDE | 09:00 | 09:05 | -
          PPK       | -     | INSIDE | 09:00 | 09:06 | ALONE
          PPK       | -     | NEAR   | 09:00 | 09:04 | -
          PPK       | -     | INSIDE | 06:59 | 07:03 | OUT_OF_HOURS
          PPK       | -     | INSIDE | 17:58 | 18:00 | -
          PPK       | -     | INSIDE | 17:58 | 18:01 | OUT_OF_HOURS
          PPS       | -     | INSIDE | 09:00 | 09:05 | NO_RIGHT
          KPU_KOTA  | -     | NEAR   | 09:00 | 09:05 | NO_RIGHT
          POLRES    | POLDA | YARD   | 23:00 | 23:50 | -
          POLRES    | POLDA | YARD   | 12:00 | 12:10 | OUT_OF_HOURS
          POLRES    | POLDA | INSIDE | 23:00 | 23:50 | NO_RIGHT
          -         | -     | INSIDE | 09:00 | 09:30 | NO_ESCORT
          -         | -     | INSIDE | 16:30 | 16:40 | OUT_OF_HOURS
          """)
  void oneVisit(
      @Nullable Role role,
      @Nullable String agency,
      Zone zone,
      String from,
      String to,
      @Nullable String broken) {
    permits();
    say(came(1, role == null ? null : ANI, role, agency, zone, 0, from));
    say(left(1, to));
    assertEquals(broken == null ? "" : broken, breaches(1, to));
  }

  @Test
  void withoutAPermitOfThePlaceARoleIsNone() {
    say(came(1, ANI, Role.KPU_PROVINSI, "KPU-DKI", Zone.INSIDE, 0, "09:00"));
    assertEquals("NO_RIGHT", breaches(1, "09:01"));
  }

  @Test
  void whoIsNamedNeedsNoRole() {
    permits();
    say(came(1, CITRA, Role.DINKES, null, Zone.INSIDE, 0, "03:00"));
    assertEquals("", breaches(1, "04:00"));
  }

  /** Two of the PPK, and when the second was there. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          09:00 | 10:00 | INSIDE | -
          09:05 | 09:55 | INSIDE | -
          09:06 | 10:00 | INSIDE | ALONE
          09:00 | 09:54 | INSIDE | ALONE
          09:00 | 10:00 | YARD   | ALONE
          """)
  void twoAtLeast(String from, String to, Zone zone, @Nullable String broken) {
    permits();
    say(came(1, ANI, Role.PPK, "KPU-DKI", Zone.INSIDE, 0, "09:00"));
    say(came(2, BUDI, Role.PPK, "KPU-DKI", zone, 0, from));
    say(left(2, to), left(1, "10:00"));
    assertEquals(broken == null ? "" : broken, breaches(1, "10:00"));
  }

  /** A visitor from 09.00 to 10.00, with somebody beside them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          SATPOL_PP | 08:00 | 10:00 | -
          SATPOL_PP | 09:00 | 09:55 | -
          SATPOL_PP | 09:00 | 09:54 | NO_ESCORT
          PPK       | 09:00 | 10:00 | NO_ESCORT
          """)
  void anEscortStays(Role role, String from, String to, @Nullable String broken) {
    permits();
    say(came(1, BUDI, role, null, Zone.INSIDE, 0, from));
    say(came(2, null, null, null, Zone.INSIDE, 1, "09:00"));
    say(left(1, to), left(2, "10:00"));
    assertEquals(broken == null ? "" : broken, breaches(2, "10:00"));
  }

  /**
   * A door that opens at 09.00 and one visit: when they came and left, and whether that explains
   * the opening. It is explained when from three minutes before it until three minutes after
   * somebody was written down as coming or leaving; who is inside already explains nothing.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          -     | -     | false
          09:00 | -     | true
          09:03 | -     | true
          09:04 | -     | false
          08:57 | -     | true
          08:56 | -     | false
          08:00 | -     | false
          08:00 | 09:02 | true
          08:00 | 08:58 | true
          08:00 | 08:30 | false
          08:00 | 09:30 | false
          """)
  void anOpeningIsExplained(@Nullable String from, @Nullable String to, boolean isExplained) {
    if (from != null) {
      say(came(1, ANI, Role.PPK, "KPU-DKI", Zone.INSIDE, 0, from));
    }
    if (to != null) {
      say(left(1, to));
    }
    Instant opened = at("09:00");
    Instant begin = opened.minus(DoorUnentered.GRACE);
    assertEquals(isExplained, entrances.movedAt(STORE, begin, opened.plus(DoorUnentered.GRACE)));
    assertFalse(entrances.movedAt(new PlaceCode("K317102"), begin, at("10:00")));
  }

  @Test
  void whatIsFoundEndsWhenItIsMendedAndWhenTheyLeave() {
    permits();
    say(came(1, ANI, Role.PPK, "KPU-DKI", Zone.INSIDE, 0, "09:00"));
    assertEquals(List.of(), tick("09:05"));
    assertEquals(List.of(new BreachFound(Breach.ALONE, STORE, 1)), tick("09:06"));
    assertEquals(List.of(), tick("09:30"));
    // She had been there from the beginning, and was written down late.
    say(came(2, BUDI, Role.PPK, "KPU-DKI", Zone.INSIDE, 0, "09:01"));
    assertEquals(List.of(new BreachEnded(Breach.ALONE, STORE, 1)), tick("09:31"));
    assertEquals(
        List.of(
            new BreachFound(Breach.OUT_OF_HOURS, STORE, 1),
            new BreachFound(Breach.OUT_OF_HOURS, STORE, 2)),
        tick("18:01"));
    say(left(1, "18:05"), left(2, "18:05"));
    assertEquals(
        List.of(
            new BreachEnded(Breach.OUT_OF_HOURS, STORE, 1),
            new BreachEnded(Breach.OUT_OF_HOURS, STORE, 2)),
        tick("18:06"));
    assertEquals(List.of(), tick("18:07"));
  }

  /** Nobody looked while they were there: it is found all the same, and is over at once. */
  @Test
  void whatIsToldLateIsFoundAndOver() {
    permits();
    say(came(1, ANI, Role.PPS, "KPU-DKI", Zone.INSIDE, 0, "02:00"), left(1, "02:20"));
    assertEquals(List.of(new BreachFound(Breach.NO_RIGHT, STORE, 1)), tick("09:00"));
    assertEquals(List.of(new BreachEnded(Breach.NO_RIGHT, STORE, 1)), tick("09:01"));
    assertEquals(List.of(), tick("09:02"));
  }

  @Test
  void aPermitThatIsTakenBackLetsNobodyStay() {
    permits();
    say(came(1, ANI, Role.SATPOL_PP, null, Zone.INSIDE, 0, "09:00"));
    assertEquals("", breaches(1, "10:00"));
    entrances.apply(++index, at("10:00"), new EntrancePermitEnded(2, GUARD));
    assertEquals("", breaches(1, "10:00"));
    assertEquals("OUT_OF_HOURS", breaches(1, "10:01"));
  }

  /** Whatever the order in which a day is told, the same is against the rule. */
  @Test
  void theOrderInWhichItIsToldDoesNotMatter() {
    List<Fact> day =
        List.of(
            came(1, ANI, Role.PPK, "KPU-DKI", Zone.INSIDE, 0, "09:00"),
            came(2, BUDI, Role.PPK, "KPU-DKI", Zone.INSIDE, 0, "09:03"),
            came(3, null, null, null, Zone.INSIDE, 2, "09:10"),
            came(4, CITRA, Role.PPS, "KPU-DKI", Zone.YARD, 0, "09:20"));
    String first = "";
    RandomGenerator chance = RandomGeneratorFactory.of("L64X128MixRandom").create(8);
    for (int round = 0; round < 20; round++) {
      var again = new Entrances();
      var facts = new ArrayList<>(day);
      Collections.shuffle(facts, chance);
      facts.addAll(List.of(left(2, "09:40"), left(1, "10:00"), left(3, "10:00")));
      facts.add(
          permit(1, Zone.INSIDE, new Whom(Whom.Kind.ROLE, "PPK"), "07:00", "18:00", true, null));
      facts.forEach(fact -> again.apply(1, at("10:00"), fact));
      String all =
          again.visits().stream()
              .map(one -> one.number() + again.breaches(one, at("10:30")).toString())
              .toList()
              .toString();
      assertEquals(round == 0 ? all : first, all);
      first = all;
    }
    assertEquals("[1[ALONE], 2[], 3[NO_RIGHT], 4[NO_RIGHT]]", first);
  }

  @Test
  void whatMayNotBeSaidIsNamed() {
    permits();
    Instant now = at("10:00");
    say(came(1, ANI, Role.PPK, "KPU-DKI", Zone.INSIDE, 0, "09:00"));
    assertEquals(
        Entrances.Refusal.ALREADY_THERE,
        entrances.refusal(came(2, ANI, Role.PPK, null, Zone.INSIDE, 0, "09:30"), now));
    assertEquals(
        Entrances.Refusal.NUMBER_TAKEN,
        entrances.refusal(came(1, BUDI, Role.PPK, null, Zone.INSIDE, 0, "09:30"), now));
    assertEquals(
        Entrances.Refusal.ESCORT_NOT_THERE,
        entrances.refusal(came(2, null, null, null, Zone.INSIDE, 9, "09:30"), now));
    assertEquals(
        Entrances.Refusal.MOMENT_AHEAD,
        entrances.refusal(came(2, BUDI, Role.PPK, null, Zone.INSIDE, 0, "10:06"), now));
    assertEquals(Entrances.Refusal.LEFT_BEFORE_CAME, entrances.refusal(left(1, "08:59"), now));
    assertEquals(Entrances.Refusal.VISIT_UNKNOWN, entrances.refusal(left(7, "09:59"), now));
    assertNull(entrances.refusal(left(1, "09:59"), now));
    say(left(1, "09:59"));
    assertEquals(Entrances.Refusal.VISIT_OVER, entrances.refusal(left(1, "10:00"), now));
    assertNull(entrances.refusal(came(2, ANI, Role.PPK, null, Zone.INSIDE, 0, "10:00"), now));
    assertEquals(
        Entrances.Refusal.PERMIT_UNKNOWN,
        entrances.refusal(new EntrancePermitEnded(9, GUARD), now));
    assertNull(entrances.refusal(new EntrancePermitEnded(1, GUARD), now));
    say(new EntrancePermitEnded(1, GUARD));
    assertEquals(
        Entrances.Refusal.PERMIT_OVER, entrances.refusal(new EntrancePermitEnded(1, GUARD), now));
  }

  private String breaches(int visit, String now) {
    Visit one = entrances.visit(visit);
    return String.join(
        " ",
        entrances.breaches(Objects.requireNonNull(one), at(now)).stream().map(Enum::name).toList());
  }

  private List<Fact> tick(String now) {
    List<Fact> facts = entrances.lapses(at(now));
    facts.forEach(fact -> entrances.apply(++index, at(now), fact));
    return facts;
  }

  private void say(Fact... facts) {
    for (Fact fact : facts) {
      entrances.apply(++index, at("10:00"), fact);
    }
  }

  private static EntrancePermitted permit(
      int number,
      Zone zone,
      Whom whom,
      String from,
      String until,
      boolean pair,
      @Nullable Role escort) {
    return new EntrancePermitted(
        number,
        new Permit(
            STORE,
            zone,
            whom,
            Instant.parse("2024-02-01T00:00:00Z"),
            Instant.parse("2024-02-15T00:00:00Z"),
            LocalTime.parse(from),
            LocalTime.parse(until),
            pair,
            escort),
        GUARD);
  }

  private static SomebodyEntered came(
      int visit,
      @Nullable String person,
      @Nullable Role role,
      @Nullable String agency,
      Zone zone,
      int escort,
      String at) {
    Id visitor = person == null ? Id.ofText("visitor".getBytes(StandardCharsets.UTF_8)) : null;
    return new SomebodyEntered(
        visit, STORE, zone, person, role, agency, visitor, escort, at(at), GUARD);
  }

  private static SomebodyLeft left(int visit, String at) {
    return new SomebodyLeft(visit, at(at), GUARD);
  }

  private static Instant at(String hour) {
    return Instant.parse("2024-02-12T" + hour + ":00+07:00");
  }
}
