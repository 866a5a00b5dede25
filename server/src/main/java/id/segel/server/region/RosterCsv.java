package id.segel.server.region;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvRecord;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.BallotNeed;
import id.segel.core.region.Boundary;
import id.segel.core.region.GeoPoint;
import id.segel.core.region.KelurahanListed;
import id.segel.core.region.KelurahanListed.Tps;
import id.segel.core.region.OfficialTotals;
import id.segel.core.region.PointSpread;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionName;
import id.segel.core.region.RegionsListed.Region;
import id.segel.core.region.TpsSpread;
import id.segel.server.http.Csv;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a roster from a CSV of kelurahan or of TPS, as docs/formats/roster.md describes it. What is
 * wrong is named by line and column; then there is no roster.
 */
final class RosterCsv {

  static final int MAX_BYTES = 16 * 1024 * 1024;
  static final int MAX_ROWS = 200_000;
  static final int MAX_PROBLEMS = 100;

  private static final int MOST_TPS = 900;

  private final BuiltIn builtIn;
  private final OfficialTotals totals;
  private final List<String> problems = new ArrayList<>();
  private final SortedMap<String, RegionName> names = new TreeMap<>();
  private int problemCount;

  /**
   * What a file holds; nothing but problems when there is one.
   *
   * @param regions above the kelurahan
   * @param kelurahan in the order of their codes
   * @param problems at most {@link #MAX_PROBLEMS} sentences, and one that says how many more
   */
  record Read(List<Region> regions, List<KelurahanListed> kelurahan, List<String> problems) {}

  /** One line of the file. */
  private record Row(long line, Map<String, Integer> columns, List<String> cells) {

    /** The cell of this column, empty when there is none. */
    String text(String column) {
      Integer i = columns.get(column);
      return i == null ? "" : cells.get(i).strip();
    }

    boolean has(String column) {
      return !text(column).isEmpty();
    }
  }

  private RosterCsv(BuiltIn builtIn, OfficialTotals totals) {
    this.builtIn = builtIn;
    this.totals = totals;
  }

  /** Reads a whole file. */
  static Read read(byte[] file, BuiltIn builtIn, OfficialTotals totals) {
    var reader = new RosterCsv(builtIn, totals);
    List<KelurahanListed> kelurahan = reader.kelurahan(file);
    if (reader.problemCount > MAX_PROBLEMS) {
      reader.problems.add("and %d more".formatted(reader.problemCount - MAX_PROBLEMS));
    }
    if (!reader.problems.isEmpty()) {
      return new Read(List.of(), List.of(), List.copyOf(reader.problems));
    }
    var regions =
        reader.names.entrySet().stream()
            .map(entry -> new Region(new RegionCode(entry.getKey()), entry.getValue()))
            .sorted(Comparator.comparingInt((Region region) -> region.code().digits().length()))
            .toList();
    return new Read(regions, kelurahan, List.of());
  }

  private List<KelurahanListed> kelurahan(byte[] file) {
    List<Row> rows = rows(file);
    if (rows.isEmpty()) {
      return List.of();
    }
    Map<String, Integer> columns = rows.getFirst().columns();
    boolean isOfTps = columns.containsKey("tps");
    boolean isOfKelurahan = columns.containsKey("tps_count") || columns.containsKey("tps_reguler");
    if (!columns.containsKey("kelurahan_code") || !(isOfTps || isOfKelurahan)) {
      complain("line 1: expected the columns kelurahan_code and tps, tps_count or tps_reguler");
      return List.of();
    }
    return isOfTps ? ofTps(rows) : ofKelurahan(rows);
  }

