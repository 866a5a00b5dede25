package id.segel.server;

import id.segel.core.box.BoxId;
import id.segel.core.custody.Seals;
import id.segel.core.custody.SignedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.region.PlaceCode;
import id.segel.tlog.note.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** An enrolled phone of a packer, over HTTP. */
public final class TestPhone {

  static final Instant PACKED = Instant.parse("2024-01-26T03:00:00Z");

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;
  private final int number;
  private final SigningKey key;
  private final String token;
  private int counter;

  public TestPhone(String url, int number, SigningKey key, String token) {
    this.url = url;
    this.number = number;
    this.key = key;
    this.token = token;
  }

  public SigningKey signingKey() {
    return key;
  }

  public String token() {
    return token;
  }

  public PartyKey key() {
    return PartyKey.of(key.publicKey());
  }

  /** Notes of packings, each of one box that no other note names. */
  List<byte[]> packings(int count) {
    var notes = new ArrayList<byte[]>();
    for (int i = 0; i < count; i++) {
      counter++;
      int box = number * 100_000 + counter;
      notes.add(
          SignedStatement.sign(packing(BoxId.of("3171011" + pad(box), 1, 1), counter), key)
              .bytes());
    }
    return notes;
  }

  private static String pad(int box) {
    String digits = Integer.toString(1_000_000 + box % 1_000_000);
    return digits.substring(1);
  }

  Statement packing(BoxId box, int counter) {
    return new Statement(
        Statement.Kind.PACK,
        "dki-2024",
        key(),
        List.of(),
        counter,
        PACKED,
        new PlaceCode("G3171"),
        null,
        null,
        null,
        null,
        null,
        0,
        List.of(new Statement.Group(null, List.of(new Statement.BoxLine(box, Seals.NONE, 277)))),
        List.of());
  }

  /** Sends notes; answers the places of those that are durable. */
  public Map<Id, Long> send(List<byte[]> notes) throws IOException, InterruptedException {
    var places = new LinkedHashMap<Id, Long>();
    HttpResponse<String> answer = post(frame(notes));
    if (answer.statusCode() == 200) {
      for (JsonNode one : TestDesk.JSON.readTree(answer.body()).get("answers")) {
        if (one.has("index")) {
          places.put(Id.parse(one.get("id").asString()), one.get("index").asLong());
        }
      }
    }
    return places;
  }

  HttpResponse<String> post(byte[] body) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(url + "/capture"))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/octet-stream")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  static byte[] frame(List<byte[]> notes) {
    var body = new ByteArrayOutputStream();
    for (byte[] note : notes) {
      body.writeBytes((note.length + "\n").getBytes(StandardCharsets.US_ASCII));
      body.writeBytes(note);
    }
    return body.toByteArray();
  }
}
