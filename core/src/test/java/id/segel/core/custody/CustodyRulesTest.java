package id.segel.core.custody;

import static org.junit.jupiter.api.Assertions.assertEquals;

import id.segel.core.personnel.DeviceRevoked;
import id.segel.core.region.Leg;
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
    expect("1: q PPK 6", "OUT_OF_ORDER o1 1: o1 open\nOUT_OF_ORDER q 1: q open");
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
