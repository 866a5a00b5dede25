package id.segel.server.stock;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.region.BallotStyle;
import id.segel.core.region.ElectionOpened;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionName;
import id.segel.core.region.Roster;
import id.segel.core.stock.BillOfMaterialsSet;
import id.segel.core.stock.Holder;
import id.segel.core.stock.StockBooks;
import id.segel.core.stock.StockOpened;
import id.segel.server.http.Paging;
import id.segel.server.http.Problem;
import id.segel.server.log.Followers;
import id.segel.server.region.Regions;
import id.segel.server.stock.StockAnswers.AccountPage;
import id.segel.server.stock.StockAnswers.Balance;
import id.segel.server.stock.StockAnswers.Board;
import id.segel.server.stock.StockAnswers.Child;
import id.segel.server.stock.StockAnswers.Destruction;
import id.segel.server.stock.StockAnswers.Flow;
import id.segel.server.stock.StockAnswers.Identity;
import id.segel.server.stock.StockAnswers.IdentityLine;
import id.segel.server.stock.StockAnswers.Item;
import id.segel.server.stock.StockAnswers.Line;
import id.segel.server.stock.StockAnswers.Moved;
import id.segel.server.stock.StockAnswers.Settings;
import id.segel.server.stock.StockAnswers.Style;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Settings, sums and accounts, and what the other views of this package share. */
@Component
class StockViews {

  private final JdbcClient sql;
  private final Regions regions;
  private final Followers followers;

  StockViews(JdbcClient sql, Regions regions, Followers followers) {
    this.sql = sql;
    this.regions = regions;
    this.followers = followers;
  }

  // ---- settings

  @Nullable StockOpened opened() {
    return sql.sql("select value from stock.settings where key = 'opened'")
        .query(String.class)
        .optional()
        .map(text -> StockOpened.read(fields(text)))
        .orElse(null);
  }

  List<Item> materials() {
    return sql
        .sql("select value from stock.settings where key = 'materials'")
        .query(String.class)
        .optional()
        .map(text -> BillOfMaterialsSet.read(fields(text)).items())
        .orElse(List.of())
        .stream()
        .map(one -> new Item(one.code(), one.per(), one.quantity(), one.name().text()))
        .toList();
  }

  static Fields fields(String text) {
    byte[] body = (Fact.FIRST_LINE + "\n" + text).getBytes(StandardCharsets.UTF_8);
    return Fields.of(body, Fact.FIRST_LINE);
  }

  private List<BallotStyle> allStyles() {
    return List.copyOf(
        regions
            .dapils()
            .styles(
                regions.roster().kinds().stream().map(ElectionOpened.BallotKind::digit).toList()));
  }

  Settings settings() {
    StockOpened opened = opened();
    Map<BallotStyle, long[]> needs = needs("");
    var styles = new ArrayList<Style>();
    for (BallotStyle style : allStyles()) {
      ElectionOpened.BallotKind kind =
          regions.roster().kinds().stream()
              .filter(one -> one.digit() == style.kind())
              .findFirst()
              .orElseThrow();
      long[] need = needs.getOrDefault(style, new long[2]);
      styles.add(
          new Style(
              style.toString(),
              style.kind(),
              style.dapil(),
              kind.code(),
              kind.name().text(),
              kind.colour(),
              need[0],
              (int) need[1]));
    }
    List<String> printers =
        sql.sql(
                """
                select distinct substr(sender, 9) from stock.consignments
                 where sender like 'printer:%' order by 1
                """)
            .query((row, n) -> row.getString(1))
            .list();
    return new Settings(
        opened != null,
        opened == null ? StockOpened.BUNDLE : opened.bundle(),
        opened == null ? StockOpened.KOLI : opened.koli(),
        opened == null ? StockOpened.OUTLIER : opened.outlier(),
        printers,
        styles,
        materials());
  }

  /** Need and TPS of each design in a region, by its digits. */
  Map<BallotStyle, long[]> needs(String region) {
    var needs = new TreeMap<BallotStyle, long[]>();
    Roster roster = regions.roster();
    for (Roster.Kelurahan one : roster.kelurahan()) {
      if (!one.code().digits().startsWith(region)) {
        continue;
      }
      long need = 0;
      for (int i = 0; i < one.tps(); i++) {
        need += roster.need(one.tpsCode(i));
      }
      for (ElectionOpened.BallotKind kind : roster.kinds()) {
        BallotStyle style = regions.dapils().style(kind.digit(), one.code().digits());
        long[] sums = needs.computeIfAbsent(style, s -> new long[2]);
        sums[0] += need;
        sums[1] += one.tps();
      }
    }
    return needs;
  }

