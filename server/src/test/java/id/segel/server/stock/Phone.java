package id.segel.server.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import id.segel.core.box.BoxId;
import id.segel.core.custody.Seals;
import id.segel.core.custody.SignedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.region.Leg;
import id.segel.core.region.PlaceCode;
import id.segel.server.TestBrowser;
import id.segel.server.TestPhone;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An enrolled phone that really signs; each statement follows the one before about its box. */
final class Phone {

  private final Desks desks;
  private final TestBrowser browser;
  private final TestPhone phone;
  private long counter;

  Phone(Desks desks, TestBrowser browser, TestPhone phone) {
    this.desks = desks;
    this.browser = browser;
    this.phone = phone;
  }

  PartyKey key() {
    return phone.key();
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
    byte[] note = SignedStatement.sign(said, phone.signingKey()).bytes();
    Map<Id, Long> places;
    try {
      places = phone.send(List.of(note));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    assertEquals(1, places.size(), "a statement was not taken");
    places.forEach((id, index) -> desks.recorded(line.box(), id, index));
  }

  /** What a KPPS or PPK says at its own desk, with the phone's token. */
  String say(String fact) {
    return desks.said(
        browser.postText(
            "/api/stock", Desks.text(fact), "Authorization", "Bearer " + phone.token()));
  }
}
