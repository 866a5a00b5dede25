package id.segel.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Which TPS and loads have which fault: chosen by the seed, each TPS at most once. */
final class Faults {

  private Faults() {}

  /**
   * Chooses them and marks TPS and loads.
   *
   * @param share how much of a province is played
   */
  static void choose(List<Load> loads, double share, long seed) {
    RandomGenerator random = Seeds.random(seed, "faults");
    var free = new ArrayList<Load>(loads);
    Seeds.shuffle(free, random);
    for (Fault fault : Fault.values()) {
      for (int i = 0; i < fault.times(share); i++) {
        Load load = take(free, fault);
        if (load != null) {
          mark(load, fault, random);
        }
      }
    }
  }

  private static boolean isOfLoad(Fault fault) {
    return fault == Fault.EARLY_LOAD || fault == Fault.COUNTED_TWICE || fault == Fault.NO_SUCH_BOX;
  }

  /** The next load that can have this fault; those of several TPS are used again later. */
  private static @Nullable Load take(List<Load> free, Fault fault) {
    for (int i = 0; i < free.size(); i++) {
      Load load = free.get(i);
      boolean isIsland = load.kota().equals(Timetable.ISLANDS);
      boolean fits =
          load.mishap == null
              && !(isIsland && fault == Fault.EARLY_LOAD)
              && load.tps().size() >= 2
              && load.tps().stream().anyMatch(tps -> tps.mishap == null);
      if (fits) {
        free.remove(i);
        free.add(load);
        return load;
      }
    }
    return null;
  }

  private static void mark(Load load, Fault fault, RandomGenerator random) {
    if (isOfLoad(fault)) {
      load.mishap = new Mishap(fault, load.kelurahan());
      return;
    }
    int from = random.nextInt(load.tps().size());
    for (int i = 0; i < load.tps().size(); i++) {
      Tps tps = load.tps().get((from + i) % load.tps().size());
      if (tps.mishap == null) {
        tps.mishap = new Mishap(fault, tps.code());
        tps.boxes.forEach(box -> Objects.requireNonNull(tps.mishap).boxes().add(box.id()));
        return;
      }
    }
  }
}
