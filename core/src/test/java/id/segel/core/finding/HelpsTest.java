package id.segel.core.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.fact.Fact;
import id.segel.core.fact.MalformedException;
import id.segel.core.finding.HelpAnswered.Answer;
import id.segel.core.finding.HelpAnswered.Reason;
import id.segel.core.finding.Helps.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Help that the army was asked for: its answer, its end, and what nobody answers. */
class HelpsTest {

  private static final Instant NOON = Instant.parse("2024-02-13T05:00:00Z");
  private static final String RINA = "0badc0de";

  private final Helps helps = new Helps();
  private final Findings findings = new Findings();
  private long index = 100;

  /** Three teams until 18.00, an answer by 13.00. */
  private static HelpAsked asked() {
    return new HelpAsked(
        "KPU-DKI",
        "317101",
        HelpAsked.Kind.FLOOD_TEAM,
        3,
        NOON.plusSeconds(6 * 3_600),
        NOON.plusSeconds(3_600),
        null,
        null,
        RINA);
  }

  /**
   * What is said, each at so many minutes past noon; what is true then, and when an answer is due.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          said                                  | state     | due
          ask 0                                 | ASKED     | 60
          ask 0, more 50 120                    | MORE_TIME | 120
          ask 0, more 50 120, more 110 200      | MORE_TIME | 200
          ask 0, grant 50 2                     | GRANTED   | 60
          ask 0, more 50 120, refuse 100        | REFUSED   | 60
          ask 0, grant 50 3, end 300            | OVER      | 60
          ask 0, end 10                         | OVER      | 60
          """,
      useHeadersInDisplayName = true)
  void itGoesItsWay(String said, Helps.State state, int due) {
    for (String one : said.split(", ", -1)) {
      say(fact(one));
    }
    Helps.Help help = Objects.requireNonNull(helps.of(100));
    assertEquals(state, help.state());
    assertEquals(NOON.plusSeconds(60L * due), help.deadline());
  }

  /** What the clock says then; raises what is due and unanswered, and nothing else. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          said                                 | 59 | 61 | 121 | then
          ask 0                                | no | yes| no  | OPEN
          ask 0, more 50 120                   | no | no | yes | OPEN
          ask 0, grant 50 1                    | no | no | no  | none
          ask 0, refuse 50                     | no | no | no  | none
          ask 0, end 50                        | no | no | no  | none
          """,
      useHeadersInDisplayName = true)
  void whatNobodyAnswersIsFoundOnce(
      String said, String before, String after, String later, String state) {
    for (String one : said.split(", ", -1)) {
      say(fact(one));
    }
    assertEquals(before, lapses(59));
    assertEquals(after, lapses(61));
    assertEquals(later, lapses(121));
    assertEquals("no", lapses(122), "it is found once");
    Finding found = findings.of(HelpLapsed.finding(100));
    assertEquals(state, found == null ? "none" : found.state().name());
    if (found != null) {
      assertEquals("317101", found.region());
      assertTrue(found.isActedOnBy(id.segel.core.personnel.Role.KODAM, List.of("31"), "KODAM"));
      assertTrue(
          found.isActedOnBy(id.segel.core.personnel.Role.KPU_PROVINSI, List.of("31"), "KPU-DKI"),
          "who asked sees to it");
      say(fact("grant 130 1"));
      assertEquals(
          Finding.State.CLEARED,
          Objects.requireNonNull(findings.of(HelpLapsed.finding(100))).state());
    }
  }

  private String lapses(int minutes) {
    Instant now = NOON.plusSeconds(60L * minutes);
    List<Fact> facts =
        helps.lapses(
            now,
            id -> {
              Finding one = findings.of(id);
              return one != null && one.isActive();
            });
    facts.forEach(this::say);
    assertTrue(facts.size() <= 1);
    return facts.isEmpty() ? "no" : "yes";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          before                  | said           | refusal
          -                       | grant 10 1     | HELP_UNKNOWN
          -                       | end 10         | HELP_UNKNOWN
          ask 0                   | grant 10 3     | -
          ask 0                   | grant 10 4     | HELP_TOO_MANY
          ask 0                   | grant 90 1     | -
          ask 0                   | more 10 120    | -
          ask 0                   | more 10 10     | HELP_TOO_LATE
          ask 0                   | more 10 361    | HELP_TOO_LATE
          ask 0, grant 5 1        | refuse 10      | HELP_ANSWERED
          ask 0, refuse 5         | grant 10 1     | HELP_ANSWERED
          ask 0, more 5 60        | grant 10 1     | -
          ask 0, end 5            | grant 10 1     | HELP_OVER
          ask 0, end 5            | end 10         | HELP_OVER
          ask 0                   | end 10         | -
          ask 0                   | armyend 10     | HELP_OF_ANOTHER
          ask 0, grant 5 1        | armyend 10     | -
          ask 0                   | otherend 10    | HELP_OF_ANOTHER
          """,
      useHeadersInDisplayName = true)
  void whatMayBeSaid(@Nullable String before, String said, @Nullable String refusal) {
    if (before != null) {
      for (String one : before.split(", ", -1)) {
        say(fact(one));
      }
    }
    Fact fact = fact(said);
    Instant now = NOON.plusSeconds(60L * Integer.parseInt(said.split(" ", -1)[1]));
    Refusal is =
        switch (fact) {
          case HelpAnswered it -> helps.refusal(it, now);
          case HelpEnded it -> helps.refusal(it);
          default -> throw new AssertionError(fact);
        };
    assertEquals(refusal, is == null ? null : is.name());
  }

  @Test
  void anAnswerIsDueBetweenNowAndTheEnd() {
    assertNull(helps.refusal(asked(), NOON));
    assertEquals(Refusal.HELP_TOO_LATE, helps.refusal(asked(), NOON.plus(Duration.ofHours(1))));
    assertEquals(Refusal.HELP_TOO_LATE, helps.refusal(asked(), NOON.minus(Duration.ofDays(31))));
    for (int i = 0; i < Helps.OPEN_MAX; i++) {
      assertNull(helps.refusal(asked(), NOON));
      say(asked());
    }
    assertEquals(Refusal.HELP_FULL, helps.refusal(asked(), NOON));
    say(new HelpEnded(100, "KPU-DKI", RINA));
    assertNull(helps.refusal(asked(), NOON));
    assertEquals(
        "199 198 197",
        helps.all().stream()
            .limit(3)
            .map(one -> Long.toString(one.entry()))
            .collect(Collectors.joining(" ")));
  }

  @Test
  void anAnswerHasJustWhatItNeeds() {
    for (Answer answer : Answer.values()) {
      assertThrows(
          MalformedException.class,
          () -> new HelpAnswered(1, "KODAM", answer, 1, Reason.TOO_FAR, NOON, null, RINA));
      assertThrows(
          MalformedException.class,
          () -> new HelpAnswered(1, "KODAM", answer, 0, null, null, null, RINA));
    }
    assertThrows(MalformedException.class, () -> HelpAsked.Kind.parse("TANK"));
    assertThrows(
        MalformedException.class,
        () -> new HelpAsked("KPU", "3171", HelpAsked.Kind.BOAT, 0, NOON, NOON, null, null, RINA));
    assertThrows(
        MalformedException.class,
        () ->
            new HelpAsked(
                "KPU",
                "3171",
                HelpAsked.Kind.BOAT,
                1,
                NOON,
                NOON.plusSeconds(1),
                null,
                null,
                RINA));
  }

  private static Fact fact(String said) {
    String[] words = said.split(" ", -1);
    int number = words.length > 2 ? Integer.parseInt(words[2]) : 0;
    return switch (words[0]) {
      case "ask" -> asked();
      case "grant" ->
          new HelpAnswered(100, "KODAM", Answer.GRANTED, number, null, null, null, RINA);
      case "refuse" ->
          new HelpAnswered(100, "KODAM", Answer.REFUSED, 0, Reason.NO_FORCES, null, null, RINA);
      case "more" ->
          new HelpAnswered(
              100, "KODAM", Answer.MORE_TIME, 0, null, NOON.plusSeconds(60L * number), null, RINA);
      case "end" -> new HelpEnded(100, "KPU-DKI", RINA);
      case "armyend" -> new HelpEnded(100, "KODAM", RINA);
      case "otherend" -> new HelpEnded(100, "POLDA", RINA);
      default -> throw new AssertionError(said);
    };
  }

  private void say(Fact fact) {
    helps.apply(index, NOON, fact);
    findings.apply(index++, NOON, fact);
  }
}
