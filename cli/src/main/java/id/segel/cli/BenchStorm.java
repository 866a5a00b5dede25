package id.segel.cli;

import id.segel.core.box.BoxId;
import id.segel.core.custody.BoxState;
import id.segel.core.exchange.Audit;
import id.segel.core.fact.Id;
import id.segel.core.personnel.Role;
import id.segel.sim.HttpDoor;
import id.segel.sim.Phone;
import id.segel.sim.Phones;
import id.segel.sim.Province;
import id.segel.sim.SegelClient;
import id.segel.sim.Wire;
import id.segel.tlog.client.LogProblem;
import id.segel.tlog.client.TileFetcher;
import id.segel.tlog.note.Ed25519;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The evening on which all phones find a network again. Two phones each hand the boxes of two TPS
 * to and fro through a day without one: packed, sealed, offered, accepted, opened, sealed again.
 * Every phone keeps what it signed, and of every tenth note the other side's phone has a copy. Then
 * all deliver at once, each with its own token, in an order that chance gives. What is delivered
 * was signed before. At the end the log is read from the outside: nothing may be lost, and each box
 * must stand where its last note left it.
 */
final class BenchStorm {

  private static final String PASSWORD = "bench-only-password";
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long SEED = 2_024;

  /** One note of so many is carried by the other phone too. */
  private static final int COPIED = 10;

  /** A device that is told to come back comes back at most so often. */
  private static final int ATTEMPTS_MAX = 1_000;

  private static final int PROBLEMS_TOLD = 20;

  private final Args args;
  private final Printer printer;
  private final Map<String, Object> answer = new LinkedHashMap<>();
  private final List<String> problems = Collections.synchronizedList(new ArrayList<>());

  BenchStorm(Args args, Printer printer) {
    this.args = args;
    this.printer = printer;
  }

  /** A note, and the entry that it was answered with. Shared by the phones that carry it. */
  private static final class Note {

    private final Id id;
    private final byte[] bytes;
    private long index = -1;

    Note(Id id, byte[] bytes) {
      this.id = id;
      this.bytes = bytes;
    }

    /** Takes an answer; returns whether it agrees with the one before. */
    synchronized boolean answered(long at) {
      boolean agrees = index < 0 || index == at;
      index = at;
      return agrees;
    }

    synchronized long index() {
      return index;
    }
  }

  /** A phone with what it kept. Owned by the lane that has taken it from the queue. */
  private static final class Kept {

    private final Phone phone;
    private final List<Note> notes = new ArrayList<>();
    private int attempts;

    Kept(Phone phone) {
      this.phone = phone;
    }
  }

  /** Two phones that hand their boxes to each other. */
  private record Pair(Kept one, Kept other, List<BoxChain> chains) {}

