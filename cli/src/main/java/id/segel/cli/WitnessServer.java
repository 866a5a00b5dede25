package id.segel.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import id.segel.tlog.Sha256;
import id.segel.tlog.checkpoint.Cosigner;
import id.segel.tlog.checkpoint.Policy;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.NoteVerifier;
import id.segel.tlog.witness.AddCheckpoint;
import id.segel.tlog.witness.Answer;
import id.segel.tlog.witness.Witness;
import id.segel.tlog.witness.WitnessState;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code segel witness}: the process that an agency runs on a machine of its own. It cosigns
 * checkpoints of the logs that it knows, shows the newest of each, and says to people what it has
 * seen; c2sp.org/tlog-witness. With a second key it signs, below {@code /audit}, what it has read
 * and checked whole.
 */
final class WitnessServer implements AutoCloseable {

  static final String HELP =
      """
      usage: segel witness --config FILE

      Runs a witness: it cosigns the checkpoints of the logs that it knows, each only when it grew from the one
      before. Its page says what it has seen. The file has lines 'name = value'; other files are beside it.

        body = Bawaslu DKI Jakarta     who runs it
        listen = 127.0.0.1:9101        where it answers; put a proxy with HTTPS before it
        key = witness.key              its private key: 'segel key new --kind witness' makes one
        pq.key = pq.key                another of the same witness, with ML-DSA-44, which signs besides
        state = witness.state          what it must never forget; back it up never, move it always
        logs = logs.policy             lines 'log VKEY URL'
        audit.key = audit.key          a second key: signs what was read and checked whole
        audit.user, audit.password-file
                                       a login at the log's server, to read what is not public yet

      It ends with Ctrl-C. Exit status: 2 when it could not run.
      """;

  private static final int WAITING_MAX = 64;
  private static final int AT_ONCE = 32;
  private static final int REFUSALS_TOLD = 20;
  private static final int EVIDENCE_MAX = 1_000;
  private static final String HTML = "text/html; charset=utf-8";
  private static final String TEXT = "text/plain; charset=utf-8";

  private final WitnessConfig config;
  private final Clock clock;
  private final HttpServer door;
  private final WitnessState state;
  private final @Nullable WitnessState auditState;
  private final Witness plain;
  private final @Nullable Witness auditing;
  private final Map<String, Auditor> auditors = new LinkedHashMap<>();
  private final Map<String, String> originByHash = new HashMap<>();
  private final Semaphore requests = new Semaphore(AT_ONCE);

  /** Newest first; guarded by itself. */
  private final ArrayDeque<WitnessPage.Refusal> refusals = new ArrayDeque<>();

  private WitnessServer(WitnessConfig config, Clock clock, Printer printer) throws IOException {
    this.config = config;
    this.clock = clock;
    List<NoteVerifier> logs = config.logs().stream().map(Policy.Log::key).toList();
    logs.forEach(log -> originByHash.put(hash(log.name()), log.name()));
    state = WitnessState.open(config.state());
    plain = new Witness(config.keys(), logs, state, clock);
    Cosigner auditKey = config.audit();
    if (auditKey == null) {
      auditState = null;
      auditing = null;
    } else {
      for (Policy.Log log : config.logs()) {
        String url = log.url();
        if (url == null) {
          throw new IOException("to audit " + log.key().name() + " its line needs an address");
        }
        auditors.put(log.key().name(), new Auditor(log.key().name(), url, config.login(), printer));
      }
      auditState = WitnessState.open(config.auditState());
      auditing =
          new Witness(
              List.of(auditKey),
              logs,
              auditState,
              clock,
              checkpoint -> {
                Auditor auditor = auditors.get(checkpoint.origin());
                return auditor == null ? Optional.empty() : auditor.objection(checkpoint);
              });
    }
    try {
      door = HttpServer.create(new InetSocketAddress(config.host(), config.port()), WAITING_MAX);
    } catch (BindException taken) {
      throw new IOException(
          config.host() + ":" + config.port() + " is taken; name another in 'listen'", taken);
    }
    door.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    door.createContext("/", this::answer);
  }

  static int run(List<String> line, Printer printer) throws IOException, InterruptedException {
    Args args = Args.parse(line, Set.of(), Set.of("--config"));
    args.words(0, 0, "");
    if (!args.isSet("--config")) {
      throw new Args.BadArgsException("--config FILE is missing");
    }
    try (WitnessServer server = open(Path.of(args.get("--config", "")), printer)) {
      printer.line(server.config.body() + " witnesses at " + server.address());
      server.config.keys().forEach(key -> printer.line(key.verifier().vkey()));
      Cosigner audit = server.config.audit();
      if (audit != null) {
        printer.line(audit.verifier().vkey());
      }
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      Thread.currentThread().join();
    }
    return Segel.DONE;
  }

  static WitnessServer open(Path config, Printer printer) throws IOException {
    var server = new WitnessServer(WitnessConfig.read(config), Clock.systemUTC(), printer);
    server.door.start();
    return server;
  }

