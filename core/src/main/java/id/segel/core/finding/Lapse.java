package id.segel.core.finding;

import id.segel.core.fact.MalformedException;

/**
 * What should have happened in a kecamatan by now and did not: the rules that run on the clock.
 * Their names are those of {@link FindingRules}.
 */
public enum Lapse {
  /** The last moment of a leg has passed, and TPS have a box that is not where the leg ends. */
  LEG_LATE {
    @Override
    int tps(Standing kecamatan) {
      return kecamatan.late();
    }
  },
  /** The hour of voting and its grace are over, and TPS that have boxes did not say they opened. */
  TPS_SILENT {
    @Override
    int tps(Standing kecamatan) {
      return kecamatan.silent();
    }
  },
  /** TPS on the special watch list gave no sign of life for longer than was asked. */
  WATCH_SILENT {
    @Override
    int tps(Standing kecamatan) {
      return kecamatan.unheard();
    }
  };

  /**
   * How a kecamatan stands at a moment.
   *
   * @param code of the kecamatan, 6 digits
   * @param late TPS with a box that is not where the last leg that is over ends
   * @param silent TPS that should have opened and did not say so
   * @param unheard TPS on the special watch list without a sign of life for too long
   */
  public record Standing(String code, int late, int silent, int unheard) {}

  /** How many TPS it is so for; none when it is not so. */
  abstract int tps(Standing kecamatan);

  FindingId finding(String kecamatan) {
    return new FindingId(name(), "kecamatan:" + kecamatan);
  }

  static Lapse parse(String word) {
    for (Lapse lapse : values()) {
      if (lapse.name().equals(word)) {
        return lapse;
      }
    }
    throw new MalformedException("no rule on the clock: " + word);
  }
}
