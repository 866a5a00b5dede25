package id.segel.server.weather;

import id.segel.core.region.PlaceCode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which tasks are opened at one look: those that were never refused first, the others again after a
 * while, so that none keeps another waiting. Used by one thread.
 */
final class Attempts {

  /** Tasks that are opened at one look; the others at the next. */
  static final int AT_ONCE = 50;

  /** Looks after which a task that was refused is tried again. */
  static final int LATER = 60;

  /** At which look each that was refused is tried again. */
  private final Map<PlaceCode, Integer> refused = new HashMap<>();

  private int look;

  /** The next of these. */
  List<PlaceCode> next(List<PlaceCode> untasked) {
    look++;
    refused.keySet().retainAll(untasked);
    return untasked.stream()
        .filter(place -> refused.getOrDefault(place, 0) <= look)
        .sorted(Comparator.comparing((PlaceCode place) -> refused.getOrDefault(place, 0)))
        .limit(AT_ONCE)
        .toList();
  }

  /** It was refused; true for the first time. */
  boolean refuse(PlaceCode place) {
    return refused.put(place, look + LATER) == null;
  }
}
