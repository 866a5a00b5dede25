package id.segel.cli;

import id.segel.core.box.SealsIssued;
import id.segel.core.personnel.Role;
import id.segel.core.stock.Holder;
import id.segel.core.stock.StockSums;
import id.segel.core.vulnerability.Part;
import id.segel.sim.ElectionDay;
import id.segel.sim.Fault;
import id.segel.sim.HttpDoor;
import id.segel.sim.Invariants;
import id.segel.sim.Mishap;
import id.segel.sim.Phone;
import id.segel.sim.Phones;
import id.segel.sim.Province;
import id.segel.sim.SegelClient;
import id.segel.sim.Takeover;
import id.segel.sim.VulnerabilityFiles;
import id.segel.sim.World;
import id.segel.tlog.client.LogProblem;
import id.segel.tlog.client.TileFetcher;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code segel demo}: a whole distribution, played through a server's HTTP API. */
final class Demo {

  static final String HELP =
      """
      usage: segel demo [options]

      Starts a server with fresh data and plays DKI Jakarta's election day of 2024 through its HTTP API:
      thousands of simulated devices with their own keys, fast to --until, then live. From then on you can
      play one of its officers in your browser, at /field. Before the vote its weather is that of a wet
      night, made up and marked so.

        --port 8080         where the command center answers
        --data DIR          the server's data, made anew by every demo (default: data/demo)
        --roster FILE.csv   kelurahan or TPS to play instead of the built-in ones
        --seed N            the same seed is the same day (default 2024)
        --scale 0.02        that part of the province: whole kelurahan of every city
        --until H-1T20:00   how far it is played as fast as it can be; H is 14 February 2024
        --speed 60          how many times faster than real time it goes on from there
        --lan [ADDRESSES]   opens the demo to phones of the same network: HTTPS on the next port with a
                            certificate of its own, and a page behind it from which phones install
                            the authority; at all addresses of this machine, or at those named
        --witnesses N       N bodies cosign the log, each by a process of its own: Bawaslu, Polda,
                            observers, Kodam, Kejati; most of them are needed
        --headless          play, check every invariant, say what was found, and end
        --json              with --headless: the summary as one JSON object on stdout

      Exit status: 0 done, 1 an invariant does not hold, 2 could not run.
      """;

  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration BEAT = Duration.ofSeconds(8);

  /** Officers that a person is shown to choose from. */
  private static final int OFFICERS = 8;

  /** Somebody of an agency who may log in. */
  private record Login(String user, String password, String agency, Role role, String territory) {}

  private final Args args;
  private final Printer printer;
  private final SecureRandom random = new SecureRandom();
  private final List<Login> logins = new ArrayList<>();
  private @Nullable SegelClient admin;
  private @Nullable DemoPosts posts;
  private @Nullable DemoSites sites;
  private final Map<String, Object> seconds = new LinkedHashMap<>();

  private Demo(Args args, Printer printer) {
    this.args = args;
    this.printer = printer;
  }

  static int run(List<String> line, Printer printer) throws IOException, InterruptedException {
    Args args =
        Args.parse(
            line,
            Set.of("--headless", "--json", "--lan"),
            Set.of(
                "--port",
                "--data",
                "--roster",
                "--seed",
                "--scale",
                "--until",
                "--speed",
                "--witnesses",
                "--lan"));
    args.words(0, 0, "");
    if (args.has("--json") && !args.has("--headless")) {
      throw new Args.BadArgsException("--json goes with --headless");
    }
    if (isOpen(args) && args.has("--headless")) {
      throw new Args.BadArgsException("--lan does not go with --headless");
    }
    return new Demo(args, printer).run();
  }

  private static boolean isOpen(Args args) {
    return args.has("--lan") || args.isSet("--lan");
  }

