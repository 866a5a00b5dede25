package id.segel.server.warehouse;

import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.Role;
import id.segel.core.region.GeoPoint;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.RegionName;
import id.segel.core.vulnerability.FloodClass;
import id.segel.core.warehouse.Site;
import id.segel.core.warehouse.Site.Neighbour;
import id.segel.core.warehouse.Site.Roof;
import id.segel.core.warehouse.Site.View;
import id.segel.core.warehouse.SiteDescribed;
import id.segel.server.http.WrongCells;
import id.segel.server.http.WrongCells.Cell;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads sites from a CSV or workbook, as docs/formats/site.md describes it, and writes the cells of
 * an export. Every wrong cell is named by line and column; then nothing is imported. An empty cell
 * is not known; a column that is missing leaves what was known.
 */
final class SiteFile {

  static final String PLACE = "tempat";
  private static final String CAPACITY = "kapasitas";
  private static final String NAME = "nama";
  private static final String LAT = "lintang";
  private static final String LON = "bujur";
  private static final String FLOOR = "lantai";
  private static final String HEIGHT = "tinggi_m";
  private static final String ROOF = "atap";
  private static final String FLOOD = "banjir";
  private static final String PALLETS = "palet";
  private static final String EXTINGUISHERS = "apar";
  private static final String DOORS = "pintu";
  private static final String GENERATOR = "genset";
  private static final String GUARDS = "pos_jaga";
  private static final String RESPONSIBLE = "penanggung_jawab";

  private static final Map<View, String> CAMERAS = new EnumMap<>(View.class);
  private static final Map<Neighbour.Kind, String> NEIGHBOURS = new EnumMap<>(Neighbour.Kind.class);
  private static final Map<Roof, String> ROOFS = new EnumMap<>(Roof.class);

  static {
    CAMERAS.put(View.INSIDE, "kamera_dalam");
    CAMERAS.put(View.DOOR, "kamera_pintu");
    CAMERAS.put(View.YARD, "kamera_halaman");
    CAMERAS.put(View.STREET, "kamera_jalan");
    NEIGHBOURS.put(Neighbour.Kind.FIRE_POST, "damkar");
    NEIGHBOURS.put(Neighbour.Kind.BPBD, "bpbd");
    NEIGHBOURS.put(Neighbour.Kind.HOSPITAL, "rumah_sakit");
    NEIGHBOURS.put(Neighbour.Kind.POLICE, "polisi");
    ROOFS.put(Roof.CONCRETE, "beton");
    ROOFS.put(Roof.TILE, "genteng");
    ROOFS.put(Roof.METAL, "seng");
    ROOFS.put(Roof.TENT, "tenda");
    ROOFS.put(Roof.OPEN, "terbuka");
  }

  /** What an export has besides; it is not read. */
  private static final List<String> SHOWN =
      List.of("status", "kotak", "diperiksa", "temuan_terbuka", "sintetis");

  /** Why a cell is wrong; the interface has a sentence for each. */
  enum Wrong {
    NOT_UTF8,
    NOT_CSV,
    NOT_XLSX,
    TOO_MANY,
    HEADER,
    COLUMN_UNKNOWN,
    NO_ROWS,
    CELLS,
    TWICE,
    PLACE_FORM,
    PLACE_UNKNOWN,
    PLACE_NOT_YOURS,
    NAME_FORM,
    POINT_FORM,
    NUMBER,
    RANGE,
    WORD_UNKNOWN,
    YES_OR_NO,
    DAY,
    ROLE_UNKNOWN,
    CAMERAS_PARTLY,
    NEIGHBOUR_FORM
  }

  /**
   * What a file says about one place.
   *
   * @param name of a place that is not known yet; null for others
   * @param at like the name
   */
  record Row(
      PlaceCode place, @Nullable RegionName name, @Nullable GeoPoint at, int capacity, Site site) {}

  /** What a file says; no rows when a cell is wrong. */
  record Read(List<Row> rows, List<Cell<Wrong>> wrong, int wrongCount, boolean isOutside) {}

  /** What is known of places already. */
  interface Known {

    /** Whether there is such a place. */
    boolean isPlace(PlaceCode place);

    /** Whether one may be registered here that is no place yet. */
    boolean isRegion(PlaceCode place);

    /** Whether whoever brings the file speaks for it. */
    boolean covers(PlaceCode place);

    /** What it is like, as far as is known. */
    Site site(PlaceCode place);
  }

  private final Known known;
  private final Map<String, Integer> columns = new HashMap<>();
  private final List<Row> rows = new ArrayList<>();
  private final WrongCells<Wrong> wrong = new WrongCells<>();
  private final Set<String> seen = new HashSet<>();
  private boolean isOutside;

  private SiteFile(Known known) {
    this.known = known;
  }

