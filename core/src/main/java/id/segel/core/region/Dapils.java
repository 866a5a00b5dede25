package id.segel.core.region;

import id.segel.core.fact.Fact;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Which design each region votes with, folded from the log. Safe for many readers, one writer. */
public final class Dapils {

  /** Dapil by kind and region: {@code 4 317201}. */
  private final Map<String, Integer> byRegion = new ConcurrentHashMap<>();

  /** Takes a fact; those that are not about dapil change nothing. */
  public void apply(Fact fact) {
    if (fact instanceof DapilListed listed) {
      int kind = listed.style().kind();
      byRegion
          .entrySet()
          .removeIf(one ->
              one.getKey().startsWith(kind + " ") && one.getValue() == listed.style().dapil());
      for (RegionCode region : listed.regions()) {
        byRegion.put(kind + " " + region.digits(), listed.style().dapil());
      }
    }
  }

  /** The design of this kind in a region or TPS, by its digits: the dapil of the nearest region. */
  public BallotStyle style(int kind, String code) {
    for (int digits : new int[] {10, 6, 4}) {
      if (code.length() >= digits) {
        Integer dapil = byRegion.get(kind + " " + code.substring(0, digits));
        if (dapil != null) {
          return new BallotStyle(kind, dapil);
        }
      }
    }
    return new BallotStyle(kind, 0);
  }

  /** All designs of these kinds, in order. */
  public Collection<BallotStyle> styles(Collection<Integer> kinds) {
    var styles = new TreeSet<BallotStyle>();
    for (int kind : kinds) {
      var listed = new TreeSet<BallotStyle>();
      byRegion.forEach((key, dapil) -> {
        if (key.startsWith(kind + " ")) {
          listed.add(new BallotStyle(kind, dapil));
        }
      });
      if (listed.isEmpty()) {
        listed.add(new BallotStyle(kind, 0));
      }
      styles.addAll(listed);
    }
    return styles;
  }
}
