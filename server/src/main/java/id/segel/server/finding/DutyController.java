package id.segel.server.finding;

import static id.segel.server.http.Allow.Who.USER;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.fact.Id;
import id.segel.core.finding.Desk;
import id.segel.core.finding.Duties;
import id.segel.core.finding.DutyOffered;
import id.segel.core.finding.DutyTaken;
import id.segel.core.finding.DutyWithdrawn;
import id.segel.core.personnel.Role;
import id.segel.server.custody.Naming;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.log.FactLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The duty of the caller's own desk: offered by one, taken by the next with a login of their own.
 */
@RestController
@RequestMapping("/api/findings/duty")
class DutyController {

  /**
   * An offer.
   *
   * @param by code of the user
   * @param leftAt the entry at which the counts were so
   * @param words of a remark; missing without one, and once it was erased
   * @param erasable the hash of the words where the caller wrote them
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Offered(
      long entry,
      Instant at,
      String by,
      boolean isMine,
      DutyOffered.Left left,
      long leftAt,
      boolean hasWords,
      @Nullable String words,
      @Nullable String erasable) {}

  /** An offer that was taken. */
  record Handed(Offered offer, long entry, Instant at, String by, boolean isMine) {}

  /**
   * The duty as it is now.
   *
   * @param holder code of who is on duty; missing while nobody is known to be
   * @param left what would be handed over now
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Shown(
      String agency,
      Role role,
      String place,
      @Nullable String holder,
      boolean isMine,
      DutyOffered.Left left,
      long leftAt,
      @Nullable Offered offer,
      List<Handed> past) {}

  /** A remark for the next; may be empty. */
  record Offering(String words) {}

  /** The entry of the offer. */
  record Answering(long offer) {}

  private final FindingQueue queue;
  private final FindingWords words;
  private final FactLog log;
  private final Naming naming;

  DutyController(FindingQueue queue, FindingWords words, FactLog log, Naming naming) {
    this.queue = queue;
    this.words = words;
    this.log = log;
    this.naming = naming;
  }

  @Allow(USER)
  @GetMapping
  Shown duty(Caller caller) {
    Desk desk = queue.deskOf(caller);
    Duties.Duty duty = queue.dutyAt(desk);
    String me = FindingController.code(caller);
    var hashes = new ArrayList<Id>();
    var offers = new ArrayList<Duties.Offer>();
    duty.past().forEach(one -> offers.add(one.offer()));
    if (duty.offer() != null) {
      offers.add(duty.offer());
    }
    for (Duties.Offer one : offers) {
      if (one.what().note() != null) {
        hashes.add(one.what().note());
      }
    }
    Map<Id, String> texts = words.of(hashes);
    FindingQueue.Left left = queue.leftAt(desk);
    return new Shown(
        desk.agency(),
        desk.role(),
        place(desk.territory()),
        duty.holder(),
        me.equals(duty.holder()),
        left.left(),
        left.at(),
        duty.offer() == null ? null : shown(duty.offer(), texts, me),
        duty.past().stream()
            .map(one ->
                new Handed(
                    shown(one.offer(), texts, me),
                    one.entry(),
                    one.at(),
                    one.by(),
                    one.by().equals(me)))
            .toList());
  }

  /** An area is no region, and goes by its code. */
  private String place(String territory) {
    return territory.matches("[0-9]+") ? naming.territory(territory) : territory;
  }

  private static Offered shown(Duties.Offer one, Map<Id, String> texts, String me) {
    Id note = one.what().note();
    boolean isMine = one.what().by().equals(me);
    String text = note == null ? null : texts.get(note);
    return new Offered(
        one.entry(),
        one.at(),
        one.what().by(),
        isMine,
        one.what().left(),
        one.what().at(),
        note != null,
        text,
        text != null && isMine ? String.valueOf(note) : null);
  }

  @Allow(USER)
  @PostMapping("/offers")
  Shown offer(@RequestBody Offering asked, Caller caller) {
    Desk desk = queue.deskOf(caller);
    String by = FindingController.code(caller);
    Id note = words.keepAny(asked.words(), by);
    FindingQueue.Left left = queue.leftAt(desk);
    words.said(note, () -> queue.say(new DutyOffered(desk, left.left(), left.at(), note, by), log));
    return duty(caller);
  }

  @Allow(USER)
  @PostMapping("/takes")
  Shown take(@RequestBody Answering asked, Caller caller) {
    var taking = new DutyTaken(queue.deskOf(caller), asked.offer(), FindingController.code(caller));
    words.said(null, () -> queue.say(taking, log));
    return duty(caller);
  }

  @Allow(USER)
  @PostMapping("/withdrawals")
  Shown withdraw(@RequestBody Answering asked, Caller caller) {
    var withdrawal =
        new DutyWithdrawn(queue.deskOf(caller), asked.offer(), FindingController.code(caller));
    words.said(null, () -> queue.say(withdrawal, log));
    return duty(caller);
  }
}
