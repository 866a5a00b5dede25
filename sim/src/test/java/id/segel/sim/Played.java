package id.segel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import id.segel.core.ceremony.OpeningWindows;
import id.segel.core.region.Dki2024;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;

/** A day of a small province, played against a log in memory. */
record Played(Province province, MemoryDoor door, World world, ElectionDay day) {

  static Played begin(long seed, int tpsEach) {
    Province province = SmallProvince.province(2, tpsEach);
    var door = new MemoryDoor();
    Dki2024.facts(SmallProvince.regions(), SmallProvince.kelurahan(2, tpsEach))
        .forEach(door::append);
    var phones = new Phones(province, seed);
    phones.all().forEach(door::enrol);
    ElectionDay.seals().forEach(door::append);
    OpeningWindows.usual(Dki2024.election().day(), Dki2024.election().zone()).forEach(door::append);
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
