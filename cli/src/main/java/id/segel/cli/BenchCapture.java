package id.segel.cli;

import id.segel.sim.HttpDoor;
import id.segel.sim.Phone;
import id.segel.sim.Province;
import id.segel.sim.SegelClient;
import id.segel.sim.Wire;
import id.segel.tlog.note.Ed25519;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How fast statements are taken in. All boxes are packed and sealed first; then each goes its five
 * legs from phone to phone, offer and acceptance by turns, and is at last offered and withdrawn
 * without end. No note contradicts another. What is sent while it is measured was signed before.
 */
final class BenchCapture {

  private static final String PASSWORD = "bench-only-password";

  private final Args args;
  private final Printer printer;
  private final Map<String, Object> answer = new LinkedHashMap<>();

  BenchCapture(Args args, Printer printer) {
    this.args = args;
    this.printer = printer;
  }

  private static final List<Fleet.Shape> SHAPES =
      List.of(
          new Fleet.Shape("500 notes of 1 box", 500, 1, 8),
          new Fleet.Shape("50 notes of 1 box", 50, 1, 16),
          new Fleet.Shape("1 note of 1 box", 1, 1, 64),
          new Fleet.Shape("20 notes of 100 boxes", 20, 100, 16));

  int run() throws IOException, InterruptedException {
    int devices = (int) args.number("--devices", 30_000, 100, 200_000);
    int seconds = (int) args.number("--seconds", 10, 1, 3_600);
    int warm = (int) args.number("--warm", 10, 1, 3_600);
    int only = (int) args.number("--shape", 0, 0, SHAPES.size());
    long entries = args.number("--entries", 0, 0, 100_000_000);
    Path data = Path.of(args.get("--data", "data/bench"));
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    answer.put("provider", Ed25519.shared().provider());
    answer.put("processors", Runtime.getRuntime().availableProcessors());
    try (var server = ServerProcess.start(data, port, "", printer)) {
      SegelClient client = server.client();
      client.setUp(server.read("setup-token"), "admin", PASSWORD, "Bench");
      Province province = client.province();
      client.clock(province.at(1, 9, 0), 0);
      var fleet = new Fleet(province, devices, SHAPES);
      List<Phone> phones = fleet.phones();
      Instant since = printer.clock().instant();
      try (var door = new HttpDoor(client, client)) {
        door.enrol(client, phones, done -> printer.progress("devices", done, phones.size(), since));
      }
      double took = Duration.between(since, printer.clock().instant()).toMillis() / 1_000.0;
      answer.put("enrolledPerSecond", Math.round(phones.size() / took));
      pack(client, fleet, printer);
      var parts = new ArrayList<Map<String, Object>>();
      for (Fleet.Shape shape : only == 0 ? SHAPES : List.of(SHAPES.get(only - 1))) {
        parts.add(measure(server, fleet, shape, warm, seconds));
      }
      answer.put("parts", parts);
      if (entries > 0) {
        answer.put("growth", grow(client, fleet, entries, seconds));
      }
    }
    say();
    return Segel.DONE;
  }

  /** Packs and seals all boxes, a hundred in a note. */
  static void pack(SegelClient client, Fleet fleet, Printer printer) throws IOException {
    Instant since = printer.clock().instant();
    int done = 0;
    try (var wire = new Wire(client.host(), client.port())) {
      for (BoxChain tray : fleet.trays()) {
        var body = new ByteArrayOutputStream();
        Fleet.frame(body, tray.say());
        Fleet.frame(body, tray.say());
        post(wire, tray.uploader(), body.toByteArray());
        printer.progress("packing trays of 100 boxes", ++done, fleet.trays().size(), since);
      }
    }
  }

  /** One request, all of whose notes must be taken. */
  static Wire.Reply post(Wire wire, Phone uploader, byte[] body) throws IOException {
    Wire.Reply reply =
        wire.post(
            "/capture",
            "Content-Type: application/octet-stream\r\nAuthorization: Bearer "
                + uploader.token()
                + "\r\n",
            body);
    if (reply.status() != 200 || reply.text().contains("\"problem\"")) {
      throw new IOException("/capture was answered " + reply.status() + ": " + reply.text());
    }
    return reply;
  }

  private Map<String, Object> measure(
      ServerProcess server, Fleet fleet, Fleet.Shape shape, int warm, int seconds)
      throws IOException, InterruptedException {
    SegelClient client = server.client();
    printer.step(shape.name() + ": warming up");
    Result first = run(client, fleet, shape, Duration.ofSeconds(warm), 0);
    fleet.sign(shape, first.notesPerSecond() * seconds * 1.5);
    printer.step(shape.name() + ": measuring");
    Duration[] before = server.processorTime();
    Result closed = run(client, fleet, shape, Duration.ofSeconds(seconds), 0);
    Duration[] after = server.processorTime();
    double half = closed.notesPerSecond() / 2;
    printer.step(shape.name() + ": at half of " + Math.round(closed.notesPerSecond()) + " notes/s");
    Result open = run(client, fleet, shape, Duration.ofSeconds(seconds), half);
    var part = new LinkedHashMap<String, Object>();
    part.put("shape", shape.name());
    part.put("lanes", shape.lanes());
    part.put("notesPerSecond", Math.round(closed.notesPerSecond()));
    part.put("transitionsPerSecond", Math.round(closed.notesPerSecond() * shape.boxes()));
    part.put("serverMicrosPerNote", closed.microsPerNote(after[0].minus(before[0])));
    part.put("databaseMicrosPerNote", closed.microsPerNote(after[1].minus(before[1])));
    part.put("saturatedP50Millis", closed.millis(50));
    part.put("saturatedP99Millis", closed.millis(99));
    part.put("halfLoadNotesPerSecond", Math.round(open.notesPerSecond()));
    part.put("halfLoadP50Millis", open.millis(50));
    part.put("halfLoadP99Millis", open.millis(99));
    return part;
  }

