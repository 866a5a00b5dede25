package id.segel.core.weather;

import id.segel.core.region.RegionCode;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known of the weather.
 *
 * @param forecasts the newest of each kelurahan
 * @param alerts messages, in any order
 */
public record Weather(Map<RegionCode, Kept<Forecast>> forecasts, List<Kept<Alert>> alerts) {

  public Weather {
    forecasts = Map.copyOf(forecasts);
    alerts = List.copyOf(alerts);
  }

  /**
   * Warnings that hold now or will: those that are meant, that no later message of the same sender
   * has taken the place of, and of which something has not expired. In whatever order they come.
   */
  public List<Kept<Alert>> warnings(Instant now) {
    Set<Alert.Key> replaced = replaced(alerts);
    Set<Alert.Key> seen = new HashSet<>();
    return alerts.stream()
        .filter(kept -> kept.it().isActual() && !replaced.contains(kept.it().key()))
        .filter(
            kept -> kept.it().type() == Alert.Type.ALERT || kept.it().type() == Alert.Type.UPDATE)
        .filter(kept -> kept.it().infos().stream().anyMatch(info -> info.expires().isAfter(now)))
        .filter(kept -> seen.add(kept.it().key()))
        .toList();
  }

  private static Set<Alert.Key> replaced(Collection<Kept<Alert>> alerts) {
    Set<Alert.Key> replaced = new HashSet<>();
    for (Kept<Alert> kept : alerts) {
      Alert it = kept.it();
      if (it.isActual() && (it.type() == Alert.Type.UPDATE || it.type() == Alert.Type.CANCEL)) {
        for (Alert.Key old : it.references()) {
          if (old.sender().equals(it.key().sender()) && !old.equals(it.key())) {
            replaced.add(old);
          }
        }
      }
    }
    return replaced;
  }
}
