package id.segel.server;

import static id.segel.server.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.server.TestBrowser.Answer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Posts and the police at a TPS, over HTTP: who may, what is refused, and what is found. */
@TestPropertySource(properties = "segel.test=posts")
class PostTest extends AgencyTable {

  private static final String KELURAHAN = "3171011001";
  private static final String TPS = "3171011001001";
  private static final String OTHER_TPS = "3172011001001";

  @BeforeAll
  void aTableOfAgencies() throws Exception {
    open(at("10:00"));
    user("polda", "Polda", "POLDA", "31");
    user("polres", "Polres Pusat", "POLRES", "3171");
    user("utara", "Polres Utara", "POLRES", "3172");
    user("kodam", "Kodam", "KODAM", "31");
    user("pengawas", "Bawaslu", "BAWASLU", "31");
    user("kpps", "KPU", "KPPS", TPS);
  }

  private static Instant at(String time) {
    return Instant.parse("2024-02-13T" + time + ":00Z");
  }

  private Answer open(String user, String kind, String kelurahan, String role, String territory) {
    var post = new LinkedHashMap<String, Object>();
    post.putAll(Map.of("kind", kind, "name", "Pos uji", "lat", -6.17, "lon", 106.83));
    post.putAll(Map.of("kelurahan", kelurahan, "role", role, "territory", territory));
    post.putAll(Map.of("reachMetres", 2_000, "synthetic", true));
    return as(user).post("/api/posts", post);
  }

  private int opened(String role, String territory) {
    Answer answer = open("polres", "TACTICAL", KELURAHAN, role, territory);
    assertEquals(200, answer.status(), answer.text());
    return answer.json().at("/row/number").asInt();
  }

  private Answer shift(String user, int post, String begin, String end) {
    return as(user)
        .post(
            "/api/posts/" + post + "/shifts",
            Map.of(
                "begin", at(begin).toString(), "end", at(end).toString(), "due", 12, "every", 60));
  }

  private Answer checkIn(String user, int post, String at, int people) {
    return as(user).post("/api/posts/" + post + "/check-ins", Map.of("at", at, "people", people));
  }

  @Test
  void whoOpensAPostAndWhatIsInItsReach() {
    assertEquals("403 NOT_ALLOWED", said(open("kodam", "TACTICAL", KELURAHAN, "KODAM", "31")));
    assertEquals("403 NOT_ALLOWED", said(open("utara", "TACTICAL", KELURAHAN, "POLRES", "3172")));
    assertEquals("403 NOT_ALLOWED", said(open("polres", "MAIN", KELURAHAN, "POLDA", "31")));
    assertEquals("400 MALFORMED", said(open("polres", "TACTICAL", KELURAHAN, "PPS", "3171")));
    assertEquals(
        "409 TERRITORY_UNKNOWN", said(open("polres", "TACTICAL", KELURAHAN, "POLRES", "PRIOK")));
    Answer main = open("polda", "MAIN", KELURAHAN, "POLDA", "31");
    assertEquals(200, main.status(), main.text());
    assertEquals("409 MAIN_POST_OPEN", said(open("polda", "MAIN", KELURAHAN, "POLDA", "31")));
    int number = main.json().at("/row/number").asInt();

    JsonNode reach = as("pengawas").get("/api/posts/" + number).json().get("reach");
    assertTrue(reach.get("tps").asInt() > 10, reach.toString());
    long before = 0;
    for (JsonNode one : reach.get("nearest")) {
      long metres = one.get("metres").asLong();
      assertTrue(metres >= before && metres <= 2_000, one.toString());
      before = metres;
    }
    Map<String, Object> near =
        Map.of("lat", -6.17, "lon", 106.83, "kelurahan", KELURAHAN, "reachMetres", 500);
    String move = "/api/posts/" + number + "/move";
    assertEquals("403 NOT_ALLOWED", said(as("polres").post(move, near)));
    Map<String, Object> far =
        Map.of("lat", -7.17, "lon", 106.83, "kelurahan", KELURAHAN, "reachMetres", 500);
    assertEquals("409 POINT_FAR", said(as("polda").post(move, far)));
    JsonNode moved = as("polda").post(move, near).json().get("reach");
    assertTrue(moved.get("tps").asInt() < reach.get("tps").asInt(), moved.toString());

    assertEquals(200, as("polda").post("/api/posts/" + number + "/close", Map.of()).status());
    assertEquals("409 POST_CLOSED", said(as("polda").post(move, near)));
    assertFalse(listed("").contains(number));
    assertTrue(listed("?closed=true").contains(number));
    assertEquals(200, open("polda", "MAIN", KELURAHAN, "POLDA", "31").status());
    assertEquals("404 NOT_FOUND", said(as("polda").get("/api/posts/999")));
    assertEquals(401, stranger().get("/api/posts").status());
  }

