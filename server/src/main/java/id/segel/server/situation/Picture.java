package id.segel.server.situation;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where all boxes are after one entry: what every TPS and kelurahan counts. Never changes; the next
 * commit makes the next picture, which shares the kelurahan that did not change.
 *
 * @param index the newest entry in it; -1 before the first
 * @param kinds digits of the ballots, in the order of the stages of a TPS
 * @param sealed boxes with seals on
 * @param handovers legs that boxes have completed, over all boxes
 */
record Picture(
    long index,
    int[] kinds,
    SortedMap<Long, Area> areas,
    int spares,
    long sealed,
    long handovers,
    int openDiscrepancies,
    int allDiscrepancies) {

  /** Stages of a box, 0 to 10. */
  static final int STAGES = 11;

  static final Picture EMPTY = new Picture(-1, new int[0], new TreeMap<>(), 0, 0, 0, 0, 0);

  /**
   * One kelurahan.
   *
   * @param numbers of its TPS, ascending
   * @param stages of the boxes of each TPS, one for each kind
   * @param open discrepancies of each TPS
   * @param counts boxes at each stage
   * @param sealed boxes with seals on
   * @param discrepancies that are open here, each once
   */
  record Area(
      long code,
      int[] numbers,
      byte[] stages,
      int[] open,
      int[] counts,
      int boxes,
      int inTransit,
      int sealed,
      int discrepancies) {

    int tps() {
      return numbers.length;
    }

    long tpsCode(int i) {
      return code * 1000 + numbers[i];
    }

    /** Place of a TPS number among its TPS, or negative. */
    int indexOf(int number) {
      return Arrays.binarySearch(numbers, number);
    }

    int stage(int tps, int kind, int kinds) {
      return stages[tps * kinds + kind];
    }

    /** The stages of one TPS. */
    List<Integer> stagesOf(int tps) {
      int kinds = kinds();
      var own = new Integer[kinds];
      for (int kind = 0; kind < kinds; kind++) {
        own[kind] = stage(tps, kind, kinds);
      }
      return List.of(own);
    }

    /** How many TPS have each status, in the order of {@link TpsStatus}. */
    int[] statuses(int required) {
      int[] counts = new int[TpsStatus.values().length];
      for (int i = 0; i < numbers.length; i++) {
        counts[status(i, required).number()]++;
      }
      return counts;
    }

    /** TPS with a box below this stage. */
    int late(int required) {
      return (int) IntStream.range(0, numbers.length).filter(i -> least(i) < required).count();
    }

    /** The lowest stage of the boxes of a TPS; 0 without any. */
    private int least(int tps) {
      int kinds = kinds();
      int least = kinds == 0 ? 0 : STAGES;
      for (int kind = 0; kind < kinds; kind++) {
        least = Math.min(least, stage(tps, kind, kinds));
      }
      return least;
    }

    TpsStatus status(int tps, int required) {
      int kinds = kinds();
      int most = 0;
      for (int kind = 0; kind < kinds; kind++) {
        most = Math.max(most, stage(tps, kind, kinds));
      }
      return TpsStatus.of(open[tps], least(tps), most, required);
    }

    boolean hasBoxAt(int tps, int stage) {
      int kinds = kinds();
      for (int kind = 0; kind < kinds; kind++) {
        if (stage(tps, kind, kinds) == stage) {
          return true;
        }
      }
      return false;
    }

    private int kinds() {
      return numbers.length == 0 ? 0 : stages.length / numbers.length;
    }
  }

  /** The kelurahan of this code of 10 digits, or null. */
  @Nullable Area area(long code) {
    return areas.get(code);
  }

  /** Kelurahan whose codes begin with these digits, all of them for none. */
  SortedMap<Long, Area> within(String region) {
    if (region.isEmpty()) {
      return areas;
    }
    long unit = 1;
    for (int i = region.length(); i < 10; i++) {
      unit *= 10;
    }
    long first = Long.parseLong(region) * unit;
    return areas.subMap(first, first + unit);
  }
}
