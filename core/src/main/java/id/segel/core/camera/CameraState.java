package id.segel.core.camera;

import id.segel.core.fact.MalformedException;

/** How a camera is seen to be, after it has been so for long enough. */
public enum CameraState {
  /** It shows what it should. */
  GOOD,
  /** It does not answer, or not with pictures. */
  OFFLINE,
  /** Its picture does not change. */
  FROZEN,
  DARK,
  /** A light shines into it. */
  DAZZLED,
  /** Something is before it. */
  COVERED,
  /** It looks elsewhere than it did. */
  TURNED,
  BLURRED,
  /** The clock in its picture stands still. */
  CLOCK_STUCK,
  /** Nobody has looked at it for too long. */
  UNKNOWN;

  /**
   * Whether a camera of which this cannot be told may show something else than what is there now,
   * although it seems good.
   */
  public boolean isDeceptive() {
    return this == FROZEN || this == COVERED || this == TURNED;
  }

  /** {@link MalformedException} when there is no such state. */
  public static CameraState parse(String name) {
    for (CameraState state : values()) {
      if (state.name().equals(name)) {
        return state;
      }
    }
    throw new MalformedException("no camera is " + name);
  }
}