  /** The speed in steps while the log grows. */
  private List<Map<String, Object>> grow(SegelClient client, Fleet fleet, long entries, int seconds)
      throws IOException, InterruptedException {
    var steps = new ArrayList<Map<String, Object>>();
    long size = client.logSize();
    while (size < entries) {
      Fleet.Shape shape = SHAPES.getFirst();
      fleet.sign(shape, 20_000.0 * seconds);
      Result result = run(client, fleet, shape, Duration.ofSeconds(seconds), 0);
      size = client.logSize();
      steps.add(Map.of("entries", size, "notesPerSecond", Math.round(result.notesPerSecond())));
      printer.step(size + " entries: " + Math.round(result.notesPerSecond()) + " notes/s");
    }
    return steps;
  }

  // ---- one measurement

  /** What came of it; times in microseconds from the moment a request should have been sent. */
  record Result(long notes, double seconds, long[] micros) {

    double notesPerSecond() {
      return notes / seconds;
    }

    /** Processor time, followers and compilers included. */
    double microsPerNote(Duration used) {
      return Math.round(used.toNanos() / 100.0 / Math.max(1, notes)) / 10.0;
    }

    double millis(int percent) {
      if (micros.length == 0) {
        return 0;
      }
      int at = Math.min(micros.length - 1, (int) (micros.length * (long) percent / 100));
      return Math.round(micros[at] / 100.0) / 10.0;
    }
  }

  /**
   * Sends for a while.
   *
   * @param rate notes a second, at even distances whatever the answers; 0: as fast as answered
   */
  static Result run(
      SegelClient client, Fleet fleet, Fleet.Shape shape, Duration length, double rate)
      throws IOException, InterruptedException {
    var lanes = new ArrayList<Lane>();
    var isOver = new AtomicBoolean();
    var failure = new AtomicReference<@Nullable Throwable>();
    var tickets = new AtomicLong();
    long began = System.nanoTime();
    double nanosApart = rate == 0 ? 0 : shape.notes() * 1e9 / rate;
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < shape.lanes(); i++) {
      var lane = new Lane(client, fleet.lane(shape, i), shape, isOver, tickets, began, nanosApart);
      lanes.add(lane);
      threads.add(
          Thread.ofPlatform()
              .daemon()
              .name("lane-" + i)
              .start(() -> {
                try {
                  lane.run();
                } catch (IOException | RuntimeException e) {
                  failure.compareAndSet(null, e);
                }
              }));
    }
    for (Thread thread : threads) {
      long left = began + length.toNanos() - System.nanoTime();
      if (left > 0) {
        thread.join(Duration.ofNanos(left));
      }
    }
    isOver.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    Throwable failed = failure.get();
    if (failed != null) {
      throw new IOException(String.valueOf(failed.getMessage()), failed);
    }
    long notes = 0;
    int count = 0;
    for (Lane lane : lanes) {
      notes += lane.notes;
      count += lane.times;
    }
    long[] micros = new long[count];
    int at = 0;
    for (Lane lane : lanes) {
      System.arraycopy(lane.micros, 0, micros, at, lane.times);
      at += lane.times;
    }
    Arrays.sort(micros);
    return new Result(notes, seconds, micros);
  }

  /** One connection with its own boxes, so that no handover waits for another lane's. */
  private static final class Lane {

    private final SegelClient client;
    private final Fleet.Dealt dealt;
    private final Fleet.Shape shape;
    private final AtomicBoolean isOver;
    private final AtomicLong tickets;
    private final long began;
    private final double nanosApart;

    private long notes;
    private long[] micros = new long[1_024];
    private int times;

    Lane(
        SegelClient client,
        Fleet.Dealt dealt,
        Fleet.Shape shape,
        AtomicBoolean isOver,
        AtomicLong tickets,
        long began,
        double nanosApart) {
      this.client = client;
      this.dealt = dealt;
      this.shape = shape;
      this.isOver = isOver;
      this.tickets = tickets;
      this.began = began;
      this.nanosApart = nanosApart;
    }

    void run() throws IOException {
      try (var wire = new Wire(client.host(), client.port())) {
        while (!isOver.get()) {
          byte[] body = dealt.next(shape);
          long due = System.nanoTime();
          if (nanosApart > 0) {
            due = began + (long) (tickets.getAndIncrement() * nanosApart);
            long wait = due - System.nanoTime();
            while (wait > 0) {
              LockSupport.parkNanos(wait);
              wait = due - System.nanoTime();
            }
          }
          post(wire, dealt.uploader(), body);
          notes += shape.notes();
          if (times == micros.length) {
            micros = Arrays.copyOf(micros, times * 2);
          }
          micros[times++] = (System.nanoTime() - due) / 1_000;
        }
      }
    }
  }

  private void say() {
    if (args.has("--json")) {
      printer.json(answer);
      return;
    }
    answer.forEach((name, value) -> printer.line(name + ": " + value));
  }
}
