package id.segel.server.stock;

import id.segel.core.box.BoxId;
import id.segel.core.region.BallotStyle;
import id.segel.core.region.ElectionOpened;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.Places;
import id.segel.core.region.Roster;
import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Paging;
import id.segel.server.http.Problem;
import id.segel.server.http.Share;
import id.segel.server.region.Distance;
import id.segel.server.region.Regions;
import id.segel.server.stock.StockAnswers.Box;
import id.segel.server.stock.StockAnswers.Item;
import id.segel.server.stock.StockAnswers.Nearest;
import id.segel.server.stock.StockAnswers.Packed;
import id.segel.server.stock.StockAnswers.Packing;
import id.segel.server.stock.StockAnswers.Piece;
import id.segel.server.stock.StockAnswers.Progress;
import id.segel.server.stock.StockAnswers.Readiness;
import id.segel.server.stock.StockAnswers.Tps;
import id.segel.server.stock.StockAnswers.TpsBox;
import id.segel.server.stock.StockAnswers.Unready;
import id.segel.server.stock.StockAnswers.Use;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Boxes and what is in them, the progress of packing, and which TPS are short. */
@Component
class PackingViews {

  /** Boxes that are listed as not ready; a province has 123,064. */
  static final int UNREADY = 200_000;

  private final JdbcClient sql;
  private final Regions regions;
  private final ElectionClock clock;
  private final StockViews views;
  private final FindingViews findings;

  PackingViews(
      JdbcClient sql,
      Regions regions,
      ElectionClock clock,
      StockViews views,
      FindingViews findings) {
    this.sql = sql;
    this.regions = regions;
    this.clock = clock;
    this.views = views;
    this.findings = findings;
  }

  private record BoxLine(
      long box,
      int style,
      int sheets,
      String state,
      String packers,
      String checker,
      String lacking,
      int received,
      int used,
      int spoiled,
      int unused) {}

