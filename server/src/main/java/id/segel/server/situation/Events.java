package id.segel.server.situation;

import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Problem;
import id.segel.server.log.Publisher;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The one stream of server-sent events. Each listener has a short queue and a virtual thread that
 * writes it; one that cannot keep up is cut off, and its browser comes again. A write to somebody
 * who does not read waits at most as long as a connection may be idle, 20 seconds, and holds up
 * nobody else. Safe for many threads.
 */
@Component
public class Events implements SmartLifecycle {

  /** Browsers that may listen at once; with its queue each takes some 20 KB. */
  static final int MOST_LISTENERS = 1_000;

  private static final int QUEUE = 64;
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** After a restart all browsers come back, spread over this time, the first after the first. */
  static final Duration BACK_FIRST = Duration.ofSeconds(1);

  static final Duration BACK_LAST = Duration.ofSeconds(5);

  /** How often a changing situation is told. */
  private static final Duration PACE = Duration.ofMillis(250);

  /** Where all boxes are has changed. */
  record Situation(long index, Instant now) {}

  /** The election's clock was set. */
  record Clock(Instant now, int speed) {}

  /** A checkpoint was published. */
  record Checkpoint(long size, Instant at) {}

  /** A discrepancy was found; the box is one of its boxes. */
  record Found(long index, String kind, String box) {}

  /** Something was said about an incident. */
  record Incident(int number) {}

  private record Event(String name, Object data) {}

  /**
   * Somebody who listens.
   *
   * @param after how long after the beat a changed situation is told: not all ask at once for it
   */
  private record Listener(SseEmitter emitter, BlockingQueue<Event> queue, Duration after) {}

  private final ElectionClock election;
  private final RandomGenerator chance = new SecureRandom();
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private volatile long newest = -1;
  private volatile boolean running;
  private volatile @Nullable Thread pacer;

  Events(ElectionClock election, Publisher publisher) {
    this.election = election;
    election.watch(set -> tell(new Event("clock", new Clock(set.now(), set.speed()))));
    publisher.watch(published ->
        tell(new Event("checkpoint", new Checkpoint(published.size(), published.at()))));
  }

  /** A new listener, told at once where things stand, and when to come back if it is cut off. */
  SseEmitter listen() {
    var listener =
        new Listener(
            new SseEmitter(0L),
            new ArrayBlockingQueue<>(QUEUE),
            Duration.ofMillis(chance.nextLong(PACE.toMillis())));
    Instant now = election.instant();
    listener.queue.add(new Event("clock", new Clock(now, election.speed())));
    listener.queue.add(new Event("situation", new Situation(newest, now)));
    listener.emitter.onCompletion(() -> listeners.remove(listener));
    listener.emitter.onError(broken -> listeners.remove(listener));
    synchronized (listeners) {
      if (listeners.size() >= MOST_LISTENERS) {
        throw Problem.busy("at most " + MOST_LISTENERS + " browsers can listen at once");
      }
      listeners.add(listener);
    }
    Thread.ofVirtual().name("events").start(() -> write(listener));
    return listener.emitter;
  }

  /** How long a browser that lost its stream waits before it comes back: each another while. */
  static Duration back(RandomGenerator chance) {
    return Duration.ofMillis(chance.nextLong(BACK_FIRST.toMillis(), BACK_LAST.toMillis()));
  }

  int listeners() {
    return listeners.size();
  }

  /** The picture has come to this entry; told at the next beat. */
  void changed(long index) {
    newest = index;
  }

  void found(SituationProjector.News news) {
    String box = news.box() == null ? "" : news.box().toString();
    tell(new Event("discrepancy", new Found(news.index(), news.kind(), box)));
  }

  /** Something was said about this incident, and can be asked for. */
  public void incident(int number) {
    tell(new Event("incident", new Incident(number)));
  }

  private void tell(Event event) {
    // Its own thread lets go of one that is full: that may be in a write which nobody reads.
    listeners.removeIf(listener -> !listener.queue.offer(event));
  }

  private void write(Listener listener) {
    try {
      listener.emitter.send(SseEmitter.event().reconnectTime(back(chance).toMillis()));
      while (listeners.contains(listener)) {
        Event event = listener.queue.poll(HEARTBEAT.toSeconds(), TimeUnit.SECONDS);
        if (event != null && event.data instanceof Situation && listener.queue.isEmpty()) {
          TimeUnit.NANOSECONDS.sleep(listener.after.toNanos());
        }
        listener.emitter.send(
            event == null
                ? SseEmitter.event().comment("")
                : SseEmitter.event().name(event.name).data(event.data));
      }
      listener.emitter.complete();
    } catch (InterruptedException | IOException | IllegalStateException gone) {
      listeners.remove(listener);
    }
  }

  private void beat() {
    long told = newest;
    try {
      while (running) {
        TimeUnit.NANOSECONDS.sleep(PACE.toNanos());
        long now = newest;
        if (now != told) {
          told = now;
          tell(new Event("situation", new Situation(now, election.instant())));
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void start() {
    running = true;
    pacer = Thread.ofVirtual().name("events-pace").start(this::beat);
  }

  /** Lets all browsers go, so that the server can stop. */
  @Override
  public void stop() {
    running = false;
    Thread working = pacer;
    if (working != null) {
      working.interrupt();
    }
    List<Listener> all = List.copyOf(listeners);
    listeners.clear();
    // Each by itself: completing waits for a write that nobody reads.
    all.forEach(listener -> Thread.ofVirtual().start(listener.emitter::complete));
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Stops before the web server waits for its requests. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
