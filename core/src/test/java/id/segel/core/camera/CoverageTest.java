package id.segel.core.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;

import id.segel.core.camera.Coverage.Kind;
import id.segel.core.camera.Coverage.Spell;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When boxes are seen, from what their cameras were. */
class CoverageTest {

  /**
   * {@code 18:00 GOOD 18:30 DARK 19:00 GOOD?} of one camera; the last has no end. With a question
   * mark something that could deceive was not judged.
   */
  private static List<Spell> spells(String text) {
    String[] words = text.split(" ", -1);
    var spells = new ArrayList<Spell>();
    for (int i = 0; i + 1 < words.length; i += 2) {
      Instant until = i + 2 < words.length ? at(words[i + 2]) : null;
      String state = words[i + 1];
      boolean isSure = !state.endsWith("?");
      spells.add(new Spell(CameraState.parse(state.replace("?", "")), isSure, at(words[i]), until));
    }
    return spells;
  }

  private static Instant at(String hour) {
    return Instant.parse("2024-02-13T" + hour + ":00Z");
  }

  private static List<Coverage.Period> periods(String cameras, String from, String until) {
    var all = new ArrayList<Spell>();
    for (String camera : cameras.split("/", -1)) {
      all.addAll(spells(camera.strip()));
    }
    return Coverage.periods(all, at(from), at(until));
  }

  private static String written(List<Coverage.Period> periods) {
    return periods.stream()
        .map(one -> one.from().toString().substring(11, 16) + " " + one.kind())
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource({
    // what cameras were, one after another | from | until | what it was
    "17:00 GOOD,                                  18:00, 20:00, 18:00 COVERED",
    "17:00 DARK,                                  18:00, 20:00, 18:00 BLIND",
    "17:00 UNKNOWN,                               18:00, 20:00, 18:00 UNKNOWN",
    "17:00 GOOD 18:30 DARK 19:00 GOOD,            18:00, 20:00, 18:00 COVERED 18:30 BLIND 19:00 COVERED",
    // one takes over from another without a gap
    "17:00 GOOD 18:30 DARK / 17:00 OFFLINE 18:30 GOOD, 18:00, 20:00, 18:00 COVERED",
    // with a gap of a minute
    "17:00 GOOD 18:30 DARK / 17:00 OFFLINE 18:31 GOOD, 18:00, 20:00, 18:00 COVERED 18:30 BLIND 18:31 COVERED",
    // one judged and bad is enough to say blind, whatever nobody looked at
    "17:00 UNKNOWN / 17:00 COVERED,               18:00, 20:00, 18:00 BLIND",
    // two ways of being lost are one period
    "17:00 DARK 18:20 OFFLINE 18:40 TURNED,       18:00, 20:00, 18:00 BLIND",
    // a camera that came later, and one that is gone: nobody judged
    "18:30 GOOD,                                  18:00, 20:00, 18:00 UNKNOWN 18:30 COVERED",
    "17:00 GOOD 18:30,                            18:00, 20:00, 18:00 COVERED 18:30 UNKNOWN",
    "17:00 FROZEN 18:00 GOOD 20:00 DARK,          18:00, 20:00, 18:00 COVERED",
    // good, and nobody can tell whether its picture stands still
    "17:00 GOOD?,                                 18:00, 20:00, 18:00 UNKNOWN",
    "17:00 GOOD? / 17:00 DARK,                    18:00, 20:00, 18:00 UNKNOWN",
    "17:00 GOOD? / 17:00 DARK 19:00 GOOD,         18:00, 20:00, 18:00 UNKNOWN 19:00 COVERED",
  })
  void periodsFollowFromSpells(String cameras, String from, String until, String expected) {
    assertEquals(expected, written(periods(cameras, from, until)));
  }

  @ParameterizedTest
  @CsvSource({
    // what cameras were, one after another | from | until | when boxes were not seen; * where blind
    "17:00 GOOD,                                       18:00, 20:00, ''",
    "17:00 DARK,                                       18:00, 20:00, 18:00-20:00*",
    "17:00 UNKNOWN,                                    18:00, 20:00, 18:00-20:00",
    // pulling the cable of a covered camera begins nothing anew
    "17:00 GOOD 18:20 COVERED 18:50 UNKNOWN 19:10 GOOD, 18:00, 20:00, 18:20-19:10*",
    "17:00 GOOD 18:20 UNKNOWN 18:50 COVERED 19:10 GOOD, 18:00, 20:00, 18:20-19:10*",
    // two short times, between which they were seen
    "17:00 GOOD 18:20 DARK 18:21 GOOD 18:22 DARK 18:23 GOOD, 18:00, 20:00, 18:20-18:21* 18:22-18:23*",
  })
  void blindAndUnknownAreOne(String cameras, String from, String until, String expected) {
    String found =
        Coverage.unseen(periods(cameras, from, until)).stream()
            .map(one ->
                "%s-%s%s"
                    .formatted(
                        one.from().toString().substring(11, 16),
                        one.until().toString().substring(11, 16),
                        one.isBlind() ? "*" : ""))
            .collect(Collectors.joining(" "));
    assertEquals(expected, found);
  }

  @Test
  void ofAnHourTheWorstIsSaid() {
    List<Coverage.Hour> hours =
        Coverage.hours(periods("17:00 GOOD 18:30 DARK 18:31 GOOD 20:10 UNKNOWN", "18:15", "21:00"));
    assertEquals(
        List.of(
            new Coverage.Hour(at("18:00"), Kind.BLIND, 2_640, 60, 0),
            new Coverage.Hour(at("19:00"), Kind.COVERED, 3_600, 0, 0),
            new Coverage.Hour(at("20:00"), Kind.UNKNOWN, 600, 0, 3_000)),
        hours);
    assertEquals(List.of(), Coverage.hours(List.of()));
  }
}
