package id.segel.core.assistance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import id.segel.core.assistance.Assistances.Refusal;
import id.segel.core.fact.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which request an entry of police answers, and what is found when it answers none. */
class AssistancesTest {

  private static final String TPS = "3171011001147";
  private static final String RINA = "0badc0de";

  private static Instant at(String clock) {
    return Instant.parse("2024-02-14T" + clock + ":00Z");
  }

  private static Fact fact(String word) {
    Instant when = at(word.substring(1));
    return switch (word.charAt(0)) {
      case '?' -> new PoliceAsked(TPS, PoliceAsked.Reason.DISORDER, when, RINA);
      case '>' -> new PoliceEntered(TPS, 4, when, RINA);
      default -> new PoliceLeft(TPS, when, RINA);
    };
  }

  /** Takes words, each with what belongs behind it; answers the names of the latter. */
  private static String take(Assistances all, List<String> words) {
    var behind = new ArrayList<String>();
    long index = 1;
    for (String word : words) {
      for (Fact fact : all.behind(TPS, at("12:00"), fact(word))) {
        behind.add(fact.getClass().getSimpleName());
        all.apply(index++, at("12:00"), fact);
      }
      all.apply(index++, at("12:00"), fact(word));
    }
    return String.join(" ", behind);
  }

  private static String shown(Assistances all) {
    return all.of(TPS).stream()
        .map(one -> (one.isUnasked() ? "unasked " : "") + one.state())
        .collect(Collectors.joining(", "));
  }

  /** ? asks, > enters, < leaves: what is found, and how it stands then. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ?03:12                                     |                                         | ASKED
          ?03:12 >03:20                              |                                         | INSIDE
          ?03:12 >03:20 <03:41                       |                                         | LEFT
          >03:20                                     | UnaskedEntryFound                       | unasked INSIDE
          ?03:21 >03:20                              | UnaskedEntryFound                       | unasked INSIDE, ASKED
          >03:20 ?03:12                              | UnaskedEntryFound UnaskedEntryExplained | INSIDE
          ?03:12 >03:20 <03:41 >03:50                | UnaskedEntryFound                       | LEFT, unasked INSIDE
          ?03:12 >03:20 <03:41 ?03:45 >03:50         |                                         | LEFT, INSIDE
          >03:20 <03:30 >03:50                       | UnaskedEntryFound UnaskedEntryFound     | unasked LEFT, unasked INSIDE
          >03:20 <03:30 >03:50 ?03:45                | UnaskedEntryFound UnaskedEntryFound     | unasked LEFT, INSIDE
          """)
  void anEntryAnswersARequest(String words, @Nullable String found, String standing) {
    var all = new Assistances();
    assertEquals(found == null ? "" : found, take(all, List.of(words.split(" ", -1))));
    assertEquals(standing, shown(all));
  }

  /**
   * The same words in any order stand the same, and an entry is found unasked in the end or not.
   */
  @Test
  void theOrderOfArrivalDoesNotMatter() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    for (int round = 0; round < 300; round++) {
      var words = new ArrayList<String>();
      for (int i = random.nextInt(6); i >= 0; i--) {
        words.add("?><".charAt(random.nextInt(3)) + "0%d:%02d".formatted(3, random.nextInt(60)));
      }
      var one = new Assistances();
      take(one, words);
      Collections.shuffle(words, random);
      var other = new Assistances();
      take(other, words);
      assertEquals(shown(one), shown(other), "round " + round + ": " + words);
    }
  }

  /** The KPPS asked at 03.12; police were inside from 03.20 to 03.41. It is 05.00. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ?03:12 >03:20 <03:41 | ?04:00 |
          ?03:12               | ?04:00 | ALREADY_ASKED
          ?03:12               | ?03:00 |
          ?03:12               | ?05:06 | MOMENT_AHEAD
          ?03:12 >03:20        | >03:30 | ALREADY_INSIDE
          ?03:12 >03:20        | >03:10 |
          ?03:12 >03:20 <03:41 | >03:50 |
          ?03:12 >03:20 <03:41 | >03:30 | ALREADY_INSIDE
          ?03:12               | <03:41 | LEFT_BEFORE_ENTERED
          ?03:12 >03:20        | <03:19 | LEFT_BEFORE_ENTERED
          ?03:12 >03:20        | <03:41 |
          ?03:12 >03:20 <03:41 | <03:50 | LEFT_BEFORE_ENTERED
          """)
  void whatMayNotBeSaid(String before, String word, @Nullable Refusal refusal) {
    var all = new Assistances();
    take(all, List.of(before.split(" ", -1)));
    Instant now = at("05:00");
    Refusal said =
        switch (fact(word)) {
          case PoliceAsked it -> all.refusal(it, now);
          case PoliceEntered it -> all.refusal(it, now);
          case PoliceLeft it -> all.refusal(it, now);
          default -> throw new AssertionError(word);
        };
    assertEquals(refusal, said);
  }

  @Test
  void whatIsLongPastIsNotSaidAnyMore() {
    var all = new Assistances();
    Instant now = at("03:12").plusSeconds(86_400);
    assertNull(all.refusal((PoliceAsked) fact("?03:12"), now));
    assertEquals(Refusal.MOMENT_OLD, all.refusal((PoliceAsked) fact("?03:11"), now));
  }
}