  private int run() throws IOException, InterruptedException {
    boolean isHeadless = args.has("--headless");
    long seed = args.number("--seed", 2_024, 0, Long.MAX_VALUE);
    int speed = (int) args.number("--speed", 60, 1, 100_000);
    double share = args.share("--scale");
    String end = args.get("--until", "H-1T20:00");
    if (!Province.isMoment(end)) {
      throw new Args.BadArgsException("--until is written H-1T20:00 or H+1T06:00, not " + end);
    }
    int port = (int) args.number("--port", isHeadless ? 0 : 8_080, 0, 65_535);
    Path data = Path.of(args.get("--data", isHeadless ? "data/demo-headless" : "data/demo"));
    int answering = port == 0 ? freePort() : port;
    @Nullable Lan lan = isOpen(args) ? Lan.of(args.get("--lan", ""), answering) : null;
    int bodies = (int) args.number("--witnesses", 0, 0, DemoWitnesses.MOST);
    Instant began = printer.clock().instant();
    try (@Nullable DemoWitnesses witnesses =
            bodies == 0 ? null : new DemoWitnesses(bodies, random);
        ServerProcess server =
            ServerProcess.start(
                data,
                answering,
                args.get("--roster", ""),
                lan,
                witnesses,
                !isHeadless && end.startsWith("H-"),
                printer);
        @Nullable InstallPage page =
            lan == null ? null : InstallPage.open(lan, server.authority())) {
      SegelClient client = server.client();
      took("start", began);
      SegelClient desk = setUp(server);
      if (!isHeadless) {
        sayHello(client);
      }
      if (witnesses != null && !isHeadless) {
        printer.line("Who cosigns its log; each has a page of its own:");
        printer.table(witnesses.rows());
      }
      if (lan != null && page != null) {
        sayWhereToBegin(lan, page);
      }
      Province whole = client.province();
      bringVulnerability(client, whole, seed);
      Province province = whole.part(share, seed);
      committees(province, isHeadless);
      posts = openPosts(client, whole);
      sites = DemoSites.register(desk, police(client), province);
      Instant until = province.parse(end);
      Instant making = printer.clock().instant();
      var phones = new Phones(province, seed);
      took("keys", making);
      try (var door = new HttpDoor(client, desk)) {
        var world = new World(door, ElectionDay.begins(province), seed);
        double part = (double) province.tpsCount() / Math.max(1, whole.tpsCount());
        var day = new ElectionDay(province, phones, world, part, seed);
        enrol(door, world, phones);
        play(province, world, door, day, until);
        if (isHeadless) {
          return judge(server, province, phones, day, world, door, seed, until);
        }
        return stay(province, server, day, world, speed);
      } catch (IllegalStateException e) {
        if (!server.isAlive()) {
          throw new IOException("the server ended:\n" + server.traceTail(), e);
        }
        throw new IOException(String.valueOf(e.getMessage()), e);
      }
    } catch (SegelClient.RefusedException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  // ---- setting up

  /** Makes the users; answers as the commission of the province. */
  private SegelClient setUp(ServerProcess server) throws IOException {
    Instant since = printer.clock().instant();
    SegelClient client = server.client();
    var first = login("admin", "KPU DKI Jakarta", Role.ADMIN, "31");
    admin = client;
    client.setUp(server.read("setup-token"), first.user, first.password, first.agency);
    for (Login one :
        List.of(
            login("kpu-dki", "KPU DKI Jakarta", Role.KPU_PROVINSI, "31"),
            login("kpu-pusat", "KPU Jakarta Pusat", Role.KPU_KOTA, "3171"),
            login("bawaslu", "Bawaslu DKI Jakarta", Role.BAWASLU, "31"),
            login("polda", "Polda Metro Jaya", Role.POLDA, "31"),
            login("polres-pusat", "Polres Metro Jakarta Pusat", Role.POLRES, "3171"),
            login("kodam", "Kodam Jaya", Role.KODAM, "31"),
            login("binda", "Binda DKI Jakarta", Role.BINDA, "31"),
            login("satpol-pp", "Satpol PP DKI Jakarta", Role.SATPOL_PP, "31"),
            login("pemprov", "Pemprov DKI Jakarta", Role.PEMPROV, "31"),
            login("bakesbangpol", "Bakesbangpol DKI Jakarta", Role.BAKESBANGPOL, "31"),
            login("kejaksaan", "Kejati DKI Jakarta", Role.KEJAKSAAN, "31"),
            login("dinkes", "Dinkes DKI Jakarta", Role.DINKES, "31"),
            // A duty is handed over by two.
            login("kpu-dki-malam", "KPU DKI Jakarta", Role.KPU_PROVINSI, "31"))) {
      client.addUser(one.user, one.password, one.agency, one.role, one.territory);
    }
    var desk = new SegelClient(client.base().toString());
    Login commission = logins.get(1);
    desk.login(commission.user, commission.password);
    for (SealsIssued seals : ElectionDay.seals()) {
      desk.issue(seals);
    }
    took("users", since);
    return desk;
  }

  /** Each agency brings its part, a week before H; all of it made up, and marked so. */
  private void bringVulnerability(SegelClient client, Province whole, long seed)
      throws IOException {
    Instant since = printer.clock().instant();
    var files = VulnerabilityFiles.of(whole, seed);
    for (Part part : Part.values()) {
      Login author =
          logins.stream().filter(one -> one.role == part.author()).findFirst().orElseThrow();
      var agency = new SegelClient(client.base().toString());
      agency.login(author.user, author.password);
      agency.bringSynthetic(
          part, whole.day().minusDays(7), Objects.requireNonNull(files.get(part)));
    }
    took("vulnerability", since);
  }

  /** One committee of each level, for a TPS that is played. */
  private void committees(Province province, boolean isHeadless) throws IOException {
    Province.Kelurahan of =
        province.kelurahan().stream()
            .filter(one -> one.kota().equals("3171"))
            .findFirst()
            .orElse(province.kelurahan().getFirst());
    List<Login> made =
        List.of(
            login("ppk", "PPK", Role.PPK, of.kecamatan()),
            login("pps", "PPS", Role.PPS, of.code()),
            login("kpps", "KPPS", Role.KPPS, of.tps().getFirst().code()));
    for (Login one : made) {
      Objects.requireNonNull(admin)
          .addUser(one.user, one.password, one.agency, one.role, one.territory);
    }
    if (!isHeadless) {
      printer.table(
          made.stream()
              .map(one -> List.of(one.user, one.password, one.role + " " + one.territory))
              .toList());
    }
  }

  /** As the police of the province. */
  private SegelClient police(SegelClient client) throws IOException {
    Login polda = logins.stream().filter(one -> one.role == Role.POLDA).findFirst().orElseThrow();
    var police = new SegelClient(client.base().toString());
    police.login(polda.user, polda.password);
    return police;
  }

  private void live(Instant now) throws IOException {
    Objects.requireNonNull(posts).live(now);
    Objects.requireNonNull(sites).live(now);
  }

  private DemoPosts openPosts(SegelClient client, Province whole) throws IOException {
    var crews = new EnumMap<Role, SegelClient>(Role.class);
    for (Login one : logins) {
      if (Set.of(Role.POLDA, Role.POLRES, Role.KODAM, Role.SATPOL_PP).contains(one.role)) {
        var crew = new SegelClient(client.base().toString());
        crew.login(one.user, one.password);
        crews.put(one.role, crew);
      }
    }
    return DemoPosts.open(whole, crews);
  }

  private Login login(String user, String agency, Role role, String territory) {
    var password = new StringBuilder();
    for (int i = 0; i < 16; i++) {
      password.append(i > 0 && i % 4 == 0 ? "-" : "");
      password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    var one = new Login(user, password.toString(), agency, role, territory);
    logins.add(one);
    return one;
  }

  private void sayHello(SegelClient client) {
    printer.line("The command center: " + client.base());
    printer.line("Simulated time. Users of this demo, made for it alone:");
    printer.table(logins.stream().map(one -> List.of(one.user, one.password, one.agency)).toList());
  }

  private void sayWhereToBegin(Lan lan, InstallPage page) {
    printer.line("");
    printer.line("Phones of the same network begin at " + lan.page());
    printer.line("");
    printer.line(Lan.qr(lan.page()));
    printer.line("There they install this demo's certificate. Its fingerprint, to compare:");
    printer.line("  " + page.fingerprint());
    printer.line("");
  }

  private void enrol(HttpDoor door, World world, Phones phones) throws IOException {
    Instant since = printer.clock().instant();
    door.clock(world.now(), 0);
    List<Phone> all = phones.all();
    door.enrol(
        Objects.requireNonNull(admin),
        all,
        done -> printer.progress("devices", done, all.size(), since));
    took("enrolment", since);
    printer.step(String.format(Locale.ROOT, "%,d devices are enrolled", all.size()));
  }

  // ---- playing

  private void play(Province province, World world, HttpDoor door, ElectionDay day, Instant until)
      throws IOException {
    Instant since = printer.clock().instant();
    day.begin();
    while (world.now().isBefore(until)) {
      Instant next = world.now().plus(Duration.ofHours(1));
      world.play(next.isBefore(until) ? next : until);
      live(world.now());
      printer.progress(
          String.format(
              Locale.ROOT,
              "%s: %,d notes in %,d requests, %,.0f notes/s",
              province.write(world.now()),
              door.notes(),
              door.requests(),
              door.notes() * 1_000.0 / Math.max(1, since(since).toMillis())));
    }
    took("play", since);
  }

  private int stay(Province province, ServerProcess server, ElectionDay day, World world, int speed)
      throws IOException, InterruptedException {
    printer.step(
        "live at "
            + speed
            + " times real time from "
            + province.write(world.now())
            + "; Ctrl-C ends");
    Instant from = world.now();
    Instant since = printer.clock().instant();
    world.run(speed);
    printer.line("Play an officer yourself: " + server.client().base() + "/field");
    while (server.isAlive()) {
      TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
      world.live(from.plus(since(since).multipliedBy(speed)));
      live(world.now());
      takeOver(server.client(), day);
    }
    throw new IOException("the server ended:\n" + server.traceTail());
  }

  /** Meets the people who play officers. */
  private void takeOver(SegelClient client, ElectionDay day) throws IOException {
    for (SegelClient.Asking one : client.takeovers(day.officers(OFFICERS), day.takeovers())) {
      Takeover person = day.takeOver(one.officer(), one.key());
      String officer = one.officer().role() + " of TPS " + one.officer().tps();
      printer.step(
          person.state() == Takeover.State.NOTHING
              ? "there is no handover left for a person to play the " + officer
              : "a person plays the " + officer);
    }
  }

  // ---- judging

  private int judge(
      ServerProcess server,
      Province province,
      Phones phones,
      ElectionDay day,
      World world,
      HttpDoor door,
      long seed,
      Instant until)
      throws IOException, InterruptedException {
    Instant since = printer.clock().instant();
    world.deliverAll();
    // What waits in vain for another statement is found by the log's own beat, every five seconds.
    TimeUnit.MILLISECONDS.sleep(BEAT.toMillis());
    took("delivery", since);
    since = printer.clock().instant();
    SegelClient client = server.client();
    var check = new LogCheck(false, logins.stream().map(Login::password).toList(), printer);
    LogCheck.Read read = readLog(client, check, world);
    var invariants = new Invariants(day, world, check.audit(), check.inLog());
    invariants.judge();
    var views = new ViewCheck(client, check.audit(), province, printer);
    views.judge(read.checkpoint().size(), invariants);
    invariants.hold(
        "no statement was refused, and receipts hold",
        door.problems(),
        door.notes() + " notes, " + door.receipts() + " receipts checked");
    invariants.hold("the log reads as its formats say", check.problems(), check.facts() + " facts");
    invariants.hold(
        "nothing personal is in the log",
        check.secretsFound(),
        read.tally().bytes() + " bytes, in which only formats without names are");
    printer.step("the installation is checked, and every view rebuilt from entry 0");
    invariants.hold(
        "tree, guards and every view rebuilt from entry 0 equal what the server left",
        server.fsck(),
        "segel fsck");
    List<Invariants.Held> held = invariants.held();
    took("judging", since);
    var summary = summary(province, phones, day, door, check, read, seed, until, held);
    say(summary, held);
    return held.stream().allMatch(Invariants.Held::isHeld) ? Segel.DONE : Segel.NO;
  }

  private LogCheck.Read readLog(SegelClient client, LogCheck check, World world)
      throws IOException, InterruptedException {
    long last = world.said().stream().mapToLong(one -> one.index()).max().orElse(-1);
    try (TileFetcher fetcher = TileFetcher.of(client.base() + "/log")) {
      Instant since = printer.clock().instant();
      while (client.logSize() <= last) {
        if (since(since).toSeconds() > 30) {
          throw new IOException("no checkpoint covers entry " + last + " after 30 s");
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
      return check.read(fetcher, client.logKey());
    } catch (LogProblem e) {
      throw new IOException("the log does not hold: " + e.getMessage(), e);
    }
  }

  private Map<String, Object> summary(
      Province province,
      Phones phones,
      ElectionDay day,
      HttpDoor door,
      LogCheck check,
      LogCheck.Read read,
      long seed,
      Instant until,
      List<Invariants.Held> held) {
    var summary = new LinkedHashMap<String, Object>();
    summary.put("election", province.election());
    summary.put("seed", seed);
    summary.put("until", province.write(until));
    summary.put("tps", province.tpsCount());
    summary.put("boxes", province.boxCount());
    summary.put("kelurahan", province.kelurahan().size());
    summary.put("devices", phones.all().size());
    summary.put("statements", check.audit().statementCount());
    summary.put("stockFacts", door.stockFacts());
    summary.put("notes", door.notes());
    summary.put("requests", door.requests());
    summary.put("retries", door.retries());
    summary.put(
        "log",
        Map.of(
            "origin",
            read.checkpoint().origin(),
            "size",
            read.checkpoint().size(),
            "root",
            read.checkpoint().root().base64()));
    summary.put("stages", stages(check));
    summary.put("sheets", sheets(check, day, province));
    summary.put("discrepancies", Verify.discrepancies(check));
    summary.put("faults", faults(day));
    seconds.put("play, of which desks", Math.round(door.stockSeconds() * 1_000) / 1_000.0);
    summary.put("seconds", seconds);
    var list = new ArrayList<Map<String, Object>>();
    for (Invariants.Held one : held) {
      var entry = new LinkedHashMap<String, Object>();
      entry.put("invariant", one.name());
      entry.put("holds", one.isHeld());
      entry.put("detail", one.detail());
      list.add(entry);
    }
    summary.put("invariants", list);
    summary.put("broken", held.stream().filter(one -> !one.isHeld()).count());
    return summary;
  }

  /** Sheets by where they are, from the movements that the log leads to. */
  static Map<String, Object> sheets(LogCheck check, ElectionDay day, Province province) {
    StockSums sums = check.audit().sums();
    var sheets = new LinkedHashMap<String, Object>();
    sheets.put(
        "need",
        province.kelurahan().stream()
            .flatMap(one -> one.tps().stream())
            .mapToLong(Province.Station::need)
            .sum());
    sheets.put("ordered", day.stores().ordered());
    sheets.put("received", sums.moved(Holder.Kind.PRINTER, Holder.Kind.CONSIGNMENT));
    sheets.put("replaced", sums.moved(Holder.Kind.DUE, Holder.Kind.CONSIGNMENT));
    sheets.put("credited", sums.moved(Holder.Kind.CONSIGNMENT, Holder.Kind.PRINTER));
    for (Holder.Kind kind : Holder.Kind.values()) {
      sheets.put(kind.word(), sums.of(kind));
    }
    var findings = new LinkedHashMap<String, Integer>();
    check.audit().findings().forEach((kind, count) -> findings.put(kind.name(), count));
    sheets.put("findings", findings);
    sheets.put("openFindings", check.audit().openFindings().size());
    return sheets;
  }

  private static Map<String, Integer> stages(LogCheck check) {
    var stages = new TreeMap<Integer, Integer>();
    check
        .audit()
        .chains()
        .boxes()
        .forEach(box -> stages.merge(check.audit().chains().state(box).stage(), 1, Integer::sum));
    var named = new LinkedHashMap<String, Integer>();
    stages.forEach((stage, count) -> named.put(Stages.NAMES.get(stage), count));
    return named;
  }

  private static Map<String, Integer> faults(ElectionDay day) {
    var played = new LinkedHashMap<String, Integer>();
    for (Fault fault : Fault.values()) {
      played.put(fault.name(), 0);
    }
    for (Mishap mishap : day.mishaps()) {
      if (mishap.isPlayed()) {
        played.merge(mishap.fault().name(), 1, Integer::sum);
      }
    }
    return played;
  }

  private void say(Map<String, Object> summary, List<Invariants.Held> held) {
    if (args.has("--json")) {
      printer.json(summary);
      return;
    }
    summary.forEach((name, value) -> {
      if (!name.equals("invariants")) {
        printer.line(name + ": " + value);
      }
    });
    printer.table(
        held.stream()
            .map(one -> List.of(one.isHeld() ? "holds" : "BROKEN", one.name(), one.detail()))
            .toList());
  }

  // ---- time

  private void took(String what, Instant since) {
    seconds.put(what, since(since).toMillis() / 1_000.0);
  }

  private Duration since(Instant moment) {
    return Duration.between(moment, printer.clock().instant());
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
