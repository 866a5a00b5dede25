package id.segel.core.custody;

import static org.junit.jupiter.api.Assertions.assertEquals;

import id.segel.core.box.SealsIssued;
import id.segel.core.ceremony.OpeningReason;
import id.segel.core.ceremony.OpeningWindowSet;
import id.segel.core.personnel.DeviceRevoked;
import id.segel.core.region.Leg;
import id.segel.core.region.PlaceCode;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a chain becomes, and what is said beside it, in stories that a clerk could check. */
class CustodyRulesTest {

  private final Story story = new Story();

  private Story.Outcome deliver() {
    return story.deliver(List.copyOf(story.statements.keySet()));
  }

  private void expect(String chain, String discrepancies) {
    Story.Outcome outcome = deliver();
    assertEquals(chain, outcome.chain(1));
    assertEquals(discrepancies.strip(), outcome.discrepancies().strip());
  }

  @Test
  void theUsualWayHasNoDiscrepancy() {
    story.usual(1, 2, 3, 4);
    expect("1: a3 KPPS 5", "");
  }

  @Test
  void aForkNamesAllBranchesAndFollowsTheOneThatWasTaken() {
    story.usual(1);
    story.offer("x", "PPK", "a1", Leg.KECAMATAN_KELURAHAN, "K317101", "PPS", "A1,A2", 1);
    expect("1: a3 KPPS 5", "FORK a1 1: o2+x open");
  }

  @Test
  void aForkThatBothTakersTookStaysWithTheLastUndisputedHolder() {
    story.usual(1);
    story.offer("x", "PPK", "a1", Leg.KECAMATAN_KELURAHAN, "K317101", "LAIN", "A1,A2", 1);
    story.accept("y", "LAIN", "x", "P3171011001", List.of());
    expect("1: a1 PPK 3", "FORK a1 1: o2+x open\nWRONG_PLACE y 1: y open");
  }

  @Test
  void anOfferTakenBackIsNoFork() {
    story.usual(1);
    story.offer("x", "KPPS", "a3", Leg.TPS_KELURAHAN, "T" + Story.TPS, "PPS", "A1,A2", 1);
    story.say(
        "w", Statement.Kind.WITHDRAW, "KPPS", "x", "T" + Story.TPS, null, null, "", List.of());
    story.handover("9", "w", "KPPS", "PPS", Leg.TPS_KELURAHAN, "P3171011001", 1);
    expect("1: a9 PPS 8", "");
  }

  @Test
  void aForkIsClosedWhenItsOtherBranchIsTakenBack() {
    story.usual(1);
    story.offer("x", "PPK", "a1", Leg.KECAMATAN_KELURAHAN, "K317101", "PPS", "A1,A2", 1);
    story.say("w", Statement.Kind.WITHDRAW, "PPK", "x", "K317101", null, null, "", List.of());
    expect("1: a3 KPPS 5", "FORK a1 1: o2+x closed");
  }

  @Test
  void aGiverWhoNeverHeldItMovesNothing() {
    story.usual(1);
    story.offer("x", "LAIN", "a3", Leg.TPS_KELURAHAN, "T" + Story.TPS, "PPS", "A1,A2", 1);
    story.accept("y", "PPS", "x", "P3171011001", List.of());
    expect(
        "1: a3 KPPS 5",
        "GIVER_NOT_HOLDER x 1: x open\nOUT_OF_ORDER y 1: y open\nWRONG_PLACE x 1: x open");
  }

  @Test
  void onlyTheNamedTakerTakes() {
    story.usual(1);
    story.offer("x", "KPPS", "a3", Leg.TPS_KELURAHAN, "T" + Story.TPS, "PPS", "A1,A2", 1);
    story.accept("y", "PPK", "x", "P3171011001", List.of());
    expect("1: x KPPS 5", "TAKER_NOT_NAMED y 1: y open");
  }

  @Test
  void noHandGivesToItself() {
    story.usual(1);
    story.offer("x", "KPPS", "a3", Leg.TPS_KELURAHAN, "T" + Story.TPS, "KPPS", "A1,A2", 1);
    story.accept("y", "KPPS", "x", "P3171011001", List.of());
    expect("1: x KPPS 5", "SAME_HAND y 1: y open");
  }

