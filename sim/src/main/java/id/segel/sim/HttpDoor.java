package id.segel.sim;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.stock.StockFact;
import id.segel.tlog.MalformedException;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.NoteVerifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server over HTTP: a few connections, and answers noted as they come. */
public final class HttpDoor implements Door, AutoCloseable {

  private static final int CONNECTIONS = 12;

  /** Requests that may wait for a connection; who plays waits then. */
  private static final int WAITING = 4_000;

  private static final int ATTEMPTS = 60;

  /** Facts of a desk in one request. */
  private static final int MAX_FACTS = 100;

  /** The receipt of one of so many requests is checked. */
  private static final int CHECKED_RECEIPTS = 50;

  private static final int PROBLEMS_TOLD = 20;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private record Request(Phone uploader, List<Said> notes, Instant clock, Instant sent) {}

  /** The election clock as it was set, and when by {@link System#nanoTime}. */
  private record Running(Instant from, long sinceNanos, int speed) {}

  private final SegelClient client;
  private final SegelClient desk;
  private final BlockingQueue<Request> waiting = new ArrayBlockingQueue<>(WAITING);
  private final List<Thread> senders = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /** Requests that are not answered, by the moment they were sent; guarded by itself. */
  private final TreeMap<Instant, Integer> unanswered = new TreeMap<>();

  private final AtomicLong stockFacts = new AtomicLong();
  private final AtomicLong stockNanos = new AtomicLong();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong notes = new AtomicLong();
  private final AtomicLong retries = new AtomicLong();
  private final List<String> problems = new ArrayList<>();
  private long problemCount;
  private final AtomicLong receipts = new AtomicLong();
  private final NoteVerifier log;
  private volatile Running running = new Running(Instant.EPOCH, 0, 0);
  private volatile boolean isClosed;

  /**
   * A door to one server.
   *
   * @param client of the administrator, who invites
   * @param desk of the commission, which revokes keys and gives spares away
   */
  public HttpDoor(SegelClient client, SegelClient desk) throws IOException {
    this.log = client.logKey();
    this.client = client;
    this.desk = desk;
    for (int i = 0; i < CONNECTIONS; i++) {
      senders.add(Thread.ofPlatform().daemon().name("phones-" + i).start(this::sendAll));
    }
  }

  /** Requests that were answered. */
  public long requests() {
    return requests.get();
  }

  /** Notes that were answered, repeats too. */
  public long notes() {
    return notes.get();
  }

  /** Receipts whose signature and lines were checked. */
  public long receipts() {
    return receipts.get();
  }

  /** Requests that had to be sent again. */
  public long retries() {
    return retries.get();
  }

  /** Notes that were refused, or answered differently from before; the first twenty. */
  public List<String> problems() {
    synchronized (problems) {
      return List.copyOf(problems);
    }
  }

  public long problemCount() {
    synchronized (problems) {
      return problemCount;
    }
  }

