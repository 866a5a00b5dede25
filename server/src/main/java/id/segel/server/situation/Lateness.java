package id.segel.server.situation;

import id.segel.core.region.Leg;
import id.segel.core.region.LegWindowSet;
import id.segel.server.log.Publisher;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How many TPS are late, from the picture. */
@Component
public class Lateness {

  /** Long after a leg nobody carries boxes any more; who looks then looks into an archive. */
  private static final Duration AFTER = Duration.ofDays(14);

  private final SituationProjector projector;
  private final Publisher publisher;
  private final Known known;

  Lateness(SituationProjector projector, Publisher publisher, Known known) {
    this.projector = projector;
    this.publisher = publisher;
    this.known = known;
  }

  /** Whether the picture holds all that was published. */
  public boolean isCurrent() {
    long index = projector.picture().index();
    return publisher.newest().map(one -> index + 1 >= one.size()).orElse(false);
  }

  /**
   * TPS with a box that is not where it should be by then, for each kecamatan there is; nothing two
   * weeks after the last leg.
   */
  public SortedMap<String, Integer> lateByKecamatan(Instant now) {
    var late = new TreeMap<String, Integer>();
    Instant last = last();
    if (last != null && last.plus(AFTER).isBefore(now)) {
      return late;
    }
    int required = TpsStatus.required(known, now);
    for (Picture.Area area : projector.picture().areas().values()) {
      late.merge(String.valueOf(area.code() / 10_000), area.late(required), Integer::sum);
    }
    return late;
  }

  /** The last moment of the last leg; null while none was set. */
  private @Nullable Instant last() {
    return Stream.of(Leg.values())
        .map(known::legWindow)
        .filter(Objects::nonNull)
        .map(LegWindowSet::latest)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }
}