  // ---- the board

  Board board(String region, @Nullable Long at) {
    if (regions.roster().name(new RegionCode(region)) == null) {
      throw Problem.notFound("no region has the code " + region);
    }
    long newest = at == null ? 0 : followers.position() - 1;
    if (at != null && (at < 0 || at > newest)) {
      throw Problem.malformed("the books go from entry 0 to " + newest + ", not to " + at);
    }
    String digits = region.length() <= 2 ? "" : region;
    Map<String, Map<String, Long>> lines = at == null ? sums(digits) : sumsAt(digits, at);
    var own = new TreeMap<String, Long>();
    lines.values().forEach(one -> one.forEach((key, sheets) -> own.merge(key, sheets, Long::sum)));
    long index = at == null ? position() : at;
    Instant recorded =
        sql.sql(
                """
                select recorded from stock.movements where index <= :index
                 order by index desc, line desc limit 1
                """)
            .param("index", index)
            .query(OffsetDateTime.class)
            .optional()
            .map(OffsetDateTime::toInstant)
            .orElse(null);
    return new Board(
        index, recorded, region, lines(own), flow(digits, own, at), children(region, lines));
  }

  /** The newest entry that moved sheets; -1 for none. */
  private long position() {
    return sql.sql("select coalesce(max(index), -1) from stock.movements")
        .query(Long.class)
        .single();
  }

  /** {@code kind style} to sheets, by region. */
  private Map<String, Map<String, Long>> sums(String digits) {
    var all = new TreeMap<String, Map<String, Long>>();
    sql.sql(
            """
            select region, kind, style, sheets from stock.sums
             where region like :region and sheets <> 0
            """)
        .param("region", digits + "%")
        .query(row -> {
          add(all, row.getString(1), row.getInt(2), row.getInt(3), row.getLong(4));
        });
    return all;
  }

  Map<String, Map<String, Long>> sumsAt(String digits, long at) {
    var all = new TreeMap<String, Map<String, Long>>();
    sql.sql(
            """
            select region, kind, style, sum(sheets)::bigint
              from (select region, kind, style, sheets from stock.past_sums where index = :past
                    union all
                    select to_region, to_kind, style, sheets
                      from stock.movements where index > :past and index <= :at
                    union all
                    select from_region, from_kind, style, -sheets
                      from stock.movements where index > :past and index <= :at) as both_sides
             where region like :region
             group by 1, 2, 3
            having sum(sheets) <> 0
            """)
        .param("past", pastOf(at))
        .param("at", at)
        .param("region", digits + "%")
        .query(row -> {
          add(all, row.getString(1), row.getInt(2), row.getInt(3), row.getLong(4));
        });
    return all;
  }

  /** The newest entry up to this one whose sums were kept; -1 for none. */
  private long pastOf(long at) {
    return sql.sql("select coalesce(max(index), -1) from stock.past_sums where index <= :at")
        .param("at", at)
        .query(Long.class)
        .single();
  }

  private static void add(
      Map<String, Map<String, Long>> all, String region, int kind, int style, long sheets) {
    all.computeIfAbsent(region, r -> new TreeMap<>())
        .merge(
            Holder.Kind.ofNumber(kind).word() + " " + BallotStyle.ofNumber(style),
            sheets,
            Long::sum);
  }

  private static List<Line> lines(Map<String, Long> sums) {
    var lines = new ArrayList<Line>();
    sums.forEach((key, sheets) -> {
      int space = key.indexOf(' ');
      lines.add(new Line(key.substring(0, space), key.substring(space + 1), sheets));
    });
    return lines;
  }

  private List<Child> children(String region, Map<String, Map<String, Long>> lines) {
    int longer = region.length() == 2 ? 4 : 6;
    if (region.length() >= 6) {
      return List.of();
    }
    var children = new TreeMap<String, Map<String, Long>>();
    lines.forEach((code, one) -> {
      if (code.length() >= longer || (code.length() == 4 && longer == 6)) {
        String child = code.length() >= longer ? code.substring(0, longer) : code;
        var sums = children.computeIfAbsent(child, c -> new TreeMap<>());
        one.forEach((key, sheets) -> sums.merge(key, sheets, Long::sum));
      }
    });
    var all = new ArrayList<Child>();
    children.forEach((code, sums) -> {
      String name = name(code);
      all.add(new Child(code, code.equals(region) ? "Gudang " + name : name, lines(sums)));
    });
    return all;
  }

  String name(String region) {
    RegionName name = regions.roster().name(new RegionCode(region));
    return name == null ? region : name.text();
  }

