package id.segel.server.situation;

import com.fasterxml.jackson.annotation.JsonValue;
import id.segel.core.region.Leg;
import id.segel.core.region.LegWindowSet;
import id.segel.server.http.Problem;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a TPS stands, from the stages of its boxes; the worse one counts. */
enum TpsStatus {
  /** No box is packed. */
  NONE(0),
  /** Some box is on its way. */
  UNDERWAY(1),
  /** All boxes are at the TPS or were. */
  READY(2),
  /** The latest moment of a leg has passed, and a box is not where the leg ends. */
  LATE(3),
  /** A discrepancy about one of its boxes is open. */
  CRITICAL(4);

  /** Stage of a box that has reached its TPS. */
  static final int AT_TPS = 5;

  private final int number;

  TpsStatus(int number) {
    this.number = number;
  }

  /** Its place in the order, from 0. */
  int number() {
    return number;
  }

  /**
   * The status of a TPS.
   *
   * @param open its open discrepancies
   * @param least the lowest stage of its boxes
   * @param most the highest
   * @param required the stage that all boxes should have reached by now
   */
  static TpsStatus of(int open, int least, int most, int required) {
    if (open > 0) {
      return CRITICAL;
    }
    if (least < required) {
      return LATE;
    }
    if (most == 0) {
      return NONE;
    }
    return least >= AT_TPS ? READY : UNDERWAY;
  }

  /** The stage that every box should have reached by now: the end of the last leg that is over. */
  static int required(Known known, Instant now) {
    return required(known::legWindow, now);
  }

  /** The same, by these windows. */
  static int required(Function<Leg, @Nullable LegWindowSet> windows, Instant now) {
    int required = 0;
    for (Leg leg : Leg.values()) {
      LegWindowSet window = windows.apply(leg);
      if (window != null && !now.isBefore(window.latest())) {
        required = Math.max(required, stageAfter(leg));
      }
    }
    return required;
  }

  /** Stage of a box when this leg is over. */
  private static int stageAfter(Leg leg) {
    return leg.number() <= 3 ? 2 + leg.number() : 4 + leg.number();
  }

  /** As JSON and requests write it: {@code late}. */
  @JsonValue
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static TpsStatus parse(String word) {
    for (TpsStatus status : values()) {
      if (status.word().equals(word)) {
        return status;
      }
    }
    throw Problem.malformed("status is none, underway, ready, late or critical");
  }
}