  /**
   * Invites these devices, of all bodies, as the administrator, and lets each enrol itself; a line
   * of progress now and then.
   */
  public void enrol(SegelClient admin, List<Phone> phones, Consumer<Integer> progress)
      throws IOException {
    var queue = new ArrayBlockingQueue<Map.Entry<Phone, String>>(phones.size());
    var done = new AtomicLong();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 2 * CONNECTIONS; i++) {
      threads.add(
          Thread.ofPlatform()
              .daemon()
              .name("enrol-" + i)
              .start(() -> {
                try (var wire = new Wire(client.host(), client.port())) {
                  while (done.get() < phones.size() && failure.get() == null) {
                    var next = queue.poll(50, TimeUnit.MILLISECONDS);
                    if (next != null) {
                      enrol(next.getKey(), next.getValue(), wire);
                      done.incrementAndGet();
                    }
                  }
                } catch (IOException | RuntimeException | InterruptedException e) {
                  failure.compareAndSet(null, e);
                }
              }));
    }
    for (int first = 0; first < phones.size(); first += 1_000) {
      List<Phone> some = phones.subList(first, Math.min(first + 1_000, phones.size()));
      List<SegelClient.Invitation> codes = admin.invite(some);
      for (int i = 0; i < some.size(); i++) {
        queue.add(Map.entry(some.get(i), codes.get(i).code()));
      }
      progress.accept((int) done.get());
    }
    try {
      for (Thread thread : threads) {
        while (!thread.join(Duration.ofSeconds(1))) {
          progress.accept((int) done.get());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    check();
  }

  private static void enrol(Phone phone, String code, Wire wire) throws IOException {
    byte[] proof = phone.sign(("segel/enrol/v1\n" + code + "\n").getBytes(StandardCharsets.UTF_8));
    JsonNode answer =
        post(
            wire,
            "/api/devices/enrol",
            Map.of(
                "code",
                code,
                "key",
                phone.key().toString(),
                "signature",
                java.util.Base64.getEncoder().encodeToString(proof)));
    phone.token(answer.get("token").asString());
  }

  /** A device shows by its key that it may have a new day's token. */
  private static void renew(Phone phone, Wire wire) throws IOException {
    String key = phone.key().toString();
    String challenge =
        post(wire, "/api/devices/challenge", Map.of("key", key)).get("challenge").asString();
    byte[] proof =
        phone.sign(("segel/token/v1\n" + challenge + "\n").getBytes(StandardCharsets.UTF_8));
    JsonNode answer =
        post(
            wire,
            "/api/devices/token",
            Map.of(
                "key",
                key,
                "challenge",
                challenge,
                "signature",
                java.util.Base64.getEncoder().encodeToString(proof)));
    phone.token(answer.get("token").asString());
  }

  private static JsonNode post(Wire wire, String path, Map<String, String> body)
      throws IOException {
    Wire.Reply reply =
        wire.post(path, "Content-Type: application/json\r\n", JSON.writeValueAsBytes(body));
    if (reply.status() / 100 != 2) {
      throw new IOException(path + " was answered " + reply.status() + ": " + reply.text());
    }
    return JSON.readTree(reply.body());
  }

  // ---- Door

  @Override
  public void clock(Instant now, int speed) {
    check();
    try {
      client.clock(now, speed);
      running = new Running(now, System.nanoTime(), speed);
    } catch (IOException e) {
      throw new IllegalStateException("the election clock could not be set: " + e.getMessage(), e);
    }
  }

  @Override
  public void send(Phone uploader, List<Said> some, Instant clock, Instant now) {
    synchronized (unanswered) {
      unanswered.merge(now, 1, Integer::sum);
    }
    try {
      while (!waiting.offer(new Request(uploader, some, clock, now), 1, TimeUnit.SECONDS)) {
        check();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void stock(List<StockFact> facts) {
    long since = System.nanoTime();
    try {
      for (int first = 0; first < facts.size(); first += MAX_FACTS) {
        say(facts.subList(first, Math.min(first + MAX_FACTS, facts.size())));
      }
    } catch (IOException e) {
      throw new IllegalStateException("the desk was not heard: " + e.getMessage(), e);
    }
    stockNanos.addAndGet(System.nanoTime() - since);
  }

  /** Seconds in which the story waited for a desk's answers. */
  public double stockSeconds() {
    return stockNanos.get() / 1e9;
  }

  private void say(List<StockFact> facts) throws IOException {
    var body = new ByteArrayOutputStream(facts.size() * 2_000);
    for (StockFact fact : facts) {
      byte[] text = fact.text();
      body.writeBytes((text.length + "\n").getBytes(StandardCharsets.US_ASCII));
      body.writeBytes(text);
    }
    JsonNode answers = desk.post("/api/stock/many", "application/octet-stream", body.toByteArray());
    for (int i = 0; i < facts.size(); i++) {
      JsonNode problem = answers.get(i).get("problem");
      if (problem != null && !problem.isNull()) {
        problem("the desk was refused " + facts.get(i).getClass().getSimpleName() + ": " + problem);
      }
    }
    stockFacts.addAndGet(facts.size());
  }

  /** Facts about sheets that desks said. */
  public long stockFacts() {
    return stockFacts.get();
  }

  @Override
  public void settle(Instant sentBefore) {
    synchronized (unanswered) {
      while (!unanswered.isEmpty() && unanswered.firstKey().isBefore(sentBefore)) {
        check();
        try {
          unanswered.wait(1_000);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted", e);
        }
      }
    }
    check();
  }

  @Override
  public void revoke(PartyKey key, String reason, Instant moment) {
    try {
      desk.revoke(key, reason, moment);
    } catch (IOException e) {
      throw new IllegalStateException("a key could not be revoked: " + e.getMessage(), e);
    }
  }

  @Override
  public void assign(BoxId spare, BoxId box) {
    try {
      desk.assignSpare(spare.toString(), box.toString());
    } catch (IOException e) {
      throw new IllegalStateException("a spare could not be used: " + e.getMessage(), e);
    }
  }

  @Override
  public @Nullable Seen look(BoxId box) {
    JsonNode page;
    try {
      page = client.get("/api/boxes/" + box);
    } catch (IOException | SegelClient.RefusedException e) {
      return null;
    }
    Seen seen = null;
    for (JsonNode link : page.get("links")) {
      if (link.get("main").asBoolean()) {
        boolean isOffered = page.get("inTransit").asBoolean();
        seen =
            new Seen(
                Id.parse(link.get("id").asString()),
                key(page.get("holder")),
                isOffered ? key(link.get("to")) : null);
      }
    }
    return seen;
  }

  private static @Nullable PartyKey key(@Nullable JsonNode party) {
    return party == null || party.isNull() ? null : PartyKey.parse(party.get("key").asString());
  }

  @Override
  public void close() {
    isClosed = true;
    senders.forEach(Thread::interrupt);
  }

  private void check() {
    Throwable failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException(String.valueOf(failed.getMessage()), failed);
    }
  }

  // ---- the connections

  private void sendAll() {
    try (var wire = new Wire(client.host(), client.port())) {
      while (!isClosed) {
        Request next = waiting.take();
        send(next, wire);
        synchronized (unanswered) {
          unanswered.computeIfPresent(next.sent, (at, count) -> count == 1 ? null : count - 1);
          unanswered.notifyAll();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  private void send(Request request, Wire wire) throws IOException, InterruptedException {
    List<Said> left = request.notes;
    for (int attempt = 1; !left.isEmpty(); attempt++) {
      if (attempt > ATTEMPTS) {
        throw new IOException("the server did not take a request in " + ATTEMPTS + " attempts");
      }
      if (attempt > 1) {
        retries.incrementAndGet();
        TimeUnit.MILLISECONDS.sleep(Math.min(1_000, 20L * attempt));
      }
      left = attempt(request, left, wire, attempt);
    }
    for (Said said : request.notes) {
      said.sent();
    }
    requests.incrementAndGet();
    notes.addAndGet(request.notes.size());
  }

  /** Sends once; answers the notes that must be sent again. */
  private List<Said> attempt(Request request, List<Said> some, Wire wire, int attempt)
      throws IOException {
    String token = request.uploader.token();
    if (token == null) {
      throw new IOException("a device without a token: " + request.uploader.territory());
    }
    Wire.Reply reply;
    try {
      reply =
          wire.post(
              "/capture",
              "Content-Type: application/octet-stream\r\nAuthorization: Bearer "
                  + token
                  + "\r\nSegel-Clock: "
                  + shown(request)
                  + "\r\n",
              body(some));
    } catch (IOException e) {
      if (attempt >= ATTEMPTS / 2) {
        throw e;
      }
      return some;
    }
    if (reply.status() == 401 && attempt < ATTEMPTS / 2) {
      renew(request.uploader, wire);
      return some;
    }
    if (reply.status() == 503) {
      return some;
    }
    if (reply.status() != 200) {
      throw new IOException("/capture was answered " + reply.status() + ": " + reply.text());
    }
    JsonNode answer = JSON.readTree(reply.body());
    if (requests.get() % CHECKED_RECEIPTS == 0) {
      checkReceipt(answer);
    }
    return note(request, some, answer.get("answers"));
  }

  /** What the device's clock shows by now: where time runs, it ran on while the request waited. */
  private Instant shown(Request request) {
    Running set = running;
    if (set.speed == 0) {
      return request.clock;
    }
    Duration ran = Duration.ofNanos(System.nanoTime() - set.sinceNanos).multipliedBy(set.speed);
    return set.from.plus(ran).plus(Duration.between(request.sent, request.clock));
  }

  private List<Said> note(Request request, List<Said> some, JsonNode answers) {
    var again = new ArrayList<Said>(0);
    int skew = (int) Duration.between(request.sent, request.clock).toSeconds();
    for (int i = 0; i < some.size(); i++) {
      Said said = some.get(i);
      JsonNode answer = answers.get(i);
      JsonNode index = answer.get("index");
      if (index != null && !index.isNull()) {
        if (!said.answered(index.asLong(), request.sent, OptionalInt.of(skew))
            || !said.id().toString().equals(answer.get("id").asString())) {
          problem(said.id() + " was answered " + answer + " and before " + said.index());
        }
      } else if (answer.get("problem").get("status").asInt() == 503) {
        again.add(said);
      } else {
        problem(said.id() + " was refused: " + answer.get("problem"));
      }
    }
    return again;
  }

  /** docs/formats/receipt.md: signed by the log, one line for each statement that has an index. */
  private void checkReceipt(JsonNode answer) {
    var lines = new LinkedHashSet<String>();
    for (JsonNode one : answer.get("answers")) {
      if (one.hasNonNull("index")) {
        lines.add(one.get("index").asLong() + " " + one.get("id").asString() + "\n");
      }
    }
    if (lines.isEmpty()) {
      return;
    }
    receipts.incrementAndGet();
    String expected = "segel/receipt/v1\n" + log.name() + "\n" + String.join("", lines);
    try {
      byte[] receipt = answer.get("receipt").asString().getBytes(StandardCharsets.UTF_8);
      String text = Note.open(receipt, log).text();
      if (!text.equals(expected)) {
        problem("a receipt says " + text + " where the answers say " + expected);
      }
    } catch (MalformedException | SignatureException e) {
      problem("a receipt does not hold: " + e.getMessage());
    }
  }

  private void problem(String what) {
    synchronized (problems) {
      problemCount++;
      if (problems.size() < PROBLEMS_TOLD) {
        problems.add(Objects.requireNonNull(what));
      }
    }
  }

  /** Each note after its length in digits and a newline. */
  private static byte[] body(List<Said> some) {
    var body = new ByteArrayOutputStream(some.size() * 700);
    for (Said said : some) {
      byte[] note = said.note();
      body.writeBytes((note.length + "\n").getBytes(StandardCharsets.US_ASCII));
      body.writeBytes(note);
    }
    return body.toByteArray();
  }
}
