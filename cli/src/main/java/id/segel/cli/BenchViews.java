package id.segel.cli;

import id.segel.sim.HttpDoor;
import id.segel.sim.Phone;
import id.segel.sim.Province;
import id.segel.sim.SegelClient;
import id.segel.sim.Wire;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How the wall does while many look at it and statements come at a steady rate: how long each
 * answer takes, how long until what was captured is told and shown, whether anybody missed
 * something, and what streams that are only held cost in memory.
 */
final class BenchViews {

  private static final String PASSWORD = "bench-only-password";
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long SEED = 2_024;

  /** Two phones to hand a box to and fro, and two more, in each kelurahan. */
  private static final int DEVICES = 1_068;

  private static final Fleet.Shape SHAPE = new Fleet.Shape("5 notes of 1 box", 5, 1, 8);

  /** How the log is made long before. */
  private static final Fleet.Shape FILL = new Fleet.Shape("500 notes of 1 box", 500, 1, 8);

  /** Each box is handed on so often. */
  private static final int SECONDS_APART = 8;

  /** The server learns by its next write that a browser has gone. */
  private static final int SETTLE_SECONDS_MAX = 60;

  private final Args args;
  private final Printer printer;
  private final int viewers;
  private final int streams;
  private final int rate;
  private final int seconds;
  private final int warm;
  private final long entries;
  private final Map<String, Object> answer = new LinkedHashMap<>();
  private boolean holds = true;

  BenchViews(Args args, Printer printer) {
    this.args = args;
    this.printer = printer;
    this.viewers = (int) args.number("--viewers", 200, 1, 1_000);
    this.streams = (int) args.number("--streams", 1_000, 0, 1_000);
    this.rate = (int) args.number("--rate", 500, 10, 5_000);
    this.seconds = (int) args.number("--seconds", 30, 1, 3_600);
    this.warm = (int) args.number("--warm", 20, 0, 3_600);
    this.entries = args.number("--entries", 0, 0, 100_000_000);
  }

  int run() throws IOException, InterruptedException {
    answer.put("processors", Runtime.getRuntime().availableProcessors());
    if (args.isSet("--url")) {
      if (!args.isSet("--user") || !args.isSet("--password")) {
        throw new Args.BadArgsException(
            (args.isSet("--user") ? "--password" : "--user") + " is missing");
      }
      var client = new SegelClient(args.get("--url", ""));
      client.login(args.get("--user", ""), args.get("--password", ""));
      measure(client, null, null);
    } else {
      own();
    }
    say();
    return holds ? Segel.DONE : Segel.NO;
  }

  private void own() throws IOException, InterruptedException {
    int devices = (int) args.number("--devices", DEVICES, 100, 200_000);
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Path data = Path.of(args.get("--data", "data/bench"));
    try (var server = ServerProcess.start(data, port, "", printer)) {
      SegelClient client = server.client();
      client.setUp(server.read("setup-token"), "admin", PASSWORD, "Bench");
      Province province = client.province();
      client.clock(province.at(1, 9, 0), 1);
      var fleet = new Fleet(province, devices, List.of(SHAPE, FILL));
      List<Phone> phones = fleet.phones();
      Instant since = printer.clock().instant();
      try (var door = new HttpDoor(client, client)) {
        door.enrol(client, phones, done -> printer.progress("devices", done, phones.size(), since));
      }
      BenchCapture.pack(client, fleet, printer);
      for (int i = 0; i < SHAPE.lanes(); i++) {
        fleet.lane(SHAPE, i).keep(rate * SECONDS_APART / SHAPE.lanes());
      }
      fill(client, fleet);
      printer.step("signing");
      fleet.sign(SHAPE, rate * (warm + 2.0 * seconds + 10));
      settle(client);
      measure(client, server, fleet);
    }
  }

  /** Makes the log as long as was asked, as fast as it takes statements. */
  private void fill(SegelClient client, Fleet fleet) throws IOException, InterruptedException {
    Instant since = printer.clock().instant();
    long from = client.logSize();
    long size = from;
    while (size < entries) {
      BenchCapture.run(client, fleet, FILL, Duration.ofSeconds(10), 0);
      size = client.logSize();
      printer.progress("entries", size - from, entries - from, since);
    }
    answer.put("entries", size);
  }

