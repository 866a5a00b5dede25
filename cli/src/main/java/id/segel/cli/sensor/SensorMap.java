package id.segel.cli.sensor;

import id.segel.core.fact.MalformedException;
import id.segel.core.sensor.SensorId;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Which topic is which sensor, and what its messages mean: docs/runbooks/sensors.md. */
public final class SensorMap {

  private static final int SENSORS_MAX = 1_000;
  private static final int FILE_MAX = 512 * 1024;
  private static final int PAYLOAD_MAX = 16 * 1024;
  private static final int TENTHS_MAX = 10_000;
  private static final String WHSEC = "whsec_";
  private static final Set<String> NAMES =
      Set.of("topic", "sensor", "secret", "field", "degrees", "on", "off");

  /**
   * One sensor.
   *
   * @param topic whole, without wildcards
   * @param secret the bytes of its key
   * @param field of a JSON object that has its value; null where the message is the value
   * @param isDegrees whether it says how warm it is
   * @param on what means that it feels something, in lower case
   * @param off what means that it does not
   */
  record Sensor(
      String topic,
      SensorId id,
      byte[] secret,
      @Nullable String field,
      boolean isDegrees,
      Set<String> on,
      Set<String> off) {

    /** What is sent to Segel for a message; nothing where it means nothing here. */
    Optional<String> body(byte[] payload) {
      if (payload.length > PAYLOAD_MAX) {
        return Optional.empty();
      }
      String text = new String(payload, StandardCharsets.UTF_8).strip();
      String value = field == null ? text : of(text, field);
      if (value == null) {
        return Optional.empty();
      }
      if (isDegrees) {
        return tenths(value).map(tenths -> "{\"tenths\":" + tenths + "}");
      }
      String word = value.toLowerCase(Locale.ROOT);
      return on.contains(word) || off.contains(word)
          ? Optional.of("{\"on\":" + on.contains(word) + "}")
          : Optional.empty();
    }

    private static Optional<Integer> tenths(String value) {
      try {
        BigDecimal tenths =
            new BigDecimal(value).movePointRight(1).setScale(0, RoundingMode.HALF_UP);
        return tenths.abs().compareTo(BigDecimal.valueOf(TENTHS_MAX)) > 0
            ? Optional.empty()
            : Optional.of(tenths.intValueExact());
      } catch (ArithmeticException | NumberFormatException e) {
        return Optional.empty();
      }
    }

    /** JSON is YAML, and this reader makes nothing but maps, lists and scalars of it. */
    private static @Nullable String of(String text, String field) {
      try {
        return yaml().load(text) instanceof Map<?, ?> map && map.get(field) != null
            ? String.valueOf(map.get(field))
            : null;
      } catch (YAMLException e) {
        return null;
      }
    }
  }

  private final List<Sensor> sensors;

  private SensorMap(List<Sensor> sensors) {
    this.sensors = List.copyOf(sensors);
  }

  List<Sensor> sensors() {
    return sensors;
  }

  /** {@code MalformedException} that says what is wrong where. */
  public static SensorMap read(Path file) throws IOException {
    if (Files.size(file) > FILE_MAX) {
      throw new MalformedException(file + " has more than " + FILE_MAX + " bytes");
    }
    Object tree;
    try {
      tree = yaml().load(Files.readString(file));
    } catch (YAMLException e) {
      throw new MalformedException(file + " is no YAML: " + e.getMessage());
    }
    if (!(tree instanceof Map<?, ?> map)
        || !map.keySet().equals(Set.of("sensors"))
        || !(map.get("sensors") instanceof List<?> rows)
        || rows.isEmpty()
        || rows.size() > SENSORS_MAX) {
      throw new MalformedException(file + " has one list 'sensors', of 1 to " + SENSORS_MAX);
    }
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    var sensors = new ArrayList<Sensor>();
    Set<Object> seen = new HashSet<>();
    for (Object row : rows) {
      String where = file + ", sensor " + (sensors.size() + 1);
      Sensor one = sensor(row, folder, where);
      if (!seen.add(one.topic()) || !seen.add(one.id())) {
        throw new MalformedException(where + ": its topic or sensor stands twice");
      }
      sensors.add(one);
    }
    return new SensorMap(sensors);
  }

  private static Sensor sensor(Object row, Path folder, String where) throws IOException {
    if (!(row instanceof Map<?, ?> map) || !NAMES.containsAll(map.keySet())) {
      throw new MalformedException(where + " has only " + NAMES.stream().sorted().toList());
    }
    String topic = text(map, "topic", where);
    if (topic.isEmpty() || topic.length() > 200 || topic.matches(".*[#+\\p{Cntrl}].*")) {
      throw new MalformedException(where + ": a topic is whole, without # and +");
    }
    SensorId id;
    try {
      id = SensorId.parse(text(map, "sensor", where));
    } catch (MalformedException e) {
      throw new MalformedException(where + ": " + e.reason());
    }
    Object field = map.get("field");
    return new Sensor(
        topic,
        id,
        secret(folder.resolve(text(map, "secret", where)), where),
        field == null ? null : String.valueOf(field),
        "true".equals(map.get("degrees")),
        words(map.get("on"), Set.of("true", "1", "on")),
        words(map.get("off"), Set.of("false", "0", "off")));
  }

  private static String text(Map<?, ?> map, String name, String where) {
    if (map.get(name) instanceof String text) {
      return text;
    }
    throw new MalformedException(where + " has no " + name);
  }

  private static byte[] secret(Path file, String where) throws IOException {
    String text = Files.readString(file).strip();
    try {
      if (text.startsWith(WHSEC)) {
        return Base64.getDecoder().decode(text.substring(WHSEC.length()));
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedException(where + ": " + file + " holds no secret, whsec_...");
    }
    throw new MalformedException(where + ": " + file + " holds no secret, whsec_...");
  }

  private static Set<String> words(@Nullable Object said, Set<String> usual) {
    if (said == null) {
      return usual;
    }
    Set<String> words = new HashSet<>();
    for (Object one : said instanceof List<?> list ? list : List.of(said)) {
      words.add(String.valueOf(one).toLowerCase(Locale.ROOT));
    }
    return words;
  }

  private static Yaml yaml() {
    var options = new LoaderOptions();
    options.setMaxAliasesForCollections(0);
    options.setNestingDepthLimit(10);
    options.setCodePointLimit(FILE_MAX);
    // Each scalar is what stands there: "on" is a word here, and 31.20 keeps its nought.
    return new Yaml(
        new SafeConstructor(options),
        new Representer(new DumperOptions()),
        new DumperOptions(),
        options,
        new Resolver() {
          @Override
          protected void addImplicitResolvers() {}
        });
  }
}
