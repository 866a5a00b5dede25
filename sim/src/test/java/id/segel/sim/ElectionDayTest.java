package id.segel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.custody.Discrepancy;
import id.segel.core.fact.PartyKey;
import id.segel.core.region.Dki2024;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The story played against a log in memory. */
class ElectionDayTest {

  private record Played(Province province, MemoryDoor door, World world, ElectionDay day) {

    static Played begin(long seed, int tpsEach) {
      Province province = SmallProvince.province(2, tpsEach);
      var door = new MemoryDoor();
      Dki2024.facts(SmallProvince.regions(), SmallProvince.kelurahan(2, tpsEach))
          .forEach(door::append);
      var phones = new Phones(province, seed);
      phones.all().forEach(door::enrol);
      var world = new World(door, ElectionDay.begins(province), seed);
      var day = new ElectionDay(province, phones, world, 0.02, seed);
      day.begin();
      return new Played(province, door, world, day);
    }

    Played until(String moment) {
      world.play(province.parse(moment));
      return this;
    }

    void judge() {
      world.deliverAll();
      door.audit.end(door.inLog.size());
      var broken = new ArrayList<String>();
      for (var held : new Invariants(day, world, door.audit, door.inLog).judge()) {
        if (!held.isHeld()) {
          broken.add(held.name() + ": " + held.detail());
        }
      }
      assertEquals("", String.join("\n", broken));
    }

    Map<Integer, Integer> stages() {
      var stages = new TreeMap<Integer, Integer>();
      for (Tps tps : day.tps().values()) {
        for (Box box : tps.boxes()) {
          stages.merge(box.stage(), 1, Integer::sum);
        }
      }
      return stages;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyFaultIsFoundAndNothingElse(long seed) {
    Played played = Played.begin(seed, 40).until("H+1T06:00");
    played.judge();
    long happened = played.day.mishaps().stream().filter(Mishap::isPlayed).count();
    assertEquals(Fault.values().length, happened, "seed " + seed);
    var kinds = new ArrayList<Discrepancy>();
    played.door.audit.found().keySet().forEach(matter -> kinds.add(matter.kind()));
    for (Discrepancy kind : Discrepancy.values()) {
      assertTrue(kinds.contains(kind), kind + " was not seen, seed " + seed);
    }
  }

  @Test
  void onTheEveningOfTheDayBeforeMostBoxesAreAtTheirTps() {
    Played played = Played.begin(7, 40).until("H-1T20:00");
    played.judge();
    int boxes = played.province.boxCount();
    int there = played.stages().getOrDefault(5, 0);
    assertTrue(there > boxes / 2 && there < boxes, there + " of " + boxes);
  }

  @Test
  void inTheMorningAfterTheBoxesAreBackInTheirKecamatan() {
    Played played = Played.begin(8, 40).until("H+1T06:00");
    int back = played.stages().getOrDefault(9, 0);
    assertTrue(back * 10 > played.province.boxCount() * 9, played.stages().toString());
  }

  @Test
  void theSameSeedIsTheSameDay() {
    Played one = Played.begin(5, 20).until("H-1T20:00");
    Played other = Played.begin(5, 20).until("H-1T20:00");
    assertEquals(one.world.said().size(), other.world.said().size());
    for (int i = 0; i < one.world.said().size(); i++) {
      assertEquals(one.world.said().get(i).id(), other.world.said().get(i).id());
    }
    assertEquals(one.door.inLog, other.door.inLog);
    Played third = Played.begin(6, 20).until("H-1T20:00");
    assertTrue(!third.door.inLog.equals(one.door.inLog), "another seed is another day");
  }

  @Test
  void phonesDeliverLateTwiceAndInAnyOrder() {
    Played played = Played.begin(9, 40).until("H+1T06:00");
    played.world.deliverAll();
    assertTrue(played.door.repeats > 100, played.door.repeats + " repeats");
    assertEquals(played.world.copies(), played.door.inLog.size() + played.door.repeats);
    long overtaken = 0;
    for (Said said : played.world.said()) {
      Long of = said.statement().of() == null ? null : played.door.inLog.get(said.statement().of());
      overtaken += of != null && of > said.index() ? 1 : 0;
    }
    assertTrue(overtaken >= 10, overtaken + " acceptances came before their offer");
  }

  @Test
  void aPersonPlaysAChairAndAcceptsOrNot() {
    Played played = Played.begin(10, 40).until("H-1T12:00");
    Tps tps =
        played.day.tps().values().stream()
            .filter(one -> one.mishap() == null && !one.isOffered)
            .findFirst()
            .orElseThrow();
    var human = new Phones(played.province, 99).of(tps.code()).getFirst();
    played.door.enrol(human);
    assertTrue(played.day.takeOver(tps.code(), human.key()));
    played.until("H-1T12:15");
    PartyKey offered = played.door.audit.chains().state(tps.boxes().getFirst().id()).offeredTo();
    assertEquals(human.key(), offered);
    played.until("H-1T23:50");
    PartyKey chair = played.door.holderOf(tps.boxes().getFirst().id());
    assertEquals(tps.chair.key(), chair, "nobody answered, so the simulated chair took them");
    played.judge();
  }
}
