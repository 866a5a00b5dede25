package id.segel.cli.camera;

import id.segel.cli.camera.Camera.State;
import id.segel.cli.camera.Camera.Why;
import id.segel.tlog.Sha256;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one camera. Samples come from one thread and readings are taken by another, so
 * its methods take turns. Times are of a clock that only runs forward, in nanoseconds; how long a
 * camera was silent is counted in those of {@link Turns}.
 */
final class Watch {

  private static final int MISSED_MIN = 3;
  private static final int GOOD_MIN = 3;
  private static final long PICTURE_EVERY = TimeUnit.SECONDS.toNanos(60);

  private final String id;
  private final Judge judge;
  private final Pace pace;
  private @Nullable State state;
  private long since;
  private long lastGood;
  private long workedAtGood;
  private long lastTried;
  private int missedRunning;
  private int goodRunning;
  private @Nullable Why why;
  private int sampled;
  private int missed;
  private MessageDigest digest = Sha256.digest();
  private @Nullable Frame newest;
  private long pictureSent;
  private @Nullable State told;

  /**
   * How often a camera is sampled and how long one may be silent.
   *
   * @param every nanoseconds between samples
   * @param silence after so long without a sample it is offline, whatever else is known
   */
  record Pace(long every, long silence) {

    /** Offline is said within 30 s of a fault, which begins up to one interval after a sample. */
    static Pace of(long everySeconds) {
      long every = TimeUnit.SECONDS.toNanos(everySeconds);
      return new Pace(every, Math.max(TimeUnit.SECONDS.toNanos(28), every * 28 / 10));
    }
  }

  /** What is told of a camera; {@code at} and {@code since} are of our own clock. */
  record Reading(
      String camera,
      long at,
      State state,
      Set<State> unjudged,
      long since,
      @Nullable Why why,
      int sampled,
      int missed,
      String digest,
      byte @Nullable [] picture) {

    Reading withoutPicture() {
      return new Reading(camera, at, state, unjudged, since, why, sampled, missed, digest, null);
    }
  }

  Watch(Camera camera, Pace pace, List<Reference> known, long now, long worked) {
    id = camera.id();
    judge = new Judge(camera.clock(), camera.reference(), known);
    this.pace = pace;
    since = now;
    lastGood = now;
    workedAtGood = worked;
    lastTried = now;
    pictureSent = now - PICTURE_EVERY;
  }

  /**
   * A sample.
   *
   * @param now when it came
   * @param worked the same in {@link Turns}
   */
  synchronized void good(Frame frame, long now, long worked) {
    sampled++;
    missedRunning = 0;
    goodRunning++;
    lastGood = now;
    workedAtGood = worked;
    lastTried = now;
    newest = frame;
    frame.addTo(digest);
    State seen = judge.judge(frame);
    if (state != State.OFFLINE || goodRunning >= GOOD_MIN) {
      become(seen, null, now);
    }
  }

  synchronized void missed(Why reason, long now, long worked) {
    missed++;
    missedRunning++;
    goodRunning = 0;
    lastTried = now;
    long silent = worked - workedAtGood;
    boolean isLong = missedRunning >= MISSED_MIN && silent >= pace.every * 3 / 2;
    if (state == State.OFFLINE || isLong || silent >= pace.silence) {
      become(State.OFFLINE, reason, now);
    }
  }

  private void become(State next, @Nullable Why reason, long now) {
    if (state != next) {
      state = next;
      since = now;
    }
    why = reason;
  }

  synchronized void takeAsRight(int reference) {
    judge.take(reference);
  }

  synchronized boolean isOffline() {
    return state == State.OFFLINE;
  }

  /** Whether its state is not the one that was told. */
  synchronized boolean hasNews() {
    return state != null && state != told;
  }

  /** The references, when they are to be kept anew; else null. */
  synchronized @Nullable List<Reference> toKeep() {
    return judge.hasChanged() ? judge.references() : null;
  }

  /**
   * What there is to tell since the last time; null before the first sample was judged, and when
   * nothing was tried since.
   */
  synchronized @Nullable Reading take(long now) {
    State current = state;
    if (current == null || (current == told && sampled + missed == 0)) {
      return null;
    }
    byte[] picture = null;
    Frame frame = newest;
    boolean isFresh = frame != null && now - lastGood < 2 * pace.every && lastGood == lastTried;
    if (isFresh && frame != null && (current != told || now - pictureSent >= PICTURE_EVERY)) {
      picture = Jpeg.write(frame);
      pictureSent = now;
    }
    var reading =
        new Reading(
            id,
            lastTried,
            current,
            current == State.OFFLINE ? EnumSet.noneOf(State.class) : judge.unjudged(),
            since,
            why,
            sampled,
            missed,
            java.util.HexFormat.of().formatHex(digest.digest()),
            picture);
    told = current;
    sampled = 0;
    missed = 0;
    digest = Sha256.digest();
    return reading;
  }
}
