package id.segel.server.custody;

import id.segel.core.box.BoxId;
import id.segel.core.box.SpareAssigned;
import id.segel.core.fact.Fact;
import id.segel.server.log.FactListener;
import id.segel.server.region.Regions;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which boxes exist: one for each TPS and ballot kind, the spares, and what spares have become. */
@Component
public class Spares implements FactListener {

  private final Regions regions;
  private final Map<BoxId, BoxId> bySpare = new ConcurrentHashMap<>();
  private final Map<BoxId, BoxId> byBox = new ConcurrentHashMap<>();

  Spares(Regions regions) {
    this.regions = regions;
  }

  @Override
  public void apply(long index, Instant recorded, Fact fact) {
    if (fact instanceof SpareAssigned assigned) {
      bySpare.put(assigned.spare(), assigned.box());
      byBox.put(assigned.box(), assigned.spare());
    }
  }

  /** Whether a box has this number. */
  public boolean isKnown(BoxId box) {
    if (box.isSpare()) {
      return isSpare(box) && !bySpare.containsKey(box);
    }
    boolean isNumbered =
        regions.roster().knowsTps(box.tpsNumber()) && regions.roster().isKind(box.kind());
    return isNumbered && (box.copy() == 1 || byBox.containsKey(box));
  }

  /** Whether a kecamatan was given a spare of this number. */
  boolean isSpare(BoxId box) {
    return box.isSpare() && regions.roster().isSpare(box.number() / 10_000_000_000L, box.copy());
  }

  /** The newest box that took the part of this one, or null. */
  @Nullable String newerThan(BoxId box) {
    BoxId newest = null;
    for (int copy = box.copy() + 1; !box.isSpare() && copy < 100; copy++) {
      BoxId next = BoxId.of(box.tps(), box.kind(), copy);
      if (!isKnown(next)) {
        break;
      }
      newest = next;
    }
    return newest == null ? null : newest.toString();
  }

  /** What a spare became, or null. */
  @Nullable BoxId boxOf(BoxId spare) {
    return bySpare.get(spare);
  }
}
