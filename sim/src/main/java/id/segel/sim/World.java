package id.segel.sim;

import id.segel.core.personnel.Role;
import id.segel.core.stock.StockFact;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Time, phones and networks: what is to happen happens in order, and what was signed is sent when a
 * phone finds a network, late and in any order. The election clock goes in steps of five minutes,
 * so that no phone's clock is off by more than the tolerance unless it should be. Owned by one
 * thread.
 */
public final class World {

  /** The most notes that one phone sends in one request. */
  static final int MAX_NOTES = 100;

  private static final Duration TICK = Duration.ofMinutes(5);

  /** A longer step waits for all answers, so that no request is overtaken by ten minutes. */
  private static final Duration SHORT_STEP = Duration.ofMinutes(8);

  private record Event(Instant at, long number, Runnable what) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int first = at.compareTo(other.at);
      return first != 0 ? first : Long.compare(number, other.number);
    }
  }

  private record Request(Phone uploader, List<Said> notes) {}

  private final Door door;
  private final RandomGenerator random;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final List<Request> requests = new ArrayList<>();
  private final List<StockFact> desk = new ArrayList<>();
  private final Set<Phone> carrying = new HashSet<>();
  private final List<Said> said = new ArrayList<>();

  private Instant now;
  private Instant clock;
  private int speed;
  private long numbered;
  private long copies;

  /** A world that begins at this moment. */
  public World(Door door, Instant begins, long seed) {
    this.door = door;
    this.now = begins;
    this.clock = begins;
    this.random = Seeds.random(seed, "world");
  }

  /** Election time, within the event that is happening. */
  public Instant now() {
    return now;
  }

  /** Election seconds per real second; 0 while it is played as fast as it can be. */
  public int speed() {
    return speed;
  }

  /** Every statement that was signed, in the order of signing. */
  public List<Said> said() {
    return said;
  }

  /** How often a note was handed to a phone to send. */
  public long copies() {
    return copies;
  }

  Door door() {
    return door;
  }

  /** Something that will happen; at once when the moment is over. */
  void at(Instant moment, Runnable what) {
    events.add(new Event(moment.isBefore(now) ? now : moment, numbered++, what));
  }

  /** A desk says this about sheets, in its order, before anything that is sent later. */
  void say(StockFact fact) {
    desk.add(fact);
  }

  void signed(Said one) {
    said.add(one);
  }

  /** Gives a note to a phone, which sends it when it next finds a network. */
  void carry(Said one, Phone phone) {
    carry(one, phone, wait(phone));
  }

  /** Gives a note to a phone, which sends it after this time at the latest. */
  void carry(Said one, Phone phone, Duration wait) {
    one.carried();
    copies++;
    phone.carried.add(one);
    carrying.add(phone);
    if (!phone.isDue || wait.isZero()) {
      phone.isDue = true;
      at(now.plus(wait), () -> online(phone));
    }
  }

  /** These phones find a network now. */
  void connect(Phone... phones) {
    for (Phone phone : phones) {
      if (carrying.contains(phone)) {
        online(phone);
      }
    }
  }

  /** Plays until then, as quickly as the server takes it. */
  public void play(Instant until) {
    speed = 0;
    while (!events.isEmpty() && !events.peek().at.isAfter(until)) {
      playTick(until);
    }
    now = until;
    move(until);
  }

  /** Plays what happens within the next five minutes in which something happens. */
  private void playTick(Instant until) {
    Instant tick = events.element().at.plus(TICK);
    if (tick.isAfter(until)) {
      tick = until;
    }
    happen(tick);
    move(tick);
    send();
  }

  /** Plays on to this moment of a clock that runs by itself. */
  public void live(Instant moment) {
    happen(moment);
    now = moment;
    clock = moment;
    send();
  }

  /** Lets the election clock run by itself from now on. */
  public void run(int electionSecondsPerSecond) {
    speed = electionSecondsPerSecond;
    door.clock(now, speed);
  }

  /** All phones find a network, and everything is answered. */
  public void deliverAll() {
    for (Phone phone : List.copyOf(carrying)) {
      online(phone);
    }
    send();
    door.settle(Instant.MAX);
  }

  /** Whether anything is still to come. */
  public boolean isOver() {
    return events.isEmpty();
  }

  private void happen(Instant until) {
    while (!events.isEmpty() && !events.peek().at.isAfter(until)) {
      Event next = events.remove();
      now = next.at;
      next.what.run();
    }
  }

  private void move(Instant to) {
    // What was sent one step ago may still be on its way, what is older may not.
    door.settle(Duration.between(clock, to).compareTo(SHORT_STEP) > 0 ? Instant.MAX : clock);
    clock = to;
    now = to;
    door.clock(to, 0);
  }

  private void send() {
    if (!desk.isEmpty()) {
      door.stock(List.copyOf(desk));
      desk.clear();
    }
    for (Request request : requests) {
      Phone by = request.uploader;
      door.send(by, request.notes, clock.plusSeconds(by.clockOff), clock);
    }
    requests.clear();
  }

  private void online(Phone phone) {
    phone.isDue = false;
    carrying.remove(phone);
    for (int i = 0; i < phone.carried.size(); i += MAX_NOTES) {
      int end = Math.min(i + MAX_NOTES, phone.carried.size());
      var notes = new ArrayList<>(phone.carried.subList(i, end));
      if (random.nextInt(10) < 3) {
        Seeds.shuffle(notes, random);
      }
      requests.add(new Request(phone, notes));
    }
    phone.carried.clear();
  }

  /** How long until this phone finds a network. */
  private Duration wait(Phone phone) {
    boolean inHall = random.nextInt(100) < 12;
    int minutes =
        phone.role() == Role.KPPS
            ? inHall ? 60 + random.nextInt(240) : 1 + random.nextInt(20)
            : inHall ? 120 + random.nextInt(120) : 5 + random.nextInt(40);
    return Duration.ofSeconds(minutes * 60L + random.nextInt(60));
  }
}
