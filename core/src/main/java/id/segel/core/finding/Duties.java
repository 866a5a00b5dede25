package id.segel.core.finding;

import id.segel.core.fact.Fact;
import id.segel.core.personnel.UserAppointed;
import id.segel.core.personnel.UserChanged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is on duty at each desk, folded from the log. A duty goes from one to the next by two hands:
 * one offers it, another one at the same desk takes it. Findings are assigned to agencies, so none
 * of them changes hands with it. Owned by one thread.
 */
public final class Duties {

  /** Why a duty may not be offered, taken or kept. */
  public enum Refusal {
    /** Another one is on duty, or it is another agency's or territory's. */
    DUTY_OF_ANOTHER,
    /** It is offered already, and nobody has taken it. */
    DUTY_OFFERED,
    /** Nothing is offered, or it was taken. */
    DUTY_NOT_OFFERED,
    /** Who offers it does not take it. */
    DUTY_TO_ONESELF
  }

  /** Those that a page shows. */
  private static final int PAST_MAX = 20;

  /** An offer that stands at this entry. */
  public record Offer(long entry, Instant at, DutyOffered what) {}

  /** An offer that was taken. */
  public record Handover(Offer offer, long entry, Instant at, String by) {}

  /**
   * The duty at a desk.
   *
   * @param holder code of the user who is on duty; null while nobody is known to be
   * @param offer which nobody has taken yet
   * @param past newest first
   */
  public record Duty(
      Desk desk, @Nullable String holder, @Nullable Offer offer, List<Handover> past) {

    public Duty {
      past = List.copyOf(past);
    }

    private Duty without(String user) {
      boolean isOffered = offer != null && offer.what.by().equals(user);
      return new Duty(desk, user.equals(holder) ? null : holder, isOffered ? null : offer, past);
    }
  }

  private final Map<Desk, Duty> all = new HashMap<>();
  private final Map<String, Desk> desks = new HashMap<>();

  /** The duty at a desk, as it is now. */
  public Duty at(Desk desk) {
    return all.getOrDefault(desk, new Duty(desk, null, null, List.of()));
  }

  /** Takes in a fact that was recorded then. */
  public void apply(long index, Instant recorded, Fact fact) {
    switch (fact) {
      case DutyOffered it ->
          all.put(
              it.desk(),
              new Duty(it.desk(), it.by(), new Offer(index, recorded, it), at(it.desk()).past()));
      case DutyTaken it -> taken(index, recorded, it);
      case DutyWithdrawn it -> {
        Duty before = at(it.desk());
        all.put(it.desk(), new Duty(it.desk(), before.holder(), null, before.past()));
      }
      case UserAppointed it -> {
        Desk now = Desk.of(it);
        Desk before = desks.put(it.user(), now);
        if (before != null && !before.equals(now)) {
          leave(before, it.user());
        }
      }
      case UserChanged it when it.change() == UserChanged.Change.SUSPENDED -> {
        Desk desk = desks.get(it.user());
        if (desk != null) {
          leave(desk, it.user());
        }
      }
      default -> {}
    }
  }

  private void taken(long index, Instant recorded, DutyTaken it) {
    Duty before = at(it.desk());
    var past = new ArrayList<Handover>();
    if (before.offer() != null) {
      past.add(new Handover(before.offer(), index, recorded, it.by()));
    }
    past.addAll(before.past());
    all.put(
        it.desk(),
        new Duty(it.desk(), it.by(), null, past.subList(0, Math.min(PAST_MAX, past.size()))));
  }

  /** Whoever is no longer at the desk holds no duty there, or nobody could ever take it. */
  private void leave(Desk desk, String user) {
    all.computeIfPresent(desk, (any, duty) -> duty.without(user));
  }

  /** Why this may not be offered; null when it may: by who is on duty, or by anybody if none is. */
  public @Nullable Refusal refusal(DutyOffered offer) {
    Duty duty = at(offer.desk());
    if (!offer.desk().equals(desks.get(offer.by()))) {
      return Refusal.DUTY_OF_ANOTHER;
    }
    if (duty.offer() != null) {
      return Refusal.DUTY_OFFERED;
    }
    return duty.holder() == null || duty.holder().equals(offer.by())
        ? null
        : Refusal.DUTY_OF_ANOTHER;
  }

  /** Why this may not be taken; null when it may. */
  public @Nullable Refusal refusal(DutyTaken taking) {
    Offer offer = at(taking.desk()).offer();
    if (!taking.desk().equals(desks.get(taking.by()))) {
      return Refusal.DUTY_OF_ANOTHER;
    }
    if (offer == null || offer.entry() != taking.offer()) {
      return Refusal.DUTY_NOT_OFFERED;
    }
    return offer.what().by().equals(taking.by()) ? Refusal.DUTY_TO_ONESELF : null;
  }

  /** Why this may not be withdrawn; null when it may: by who has offered it. */
  public @Nullable Refusal refusal(DutyWithdrawn withdrawal) {
    Offer offer = at(withdrawal.desk()).offer();
    if (offer == null || offer.entry() != withdrawal.offer()) {
      return Refusal.DUTY_NOT_OFFERED;
    }
    return offer.what().by().equals(withdrawal.by()) ? null : Refusal.DUTY_OF_ANOTHER;
  }
}
