package id.segel.sim;

import id.segel.core.fact.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How simulated officers deal with a person: they offer to the person's key, wait, take the boxes
 * back when nobody answers, and accept what the person gives on. What they know of the person's
 * statements they see in the log, like everybody. Owned by the thread that plays.
 */
final class Takeovers {

  /** How long a giver waits for an answer: the longer of the two. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private static final int REAL_PATIENCE_SECONDS = 300;

  /** How often they look whether the person has done something: the longer of the two. */
  private static final Duration GLANCE = Duration.ofMinutes(1);

  private static final int REAL_GLANCE_SECONDS = 1;

  /**
   * One handover to a person.
   *
   * @param hand as it would be without the person
   * @param next the handover after it, in which the person gives
   * @param otherwise goes on when the person did not take the boxes
   * @param taken goes on when the person did
   * @param given goes on when the boxes have left the person's hand
   */
  record Part(
      Takeover person,
      Tps tps,
      Hand hand,
      Hand next,
      Instant opens,
      Runnable otherwise,
      Runnable taken,
      Runnable given) {}

  private final World world;
  private final Pen pen;
  private final List<Takeover> all = new ArrayList<>();

  Takeovers(World world, Pen pen) {
    this.world = world;
    this.pen = pen;
  }

  void add(Takeover person) {
    all.add(person);
  }

  List<Takeover> all() {
    return List.copyOf(all);
  }

  /** Begins a handover to a person. */
  void offer(Part part) {
    Hand hand = part.hand;
    Said offer =
        pen.offer(hand.giver(), hand.from(), hand.leg(), part.person.key(), part.tps.boxes);
    for (Box box : part.tps.boxes) {
      box.tip = offer.id();
      box.isOffered = true;
    }
    world.carry(offer, hand.giver(), Duration.ZERO);
    Instant last = world.now().plus(longer(PATIENCE, REAL_PATIENCE_SECONDS));
    part.person.offered(hand, part.tps.boxes, last);
    later(() -> look(part, offer, last));
  }

  private void look(Part part, Said offer, Instant last) {
    List<Door.Seen> seen = offer.isRecorded() ? look(part.tps.boxes) : List.of();
    boolean isAnswered = !seen.isEmpty() && !seen.getFirst().tip().equals(offer.id());
    if (isAnswered) {
      answered(part, seen);
    } else if (seen.isEmpty() || world.now().isBefore(last)) {
      later(() -> look(part, offer, last));
    } else {
      withdraw(part, offer);
    }
  }

  /** What the person says is missing stays with the giver, and nobody finds it. */
  private void answered(Part part, List<Door.Seen> seen) {
    Tps tps = part.tps;
    var taken = new ArrayList<Box>();
    for (int i = 0; i < seen.size(); i++) {
      Box box = tps.boxes.get(i);
      if (part.person.key().equals(seen.get(i).holder())) {
        box.taken(seen.get(i).tip(), null, part.hand.stage());
        taken.add(box);
      } else {
        box.returned(seen.get(i).tip());
      }
    }
    if (taken.isEmpty()) {
      missed(part);
      return;
    }
    tps.boxes = taken;
    tps.isWithPerson = true;
    part.person.held(part.next, taken, part.opens);
    part.taken.run();
    later(() -> await(part));
  }

  /** An acceptance that comes after this forks the chain, which the log then says. */
  private void withdraw(Part part, Said offer) {
    Hand hand = part.hand;
    Said back = pen.withdraw(hand.giver(), hand.from(), offer.id(), "NO_ANSWER");
    part.tps.boxes.forEach(box -> box.returned(back.id()));
    world.carry(back, hand.giver(), Duration.ZERO);
    missed(part);
  }

  private void missed(Part part) {
    part.person.over(Takeover.State.MISSED);
    part.tps.takeover = null;
    part.otherwise.run();
  }

  /** Whether the person has given the boxes on, to whom they should go. */
  private void await(Part part) {
    Hand next = part.next;
    List<Door.Seen> seen = look(part.tps.boxes);
    boolean isOffered =
        !seen.isEmpty()
            && seen.stream().allMatch(one -> next.taker().key().equals(one.offeredTo()))
            && seen.stream().map(Door.Seen::tip).distinct().count() == 1;
    if (!isOffered) {
      later(() -> await(part));
      return;
    }
    Id offer = seen.getFirst().tip();
    Said accept = pen.accept(next.taker(), next.to(), offer, seen.size(), List.of());
    part.tps.boxes.forEach(box -> box.taken(accept.id(), next.taker(), next.stage()));
    world.carry(accept, next.taker(), Duration.ZERO);
    part.tps.isWithPerson = false;
    part.person.over(Takeover.State.DONE);
    part.given.run();
  }

  /** These boxes in their order; none when one of them cannot be seen. */
  private List<Door.Seen> look(List<Box> boxes) {
    var seen = new ArrayList<Door.Seen>(boxes.size());
    for (Box box : boxes) {
      Door.Seen one = world.door().look(box.id());
      if (one == null) {
        return List.of();
      }
      seen.add(one);
    }
    return seen;
  }

  private void later(Runnable what) {
    world.at(world.now().plus(longer(GLANCE, REAL_GLANCE_SECONDS)), what);
  }

  private Duration longer(Duration least, int realSeconds) {
    Duration real = Duration.ofSeconds((long) realSeconds * world.speed());
    return real.compareTo(least) > 0 ? real : least;
  }
}
