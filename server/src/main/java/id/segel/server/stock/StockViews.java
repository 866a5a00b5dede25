package id.segel.server.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import id.segel.core.box.BoxId;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.region.BallotStyle;
import id.segel.core.region.ElectionOpened;
import id.segel.core.region.GeoPoint;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.Places;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionName;
import id.segel.core.region.Roster;
import id.segel.core.stock.BillOfMaterialsSet;
import id.segel.core.stock.Causes;
import id.segel.core.stock.ConsignmentSent;
import id.segel.core.stock.Holder;
import id.segel.core.stock.KoliCode;
import id.segel.core.stock.KoliRow;
import id.segel.core.stock.StockBooks;
import id.segel.core.stock.StockOpened;
import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Paging;
import id.segel.server.http.Problem;
import id.segel.server.region.Regions;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
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

/** Where every sheet is, for the pages. */
@Component
class StockViews {

  /** A page of a list and how long the list is. */
  record Page<T>(List<T> rows, long total) {}

  record Style(
      String style,
      int kind,
      int dapil,
      String code,
      String name,
      String colour,
      long need,
      int tps) {}

  record Item(String code, String per, int quantity, String name) {}

  record Settings(
      boolean open,
      int bundle,
      int koli,
      int outlier,
      List<String> printers,
      List<Style> styles,
      List<Item> items) {}

  record Line(String holder, String style, long sheets) {}

  record Flow(String key, String style, long sheets) {}

  record Child(String code, String name, List<Line> lines) {}

  /** Sheets of a region by kind of holder and design, and how they came there. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Board(
      long index,
      @Nullable Instant recorded,
      String region,
      List<Line> lines,
      List<Flow> flow,
      List<Child> children) {}

  record IdentityLine(
      String style, long need, long revote, long printed, long replaced, long credited) {}

  record Identity(long need, int kinds, long revote, long total, List<IdentityLine> lines) {}

  record Balance(String style, long sheets) {}

  record Moved(
      long index,
      Instant recorded,
      String fact,
      String from,
      String to,
      String style,
      long sheets) {}

  record AccountPage(
      String holder, long at, List<Balance> balances, List<Moved> movements, long total) {}

  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Consignment(
      String consignment,
      String from,
      String to,
      String note,
      String batch,
      @Nullable String order,
      @Nullable String transfer,
      boolean revote,
      Instant sent,
      @Nullable Instant arrivedAt,
      int koli,
      int koliReceived,
      long sheets,
      long sheetsReceived,
      long difference) {}

  record Run(int first, int last, String style, int sheets) {}

  record Received(String koli, int counted, int expected, String condition, long index) {}

  record ConsignmentPage(
      Consignment consignment,
      List<Run> lines,
      List<Received> received,
      List<String> missing,
      List<Finding> findings) {}

  record StoreStyle(
      String style,
      long received,
      long atTable,
      long sorted,
      long wholeBundles,
      long sheets,
      long need,
      long packed,
      long damaged,
      long revote) {}

  record Table(int table, List<String> koli) {}

  record Store(String place, String name, List<StoreStyle> styles, List<Table> tables) {}

  record Bundle(String bundle, int sheets, String state) {}

  record Used(String box, String piece, int sheets, String packer, long index) {}

  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Koli(
      String koli,
      String style,
      String consignment,
      @Nullable String printer,
      String batch,
      String place,
      String state,
      int expected,
      int counted,
      String condition,
      boolean revote,
      int table,
      String shift,
      int good,
      Map<String, Integer> damaged,
      int missing,
      int excess,
      List<Bundle> bundles,
      List<Used> boxes,
      List<Finding> findings) {}

  record Piece(
      String piece, int sheets, String koli, int table, String shift, String packer, long index) {}

  record Use(int received, int used, int spoiled, int unused) {}

  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Box(
      String box,
      String tps,
      String kelurahan,
      String style,
      int need,
      int sheets,
      String state,
      String packer,
      String checker,
      Map<String, Integer> lacking,
      List<Piece> pieces,
      @Nullable Use use,
      List<Item> items,
      List<Finding> findings) {}

  record TpsBox(String box, String style, int need, int sheets, String state) {}

  record Tps(String tps, String name, List<TpsBox> boxes, List<Item> outside) {}

  record Progress(
      String code,
      String name,
      int boxes,
      int ready,
      @JsonProperty("short") int tooFew,
      int filled) {}

  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Packing(
      String place,
      int boxes,
      int ready,
      @JsonProperty("short") int tooFew,
      int filled,
      int empty,
      int perHour,
      @Nullable Instant forecast,
      int packedToday,
      List<Progress> kelurahan,
      @Nullable String next) {}

  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Finding(
      long index,
      Instant recorded,
      String kind,
      String about,
      @Nullable String style,
      long sheets,
      String region,
      boolean open,
      @Nullable Long clearedBy) {}

  record Findings(List<Finding> rows, long total, SortedMap<String, Integer> byKind) {}

  record Rate(
      String printer,
      String batch,
      String style,
      long sorted,
      long good,
      SortedMap<String, Long> damaged,
      long missing,
      long excess,
      long perMillion,
      boolean outlier) {}

  record Rates(List<Rate> rows) {}

  /** Boxes of a kelurahan and design that were found ready. */
  record Packed(String kelurahan, String style, int boxes, long sheets, long index) {}

