package id.segel.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.planner.Posts.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PostsTest {

  private static final int PROBLEMS = 200;

  /** Against every choice there is. */
  @Test
  void noChoiceIsWorthMoreThanTheBound() {
    int proven = 0;
    int best = 0;
    for (int seed = 0; seed < PROBLEMS; seed++) {
      RandomGenerator random = chance(seed);
      int places = 4 + random.nextInt(9);
      int points = 10 + random.nextInt(40);
      int posts = 1 + random.nextInt(4);
      long[] worth = IntStream.range(0, points).mapToLong(i -> random.nextInt(1, 20)).toArray();
      int share = 3 + random.nextInt(6);
      int[][] reached =
          IntStream.range(0, places)
              .mapToObj(place ->
                  IntStream.range(0, points).filter(point -> random.nextInt(share) == 0).toArray())
              .toArray(int[][]::new);
      Set<Integer> fixed = random.nextBoolean() ? Set.of() : Set.of(random.nextInt(places));
      Answer answer = Posts.choose(worth, reached, posts, fixed, rounds(2_000));
      long most = most(worth, reached, posts, fixed);
      String which = "seed " + seed + ": " + answer + " of " + most;
      assertEquals(Math.min(posts, places), answer.places().size(), which);
      assertTrue(answer.places().containsAll(fixed), which);
      assertEquals(Posts.worth(worth, reached, answer.places()), answer.worth(), which);
      assertTrue(answer.worth() <= most && most <= answer.bound(), which);
      best += answer.worth() == most ? 1 : 0;
      proven += answer.isProven() ? 1 : 0;
    }
    assertTrue(best >= PROBLEMS * 99 / 100, best + " were the best there is");
    assertTrue(proven >= PROBLEMS / 2, proven + " were proven");
  }

  @Test
  void morePostsThanPlacesAreAllOfThem() {
    Answer answer =
        Posts.choose(new long[] {3, 4}, new int[][] {{0}, {1}}, 5, Set.of(), rounds(10));
    assertEquals(new Answer(List.of(0, 1), 7, 7), answer);
  }

  @Test
  void noMoreAreFixedThanThereAre() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Posts.choose(new long[0], new int[3][0], 1, Set.of(0, 1), rounds(1)));
  }

  private static RandomGenerator chance(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  private static DoubleSupplier rounds(int most) {
    int[] looked = {0};
    return () -> looked[0]++ / (double) most;
  }

  private static long most(long[] worth, int[][] reached, int posts, Set<Integer> fixed) {
    long most = 0;
    for (int set = 0; set < 1 << reached.length; set++) {
      List<Integer> places = new ArrayList<>();
      for (int i = 0; i < reached.length; i++) {
        if ((set >> i & 1) == 1) {
          places.add(i);
        }
      }
      if (places.size() <= posts && places.containsAll(fixed)) {
        most = Math.max(most, Posts.worth(worth, reached, places));
      }
    }
    return most;
  }
}
