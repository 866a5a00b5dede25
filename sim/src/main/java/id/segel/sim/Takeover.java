package id.segel.sim;

import id.segel.core.box.BoxId;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.Role;
import id.segel.core.region.Leg;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person who plays one officer: takes its next handover with a key of their own, and gives on
 * what was taken, for nobody else can. Owned by the thread that plays.
 */
public final class Takeover {

  /** The part of an officer at one TPS: its chair, or its PPS in the night. */
  public record Officer(Role role, String tps) {}

  /**
   * An officer whose next handover is free.
   *
   * @param from when it can begin
   */
  public record Open(Officer officer, int boxes, Instant from) {}

  /**
   * The handover that is next, or was the last.
   *
   * @param other who gives, or to whom the boxes go on
   * @param at when the boxes are expected; until when the giver waits; from when they may be given
   *     on
   */
  public record Next(List<BoxId> boxes, Leg leg, Phone other, Instant at) {}

  /** How far it has come. */
  public enum State {
    /** The boxes are not there yet. */
    COMING,
    /** An offer waits for the person. */
    OFFERED,
    /** The person holds the boxes and may give them on. */
    HELD,
    /** The boxes were given on, and taken. */
    DONE,
    /** The person did not take the boxes, and the simulated officer went on. */
    MISSED,
    /** The officer had no handover left. */
    NOTHING
  }

  private final Officer officer;
  private final PartyKey key;
  private State state = State.NOTHING;
  private @Nullable Next next;

  Takeover(Officer officer, PartyKey key) {
    this.officer = officer;
    this.key = key;
  }

  public Officer officer() {
    return officer;
  }

  /** The person's key. */
  public PartyKey key() {
    return key;
  }

  public State state() {
    return state;
  }

  /** Null for an officer who had none left. */
  public @Nullable Next next() {
    return next;
  }

  void coming(Hand hand, List<Box> boxes, Instant expected) {
    become(State.COMING, next(boxes, hand.leg(), hand.giver(), expected));
  }

  void offered(Hand hand, List<Box> boxes, Instant until) {
    become(State.OFFERED, next(boxes, hand.leg(), hand.giver(), until));
  }

  void held(Hand on, List<Box> boxes, Instant opens) {
    become(State.HELD, next(boxes, on.leg(), on.taker(), opens));
  }

  void over(State how) {
    state = how;
  }

  private void become(State how, Next what) {
    state = how;
    next = what;
  }

  private static Next next(List<Box> boxes, Leg leg, Phone other, Instant at) {
    return new Next(boxes.stream().map(Box::id).toList(), leg, other, at);
  }
}
