package id.segel.cli.sensor;

import id.segel.core.fact.Id;
import id.segel.core.sensor.Hysteresis;
import id.segel.core.sensor.SensorId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was taken from the broker and not sent yet, one file for each message: it is on the disk
 * before the broker is told that it came. A message that the broker sends again, for it was not
 * told, is known by its number and content. Of a value that was said again and again the newest
 * waits.
 */
final class Spool {

  /** Waiting of one sensor. */
  static final int WAITING_MAX = 2_000;

  private static final int TAKEN_MAX = 5_000;

  /**
   * A message that waits.
   *
   * @param id under which Segel counts it once
   */
  record Waiting(Path file, String id, String body) {

    private static final Pattern HEAT = Pattern.compile("\\{\"tenths\":([0-9]{1,6})}");

    /** Whether it says that something endangers boxes, or that a door is open. */
    boolean isAlarm() {
      Matcher heat = HEAT.matcher(body);
      return heat.matches()
          ? Integer.parseInt(heat.group(1)) >= Hysteresis.HOT
          : body.equals("{\"on\":true}");
    }
  }

  private final Path folder;

  /** Guarded by this, like all below. */
  private final Map<SensorId, ArrayDeque<Waiting>> waiting = new HashMap<>();

  private final Set<String> taken = new LinkedHashSet<>();
  private long last;

  Spool(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        // What was not written to its end was not acknowledged: it comes again.
        if (name.endsWith(".part")) {
          Files.delete(file);
        } else if (name.endsWith(".json")) {
          read(file, name.substring(0, name.length() - ".json".length()));
        }
      }
    }
    Path known = folder.resolve("taken");
    if (Files.exists(known)) {
      taken.addAll(Files.readAllLines(known));
    }
  }

  private void read(Path file, String name) throws IOException {
    String[] lines = Files.readString(file).split("\n", 2);
    if (lines.length == 2) {
      last = Math.max(last, Long.parseLong(name.substring(0, name.indexOf('-'))));
      taken.add(mark(name));
      drop(add(SensorId.parse(lines[0]), new Waiting(file, "mqtt-" + name, lines[1])));
    }
  }

  private static String mark(String name) {
    return name.substring(name.indexOf('-') + 1);
  }

  /** Answers what is dropped for it: the same said before, or of too many the oldest no alarm. */
  private @Nullable Waiting add(SensorId sensor, Waiting one) {
    ArrayDeque<Waiting> all = waiting.computeIfAbsent(sensor, any -> new ArrayDeque<>());
    Waiting before = all.peekLast();
    Waiting dropped = null;
    if (before != null && before.body().equals(one.body())) {
      dropped = before;
    } else if (all.size() == WAITING_MAX) {
      dropped = all.stream().filter(old -> !old.isAlarm()).findFirst().orElse(all.getFirst());
    }
    if (dropped != null) {
      all.remove(dropped);
    }
    all.add(one);
    return dropped;
  }

  /**
   * Keeps a message.
   *
   * @param number that the broker gave it
   * @param isAgain whether the broker says that it may have sent it before
   * @return whether it is new
   */
  synchronized boolean keep(SensorId sensor, String body, int number, boolean isAgain, long millis)
      throws IOException {
    byte[] content = Id.ofText((sensor + "\n" + body).getBytes(StandardCharsets.UTF_8)).bytes();
    String mark = number + "-" + HexFormat.of().formatHex(content, 0, 8);
    if (isAgain && taken.contains(mark)) {
      return false;
    }
    last = Math.max(last + 1, millis);
    String name = "%016d-%s".formatted(last, mark);
    Path file = folder.resolve(name + ".json");
    write(file, sensor + "\n" + body);
    // The broker gives a number anew: only its last message may come again.
    taken.removeIf(one -> one.startsWith(number + "-"));
    taken.add(mark);
    if (taken.size() > TAKEN_MAX) {
      taken.remove(taken.iterator().next());
    }
    drop(add(sensor, new Waiting(file, "mqtt-" + name, body)));
    return true;
  }

  private static void drop(@Nullable Waiting one) throws IOException {
    if (one != null) {
      Files.deleteIfExists(one.file());
    }
  }

  private static void write(Path file, String text) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (FileChannel out =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, file);
    }
  }

  /** The oldest of a sensor; null where none waits. */
  synchronized @Nullable Waiting next(SensorId sensor) {
    ArrayDeque<Waiting> all = waiting.get(sensor);
    return all == null ? null : all.peekFirst();
  }

  /** Whether a sensor has an alarm that waits. */
  synchronized boolean hasAlarm(SensorId sensor) {
    ArrayDeque<Waiting> all = waiting.get(sensor);
    return all != null && all.stream().anyMatch(Waiting::isAlarm);
  }

  /** It was sent, or will never be. Its mark outlives it: the broker may not have heard of us. */
  synchronized void done(SensorId sensor, Waiting one) throws IOException {
    ArrayDeque<Waiting> all = waiting.get(sensor);
    if (all != null) {
      all.remove(one);
    }
    write(folder.resolve("taken"), String.join("\n", List.copyOf(taken)));
    Files.deleteIfExists(one.file());
  }

  /** How many wait. */
  synchronized int size() {
    return waiting.values().stream().mapToInt(ArrayDeque::size).sum();
  }
}
