package id.segel.core.incident;

import id.segel.core.fact.MalformedException;
import org.jspecify.annotations.Nullable;

/** What happened, or is about to be done, and so which playbook answers it. */
public enum IncidentKind {
  /** Rain is forecast or warned of: hours before. */
  RAIN_AHEAD(false),
  RAIN(true),
  FLOOD(true),
  FIRE(true),
  /** A store's lock, or a box, is to be opened in order. */
  LOCK_OPENING(false),
  SEAL_BROKEN(true),
  BOX_MISSING(true),
  THEFT(true),
  RIOT(true),
  VEHICLE(true),
  BOAT(true),
  CONTACT_LOST(true),
  /** Ballots of another dapil were found. */
  WRONG_DAPIL(true),
  /** A vote that could not begin is held later (susulan). */
  VOTE_POSTPONED(false),
  /** A vote that was broken off goes on later (lanjutan). */
  VOTE_CONTINUED(false),
  /** A vote is repeated (PSU). */
  REVOTE(false),
  POWER(false),
  NETWORK(false);

  private final boolean isEmergency;

  IncidentKind(boolean isEmergency) {
    this.isEmergency = isEmergency;
  }

  /**
   * Whether boxes or people are in danger; the others are procedures that take hours or days, in
   * which boxes are moved, and nobody must account for each within minutes.
   */
  public boolean isEmergency() {
    return isEmergency;
  }

  /** The kind of this name; null when there is none. */
  static @Nullable IncidentKind of(String name) {
    for (IncidentKind kind : values()) {
      if (kind.name().equals(name)) {
        return kind;
      }
    }
    return null;
  }

  /** {@link MalformedException} when there is none of this name. */
  public static IncidentKind parse(String name) {
    IncidentKind kind = of(name);
    if (kind == null) {
      throw new MalformedException("no incident is a " + name);
    }
    return kind;
  }
}
