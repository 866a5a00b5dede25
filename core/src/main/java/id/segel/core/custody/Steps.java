package id.segel.core.custody;

import static id.segel.core.custody.BoxState.Phase.NEW;
import static id.segel.core.custody.BoxState.Phase.OPENED;
import static id.segel.core.custody.BoxState.Phase.PACKED;
import static id.segel.core.custody.BoxState.Phase.REPLACED;
import static id.segel.core.custody.BoxState.Phase.RESEALED;
import static id.segel.core.custody.BoxState.Phase.SEALED;

import id.segel.core.box.BoxId;
import id.segel.core.fact.PartyKey;
import id.segel.core.region.Leg;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one statement does to one box, judged by the state it follows and nothing else: that is what
 * makes chains independent of the order in which statements arrive.
 */
final class Steps {

  private Steps() {}

  /**
   * The answer.
   *
   * @param next the state after it; the state before when it does not count
   * @param counts whether it moves the chain on
   * @param contradiction what is wrong with it, or null
   */
  record Step(BoxState next, boolean counts, @Nullable Discrepancy contradiction) {}

  /** What a step must know beside the state: the statement by which the box stands so. */
  interface Context {

    /** Whether this device may put itself in the place of the card or paper that took the box. */
    boolean mayConfirm(BoxState before, RecordedStatement confirming);

    /**
     * Who gave the box to its holder, by the last statement; null when it was not taken by that.
     */
    @Nullable PartyKey giver(BoxState before);
  }

  static Step apply(BoxState before, RecordedStatement recorded, BoxId box, Context context) {
    Statement said = recorded.statement();
    return switch (said.kind()) {
      case PACK -> pack(before, recorded, said);
      case SEAL -> close(before, recorded, box, PACKED, SEALED);
      case RESEAL -> close(before, recorded, box, OPENED, RESEALED);
      case OPEN -> open(before, recorded, box);
      case USE -> use(before, recorded);
      case OFFER -> offer(before, recorded, box);
      case ACCEPT -> accept(before, recorded, box);
      case WITHDRAW -> withdraw(before, recorded, said);
      case REPLACE ->
          recorded.fills(box) ? fill(before, recorded, box) : empty(before, recorded, box);
      case CONFIRM -> confirm(before, recorded, box, context);
      case CORRECT -> correct(before, recorded, context);
      case DAY -> denied(before, Discrepancy.OUT_OF_ORDER);
    };
  }

  private static Step pack(BoxState before, RecordedStatement recorded, Statement said) {
    if (before.holder() != null && !said.by().equals(before.holder())) {
      return denied(before, Discrepancy.GIVER_NOT_HOLDER);
    }
    if (before.isOffered()) {
      return denied(before, Discrepancy.OUT_OF_ORDER);
    }
    var next = state(before, recorded, said.by(), PACKED, before.leg(), 0);
    boolean inOrder = before.phase() == NEW || before.phase() == OPENED;
    return new Step(next, true, inOrder ? null : Discrepancy.OUT_OF_ORDER);
  }

  private static Step close(
      BoxState before,
      RecordedStatement recorded,
      BoxId box,
      BoxState.Phase from,
      BoxState.Phase to) {
    Discrepancy why = notInHand(before, recorded.statement());
    if (why != null) {
      return denied(before, why);
    }
    var next =
        state(
            before, recorded, before.holder(), to, before.leg(), recorded.seals(box).fingerprint());
    return new Step(next, true, before.phase() == from ? null : Discrepancy.OUT_OF_ORDER);
  }

  private static Step open(BoxState before, RecordedStatement recorded, BoxId box) {
    Discrepancy why = notInHand(before, recorded.statement());
    if (why != null) {
      return denied(before, why);
    }
    long seals = recorded.seals(box).fingerprint();
    var next = state(before, recorded, before.holder(), OPENED, before.leg(), seals);
    return new Step(
        next, true, isSealed(before) ? sealsDiffer(before, seals) : Discrepancy.OUT_OF_ORDER);
  }

  /** The content goes into another box; this one has come to its end. */
  private static Step empty(BoxState before, RecordedStatement recorded, BoxId box) {
    Discrepancy why = notInHand(before, recorded.statement());
    if (why != null) {
      return denied(before, why);
    }
    long seals = recorded.seals(box).fingerprint();
    var next = state(before, recorded, before.holder(), REPLACED, before.leg(), 0);
    boolean isOpen = before.phase() == OPENED || before.phase() == PACKED;
    if (!isSealed(before) && !isOpen) {
      return new Step(next, true, Discrepancy.OUT_OF_ORDER);
    }
    return new Step(next, true, isOpen ? null : sealsDiffer(before, seals));
  }

  /** The content of another box goes into this one, which stands where that stood. */
  private static Step fill(BoxState before, RecordedStatement recorded, BoxId box) {
    Statement said = recorded.statement();
    Leg leg = said.leg();
    boolean isAfterVote = leg != null && leg.compareTo(Leg.TPS_KELURAHAN) >= 0;
    var next =
        state(
            before,
            recorded,
            said.by(),
            isAfterVote ? RESEALED : SEALED,
            leg,
            recorded.seals(box).fingerprint());
    return new Step(next, true, before.phase() == NEW ? null : Discrepancy.OUT_OF_ORDER);
  }

