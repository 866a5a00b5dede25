package id.segel.server.stock;

import id.segel.core.region.BallotStyle;
import id.segel.core.stock.Causes;
import id.segel.core.stock.Holder;
import id.segel.core.stock.StockOpened;
import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Paging;
import id.segel.server.stock.StockAnswers.Cause;
import id.segel.server.stock.StockAnswers.Different;
import id.segel.server.stock.StockAnswers.Explanation;
import id.segel.server.stock.StockAnswers.Finding;
import id.segel.server.stock.StockAnswers.Findings;
import id.segel.server.stock.StockAnswers.Order;
import id.segel.server.stock.StockAnswers.Orders;
import id.segel.server.stock.StockAnswers.PlaceDifference;
import id.segel.server.stock.StockAnswers.Rate;
import id.segel.server.stock.StockAnswers.Rates;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What must be acted on, what would explain it, rates of damage and replacement orders. */
@Component
class FindingViews {

  private static final int EXPLAINED = 2_000;

  private final JdbcClient sql;
  private final ElectionClock clock;
  private final StockViews views;

  FindingViews(JdbcClient sql, ElectionClock clock, StockViews views) {
    this.sql = sql;
    this.clock = clock;
    this.views = views;
  }

  private static Finding finding(ResultSet row) throws SQLException {
    long cleared = row.getLong(8);
    boolean isOpen = row.wasNull();
    int style = row.getInt(5);
    return new Finding(
        row.getLong(1),
        StockViews.instant(row, 2),
        row.getString(3),
        row.getString(4),
        style == 0 ? null : BallotStyle.ofNumber(style).toString(),
        row.getLong(6),
        row.getString(7),
        isOpen,
        isOpen ? null : cleared);
  }

  private static final String FINDINGS =
      "select index, recorded, kind, about, style, sheets, region, cleared from stock.findings";

  List<Finding> about(String about) {
    return sql.sql(FINDINGS + " where about like :about order by index limit 200")
        .param("about", about)
        .query((row, n) -> finding(row))
        .list();
  }

  Findings findings(
      boolean open, @Nullable String kind, String region, @Nullable String about, Paging paging) {
    String where =
        """
         where (not :open or cleared is null)
           and (:kind = '' or kind = :kind)
           and region like :region
           and (:about = '' or about = :about)
        """;
    String digits = region.length() <= 2 ? "" : region;
    List<Finding> rows =
        sql.sql(FINDINGS + where + " order by index desc limit :size offset :offset")
            .param("open", open)
            .param("kind", kind == null ? "" : kind)
            .param("region", digits + "%")
            .param("about", about == null ? "" : about)
            .param("size", paging.size())
            .param("offset", paging.offset())
            .query((row, n) -> finding(row))
            .list();
    var byKind = new TreeMap<String, Integer>();
    sql.sql(
            """
            select kind, count(*) from stock.findings
             where cleared is null and region like :region group by 1
            """)
        .param("region", digits + "%")
        .query(row -> {
          byKind.put(row.getString(1), row.getInt(2));
        });
    long total =
        sql.sql("select count(*) from stock.findings" + where)
            .param("open", open)
            .param("kind", kind == null ? "" : kind)
            .param("region", digits + "%")
            .param("about", about == null ? "" : about)
            .query(Long.class)
            .single();
    return new Findings(rows, total, byKind);
  }

  Rates rates() {
    var outliers =
        sql.sql(
                """
                select substr(about, 7) from stock.findings
                 where kind = 'BATCH_OUTLIER' and cleared is null
                """)
            .query(String.class)
            .set();
    var rows = new LinkedHashMap<String, Rate>();
    sql.sql(
            """
            select substr(c.sender, 9), c.batch, k.style, k.damaged, sum(k.good)::bigint,
                   sum(k.missing)::bigint, sum(k.excess)::bigint, count(*)
              from stock.koli k join stock.consignments c on c.consignment = k.consignment
             where k.state = 'S' and c.sender like 'printer:%'
             group by 1, 2, 3, 4
             order by 1, 2, 3
            """)
        .query(row -> {
          String printer = row.getString(1);
          String batch = row.getString(2);
          String style = BallotStyle.ofNumber(row.getInt(3)).toString();
          String key = printer + " " + batch + " " + style;
          Rate before = rows.get(key);
          SortedMap<String, Long> damaged =
              before == null ? new TreeMap<>() : new TreeMap<>(before.damaged());
          long times = row.getLong(8);
          StockViews.counts(row.getString(4))
              .forEach((why, count) -> damaged.merge(why, count * times, Long::sum));
          long good = row.getLong(5) + (before == null ? 0 : before.good());
          long bad = damaged.values().stream().mapToLong(Long::longValue).sum();
          rows.put(
              key,
              new Rate(
                  printer,
                  batch,
                  style,
                  good + bad,
                  good,
                  damaged,
                  row.getLong(6) + (before == null ? 0 : before.missing()),
                  row.getLong(7) + (before == null ? 0 : before.excess()),
                  good + bad == 0 ? 0 : bad * 1_000_000 / (good + bad),
                  outliers.contains(printer + "." + batch)));
        });
    return new Rates(List.copyOf(rows.values()));
  }

