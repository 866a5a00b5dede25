package id.segel.server.finding;

import id.segel.core.fact.Fact;
import id.segel.core.finding.Lapse;
import id.segel.server.custody.DayViews;
import id.segel.server.log.Decider;
import id.segel.server.situation.Lateness;
import id.segel.server.watch.Watches;
import java.sql.Connection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Finds what did not happen in time, once a minute of election time. It waits while the picture is
 * behind the log, so that nothing is found late that was on time.
 */
@Component
@Order(4)
class LapseWatch implements Decider {

  private final FindingQueue queue;

  /** Asked for late: the picture is painted by who follows the log, which this takes part in. */
  private final ObjectProvider<Lateness> picture;

  /** Asked for late as well, for the same reason. */
  private final ObjectProvider<Watches> watches;

  private final DayViews day;
  private volatile @Nullable Instant looked;

  LapseWatch(
      FindingQueue queue,
      ObjectProvider<Lateness> picture,
      ObjectProvider<Watches> watches,
      DayViews day) {
    this.queue = queue;
    this.picture = picture;
    this.watches = watches;
    this.day = day;
  }

  @Override
  public List<Fact> tick(Instant now, Connection connection) {
    Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
    Lateness lateness = picture.getObject();
    if (minute.equals(looked()) || !lateness.isCurrent()) {
      return List.of();
    }
    Optional<SortedMap<String, Integer>> watched = watches.getObject().silentByKecamatan(now);
    if (watched.isEmpty()) {
      return List.of();
    }
    looked = minute;
    var facts = new ArrayList<>(queue.helpLapses(now));
    Map<String, Integer> late = lateness.lateByKecamatan(now);
    if (late.isEmpty()) {
      return facts;
    }
    Map<String, Integer> silent = day.silentByKecamatan(now);
    Map<String, Integer> unheard = watched.get();
    var all = new ArrayList<Lapse.Standing>();
    late.forEach((kecamatan, tps) ->
        all.add(
            new Lapse.Standing(
                kecamatan,
                tps,
                silent.getOrDefault(kecamatan, 0),
                unheard.getOrDefault(kecamatan, 0))));
    facts.addAll(queue.lapses(all));
    return facts;
  }

  /** The minute for which it looked last; null before the first. */
  @Nullable Instant looked() {
    return looked;
  }

  @Override
  public void forget(Connection connection) {
    looked = null;
  }
}
