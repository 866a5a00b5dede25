package id.segel.server.stock;

import id.segel.core.region.BallotStyle;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.Places;
import id.segel.core.stock.ConsignmentSent;
import id.segel.core.stock.KoliCode;
import id.segel.core.stock.KoliRow;
import id.segel.core.stock.StockOpened;
import id.segel.server.http.Paging;
import id.segel.server.http.Problem;
import id.segel.server.region.Regions;
import id.segel.server.stock.StockAnswers.Bundle;
import id.segel.server.stock.StockAnswers.Consignment;
import id.segel.server.stock.StockAnswers.ConsignmentPage;
import id.segel.server.stock.StockAnswers.Koli;
import id.segel.server.stock.StockAnswers.Page;
import id.segel.server.stock.StockAnswers.Received;
import id.segel.server.stock.StockAnswers.Run;
import id.segel.server.stock.StockAnswers.Store;
import id.segel.server.stock.StockAnswers.StoreStyle;
import id.segel.server.stock.StockAnswers.Table;
import id.segel.server.stock.StockAnswers.Used;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Consignments, koli, and what lies in a store. */
@Component
class KoliViews {

  private final JdbcClient sql;
  private final Regions regions;
  private final StockViews views;
  private final FindingViews findings;

  KoliViews(JdbcClient sql, Regions regions, StockViews views, FindingViews findings) {
    this.sql = sql;
    this.regions = regions;
    this.views = views;
    this.findings = findings;
  }

  private static final String CONSIGNMENTS =
      """
      select c.consignment, c.sender, c.place, c.note, c.batch, c.order_code, c.transfer, c.revote,
             c.sent, c.arrived, c.koli, c.sheets,
             (select count(*) from stock.koli k where k.consignment = c.consignment),
             (select coalesce(sum(k.counted), 0) from stock.koli k
               where k.consignment = c.consignment),
             (select coalesce(sum(f.sheets), 0) from stock.findings f
               where f.kind = 'RECEIPT_DIFFERS' and f.cleared is null
                 and f.about like 'consignment:' || c.consignment || '.%')
        from stock.consignments c
      """;

  private static Consignment consignment(ResultSet row) throws SQLException {
    OffsetDateTime arrived = row.getObject(10, OffsetDateTime.class);
    return new Consignment(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getBoolean(8),
        StockViews.instant(row, 9),
        arrived == null ? null : arrived.toInstant(),
        row.getInt(11),
        row.getInt(13),
        row.getLong(12),
        row.getLong(14),
        row.getLong(15));
  }

  Page<Consignment> consignments(@Nullable String place, boolean open, Paging paging) {
    String where =
        """
         where (:place = '' or c.place = :place)
           and (not :open
                or c.koli > (select count(*) from stock.koli k where k.consignment = c.consignment)
                or exists (select 1 from stock.findings f
                            where f.kind = 'RECEIPT_DIFFERS' and f.cleared is null
                              and f.about like 'consignment:' || c.consignment || '.%'))
        """;
    String of = place == null ? "" : place;
    List<Consignment> rows =
        sql.sql(CONSIGNMENTS + where + " order by c.index desc limit :size offset :offset")
            .param("place", of)
            .param("open", open)
            .param("size", paging.size())
            .param("offset", paging.offset())
            .query((row, n) -> consignment(row))
            .list();
    long total =
        sql.sql("select count(*) from stock.consignments c" + where)
            .param("place", of)
            .param("open", open)
            .query(Long.class)
            .single();
    return new Page<>(rows, total);
  }

  ConsignmentPage consignment(String code) {
    Consignment consignment =
        sql.sql(CONSIGNMENTS + " where c.consignment = :code")
            .param("code", code)
            .query((row, n) -> consignment(row))
            .optional()
            .orElseThrow(() -> Problem.notFound("no consignment " + code + " was sent"));
    ConsignmentSent sent =
        ConsignmentSent.read(
            StockViews.fields(
                sql.sql("select value from stock.books where key = :key")
                    .param("key", "consignment " + code)
                    .query(String.class)
                    .single()));
    var known = new HashMap<Integer, Boolean>();
    var received = new ArrayList<Received>();
    sql.sql(
            """
            select koli, counted, expected, condition, index from stock.koli
             where consignment = :code order by koli
            """)
        .param("code", code)
        .query(row -> {
          known.put(KoliCode.parse(row.getString(1)).number(), true);
          if (row.getInt(2) != row.getInt(3) || !row.getString(4).equals("good")) {
            received.add(
                new Received(
                    row.getString(1),
                    row.getInt(2),
                    row.getInt(3),
                    row.getString(4),
                    row.getLong(5)));
          }
        });
    var missing = new ArrayList<String>();
    var runs = new ArrayList<Run>();
    for (ConsignmentSent.Run run : sent.koli()) {
      runs.add(new Run(run.first(), run.last(), run.style().toString(), run.sheets()));
      for (int number = run.first(); number <= run.last() && missing.size() < 1_000; number++) {
        if (!known.containsKey(number)) {
          missing.add(new KoliCode(code, number).toString());
        }
      }
    }
    return new ConsignmentPage(
        consignment, runs, received, missing, findings.about("consignment:" + code + "%"));
  }