  static Read read(byte[] file, Known known) {
    var reader = new SiteFile(known);
    reader.read(file);
    return new Read(
        reader.wrong.count() == 0 ? List.copyOf(reader.rows) : List.of(),
        reader.wrong.first(),
        reader.wrong.count(),
        reader.isOutside);
  }

  /** All columns that are read. */
  static List<String> columns() {
    var all =
        new ArrayList<>(
            List.of(
                PLACE,
                NAME,
                LAT,
                LON,
                CAPACITY,
                FLOOR,
                HEIGHT,
                ROOF,
                FLOOD,
                PALLETS,
                EXTINGUISHERS,
                DOORS,
                GENERATOR,
                GUARDS));
    all.addAll(CAMERAS.values());
    all.add(RESPONSIBLE);
    all.addAll(NEIGHBOURS.values());
    return all;
  }

  private void read(byte[] file) {
    List<SheetLines.Line> lines;
    try {
      lines = SheetLines.read(file);
    } catch (SheetLines.UnreadableException e) {
      wrong.add(e.line(), "", e.why(), "");
      return;
    }
    if (lines.isEmpty() || !isHead(lines.getFirst())) {
      if (lines.isEmpty()) {
        wrong.add(1, "", Wrong.NO_ROWS, "");
      }
      return;
    }
    for (SheetLines.Line line : lines.subList(1, lines.size())) {
      row(line);
    }
    if (lines.size() == 1) {
      wrong.add(2, "", Wrong.NO_ROWS, "");
    }
  }

  private boolean isHead(SheetLines.Line head) {
    for (int i = 0; i < head.cells().size(); i++) {
      String name = head.cells().get(i).toLowerCase(Locale.ROOT);
      if (columns.putIfAbsent(name, i) != null) {
        wrong.add(head.number(), name, Wrong.HEADER, name);
      } else if (!name.isEmpty() && !columns().contains(name) && !SHOWN.contains(name)) {
        wrong.add(head.number(), name, Wrong.COLUMN_UNKNOWN, name);
      }
    }
    for (String name : List.of(PLACE, CAPACITY)) {
      if (!columns.containsKey(name)) {
        wrong.add(head.number(), name, Wrong.HEADER, String.join(",", head.cells()));
      }
    }
    return wrong.count() == 0;
  }

  private void row(SheetLines.Line line) {
    int before = wrong.count();
    if (line.cells().size() > columns.size()) {
      wrong.add(line.number(), "", Wrong.CELLS, Integer.toString(line.cells().size()));
    }
    PlaceCode place = place(line);
    if (place == null) {
      return;
    }
    boolean isNew = !known.isPlace(place);
    RegionName name = isNew ? parsed(line, NAME, Wrong.NAME_FORM, RegionName::new) : null;
    GeoPoint at = isNew ? point(line) : null;
    Integer capacity = number(line, CAPACITY, 1, SiteDescribed.CAPACITY_MAX);
    if (cell(line, CAPACITY).isEmpty()) {
      wrong.add(line.number(), CAPACITY, Wrong.NUMBER, "");
    }
    Site site = site(line, known.site(place));
    if (wrong.count() == before && capacity != null && site != null) {
      rows.add(new Row(place, name, at, capacity, site));
    }
  }

  private @Nullable PlaceCode place(SheetLines.Line line) {
    String text = cell(line, PLACE);
    PlaceCode place;
    try {
      place = new PlaceCode(text);
    } catch (MalformedException e) {
      wrong.add(line.number(), PLACE, Wrong.PLACE_FORM, text);
      return null;
    }
    if (!seen.add(text)) {
      wrong.add(line.number(), PLACE, Wrong.TWICE, text);
    }
    if (!known.isPlace(place) && !known.isRegion(place)) {
      wrong.add(line.number(), PLACE, Wrong.PLACE_UNKNOWN, text);
      return null;
    }
    if (!known.covers(place)) {
      isOutside = true;
      wrong.add(line.number(), PLACE, Wrong.PLACE_NOT_YOURS, text);
      return null;
    }
    return place;
  }

  private @Nullable GeoPoint point(SheetLines.Line line) {
    try {
      return new GeoPoint(e7(cell(line, LAT), 90), e7(cell(line, LON), 180));
    } catch (ArithmeticException | NumberFormatException | MalformedException e) {
      wrong.add(line.number(), LAT, Wrong.POINT_FORM, cell(line, LAT) + " " + cell(line, LON));
      return null;
    }
  }

  private static int e7(String degrees, int most) {
    var value = new BigDecimal(degrees.replace(',', '.'));
    if (value.abs().compareTo(BigDecimal.valueOf(most)) > 0) {
      throw new ArithmeticException("no such place on earth");
    }
    return value.movePointRight(7).toBigInteger().intValueExact();
  }

