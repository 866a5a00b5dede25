package id.segel.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import id.segel.core.box.BoxId;
import id.segel.core.custody.Seals;
import id.segel.core.custody.SignedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.custody.Statement.BoxLine;
import id.segel.core.custody.Statement.Deviation;
import id.segel.core.custody.Statement.Group;
import id.segel.core.custody.Statement.Kind;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.region.Leg;
import id.segel.core.region.PlaceCode;
import id.segel.server.database.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;

/** What a phone takes along: its boxes with what their next statement follows, and who it meets. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"segel.demo=true", "segel.embargo=PT7H"})
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
class KitTest {

  private static final String TPS = "3171011001001";
  private static final BoxId FIRST = BoxId.of(TPS, 1, 1);
  private static final BoxId SECOND = BoxId.of(TPS, 2, 1);

  private final Path data;
  private final String url;
  private int counter;

  KitTest(@Value("${segel.data}") Path data, @Value("${local.server.port:0}") int port) {
    this.data = data;
    this.url = "http://127.0.0.1:" + port;
  }

  @Test
  void holdsTheBoxesInItsHandAndThoseItMeets() throws Exception {
    var desk = new TestDesk(url);
    desk.setUp(data);
    TestPhone city = desk.enrol(1, "KPU_KOTA", "3171").getFirst();
    TestPhone kecamatan = desk.enrol(1, "PPK", "317101").getFirst();
    TestPhone kelurahan = desk.enrol(1, "PPS", "3171011001").getFirst();
    TestPhone chair = desk.enrol(1, "KPPS", TPS).getFirst();
    TestPhone other = desk.enrol(1, "KPPS", "3171021001001").getFirst();

    var packed = List.of(new BoxLine(FIRST, Seals.NONE, 277), new BoxLine(SECOND, Seals.NONE, 277));
    var closed =
        List.of(
            new BoxLine(FIRST, Seals.parse("A1,A2"), 0),
            new BoxLine(SECOND, Seals.parse("A3,A4"), 0));
    Id pack = say(city, Kind.PACK, "G3171", null, packed, null, null);
    assertEquals(FIRST + " " + pack + " , " + SECOND + " " + pack + " ", holding(city));
    Id seal = say(city, Kind.SEAL, "G3171", pack, closed, null, null);
    Id offer = say(city, Kind.OFFER, "G3171", seal, closed, kecamatan, null);
    assertEquals("", holding(city), "what is offered is on its way");
    assertEquals("", holding(kecamatan));
    assertEquals(2, kit(kecamatan).get("expected").asInt());

    Id accept = say(kecamatan, Kind.ACCEPT, "K317101", null, List.of(), null, offer);
    assertEquals(FIRST + " " + accept + " A1,A9", holding(kecamatan));
    assertEquals(SECOND + " " + accept + " A3,A4", holding(city));
    assertEquals(1, kit(kecamatan).get("expected").asInt());
    assertEquals("", holding(other));

    assertEquals("city-kecamatan", kit(city).get("holding").get(0).get("leg").asString());
    assertEquals("kecamatan-kelurahan", kit(kecamatan).get("holding").get(0).get("leg").asString());
    assertEquals("city-kecamatan " + SECOND + ", kelurahan-kecamatan", coming(kecamatan));
    assertEquals("kelurahan-tps " + FIRST + " " + SECOND, coming(chair));
    assertEquals("kecamatan-city", coming(city), "nothing is on its way back yet");
    assertEquals("kelurahan-tps", coming(other), "boxes of another TPS");
    assertEquals(
        "kelurahan-tps 2024-02-13T17:00:00Z, tps-kelurahan 2024-02-15T05:00:00Z", latest(chair));

    assertEquals("PPK 317101", officers(city));
    assertEquals("KPU_KOTA 3171, PPS 3171011001", officers(kecamatan));
    assertEquals("PPK 317101, KPPS " + TPS, officers(kelurahan));
    assertEquals("PPS 3171011001", officers(chair));
    desk.post(
        "/api/devices/revoke",
        Map.of("key", chair.key().toString(), "reason", "LOST", "moment", "2023-01-01T00:00:00Z"));
    assertEquals("PPK 317101, KPPS " + TPS + " revoked", officers(kelurahan));
  }

  private Id say(
      TestPhone phone,
      Kind kind,
      String place,
      @Nullable Id after,
      List<BoxLine> lines,
      @Nullable TestPhone to,
      @Nullable Id of)
      throws Exception {
    PartyKey taker = to == null ? null : to.key();
    var statement =
        new Statement(
            kind,
            "dki-2024",
            phone.key(),
            List.of(),
            ++counter,
            Instant.parse("2024-02-13T01:00:00Z"),
            new PlaceCode(place),
            to == null ? null : Leg.CITY_KECAMATAN,
            taker,
            of,
            null,
            null,
            of == null ? 0 : 1,
            of == null ? List.of(new Group(after, lines)) : List.of(),
            of == null
                ? List.of()
                : List.of(new Deviation(FIRST, Seals.parse("A1,A9")), new Deviation(SECOND, null)));
    byte[] note = SignedStatement.sign(statement, phone.signingKey()).bytes();
    return phone.send(List.of(note)).keySet().iterator().next();
  }

  private String holding(TestPhone phone) throws Exception {
    var all = new StringBuilder();
    for (JsonNode one : kit(phone).get("holding")) {
      var seals = new StringBuilder();
      for (JsonNode seal : one.get("seals")) {
        seals.append(seals.isEmpty() ? "" : ",").append(seal.asString());
      }
      all.append(all.isEmpty() ? "" : ", ")
          .append(one.get("box").asString())
          .append(' ')
          .append(one.get("after").asString())
          .append(' ')
          .append(seals);
    }
    return all.toString();
  }

  private String coming(TestPhone phone) throws Exception {
    var all = new ArrayList<String>();
    for (JsonNode one : kit(phone).get("coming")) {
      var words = new ArrayList<String>(List.of(one.get("leg").asString()));
      one.get("boxes").forEach(box -> words.add(box.asString()));
      all.add(String.join(" ", words));
    }
    return String.join(", ", all);
  }

  private String latest(TestPhone phone) throws Exception {
    var all = new ArrayList<String>();
    for (JsonNode one : kit(phone).get("windows")) {
      all.add(one.get("leg").asString() + " " + one.get("latest").asString());
    }
    return String.join(", ", all);
  }

  private String officers(TestPhone phone) throws Exception {
    var all = new StringBuilder();
    for (JsonNode one : kit(phone).get("officers")) {
      all.append(all.isEmpty() ? "" : ", ")
          .append(one.get("role").asString())
          .append(' ')
          .append(one.get("territory").asString())
          .append(one.get("revoked").asBoolean() ? " revoked" : "");
    }
    return all.toString();
  }

  private JsonNode kit(TestPhone phone) throws Exception {
    var answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url + "/api/custody/kit"))
                    .header("Authorization", "Bearer " + phone.token())
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), answer.body());
    return TestDesk.JSON.readTree(answer.body());
  }
}
