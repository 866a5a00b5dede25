package id.segel.tlog.merkle;

import id.segel.tlog.MalformedException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a tile or of a bundle of entries, as c2sp.org/tlog-tiles writes it after {@code
 * tile/}: {@code 0/x001/x234/067}, {@code 1/000.p/17}, {@code entries/273.p/112}.
 *
 * @param level 0 to 63, or {@link #ENTRIES}
 * @param number which of the level's tiles, from 0
 * @param width hashes or entries in it: 256, or fewer at the right edge
 */
public record TilePath(int level, long number, int width) {

  /** The level of bundles of entries, below the hashes. */
  public static final int ENTRIES = -1;

  private static final Pattern FORM =
      Pattern.compile(
          "(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

  public TilePath {
    if (level < ENTRIES || level > 63 || number < 0 || width < 1 || width > Tile.WIDTH) {
      throw new IllegalArgumentException("no such tile: " + level + " " + number + " " + width);
    }
  }

  public static TilePath full(int level, long number) {
    return new TilePath(level, number, Tile.WIDTH);
  }

  public static TilePath entries(long number, int width) {
    return new TilePath(ENTRIES, number, width);
  }

  /** Reads exactly the form that {@link #toString} writes, and no other. */
  public static TilePath parse(String path) throws MalformedException {
    Matcher form = FORM.matcher(path);
    if (!form.matches()) {
      throw new MalformedException("not the path of a tile");
    }
    int level = form.group(1).equals("entries") ? ENTRIES : Integer.parseInt(form.group(1));
    long number = Long.parseLong(form.group(2).replace("x", "").replace("/", ""));
    String partial = form.group(3);
    int width = partial == null ? Tile.WIDTH : Integer.parseInt(partial);
    if (partial != null && width >= Tile.WIDTH) {
      throw new MalformedException("a partial tile has 1 to 255 hashes");
    }
    TilePath parsed = new TilePath(level, number, width);
    if (!parsed.toString().equals(path)) {
      throw new MalformedException("not the shortest path of a tile");
    }
    return parsed;
  }

  public boolean isFull() {
    return width == Tile.WIDTH;
  }

  public boolean isEntries() {
    return level == ENTRIES;
  }

  /** The full tile in the same place. */
  public TilePath full() {
    return full(level, number);
  }

  /** How many hashes this tile has in a tree of that size; 0 when it is not there at all. */
  public static int widthIn(long treeSize, int level, long number) {
    long hashes = level >= 8 ? 0 : treeSize >>> (8 * Math.max(level, 0));
    long before = hashes >>> 8;
    return number < before ? Tile.WIDTH : number == before ? (int) (hashes & 255) : 0;
  }

  @Override
  public String toString() {
    StringBuilder path = new StringBuilder();
    path.append(isEntries() ? "entries" : String.valueOf(level)).append('/');
    StringBuilder groups = new StringBuilder(threeDigits(number % 1000));
    for (long rest = number / 1000; rest > 0; rest /= 1000) {
      groups.insert(0, "x" + threeDigits(rest % 1000) + "/");
    }
    path.append(groups);
    if (!isFull()) {
      path.append(".p/").append(width);
    }
    return path.toString();
  }

  private static String threeDigits(long below1000) {
    return String.format(Locale.ROOT, "%03d", below1000);
  }
}