  Orders orders() {
    Instant now = clock.instant();
    List<Order> rows =
        sql.sql(
                """
                select o.order_code, o.printer, o.place, o.deadline, o.ordered,
                       (select coalesce(sum(b.value::bigint), 0) from stock.books b
                         where b.key like '=due:' || o.order_code || ' %'),
                       (select string_agg(c.consignment, ' ' order by c.consignment)
                          from stock.consignments c where c.order_code = o.order_code),
                       (select coalesce(bool_or(c.koli > (select count(*) from stock.koli k
                                                  where k.consignment = c.consignment)), false)
                          from stock.consignments c where c.order_code = o.order_code)
                  from stock.orders o
                 order by o.index
                """)
            .query((row, n) -> {
              String consignments = row.getString(7);
              boolean isOpen = row.getLong(6) > 0 || row.getBoolean(8);
              return new Order(
                  row.getString(1),
                  row.getString(2),
                  row.getString(3),
                  StockViews.instant(row, 4),
                  row.getLong(5),
                  row.getLong(6),
                  isOpen && StockViews.instant(row, 4).isBefore(now),
                  consignments == null ? List.of() : Arrays.asList(consignments.split(" ", -1)));
            })
            .list();
    return new Orders(rows);
  }

  // ---- what explains a difference

  Explanation explain(String region) {
    String digits = region.length() <= 2 ? "" : region;
    StockOpened opened = views.opened();
    var differences = new ArrayList<Causes.Difference>();
    sql.sql(
            """
            select about, style, sheets, region from stock.findings
             where cleared is null and style <> 0 and sheets <> 0 and region like :region
               and kind in ('COUNT_DIFFERS', 'SHEETS_DIFFER', 'BOX_SHORT', 'BOX_OVER', 'USE_DIFFERS')
             order by index limit :most
            """)
        .param("region", digits + "%")
        .param("most", EXPLAINED)
        .query(row -> {
          BallotStyle style = BallotStyle.ofNumber(row.getInt(2));
          String about = row.getString(1);
          String end = "." + style;
          String holder =
              about.endsWith(end) ? about.substring(0, about.length() - end.length()) : about;
          Holder who = Holder.parse(holder);
          String near =
              who.kind() == Holder.Kind.BOX ? who.code().substring(0, 10) : row.getString(4);
          var one = new Causes.Difference(who, near, style, row.getLong(3));
          if (differences.stream().noneMatch(one::equals)) {
            differences.add(one);
          }
        });
    List<Causes.Cause> causes =
        Causes.of(
            differences,
            opened == null ? StockOpened.BUNDLE : opened.bundle(),
            opened == null ? StockOpened.KOLI : opened.koli());
    var places = new ArrayList<PlaceDifference>();
    sql.sql(
            """
            select region, style, sheets from stock.sums
             where kind = :kind and sheets <> 0 and region like :region order by 1, 2
            """)
        .param("kind", Holder.Kind.DISCREPANCY.number())
        .param("region", digits + "%")
        .query(row -> {
          places.add(
              new PlaceDifference(
                  row.getString(1),
                  BallotStyle.ofNumber(row.getInt(2)).toString(),
                  row.getLong(3)));
        });
    return new Explanation(
        differences.stream()
            .map(
                one -> new Different(one.holder().toString(), one.style().toString(), one.sheets()))
            .toList(),
        causes.stream()
            .map(one ->
                new Cause(
                    one.kind().name(),
                    one.style().toString(),
                    one.sheets(),
                    one.holders().stream().map(Holder::toString).toList()))
            .toList(),
        places);
  }
}
