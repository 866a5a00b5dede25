package id.segel.core.entrance;

import id.segel.core.fact.MalformedException;

/** What of a visit is against the rule of its place. */
public enum Breach {
  /** No permit of the place is for them. */
  NO_RIGHT,
  /** A permit is for them, and not at this hour. */
  OUT_OF_HOURS,
  /** Whoever must be beside them is not. */
  NO_ESCORT,
  /** They may not be alone where boxes are, and were. */
  ALONE;

  /** Name of the finding. */
  public String rule() {
    return "ENTRY_" + name();
  }

  /** {@link MalformedException} when there is no such breach. */
  static Breach parse(String name) {
    for (Breach breach : values()) {
      if (breach.name().equals(name)) {
        return breach;
      }
    }
    throw new MalformedException("no breach is called " + name);
  }
}
