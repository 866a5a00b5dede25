package id.segel.core.incident;

import id.segel.core.fact.MalformedException;

/** What became of a box that stood where something happened. */
public enum BoxFate {
  /** Nobody has said yet. */
  UNKNOWN,
  SAFE,
  /** There, but torn, wet, burnt or opened: its content must be looked at. */
  DAMAGED,
  /** Nothing of it can be used. */
  DESTROYED,
  /** Looked for and not found. */
  LOST;

  /** Whether its ballots must be replaced. */
  public boolean needsReplacement() {
    return this == DAMAGED || this == DESTROYED || this == LOST;
  }

  /** {@link MalformedException} when there is none of this name. */
  public static BoxFate parse(String name) {
    for (BoxFate fate : values()) {
      if (fate.name().equals(name)) {
        return fate;
      }
    }
    throw new MalformedException("no box is " + name);
  }
}