  /** Where the sheets that were printed are now, by design. */
  private List<Flow> flow(String digits, Map<String, Long> own, @Nullable Long at) {
    var flows = new ArrayList<Flow>();
    String query =
        at == null
            ? """
            select flow, style, sum(sheets)::bigint from stock.flows
             where region like :region group by 1, 2
            """
            : """
            select flow, style, sum(sheets)::bigint
              from (select region, flow, style, sheets from stock.past_flows where index = :past
                    union all
                    select case when to_region = '' then from_region else to_region end,
                           from_kind || '>' || to_kind, style, sheets
                      from stock.movements where index > :past and index <= :at) as since
             where region like :region
             group by 1, 2
            """;
    var sums = new TreeMap<String, Long>();
    sql.sql(query)
        .param("region", digits + "%")
        .param("at", at == null ? 0L : at)
        .param("past", at == null ? 0L : pastOf(at))
        .query(row -> {
          String flow = words(row.getString(1));
          // What a printer sent beyond its notes is a credit the other way.
          long sheets = flow.equals("printer>discrepancy") ? -row.getLong(3) : row.getLong(3);
          sums.merge(key(flow) + " " + BallotStyle.ofNumber(row.getInt(2)), sheets, Long::sum);
        });
    sums.keySet().removeIf(key -> key.startsWith(" "));
    if (at == null) {
      sql.sql(
              """
              select style, sum(counted)::bigint from stock.koli
               where state = 'R' and not revote and substr(place, 2) like :region
               group by 1
              """)
          .param("region", digits + "%")
          .query(row -> {
            String style = BallotStyle.ofNumber(row.getInt(1)).toString();
            sums.put("unsorted " + style, row.getLong(2));
          });
    }
    own.forEach((key, sheets) -> {
      int space = key.indexOf(' ');
      String style = key.substring(space + 1);
      String to =
          switch (key.substring(0, space)) {
            case "consignment" -> "on_the_way";
            case "due" -> "due";
            case "table" -> "sorting";
            case "koli", "store" -> "loose";
            case "box" -> "packed";
            case "printer" -> "";
            default -> key.substring(0, space);
          };
      if (!to.isEmpty()) {
        sums.merge(to + " " + style, sheets, Long::sum);
      }
    });
    sums.forEach((key, sheets) -> {
      int space = key.indexOf(' ');
      String name = key.substring(0, space);
      String style = key.substring(space + 1);
      long unsorted = name.equals("loose") ? sums.getOrDefault("unsorted " + style, 0L) : 0;
      flows.add(new Flow(name, style, sheets - unsorted));
    });
    return flows;
  }

  /** A flow by the words of its kinds, which a movement has by their numbers. */
  private static String words(String flow) {
    if (!Character.isDigit(flow.charAt(0))) {
      return flow;
    }
    int between = flow.indexOf('>');
    return Holder.Kind.ofNumber(Integer.parseInt(flow.substring(0, between))).word()
        + ">"
        + Holder.Kind.ofNumber(Integer.parseInt(flow.substring(between + 1))).word();
  }

  private static String key(String flow) {
    return switch (flow) {
      case "printer>consignment" -> "printed";
      case "due>consignment" -> "replaced";
      case "printer>discrepancy" -> "credited";
      default -> flow.endsWith(">printer") ? "credited" : "";
    };
  }

  Identity identity() {
    StockOpened opened = opened();
    Map<BallotStyle, long[]> needs = needs("");
    var flows = new TreeMap<String, Long>();
    for (Flow one : flow("", Map.of(), null)) {
      flows.put(one.key() + " " + one.style(), one.sheets());
    }
    var lines = new ArrayList<IdentityLine>();
    long revote = 0;
    long total = 0;
    for (BallotStyle style : allStyles()) {
      long need = needs.getOrDefault(style, new long[2])[0];
      long reserve = opened == null ? 0 : opened.revote().getOrDefault(style, 0);
      revote += reserve;
      total += need + reserve;
      lines.add(
          new IdentityLine(
              style.toString(),
              need,
              reserve,
              flows.getOrDefault("printed " + style, 0L),
              flows.getOrDefault("replaced " + style, 0L),
              flows.getOrDefault("credited " + style, 0L)));
    }
    return new Identity(
        regions.roster().totals().need(), regions.roster().kinds().size(), revote, total, lines);
  }

  // ---- accounts