  String address() {
    return "http://" + config.host() + ":" + door.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!requests.tryAcquire()) {
        send(exchange, 503, TEXT, "too many at once; come back in a moment\n");
        return;
      }
      try {
        route(exchange);
      } finally {
        requests.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void route(HttpExchange exchange) throws IOException, InterruptedException {
    String path = String.valueOf(exchange.getRequestURI().getPath());
    String method = exchange.getRequestMethod();
    boolean isPost = method.equals("POST");
    if (!isPost && !method.equals("GET") && !method.equals("HEAD")) {
      send(exchange, 405, TEXT, "GET or POST\n");
      return;
    }
    Witness witness = path.startsWith("/audit/") ? auditing : plain;
    String rest = path.startsWith("/audit/") ? path.substring("/audit".length()) : path;
    if (witness == null) {
      send(exchange, 404, TEXT, "this witness does not audit\n");
    } else if (rest.equals("/add-checkpoint")) {
      if (isPost) {
        add(exchange, witness);
      } else {
        send(exchange, 405, TEXT, "POST\n");
      }
    } else if (isPost) {
      send(exchange, 404, TEXT, "there is nothing here\n");
    } else if (rest.matches("/[0-9a-f]{64}/checkpoint")) {
      monitor(exchange, witness, rest.substring(1, 65));
    } else if (path.equals("/")) {
      send(exchange, 200, HTML, page().html());
    } else if (path.equals("/checker.html") && Checker.page().length > 0) {
      // It names its own script by its hash, and lets itself load nothing.
      exchange.getResponseHeaders().set("Content-Security-Policy", "frame-ancestors 'none'");
      send(exchange, 200, HTML, new String(Checker.page(), StandardCharsets.UTF_8));
    } else {
      send(exchange, 404, TEXT, "Tidak ada halaman ini. There is no such page.\n");
    }
  }

  private void add(HttpExchange exchange, Witness witness)
      throws IOException, InterruptedException {
    byte[] body;
    try (InputStream in = exchange.getRequestBody()) {
      body = in.readNBytes(AddCheckpoint.BYTES_MAX + 1);
    }
    switch (witness.add(body)) {
      case Answer.Cosigned(List<Note.Line> lines) ->
          send(
              exchange,
              200,
              TEXT,
              lines.stream().map(line -> line + "\n").collect(Collectors.joining()));
      case Answer.Behind(long size) -> send(exchange, 409, "text/x.tlog.size", size + "\n");
      case Answer.NotYet(String detail) -> {
        exchange.getResponseHeaders().set("Retry-After", "2");
        send(exchange, 503, TEXT, detail + "\n");
      }
      case Answer.Refused refused -> {
        remember(witness, refused, body);
        send(exchange, refused.status(), TEXT, refused.detail() + "\n");
      }
    }
  }

  /** What was refused is told on the page; a tree that does not fit is kept whole. */
  private void remember(Witness witness, Answer.Refused refused, byte[] body) throws IOException {
    Instant now = clock.instant();
    String kept = null;
    if (refused.status() == 422) {
      Path folder = config.state().toAbsolutePath().resolveSibling("evidence");
      Files.createDirectories(folder);
      kept =
          now.getEpochSecond()
              + "-"
              + HexFormat.of().formatHex(Sha256.digest().digest(body), 0, 6)
              + ".txt";
      try (var files = Files.list(folder)) {
        if (files.count() < EVIDENCE_MAX) {
          Files.write(folder.resolve(kept), body);
        }
      }
    }
    synchronized (refusals) {
      refusals.addFirst(
          new WitnessPage.Refusal(
              now, witness == auditing, refused.status(), refused.detail(), kept));
      while (refusals.size() > REFUSALS_TOLD) {
        refusals.removeLast();
      }
    }
  }

  private void monitor(HttpExchange exchange, Witness witness, String hash) throws IOException {
    String origin = originByHash.get(hash);
    Optional<Note> note = origin == null ? Optional.empty() : witness.cosigned(origin);
    if (note.isEmpty()) {
      send(exchange, 404, TEXT, "no checkpoint of that log was cosigned here\n");
    } else {
      // Pages of anybody may look.
      exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
      send(exchange, 200, TEXT, note.get().toString());
    }
  }

  private WitnessPage page() throws IOException {
    var logs = new ArrayList<WitnessPage.Log>();
    for (Policy.Log log : config.logs()) {
      String origin = log.key().name();
      Auditor auditor = auditors.get(origin);
      logs.add(
          new WitnessPage.Log(
              origin,
              log.url(),
              hash(origin),
              plain.latest(origin).orElse(null),
              auditing == null ? null : auditing.latest(origin).orElse(null),
              auditor == null ? null : auditor.progress()));
    }
    List<WitnessPage.Refusal> told;
    synchronized (refusals) {
      told = List.copyOf(refusals);
    }
    return new WitnessPage(
        config.body(),
        clock.instant(),
        config.keys(),
        config.audit(),
        logs,
        told,
        Checker.page().length == 0 ? null : Checker.digest());
  }

  private static String hash(String origin) {
    return HexFormat.of()
        .formatHex(Sha256.digest().digest(origin.getBytes(StandardCharsets.UTF_8)));
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type);
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.putIfAbsent(
        "Content-Security-Policy",
        List.of(
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'"));
    boolean isHead = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, isHead ? -1 : body.length);
    if (!isHead) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    door.stop(0);
    auditors.values().forEach(Auditor::close);
    try {
      state.close();
      if (auditState != null) {
        auditState.close();
      }
    } catch (IOException e) {
      // Each change was flushed when it was made; only the lock is let go here.
      return;
    }
  }
}
