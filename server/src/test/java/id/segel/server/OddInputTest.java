package id.segel.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.server.TestBrowser.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;

/** Years that nobody lives in, nulls, and characters that no database keeps: 400, and why. */
@TestPropertySource(properties = "segel.test=odd")
class OddInputTest extends AgencyTable {

  private static final String NUL = "\\u0000";

  @BeforeAll
  void aTableOfAgencies() throws Exception {
    open(Instant.parse("2024-02-13T01:00:00Z"));
    user("kota", "KPU", "KPU_KOTA", "3171");
    user("kpu", "KPU", "KPU_PROVINSI", "31");
    user("polda", "Polda", "POLDA", "31");
    as("kota").post("/api/cameras/workers", Map.of("name", "Komputer"));
  }

  private static void refused(Answer answer) {
    assertEquals(400, answer.status(), answer.text());
    assertEquals("MALFORMED", answer.reason(), answer.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/cameras/readings?hour=",
        "/api/cameras/places/G3171?until=",
        "/api/cameras/places/G3171/export?until=",
        "/api/past?at=",
        "/api/past/tps?kelurahan=3171011001&at=",
        "/api/sitrep?until=",
        "/api/sitrep?from=",
        "/api/sitrep.txt?until=",
        "/api/sitrep.pdf?from="
      })
  void noYearIsAbsurd(String path) {
    for (String moment :
        new String[] {
          "+999999999-12-31T23:59:59Z",
          "-999999999-01-01T00:00:00Z",
          "+12024-02-13T11:00:00Z",
          "1624-02-13T11:00:00Z",
          "kemarin"
        }) {
      refused(as("kota").get(path + URLEncoder.encode(moment, StandardCharsets.UTF_8)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kota  | /api/cameras/places/G3171 | {"name":"Aula","view":"DOOR","kind":"SNAPSHOT","address":"http://203.0.113.7/a.jpg","user":"","password":"","worker":1,"clock":[null]}
          kota  | /api/cameras/places/G3171 | {"name":"Au@la","view":"DOOR","kind":"SNAPSHOT","address":"http://203.0.113.7/a.jpg","user":"","password":"","worker":1,"clock":[]}
          kota  | /api/cameras/places/G3171 | {"name":"Aula","view":"DOOR","kind":"SNAPSHOT","address":"http://203.0.113.7/a.jpg","user":"a@b","password":"","worker":1,"clock":[]}
          kota  | /api/cameras/workers      | {"name":"Kompu@ter"}
          kota  | /api/sensors/places/G3171 | {"kind":"SMOKE","name":"Atap@","minutes":60}
          kota  | /api/sensors/places/G3171 | {"kind":"SMOKE","name":null,"minutes":60}
          kota  | /api/sensors/places/G3171 | {"kind":null,"name":"Atap","minutes":60}
          kota  | /api/entrances/G3171/visits | {"zone":"INSIDE","who":"VISITOR","card":"","name":"Bu@di","escort":0,"at":""}
          kota  | /api/entrances/G3171/visits | {"zone":"INSIDE","who":"SELF","card":"","name":"","escort":0,"at":"+999999999-12-31T23:59:59Z"}
          kota  | /api/entrances/G3171/visits | {"zone":"INSIDE","who":"SELF","card":"","name":"","escort":0,"at":"-999999999-01-01T00:00:00Z"}
          kota  | /api/incidents            | {"kind":"FIRE","places":["G3171"],"at":"","drill":false,"scope":"NONE","boxes":[],"finding":"","follows":0,"words":"api@","anyway":true}
          kota  | /api/incidents            | {"kind":"FIRE","places":[null],"at":"","drill":false,"scope":"NONE","boxes":[],"finding":"","follows":0,"words":"api","anyway":true}
          kota  | /api/incidents            | {"kind":"FIRE","places":["G3171"],"at":"+999999999-12-31T23:59:59Z","drill":false,"scope":"NONE","boxes":[],"finding":"","follows":0,"words":"api","anyway":true}
          kota  | /api/findings/reports     | {"record":"1","severity":"URGENT","place":"G3171","words":"a@"}
          kota  | /api/findings/acts        | {"finding":"GAP box:1","act":"NOTED","with":"x@"}
          """)
  void whatNoDatabaseKeepsIsRefused(String user, String path, String body) {
    refused(as(user).post(path, body.replace("@", NUL)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /api/vulnerability/weights | {"A@B":1}
          /api/custody/thresholds    | {"clock":5,"overlap":5,"opened":5,"way":{"317101@":60}}
          """)
  void norInTheKeyOfAMap(String path, String body) {
    Answer answer = as("kpu").post(path, body.replace("@", NUL));
    refused(answer);
    assertTrue(answer.text().contains("NUL"), answer.text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/findings?region=%00", "/api/sensors?place=%00"})
  void norInAnAddress(String path) {
    refused(as("kota").get(path));
  }

  /** A worker that sends nonsense. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"readings\":[null],\"pictures\":[]}",
        "{\"readings\":null,\"pictures\":null}",
        "{\"readings\":[{\"camera\":null}],\"pictures\":[null]}",
        "[null]",
        "null"
      })
  void aWorkerThatSendsNulls(String body) {
    String token =
        as("kota")
            .post("/api/cameras/workers", Map.of("name", "Lain"))
            .json()
            .get("token")
            .asString();
    int status =
        stranger()
            .post("/api/cameras/worker/readings", body, "Authorization", "Bearer " + token)
            .status();
    assertTrue(status < 500, body + ": " + status);
  }
}
