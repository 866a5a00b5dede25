package id.segel.core.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import id.segel.core.fact.Fact;
import id.segel.core.personnel.Role;
import id.segel.core.post.Posts.Refusal;
import id.segel.core.region.GeoPoint;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a post is silent, and what may not be said about one. */
class PostsTest {

  private static final String RINA = "0badc0de";
  private static final RegionCode GAMBIR = new RegionCode("3171011001");

  private final Posts posts = new Posts();
  private long index = 100;

  /** A moment of 13 February, by its clock in UTC. */
  private static Instant at(String clock) {
    return Instant.parse("2024-02-13T" + clock + ":00Z");
  }

  private static PostOpened opened(int number, Post.Kind kind) {
    return new PostOpened(
        number,
        kind,
        new RegionName("Pos " + number),
        new GeoPoint(-61754000, 1068272000),
        GAMBIR,
        Role.POLRES,
        "3171",
        1_000,
        true,
        RINA);
  }

  private static PostShiftSet shift(String begin, String end, int due) {
    return new PostShiftSet(7, at(begin), at(end), due, 120, RINA);
  }

  private static PostCheckedIn heard(String clock) {
    return new PostCheckedIn(7, at(clock), 11, RINA);
  }

  private void say(Fact... facts) {
    for (Fact fact : facts) {
      posts.apply(index++, at("12:00"), fact);
    }
  }

  private @Nullable Instant silentSince(String clock) {
    return Objects.requireNonNull(posts.of(7)).silentSince(at(clock));
  }

