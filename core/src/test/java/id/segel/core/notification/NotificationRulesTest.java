package id.segel.core.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.fact.MalformedException;
import id.segel.core.finding.FindingId;
import id.segel.core.finding.Severity;
import id.segel.core.notification.NotificationRules.Plan;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told now, later, together, or never. */
class NotificationRulesTest {

  private static final ZoneId WIB = ZoneId.of("Asia/Jakarta");
  private static final String DAY = "2024-02-13";

  /**
   * One row is one decision. Preferences: {@code digest=N}, {@code quiet=22:00-05:00}, {@code
   * critical}, {@code paused=HH:MM}, {@code flood=N/M}. Notices: number, R E A or O, a letter for
   * the finding, {@code !} when it is critical, and when it came. Told before: the letters. Sent:
   * times. Answer: messages by numbers, then what is dropped, the rest waits.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      nullValues = "-",
      textBlock =
          """
          at once            |                     | 1RA@12:00                     |   |       | 12:00 | 1     |
          nothing waits      |                     |                               |   |       | 12:00 |       |
          two, two messages  |                     | 1RA@12:00 2RB@12:00           |   |       | 12:00 | 1 2   |
          worst first        |                     | 1RA@12:00 2RB!@12:00          |   |       | 12:00 | 2 1   |
          over after told    |                     | 2OA@12:05                     | A | 12:00 | 12:05 | 2     |
          over, never told   |                     | 1RA@12:00 2OA@12:01           |   |       | 12:02 |       | 1 2
          over, escalated    |                     | 2EA@12:01 3OA@12:02           | A |       | 12:02 | 3     | 2
          again while open   |                     | 2OA@12:01 3RA@12:02           | A |       | 12:02 | 3     | 2
          seen by nobody     |                     | 1RA@12:00 2EA@12:15           |   |       | 12:15 | 2     | 1
          handed over        |                     | 1RA@12:00 2AA@12:01           | A | 12:00 | 12:01 | 2     | 1
          digest, not yet    | digest=30           | 1RA@12:00 2RB@12:10           |   |       | 12:29 |       |
          digest, time       | digest=30           | 1RA@12:00 2RB@12:10           |   |       | 12:30 | 1,2   |
          digest, one        | digest=30           | 1RA@12:00                     |   |       | 12:30 | 1     |
          digest, critical   | digest=30           | 1RA@12:00 2RB!@12:10          |   |       | 12:10 |       |
          critical first     | digest=30 critical  | 1RA@12:00 2RB!@12:10          |   |       | 12:10 | 2     |
          asleep             | quiet=22:00-05:00   | 1RA@23:00                     |   |       | 23:00 |       |
          asleep, critical   | quiet=22:00-05:00   | 1RA!@23:00                    |   |       | 23:00 |       |
          breaks through     | quiet=22:00-05:00 critical | 1RA!@23:00 2RB@23:00   |   |       | 23:00 | 1     |
          over does not      | quiet=22:00-05:00 critical | 2OA!@23:00             | A |       | 23:00 |       |
          last quiet minute  | quiet=22:00-05:00   | 1RA@04:00                     |   |       | 04:59 |       |
          awake              | quiet=22:00-05:00   | 1RA@04:00                     |   |       | 05:00 | 1     |
          before bed         | quiet=22:00-05:00   | 1RA@21:59                     |   |       | 21:59 | 1     |
          a nap              | quiet=13:00-14:00   | 1RA@13:00                     |   |       | 13:59 |       |
          no nap             | quiet=13:00-14:00   | 1RA@13:00                     |   |       | 14:00 | 1     |
          over while asleep  | quiet=22:00-05:00   | 1RA@23:00 2OA@23:30           |   |       | 23:30 |       | 1 2
          paused             | paused=13:00 critical | 1RA!@12:00                  |   |       | 12:59 |       |
          no longer paused   | paused=13:00        | 1RA@12:00                     |   |       | 13:00 | 1     |
          just enough        | flood=3/10          | 1RA@12:00 2RB@12:00 3RC@12:00 |   |       | 12:00 | 1 2 3 |
          flood              | flood=3/10          | 1RA@12:00 2RB@12:00 3RC@12:00 4RD@12:00 | | | 12:00 | 1 2 3,4 |
          flood, worst alone | flood=2/10          | 1RA@12:00 2RB@12:00 3RC!@12:00 |  |       | 12:00 | 3 1,2 |
          flood of before    | flood=3/10          | 3RC@12:01 4RD@12:01           |   | 12:00 12:00 | 12:01 | 3,4 |
          no room            | flood=2/10          | 3RC@12:01                     |   | 12:00 12:00 | 12:09 |   |
          room again         | flood=2/10          | 3RC@12:01 4RD@12:01 5RE@12:02 |   | 12:00 12:00 | 12:10 | 3 4,5 |
          no room, digest    | flood=1/60 digest=5 | 1RA@12:00                     |   | 11:30 | 12:29 |       |
          """)
  void decisions(
      String name,
      String wanted,
      String waiting,
      String told,
      String sent,
      String now,
      String messages,
      String dropped) {
    Plan plan =
        NotificationRules.plan(
            preferences(text(wanted)),
            words(waiting).stream().map(NotificationRulesTest::notice).toList(),
            text(told).chars().mapToObj(one -> finding((char) one)).collect(Collectors.toSet()),
            words(sent).stream().map(NotificationRulesTest::at).toList(),
            at(text(now)),
            WIB);
    assertEquals(
        String.join(" ", words(messages)),
        plan.send().stream().map(NotificationRulesTest::numbers).collect(Collectors.joining(" ")),
        name);
    assertEquals(
        String.join(",", words(dropped)), numbers(plan.drop()), name + ": what is dropped");
  }

  private static String text(@Nullable String cell) {
    return cell == null ? "" : cell.strip();
  }

  private static List<String> words(@Nullable String cell) {
    return Arrays.stream(text(cell).split(" +", -1)).filter(one -> !one.isEmpty()).toList();
  }

  private static String numbers(List<Notice> notices) {
    return notices.stream().map(one -> "" + one.number()).collect(Collectors.joining(","));
  }

  private static Instant at(String time) {
    return Instant.parse(DAY + "T" + time + ":00Z").minus(Duration.ofHours(7));
  }

  private static FindingId finding(char letter) {
    return new FindingId("SEAL_BROKEN", "box:" + letter);
  }

  private static Notice notice(String word) {
    Notice.Kind kind =
        switch (word.charAt(1)) {
          case 'R' -> Notice.Kind.RAISED;
          case 'E' -> Notice.Kind.ESCALATED;
          case 'A' -> Notice.Kind.ASSIGNED;
          default -> Notice.Kind.OVER;
        };
    return new Notice(
        word.charAt(0) - '0',
        kind,
        finding(word.charAt(2)),
        word.contains("!") ? Severity.CRITICAL : Severity.URGENT,
        at(word.substring(word.indexOf('@') + 1)));
  }

  private static Preferences preferences(String text) {
    int digest = 0;
    QuietHours quiet = QuietHours.NONE;
    Instant paused = null;
    Preferences.Flood flood = Preferences.Flood.USUAL;
    for (String word : words(text)) {
      String value = word.substring(word.indexOf('=') + 1);
      switch (word.replaceFirst("=.*", "")) {
        case "digest" -> digest = Integer.parseInt(value);
        case "quiet" -> quiet = new QuietHours(minute(value, 0), minute(value, 1));
        case "paused" -> paused = at(value);
        case "flood" ->
            flood =
                new Preferences.Flood(
                    Integer.parseInt(value.substring(0, value.indexOf('/'))),
                    Integer.parseInt(value.substring(value.indexOf('/') + 1)));
        default -> {}
      }
    }
    return new Preferences(
        Set.of(Severity.values()),
        Set.of(),
        "",
        true,
        digest,
        quiet,
        text.contains("critical"),
        paused,
        flood);
  }

  private static int minute(String hours, int which) {
    String[] time = hours.split("-", 2)[which].split(":", 2);
    return Integer.parseInt(time[0]) * 60 + Integer.parseInt(time[1]);
  }

  /**
   * Many days by chance: nothing that is due is lost, no window has more messages than it may, and
   * nobody is woken for what may wait.
   */
  @Test
  void nothingIsLostNobodyIsFloodedAndNobodyWoken() {
    for (int seed = 1; seed <= 60; seed++) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      day(random, "seed " + seed);
    }
  }

  private static void day(RandomGenerator random, String seed) {
    Preferences wanted =
        new Preferences(
            Set.of(Severity.values()),
            Set.of(),
            "",
            true,
            random.nextBoolean() ? 0 : 1 + random.nextInt(120),
            random.nextInt(3) == 0
                ? QuietHours.NONE
                : new QuietHours(random.nextInt(1440), random.nextInt(1440)),
            random.nextBoolean(),
            random.nextInt(4) == 0 ? at("03:00") : null,
            new Preferences.Flood(1 + random.nextInt(6), 1 + random.nextInt(60)));
    var waiting = new ArrayList<Notice>();
    var sent = new ArrayList<Instant>();
    var lastOf = new HashMap<FindingId, Notice>();
    Map<FindingId, Notice.Kind> told = new HashMap<>();
    Set<Long> done = new HashSet<>();
    long number = 0;
    Instant end = at("00:00").plus(Duration.ofDays(4));
    for (Instant now = at("00:00"); now.isBefore(end); now = now.plus(1, ChronoUnit.MINUTES)) {
      boolean isBusy = now.isBefore(at("23:00"));
      for (int i = random.nextInt(8); isBusy && i > 5; i--) {
        FindingId finding = finding((char) ('A' + random.nextInt(20)));
        Notice before = lastOf.get(finding);
        boolean isOver = before == null || before.kind() == Notice.Kind.OVER;
        Notice.Kind kind =
            isOver
                ? Notice.Kind.RAISED
                : random.nextBoolean() ? Notice.Kind.OVER : Notice.Kind.ESCALATED;
        Severity severity = List.of(Severity.values()).get(random.nextInt(4));
        var notice = new Notice(++number, kind, finding, severity, now);
        waiting.add(notice);
        lastOf.put(finding, notice);
      }
      Set<FindingId> open =
          told.entrySet().stream()
              .filter(one -> one.getValue() != Notice.Kind.OVER)
              .map(Map.Entry::getKey)
              .collect(Collectors.toSet());
      Plan plan = NotificationRules.plan(wanted, waiting, open, sent, now, WIB);
      for (List<Notice> message : plan.send()) {
        sent.add(now);
        for (Notice one : message) {
          assertTrue(done.add(one.number()), seed + ": told twice");
          told.put(one.finding(), one.kind());
          boolean mayWake =
              wanted.isCriticalFirst()
                  && one.severity() == Severity.CRITICAL
                  && one.kind() != Notice.Kind.OVER;
          assertTrue(
              mayWake || !wanted.quiet().isQuiet(now, WIB), seed + ": woken at " + now + " " + one);
        }
        waiting.removeAll(message);
      }
      waiting.removeAll(plan.drop());
      Instant since = now.minus(Duration.ofMinutes(wanted.flood().minutes()));
      long lately = sent.stream().filter(at -> at.isAfter(since)).count();
      assertTrue(lately <= wanted.flood().messages(), seed + ": " + lately + " messages");
    }
    assertEquals(List.of(), waiting, seed + ": told in the end");
    lastOf.forEach((finding, last) -> {
      Notice.Kind said = told.get(finding);
      boolean isOver = last.kind() == Notice.Kind.OVER;
      assertEquals(isOver, said == null || said == Notice.Kind.OVER, seed + ": " + last);
      assertTrue(isOver || done.contains(last.number()), seed + ": lost " + last);
    });
  }

  @Test
  void waitsLongerEachTimeAndGivesUp() {
    var backoff =
        new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(30), 10, Duration.ofDays(1));
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    for (int i = 1; i < 40; i++) {
      long most = Math.min(5_000L << Math.min(i - 1, 20), 1_800_000);
      long millis = backoff.delay(i, random).toMillis();
      assertTrue(millis >= most / 2 && millis <= most, i + ": " + millis);
    }
    Instant made = at("12:00");
    assertFalse(backoff.isGivenUp(9, made, made));
    assertTrue(backoff.isGivenUp(10, made, made));
    assertTrue(backoff.isGivenUp(1, made, made.plus(Duration.ofDays(1))));
  }

  @Test
  void preferencesAreWithinReason() {
    assertThrows(MalformedException.class, () -> new QuietHours(0, 1440));
    assertThrows(MalformedException.class, () -> new QuietHours(-1, 0));
    assertThrows(MalformedException.class, () -> new Preferences.Flood(0, 10));
    assertThrows(MalformedException.class, () -> wanting(Set.of(), Set.of(), "", 0));
    Set<Severity> critical = Set.of(Severity.CRITICAL);
    assertThrows(MalformedException.class, () -> wanting(critical, Set.of("NO_SUCH"), "", 0));
    assertThrows(MalformedException.class, () -> wanting(critical, Set.of(), "31x", 0));
    assertThrows(MalformedException.class, () -> wanting(critical, Set.of(), "", 1_441));
    Preferences seals = wanting(critical, Set.of("SEAL_BROKEN"), "3171", 0);
    assertTrue(seals.wants("SEAL_BROKEN", Severity.CRITICAL));
    assertFalse(seals.wants("SEAL_BROKEN", Severity.URGENT));
    assertFalse(seals.wants("FORK", Severity.CRITICAL));
    assertTrue(wanting(critical, Set.of(), "", 0).wants("FORK", Severity.CRITICAL));
  }

  private static Preferences wanting(
      Set<Severity> severities, Set<String> rules, String region, int digest) {
    return new Preferences(
        severities,
        rules,
        region,
        true,
        digest,
        QuietHours.NONE,
        true,
        null,
        Preferences.Flood.USUAL);
  }
}