  @Test
  void otherSealsAreSaidByGiverOrTaker() {
    story.usual(1, 2);
    story.offer("x", "KPPS", "a3", Leg.TPS_KELURAHAN, "T" + Story.TPS, "PPS", "A1,B9", 1);
    story.offer("z", "KPPS", "a3", Leg.TPS_KELURAHAN, "T" + Story.TPS, "PPS", "A1,A2", 2);
    story.accept(
        "y",
        "PPS",
        "z",
        "P3171011001",
        List.of(new Statement.Deviation(Story.box(2), Seals.parse("A1,C7"))));
    expect("1: x KPPS 5", "SEALS_DIFFER x 1: x open\nSEALS_DIFFER y 2: y open");
    assertEquals("2: y PPS 8", deliver().chain(2));
  }

  @Test
  void aMissingBoxStaysWithTheGiverUntilItComes() {
    story.usual(1, 2);
    story.offer("x", "KPPS", "a3", Leg.TPS_KELURAHAN, "T" + Story.TPS, "PPS", "A1,A2", 1, 2);
    story.accept(
        "y", "PPS", "x", "P3171011001", List.of(new Statement.Deviation(Story.box(1), null)));
    expect("1: y KPPS 5", "BOX_MISSING y 1: y open");
    story.handover("9", "y", "KPPS", "PPS", Leg.TPS_KELURAHAN, "P3171011001", 1);
    expect("1: a9 PPS 8", "BOX_MISSING y 1: y closed");
  }

  @Test
  void stepsThatCannotFollowAreSaid() {
    story.say("p", Statement.Kind.PACK, "KOTA", null, "G3171", null, null, "", List.of(), 1);
    story.handover("1", "p", "KOTA", "PPK", Leg.CITY_KECAMATAN, "K317101", 1);
    story.say("q", Statement.Kind.OPEN, "PPK", "a1", "K317101", null, null, "A1", List.of(), 1);
    expect("1: q PPK 3", "OUT_OF_ORDER o1 1: o1 open\nOUT_OF_ORDER q 1: q open");
  }

  @Test
  void wrongPlaceUnknownBoxUnknownKeyAndTooEarly() {
    story.say("p", Statement.Kind.PACK, "TAMU", null, "P3171011001", null, null, "", List.of(), 7);
    story.windows.put(
        Leg.CITY_KECAMATAN,
        new id.segel.core.region.LegWindowSet(
            Leg.CITY_KECAMATAN, Story.NOON.plusSeconds(1), Story.NOON.plusSeconds(2)));
    story.say("r", Statement.Kind.PACK, "KOTA", null, "G3171", null, null, "", List.of(), 1);
    story.say("s", Statement.Kind.SEAL, "KOTA", "r", "G3171", null, null, "A1,A2", List.of(), 1);
    story.handover("1", "s", "KOTA", "PPK", Leg.CITY_KECAMATAN, "K317101", 1);
    expect(
        "1: a1 PPK 3",
        """
        BOX_UNKNOWN p 7: p open
        KEY_UNKNOWN p 7: p open
        TOO_EARLY a1 1: a1 open
        TOO_EARLY o1 1: o1 open
        WRONG_PLACE p 7: p open
        """);
  }

  @Test
  void anOpeningIsInOrderOnceTwoSaksiOfTwoBodiesSigned() {
    story.usual(1);
    story.opening("q", "VOTING", "a3", "PTPS", "SAKSI");
    expect("1: q KPPS 6", "OPENED_ASSISTED q 1: q open\nOPENED_UNWITNESSED q 1: q open");
    story.signs("q1", "q", "PTPS");
    assertEquals(
        "OPENED_ASSISTED q 1: q closed\nOPENED_UNWITNESSED q 1: q open\n",
        story.deliver(story.names()).discrepancies());
    story.signs("q2", "q", "SAKSI");
    assertEquals(
        "OPENED_ASSISTED q 1: q closed\nOPENED_UNWITNESSED q 1: q closed\n",
        story.deliver(story.names()).discrepancies());
  }

