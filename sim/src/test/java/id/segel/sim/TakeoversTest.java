package id.segel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.box.BoxId;
import id.segel.core.custody.BoxState;
import id.segel.core.custody.Statement.Deviation;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.Role;
import id.segel.core.region.Leg;
import id.segel.core.region.PlaceCode;
import id.segel.sim.Takeover.Officer;
import id.segel.sim.Takeover.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** People play officers, do their part or walk away, and the story goes on around them. */
class TakeoversTest {

  /** Somebody with a phone of their own, who sends at once. */
  private static final class Person {
    final Played played;
    final Phone phone;
    final Takeover takeover;
    final Pen pen;
    final Tps tps;

    Person(Played played, Role role) {
      this.played = played;
      Officer officer =
          played.day().officers(1_000).stream()
              .map(Takeover.Open::officer)
              .filter(one -> one.role() == role)
              .findFirst()
              .orElseThrow();
      tps = Objects.requireNonNull(played.day().tps().get(officer.tps()));
      String territory = role == Role.KPPS ? tps.code() : tps.code().substring(0, 10);
      phone = Phones.phone(99, role, territory, 1);
      played.door().enrol(phone);
      pen = new Pen(played.world(), played.province().election());
      takeover = played.day().takeOver(officer, phone.key());
    }

    BoxState box(int i) {
      return played.door().audit.chains().state(next(this).boxes().get(i));
    }

    Id offer() {
      assertEquals(phone.key(), box(0).offeredTo());
      return Objects.requireNonNull(box(0).tip());
    }

    void accept(PlaceCode place, Deviation... exceptions) {
      List<Deviation> some = List.of(exceptions);
      send(pen.accept(phone, place, offer(), tps.boxes().size() - some.size(), some));
    }

    void give(PlaceCode place, Leg leg, PartyKey to) {
      send(pen.offer(phone, place, leg, to, tps.boxes()));
    }

    void send(Said said) {
      played.door().send(phone, List.of(said), played.world().now(), played.world().now());
    }
  }

  @Test
  void aPersonTakesTheBoxesAsChairAndGivesThemBackInTheNight() {
    Played played = Played.begin(10, 20).until("H-1T12:00");
    var person = new Person(played, Role.KPPS);
    played.until("H-1T12:10");
    assertEquals(State.OFFERED, person.takeover.state());
    person.accept(PlaceCode.Kind.TPS.of(person.tps.code()));
    played.until("H-1T12:20");
    assertEquals(State.HELD, person.takeover.state());
    assertEquals(played.province().parse("HT13:00"), next(person).at());
    assertEquals(Leg.TPS_KELURAHAN, next(person).leg());

    played.until("HT20:00");
    assertEquals(State.HELD, person.takeover.state(), "the simulator leaves it alone");
    assertEquals(5, person.box(0).stage());
    Phone pps = next(person).other();
    person.give(PlaceCode.Kind.TPS.of(person.tps.code()), Leg.TPS_KELURAHAN, pps.key());
    played.until("HT20:10");
    assertEquals(State.DONE, person.takeover.state());
    assertEquals(pps.key(), person.box(0).holder());
    played.until("H+1T06:00");
    assertEquals(9, person.box(0).stage(), "the lorry has taken them along");
    played.judge();
  }

  @Test
  void aPersonTakesTheBoxesBackAsPpsAndGivesThemOn() {
    Played played = Played.begin(11, 20).until("HT12:00");
    var person = new Person(played, Role.PPS);
    assertEquals(State.COMING, person.takeover.state());
    played.world().play(person.tps.times().leaveTps().plusSeconds(120));
    PlaceCode pps = PlaceCode.Kind.PPS.of(person.tps.code().substring(0, 10));
    person.accept(pps);
    played.world().play(played.world().now().plusSeconds(120));
    assertEquals(State.HELD, person.takeover.state());
    assertEquals(8, person.box(0).stage());
    person.give(pps, Leg.KELURAHAN_KECAMATAN, next(person).other().key());
    played.until("H+1T06:00");
    assertEquals(State.DONE, person.takeover.state());
    assertEquals(9, person.box(0).stage());
    played.judge();
  }

  @ParameterizedTest
  @EnumSource(names = {"KPPS", "PPS"})
  void whoeverWalksAwayIsReplaced(Role role) {
    Played played = Played.begin(15, 20).until("H-1T15:00");
    var person = new Person(played, role);
    played.until("H+1T06:00");
    assertEquals(State.MISSED, person.takeover.state());
    assertNull(person.tps.takeover);
    assertEquals(9, person.box(0).stage());
    played.judge();
  }