  private List<Row> rows(byte[] file) {
    var rows = new ArrayList<Row>();
    String text = text(file);
    if (text == null) {
      return rows;
    }
    Map<String, Integer> columns = null;
    try (var reader = Csv.lines(text)) {
      for (CsvRecord line : reader) {
        if (columns == null) {
          columns = columns(line);
        } else if (line.getFieldCount() != columns.size()) {
          complain(
              "line %d: expected %d cells, not %d"
                  .formatted(line.getStartingLineNumber(), columns.size(), line.getFieldCount()));
        } else {
          rows.add(new Row(line.getStartingLineNumber(), columns, line.getFields()));
        }
        if (rows.size() > MAX_ROWS) {
          complain("expected at most %d rows".formatted(MAX_ROWS));
          return List.of();
        }
      }
    } catch (CsvParseException notCsv) {
      complain("line " + Csv.lineOf(notCsv) + ": a quoted cell does not end with its quote");
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (rows.isEmpty() && problemCount == 0) {
      complain("line 2: expected a first row");
    }
    return rows;
  }

  private Map<String, Integer> columns(CsvRecord head) {
    var columns = new HashMap<String, Integer>();
    List<String> names = head.getFields();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).strip().toLowerCase(Locale.ROOT);
      if (columns.putIfAbsent(name, i) != null) {
        complain("line 1: column %s stands there twice".formatted(name));
        columns.put(name + " " + i, i);
      }
    }
    return columns;
  }

  private @Nullable String text(byte[] file) {
    if (file.length > MAX_BYTES) {
      complain("the file has more than %d bytes".formatted(MAX_BYTES));
      return null;
    }
    try {
      String text = Csv.text(file);
      if (text.isBlank()) {
        complain("the file is empty");
        return null;
      }
      return text;
    } catch (CharacterCodingException notText) {
      complain("the file is not UTF-8: save it as CSV UTF-8");
      return null;
    }
  }

  /** A file of kelurahan: the numbers of their TPS stand in it, the rest is filled in. */
  private List<KelurahanListed> ofKelurahan(List<Row> rows) {
    var counts = new ArrayList<TpsSpread.Count>();
    var names = new HashMap<RegionCode, RegionName>();
    var lines = new HashMap<RegionCode, Long>();
    for (Row row : rows) {
      RegionCode code = code(row);
      if (code == null) {
        continue;
      }
      Long before = lines.putIfAbsent(code, row.line());
      if (before != null) {
        complain(row, "kelurahan_code", "a code that does not stand in line " + before);
        continue;
      }
      RegionName name = names(row, code);
      List<Integer> numbers = numbers(row);
      OptionalInt dpt = OptionalInt.empty();
      if (row.has("dpt")) {
        int most = Math.max(1, numbers.size()) * TpsSpread.MOST_VOTERS;
        dpt = OptionalInt.of(number(row, "dpt", 1, most));
      }
      if (!builtIn.boundaries().containsKey(code)) {
        complain(row, "kelurahan_code", "a code with a boundary, to place its TPS");
      }
      if (name != null && !numbers.isEmpty()) {
        names.put(code, name);
        counts.add(new TpsSpread.Count(code, numbers, dpt));
      }
    }
    if (problemCount > 0) {
      return List.of();
    }
    TpsSpread.Filled filled = TpsSpread.fill(counts, totals);
    filled.problems().forEach(this::complain);
    if (problemCount > 0) {
      return List.of();
    }
    counts.sort(Comparator.comparing(TpsSpread.Count::code));
    var listed = new ArrayList<KelurahanListed>();
    for (TpsSpread.Count count : counts) {
      listed.add(
          TpsSpread.list(
              count,
              known(names, count.code()),
              known(filled.dpt(), count.code()),
              known(builtIn.boundaries(), count.code())));
    }
    return listed;
  }

  private static <V> V known(Map<RegionCode, V> values, RegionCode code) {
    V value = values.get(code);
    if (value == null) {
      throw new IllegalStateException(code.digits());
    }
    return value;
  }

  /** TPS numbers of a kelurahan, none when the row is wrong. */
  private List<Integer> numbers(Row row) {
    int problemsBefore = problemCount;
    int special = row.has("tps_khusus") ? number(row, "tps_khusus", 0, 99) : 0;
    int all = row.has("tps_count") ? number(row, "tps_count", 1, MOST_TPS) : -1;
    int regular =
        row.has("tps_reguler") || all < 0 ? number(row, "tps_reguler", 0, MOST_TPS) : all - special;
    if (problemCount == problemsBefore && all >= 0 && all != regular + special) {
      complain(
          row, "tps_count", "%d, the sum of regular and special TPS".formatted(regular + special));
    } else if (problemCount == problemsBefore && regular + special < 1) {
      complain(row, "tps_reguler", "at least one TPS");
    }
    List<Integer> specials = specials(row, special);
    if (problemCount > problemsBefore) {
      return List.of();
    }
    var numbers = new ArrayList<>(TpsSpread.numbers(regular, 0));
    numbers.addAll(specials);
    return numbers;
  }

  /** Numbers like {@code 901-908} or {@code 901 903}; from 901 on when the cell is empty. */
  private List<Integer> specials(Row row, int special) {
    String cell = row.text("tps_khusus_nomor");
    if (cell.isEmpty()) {
      return TpsSpread.numbers(0, special);
    }
    var numbers = new ArrayList<Integer>();
    for (String part : cell.split("[ ;,]+", -1)) {
      String[] ends = part.split("-", -1);
      int first = special(ends[0]);
      int last = ends.length == 2 ? special(ends[1]) : ends.length == 1 ? first : -1;
      if (first < 0 || last < first || (!numbers.isEmpty() && first <= numbers.getLast())) {
        complain(row, "tps_khusus_nomor", "ascending numbers from 901 to 999 like 901-908");
        return List.of();
      }
      for (int number = first; number <= last; number++) {
        numbers.add(number);
      }
    }
    if (numbers.size() != special) {
      complain(row, "tps_khusus_nomor", "%d numbers".formatted(special));
    }
    return numbers;
  }

  private static int special(String text) {
    return text.matches("9[0-9][1-9]|9[1-9]0") ? Integer.parseInt(text) : -1;
  }

  /** A file of TPS: read as it is, against the published sums. */
  private List<KelurahanListed> ofTps(List<Row> rows) {
    var byKelurahan = new TreeMap<RegionCode, Map<Integer, Row>>();
    var names = new HashMap<RegionCode, RegionName>();
    for (Row row : rows) {
      RegionCode code = code(row);
      int problemsBefore = problemCount;
      int number = number(row, "tps", 1, 999);
      boolean isNumbered = problemCount == problemsBefore;
      number(row, "dpt", 0, TpsSpread.MOST_VOTERS);
      point(row);
      if (code == null) {
        continue;
      }
      RegionName name = names(row, code);
      if (name != null) {
        names.put(code, name);
      }
      boolean isPlaced = row.has("lat") || builtIn.boundaries().containsKey(code);
      if (!isPlaced) {
        complain(row, "lat", "degrees, since there is no boundary of kelurahan " + code);
      }
      Row before =
          byKelurahan.computeIfAbsent(code, any -> new TreeMap<>()).putIfAbsent(number, row);
      if (before != null && isNumbered) {
        complain(row, "tps", "a number that does not stand in line " + before.line());
      }
    }
    if (problemCount > 0) {
      return List.of();
    }
    var listed = new ArrayList<KelurahanListed>();
    byKelurahan.forEach((code, tps) -> listed.add(listed(code, known(names, code), tps)));
    checkSums(listed);
    return listed;
  }

  private KelurahanListed listed(RegionCode code, RegionName name, Map<Integer, Row> rows) {
    Boundary boundary = builtIn.boundaries().get(code);
    List<GeoPoint> made =
        boundary == null ? List.of() : PointSpread.inside(boundary, rows.size() + 1);
    var tps = new ArrayList<Tps>();
    var points = new ArrayList<GeoPoint>();
    rows.forEach((number, row) -> {
      GeoPoint own = point(row);
      GeoPoint at = own == null ? made.get(points.size()) : own;
      points.add(at);
      tps.add(new Tps(number, number(row, "dpt", 0, TpsSpread.MOST_VOTERS), at));
    });
    GeoPoint at = made.isEmpty() ? PointSpread.middle(points) : made.getLast();
    return new KelurahanListed(code, name, at, tps);
  }

  private void checkSums(List<KelurahanListed> listed) {
    for (OfficialTotals.Total city : totals.cities().values()) {
      List<Tps> tps =
          listed.stream()
              .filter(one -> one.code().digits().startsWith(city.code()))
              .flatMap(one -> one.tps().stream())
              .toList();
      if (tps.isEmpty()) {
        continue;
      }
      check(city.code(), "TPS", tps.size(), city.tps());
      check(city.code(), "voters", sum(tps, Tps::dpt), city.dpt());
      Integer need = city.need();
      if (need != null) {
        check(
            city.code(),
            "ballots of a kind to print",
            sum(tps, one -> BallotNeed.of(one.dpt(), BallotNeed.PEMILU)),
            need);
      }
    }
  }

  private void check(String city, String what, int found, int official) {
    if (found != official) {
      complain(
          "kota %s has %d %s in this file, officially %d".formatted(city, found, what, official));
    }
  }

  private static int sum(List<Tps> tps, Function<Tps, Integer> of) {
    return tps.stream().mapToInt(of::apply).sum();
  }

  private @Nullable RegionCode code(Row row) {
    try {
      return RegionCode.of(row.text("kelurahan_code").replace(".", ""), RegionCode.Level.KELURAHAN);
    } catch (MalformedException notCode) {
      complain(row, "kelurahan_code", "10 digits, with or without dots");
      return null;
    }
  }

  /** Remembers the names above a kelurahan; its own is the answer, null when it has none. */
  private @Nullable RegionName names(Row row, RegionCode code) {
    for (RegionCode.Level level : RegionCode.Level.values()) {
      var above = new RegionCode(code.digits().substring(0, level.digits()));
      RegionName name = builtIn.name(above);
      if (name == null && !names.containsKey(above.digits())) {
        try {
          name = new RegionName(row.text(level.word()));
        } catch (MalformedException notName) {
          complain(row, level.word(), "the name of " + above);
          return null;
        }
      }
      if (level == RegionCode.Level.KELURAHAN) {
        return name;
      }
      if (name != null) {
        names.put(above.digits(), name);
      }
    }
    throw new IllegalStateException(code.digits());
  }

  /** A whole number between bounds; the lower one, and a complaint, when it is none. */
  private int number(Row row, String column, int least, int most) {
    String text = row.text(column);
    if (text.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    complain(row, column, "a whole number from %d to %d".formatted(least, most));
    return least;
  }

  /** The point of a row, null when it has none. */
  private @Nullable GeoPoint point(Row row) {
    if (!row.has("lat") && !row.has("lon")) {
      return null;
    }
    Integer lat = degreesE7(row, "lat", 90);
    Integer lon = degreesE7(row, "lon", 180);
    return lat == null || lon == null ? null : new GeoPoint(lat, lon);
  }

  private @Nullable Integer degreesE7(Row row, String column, int most) {
    String text = row.text(column);
    if (text.matches("-?[0-9]{1,3}(\\.[0-9]{1,7})?")) {
      var degrees = new BigDecimal(text);
      if (degrees.abs().compareTo(BigDecimal.valueOf(most)) <= 0) {
        return degrees.movePointRight(7).intValueExact();
      }
    }
    complain(row, column, "degrees with at most seven decimals, -%d to %d".formatted(most, most));
    return null;
  }

  private void complain(Row row, String column, String expected) {
    String found = row.text(column);
    String shown = found.length() > 40 ? found.substring(0, 40) + "..." : found;
    complain(
        "line %d, column %s: expected %s, not \"%s\""
            .formatted(row.line(), column, expected, shown));
  }

  private void complain(String problem) {
    problemCount++;
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(problem);
    }
  }
}
