package id.segel.server.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.box.BoxId;
import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.SignedStatement;
import id.segel.core.exchange.Audit;
import id.segel.core.exchange.Facts;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.region.Roster;
import id.segel.server.TestBrowser;
import id.segel.server.TestBrowser.Answer;
import id.segel.server.TestPhone;
import id.segel.server.clock.ElectionClock;
import id.segel.server.log.Entries;
import id.segel.server.log.Followers;
import id.segel.server.region.Regions;
import id.segel.tlog.note.SigningKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Desks and phones of a test's server, over HTTP, and the question whether everything still holds:
 * every design comes to zero, the log folds to what it says, guards and views follow from it.
 */
@Component
@Lazy
class Desks {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PASSWORD = "kata sandi yang panjang";

  /** Names of users with their role and territory. */
  private static final Map<String, String> USERS =
      Map.of(
          "prov", "KPU_PROVINSI 31",
          "seribu", "KPU_KOTA 3101",
          "pusat", "KPU_KOTA 3171",
          "utara", "KPU_KOTA 3172",
          "selatan", "KPU_KOTA 3174",
          "gambir", "PPK 317101",
          "polisi", "POLDA 31");

  private final int port;
  private final Path data;
  private final Entries entries;
  private final Followers followers;
  private final JdbcClient sql;
  private final ElectionClock clock;
  private final Regions regions;

  private final Map<String, TestBrowser> browsers = new TreeMap<>();
  private final Map<BoxId, Id> last = new TreeMap<>();
  private final Audit audit = new Audit();
  private long audited;
  private long newest;

  /** The sums as they were when they were held before, by the newest entry then. */
  private final SortedMap<Long, SortedMap<String, Long>> past = new TreeMap<>();

  private int keys;

  Desks(
      @LocalServerPort int port,
      @Value("${segel.data}") Path data,
      Entries entries,
      Followers followers,
      JdbcClient sql,
      ElectionClock clock,
      Regions regions) {
    this.port = port;
    this.data = data;
    this.entries = entries;
    this.followers = followers;
    this.sql = sql;
    this.clock = clock;
    this.regions = regions;
  }

  /** Once for a server: users, the built-in roster, open books and the list of materials. */
  synchronized void open() throws Exception {
    if (!browsers.isEmpty()) {
      return;
    }
    clock.set(Instant.parse("2024-01-10T01:00:00Z"), 0);
    TestBrowser admin = fresh();
    String token = Files.readString(data.resolve("setup-token")).strip();
    assertEquals(
        200,
        admin
            .post(
                "/api/setup",
                Map.of("token", token, "user", "kepala", "password", PASSWORD, "agency", "KPU"))
            .status());
    browsers.put("admin", admin);
    assertEquals(200, admin.post("/api/region/builtin", Map.of()).status());
    for (var user : USERS.entrySet()) {
      String[] what = user.getValue().split(" ", -1);
      Answer added =
          admin.post(
              "/api/users",
              Map.of(
                  "user",
                  user.getKey(),
                  "password",
                  PASSWORD,
                  "agency",
                  "uji",
                  "role",
                  what[0],
                  "territory",
                  what[1]));
      assertEquals(200, added.status(), added.text());
      browsers.put(user.getKey(), logIn(user.getKey()));
    }
    play(
        """
        pusat: StockOpened; bundle 25; koli 500; outlier 5                 -> 403 NOT_ALLOWED
        prov: StockOpened; bundle 25; koli 500; outlier 5; revote 1 6000   -> ok
        prov: BillOfMaterialsSet; item TINTA 1 2 Tinta; item SAMPUL box 4 Sampul; item C-HASIL out 1 C.Hasil Salinan -> ok
        """);
  }

  /** Another browser of this user. */
  TestBrowser logIn(String user) {
    TestBrowser browser = fresh();
    Answer in = browser.post("/api/login", Map.of("user", user, "password", PASSWORD));
    assertEquals(200, in.status(), in.text());
    return browser;
  }

  /** A browser of nobody, with the guard's cookie. */
  TestBrowser fresh() {
    var browser = new TestBrowser(port);
    browser.get("/api/session");
    return browser;
  }

  TestBrowser browser(String user) {
    return Objects.requireNonNull(browsers.get(user), user);
  }

  ElectionClock clock() {
    return clock;
  }

  // ---- saying