  int run() throws IOException, InterruptedException {
    int devices = (int) args.number("--devices", 30_000, 2, 30_000);
    int each = (int) args.number("--notes", 20, 1, 100);
    int together = (int) args.number("--together", 50, 1, 500);
    int lanes = (int) args.number("--lanes", 32, 1, 1_000);
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
      List<Pair> pairs = pairs(province, devices / 2);
      List<Phone> phones =
          pairs.stream().flatMap(one -> List.of(one.one.phone, one.other.phone).stream()).toList();
      Instant since = printer.clock().instant();
      try (var door = new HttpDoor(client, client)) {
        door.enrol(client, phones, done -> printer.progress("devices", done, phones.size(), since));
      }
      List<Note> notes = sign(pairs, each);
      deliver(server, pairs, lanes, together);
      boolean holds = judge(server, pairs, notes);
      say();
      return holds ? Segel.DONE : Segel.NO;
    }
  }

  // ---- before

  /** So many pairs of neighbouring TPS, anywhere in the province. */
  private static List<Pair> pairs(Province province, int count) {
    var pairs = new ArrayList<Pair>();
    for (Province.Kelurahan one : province.kelurahan()) {
      for (int i = 0; i + 1 < one.tps().size(); i += 2) {
        // Both may hold the boxes of both, so they are of the kelurahan.
        Phone first = Phones.phone(SEED, Role.PPS, one.code(), i);
        Phone second = Phones.phone(SEED, Role.PPS, one.code(), i + 1);
        pairs.add(
            new Pair(
                new Kept(first),
                new Kept(second),
                List.of(
                    chain(province, List.of(first, second), one.tps().get(i)),
                    chain(province, List.of(second, first), one.tps().get(i + 1)))));
      }
    }
    Collections.shuffle(pairs, chance());
    return pairs.subList(0, Math.min(count, pairs.size()));
  }

  private static BoxChain chain(Province province, List<Phone> phones, Province.Station tps) {
    List<BoxId> boxes =
        province.kinds().stream().map(kind -> BoxId.of(tps.code(), kind, 1)).toList();
    return new BoxChain(province.election(), phones, 0, boxes, province.at(1, 8, 0));
  }

  /** The whole day of all phones; a phone's notes are in an order that chance gives. */
  private List<Note> sign(List<Pair> pairs, int each) {
    printer.step("signing what the phones kept");
    Instant since = printer.clock().instant();
    List<Note> notes = pairs.parallelStream().flatMap(pair -> sign(pair, each).stream()).toList();
    answer.put("devices", pairs.size() * 2);
    answer.put("notes", notes.size());
    answer.put(
        "bytesPerNote", notes.stream().mapToLong(one -> one.bytes.length).sum() / notes.size());
    answer.put("signingSeconds", seconds(since));
    RandomGenerator chance = chance();
    for (Pair pair : pairs) {
      Collections.shuffle(pair.one.notes, chance);
      Collections.shuffle(pair.other.notes, chance);
    }
    return notes;
  }

  private static List<Note> sign(Pair pair, int each) {
    var notes = new ArrayList<Note>(2 * each);
    for (BoxChain chain : pair.chains) {
      for (int i = 0; i < each; i++) {
        byte[] bytes = chain.say();
        var note = new Note(chain.tip(), bytes);
        boolean isOnes = chain.signer() == pair.one.phone;
        (isOnes ? pair.one : pair.other).notes.add(note);
        if (notes.size() % COPIED == 0) {
          (isOnes ? pair.other : pair.one).notes.add(note);
        }
        notes.add(note);
      }
    }
    return notes;
  }

  // ---- the storm

  private void deliver(ServerProcess server, List<Pair> pairs, int lanes, int together)
      throws IOException, InterruptedException {
    var all = new ArrayList<Kept>(pairs.size() * 2);
    for (Pair pair : pairs) {
      all.add(pair.one);
      all.add(pair.other);
    }
    Collections.shuffle(all, chance());
    long sent = all.stream().mapToLong(one -> one.notes.size()).sum();
    var storm = new Storm(server.client(), all, together);
    printer.step("delivering " + sent + " notes of " + all.size() + " phones");
    Duration[] before = server.processorTime();
    Instant since = printer.clock().instant();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < lanes; i++) {
      threads.add(Thread.ofPlatform().daemon().name("lane-" + i).start(storm::lane));
    }
    for (Thread thread : threads) {
      while (!thread.join(Duration.ofSeconds(1))) {
        printer.progress("phones", storm.done.get(), all.size(), since);
      }
    }
    double seconds = seconds(since);
    Duration[] after = server.processorTime();
    Throwable failed = storm.failure.get();
    if (failed != null) {
      throw new IOException(String.valueOf(failed.getMessage()), failed);
    }
    long[] micros = storm.micros.stream().mapToLong(Long::longValue).sorted().toArray();
    answer.put("delivered", sent);
    answer.put("requests", micros.length);
    answer.put("lanes", lanes);
    answer.put("seconds", seconds);
    answer.put("notesPerSecond", Math.round(sent / seconds));
    answer.put("p50Millis", millis(micros, 50));
    answer.put("p99Millis", millis(micros, 99));
    answer.put("answered429", storm.tooMany.get());
    answer.put("answered503", storm.busy.get());
    answer.put("serverSeconds", after[0].minus(before[0]).toSeconds());
    answer.put("databaseSeconds", after[1].minus(before[1]).toSeconds());
    answer.put("loadAverage", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  /** All phones at once: as many as there are lanes, and the others wait for their turn. */
  private final class Storm {

    private final SegelClient client;
    private final ConcurrentLinkedQueue<Kept> waiting;
    private final int phones;
    private final int together;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong tooMany = new AtomicLong();
    private final AtomicLong busy = new AtomicLong();
    private final ConcurrentLinkedQueue<Long> micros = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Storm(SegelClient client, List<Kept> phones, int together) {
      this.client = client;
      this.waiting = new ConcurrentLinkedQueue<>(phones);
      this.phones = phones.size();
      this.together = together;
    }

    void lane() {
      try (var wire = new Wire(client.host(), client.port())) {
        while (done.get() < phones && failure.get() == null) {
          Kept next = waiting.poll();
          if (next == null) {
            Thread.onSpinWait();
          } else if (deliver(next, wire)) {
            done.incrementAndGet();
          } else {
            waiting.add(next);
          }
        }
      } catch (IOException | RuntimeException e) {
        failure.compareAndSet(null, e);
      }
    }

    /** Sends what this phone has left; false when it must come again. */
    private boolean deliver(Kept kept, Wire wire) throws IOException {
      while (!kept.notes.isEmpty()) {
        List<Note> some = kept.notes.subList(0, Math.min(together, kept.notes.size()));
        List<Note> again = post(kept, List.copyOf(some), wire);
        some.clear();
        if (!again.isEmpty()) {
          kept.notes.addAll(again);
          if (++kept.attempts > ATTEMPTS_MAX) {
            throw new IOException("a phone was sent away " + ATTEMPTS_MAX + " times");
          }
          return false;
        }
      }
      return true;
    }

    /** One request; the notes that must be sent again. */
    private List<Note> post(Kept kept, List<Note> some, Wire wire) throws IOException {
      long began = System.nanoTime();
      Wire.Reply reply =
          wire.post(
              "/capture",
              "Content-Type: application/octet-stream\r\nAuthorization: Bearer "
                  + kept.phone.token()
                  + "\r\n",
              body(some));
      micros.add((System.nanoTime() - began) / 1_000);
      if (reply.status() == 429 || reply.status() == 503) {
        (reply.status() == 429 ? tooMany : busy).incrementAndGet();
        return some;
      }
      if (reply.status() != 200) {
        throw new IOException("/capture was answered " + reply.status() + ": " + reply.text());
      }
      var again = new ArrayList<Note>();
      JsonNode answers = JSON.readTree(reply.body()).get("answers");
      for (int i = 0; i < some.size(); i++) {
        JsonNode one = answers.get(i);
        if (one.hasNonNull("index")) {
          if (!some.get(i).answered(one.get("index").asLong())) {
            problem("note " + some.get(i).id + " was answered with two entries");
          }
        } else if (one.get("problem").get("status").asInt() == 503) {
          busy.incrementAndGet();
          again.add(some.get(i));
        } else {
          problem("note " + some.get(i).id + " was refused: " + one.get("problem"));
        }
      }
      return again;
    }
  }

  private static byte[] body(List<Note> some) {
    var body = new ByteArrayOutputStream(some.size() * 1_000);
    for (Note note : some) {
      body.writeBytes((note.bytes.length + "\n").getBytes(StandardCharsets.US_ASCII));
      body.writeBytes(note.bytes);
    }
    return body.toByteArray();
  }

  // ---- afterwards

  /** Whether all is there, each chain as it was signed, and the database like the log. */
  private boolean judge(ServerProcess server, List<Pair> pairs, List<Note> notes)
      throws IOException, InterruptedException {
    printer.step("reading the log");
    SegelClient client = server.client();
    var check = new LogCheck(false, List.of(), printer);
    long last = notes.stream().mapToLong(Note::index).max().orElse(-1);
    try (TileFetcher fetcher = TileFetcher.of(client.base() + "/log")) {
      Instant since = printer.clock().instant();
      while (client.logSize() <= last) {
        if (seconds(since) > 60) {
          throw new IOException("no checkpoint covers entry " + last + " after a minute");
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
      answer.put("entries", check.read(fetcher, client.logKey()).checkpoint().size());
    } catch (LogProblem e) {
      throw new IOException("the log does not hold: " + e.getMessage(), e);
    }
    check.problems().forEach(this::problem);
    long lost = notes.stream().filter(one -> !isInLog(one, check)).count();
    if (check.audit().statementCount() != notes.size()) {
      problem("the log has " + check.audit().statementCount() + " statements");
    }
    Set<BoxId> troubled = troubled(check.audit());
    long wrong =
        pairs.stream()
            .flatMap(pair -> pair.chains.stream())
            .filter(chain -> !isAsSigned(chain, check.audit(), troubled))
            .count();
    answer.put("lost", lost);
    answer.put("chainsWrong", wrong);
    answer.put("discrepancies", Verify.discrepancies(check));
    printer.step("the database is checked against the log");
    server.fsck().forEach(this::problem);
    answer.put("problems", List.copyOf(problems));
    return lost == 0 && wrong == 0 && problems.isEmpty();
  }

  private static boolean isInLog(Note note, LogCheck check) {
    Long index = check.inLog().get(note.id);
    return index != null && index == note.index();
  }

  /** Boxes about which something else is open than that nobody watched when they were opened. */
  private static Set<BoxId> troubled(Audit audit) {
    var troubled = new HashSet<BoxId>();
    audit
        .open()
        .forEach((matter, boxes) -> {
          if (!matter.kind().name().startsWith("OPENED_")) {
            troubled.addAll(boxes);
          }
        });
    return troubled;
  }

  /** Whether the boxes stand where their last note left them, and nothing about them is open. */
  private static boolean isAsSigned(BoxChain chain, Audit audit, Set<BoxId> troubled) {
    return chain.boxes().stream()
        .allMatch(box -> {
          BoxState state = audit.chains().state(box);
          return chain.tip().equals(state.tip())
              && chain.uploader().key().equals(state.holder())
              && audit.chains().asides(box).isEmpty()
              && !troubled.contains(box);
        });
  }

  private void problem(String what) {
    if (problems.size() < PROBLEMS_TOLD) {
      problems.add(what);
    }
  }

  private static double millis(long[] micros, int percent) {
    int at = Math.min(micros.length - 1, (int) (micros.length * (long) percent / 100));
    return Math.round(micros[at] / 100.0) / 10.0;
  }

  private double seconds(Instant since) {
    return Duration.between(since, printer.clock().instant()).toMillis() / 1_000.0;
  }

  private static RandomGenerator chance() {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
  }

  private void say() {
    if (args.has("--json")) {
      printer.json(answer);
      return;
    }
    answer.forEach((name, value) -> printer.line(name + ": " + value));
  }
}
