package id.segel.server;

import static id.segel.server.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.server.TestBrowser.Answer;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/**
 * Who may be at the store of a kecamatan, over HTTP: permits, who comes and goes, what is found.
 * The clock stands at 10.00 of 12 February and moves on as the day does.
 */
@TestPropertySource(properties = "segel.test=entrances")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EntranceTest extends AgencyTable {

  private static final String STORE = "K317101";
  private static final String OTHER = "K317201";

  @BeforeAll
  void aTableOfAgencies() throws Exception {
    open(at("10:00"));
    user("ppk", "KPU", "PPK", "317101");
    user("ppk2", "KPU", "PPK", "317101");
    user("pps", "KPU", "PPS", "3171011001");
    user("satpol", "Satpol PP", "SATPOL_PP", "3171");
    user("pengawas", "Bawaslu", "BAWASLU", "31");
    user("dinkes", "Dinkes", "DINKES", "3172");
  }

  /** An hour of 12 February in Jakarta, or of the day after with {@code +}. */
  private static Instant at(String hour) {
    boolean isNext = hour.startsWith("+");
    String day = isNext ? "2024-02-13T" : "2024-02-12T";
    return Instant.parse(day + (isNext ? hour.substring(1) : hour) + ":00+07:00");
  }

  private Answer permit(
      String user,
      String place,
      String kind,
      String code,
      String from,
      String until,
      boolean pair,
      String escort) {
    return as(user)
        .post(
            "/api/entrances/" + place + "/permits",
            Map.of(
                "zone", "INSIDE",
                "kind", kind,
                "code", code,
                "begin", "2024-02-06T00:00:00Z",
                "end", "2024-02-14T00:00:00Z",
                "from", from,
                "until", until,
                "pair", pair,
                "escort", escort));
  }

  private Answer enter(String user, String place, String who, String name, int escort) {
    return as(user)
        .post(
            "/api/entrances/" + place + "/visits",
            Map.of(
                "zone", "INSIDE", "who", who, "card", "", "name", name, "escort", escort, "at",
                ""));
  }

  private int entered(String user, String who, String name, int escort) {
    Answer answer = enter(user, STORE, who, name, escort);
    assertEquals(200, answer.status(), () -> String.valueOf(answer.json()));
    int newest = 0;
    for (JsonNode one : answer.json().get("visits")) {
      newest = Math.max(newest, one.get("number").asInt());
    }
    return newest;
  }

  private Answer leave(String user, int visit) {
    return as(user).post("/api/entrances/visits/" + visit + "/leave", Map.of("at", ""));
  }

  @Test
  @Order(1)
  void permitsAreMadeInTheTerritory() {
    assertEquals(200, permit("ppk", STORE, "ROLE", "PPK", "07:00", "18:00", true, "").status());
    assertEquals(
        200, permit("ppk", STORE, "ROLE", "SATPOL_PP", "00:00", "00:00", false, "").status());
    assertEquals(
        200, permit("ppk", STORE, "VISITOR", "any", "08:00", "16:00", false, "SATPOL_PP").status());
    assertEquals(
        "403 NOT_ALLOWED", said(permit("ppk", OTHER, "ROLE", "PPK", "07:00", "18:00", true, "")));
    assertEquals(
        "403 NOT_ALLOWED",
        said(permit("satpol", STORE, "ROLE", "PPK", "07:00", "18:00", true, "")));
    assertEquals(400, permit("ppk", STORE, "ROLE", "LURAH", "07:00", "18:00", true, "").status());
    assertEquals(400, permit("ppk", STORE, "ROLE", "PPK", "7", "18:00", true, "").status());
    assertEquals(
        "404 NOT_FOUND", said(permit("ppk", "K317199", "ROLE", "PPK", "07:00", "18:00", true, "")));
    JsonNode place = as("pengawas").get("/api/entrances/" + STORE).json();
    assertEquals(3, place.get("permits").size());
    assertFalse(place.get("mayPermit").asBoolean());
    assertTrue(place.get("mayWrite").asBoolean(), "the overseer of the province is at home");
  }

  @Test
  @Order(2)
  void twoComeOneAfterTheOther() {
    int first = entered("ppk", "SELF", "", 0);
    assertEquals("409 ALREADY_THERE", said(enter("ppk", STORE, "SELF", "", 0)));
    clock.set(at("10:06"), 0);
    await(() -> "OPEN".equals(finding("ENTRY_ALONE visit:" + first)));
    int second = entered("ppk2", "SELF", "", 0);
    clock.set(at("10:30"), 0);
    assertEquals("OPEN", finding("ENTRY_ALONE visit:" + first), "six minutes alone stay six");
    assertEquals(200, leave("ppk", first).status());
    assertEquals(200, leave("satpol", second).status(), "whoever is at the door");
    assertEquals("409 VISIT_OVER", said(leave("ppk", second)));
    clock.set(at("10:31"), 0);
    await(() -> "CLEARED".equals(finding("ENTRY_ALONE visit:" + first)));
    assertEquals(null, finding("ENTRY_ALONE visit:" + second));
  }

  @Test
  @Order(3)
  void aVisitorHasAnEscortAndANameThatCanBeErased() {
    assertEquals("409 ESCORT_NOT_THERE", said(enter("satpol", STORE, "VISITOR", "Tukang AC", 99)));
    int guard = entered("satpol", "SELF", "", 0);
    int visitor = entered("satpol", "VISITOR", "Tukang AC", guard);
    assertEquals(400, enter("satpol", STORE, "VISITOR", " ", guard).status());
    clock.set(at("10:45"), 0);
    assertEquals(200, leave("satpol", visitor).status());
    assertEquals(200, leave("satpol", guard).status());
    assertEquals("Tukang AC", row("pengawas", visitor).get("name").asString());
    assertFalse(row("dinkes", visitor).has("name"), "of another city");
    assertFalse(row("pengawas", visitor).has("nameHash"), "the overseer erases nothing");
    String hash = row("ppk", visitor).get("nameHash").asString();
    assertEquals(200, as("ppk").post("/api/entrances/erasures", Map.of("name", hash)).status());
    assertFalse(row("ppk", visitor).has("name"));
    assertEquals(
        "404 NOT_FOUND", said(as("ppk").post("/api/entrances/erasures", Map.of("name", hash))));
    assertEquals(
        "404 NOT_FOUND",
        said(as("ppk").post("/api/entrances/erasures", Map.of("name", "A".repeat(43) + "="))));
    clock.set(at("10:50"), 0);
    assertEquals(null, finding("ENTRY_NO_ESCORT visit:" + visitor));
  }

  /**
   * I-26, Notog 2019: members of a PPS opened 21 boxes at night. Of the committee, and without a
   * permit; the PPK after hours.
   */
  @Test
  @Order(4)
  void aRoleIsNoPermission() {
    clock.set(at("+01:30"), 0);
    assertEquals("403 NOT_ALLOWED", said(enter("dinkes", STORE, "SELF", "", 0)));
    int ppk = entered("ppk", "SELF", "", 0);
    // The guard writes down whoever comes with her.
    int other = entered("satpol", "VISITOR", "Seorang anggota PPS", ppk);
    clock.set(at("+01:31"), 0);
    await(() -> "OPEN".equals(finding("ENTRY_OUT_OF_HOURS visit:" + ppk)));
    await(() -> "OPEN".equals(finding("ENTRY_OUT_OF_HOURS visit:" + other)));
    JsonNode list = as("pengawas").get("/api/entrances").json();
    assertEquals(STORE, list.at("/0/place").asString());
    assertEquals(2, list.at("/0/there").asInt());
    assertEquals(2, list.at("/0/broken").asInt());
    leave("ppk", ppk);
    leave("ppk", other);
    clock.set(at("+01:33"), 0);
    await(() -> "CLEARED".equals(finding("ENTRY_OUT_OF_HOURS visit:" + ppk)));
    assertEquals("[\"OUT_OF_HOURS\"]", row("ppk", ppk).get("wasBroken").toString());
  }

  @Test
  @Order(5)
  void aPermitThatIsTakenBackIsOver() {
    assertEquals("403 NOT_ALLOWED", said(as("pps").post("/api/entrances/permits/2/end", Map.of())));
    assertEquals(200, as("ppk").post("/api/entrances/permits/2/end", Map.of()).status());
    assertEquals("409 PERMIT_OVER", said(as("ppk").post("/api/entrances/permits/2/end", Map.of())));
    assertEquals("404 NOT_FOUND", said(as("ppk").post("/api/entrances/permits/9/end", Map.of())));
    clock.set(at("+02:00"), 0);
    int guard = entered("satpol", "SELF", "", 0);
    clock.set(at("+02:01"), 0);
    await(() -> "OPEN".equals(finding("ENTRY_OUT_OF_HOURS visit:" + guard)));
  }

  private JsonNode row(String user, int visit) {
    for (JsonNode one : as(user).get("/api/entrances/" + STORE).json().get("visits")) {
      if (one.get("number").asInt() == visit) {
        return one;
      }
    }
    throw new AssertionError("no visit " + visit);
  }
}