  /** Each line {@code user: fact; field; field -> answer}. */
  void play(String table) {
    int number = 0;
    for (String line : table.strip().split("\n", -1)) {
      number++;
      String[] sides = line.split(" +-> ", -1);
      int colon = sides[0].indexOf(": ");
      assertEquals(
          sides[1].strip(),
          say(sides[0].substring(0, colon), sides[0].substring(colon + 2)),
          "line " + number + ": " + line);
    }
  }

  /** {@code ok}, the findings, the refusal's name, or status and reason. */
  String say(String user, String fact) {
    return said(browser(user).postText("/api/stock", text(fact)));
  }

  /** What an answer of this door says. */
  String said(Answer answer) {
    if (answer.status() == 409) {
      return answer.reason();
    }
    if (answer.status() != 200) {
      return answer.status() + " " + answer.reason();
    }
    JsonNode findings = answer.json().get("findings");
    newest = Math.max(newest, answer.json().get("index").asLong() + 1 + findings.size());
    var words = new ArrayList<String>();
    for (JsonNode one : findings) {
      String style = one.get("style").asString("");
      words.add(
          one.get("open").asBoolean()
              ? one.get("kind").asString()
                  + (style.isEmpty() ? "" : " " + style + " " + one.get("sheets").asLong())
              : "cleared " + one.get("kind").asString());
    }
    return words.isEmpty() ? "ok" : String.join(", ", words);
  }

  static String text(String fact) {
    return Fact.FIRST_LINE + "\nfact " + fact.strip().replaceAll(" *; *", "\n") + "\n";
  }

  /** Pieces of a koli that come to so many sheets, from this bundle of 25 on. */
  static String pieces(String koli, int bundle, int sheets) {
    int whole = sheets / 25;
    int rest = sheets % 25;
    String wholes =
        whole == 0
            ? ""
            : String.format(" %s.%02d", koli, bundle)
                + (whole == 1 ? "" : String.format("-%02d", bundle + whole - 1));
    return wholes + (rest == 0 ? "" : String.format(" %s.%02d=%d", koli, bundle + whole, rest));
  }

  // ---- asking

  JsonNode get(String user, String path) {
    await();
    Answer answer = browser(user).get(path);
    assertEquals(200, answer.status(), path + ": " + answer.text());
    return answer.json();
  }

  /** Waits until the pages know what was said. */
  void await() {
    until(() -> followers.position() >= newest, "the views did not come to " + newest);
  }

