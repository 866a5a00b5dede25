package id.segel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.custody.Discrepancy;
import java.util.ArrayList;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The story played against a log in memory. */
class ElectionDayTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyFaultIsFoundAndNothingElse(long seed) {
    Played played = Played.begin(seed, 40).until("H+1T06:00");
    played.judge();
    long happened = played.day().mishaps().stream().filter(Mishap::isPlayed).count();
    assertEquals(Fault.values().length, happened, "seed " + seed);
    var kinds = new ArrayList<Discrepancy>();
    played.door().audit.found().keySet().forEach(matter -> kinds.add(matter.kind()));
    // No phone of this day reads cards; FieldIncidentsTest plays them through the API.
    for (Discrepancy kind : EnumSet.complementOf(EnumSet.of(Discrepancy.CARD_USED_TWICE))) {
      assertTrue(kinds.contains(kind), kind + " was not seen, seed " + seed);
    }
  }

  @Test
  void onTheEveningOfTheDayBeforeMostBoxesAreAtTheirTps() {
    Played played = Played.begin(7, 40).until("H-1T20:00");
    played.judge();
    int boxes = played.province().boxCount();
    int there = played.stages().getOrDefault(5, 0);
    assertTrue(there > boxes / 2 && there < boxes, there + " of " + boxes);
  }

  @Test
  void inTheMorningAfterTheBoxesAreBackInTheirKecamatan() {
    Played played = Played.begin(8, 40).until("H+1T06:00");
    int back = played.stages().getOrDefault(9, 0);
    assertTrue(back * 10 > played.province().boxCount() * 9, played.stages().toString());
  }

  @Test
  void theSameSeedIsTheSameDay() {
    Played one = Played.begin(5, 20).until("H-1T20:00");
    Played other = Played.begin(5, 20).until("H-1T20:00");
    assertEquals(one.world().said().size(), other.world().said().size());
    for (int i = 0; i < one.world().said().size(); i++) {
      assertEquals(one.world().said().get(i).id(), other.world().said().get(i).id());
    }
    assertEquals(one.door().inLog, other.door().inLog);
    Played third = Played.begin(6, 20).until("H-1T20:00");
    assertTrue(!third.door().inLog.equals(one.door().inLog), "another seed is another day");
  }

  @Test
  void phonesDeliverLateTwiceAndInAnyOrder() {
    Played played = Played.begin(9, 40).until("H+1T06:00");
    played.world().deliverAll();
    assertTrue(played.door().repeats > 100, played.door().repeats + " repeats");
    assertEquals(played.world().copies(), played.door().inLog.size() + played.door().repeats);
    long overtaken = 0;
    for (Said said : played.world().said()) {
      Long of =
          said.statement().of() == null ? null : played.door().inLog.get(said.statement().of());
      overtaken += of != null && of > said.index() ? 1 : 0;
    }
    assertTrue(overtaken >= 10, overtaken + " acceptances came before their offer");
  }
}