  @Test
  void saksiOfOneBodyOrByCardsOrStrangersAreNotEnough() {
    story.usual(1);
    story.opening("q", "REPACK", "a3", "PTPS", "PTPS2", "TAMU", "KARTUSAKSI");
    story.signs("q0", "q", "TAMU");
    story.signs("q1", "q", "PTPS");
    story.signs("q2", "q", "PTPS2");
    assertEquals(
        """
        OPENED_ASSISTED q 1: q closed
        OPENED_ONE_BODY q 1: q open
        OPENED_UNWITNESSED q 1: q closed
        OPENED_WITHOUT_REASON q 1: q open
        """,
        story.deliver(story.names()).discrepancies());
    story.signs("q3", "q", "KARTUSAKSI");
    assertEquals(
        """
        OPENED_ASSISTED q 1: q closed
        OPENED_ONE_BODY q 1: q closed
        OPENED_UNWITNESSED q 1: q closed
        OPENED_WITHOUT_REASON q 1: q open
        """,
        story.deliver(story.names()).discrepancies());
  }

  @Test
  void anOpeningOutsideItsHoursIsSaid() {
    story.openings.apply(
        new OpeningWindowSet(
            OpeningReason.VOTING, Story.NOON.plusSeconds(1), Story.NOON.plusSeconds(2)));
    story.usual(1);
    story.say(
        "q", Statement.Kind.OPEN, "KPPS", "a3", "T" + Story.TPS, null, null, "A1,A2", List.of(), 1);
    expect("1: q KPPS 6", "OPENED_OUTSIDE_HOURS q 1: q open");
  }

  /** From the fact on that sets it; what was judged before stays. */
  @Test
  void howFarAClockMayBeOffIsAThreshold() {
    story.usual(1);
    story.skew("o1", 700);
    story.skew("a1", -700);
    expect("1: a3 KPPS 5", "CLOCK_OFF a1 1: a1 open\nCLOCK_OFF o1 1: o1 open");
    ThresholdsSet usual = ThresholdsSet.usual();
    story.thresholds.apply(
        new ThresholdsSet(12, usual.overlapMinutes(), usual.openedMinutes(), usual.wayMinutes()));
    expect("1: a3 KPPS 5", "");
  }

  @Test
  void aBoxRepackedOnItsWayIsAsFarAsItsWay() {
    story.usual(1);
    story.say("q", Statement.Kind.OPEN, "PPK", "a1", "K317101", null, null, "A1,A2", List.of(), 1);
    story.say("r", Statement.Kind.RESEAL, "PPK", "q", "K317101", null, null, "B1,B2", List.of(), 1);
    var outcome = story.deliver(List.of("p", "s", "o1", "a1", "q", "r"));
    assertEquals("1: r PPK 3", outcome.chain(1));
    assertEquals("", outcome.discrepancies());
  }

  @Test
  void whatACardTookIsConfirmedByAPhoneOfItsOffice() {
    story.usual(1);
    story.offer("x", "PPS", "a2", Leg.KELURAHAN_TPS, "P3171011001", "KARTU", "A1,A2", 1);
    story.accept("y", "KARTU", "x", "T" + Story.TPS, List.of());
    story.say(
        "z",
        Statement.Kind.CONFIRM,
        "KPPS",
        "y",
        "T" + Story.TPS,
        null,
        null,
        "A1,A2",
        List.of(),
        1);
    story.statements.remove("o3");
    story.statements.remove("a3");
    for (List<String> order : orders(List.of("x", "y", "z"))) {
      var all = new ArrayList<>(List.of("p", "s", "o1", "a1", "o2", "a2"));
      all.addAll(order);
      var outcome = story.deliver(all);
      assertEquals("1: z KPPS 5", outcome.chain(1), order.toString());
      assertEquals(
          "TAKEN_WITHOUT_PHONE y 1: y closed\n", outcome.discrepancies(), order.toString());
    }
    story.statements.remove("z");
    expect("1: y KARTU 5", "TAKEN_WITHOUT_PHONE y 1: y open");
  }

  @Test
  void nobodyConfirmsWhatAPhoneTookOrOutsideOfItsTerritory() {
    story.usual(1);
    story.say(
        "z",
        Statement.Kind.CONFIRM,
        "PPS",
        "a3",
        "T" + Story.TPS,
        null,
        null,
        "A1,A2",
        List.of(),
        1);
    expect("1: a3 KPPS 5", "OUT_OF_ORDER z 1: z open");
  }

