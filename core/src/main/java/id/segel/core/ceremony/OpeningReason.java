package id.segel.core.ceremony;

import org.jspecify.annotations.Nullable;

/** Why a sealed box may be opened. */
public enum OpeningReason {
  /** The vote begins: opened and shown empty of all but its ballots. */
  VOTING,
  /** The content is looked at before the vote. */
  INSPECTION,
  /** The content goes into other wrapping or another box on its way. */
  REPACKING,
  /** Ballots or forms are counted again after the vote. */
  RECOUNT,
  /** Rain, flood or fire: the content is saved. */
  RESCUE;

  /** The reason of this name, or null when there is none. */
  public static @Nullable OpeningReason of(String name) {
    for (OpeningReason reason : values()) {
      if (reason.name().equals(name)) {
        return reason;
      }
    }
    return null;
  }
}
