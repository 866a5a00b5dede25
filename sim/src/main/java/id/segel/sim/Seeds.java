package id.segel.sim;

import id.segel.core.fact.Id;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * All chance comes from one number: a seed and a name give the same keys and the same course of
 * things, whatever else is played.
 */
final class Seeds {

  private static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private Seeds() {}

  /** 32 bytes for this name. */
  static byte[] bytes(long seed, String name) {
    return id(seed, name).bytes();
  }

  /** A source of chance for this name. */
  static RandomGenerator random(long seed, String name) {
    return GENERATORS.create(id(seed, name).a());
  }

  static <T> void shuffle(List<T> list, RandomGenerator random) {
    for (int i = list.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      T swap = list.get(i);
      list.set(i, list.get(j));
      list.set(j, swap);
    }
  }

  private static Id id(long seed, String name) {
    return Id.ofText((seed + " " + name).getBytes(StandardCharsets.UTF_8));
  }
}
