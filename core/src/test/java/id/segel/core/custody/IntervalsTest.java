package id.segel.core.custody;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.region.Leg;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** The stretches of a box's time, minute by minute behind {@link Story#NOON}. */
class IntervalsTest {

  private final Story story = new Story();
  private final Map<String, Integer> minutes = new HashMap<>();

  @Test
  void everyMinuteHasSomebodyWhoAnswers() {
    story.usual(1);
    at("p 0 s 10 o1 60 a1 95 o2 200 a2 230 o3 300 a3 320");
    assertEquals(
        """
        HELD KOTA 0 60
        ON_THE_WAY KOTA 60 95
        HELD PPK 95 200
        ON_THE_WAY PPK 200 230
        HELD PPS 230 300
        ON_THE_WAY PPS 300 320
        HELD KPPS 320 -
        """,
        intervals());
  }

  @Test
  void theTimeInWhichNobodySawItEndsWhenItIsFound() {
    story.usual(1);
    story.offer("x", "KPPS", "a3", Leg.TPS_KELURAHAN, "T" + Story.TPS, "PPS", "A1,A2", 1);
    story.accept(
        "y", "PPS", "x", "P3171011001", List.of(new Statement.Deviation(Story.box(1), null)));
    story.handover("9", "y", "KPPS", "PPS", Leg.TPS_KELURAHAN, "P3171011001", 1);
    at("p 0 s 1 o1 2 a1 3 o2 4 a2 5 o3 6 a3 7 x 100 y 130 o9 250 a9 260");
    assertTrue(
        intervals()
            .endsWith(
                """
                ON_THE_WAY KPPS 100 130
                UNHELD KPPS 130 250
                ON_THE_WAY KPPS 250 260
                HELD PPS 260 -
                """),
        intervals());
  }

  @Test
  void aTakerBeforeTheGiverIsAnOverlapOfBoth() {
    story.usual(1);
    at("p 0 s 10 o1 60 a1 45 o2 200 a2 195 o3 300 a3 320");
    assertEquals(
        """
        HELD KOTA 0 60
        ON_THE_WAY KOTA 60 60
        HELD PPK 60 200 overlap
        ON_THE_WAY PPK 200 200
        HELD PPS 200 300
        ON_THE_WAY PPS 300 320
        HELD KPPS 320 -
        """,
        intervals());
  }

  @Test
  void whateverTheClocksSayThereIsNoHole() {
    story.usual(1);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
    for (int round = 0; round < 2_000; round++) {
      for (String name : List.of("p", "s", "o1", "a1", "o2", "a2", "o3", "a3")) {
        minutes.put(name, random.nextInt(1_000));
      }
      Instant end = null;
      for (Intervals.Interval one : read()) {
        assertTrue(end == null || end.equals(one.from()), "round " + round);
        assertTrue(one.until() == null || !one.until().isBefore(one.from()), "round " + round);
        end = one.until();
      }
    }
  }

  private void at(String moments) {
    String[] words = moments.split(" ", -1);
    for (int i = 0; i < words.length; i += 2) {
      minutes.put(words[i], Integer.parseInt(words[i + 1]));
    }
  }

  private List<Intervals.Interval> read() {
    var chain = new ArrayList<RecordedStatement>();
    for (var one : story.statements.entrySet()) {
      RecordedStatement said = one.getValue();
      Statement was = said.statement();
      Instant claimed =
          Story.NOON.plus(Duration.ofMinutes(Objects.requireNonNull(minutes.get(one.getKey()))));
      var moved =
          new Statement(
              was.kind(),
              was.election(),
              was.by(),
              was.saksi(),
              was.counter(),
              claimed,
              was.place(),
              was.leg(),
              was.to(),
              was.of(),
              was.reason(),
              was.manifest(),
              was.seen(),
              was.groups(),
              was.exceptions());
      chain.add(
          new RecordedStatement(
              said.id(), said.index(), said.recorded(), said.skewSeconds(), moved));
    }
    return Intervals.of(Story.box(1), chain);
  }

  private String intervals() {
    var out = new StringBuilder();
    for (Intervals.Interval one : read()) {
      String holder =
          List.of("KOTA", "PPK", "PPS", "KPPS").stream()
              .filter(name -> Story.key(name).equals(one.holder()))
              .findFirst()
              .orElse("-");
      out.append(one.kind()).append(' ').append(holder).append(' ').append(minute(one.from()));
      out.append(' ').append(one.until() == null ? "-" : minute(one.until()));
      out.append(one.isOverlap(ThresholdsSet.usual()) ? " overlap" : "").append('\n');
    }
    return out.toString();
  }

  private static String minute(Instant moment) {
    return Long.toString(Duration.between(Story.NOON, moment).toMinutes());
  }
}