  private @Nullable Site site(SheetLines.Line line, Site before) {
    int wrongBefore = wrong.count();
    Integer floor = has(FLOOR) ? number(line, FLOOR, -5, 60) : before.floor();
    Integer height = has(HEIGHT) ? height(line) : before.heightCm();
    Roof roof = has(ROOF) ? word(line, ROOF, Roof.values(), ROOFS::get) : before.roof();
    FloodClass flood =
        has(FLOOD)
            ? word(line, FLOOD, FloodClass.values(), one -> one.name().toLowerCase(Locale.ROOT))
            : before.flood();
    Integer pallets = has(PALLETS) ? number(line, PALLETS, 0, Site.COUNT_MAX) : before.pallets();
    List<LocalDate> extinguishers =
        has(EXTINGUISHERS)
            ? list(line, EXTINGUISHERS, Wrong.DAY, Site::day)
            : before.extinguishers();
    Integer doors = has(DOORS) ? number(line, DOORS, 0, Site.COUNT_MAX) : before.doors();
    Boolean generator = has(GENERATOR) ? yes(line) : before.generator();
    Integer guards = has(GUARDS) ? number(line, GUARDS, 0, Site.COUNT_MAX) : before.guardPosts();
    List<Role> responsible =
        has(RESPONSIBLE)
            ? list(line, RESPONSIBLE, Wrong.ROLE_UNKNOWN, SiteFile::role)
            : before.responsible();
    Map<View, Integer> cameras = cameras(line, before);
    List<Neighbour> neighbours = neighbours(line, before);
    if (wrong.count() > wrongBefore) {
      return null;
    }
    try {
      return new Site(
          floor,
          height,
          roof,
          flood,
          pallets,
          extinguishers,
          doors,
          generator,
          guards,
          cameras,
          responsible,
          neighbours);
    } catch (MalformedException e) {
      wrong.add(line.number(), "", Wrong.RANGE, e.reason());
      return null;
    }
  }

  /** Of all four views or of none: one that nobody has counted is not none. */
  private @Nullable Map<View, Integer> cameras(SheetLines.Line line, Site before) {
    if (CAMERAS.values().stream().noneMatch(this::has)) {
      return before.cameras();
    }
    var counts = new EnumMap<View, Integer>(View.class);
    int wrongBefore = wrong.count();
    CAMERAS.forEach((view, column) -> {
      Integer count = number(line, column, 0, Site.COUNT_MAX);
      if (count != null) {
        counts.put(view, count);
      }
    });
    if (counts.isEmpty() || wrong.count() > wrongBefore) {
      return null;
    }
    if (counts.size() < CAMERAS.size()) {
      wrong.add(line.number(), CAMERAS.getOrDefault(View.INSIDE, ""), Wrong.CAMERAS_PARTLY, "");
      return null;
    }
    return counts;
  }

  /** {@code 850 Pos Damkar Gambir}; a dash where there is none. */
  private @Nullable List<Neighbour> neighbours(SheetLines.Line line, Site before) {
    if (NEIGHBOURS.values().stream().noneMatch(this::has)) {
      return before.neighbours();
    }
    var found = new ArrayList<Neighbour>();
    boolean isSaid = false;
    for (var one : NEIGHBOURS.entrySet()) {
      String text = cell(line, one.getValue());
      isSaid |= !text.isEmpty();
      if (!text.isEmpty() && !isNone(text)) {
        try {
          found.add(Neighbour.parse(one.getKey() + " " + text));
        } catch (MalformedException e) {
          wrong.add(line.number(), one.getValue(), Wrong.NEIGHBOUR_FORM, text);
        }
      }
    }
    return isSaid ? found : null;
  }

  private static boolean isNone(String text) {
    return text.equals("-") || text.equals("0") || text.equalsIgnoreCase("tidak ada");
  }

  private static Role role(String text) {
    return Role.parse(text.toUpperCase(Locale.ROOT));
  }

  private <T> @Nullable List<T> list(
      SheetLines.Line line, String column, Wrong why, Function<String, T> reading) {
    String text = cell(line, column);
    if (text.isEmpty()) {
      return null;
    }
    var values = new ArrayList<T>();
    for (String word : isNone(text) ? new String[0] : text.split("[ ;+,]+", -1)) {
      try {
        values.add(reading.apply(word));
      } catch (MalformedException e) {
        wrong.add(line.number(), column, why, word);
      }
    }
    if (values.size() > Site.LIST_MAX) {
      wrong.add(line.number(), column, Wrong.RANGE, Integer.toString(values.size()));
    }
    return values;
  }

