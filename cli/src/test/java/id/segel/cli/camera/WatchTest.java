package id.segel.cli.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import id.segel.cli.camera.Camera.MissedException;
import id.segel.cli.camera.Camera.State;
import id.segel.cli.camera.Camera.Why;
import id.segel.cli.camera.Watch.Pace;
import id.segel.cli.camera.Watch.Reading;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a camera is offline and when no more, in seconds of a clock that the test turns. */
class WatchTest {

  private static final Camera CAMERA =
      new Camera("X", Camera.Kind.SNAPSHOT, URI.create("http://10.0.0.1/"), null, null, 1, null);
  private final Frame frame;
  private final Watch watch = new Watch(CAMERA, Pace.of(10), List.of(), 0, 0);

  WatchTest() throws MissedException {
    frame = Jpeg.read(Pictures.file(Pictures.seen(Pictures.store(1), 0), "jpg"), null);
  }

  /** A plus is a sample, a minus a missed one, each at its second. */
  @ParameterizedTest
  @CsvSource({
    "+0,                              GOOD",
    "+0 -10 -13,                      GOOD",
    "+0 -10 +13 -20 -23,              GOOD",
    "+0 -10 -13 -14,                  GOOD",
    "+0 -10 -13 -16,                  OFFLINE",
    "+0 -29,                          OFFLINE",
    "-1 -4 -7,                        ''",
    "-1 -4 -16,                       OFFLINE",
    "+0 -10 -13 -16 +30 +40,          OFFLINE",
    "+0 -10 -13 -16 +30 +40 +50,      GOOD",
    "+0 -10 -13 -16 +30 +40 -50 +60,  OFFLINE",
  })
  void table(String samples, String state) {
    long last = 0;
    for (String one : List.of(samples.split(" ", -1))) {
      last = TimeUnit.SECONDS.toNanos(Long.parseLong(one.substring(1)));
      if (one.startsWith("+")) {
        watch.good(frame, last, last);
      } else {
        watch.missed(Why.NO_ANSWER, last, last);
      }
    }
    Reading reading = watch.take(last);
    assertEquals(state, reading == null ? "" : reading.state().name());
  }

  /** The machine slept for ten minutes, of which the worker had a second. */
  @Test
  void whoWasAwayBlamesNobody() {
    var turns = new Turns(0);
    turns.tick(TimeUnit.MILLISECONDS.toNanos(90));
    watch.good(frame, 0, turns.worked());
    long later = TimeUnit.MINUTES.toNanos(10);
    turns.tick(later);
    watch.missed(Why.NO_ANSWER, later, turns.worked());
    Reading reading = watch.take(later);
    assertNotNull(reading);
    assertEquals(State.GOOD, reading.state());
    assertNull(watch.take(later));
  }

  @Test
  void aReadingTellsWhatCameSinceTheLastAndAPictureOnceAMinute() {
    assertNull(watch.take(0));
    watch.good(frame, 1, 1);
    Reading first = watch.take(2);
    assertNotNull(first);
    assertNotNull(first.picture());
    assertEquals(1, first.sampled());
    watch.good(frame, 3, 3);
    watch.good(frame, 4, 4);
    watch.missed(Why.GARBAGE, 5, 5);
    watch.good(frame, 6, 6);
    Reading second = watch.take(7);
    assertNotNull(second);
    assertNull(second.picture());
    assertEquals(3, second.sampled());
    assertEquals(1, second.missed());
    assertEquals(State.GOOD, second.state());
    long minute = TimeUnit.SECONDS.toNanos(61);
    watch.good(frame, minute, minute);
    Reading third = watch.take(minute);
    assertNotNull(third);
    assertNotNull(third.picture());
    assertEquals(first.digest(), third.digest());
  }
}
