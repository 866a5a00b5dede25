package id.segel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.box.BoxId;
import id.segel.core.box.SpareAssigned;
import id.segel.core.custody.BoxState;
import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.SignedStatement;
import id.segel.core.exchange.Audit;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.DeviceEnrolled;
import id.segel.core.personnel.DeviceRevoked;
import id.segel.core.personnel.KeyKeeping;
import id.segel.core.stock.StockFact;
import id.segel.tlog.note.Ed25519;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A log in memory with the rules of the real one; it refuses what a server would refuse. */
final class MemoryDoor implements Door {

  /** What anybody makes of the log. */
  final Audit audit = new Audit();

  /** What the log's own rules know; they decide. */
  private final Audit guard = new Audit();

  final Map<Id, Long> inLog = new LinkedHashMap<>();
  final List<Instant> clock = new ArrayList<>();
  int requests;
  int repeats;
  private long next;
  private Instant now = Instant.MIN;

  void append(Fact fact) {
    List<Fact> behind = guard.fact(next, now, fact);
    audit.fact(next++, now, fact);
    behind.forEach(this::append);
  }

  void enrol(Phone phone) {
    append(
        new DeviceEnrolled(
            phone.key(), phone.role(), phone.territory(), KeyKeeping.DEVICE, phone.body()));
  }

  @Override
  public void clock(Instant moment, int speed) {
    assertTrue(!moment.isBefore(now), "the clock goes back");
    now = moment;
    clock.add(moment);
    guard.findGaps(moment).forEach(this::append);
    guard.tick(moment).forEach(this::append);
  }

  @Override
  public void send(Phone uploader, List<Said> notes, Instant shown, Instant sent) {
    assertTrue(
        audit.devices().of(uploader.key()) != null, "a stranger uploads: " + uploader.territory());
    assertTrue(notes.size() <= 500, "too many notes");
    assertEquals(now, sent);
    requests++;
    for (Said said : notes) {
      Long known = inLog.get(said.id());
      int skew = (int) Duration.between(now, shown).toSeconds();
      if (known == null) {
        known = take(said.note(), skew);
      } else {
        repeats++;
      }
      assertTrue(said.answered(known, now, OptionalInt.of(skew)));
      said.sent();
    }
  }

  private long take(byte[] note, int skew) {
    SignedStatement signed;
    try {
      signed = SignedStatement.open(note, Ed25519.shared());
    } catch (SignedStatement.FlawedException e) {
      throw new AssertionError(e);
    }
    long index = next++;
    inLog.put(signed.id(), index);
    var recorded = RecordedStatement.of(signed, index, now, OptionalInt.of(skew));
    audit.statement(recorded);
    guard.statement(recorded).forEach(this::append);
    return index;
  }

  @Override
  public void stock(List<StockFact> facts) {
    facts.forEach(this::append);
  }

  @Override
  public void settle(Instant sentBefore) {}

  @Override
  public void revoke(PartyKey key, String reason, Instant moment) {
    append(new DeviceRevoked(key, DeviceRevoked.Reason.parse(reason), moment));
  }

  @Override
  public void assign(BoxId spare, BoxId box) {
    append(new SpareAssigned(spare, box));
  }

  @Override
  public @Nullable Seen look(BoxId box) {
    BoxState state = audit.chains().state(box);
    Id tip = state.tip();
    return tip == null ? null : new Seen(tip, state.holder(), state.offeredTo());
  }
}