  @Test
  void whoScannedABoxThatDidNotComeSaysSoAfterwards() {
    story.usual(1, 2);
    story.say(
        "z",
        Statement.Kind.CORRECT,
        "KPPS",
        "a3",
        "T" + Story.TPS,
        null,
        "PPS",
        "A1,A2",
        List.of(),
        1);
    expect("1: z PPS 4", "BOX_MISSING z 1: z open");
    assertEquals("2: a3 KPPS 5", deliver().chain(2));
    story.handover("9", "z", "PPS", "KPPS", Leg.KELURAHAN_TPS, "T" + Story.TPS, 1);
    expect("1: a9 KPPS 5", "BOX_MISSING z 1: z closed");
  }

  @Test
  void aCorrectionNamesTheGiver() {
    story.usual(1);
    story.say(
        "z",
        Statement.Kind.CORRECT,
        "KPPS",
        "a3",
        "T" + Story.TPS,
        null,
        "LAIN",
        "A1,A2",
        List.of(),
        1);
    expect("1: a3 KPPS 5", "OUT_OF_ORDER z 1: z open");
  }

  @Test
  void theContentOfAWetBoxStandsWhereThatStood() {
    story.usual(1);
    story.replacing("z", "KPPS", "a3", Leg.KELURAHAN_TPS, "PTPS", "SAKSI");
    story.signs("z1", "z", "PTPS");
    story.signs("z2", "z", "SAKSI");
    var outcome = story.deliver(story.names());
    assertEquals("1: z KPPS 0", outcome.chain(1));
    BoxState fresh = outcome.chains().state(Story.spare(1));
    assertEquals(BoxState.Phase.SEALED, fresh.phase());
    assertEquals(5, fresh.stage());
    assertEquals(
        """
        OPENED_ASSISTED z 1: z closed
        OPENED_UNWITNESSED z 1: z closed
        """,
        outcome.discrepancies());
  }

  @Test
  void brokenSealsAndDamagedBoxesAreSaidByThemselves() {
    story.usual(1, 2);
    story.issued.apply(new SealsIssued("A", 1, 1, 9));
    story.offer("x", "KPPS", "a3", Leg.TPS_KELURAHAN, "T" + Story.TPS, "PPS", "A1,A2", 1, 2);
    story.accept(
        "y",
        "PPS",
        "x",
        "P3171011001",
        List.of(
            new Statement.Deviation(
                Story.box(1), false, Seals.parse("A1"), Seals.parse("A2"), true),
            new Statement.Deviation(Story.box(2), Seals.parse("A1,B7"))));
    expect(
        "1: y PPS 8",
        """
        BOX_DAMAGED y 1: y open
        SEALS_DIFFER y 2: y open
        SEAL_BROKEN y 1: y open
        SEAL_UNKNOWN y 2: y open
        """);
    // The next giver names the seal that is left, and nothing more is said.
    story.offer("o9", "PPS", "y", Leg.KELURAHAN_KECAMATAN, "P3171011001", "PPK", "A1", 1);
    assertEquals("1: o9 PPS 8", deliver().chain(1));
  }

  @Test
  void aDayCardTouchesNoBox() {
    story.usual(1);
    story.add("d", card("KPPS", "T" + Story.TPS, 40));
    story.add("e", card("KPPS", "T3171011001002", 41));
    expect("1: a3 KPPS 5", "WRONG_PLACE e -: e open");
  }

  private static Statement card(String by, String place, long counter) {
    return new Statement(
        Statement.Kind.DAY,
        "dki-2024",
        Story.key(by),
        List.of(),
        counter,
        Story.NOON,
        new PlaceCode(place),
        null,
        null,
        null,
        "READY",
        null,
        0,
        List.of(),
        List.of());
  }

  private static List<List<String>> orders(List<String> names) {
    if (names.isEmpty()) {
      return List.of(List.of());
    }
    var all = new ArrayList<List<String>>();
    for (String first : names) {
      var rest = new ArrayList<>(names);
      rest.remove(first);
      for (List<String> order : orders(rest)) {
        var one = new ArrayList<>(List.of(first));
        one.addAll(order);
        all.add(one);
      }
    }
    return all;
  }