  private List<BoxLine> boxLines(long from, long to) {
    return sql.sql(
            """
            select box, style, sheets, state, packers, checker, lacking, received, used, spoiled,
                   unused
              from stock.boxes where box between :from and :to order by box
            """)
        .param("from", from)
        .param("to", to)
        .query((row, n) ->
            new BoxLine(
                row.getLong(1),
                row.getInt(2),
                row.getInt(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getInt(8),
                row.getInt(9),
                row.getInt(10),
                row.getInt(11)))
        .list();
  }

  /** {@code empty}, {@code filled}, {@code short} or {@code ready}. */
  private static String stateOf(BoxLine line) {
    return line.state.isEmpty() || (line.sheets == 0 && line.state.equals("filled"))
        ? line.sheets > 0 ? "filled" : "empty"
        : line.state;
  }

  Box box(BoxId box) {
    if (!regions.roster().knowsTps(box.tpsNumber()) || !regions.roster().isKind(box.kind())) {
      throw Problem.notFound("there is no box " + box);
    }
    BallotStyle style = regions.dapils().style(box.kind(), box.tps());
    BoxLine line =
        boxLines(box.number(), box.number()).stream()
            .findFirst()
            .orElse(new BoxLine(box.number(), style.number(), 0, "", "", "", "", -1, 0, 0, 0));
    List<Piece> pieces =
        sql.sql(
                """
                select p.piece, p.sheets, p.koli, coalesce(k.table_no, 0), coalesce(k.shift, ''),
                       p.packer, p.index
                  from stock.pieces p left join stock.koli k on k.koli = p.koli
                 where p.box = :box order by p.index, p.piece
                """)
            .param("box", box.number())
            .query((row, n) ->
                new Piece(
                    row.getString(1),
                    row.getInt(2),
                    row.getString(3),
                    row.getInt(4),
                    row.getString(5),
                    row.getString(6),
                    row.getLong(7)))
            .list();
    List<Item> items =
        views.materials().stream()
            .filter(
                one -> one.per().equals("box") || one.per().equals(Integer.toString(box.kind())))
            .toList();
    return new Box(
        box.toString(),
        box.tps(),
        views.name(box.kelurahan()),
        style.toString(),
        regions.roster().need(box.tpsNumber()),
        line.sheets,
        stateOf(line),
        line.packers,
        line.checker,
        StockViews.counts(line.lacking),
        pieces,
        line.received < 0 ? null : new Use(line.received, line.used, line.spoiled, line.unused),
        items,
        findings.about("box:" + box + "%"));
  }

  Tps tps(String tps) {
    long number = Long.parseLong(tps);
    if (!regions.roster().knowsTps(number)) {
      throw Problem.notFound("there is no TPS " + tps);
    }
    var known = new TreeMap<Long, BoxLine>();
    boxLines(number * 1000, number * 1000 + 999).forEach(line -> known.put(line.box, line));
    var boxes = new ArrayList<TpsBox>();
    for (ElectionOpened.BallotKind kind : regions.roster().kinds()) {
      BoxId first = BoxId.of(tps, kind.digit(), 1);
      BoxLine line =
          known.values().stream()
              .filter(one -> new BoxId(one.box).kind() == kind.digit() && one.sheets > 0)
              .findFirst()
              .orElse(known.get(first.number()));
      boxes.add(
          new TpsBox(
              line == null ? first.toString() : Long.toString(line.box),
              regions.dapils().style(kind.digit(), tps).toString(),
              regions.roster().need(number),
              line == null ? 0 : line.sheets,
              line == null ? "empty" : stateOf(line)));
    }
    return new Tps(
        tps,
        "TPS " + tps.substring(10) + " " + views.name(tps.substring(0, 10)),
        boxes,
        views.materials().stream().filter(one -> one.per().equals("out")).toList());
  }

  Packing packing(PlaceCode place) {
    String region = place.region();
    int kinds = regions.roster().kinds().size();
    var byKelurahan = new TreeMap<String, int[]>();
    for (Roster.Kelurahan one : regions.roster().kelurahan()) {
      if (one.code().digits().startsWith(region)) {
        byKelurahan.put(one.code().digits(), new int[] {one.tps() * kinds, 0, 0, 0});
      }
    }
    sql.sql(
            """
            select region, count(*) filter (where state = 'ready'),
                   count(*) filter (where state = 'short'),
                   count(*) filter (where state = 'filled' and sheets > 0)
              from stock.boxes
             where region like :region and box % 100 = 1
             group by 1
            """)
        .param("region", region + "%")
        .query(row -> {
          int[] one = byKelurahan.get(row.getString(1));
          if (one != null) {
            one[1] = row.getInt(2);
            one[2] = row.getInt(3);
            one[3] = row.getInt(4);
          }
        });
    int[] all = new int[4];
    var progress = new ArrayList<Progress>();
    byKelurahan.forEach((code, one) -> {
      for (int i = 0; i < 4; i++) {
        all[i] += one[i];
      }
      progress.add(new Progress(code, views.name(code), one[0], one[1], one[2], one[3]));
    });
    Instant now = clock.instant();
    int perHour = changed(place, now.minus(Duration.ofHours(1)));
    int left = all[0] - all[1];
    Instant forecast = perHour == 0 || left == 0 ? null : now.plusSeconds(3_600L * left / perHour);
    return new Packing(
        place.text(),
        all[0],
        all[1],
        all[2],
        all[3],
        all[0] - all[1] - all[2] - all[3],
        perHour,
        forecast,
        changed(place, now.minus(Duration.ofHours(24))),
        progress,
        next(byKelurahan));
  }

  private int changed(PlaceCode place, Instant since) {
    return sql.sql(
            """
            select count(*) from stock.boxes
             where place = :place and ready >= :since
            """)
        .param("place", place.text())
        .param("since", OffsetDateTime.ofInstant(since, ZoneOffset.UTC))
        .query(Integer.class)
        .single();
  }

  /** The first TPS with a box that is not ready. */
  private @Nullable String next(SortedMap<String, int[]> byKelurahan) {
    for (var one : byKelurahan.entrySet()) {
      if (one.getValue()[1] >= one.getValue()[0]) {
        continue;
      }
      var ready = new HashMap<Long, Integer>();
      sql.sql("select box / 1000 from stock.boxes where region = :region and state = 'ready'")
          .param("region", one.getKey())
          .query(row -> {
            ready.merge(row.getLong(1), 1, Integer::sum);
          });
      Roster.Kelurahan kelurahan = regions.roster().kelurahan(Long.parseLong(one.getKey()));
      for (int i = 0; kelurahan != null && i < kelurahan.tps(); i++) {
        long tps = kelurahan.tpsCode(i);
        if (ready.getOrDefault(tps, 0) < regions.roster().kinds().size()) {
          return Long.toString(tps);
        }
      }
    }
    return null;
  }

  // ---- readiness

  private record Held(long box, int style, int sheets, String state) {}

  /** How a TPS can stand, in the order of the counts. */
  static final List<String> STATES = List.of("complete", "short", "over", "empty");

  /** One box as it stands, of those that a TPS must have. */
  private interface Standing {
    void is(Roster.Kelurahan of, long tps, int kind, String box, int need, int sheets, int which);
  }

  /** Boxes with exactly the ballots that they need, by kelurahan. */
  List<Share> complete() {
    var parts = new TreeMap<String, int[]>();
    each(
        "",
        (of, tps, kind, box, need, sheets, which) -> {
          int[] counts = parts.computeIfAbsent(of.code().digits(), any -> new int[2]);
          counts[0] += which == 0 ? 1 : 0;
          counts[1]++;
        });
    return parts.entrySet().stream()
        .map(one -> new Share(one.getKey(), one.getValue()[0], one.getValue()[1]))
        .toList();
  }

  Readiness readiness(String region, @Nullable String state, Paging paging) {
    long[] counts = new long[4];
    var rows = new ArrayList<Unready>();
    each(
        region.length() <= 2 ? "" : region,
        (of, tps, kind, box, need, sheets, which) -> {
          counts[which]++;
          boolean isAsked =
              state == null ? which == 1 || which == 2 : state.equals(STATES.get(which));
          if (isAsked && rows.size() < UNREADY) {
            String code = Long.toString(tps);
            rows.add(
                new Unready(
                    code,
                    of.name().text(),
                    box,
                    regions.dapils().style(kind, code).toString(),
                    need,
                    sheets,
                    sheets - need,
                    null));
          }
        });
    int from = Math.min(rows.size(), paging.offset());
    int to = Math.min(rows.size(), from + paging.size());
    List<Unready> page = rows.subList(from, to);
    if (page.stream().anyMatch(one -> one.difference() < 0 && one.sheets() > 0)) {
      Map<String, Map<BallotStyle, Long>> surplus = surplus();
      page =
          page.stream().map(one -> one.difference() < 0 ? withNearest(one, surplus) : one).toList();
    }
    return new Readiness(
        counts[0], counts[1], counts[2], counts[3], List.copyOf(page), rows.size());
  }

  /** Tells how every box of the TPS of a region stands, in the order of {@link #STATES}. */
  private void each(String digits, Standing standing) {
    var held = new HashMap<Long, Held>();
    // A box whose ballots were accounted for had what was received for it.
    sql.sql(
            """
            select box, style, greatest(sheets, received), state
              from stock.boxes where region like :region
            """)
        .param("region", digits + "%")
        .query(row -> {
          long box = row.getLong(1);
          var one = new Held(box, row.getInt(2), row.getInt(3), row.getString(4));
          // The newest copy of a box that was replaced counts.
          held.merge(box / 100, one, (a, b) -> a.sheets >= b.sheets ? a : b);
        });
    Set<String> sealedEmpty =
        Set.copyOf(
            sql.sql(
                    """
                    select about from stock.findings
                     where kind = 'SEALED_EMPTY' and cleared is null
                    """)
                .query(String.class)
                .list());
    for (Roster.Kelurahan kelurahan : regions.roster().kelurahan()) {
      if (!kelurahan.code().digits().startsWith(digits)) {
        continue;
      }
      for (int i = 0; i < kelurahan.tps(); i++) {
        long tps = kelurahan.tpsCode(i);
        int need = regions.roster().need(tps);
        for (ElectionOpened.BallotKind kind : regions.roster().kinds()) {
          Held one = held.get(tps * 10 + kind.digit());
          int sheets = one == null ? 0 : one.sheets;
          String box =
              one == null
                  ? BoxId.of(Long.toString(tps), kind.digit(), 1).toString()
                  : Long.toString(one.box);
          // Nobody will fill a box that was sealed: it is short, not waiting for its ballots.
          boolean isWaiting = sheets == 0 && !sealedEmpty.contains("box:" + box);
          int which = sheets == need ? 0 : isWaiting ? 3 : sheets < need ? 1 : 2;
          standing.is(kelurahan, tps, kind.digit(), box, need, sheets, which);
        }
      }
    }
  }

  /** Good sheets of each store and design that no box of its own needs any more. */
  private Map<String, Map<BallotStyle, Long>> surplus() {
    var surplus = new TreeMap<String, Map<BallotStyle, Long>>();
    sql.sql(
            """
            select l.place, l.style, l.sheets - coalesce(d.value::bigint, 0)
              from (select split_part(key, ' ', 2) as place, split_part(key, ' ', 3) as style,
                           value::bigint as sheets
                      from stock.books where key like 'loose %') l
              left join stock.books d on d.key = '=damaged:' || l.place || ' ' || l.style
            """)
        .query(row -> {
          surplus
              .computeIfAbsent(row.getString(1), p -> new TreeMap<>())
              .put(BallotStyle.parse(row.getString(2)), row.getLong(3));
        });
    surplus.forEach((place, sheets) -> {
      Map<BallotStyle, Long> lacking = lacking(new PlaceCode(place).region());
      sheets.replaceAll((style, loose) -> loose - lacking.getOrDefault(style, 0L));
    });
    return surplus;
  }

  /** Sheets of each design that boxes of a region still need, by its digits. */
  private Map<BallotStyle, Long> lacking(String region) {
    var lacking = new TreeMap<BallotStyle, Long>();
    views.needs(region).forEach((style, need) -> lacking.put(style, need[0]));
    sql.sql(
            """
            select style, sum(greatest(sheets, received))::bigint
              from stock.boxes where region like :region group by 1
            """)
        .param("region", region + "%")
        .query(row -> {
          lacking.merge(BallotStyle.ofNumber(row.getInt(1)), -row.getLong(2), Long::sum);
        });
    return lacking;
  }

  private Unready withNearest(Unready one, Map<String, Map<BallotStyle, Long>> surplus) {
    BallotStyle style = BallotStyle.parse(one.style());
    Roster.Kelurahan kelurahan =
        regions.roster().kelurahan(Long.parseLong(one.tps().substring(0, 10)));
    Nearest nearest = null;
    for (var store : surplus.entrySet()) {
      long sheets = store.getValue().getOrDefault(style, 0L);
      Places.Place place = regions.places().of(new PlaceCode(store.getKey()));
      if (sheets <= 0 || place == null || kelurahan == null) {
        continue;
      }
      long metres = Distance.metres(place.at(), kelurahan.at());
      if (nearest == null || metres < nearest.metres()) {
        nearest = new Nearest(store.getKey(), place.name().text(), sheets, metres);
      }
    }
    return new Unready(
        one.tps(),
        one.kelurahan(),
        one.box(),
        one.style(),
        one.need(),
        one.sheets(),
        one.difference(),
        nearest);
  }

  /** Boxes that were found ready at a store between two moments, by kelurahan and design. */
  List<Packed> packed(String place, Instant from, Instant to) {
    return sql.sql(
            """
            select b.region, b.style, count(*), sum(b.sheets),
                   max((select max(p.index) from stock.pieces p where p.box = b.box))
              from stock.boxes b
             where b.place = :place and b.state = 'ready'
               and b.ready >= :from and b.ready < :to
             group by 1, 2 order by 1, 2
            """)
        .param("place", place)
        .param("from", OffsetDateTime.ofInstant(from, ZoneOffset.UTC))
        .param("to", OffsetDateTime.ofInstant(to, ZoneOffset.UTC))
        .query((row, n) ->
            new Packed(
                views.name(row.getString(1)),
                BallotStyle.ofNumber(row.getInt(2)).toString(),
                row.getInt(3),
                row.getLong(4),
                row.getLong(5)))
        .list();
  }
}