  /** The shift is 11.00 to 23.00, every two hours, ten minutes of grace: raises, does not raise. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # heard at  | now   | silent since
                      | 10:59 |
                      | 11:09 |
                      | 11:10 | 11:00
                      | 22:59 | 11:00
                      | 23:00 |
          10:40       | 11:10 |
          10:40       | 13:10 | 13:00
          10:29       | 11:10 | 11:00
          11:04       | 13:13 |
          11:04       | 13:14 | 13:04
          11:04 13:10 | 15:00 |
          11:04 13:10 | 15:20 | 15:10
          11:04 22:50 | 22:59 |
          15:20       | 15:10 | 11:00
          """)
  void aMissedCheckInMakesItSilent(@Nullable String clocks, String now, @Nullable String since) {
    say(opened(7, Post.Kind.TACTICAL), shift("11:00", "23:00", 12));
    if (clocks != null) {
      for (String clock : clocks.split(" ", -1)) {
        say(heard(clock));
      }
    }
    assertEquals(since == null ? null : at(since), silentSince(now));
  }

  @Test
  void nobodyIsDueWithoutAShiftOrAtAClosedPost() {
    say(opened(7, Post.Kind.TACTICAL));
    assertNull(silentSince("12:00"));
    say(shift("11:00", "23:00", 12));
    assertEquals(at("11:00"), silentSince("12:00"));
    say(new PostClosed(7, RINA));
    assertNull(silentSince("12:00"));
  }

  @Test
  void itIsFoundOnceAndEndsOnce() {
    say(opened(7, Post.Kind.TACTICAL), shift("11:00", "23:00", 12));
    assertEquals(List.of(), posts.lapses(at("11:09")));
    List<Fact> found = posts.lapses(at("11:10"));
    assertEquals(List.of(new PostFellSilent(7, GAMBIR, at("11:00"))), found);
    say(found.getFirst());
    assertEquals(List.of(), posts.lapses(at("11:11")));
    // It was sent in time and came late.
    say(heard("11:02"));
    List<Fact> ended = posts.lapses(at("11:20"));
    assertEquals(List.of(new PostSilenceEnded(7)), ended);
    say(ended.getFirst());
    assertEquals(List.of(), posts.lapses(at("11:21")));
  }

  /** Whatever the order in which check-ins come, the post is silent in the same minutes. */
  @Test
  void theOrderOfArrivalDoesNotMatter() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(8);
    for (int round = 0; round < 200; round++) {
      var said = new ArrayList<Fact>();
      for (int i = random.nextInt(6); i >= 0; i--) {
        said.add(heard("%02d:%02d".formatted(10 + random.nextInt(13), random.nextInt(60))));
      }
      List<@Nullable Instant> first = silences(said);
      java.util.Collections.shuffle(said, random);
      assertEquals(first, silences(said), "round " + round);
    }
  }

  private static List<@Nullable Instant> silences(List<Fact> said) {
    var own = new Posts();
    own.apply(1, at("10:00"), opened(7, Post.Kind.TACTICAL));
    own.apply(2, at("10:00"), shift("11:00", "23:00", 12));
    long index = 3;
    for (Fact one : said) {
      own.apply(index++, at("12:00"), one);
    }
    var silences = new ArrayList<@Nullable Instant>();
    for (int minute = 0; minute < 13 * 60; minute += 7) {
      silences.add(
          Objects.requireNonNull(own.of(7)).silentSince(at("10:30").plusSeconds(minute * 60L)));
    }
    return silences;
  }

  @Test
  void oneMainPostIsInForceAtATime() {
    say(opened(1, Post.Kind.MAIN));
    assertEquals(Refusal.MAIN_POST_OPEN, posts.refusal(opened(2, Post.Kind.MAIN)));
    assertNull(posts.refusal(opened(2, Post.Kind.TACTICAL)));
    assertEquals(Refusal.NUMBER_TAKEN, posts.refusal(opened(1, Post.Kind.TACTICAL)));
    say(new PostClosed(1, RINA));
    assertNull(posts.refusal(opened(2, Post.Kind.MAIN)));
    assertEquals(2, posts.next());
    assertEquals(Refusal.POST_CLOSED, posts.refusal(1));
    assertEquals(Refusal.POST_UNKNOWN, posts.refusal(2));
  }

  /** It is 12.00; the post has a shift from 11.00 to 15.00 and one from 18.00 to 23.00. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          15:00 | 18:00 | 5 |
          14:59 | 18:00 | 5 | SHIFT_OVERLAPS
          15:00 | 18:01 | 5 | SHIFT_OVERLAPS
          11:00 | 14:00 | 5 | SHIFT_BEGUN
          11:00 | 15:00 | 0 | SHIFT_BEGUN
          18:00 | 22:00 | 9 |
          18:00 | 22:00 | 0 |
          16:00 | 17:00 | 0 | SHIFT_UNKNOWN
          08:00 | 12:00 | 5 | SHIFT_OVER
          08:00 | 11:00 | 5 | SHIFT_OVER
          """)
  void whatShiftsMayBe(String begin, String end, int due, @Nullable Refusal refusal) {
    say(opened(7, Post.Kind.TACTICAL), shift("11:00", "15:00", 12), shift("18:00", "23:00", 12));
    assertEquals(refusal, posts.refusal(shift(begin, end, due), at("12:00")));
  }

  @Test
  void aShiftIsTakenBack() {
    say(opened(7, Post.Kind.TACTICAL), shift("18:00", "23:00", 12), shift("18:00", "23:00", 0));
    assertNull(silentSince("19:00"));
  }

  @Test
  void aCheckInIsOfNowOrNotLongAgo() {
    say(opened(7, Post.Kind.TACTICAL));
    assertNull(posts.refusal(heard("12:05"), at("12:00")));
    assertEquals(Refusal.MOMENT_AHEAD, posts.refusal(heard("12:06"), at("12:00")));
    Instant next = at("12:00").plusSeconds(86_400);
    assertNull(posts.refusal(heard("12:00"), next));
    assertEquals(Refusal.MOMENT_OLD, posts.refusal(heard("11:59"), next));
    say(heard("12:00"));
    assertEquals(true, posts.isKnown(heard("12:00")));
    assertEquals(false, posts.isKnown(new PostCheckedIn(7, at("12:00"), 12, RINA)));
  }
}
