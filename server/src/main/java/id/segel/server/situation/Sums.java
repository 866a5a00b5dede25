package id.segel.server.situation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that the wall counts of one picture.
 *
 * @param index entry of the picture
 * @param required the stage that all boxes should have reached
 */
record Sums(long index, int required, Totals totals, List<Area> areas) {

  /**
   * Sums over the province.
   *
   * @param boxes of TPS; the stages add up to them
   * @param seals boxes with seals on
   * @param handovers legs that boxes have completed, over all boxes
   */
  record Totals(
      int tps,
      int boxes,
      int spares,
      long dpt,
      int[] stages,
      int inTransit,
      Map<TpsStatus, Integer> status,
      OpenAndAll discrepancies,
      long seals,
      long handovers) {}

  record OpenAndAll(int open, int total) {}

  /**
   * One kelurahan.
   *
   * @param seals boxes with seals on
   */
  record Area(
      String code,
      int tps,
      int boxes,
      int[] stages,
      int inTransit,
      int seals,
      Map<TpsStatus, Integer> status,
      int discrepancies) {}

  /**
   * Counts a picture.
   *
   * @param required the stage that all boxes should have reached
   * @param dpt voters of the province
   */
  static Sums of(Picture picture, int required, long dpt) {
    var areas = new ArrayList<Area>(picture.areas().size());
    int tps = 0;
    int boxes = 0;
    int inTransit = 0;
    int[] stages = new int[Picture.STAGES];
    int[] status = new int[TpsStatus.values().length];
    for (Picture.Area area : picture.areas().values()) {
      int[] own = area.statuses(required);
      for (int i = 0; i < own.length; i++) {
        status[i] += own[i];
      }
      tps += area.tps();
      boxes += area.boxes();
      inTransit += area.inTransit();
      for (int stage = 0; stage < Picture.STAGES; stage++) {
        stages[stage] += area.counts()[stage];
      }
      areas.add(
          new Area(
              Long.toString(area.code()),
              area.tps(),
              area.boxes(),
              area.counts(),
              area.inTransit(),
              area.sealed(),
              byStatus(own),
              area.discrepancies()));
    }
    var totals =
        new Totals(
            tps,
            boxes,
            picture.spares(),
            dpt,
            stages,
            inTransit,
            byStatus(status),
            new OpenAndAll(picture.openDiscrepancies(), picture.allDiscrepancies()),
            picture.sealed(),
            picture.handovers());
    return new Sums(picture.index(), required, totals, areas);
  }

  private static Map<TpsStatus, Integer> byStatus(int[] counts) {
    var named = new EnumMap<TpsStatus, Integer>(TpsStatus.class);
    int i = 0;
    for (TpsStatus status : TpsStatus.values()) {
      named.put(status, counts[i++]);
    }
    return named;
  }
}
