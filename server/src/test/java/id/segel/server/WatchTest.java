package id.segel.server;

import static id.segel.server.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.box.BoxId;
import id.segel.core.custody.SignedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.region.PlaceCode;
import id.segel.server.TestBrowser.Answer;
import id.segel.server.log.Followers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** The special watch list over HTTP: who may, what is a sign of life, and what silence becomes. */
@TestPropertySource(properties = "segel.test=watch")
class WatchTest extends AgencyTable {

  private static final String TPS = "3171011001001";
  private static final String ISLAND = "3101011002901";
  private static final String SILENCE = "WATCH_SILENT kecamatan:317101";

  private final Followers followers;

  @Autowired
  WatchTest(Followers followers) {
    this.followers = followers;
  }

  @BeforeAll
  void aTableOfAgencies() throws Exception {
    open(at("03:00"));
    user("kpu", "KPU DKI", "KPU_PROVINSI", "31");
    user("polda", "Polda", "POLDA", "31");
    user("polres", "Polres Utara", "POLRES", "3172");
    user("kodam", "Kodam", "KODAM", "31");
    user("ppk", "KPU Pusat", "PPK", "317101");
    user("dinkes", "Dinkes", "DINKES", "31");
  }

  private static Instant at(String time) {
    return Instant.parse("2024-02-13T" + time + ":00Z");
  }

  private Answer watch(String user, String tps, int minutes) {
    return as(user).post("/api/watch", Map.of("tps", tps, "minutes", minutes));
  }

  private Answer end(String user, String tps) {
    return as(user).post("/api/watch/end", Map.of("tps", tps));
  }

  private Answer seen(String user, String tps, String word) {
    return as(user).post("/api/watch/seen", Map.of("tps", tps, "word", word));
  }

  private @Nullable JsonNode row(String user, String tps) {
    return as(user)
        .get("/api/watch")
        .json()
        .get("rows")
        .valueStream()
        .filter(one -> one.get("tps").asString().equals(tps))
        .findFirst()
        .orElse(null);
  }

  private String told(String path) {
    JsonNode row = row("kodam", TPS);
    return row == null ? "" : row.at(path).asString("");
  }

  private @Nullable String finding() {
    return finding("kodam", SILENCE);
  }

  @Test
  void whoMayWatchAndWhatIsHeard() throws Exception {
    // The roster brings eight of Pulau Kelapa, by the commission of the province.
    JsonNode board = as("dinkes").get("/api/watch").json();
    assertEquals(8, board.get("rows").size(), board.toString());
    assertEquals(false, board.get("mayWatch").asBoolean());
    JsonNode island = Objects.requireNonNull(row("kpu", ISLAND));
    assertEquals("TPS 901 Pulau Kelapa", island.get("name").asString());
    assertEquals(-5.65, island.get("lat").asDouble(), 0.05);
    assertEquals(106.57, island.get("lon").asDouble(), 0.05);
    assertEquals("KPU DKI Jakarta", island.at("/by/0/name").asString());
    assertEquals(true, island.at("/by/0/isOwn").asBoolean());
    assertEquals(120, island.get("minutes").asInt());
    assertEquals("OK", island.get("state").asString());
    assertEquals("2024-02-13T05:00:00Z", island.get("due").asString());

    // Who may not, and what is refused by name.
    assertEquals("403 NOT_ALLOWED", said(watch("dinkes", TPS, 60)));
    assertEquals("403 NOT_ALLOWED", said(watch("ppk", TPS, 60)));
    assertEquals("403 NOT_ALLOWED", said(seen("dinkes", ISLAND, "ALL_WELL")));
    assertEquals("403 OUTSIDE_TERRITORY", said(watch("polres", TPS, 60)));
    assertEquals("403 OUTSIDE_TERRITORY", said(seen("ppk", ISLAND, "ALL_WELL")));
    assertEquals("404 TPS_UNKNOWN", said(watch("polda", "3171011001899", 60)));
    assertEquals("400 MALFORMED", said(watch("polda", TPS, 4)));
    assertEquals("400 MALFORMED", said(watch("polda", "TPS-1", 60)));
    assertEquals(400, seen("polda", ISLAND, "SINKING").status());
    assertEquals("409 NOT_WATCHED", said(seen("ppk", TPS, "ALL_WELL")));
    assertEquals("409 NOT_WATCHED_BY_YOU", said(end("polda", ISLAND)));

    // The police watch another, which the log says; the commission of the province may not end it.
    assertEquals(200, watch("polda", TPS, 60).status());
    assertEquals("409 WATCHED_ALREADY", said(watch("polda", TPS, 60)));
    assertEquals("409 NOT_WATCHED_BY_YOU", said(end("kpu", TPS)));
    assertEquals("2024-02-13T04:00:00Z", told("/due"));
    assertEquals("", told("/sign/kind"));

    // What is signed about a box of it is a sign of life.
    clock.set(at("03:20"), 0);
    TestPhone phone = phone("KPU_KOTA", "3171");
    phone.send(List.of(sign(phone, phone.packing(BoxId.of(TPS, 1, 1), 1))));
    await(() -> told("/sign/kind").equals("PACK"));
    assertEquals("2024-02-13T04:20:00Z", told("/due"));

    // So is a word of the day that is said at it.
    clock.set(at("03:30"), 0);
    phone.send(List.of(sign(phone, day(phone, 2))));
    await(() -> told("/sign/word").equals("FLOODED"));
    assertEquals("2024-02-13T04:30:00Z", told("/due"));
    assertEquals("DAY", told("/sign/kind"));
    clock.set(at("04:16"), 0);
    assertEquals("DUE_SOON", told("/state"));
    assertEquals("2760", told("/sign/ageSeconds"));
    assertEquals(null, finding());

    // The clock moves on, and nobody says anything.
    clock.set(at("04:31"), 0);
    assertEquals("SILENT", told("/state"));
    await(() -> "OPEN".equals(finding()));
    assertEquals(TPS, as("kodam").get("/api/watch").json().at("/rows/0/tps").asString());

    // Somebody checks in: it is over, and somebody still has to see that it was.
    assertEquals(200, seen("ppk", TPS, "IN_TROUBLE").status());
    assertEquals("OK", told("/state"));
    assertEquals("IN_TROUBLE", told("/sign/word"));
    clock.set(at("04:32"), 0);
    await(() -> "CLEARED".equals(finding()));

    // Each takes off its own.
    assertEquals(200, watch("kodam", TPS, 30).status());
    assertEquals("30", told("/minutes"));
    assertEquals(200, end("polda", TPS).status());
    assertEquals(1, Objects.requireNonNull(row("kpu", TPS)).get("by").size());
    assertEquals(200, end("kodam", TPS).status());
    assertEquals(null, row("kpu", TPS));
    assertEquals("409 NOT_WATCHED", said(end("kodam", TPS)));

    for (Followers.Rebuilt one : followers.rebuild()) {
      assertTrue(one.isEqual(), one.schema() + " came out otherwise");
    }
    assertEquals(401, stranger().get("/api/watch").status());
  }

  private static byte[] sign(TestPhone phone, Statement statement) {
    return SignedStatement.sign(statement, phone.signingKey()).bytes();
  }

  private static Statement day(TestPhone phone, int counter) {
    return new Statement(
        Statement.Kind.DAY,
        "dki-2024",
        phone.key(),
        List.of(),
        counter,
        at("03:29"),
        new PlaceCode("T" + TPS),
        null,
        null,
        null,
        "FLOODED",
        null,
        0,
        List.of(),
        List.of());
  }
}
