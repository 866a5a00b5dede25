package id.segel.core.warehouse;

import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.Role;
import id.segel.core.region.RegionName;
import id.segel.core.vulnerability.FloodClass;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a site is like. What nobody has said is null, which is not the same as none. It stands
 * beside the log, which holds its salted hash, for it tells a thief where no camera looks.
 *
 * @param floor 0 is the ground
 * @param heightCm of the lowest boxes above the street; less than zero below it
 * @param extinguishers when each one (APAR) expires
 * @param cameras how many look at each view
 * @param responsible roles that answer for it
 * @param neighbours who could help, and how far away they are
 */
public record Site(
    @Nullable Integer floor,
    @Nullable Integer heightCm,
    @Nullable Roof roof,
    @Nullable FloodClass flood,
    @Nullable Integer pallets,
    @Nullable List<LocalDate> extinguishers,
    @Nullable Integer doors,
    @Nullable Boolean generator,
    @Nullable Integer guardPosts,
    @Nullable Map<View, Integer> cameras,
    @Nullable List<Role> responsible,
    @Nullable List<Neighbour> neighbours) {

  /** What is above the boxes. */
  public enum Roof {
    CONCRETE,
    TILE,
    METAL,
    TENT,
    OPEN
  }

  /** What a camera looks at. */
  public enum View {
    INSIDE,
    DOOR,
    YARD,
    STREET
  }

  /** Somebody near who could help. */
  public record Neighbour(Kind kind, int metres, RegionName name) {

    /** What they are. */
    public enum Kind {
      FIRE_POST,
      BPBD,
      HOSPITAL,
      POLICE
    }

    /** {@link MalformedException} when it is not as described. */
    public Neighbour {
      check("metres", metres, 0, METRES_MAX);
    }

    @Override
    public String toString() {
      return kind + " " + metres + " " + name;
    }

    /** Reads what {@link #toString} wrote. */
    public static Neighbour parse(String text) {
      String[] words = text.split(" ", 3);
      if (words.length != 3) {
        throw new MalformedException("a neighbour is a kind, metres and a name: " + text);
      }
      return new Neighbour(
          one(Kind.values(), words[0]),
          (int) Fields.number(words[1], METRES_MAX, "metres"),
          new RegionName(words[2]));
    }
  }

  /** Of which nobody has said anything. */
  public static final Site UNKNOWN =
      new Site(null, null, null, null, null, null, null, null, null, null, null, null);

  public static final int COUNT_MAX = 10_000;
  public static final int LIST_MAX = 40;
  private static final int FLOOR_MIN = -5;
  private static final int FLOOR_MAX = 60;
  private static final int HEIGHT_MIN = -2_000;
  private static final int HEIGHT_MAX = 20_000;
  private static final int METRES_MAX = 100_000;
  private static final String FIRST_LINE = "segel/site/v1";
  private static final String NONE = "none";

  /** {@link MalformedException} when it is not as described. */
  public Site {
    check("floor", floor, FLOOR_MIN, FLOOR_MAX);
    check("height", heightCm, HEIGHT_MIN, HEIGHT_MAX);
    check("pallets", pallets, 0, COUNT_MAX);
    check("doors", doors, 0, COUNT_MAX);
    check("guards", guardPosts, 0, COUNT_MAX);
    extinguishers = extinguishers == null ? null : extinguishers.stream().sorted().toList();
    responsible = responsible == null ? null : responsible.stream().distinct().sorted().toList();
    neighbours = neighbours == null ? null : List.copyOf(neighbours);
    checkSize(extinguishers);
    checkSize(neighbours);
    if (cameras != null) {
      var some = new EnumMap<View, Integer>(View.class);
      cameras.forEach((view, count) -> {
        check("cameras", count, 0, COUNT_MAX);
        if (count > 0) {
          some.put(view, count);
        }
      });
      cameras = Collections.unmodifiableMap(some);
    }
  }

  /** Whether somebody said that no camera looks: then guards walk rounds. */
  public boolean hasNoCamera() {
    return cameras != null && cameras.isEmpty();
  }

  private static void check(String what, @Nullable Integer value, int least, int most) {
    if (value != null && (value < least || value > most)) {
      throw new MalformedException(what + " is " + least + " to " + most + ": " + value);
    }
  }

  private static void checkSize(@Nullable List<?> list) {
    if (list != null && list.size() > LIST_MAX) {
      throw new MalformedException("more than " + LIST_MAX + " of a kind");
    }
  }

  /** Its lines, which {@link #parse} reads. */
  public String text() {
    var out = new StringBuilder(FIRST_LINE).append('\n');
    line(out, "floor", floor);
    line(out, "height", heightCm);
    line(out, "roof", roof);
    line(out, "flood", flood);
    line(out, "pallets", pallets);
    lines(out, "extinguisher", extinguishers);
    line(out, "doors", doors);
    line(out, "generator", generator == null ? null : generator ? "yes" : "no");
    line(out, "guards", guardPosts);
    lines(
        out,
        "cameras",
        cameras == null
            ? null
            : new TreeMap<>(cameras)
                .entrySet().stream().map(one -> one.getKey() + " " + one.getValue()).toList());
    lines(out, "responsible", responsible);
    lines(out, "neighbour", neighbours);
    return out.toString();
  }

  private static void line(StringBuilder out, String name, @Nullable Object value) {
    if (value != null) {
      out.append(name).append(' ').append(value).append('\n');
    }
  }

  private static void lines(StringBuilder out, String name, @Nullable List<?> values) {
    if (values != null && values.isEmpty()) {
      line(out, name, NONE);
    } else if (values != null) {
      values.forEach(value -> line(out, name, value));
    }
  }

  /** Reads what {@link #text} wrote; {@link MalformedException} when it is none. */
  public static Site parse(String text) {
    Fields fields = Fields.of(text.getBytes(StandardCharsets.UTF_8), FIRST_LINE);
    var site =
        new Site(
            fields.has("floor") ? fields.take("floor", Site::whole) : null,
            fields.has("height") ? fields.take("height", Site::whole) : null,
            fields.has("roof") ? fields.take("roof", word -> one(Roof.values(), word)) : null,
            fields.has("flood")
                ? fields.take("flood", word -> one(FloodClass.values(), word))
                : null,
            fields.has("pallets") ? fields.take("pallets", Site::whole) : null,
            list(fields.takeAll("extinguisher"), Site::day),
            fields.has("doors") ? fields.take("doors", Site::whole) : null,
            fields.has("generator") ? fields.take("generator", Site::yes) : null,
            fields.has("guards") ? fields.take("guards", Site::whole) : null,
            views(fields.takeAll("cameras")),
            list(fields.takeAll("responsible"), Role::parse),
            list(fields.takeAll("neighbour"), Neighbour::parse));
    fields.end();
    return site;
  }

  private static <T> @Nullable List<T> list(List<String> lines, Function<String, T> reading) {
    if (lines.isEmpty()) {
      return null;
    }
    return lines.equals(List.of(NONE)) ? List.of() : lines.stream().map(reading).toList();
  }

  private static @Nullable Map<View, Integer> views(List<String> lines) {
    List<String[]> pairs = list(lines, line -> line.split(" ", 2));
    if (pairs == null) {
      return null;
    }
    var views = new EnumMap<View, Integer>(View.class);
    for (String[] pair : pairs) {
      views.put(one(View.values(), pair[0]), pair.length < 2 ? 0 : whole(pair[1]));
    }
    return views;
  }

  /** A day as a fact writes it, {@code 2024-02-14}; {@link MalformedException} otherwise. */
  public static LocalDate day(String text) {
    try {
      LocalDate day = LocalDate.parse(text);
      if (day.toString().equals(text)) {
        return day;
      }
    } catch (DateTimeException e) {
      throw new MalformedException("not a day: " + text, e);
    }
    throw new MalformedException("not a day: " + text);
  }

  private static int whole(String text) {
    return text.startsWith("-")
        ? -(int) Fields.number(text.substring(1), HEIGHT_MAX, "a number")
        : (int) Fields.number(text, HEIGHT_MAX, "a number");
  }

  static boolean yes(String word) {
    return switch (word) {
      case "yes" -> true;
      case "no" -> false;
      default -> throw new MalformedException("yes or no: " + word);
    };
  }

  /** The one that is called so; {@link MalformedException} when there is none. */
  static <E extends Enum<E>> E one(E[] all, String name) {
    for (E one : all) {
      if (one.name().equals(name)) {
        return one;
      }
    }
    throw new MalformedException("no such word: " + name);
  }
}