  /** Sheets that were destroyed on record. */
  record Destruction(
      String place, String record, List<String> witnesses, Instant recorded, List<Moved> sheets) {}

  record Order(
      String order,
      String printer,
      String place,
      Instant deadline,
      long ordered,
      long due,
      boolean late,
      List<String> consignments) {}

  record Orders(List<Order> rows) {}

  record Nearest(String place, String name, long sheets, long metres) {}

  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Unready(
      String tps,
      String kelurahan,
      String box,
      String style,
      int need,
      int sheets,
      int difference,
      @Nullable Nearest nearest) {}

  record Readiness(
      long complete,
      @JsonProperty("short") long tooFew,
      long over,
      long empty,
      List<Unready> rows,
      long total) {}

  record Different(String holder, String style, long sheets) {}

  record Cause(String kind, String style, long sheets, List<String> holders) {}

  record PlaceDifference(String place, String style, long sheets) {}

  record Explanation(
      List<Different> differences, List<Cause> causes, List<PlaceDifference> places) {}

  private static final int EXPLAINED = 2_000;

  /** Boxes that are listed as not ready; a province has 123,064. */
  static final int UNREADY = 200_000;

  private final JdbcClient sql;
  private final Regions regions;
  private final ElectionClock clock;

  StockViews(JdbcClient sql, Regions regions, ElectionClock clock) {
    this.sql = sql;
    this.regions = regions;
    this.clock = clock;
  }

  // ---- settings