  private @Nullable Integer height(SheetLines.Line line) {
    String text = cell(line, HEIGHT);
    if (text.isEmpty()) {
      return null;
    }
    try {
      return new BigDecimal(text.replace(',', '.')).movePointRight(2).intValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      wrong.add(line.number(), HEIGHT, Wrong.NUMBER, text);
      return null;
    }
  }

  private @Nullable Boolean yes(SheetLines.Line line) {
    String text = cell(line, GENERATOR).toLowerCase(Locale.ROOT);
    return switch (text) {
      case "" -> null;
      case "1", "ya", "x" -> true;
      case "0", "tidak", "-" -> false;
      default -> {
        wrong.add(line.number(), GENERATOR, Wrong.YES_OR_NO, text);
        yield null;
      }
    };
  }

  private @Nullable Integer number(SheetLines.Line line, String column, int least, int most) {
    String text = cell(line, column);
    if (text.isEmpty()) {
      return null;
    }
    if (!text.matches("-?[0-9]{1,7}")) {
      wrong.add(line.number(), column, Wrong.NUMBER, text);
      return null;
    }
    int value = Integer.parseInt(text);
    if (value < least || value > most) {
      wrong.add(line.number(), column, Wrong.RANGE, text);
      return null;
    }
    return value;
  }

  private <E extends Enum<E>> @Nullable E word(
      SheetLines.Line line, String column, E[] all, Function<E, @Nullable String> name) {
    String text = cell(line, column);
    if (text.isEmpty()) {
      return null;
    }
    E found =
        Arrays.stream(all)
            .filter(
                one -> text.equalsIgnoreCase(name.apply(one)) || text.equalsIgnoreCase(one.name()))
            .findFirst()
            .orElse(null);
    if (found == null) {
      wrong.add(line.number(), column, Wrong.WORD_UNKNOWN, text);
    }
    return found;
  }

  private <T> @Nullable T parsed(
      SheetLines.Line line, String column, Wrong why, Function<String, T> reading) {
    try {
      return reading.apply(cell(line, column));
    } catch (MalformedException e) {
      wrong.add(line.number(), column, why, cell(line, column));
      return null;
    }
  }

  private boolean has(String column) {
    return columns.containsKey(column);
  }

  private String cell(SheetLines.Line line, String column) {
    Integer i = columns.get(column);
    return i == null || i >= line.cells().size() ? "" : line.cells().get(i);
  }

  // ---- the other way

  /** The head of an export: what can be brought again, and what is only shown. */
  static List<String> head() {
    var head = new ArrayList<>(columns());
    head.addAll(SHOWN);
    return head;
  }

  /** The cells of a site in the order of {@link #columns}; what is not known is empty. */
  static List<String> cells(
      PlaceCode place, String name, @Nullable GeoPoint at, int capacity, Site site) {
    var cells = new ArrayList<String>();
    cells.add(place.text());
    cells.add(name);
    cells.add(at == null ? "" : degrees(at.latE7()));
    cells.add(at == null ? "" : degrees(at.lonE7()));
    cells.add(Integer.toString(capacity));
    cells.add(text(site.floor()));
    Integer height = site.heightCm();
    cells.add(height == null ? "" : BigDecimal.valueOf(height, 2).toPlainString());
    Roof roof = site.roof();
    cells.add(roof == null ? "" : ROOFS.getOrDefault(roof, ""));
    FloodClass flood = site.flood();
    cells.add(flood == null ? "" : flood.name().toLowerCase(Locale.ROOT));
    cells.add(text(site.pallets()));
    cells.add(list(site.extinguishers()));
    cells.add(text(site.doors()));
    Boolean generator = site.generator();
    cells.add(generator == null ? "" : generator ? "1" : "0");
    cells.add(text(site.guardPosts()));
    Map<View, Integer> cameras = site.cameras();
    for (View view : CAMERAS.keySet()) {
      cells.add(cameras == null ? "" : Integer.toString(cameras.getOrDefault(view, 0)));
    }
    cells.add(list(site.responsible()));
    List<Neighbour> neighbours = site.neighbours();
    for (Neighbour.Kind kind : NEIGHBOURS.keySet()) {
      cells.add(
          neighbours == null
              ? ""
              : neighbours.stream()
                  .filter(one -> one.kind() == kind)
                  .map(one -> one.metres() + " " + one.name())
                  .findFirst()
                  .orElse("-"));
    }
    return cells;
  }

  private static String degrees(int e7) {
    return BigDecimal.valueOf(e7, 7).toPlainString();
  }

  private static String text(@Nullable Integer value) {
    return value == null ? "" : value.toString();
  }

  private static String list(@Nullable List<?> values) {
    if (values == null) {
      return "";
    }
    return values.isEmpty()
        ? "-"
        : values.stream()
            .map(Object::toString)
            .reduce((one, other) -> one + " " + other)
            .orElse("");
  }
}