  @Test
  void whatARevokedKeySignedCountsOnlyWhenTheOtherPartyProvesItOlder() {
    story.usual(1, 2);
    story.offer("x", "PPS", "a3", Leg.KELURAHAN_TPS, "T" + Story.TPS, "KPPS", "A1,A2", 1);
    story.devices.apply(
        105, new DeviceRevoked(Story.key("PPS"), DeviceRevoked.Reason.STOLEN, Story.NOON));
    // Entries 100 to 104, then the revocation as entry 105, then the others.
    var proven = story.deliver(List.of("p", "s", "o1", "a1", "a3", "o2", "a2", "o3"));
    assertEquals("1: a3 KPPS 5", proven.chain(1));
    assertEquals(
        """
        KEY_REVOKED a2 1: a2 open
        KEY_REVOKED a2 2: a2 open
        KEY_REVOKED o3 1: o3 open
        KEY_REVOKED o3 2: o3 open
        OUT_OF_ORDER o3 1: o3 closed
        OUT_OF_ORDER o3 2: o3 closed
        """,
        proven.discrepancies());
    var unproven = story.deliver(List.of("p", "s", "o1", "a1", "o2", "x", "a2", "o3", "a3"));
    assertEquals("1: o2 PPK 3", unproven.chain(1));
  }

  @Test
  void oneCounterForTwoTextsIsKeptAndSaid() {
    story.usual(1);
    RecordedStatement first = story.of("a3");
    Statement said = first.statement();
    story.add(
        "x",
        new Statement(
            said.kind(),
            said.election(),
            said.by(),
            said.saksi(),
            said.counter(),
            said.claimed(),
            said.place(),
            null,
            null,
            said.of(),
            null,
            null,
            2,
            said.groups(),
            said.exceptions()));
    Story.Outcome outcome = deliver();
    assertEquals(
        "EQUIVOCATION * -: a3+x open\nFORK o3 1: a3+x open", outcome.discrepancies().strip());
  }

  @Test
  void whatIsPendingBecomesAGapAtItsDeadlineAndClosesWhenItComes() {
    story.usual(1);
    var late = story.deliver(List.of("p", "s", "o1", "a1", "o3", "a3"));
    assertEquals("", late.discrepancies());
    assertEquals("1: a1 PPK 3", late.chain(1));
    assertEquals(List.of(), late.rules().findGaps(Story.NOON));
    assertEquals(2, late.rules().findGaps(Story.NOON.plusSeconds(90_000)).size());
    assertEquals(List.of(), late.rules().findGaps(Story.NOON.plusSeconds(90_000)));
  }

  /** Whatever the order, the same chains and the same discrepancies. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void everyOrderOfArrivalComesToTheSame(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int round = 0; round < 60; round++) {
      var messy = new Story();
      mess(messy, random);
      var order = new ArrayList<>(messy.statements.keySet());
      Story.Outcome first = messy.deliver(order);
      for (int again = 0; again < 8; again++) {
        shuffle(order, random);
        Story.Outcome other = messy.deliver(order);
        String where = "seed " + seed + " round " + round + " order " + order;
        assertEquals(first.discrepancies(), other.discrepancies(), where);
        assertEquals(first.chainsOf(1, 2, 3), other.chainsOf(1, 2, 3), where);
      }
    }
  }

  /** The usual way of three boxes with a handful of random statements hung on any of its links. */
  private static void mess(Story story, RandomGenerator random) {
    story.usual(1, 2, 3);
    var people = List.of("KOTA", "PPK", "PPS", "KPPS", "LAIN", "TAMU");
    var legs = List.of(Leg.values());
    int extra = random.nextInt(1, 7);
    for (int i = 0; i < extra; i++) {
      var names = List.copyOf(story.statements.keySet());
      String after = names.get(random.nextInt(names.size()));
      String who = people.get(random.nextInt(people.size()));
      String whom = people.get(random.nextInt(people.size()));
      Leg leg = legs.get(random.nextInt(legs.size()));
      boolean onOffer = story.of(after).statement().kind() == Statement.Kind.OFFER;
      int kind = random.nextInt(1, 4);
      switch (random.nextInt(onOffer ? 3 : 1)) {
        case 0 ->
            story.offer("x" + i, who, after, leg, "P3171011001", whom, "A1,A" + (2 + i % 3), kind);
        case 1 ->
            story.accept(
                "x" + i,
                who,
                after,
                "P3171011001",
                random.nextBoolean()
                    ? List.of()
                    : List.of(new Statement.Deviation(Story.box(kind), null)));
        default ->
            story.say(
                "x" + i, Statement.Kind.WITHDRAW, who, after, "K317101", null, null, "", List.of());
      }
    }
  }

  private static void shuffle(List<String> order, RandomGenerator random) {
    for (int i = order.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      String swap = order.get(i);
      order.set(i, order.get(j));
      order.set(j, swap);
    }
  }
}