  /** Looks again and again until it is so. */
  static void until(BooleanSupplier isSo, String otherwise) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isSo.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, otherwise);
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** {@code open 4-1 106} of the newest finding of a kind about something, or {@code none}. */
  String finding(String kind, String about) {
    for (JsonNode row : get("polisi", "/api/stock/findings?size=500&kind=" + kind).get("rows")) {
      if (row.get("about").asString().equals(about)) {
        String style = row.get("style").asString("");
        return (row.get("open").asBoolean() ? "open" : "cleared")
            + (style.isEmpty() ? "" : " " + style + " " + row.get("sheets").asLong());
      }
    }
    return "none";
  }

  /** The first TPS of a region whose need is so, by its 13 digits. */
  String tps(String region, int leastNeed, int mostNeed) {
    for (Roster.Kelurahan one : regions.roster().kelurahan()) {
      for (int i = 0; one.code().digits().startsWith(region) && i < one.tps(); i++) {
        int need = regions.roster().need(one.tpsCode(i));
        if (need >= leastNeed && need <= mostNeed) {
          return Long.toString(one.tpsCode(i));
        }
      }
    }
    throw new AssertionError("no TPS of " + region + " needs " + leastNeed + " to " + mostNeed);
  }

  /** Every TPS of a region. */
  List<String> allTps(String region) {
    var all = new ArrayList<String>();
    for (Roster.Kelurahan one : regions.roster().kelurahan()) {
      for (int i = 0; one.code().digits().startsWith(region) && i < one.tps(); i++) {
        all.add(Long.toString(one.tpsCode(i)));
      }
    }
    return all;
  }

  int need(String tps) {
    return regions.roster().need(Long.parseLong(tps));
  }

  /** Sheets of a holder: as they are kept, which is what its movements come to. */
  long balance(String holder, String style) {
    long kept = balance("holder=" + holder, holder, style);
    assertEquals(balance("at=1000000&holder=" + holder, holder, style), kept, holder);
    return kept;
  }

  private long balance(String query, String holder, String style) {
    JsonNode page = get("polisi", "/api/stock/account?" + query);
    assertEquals(holder, page.get("holder").asString());
    for (JsonNode one : page.get("balances")) {
      if (one.get("style").asString().equals(style)) {
        return one.get("sheets").asLong();
      }
    }
    return 0;
  }

  // ---- signing

  /** A phone in this role and territory, enrolled. */
  Phone enrol(String role, String territory) {
    byte[] seed = new byte[32];
    seed[0] = (byte) ++keys;
    SigningKey key = SigningKey.fromSeed(seed);
    JsonNode invited =
        browser("admin")
            .post("/api/invitations", List.of(Map.of("role", role, "territory", territory)))
            .json();
    String code = invited.get(0).get("code").asString();
    byte[] signature =
        key.sign(("segel/enrol/v1\n" + code + "\n").getBytes(StandardCharsets.UTF_8));
    Answer enrolled =
        fresh()
            .post(
                "/api/devices/enrol",
                Map.of(
                    "code", code,
                    "key", Base64.getEncoder().encodeToString(key.publicKey()),
                    "signature", Base64.getEncoder().encodeToString(signature)));
    assertEquals(200, enrolled.status(), enrolled.text());
    var phone =
        new TestPhone(
            "http://localhost:" + port, keys, key, enrolled.json().get("token").asString());
    return new Phone(this, fresh(), phone);
  }

  /** The statement that a box's next one follows. */
  @Nullable Id last(BoxId box) {
    return last.get(box);
  }

  void recorded(BoxId box, Id statement, long index) {
    last.put(box, statement);
    newest = Math.max(newest, index + 1);
  }

  // ---- whether it holds

  /** Nothing was lost or made, and log, guards and views agree. */
  void holds() {
    sumsAreZero("stock.guards");
    await();
    read();
    assertEquals(List.of(), audit.problems());
    assertEquals(Map.of(), audit.sums().unbalanced());
    guardsFollow();
    sumsAreZero("stock.books");
    var folded = new TreeMap<String, Long>();
    audit
        .sums()
        .all()
        .forEach((kind, sums) ->
            sums.forEach((style, sheets) -> {
              if (sheets != 0) {
                folded.put(kind.word() + " " + style, sheets);
              }
            }));
    until(() -> followers.position() >= audited, "the views stand still");
    assertEquals(folded, board(""));
    past.put(audited - 1, folded);
    past.forEach((index, sums) -> assertEquals(sums, board("?at=" + index), "at " + index));
  }

  /** What the board shows of the province, by kind of holder and design. */
  private SortedMap<String, Long> board(String query) {
    var shown = new TreeMap<String, Long>();
    for (JsonNode line : get("polisi", "/api/stock/board" + query).get("lines")) {
      if (line.get("sheets").asLong() != 0) {
        shown.put(
            line.get("holder").asString() + " " + line.get("style").asString(),
            line.get("sheets").asLong());
      }
    }
    return shown;
  }

  private void sumsAreZero(String table) {
    Map<String, Long> sums = new TreeMap<>();
    sql.sql(
            "select split_part(key, ' ', 2), sum(value::bigint)::bigint from "
                + table
                + " where key like '=%' group by 1")
        .query(row -> {
          sums.put(row.getString(1), row.getLong(2));
        });
    assertFalse(sums.isEmpty());
    sums.values().removeIf(sum -> sum == 0);
    assertEquals(Map.of(), sums, table);
  }

  private void guardsFollow() {
    sql.sql("select key, value from stock.guards")
        .query(row -> {
          assertEquals(audit.stock().get(row.getString(1)), row.getString(2), row.getString(1));
        });
  }

  private void read() {
    while (true) {
      List<Entries.Leaf> leaves = entries.from(audited, 2_000);
      if (leaves.isEmpty()) {
        audit.end(audited);
        return;
      }
      for (Entries.Leaf leaf : leaves) {
        read(leaf);
      }
      audited += leaves.size();
    }
  }

  private void read(Entries.Leaf leaf) {
    Entry entry = Entry.decode(leaf.bytes());
    if (entry.kind() == Entry.Kind.FACT) {
      audit.fact(leaf.index(), entry.recorded(), Facts.read(entry.body()));
      return;
    }
    try {
      SignedStatement signed = SignedStatement.read(entry.body());
      audit.statement(
          RecordedStatement.of(signed, leaf.index(), entry.recorded(), entry.skewSeconds()));
    } catch (SignedStatement.FlawedException e) {
      throw new AssertionError(e);
    }
  }

  /** Every view, emptied and replayed, comes out as it was. */
  void replays() {
    followers
        .rebuild()
        .forEach(view -> assertTrue(view.isEqual(), view.schema() + " came out differently"));
  }

  static BoxId box(String tps, int kind) {
    return BoxId.of(tps, kind, 1);
  }
}
