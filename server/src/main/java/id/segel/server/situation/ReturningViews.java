package id.segel.server.situation;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.region.Leg;
import id.segel.core.region.PlaceCode;
import id.segel.server.http.Paging;
import id.segel.server.log.Entries;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Boxes on their way back after the vote: those that are out, and those that come to a store. */
@Component
class ReturningViews {

  /** Hours of arrivals that are shown; three days. */
  private static final int HOURS = 72;

  /** What the rate is measured over. */
  static final Duration MEASURED = Duration.ofHours(2);

  /**
   * An offer to a store that is not answered yet.
   *
   * @param index entry of the offer
   * @param offered when it was recorded
   * @param place where the giver got the boxes
   * @param first one of its boxes, the lowest number
   */
  record Coming(
      long index,
      Instant offered,
      SituationViews.@Nullable Holder giver,
      @Nullable String place,
      int boxes,
      String first) {}

  /** Boxes that came within one hour and are still here. */
  record Hour(Instant from, int boxes) {}

  /**
   * What came to a store, by the hour, the newest first.
   *
   * @param lately within {@link #MEASURED}
   */
  record Arrivals(List<Hour> hours, int lately) {}

  private record Offer(
      Id id,
      long index,
      SituationViews.@Nullable Holder giver,
      @Nullable String place,
      int boxes,
      long first) {}

  private final JdbcClient sql;
  private final SituationViews boxes;
  private final Entries entries;

  ReturningViews(JdbcClient sql, SituationViews boxes, Entries entries) {
    this.sql = sql;
    this.boxes = boxes;
    this.entries = entries;
  }

  /**
   * Boxes at these stages, those that are due first before the others, then by how long they have
   * been where they are.
   */
  List<SituationViews.Box> out(List<Integer> stages, String region, Paging paging) {
    return sql.sql(
            SituationViews.BOX_COLUMNS
                + """
                 where b.box between :from and :to
                   and b.box / 100 % 10 > 0
                   and b.stage = any(:stages)
                 order by case when b.stage <= 7 then 0 when b.stage = 8 then 1 else 2 end,
                          b.since, b.box
                 limit :size offset :offset
                """)
        .param("from", first(region))
        .param("to", last(region))
        .param("stages", stages.toArray(Integer[]::new))
        .param("size", paging.size())
        .param("offset", paging.offset())
        .query(boxes.box())
        .list();
  }

  /** The same boxes by number, from the one after this, for a file. */
  List<SituationViews.Box> outAfter(long box, List<Integer> stages, String region, int count) {
    return sql.sql(
            SituationViews.BOX_COLUMNS
                + """
                 where b.box > :after and b.box between :from and :to
                   and b.box / 100 % 10 > 0
                   and b.stage = any(:stages)
                 order by b.box
                 limit :count
                """)
        .param("after", box)
        .param("from", first(region))
        .param("to", last(region))
        .param("stages", stages.toArray(Integer[]::new))
        .param("count", count)
        .query(boxes.box())
        .list();
  }

  /** Unanswered offers for this leg to the store, in the order in which the log has them. */
  SituationViews.Page<Coming> coming(PlaceCode store, Leg leg, Paging paging) {
    String where =
        """
         where b.box between :from and :to and b.in_transit and b.offered_leg = :leg
        """;
    long total =
        sql.sql("select count(distinct b.tip) from situation.boxes b" + where)
            .param("from", first(store.region()))
            .param("to", last(store.region()))
            .param("leg", leg.number())
            .query(Long.class)
            .single();
    List<Offer> offers =
        sql.sql(
                """
                select b.tip, min(b.tip_index), k.key, min(b.place), count(*), min(b.box)
                  from situation.boxes b left join situation.keys k on k.no = b.holder
                """
                    + where
                    + """
                     group by b.tip, k.key
                     order by 2
                     limit :size offset :offset
                    """)
            .param("from", first(store.region()))
            .param("to", last(store.region()))
            .param("leg", leg.number())
            .param("size", paging.size())
            .param("offset", paging.offset())
            .query((row, n) -> {
              byte[] key = row.getBytes(3);
              return new Offer(
                  Id.of(row.getBytes(1)),
                  row.getLong(2),
                  key == null ? null : boxes.holder(PartyKey.of(key)),
                  row.getString(4),
                  row.getInt(5),
                  row.getLong(6));
            })
            .list();
    Map<Long, Instant> recorded = new HashMap<>();
    for (Entries.Leaf leaf : entries.of(offers.stream().map(Offer::id).toList())) {
      recorded.put(leaf.index(), Entry.decode(leaf.bytes()).recorded());
    }
    return new SituationViews.Page<>(
        total,
        offers.stream()
            .map(one ->
                new Coming(
                    one.index,
                    recorded.getOrDefault(one.index, Instant.EPOCH),
                    one.giver,
                    one.place,
                    one.boxes,
                    new BoxId(one.first).toString()))
            .toList());
  }

  /** What is at the store, by the hour in which it came. */
  Arrivals arrivals(PlaceCode store, int stage, Instant now) {
    record Row(Hour hour, int lately) {}
    List<Row> rows =
        sql.sql(
                """
                select floor(extract(epoch from b.since) / 3600)::bigint, count(*),
                       count(*) filter (where b.since > to_timestamp(:from_second))
                  from situation.boxes b
                 where b.box between :from and :to and b.stage = :stage and b.since is not null
                 group by 1
                 order by 1 desc
                """
                    + " limit "
                    + HOURS)
            .param("from_second", now.minus(MEASURED).getEpochSecond())
            .param("from", first(store.region()))
            .param("to", last(store.region()))
            .param("stage", stage)
            .query((row, n) ->
                new Row(
                    new Hour(Instant.ofEpochSecond(row.getLong(1) * 3600), row.getInt(2)),
                    row.getInt(3)))
            .list();
    return new Arrivals(
        rows.stream().map(Row::hour).toList(), rows.stream().mapToInt(Row::lately).sum());
  }

  /** The lowest number that a box of this region can have. */
  private static long first(String region) {
    return region.isEmpty() ? 0 : Long.parseLong(region + "0".repeat(16 - region.length()));
  }

  private static long last(String region) {
    return region.isEmpty()
        ? Long.MAX_VALUE
        : Long.parseLong(region + "9".repeat(16 - region.length()));
  }
}
