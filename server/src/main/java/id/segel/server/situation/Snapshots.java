package id.segel.server.situation;

import id.segel.core.region.Leg;
import id.segel.core.region.LegWindowSet;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The picture held still, for who must count several things at the same entry. */
@Component
public class Snapshots {

  /**
   * What is counted of a region; the TPS by status add up to all, so do the boxes by stage.
   *
   * @param complete kelurahan of which every TPS is ready
   * @param inTransit boxes that were offered and that nobody has taken yet
   */
  public record Counts(
      int tps,
      int none,
      int underway,
      int ready,
      int late,
      int critical,
      int kelurahan,
      int complete,
      int boxes,
      List<Integer> stages,
      int inTransit) {}

  /** All boxes as they were at one entry. */
  public static final class Snapshot {

    private final Picture picture;

    private Snapshot(Picture picture) {
      this.picture = picture;
    }

    /** The newest entry in it; -1 before the first. */
    public long index() {
      return picture.index();
    }

    /** Counts a region by its digits; the whole province for none. */
    public Counts of(String region, Function<Leg, @Nullable LegWindowSet> windows, Instant now) {
      int required = TpsStatus.required(windows, now);
      var status = new int[TpsStatus.values().length];
      var stages = new int[Picture.STAGES];
      int tps = 0;
      int kelurahan = 0;
      int complete = 0;
      int boxes = 0;
      int inTransit = 0;
      for (Picture.Area area : picture.within(region).values()) {
        int[] own = area.statuses(required);
        add(status, own);
        add(stages, area.counts());
        tps += area.tps();
        kelurahan++;
        complete += area.tps() > 0 && own[TpsStatus.READY.number()] == area.tps() ? 1 : 0;
        boxes += area.boxes();
        inTransit += area.inTransit();
      }
      return new Counts(
          tps,
          status[TpsStatus.NONE.number()],
          status[TpsStatus.UNDERWAY.number()],
          status[TpsStatus.READY.number()],
          status[TpsStatus.LATE.number()],
          status[TpsStatus.CRITICAL.number()],
          kelurahan,
          complete,
          boxes,
          IntStream.of(stages).boxed().toList(),
          inTransit);
    }

    private static void add(int[] sums, int[] own) {
      for (int i = 0; i < own.length; i++) {
        sums[i] += own[i];
      }
    }
  }

  private final SituationProjector projector;

  Snapshots(SituationProjector projector) {
    this.projector = projector;
  }

  /** The newest picture. */
  public Snapshot newest() {
    return new Snapshot(projector.picture());
  }
}