  private List<Integer> listed(String query) {
    return as("kodam")
        .get("/api/posts" + query)
        .json()
        .valueStream()
        .map(one -> one.get("number").asInt())
        .toList();
  }

  private String state(int post) {
    return as("pengawas").get("/api/posts/" + post).json().at("/row/state").asString();
  }

  /** The same hours, once without a check-in and once with one: raises, does not raise. */
  @Test
  void aPostThatDoesNotCheckInIsFoundByTheClock() {
    int silent = opened("POLRES", "3171");
    int heard = opened("KODAM", "31");
    for (int post : List.of(silent, heard)) {
      assertEquals("UNMANNED", state(post));
      assertEquals("403 NOT_ALLOWED", said(shift("utara", post, "11:00", "23:00")));
      assertEquals(200, shift("polres", post, "11:00", "23:00").status());
      assertEquals("409 SHIFT_OVERLAPS", said(shift("polres", post, "12:00", "13:00")));
    }
    clock.set(at("11:05"), 0);
    assertEquals("EXPECTED", state(silent));
    assertEquals("403 NOT_ALLOWED", said(checkIn("polres", heard, "", 10)));
    assertEquals("409 MOMENT_AHEAD", said(checkIn("kodam", heard, "2024-02-13T11:30:00Z", 10)));
    assertEquals(200, checkIn("kodam", heard, "", 10).status());
    assertEquals("MANNED", state(heard));

    clock.set(at("11:12"), 0);
    await(() -> finding(silent) != null);
    assertEquals("OPEN", finding(silent));
    assertEquals(null, finding(heard));
    assertEquals("SILENT", state(silent));

    // What was checked in time came late: it is over, and somebody still has to see that it was.
    assertEquals(200, checkIn("polres", silent, "2024-02-13T11:03:00Z", 7).status());
    clock.set(at("11:25"), 0);
    await(() -> "CLEARED".equals(finding(silent)));
    JsonNode detail = as("polres").get("/api/posts/" + silent).json();
    assertEquals(7, detail.at("/row/people").asInt());
    assertEquals(1, detail.get("checkIns").size());
    assertEquals(200, checkIn("polres", silent, "2024-02-13T11:03:00Z", 7).status());
    assertEquals(1, as("polres").get("/api/posts/" + silent).json().get("checkInsInAll").asInt());
  }

  private @Nullable String finding(int post) {
    return finding("polda", "POST_SILENT post:" + post);
  }

  @Test
  void policeEnterATpsWhenItsKppsAsks() {
    assertEquals("403 OUTSIDE_TERRITORY", said(ask(OTHER_TPS)));
    assertEquals("403 NOT_ALLOWED", said(as("polres").post("/api/assistance/asks", Map.of())));
    assertEquals(200, ask(TPS).status());
    assertEquals("409 ALREADY_ASKED", said(ask(TPS)));
    assertEquals("403 OUTSIDE_TERRITORY", said(enter("utara", TPS)));
    assertEquals("409 LEFT_BEFORE_ENTERED", said(leave("polres", TPS)));
    assertEquals(200, enter("polres", TPS).status());
    assertEquals("409 ALREADY_INSIDE", said(enter("polda", TPS)));
    assertEquals(200, leave("polres", TPS).status());
    assertEquals(null, finding("polda", "ENTRY_UNASKED tps:" + TPS));
    JsonNode row = as("pengawas").get("/api/assistance/tps/" + TPS).json().at("/rows/0");
    assertEquals("LEFT", row.get("state").asString());
    assertEquals(4, row.get("people").asInt());
    assertEquals("DISORDER", row.get("reason").asString());

    // In the other city nobody asked.
    assertEquals(200, enter("utara", OTHER_TPS).status());
    await(() -> "OPEN".equals(finding("polda", "ENTRY_UNASKED tps:" + OTHER_TPS)));
    JsonNode page = as("pengawas").get("/api/assistance?region=3172").json();
    assertEquals(1, page.get("unasked").asInt());
    assertEquals("404 NOT_FOUND", said(enter("polda", "3171011001999")));
    assertEquals(0, as("kpps").get("/api/assistance?region=3101").json().get("total").asInt());
  }

  private Answer ask(String tps) {
    return as("kpps")
        .post("/api/assistance/asks", Map.of("tps", tps, "reason", "DISORDER", "at", ""));
  }

  private Answer enter(String user, String tps) {
    return as(user).post("/api/assistance/entries", Map.of("tps", tps, "people", 4, "at", ""));
  }

  private Answer leave(String user, String tps) {
    return as(user).post("/api/assistance/exits", Map.of("tps", tps, "at", ""));
  }
}
