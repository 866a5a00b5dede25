package id.segel.cli.camera;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A camera as the server lists it.
 *
 * @param reference rises when the desk takes the view as right
 * @param clock where the picture shows its own clock: left, top, width and height in thousandths
 */
record Camera(
    String id,
    Kind kind,
    URI address,
    @Nullable String user,
    @Nullable String password,
    int reference,
    int @Nullable [] clock) {

  /** How it gives its pictures. */
  enum Kind {
    RTSP,
    MJPEG,
    SNAPSHOT,
    HLS
  }

  /** What it is found to be. */
  enum State {
    GOOD,
    OFFLINE,
    FROZEN,
    DARK,
    DAZZLED,
    COVERED,
    TURNED,
    BLURRED,
    CLOCK_STUCK
  }

  /** Why a sample is missing. */
  enum Why {
    WRONG_PASSWORD,
    UNTRUSTED,
    REFUSED_ADDRESS,
    NO_ANSWER,
    STALLED,
    GARBAGE,
    TOO_LARGE,
    REDIRECT,
    ENDED
  }

  /** A sample that did not come. */
  static final class MissedException extends Exception {
    private final Why why;

    MissedException(Why why) {
      super(why.name());
      this.why = why;
    }

    Why why() {
      return why;
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return id;
  }
}
