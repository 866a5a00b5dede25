package id.segel.core.stock;

import id.segel.core.region.BallotStyle;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sheets by kind of holder and design, folded from the movements alone. Where every movement has
 * one count for both sides, each design comes to zero over all holders: that is the proof that no
 * sheet appeared or vanished.
 */
public final class StockSums {

  private final Map<Holder.Kind, Map<BallotStyle, Long>> byKind = new TreeMap<>();

  private final Map<String, Long> flows = new TreeMap<>();

  /** Takes movements. */
  public void add(Iterable<Movement> movements) {
    for (Movement one : movements) {
      add(one.from().kind(), one.style(), -one.sheets());
      add(one.to().kind(), one.style(), one.sheets());
      flows.merge(flow(one.from().kind(), one.to().kind()), one.sheets(), Long::sum);
    }
  }

  private void add(Holder.Kind kind, BallotStyle style, long sheets) {
    byKind.computeIfAbsent(kind, k -> new TreeMap<>()).merge(style, sheets, Long::sum);
  }

  private static String flow(Holder.Kind from, Holder.Kind to) {
    return from.word() + ">" + to.word();
  }

  /** Sheets of all designs that went from holders of one kind to holders of another. */
  public long moved(Holder.Kind from, Holder.Kind to) {
    return flows.getOrDefault(flow(from, to), 0L);
  }

  /** Sheets of all designs that holders of this kind have. */
  public long of(Holder.Kind kind) {
    return byKind.getOrDefault(kind, Map.of()).values().stream().mapToLong(Long::longValue).sum();
  }

  /** The same by kind of holder and design. */
  public Map<Holder.Kind, Map<BallotStyle, Long>> all() {
    return byKind;
  }

  /** Designs whose sum is not zero: there are none, or the books are wrong. */
  public Map<BallotStyle, Long> unbalanced() {
    var sums = new TreeMap<BallotStyle, Long>();
    for (Map<BallotStyle, Long> one : byKind.values()) {
      one.forEach((style, sheets) -> sums.merge(style, sheets, Long::sum));
    }
    sums.values().removeIf(sum -> sum == 0);
    return sums;
  }
}