  @Test
  void whoeverWalksAwayWithTheBoxesHasThem() {
    Played played = Played.begin(13, 20).until("H-1T12:00");
    var person = new Person(played, Role.KPPS);
    played.until("H-1T12:10");
    person.accept(PlaceCode.Kind.TPS.of(person.tps.code()));
    played.until("H+1T06:00");
    assertEquals(State.HELD, person.takeover.state());
    assertEquals(person.phone.key(), person.box(0).holder());
    long left =
        played.day().tps().values().stream()
            .filter(tps -> tps.code().startsWith(person.tps.code().substring(0, 10)))
            .flatMap(tps -> tps.boxes().stream())
            .filter(box -> box.stage() == 8)
            .count();
    assertEquals(0, left, "the lorry does not wait for them");
    played.judge();
  }

  @Test
  void whatThePersonSaysIsMissingStaysWithTheGiver() {
    Played played = Played.begin(14, 20).until("H-1T12:00");
    var person = new Person(played, Role.KPPS);
    played.until("H-1T12:10");
    BoxId missing = person.tps.boxes().getFirst().id();
    person.accept(PlaceCode.Kind.TPS.of(person.tps.code()), new Deviation(missing, null));
    played.until("H-1T12:20");
    assertEquals(3, next(person).boxes().size());
    assertTrue(!next(person).boxes().contains(missing));
    assertNotEquals(
        person.phone.key(), played.door().audit.chains().state(missing).holder(), "with the PPS");
    played.until("H+1T06:00");
    played.judge();
  }

  @Test
  void whoeverTakesNothingIsReplaced() {
    Played played = Played.begin(15, 20).until("H-1T12:00");
    var person = new Person(played, Role.KPPS);
    played.until("H-1T12:10");
    var nothing = new ArrayList<Deviation>();
    person.tps.boxes().forEach(box -> nothing.add(new Deviation(box.id(), null)));
    person.accept(
        PlaceCode.Kind.TPS.of(person.tps.code()), nothing.toArray(new Deviation[nothing.size()]));
    played.until("H+1T06:00");
    assertEquals(State.MISSED, person.takeover.state());
    assertTrue(person.box(0).stage() >= 8, "the chair took them, and gave them back");
    played.judge();
  }

  @Test
  void anAcceptanceThatComesTooLateIsAContradictionAndNoMore() {
    Played played = Played.begin(16, 20).until("H-1T12:00");
    var person = new Person(played, Role.KPPS);
    played.until("H-1T12:10");
    Said late =
        person.pen.accept(
            person.phone,
            PlaceCode.Kind.TPS.of(person.tps.code()),
            person.offer(),
            person.tps.boxes().size(),
            List.of());
    played.until("H-1T14:00");
    assertEquals(State.MISSED, person.takeover.state());
    person.send(late);
    assertTrue(played.door().audit.isOpen(person.tps.boxes().getFirst().id()));
    played.until("H+1T06:00");
    played.judge();
  }

  @Test
  void onePersonAtATimePlaysAnOfficerThatHasAHandoverLeft() {
    Played played = Played.begin(17, 20).until("H-1T12:00");
    List<Takeover.Open> first = played.day().officers(8);
    assertEquals(8, first.size());
    assertTrue(
        !first.getFirst().from().isAfter(played.world().now()), "what can begin now comes first");
    for (Takeover.Open one : played.day().officers(1_000)) {
      Tps tps = Objects.requireNonNull(played.day().tps().get(one.officer().tps()));
      assertNull(tps.mishap(), "nothing goes wrong where a person plays");
      assertEquals(
          one.officer().role() == Role.KPPS, !tps.isOffered, "TPS " + tps.code() + " by its stage");
    }

    var person = new Person(played, Role.KPPS);
    Officer officer = person.takeover.officer();
    assertTrue(
        played.day().officers(1_000).stream().noneMatch(one -> one.officer().equals(officer)));
    PartyKey second = Phones.phone(98, Role.KPPS, officer.tps(), 1).key();
    assertEquals(State.NOTHING, played.day().takeOver(officer, second).state());
    var nowhere = new Officer(Role.KPPS, "3171011001998");
    assertEquals(State.NOTHING, played.day().takeOver(nowhere, second).state());
    played.until("H+1T06:00");
    assertEquals(List.of(), played.day().officers(8), "everything has come back");
  }

  @Test
  void whoeverIsEarlyWaitsForTheLorry() {
    Played played = Played.begin(18, 20).until("H-2T05:00");
    var person = new Person(played, Role.KPPS);
    assertEquals(State.COMING, person.takeover.state());
    played.world().play(next(person).at());
    played.until("H-1T12:00");
    assertNotEquals(State.COMING, person.takeover.state());
    played.until("H+1T06:00");
    played.judge();
  }

  private static Takeover.Next next(Person person) {
    return Objects.requireNonNull(person.takeover.next());
  }
}
