package id.segel.cli;

import id.segel.core.box.BoxId;
import id.segel.core.custody.Seals;
import id.segel.core.custody.Statement;
import id.segel.core.fact.Id;
import id.segel.core.region.Leg;
import id.segel.core.region.PlaceCode;
import id.segel.sim.Phone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Some boxes that go their way together, from phone to phone: packed, sealed, five legs of offer
 * and acceptance, at last offered and withdrawn without end. No note contradicts another. Owned by
 * one thread at a time.
 */
final class BoxChain {

  private static final Leg[] LEGS = Leg.values();

  private static final Seals SEALS = Seals.parse("BENCH-1,BENCH-2");

  private final String election;
  private final List<Phone> phones;
  private final List<BoxId> boxes;
  private final Instant claimed;
  private @Nullable Id tip;
  private @Nullable Phone signer;
  private int holder;
  private int step;

  BoxChain(String election, List<Phone> phones, int holder, List<BoxId> boxes, Instant claimed) {
    this.election = election;
    this.phones = phones;
    this.holder = holder % phones.size();
    this.boxes = boxes;
    this.claimed = claimed;
  }

  /** Each box on its own from here on. */
  List<BoxChain> split() {
    var single = new ArrayList<BoxChain>(boxes.size());
    for (BoxId box : boxes) {
      var one = new BoxChain(election, phones, holder, List.of(box), claimed);
      one.tip = tip;
      one.step = step;
      single.add(one);
    }
    return single;
  }

  /** Who holds the boxes now. */
  Phone uploader() {
    return phones.get(holder);
  }

  /** Who signed the last note. */
  Phone signer() {
    return Objects.requireNonNull(signer);
  }

  /** The last note. */
  Id tip() {
    return Objects.requireNonNull(tip);
  }

  List<BoxId> boxes() {
    return boxes;
  }

  /** The next note on these boxes. */
  byte[] say() {
    int now = step++;
    if (now < 2) {
      return note(now == 0 ? Statement.Kind.PACK : Statement.Kind.SEAL, holder, LEGS[0]);
    }
    if (now < 12) {
      return hand(now, LEGS[(now - 2) / 2]);
    }
    return note(now % 2 == 0 ? Statement.Kind.OFFER : Statement.Kind.WITHDRAW, holder, LEGS[5]);
  }

  private byte[] hand(int now, Leg leg) {
    if (now % 2 == 0) {
      return note(Statement.Kind.OFFER, holder, leg);
    }
    byte[] note = note(Statement.Kind.ACCEPT, taker(), leg);
    holder = taker();
    return note;
  }

  private int taker() {
    int others = phones.size() - 1;
    return (int) (holder + 1 + boxes.getFirst().number() / 100 % others) % phones.size();
  }

  private byte[] note(Statement.Kind kind, int by, Leg leg) {
    boolean isOffer = kind == Statement.Kind.OFFER;
    boolean answers = kind.answersOffer();
    var lines = new ArrayList<Statement.BoxLine>(boxes.size());
    for (BoxId box : boxes) {
      lines.add(
          kind == Statement.Kind.PACK
              ? new Statement.BoxLine(box, Seals.NONE, 300)
              : new Statement.BoxLine(box, SEALS, 0));
    }
    boolean atStore = kind == Statement.Kind.PACK || kind == Statement.Kind.SEAL;
    // The end of a leg that is no TPS, for the boxes of a tray are of several.
    PlaceCode.Kind end = leg.from() == PlaceCode.Kind.TPS ? leg.to() : leg.from();
    var statement =
        new Statement(
            kind,
            election,
            phones.get(by).key(),
            List.of(),
            phones.get(by).count(),
            claimed,
            (atStore ? PlaceCode.Kind.CITY_STORE : end).of(boxes.getFirst().tps()),
            isOffer ? leg : null,
            isOffer ? phones.get(taker()).key() : null,
            answers ? Objects.requireNonNull(tip) : null,
            kind == Statement.Kind.WITHDRAW ? "BENCH" : null,
            null,
            kind == Statement.Kind.ACCEPT ? boxes.size() : 0,
            answers ? List.of() : List.of(new Statement.Group(tip, lines)),
            List.of());
    signer = phones.get(by);
    var note = phones.get(by).sign(statement);
    tip = Id.ofText(note.textBytes());
    return note.bytes();
  }
}
