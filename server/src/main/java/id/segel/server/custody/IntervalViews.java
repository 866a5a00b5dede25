package id.segel.server.custody;

import id.segel.core.box.BoxId;
import id.segel.core.custody.ThresholdsSet;
import id.segel.core.fact.PartyKey;
import id.segel.core.region.Leg;
import id.segel.server.clock.ElectionClock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The minutes in which nobody had seen a box, and the handovers whose two moments do not meet. A
 * finding names both neighbours.
 */
@Component
class IntervalViews {

  static final int PAGE = 100;

  /** What is wrong with a stretch of time. */
  enum Kind {
    /** A box did not come, and nobody has seen it until it was found. */
    UNHELD,
    /** The taker claims to have had it before the giver claims to have given it. */
    OVERLAP,
    /** On its way for longer than the leg allows. */
    TOO_LONG
  }

  /**
   * One finding.
   *
   * @param boxes how many boxes it is about
   * @param box the box, or the first of them
   * @param until null while it lasts
   * @param index of the acceptance; -1 while there is none
   */
  record Finding(
      Kind kind,
      String box,
      int boxes,
      String leg,
      String giver,
      @Nullable String taker,
      Instant from,
      @Nullable Instant until,
      long minutes,
      long index) {}

  /** The sums of a region and a page of its findings, the longest first. */
  record Page(
      long unheldMinutes,
      long unheldBoxes,
      long overlaps,
      long tooLong,
      List<Finding> findings,
      boolean isMore) {}

  private record Sums(long minutes, long boxes, long overlaps, long tooLong) {}

  /** Each finding of a region: a box that was missing, or a handover whose moments do not meet. */
  private static final String FOUND =
      """
      with allowed (leg, most) as (
        select * from unnest(:legs::int[], :most::bigint[])
      ), found as (
        select 'UNHELD' as kind, box, 1 as boxes, h.leg, h.giver, h.taker, h.index,
               h.accepted as from_, least(found.at, :now::timestamptz) as end_,
               found.at as until_
          from custody.handovers h
          cross join lateral unnest(h.missing) as gone (box)
          left join lateral (
            select min(f.accepted) as at
              from custody.handovers f
             where f.boxes @> array[gone.box]
               and f.accepted > h.accepted
               and not gone.box = any(f.missing)) found on true
         where h.missing <> '{}' and h.giver is not null and box between :first and :last
        union all
        select 'OVERLAP', boxes[1], cardinality(boxes), leg, giver, taker, index, accepted,
               offered, offered
          from custody.handovers
         where accepted < offered - make_interval(secs => :tolerance)
           and boxes[1] between :first and :last
        union all
        select 'TOO_LONG', h.boxes[1], cardinality(h.boxes), h.leg, h.giver, h.taker, h.index,
               h.offered, coalesce(h.accepted, :now::timestamptz), h.accepted
          from custody.handovers h join allowed a on a.leg = h.leg
         where coalesce(h.accepted, :now::timestamptz) > h.offered + make_interval(secs => a.most)
           and not h.withdrawn
           and h.boxes[1] between :first and :last
      )
      """;

  private final JdbcClient sql;
  private final Openings openings;
  private final Naming naming;
  private final ElectionClock clock;

  IntervalViews(JdbcClient sql, Openings openings, Naming naming, ElectionClock clock) {
    this.openings = openings;
    this.sql = sql;
    this.naming = naming;
    this.clock = clock;
  }

  /** The findings of a region, by its digits; of the whole province for none. */
  Page page(String region, int from) {
    Sums sums =
        asked(
                FOUND
                    + """
                    select coalesce(sum(extract(epoch from coalesce(end_, :now::timestamptz)
                                                           - from_)) filter (
                             where kind = 'UNHELD'), 0)::bigint / 60,
                           count(*) filter (where kind = 'UNHELD'),
                           count(*) filter (where kind = 'OVERLAP'),
                           count(*) filter (where kind = 'TOO_LONG')
                      from found
                    """,
                region)
            .query((row, n) ->
                new Sums(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
            .single();
    List<Finding> findings =
        asked(
                FOUND
                    + """
                    select kind, box, boxes, leg, giver, taker, from_, until_,
                           extract(epoch from coalesce(end_, :now::timestamptz) - from_)::bigint / 60
                             as minutes,
                           index
                      from found
                     order by kind = 'TOO_LONG', minutes desc, box
                     limit :limit offset :from
                    """,
                region)
            .param("limit", PAGE + 1)
            .param("from", from)
            .query((row, n) -> {
              byte[] taker = row.getBytes(6);
              OffsetDateTime until = row.getObject(8, OffsetDateTime.class);
              Leg leg = Leg.ofNumber(row.getInt(4));
              return new Finding(
                  Kind.valueOf(row.getString(1)),
                  new BoxId(row.getLong(2)).toString(),
                  row.getInt(3),
                  leg == null ? "" : leg.word(),
                  naming.device(PartyKey.of(row.getBytes(5))),
                  taker == null ? null : naming.device(PartyKey.of(taker)),
                  row.getObject(7, OffsetDateTime.class).toInstant(),
                  until == null ? null : until.toInstant(),
                  row.getLong(9),
                  row.getLong(10));
            })
            .list();
    return new Page(
        sums.minutes,
        sums.boxes,
        sums.overlaps,
        sums.tooLong,
        findings.subList(0, Math.min(findings.size(), PAGE)),
        findings.size() > PAGE);
  }

  private JdbcClient.StatementSpec asked(String query, String region) {
    ThresholdsSet thresholds = openings.thresholds().newest();
    Leg[] legs = Leg.values();
    var numbers = new Integer[legs.length];
    var most = new Long[legs.length];
    for (int i = 0; i < legs.length; i++) {
      numbers[i] = legs[i].number();
      most[i] = thresholds.way(legs[i]).toSeconds();
    }
    return sql.sql(query)
        .param("legs", numbers)
        .param("most", most)
        .param("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
        .param("tolerance", (double) thresholds.overlap().toSeconds())
        .param("first", Long.parseLong(region + "0".repeat(16 - region.length())))
        .param("last", Long.parseLong(region + "9".repeat(16 - region.length())));
  }
}