  AccountPage account(Holder holder, @Nullable Long at, Paging paging) {
    long upTo = at == null ? Long.MAX_VALUE : at;
    SortedMap<BallotStyle, Long> balances = at == null ? kept(holder) : summed(holder, at);
    List<Moved> moved =
        sql.sql(
                """
                select * from (
                  (select index, recorded, cause, from_holder, to_holder, style, sheets, line
                     from stock.movements where from_holder = :holder and index <= :at
                    order by index desc, line desc limit :most)
                  union all
                  (select index, recorded, cause, from_holder, to_holder, style, sheets, line
                     from stock.movements where to_holder = :holder and index <= :at
                    order by index desc, line desc limit :most)) as both_sides
                 order by index desc, line desc
                 limit :size offset :offset
                """)
            .param("holder", holder.toString())
            .param("at", upTo)
            .param("most", paging.offset() + paging.size())
            .param("size", paging.size())
            .param("offset", paging.offset())
            .query((row, n) -> moved(row))
            .list();
    long total =
        sql.sql(
                """
                select (select count(*) from stock.movements
                         where from_holder = :holder and index <= :at)
                     + (select count(*) from stock.movements
                         where to_holder = :holder and index <= :at)
                """)
            .param("holder", holder.toString())
            .param("at", upTo)
            .query(Long.class)
            .single();
    return new AccountPage(
        holder.toString(),
        at == null ? position() : at,
        balances.entrySet().stream()
            .map(one -> new Balance(one.getKey().toString(), one.getValue()))
            .toList(),
        moved,
        total);
  }

  /** As the books have it now: a busy account has thousands of movements. */
  private SortedMap<BallotStyle, Long> kept(Holder holder) {
    var styles = new HashMap<String, BallotStyle>();
    for (BallotStyle style : allStyles()) {
      styles.put(StockBooks.balanceKey(holder, style), style);
    }
    var balances = new TreeMap<BallotStyle, Long>();
    if (!styles.isEmpty()) {
      sql.sql("select key, value::bigint from stock.books where key in (:keys)")
          .param("keys", styles.keySet())
          .query(row -> {
            balances.put(Objects.requireNonNull(styles.get(row.getString(1))), row.getLong(2));
          });
    }
    return balances;
  }

  /** As it was at an entry. */
  private SortedMap<BallotStyle, Long> summed(Holder holder, long at) {
    var balances = new TreeMap<BallotStyle, Long>();
    sql.sql(
            """
            select style, sum(case when to_holder = :holder then sheets else -sheets end)::bigint
              from stock.movements
             where (from_holder = :holder or to_holder = :holder) and index <= :at
             group by 1
            """)
        .param("holder", holder.toString())
        .param("at", at)
        .query(row -> {
          balances.put(BallotStyle.ofNumber(row.getInt(1)), row.getLong(2));
        });
    return balances;
  }

  /** A row of index, recorded, cause, from_holder, to_holder, style, sheets. */
  private static Moved moved(ResultSet row) throws SQLException {
    return new Moved(
        row.getLong(1),
        instant(row, 2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        BallotStyle.ofNumber(row.getInt(6)).toString(),
        row.getLong(7));
  }

  static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /** {@code torn=1 creased=2}. */
  static Map<String, Integer> counts(String text) {
    var counts = new LinkedHashMap<String, Integer>();
    for (String one : text.split(" ", -1)) {
      int equals = one.indexOf('=');
      if (equals > 0) {
        counts.put(one.substring(0, equals), Integer.valueOf(one.substring(equals + 1)));
      }
    }
    return counts;
  }

  // ---- for papers

  /** The newest entry that moved sheets of a holder; 404 when there is none. */
  long newestOf(String holder) {
    Long newest =
        sql.sql(
                """
                select max(index) from stock.movements
                 where from_holder = :holder or to_holder = :holder
                """)
            .param("holder", holder)
            .query((row, n) -> {
              long index = row.getLong(1);
              return row.wasNull() ? null : (Long) index;
            })
            .single();
    if (newest == null) {
      throw Problem.notFound("nothing is known of " + holder);
    }
    return newest;
  }

  /** What the entry at this index destroyed. */
  Destruction destruction(long index) {
    List<Moved> sheets =
        sql.sql(
                """
                select index, recorded, cause, from_holder, to_holder, style, sheets
                  from stock.movements where index = :index order by line
                """)
            .param("index", index)
            .query((row, n) -> moved(row))
            .list();
    return sql.sql(
            """
            select place, record, witnesses, recorded from stock.destructions
             where index = :index
            """)
        .param("index", index)
        .query((row, n) ->
            new Destruction(
                row.getString(1),
                row.getString(2),
                Arrays.asList(row.getString(3).split(" ", -1)),
                instant(row, 4),
                sheets))
        .optional()
        .orElseThrow(() -> Problem.notFound("nothing was destroyed by entry " + index));
  }
}
