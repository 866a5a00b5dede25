package id.segel.server.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.box.BoxId;
import id.segel.core.custody.Seals;
import id.segel.core.custody.SignedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.region.Leg;
import id.segel.core.region.PlaceCode;
import id.segel.server.TestBrowser;
import id.segel.server.TestBrowser.Answer;
import id.segel.tlog.note.SigningKey;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An enrolled phone that really signs; each statement follows the one before about its box. */
final class Phone {

  private final Desks desks;
  private final TestBrowser browser;
  private final SigningKey key;
  private final String token;
  private long counter;

  Phone(Desks desks, TestBrowser browser, SigningKey key, String token) {
    this.desks = desks;
    this.browser = browser;
    this.key = key;
    this.token = token;
  }

  PartyKey key() {
    return PartyKey.of(key.publicKey());
  }

  void packs(String place, BoxId box, int sheets) {
    sign(Statement.Kind.PACK, place, null, new Statement.BoxLine(box, Seals.NONE, sheets));
  }

  void seals(String place, BoxId box) {
    sign(Statement.Kind.SEAL, place, null, new Statement.BoxLine(box, seal(box), 0));
  }

  void opens(String place, BoxId box) {
    sign(Statement.Kind.OPEN, place, null, new Statement.BoxLine(box, seal(box), 0));
  }

  void offers(String place, BoxId box, Phone to) {
    sign(Statement.Kind.OFFER, place, to, new Statement.BoxLine(box, seal(box), 0));
  }

  void accountsFor(BoxId box, int received, int used, int spoiled, int unused) {
    var use = new Statement.Use(used, spoiled, unused);
    sign(
        Statement.Kind.USE,
        "T" + box.tps(),
        null,
        new Statement.BoxLine(box, Seals.NONE, received, use));
  }

  private static Seals seal(BoxId box) {
    return Seals.parse("S" + box);
  }

  private void sign(Statement.Kind kind, String place, @Nullable Phone to, Statement.BoxLine line) {
    Id after = desks.last(line.box());
    var said =
        new Statement(
            kind,
            "dki-2024",
            key(),
            List.of(),
            ++counter,
            desks.clock().instant(),
            new PlaceCode(place),
            to == null ? null : Leg.CITY_KECAMATAN,
            to == null ? null : to.key(),
            null,
            kind == Statement.Kind.OPEN ? "VOTING" : null,
            null,
            0,
            List.of(new Statement.Group(after, List.of(line))),
            List.of());
    byte[] note = SignedStatement.sign(said, key).bytes();
    byte[] length = (note.length + "\n").getBytes(StandardCharsets.US_ASCII);
    Answer answer =
        browser.send(
            browser
                .request(
                    "/capture",
                    "Authorization",
                    "Bearer " + token,
                    "Content-Type",
                    "application/octet-stream")
                .POST(
                    HttpRequest.BodyPublishers.concat(
                        HttpRequest.BodyPublishers.ofByteArray(length),
                        HttpRequest.BodyPublishers.ofByteArray(note)))
                .build());
    assertEquals(200, answer.status(), answer.text());
    JsonNode one = answer.json().get("answers").get(0);
    assertTrue(one.has("index"), answer.text());
    desks.recorded(line.box(), Id.parse(one.get("id").asString()), one.get("index").asLong());
  }

  /** What a KPPS or PPK says at its own desk, with the phone's token. */
  String say(String fact) {
    return desks.said(
        browser.postText("/api/stock", Desks.text(fact), "Authorization", "Bearer " + token));
  }
}
