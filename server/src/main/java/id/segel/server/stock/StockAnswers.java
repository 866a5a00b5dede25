package id.segel.server.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What the pages are told about sheets, as the JSON has it. */
final class StockAnswers {

  private StockAnswers() {}

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
}