  /** Waits until the pages show what is in the log. */
  private static void settle(SegelClient client) throws IOException, InterruptedException {
    while (client.get("/api/situation").get("index").asLong() + 1 < client.logSize()) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private void measure(SegelClient client, @Nullable ServerProcess server, @Nullable Fleet fleet)
      throws IOException, InterruptedException {
    var all = new ArrayList<Viewer>();
    try {
      printer.step(viewers + " viewers look");
      var mix = new Mix(client);
      for (int i = 0; i < viewers; i++) {
        Viewer viewer = open(client);
        all.add(viewer);
        viewer.look(mix::next, mix::pause);
      }
      look(all, client, server, fleet);
    } finally {
      close(all);
    }
    if (streams > 0) {
      hold(client, server, fleet);
    }
    answer.put("loadAverage", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static void close(List<Viewer> all) throws IOException {
    for (Viewer one : all) {
      one.close();
    }
  }

  /** One more stream; where the server still counts some that have gone, after a while. */
  private Viewer open(SegelClient client) throws IOException, InterruptedException {
    Instant since = printer.clock().instant();
    while (true) {
      var viewer = new Viewer(client.host(), client.port(), client.cookie());
      if (viewer.listen()) {
        return viewer;
      }
      if (printer.clock().instant().isAfter(since.plusSeconds(SETTLE_SECONDS_MAX))) {
        throw new IOException("the server takes no further stream");
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
  }

  // ---- the viewers

  private void look(
      List<Viewer> all, SegelClient client, @Nullable ServerProcess server, @Nullable Fleet fleet)
      throws IOException, InterruptedException {
    try (var feed = new Feed(client, fleet)) {
      printer.step("warming up for " + warm + " s");
      feed.run(Duration.ofSeconds(warm));
      printer.step("measuring for " + seconds + " s");
      Duration[] before = server == null ? new Duration[0] : server.processorTime();
      long from = System.nanoTime();
      feed.run(Duration.ofSeconds(seconds));
      long to = System.nanoTime();
      answer.put("viewers", all.size());
      answer.put("seconds", (to - from) / 1_000_000_000L);
      if (server != null) {
        Duration[] after = server.processorTime();
        answer.put("serverSeconds", seconds(after[0].minus(before[0])));
        answer.put("databaseSeconds", seconds(after[1].minus(before[1])));
      }
      feed.stop();
      answer.put("viewersBehind", behind(all, client, feed));
      List<Viewer.Seen> accepted =
          feed.accepted.stream().filter(one -> one.nanos() >= from && one.nanos() < to).toList();
      answer.put(
          "statementsPerSecond", 1_000_000_000L * accepted.size() * SHAPE.notes() / (to - from));
      answer.put("endpoints", endpoints(all, from, to));
      if (!accepted.isEmpty()) {
        answer.put("untilHeard", delays(accepted, all.stream().map(Viewer::heard).toList()));
        answer.put("untilShown", delays(accepted, all.stream().map(Viewer::shown).toList()));
      }
    }
    long broken = all.stream().filter(one -> one.broken() != null).count();
    answer.put("viewersCutOff", broken);
    all.stream()
        .filter(one -> one.broken() != null)
        .findFirst()
        .ifPresent(one -> answer.put("firstCutOff", String.valueOf(one.broken())));
    holds &= broken == 0;
  }

  /** How many have not heard of the log's last entry a while after nothing comes any more. */
  private long behind(List<Viewer> all, SegelClient client, Feed feed)
      throws IOException, InterruptedException {
    Instant since = printer.clock().instant();
    long accepted = feed.accepted.stream().mapToLong(Viewer.Seen::index).max().orElse(-1);
    long last = Math.max(accepted, client.logSize() - 1);
    long behind;
    do {
      TimeUnit.MILLISECONDS.sleep(500);
      behind = all.stream().filter(one -> one.newest() < last).count();
    } while (behind > 0
        && printer.clock().instant().isBefore(since.plusSeconds(SETTLE_SECONDS_MAX)));
    holds &= behind == 0;
    return behind;
  }

  private static List<Map<String, Object>> endpoints(List<Viewer> all, long from, long to) {
    var byKind = new TreeMap<String, List<Viewer.Asked>>();
    for (Viewer viewer : all) {
      for (Viewer.Asked one : viewer.asked()) {
        if (one.nanos() >= from && one.nanos() < to) {
          byKind.computeIfAbsent(one.kind(), any -> new ArrayList<>()).add(one);
          byKind.computeIfAbsent("all", any -> new ArrayList<>()).add(one);
        }
      }
    }
    var rows = new ArrayList<Map<String, Object>>();
    byKind.forEach((kind, asked) -> {
      var row = new LinkedHashMap<String, Object>();
      row.put("asks", kind);
      row.put("answered", asked.size());
      row.put("refused", asked.stream().filter(one -> one.status() >= 400).count());
      row.putAll(percentiles(asked.stream().mapToLong(Viewer.Asked::micros).toArray()));
      rows.add(row);
    });
    return rows;
  }

  /** From the answer to whoever sent a statement until each viewer knew of it. */
  private static Map<String, Object> delays(
      List<Viewer.Seen> accepted, List<List<Viewer.Seen>> viewers) {
    var micros = new ArrayList<Long>(accepted.size() * viewers.size());
    List<Viewer.Seen> sent =
        accepted.stream().sorted((a, b) -> Long.compare(a.index(), b.index())).toList();
    for (List<Viewer.Seen> seen : viewers) {
      int at = 0;
      for (Viewer.Seen one : sent) {
        while (at < seen.size() && seen.get(at).index() < one.index()) {
          at++;
        }
        if (at < seen.size()) {
          micros.add(Math.max(0, seen.get(at).nanos() - one.nanos()) / 1_000);
        }
      }
    }
    return percentiles(micros.stream().mapToLong(Long::longValue).toArray());
  }

  private static Map<String, Object> percentiles(long[] micros) {
    Arrays.sort(micros);
    var row = new LinkedHashMap<String, Object>();
    for (int percent : new int[] {50, 95, 99}) {
      if (micros.length > 0) {
        int at = Math.min(micros.length - 1, (int) (micros.length * (long) percent / 100));
        row.put("p" + percent + "Millis", Math.round(micros[at] / 100.0) / 10.0);
      }
    }
    return row;
  }

  // ---- streams that are held

  private void hold(SegelClient client, @Nullable ServerProcess server, @Nullable Fleet fleet)
      throws IOException, InterruptedException {
    printer.step("holding " + streams + " streams for " + seconds + " s");
    var held = new LinkedHashMap<String, Object>();
    long heap = server == null ? 0 : server.heapBytes();
    long resident = server == null ? 0 : server.residentBytes();
    var all = new ArrayList<Viewer>();
    try (var feed = new Feed(client, fleet)) {
      for (int i = 0; i < streams; i++) {
        all.add(open(client));
      }
      held.put("streams", all.size());
      if (server != null) {
        long heapWith = server.heapBytes();
        held.put("heapMegabytes", megabytes(heap));
        held.put("heapExtraMegabytes", megabytes(heapWith - heap));
        held.put("residentMegabytes", megabytes(resident));
        held.put("residentExtraMegabytes", megabytes(server.residentBytes() - resident));
      }
      feed.run(Duration.ofSeconds(seconds));
      feed.stop();
      held.put("heldSeconds", seconds);
      held.put("behind", behind(all, client, feed));
      long cutOff = all.stream().filter(one -> one.broken() != null).count();
      held.put("cutOff", cutOff);
      holds &= cutOff == 0;
      if (server != null) {
        held.put("heapExtraAfterMegabytes", megabytes(server.heapBytes() - heap));
        held.put("residentExtraAfterMegabytes", megabytes(server.residentBytes() - resident));
      }
    } finally {
      close(all);
    }
    answer.put("held", held);
  }

  private static double megabytes(long bytes) {
    return Math.round(bytes / 100_000.0) / 10.0;
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1_000.0;
  }

  // ---- what is asked now and then

  /** Drawn for all viewers, so that the whole is the same each time. */
  private static final class Mix {

    private static final List<String> WORDS =
        List.of("cideng%2012", "kapuk", "gudang%20ppk%20gambir", "3171011002012", "pulau%20kelapa");

    private final RandomGenerator chance =
        RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    private final List<String> kelurahan = new ArrayList<>();
    private final Instant began;

    Mix(SegelClient client) throws IOException {
      began = Instant.parse(client.get("/api/status").get("now").asString());
      for (JsonNode one : client.get("/api/regions").get("kelurahan")) {
        kelurahan.add(one.get("code").asString());
      }
    }

    synchronized Viewer.Question next() {
      int drawn = chance.nextInt(10);
      if (drawn < 4) {
        return new Viewer.Question("tps", "/api/situation/tps?kelurahan=" + any(kelurahan));
      }
      if (drawn < 7) {
        return new Viewer.Question("findings", "/api/findings");
      }
      if (drawn < 9) {
        return new Viewer.Question("search", "/api/search?q=" + any(WORDS));
      }
      Instant at = began.minus(chance.nextInt(3), ChronoUnit.MINUTES);
      return new Viewer.Question("past", "/api/past?at=" + at.truncatedTo(ChronoUnit.MINUTES));
    }

    /** Ten seconds, or half as much more or less. */
    synchronized long pause() {
      return chance.nextLong(5_000_000_000L, 15_000_000_000L);
    }

    private String any(List<String> some) {
      return some.get(chance.nextInt(some.size()));
    }
  }

  // ---- what is captured meanwhile

  /** Statements at even distances over some connections; none where there is no fleet. */
  private final class Feed implements AutoCloseable {

    private final ConcurrentLinkedQueue<Viewer.Seen> accepted = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicLong tickets = new AtomicLong();
    private final List<Thread> lanes = new ArrayList<>();
    private final long began = System.nanoTime();
    private volatile boolean isOver;

    Feed(SegelClient client, @Nullable Fleet fleet) {
      if (fleet == null) {
        return;
      }
      for (int i = 0; i < SHAPE.lanes(); i++) {
        Fleet.Dealt dealt = fleet.lane(SHAPE, i);
        lanes.add(Thread.ofPlatform().daemon().name("lane-" + i).start(() -> send(client, dealt)));
      }
    }

    private void send(SegelClient client, Fleet.Dealt dealt) {
      double nanosApart = SHAPE.notes() * 1e9 / rate;
      try (var wire = new Wire(client.host(), client.port())) {
        while (!isOver) {
          byte[] body = dealt.next(SHAPE);
          long due = began + (long) (tickets.getAndIncrement() * nanosApart);
          for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
            LockSupport.parkNanos(wait);
          }
          Wire.Reply reply = BenchCapture.post(wire, dealt.uploader(), body);
          long now = System.nanoTime();
          long last = -1;
          for (JsonNode one : JSON.readTree(reply.body()).get("answers")) {
            last = Math.max(last, one.get("index").asLong());
          }
          accepted.add(new Viewer.Seen(now, last));
        }
      } catch (IOException | RuntimeException e) {
        failure.compareAndSet(null, e);
      }
    }

    void run(Duration length) throws IOException, InterruptedException {
      long end = System.nanoTime() + length.toNanos();
      while (System.nanoTime() < end && failure.get() == null) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      Throwable failed = failure.get();
      if (failed != null) {
        throw new IOException(String.valueOf(failed.getMessage()), failed);
      }
    }

    void stop() throws InterruptedException {
      isOver = true;
      for (Thread lane : lanes) {
        lane.join();
      }
    }

    @Override
    public void close() {
      isOver = true;
    }
  }

  private void say() {
    if (args.has("--json")) {
      printer.json(answer);
      return;
    }
    answer.forEach((name, value) -> {
      if (value instanceof List<?> rows) {
        rows.forEach(row -> printer.line(name + ": " + row));
      } else {
        printer.line(name + ": " + value);
      }
    });
  }
}