  Store store(PlaceCode place) {
    Places.Place known = regions.places().of(place);
    if (known == null) {
      throw Problem.notFound("no store has the code " + place);
    }
    var sums = new TreeMap<BallotStyle, long[]>();
    sql.sql(
            """
            select k.style, count(*) filter (where k.state = 'R' and not k.revote),
                   count(*) filter (where k.state like 'T%'),
                   count(*) filter (where k.state = 'S'),
                   coalesce(sum(length(replace(replace(
                     split_part(b.value, ' ', 7), '-', ''), '.', '..')) -
                     length(replace(split_part(b.value, ' ', 7), '-', '')))
                     filter (where k.state = 'S'), 0),
                   coalesce(sum(k.counted) filter (where k.revote), 0)
              from stock.koli k join stock.books b on b.key = 'koli ' || k.koli
             where k.place = :place
             group by 1
            """)
        .param("place", place.text())
        .query(row -> {
          long[] one = sums.computeIfAbsent(BallotStyle.ofNumber(row.getInt(1)), s -> new long[9]);
          for (int i = 0; i < 5; i++) {
            one[i] = row.getLong(i + 2);
          }
        });
    sql.sql(
            """
            select split_part(key, ' ', 3), value::bigint from stock.books
             where key like :loose
            """)
        .param("loose", "loose " + place + " %")
        .query(row -> {
          sums.computeIfAbsent(BallotStyle.parse(row.getString(1)), s -> new long[9])[5] =
              row.getLong(2);
        });
    sql.sql(
            "select split_part(key, ' ', 2), value::bigint from stock.books where key like :damaged")
        .param("damaged", "=damaged:" + place + " %")
        .query(row -> {
          sums.computeIfAbsent(BallotStyle.parse(row.getString(1)), s -> new long[9])[6] =
              row.getLong(2);
        });
    sql.sql("select style, sum(sheets)::bigint from stock.boxes where place = :place group by 1")
        .param("place", place.text())
        .query(row -> {
          sums.computeIfAbsent(BallotStyle.ofNumber(row.getInt(1)), s -> new long[9])[7] =
              row.getLong(2);
        });
    views
        .needs(place.region())
        .forEach((style, need) -> sums.computeIfAbsent(style, s -> new long[9])[8] = need[0]);
    var styles = new ArrayList<StoreStyle>();
    sums.forEach((style, one) ->
        styles.add(
            new StoreStyle(
                style.toString(),
                one[0],
                one[1],
                one[2],
                one[3],
                one[5],
                one[8],
                one[7],
                one[6],
                one[4])));
    var tables = new TreeMap<Integer, List<String>>();
    sql.sql(
            """
            select substr(state, 2)::int, koli from stock.koli
             where place = :place and state like 'T%' order by 1, 2 limit 2000
            """)
        .param("place", place.text())
        .query(row -> {
          tables.computeIfAbsent(row.getInt(1), t -> new ArrayList<>()).add(row.getString(2));
        });
    return new Store(
        place.text(),
        known.name().text(),
        styles,
        tables.entrySet().stream().map(one -> new Table(one.getKey(), one.getValue())).toList());
  }

  Koli koli(KoliCode code) {
    StockOpened opened = views.opened();
    int bundle = opened == null ? StockOpened.BUNDLE : opened.bundle();
    KoliRow books =
        sql.sql("select value from stock.books where key = :key")
            .param("key", KoliRow.key(code))
            .query(String.class)
            .optional()
            .map(KoliRow::parse)
            .orElseThrow(() -> Problem.notFound("no koli " + code + " was received"));
    var bundles = new ArrayList<Bundle>();
    for (int number = 1; number <= books.bundles().length(); number++) {
      int left = books.left(number, bundle);
      String state = left == 0 ? "used" : books.isBroken(number) ? "broken" : "whole";
      bundles.add(new Bundle((number < 10 ? "0" : "") + number, books.size(number, bundle), state));
    }
    List<Used> boxes =
        sql.sql(
                """
                select box, piece, sheets, packer, index from stock.pieces
                 where koli = :koli order by index, box
                """)
            .param("koli", code.toString())
            .query((row, n) ->
                new Used(
                    row.getString(1),
                    row.getString(2),
                    row.getInt(3),
                    row.getString(4),
                    row.getLong(5)))
            .list();
    return sql.sql(
            """
            select k.style, k.consignment,
                   case when c.sender like 'printer:%' then substr(c.sender, 9) end,
                   c.batch, k.place, k.state, k.expected,
                   k.counted, k.condition, k.revote, k.table_no, k.shift, k.good, k.damaged,
                   k.missing, k.excess
              from stock.koli k join stock.consignments c on c.consignment = k.consignment
             where k.koli = :koli
            """)
        .param("koli", code.toString())
        .query((row, n) ->
            new Koli(
                code.toString(),
                BallotStyle.ofNumber(row.getInt(1)).toString(),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                state(row.getString(6)),
                row.getInt(7),
                row.getInt(8),
                row.getString(9),
                row.getBoolean(10),
                row.getInt(11),
                row.getString(12),
                row.getInt(13),
                StockViews.counts(row.getString(14)),
                row.getInt(15),
                row.getInt(16),
                bundles,
                boxes,
                findings.about("koli:" + code)))
        .single();
  }

  private static String state(String state) {
    return state.equals("R") ? "received" : state.equals("S") ? "sorted" : "at_table";
  }
}
