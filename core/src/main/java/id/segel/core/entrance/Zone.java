package id.segel.core.entrance;

import id.segel.core.fact.MalformedException;

/** How near to the boxes somebody is. */
public enum Zone {
  /** In the room where they are, or within the ropes of the TPS. */
  INSIDE,
  /** On the ground of the place. */
  YARD,
  /** In sight of it, as of a street that is closed. */
  NEAR;

  /** {@link MalformedException} when there is no such zone. */
  public static Zone parse(String name) {
    for (Zone zone : values()) {
      if (zone.name().equals(name)) {
        return zone;
      }
    }
    throw new MalformedException("no zone is called " + name);
  }
}