  private @Nullable StockOpened opened() {
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
  private Map<BallotStyle, long[]> needs(String region) {
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
    String digits = region.length() <= 2 ? "" : region;
    Map<String, Map<String, Long>> lines = at == null ? sums(digits) : sumsAt(digits, at);
    var own = new TreeMap<String, Long>();
    lines.values().forEach(one -> one.forEach((key, sheets) -> own.merge(key, sheets, Long::sum)));
    long index = at == null ? position() : at;
    Instant recorded =
        sql.sql("select max(recorded) from stock.movements where index <= :index")
            .param("index", index)
            .query(OffsetDateTime.class)
            .optional()
            .map(OffsetDateTime::toInstant)
            .orElse(null);
    return new Board(
        index, recorded, region, lines(own), flow(digits, own, at), children(region, lines));
  }

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

  private Map<String, Map<String, Long>> sumsAt(String digits, long at) {
    var all = new TreeMap<String, Map<String, Long>>();
    sql.sql(
            """
            select region, kind, style, sum(sheets)::bigint
              from (select to_region as region, to_kind as kind, style, sum(sheets) as sheets
                      from stock.movements where index <= :at group by 1, 2, 3
                    union all
                    select from_region, from_kind, style, -sum(sheets)
                      from stock.movements where index <= :at group by 1, 2, 3) as both_sides
             where region like :region
             group by 1, 2, 3
            having sum(sheets) <> 0
            """)
        .param("at", at)
        .param("region", digits + "%")
        .query(row -> {
          add(all, row.getString(1), row.getInt(2), row.getInt(3), row.getLong(4));
        });
    return all;
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

  private String name(String region) {
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
            select from_kind || '>' || to_kind, style, sum(sheets)::bigint
              from stock.movements
             where index <= :at
               and (case when to_region = '' then from_region else to_region end) like :region
             group by 1, 2
            """;
    var sums = new TreeMap<String, Long>();
    sql.sql(query)
        .param("region", digits + "%")
        .param("at", at == null ? 0L : at)
        .query(row -> {
          String flow = at == null ? row.getString(1) : words(row.getString(1));
          sums.merge(
              key(flow) + " " + BallotStyle.ofNumber(row.getInt(2)), row.getLong(3), Long::sum);
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

  private static String words(String numbers) {
    int between = numbers.indexOf('>');
    return Holder.Kind.ofNumber(Integer.parseInt(numbers.substring(0, between))).word()
        + ">"
        + Holder.Kind.ofNumber(Integer.parseInt(numbers.substring(between + 1))).word();
  }

  private static String key(String flow) {
    if (flow.endsWith(">printer")) {
      return "credited";
    }
    return switch (flow) {
      case "printer>consignment" -> "printed";
      case "due>consignment" -> "replaced";
      case "printer>discrepancy" -> "printed";
      default -> "";
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
                select index, recorded, cause, from_holder, to_holder, style, sheets
                  from stock.movements
                 where (from_holder = :holder or to_holder = :holder) and index <= :at
                 order by index desc, line desc
                 limit :size offset :offset
                """)
            .param("holder", holder.toString())
            .param("at", upTo)
            .param("size", paging.size())
            .param("offset", paging.offset())
            .query((row, n) ->
                new Moved(
                    row.getLong(1),
                    instant(row, 2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    BallotStyle.ofNumber(row.getInt(6)).toString(),
                    row.getLong(7)))
            .list();
    long total =
        sql.sql(
                """
                select count(*) from stock.movements
                 where (from_holder = :holder or to_holder = :holder) and index <= :at
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

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  // ---- consignments and koli

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
        instant(row, 9),
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
            fields(
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
        consignment, runs, received, missing, findingsAbout("consignment:" + code + "%"));
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
    needs(place.region())
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
    StockOpened opened = opened();
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
                counts(row.getString(14)),
                row.getInt(15),
                row.getInt(16),
                bundles,
                boxes,
                findingsAbout("koli:" + code)))
        .single();
  }

  private static String state(String state) {
    return state.equals("R") ? "received" : state.equals("S") ? "sorted" : "at_table";
  }

  /** {@code torn=1 creased=2}. */
  private static Map<String, Integer> counts(String text) {
    var counts = new LinkedHashMap<String, Integer>();
    for (String one : text.split(" ", -1)) {
      int equals = one.indexOf('=');
      if (equals > 0) {
        counts.put(one.substring(0, equals), Integer.valueOf(one.substring(equals + 1)));
      }
    }
    return counts;
  }

  // ---- boxes

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
        materials().stream()
            .filter(one -> one.per.equals("box") || one.per.equals(Integer.toString(box.kind())))
            .toList();
    return new Box(
        box.toString(),
        box.tps(),
        name(box.kelurahan()),
        style.toString(),
        regions.roster().need(box.tpsNumber()),
        line.sheets,
        stateOf(line),
        line.packers,
        line.checker,
        counts(line.lacking),
        pieces,
        line.received < 0 ? null : new Use(line.received, line.used, line.spoiled, line.unused),
        items,
        findingsAbout("box:" + box + "%"));
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
        "TPS " + tps.substring(10) + " " + name(tps.substring(0, 10)),
        boxes,
        materials().stream().filter(one -> one.per.equals("out")).toList());
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
      progress.add(new Progress(code, name(code), one[0], one[1], one[2], one[3]));
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
        .param("since", OffsetDateTime.ofInstant(since, java.time.ZoneOffset.UTC))
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

  // ---- findings

  private static Finding finding(ResultSet row) throws SQLException {
    long cleared = row.getLong(8);
    boolean isOpen = row.wasNull();
    int style = row.getInt(5);
    return new Finding(
        row.getLong(1),
        instant(row, 2),
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

  private List<Finding> findingsAbout(String about) {
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
              before == null ? new TreeMap<>() : new TreeMap<>(before.damaged);
          long times = row.getLong(8);
          counts(row.getString(4))
              .forEach((why, count) -> damaged.merge(why, count * times, Long::sum));
          long good = row.getLong(5) + (before == null ? 0 : before.good);
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
                  row.getLong(6) + (before == null ? 0 : before.missing),
                  row.getLong(7) + (before == null ? 0 : before.excess),
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
                  instant(row, 4),
                  row.getLong(5),
                  row.getLong(6),
                  isOpen && instant(row, 4).isBefore(now),
                  consignments == null ? List.of() : Arrays.asList(consignments.split(" ", -1)));
            })
            .list();
    return new Orders(rows);
  }

  // ---- readiness

  private record Held(long box, int style, int sheets, String state) {}

  Readiness readiness(String region, @Nullable String state, Paging paging) {
    String digits = region.length() <= 2 ? "" : region;
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
    long[] counts = new long[4];
    var rows = new ArrayList<Unready>();
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
          int which = sheets == need ? 0 : sheets == 0 ? 3 : sheets < need ? 1 : 2;
          counts[which]++;
          boolean isAsked =
              state == null
                  ? which == 1 || which == 2
                  : state.equals(List.of("complete", "short", "over", "empty").get(which));
          if (isAsked && rows.size() < UNREADY) {
            String code = Long.toString(tps);
            rows.add(
                new Unready(
                    code,
                    kelurahan.name().text(),
                    one == null ? BoxId.of(code, kind.digit(), 1).toString() : "" + one.box,
                    regions.dapils().style(kind.digit(), code).toString(),
                    need,
                    sheets,
                    sheets - need,
                    null));
          }
        }
      }
    }
    int from = Math.min(rows.size(), paging.offset());
    int to = Math.min(rows.size(), from + paging.size());
    List<Unready> page = rows.subList(from, to);
    if (page.stream().anyMatch(one -> one.difference < 0 && one.sheets > 0)) {
      Map<String, Map<BallotStyle, Long>> surplus = surplus();
      page =
          page.stream().map(one -> one.difference < 0 ? withNearest(one, surplus) : one).toList();
    }
    return new Readiness(
        counts[0], counts[1], counts[2], counts[3], List.copyOf(page), rows.size());
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
    needs(region).forEach((style, need) -> lacking.put(style, need[0]));
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
    BallotStyle style = BallotStyle.parse(one.style);
    Roster.Kelurahan kelurahan =
        regions.roster().kelurahan(Long.parseLong(one.tps.substring(0, 10)));
    Nearest nearest = null;
    for (var store : surplus.entrySet()) {
      long sheets = store.getValue().getOrDefault(style, 0L);
      Places.Place place = regions.places().of(new PlaceCode(store.getKey()));
      if (sheets <= 0 || place == null || kelurahan == null) {
        continue;
      }
      long metres = metres(place.at(), kelurahan.at());
      if (nearest == null || metres < nearest.metres) {
        nearest = new Nearest(store.getKey(), place.name().text(), sheets, metres);
      }
    }
    return new Unready(
        one.tps, one.kelurahan, one.box, one.style, one.need, one.sheets, one.difference, nearest);
  }

  /** Along the sphere, equirectangular: within a province the error is below a percent. */
  private static long metres(GeoPoint one, GeoPoint other) {
    double lat = Math.toRadians((one.latE7() - other.latE7()) / 1e7);
    double middle = Math.toRadians((one.latE7() + other.latE7()) / 2e7);
    double lon = Math.toRadians((one.lonE7() - other.lonE7()) / 1e7) * Math.cos(middle);
    return Math.round(6_371_000 * Math.hypot(lat, lon));
  }

  // ---- what explains a difference

  Explanation explain(String region) {
    String digits = region.length() <= 2 ? "" : region;
    StockOpened opened = opened();
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
        .param("from", OffsetDateTime.ofInstant(from, java.time.ZoneOffset.UTC))
        .param("to", OffsetDateTime.ofInstant(to, java.time.ZoneOffset.UTC))
        .query((row, n) ->
            new Packed(
                name(row.getString(1)),
                BallotStyle.ofNumber(row.getInt(2)).toString(),
                row.getInt(3),
                row.getLong(4),
                row.getLong(5)))
        .list();
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
            .query((row, n) ->
                new Moved(
                    row.getLong(1),
                    instant(row, 2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    BallotStyle.ofNumber(row.getInt(6)).toString(),
                    row.getLong(7)))
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