  private static Step confirm(
      BoxState before, RecordedStatement recorded, BoxId box, Context context) {
    if (before.isOffered() || !context.mayConfirm(before, recorded)) {
      return denied(before, Discrepancy.OUT_OF_ORDER);
    }
    long seals = recorded.seals(box).fingerprint();
    var next =
        state(before, recorded, recorded.statement().by(), before.phase(), before.leg(), seals);
    return new Step(next, true, sealsDiffer(before, seals));
  }

  /** The taker scanned a box that had not come: it is with its giver still. */
  private static Step correct(BoxState before, RecordedStatement recorded, Context context) {
    Discrepancy why = notInHand(before, recorded.statement());
    if (why != null) {
      return denied(before, why);
    }
    PartyKey giver = context.giver(before);
    Leg leg = before.leg();
    if (giver == null || leg == null || !giver.equals(recorded.statement().to())) {
      return denied(before, Discrepancy.OUT_OF_ORDER);
    }
    var next =
        state(
            before,
            recorded,
            giver,
            before.phase(),
            Leg.ofNumber(leg.number() - 1),
            before.seals());
    return new Step(next, true, Discrepancy.BOX_MISSING);
  }

  private static Step use(BoxState before, RecordedStatement recorded) {
    Discrepancy why = notInHand(before, recorded.statement());
    if (why != null) {
      return denied(before, why);
    }
    var next =
        state(before, recorded, before.holder(), before.phase(), before.leg(), before.seals());
    return new Step(next, true, before.phase() == OPENED ? null : Discrepancy.OUT_OF_ORDER);
  }

  private static Step offer(BoxState before, RecordedStatement recorded, BoxId box) {
    Statement said = recorded.statement();
    Discrepancy why = notInHand(before, said);
    if (why != null) {
      return denied(before, why);
    }
    long seals = recorded.seals(box).fingerprint();
    var next =
        new BoxState(
            box,
            recorded.id(),
            recorded.index(),
            before.holder(),
            before.phase(),
            before.leg(),
            seals,
            said.to(),
            said.leg(),
            before.isTroubled());
    boolean inOrder = isSealed(before) && follows(before.leg(), Objects.requireNonNull(said.leg()));
    return new Step(next, true, inOrder ? sealsDiffer(before, seals) : Discrepancy.OUT_OF_ORDER);
  }

  private static Step accept(BoxState before, RecordedStatement recorded, BoxId box) {
    PartyKey taker = recorded.statement().by();
    if (!before.isOffered()) {
      return denied(before, Discrepancy.OUT_OF_ORDER);
    }
    if (taker.equals(before.holder())) {
      return denied(before, Discrepancy.SAME_HAND);
    }
    if (!taker.equals(before.offeredTo())) {
      return denied(before, Discrepancy.TAKER_NOT_NAMED);
    }
    var deviation = recorded.deviation(box);
    Seals seen = deviation == null ? null : deviation.seals();
    if (deviation != null && deviation.isMissing()) {
      var kept =
          state(before, recorded, before.holder(), before.phase(), before.leg(), before.seals());
      return new Step(kept, true, Discrepancy.BOX_MISSING);
    }
    long seals = seen == null ? before.seals() : seen.fingerprint();
    var next = state(before, recorded, taker, before.phase(), before.offeredLeg(), seals);
    // That a seal is broken is said by itself.
    boolean isBroken = deviation != null && !deviation.broken().isNone();
    return new Step(next, true, isBroken ? null : sealsDiffer(before, seals));
  }

  private static Step withdraw(BoxState before, RecordedStatement recorded, Statement said) {
    if (!before.isOffered()) {
      return denied(before, Discrepancy.OUT_OF_ORDER);
    }
    if (!said.by().equals(before.holder())) {
      return denied(before, Discrepancy.GIVER_NOT_HOLDER);
    }
    return new Step(
        state(before, recorded, before.holder(), before.phase(), before.leg(), before.seals()),
        true,
        null);
  }

  /** Why the signer may not act on the box now: another holds it, or an offer is unanswered. */
  private static @Nullable Discrepancy notInHand(BoxState before, Statement said) {
    if (!said.by().equals(before.holder())) {
      return Discrepancy.GIVER_NOT_HOLDER;
    }
    return before.isOffered() ? Discrepancy.OUT_OF_ORDER : null;
  }

  private static boolean isSealed(BoxState state) {
    return state.phase() == SEALED || state.phase() == RESEALED;
  }

  /**
   * Boxes may be packed at the city's or at the kecamatan's store, so two legs can be the first.
   */
  private static boolean follows(@Nullable Leg last, Leg next) {
    return last == null
        ? next.compareTo(Leg.KECAMATAN_KELURAHAN) <= 0
        : next.number() == last.number() + 1;
  }

  private static @Nullable Discrepancy sealsDiffer(BoxState before, long seals) {
    return before.seals() == seals ? null : Discrepancy.SEALS_DIFFER;
  }

  private static Step denied(BoxState before, Discrepancy why) {
    return new Step(before, false, why);
  }

  private static BoxState state(
      BoxState before,
      RecordedStatement recorded,
      @Nullable PartyKey holder,
      BoxState.Phase phase,
      @Nullable Leg leg,
      long seals) {
    return new BoxState(
        before.box(),
        recorded.id(),
        recorded.index(),
        holder,
        phase,
        leg,
        seals,
        null,
        null,
        before.isTroubled());
  }
}
