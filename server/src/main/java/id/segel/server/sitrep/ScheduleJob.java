package id.segel.server.sitrep;

import id.segel.core.region.ElectionOpened;
import id.segel.server.clock.Lookout;
import id.segel.server.http.Problem;
import id.segel.server.region.Regions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes the reports that agencies have on schedule, by the clock of the election. What was due is
 * written down once, so a restart makes nothing twice; what was not made in time, because the
 * server stood still or the clock jumped, is written down as missed, for its figures are gone.
 */
@Component
class ScheduleJob extends Lookout {

  /** Later than this the figures are no longer those of the hour. */
  static final Duration GRACE = Duration.ofMinutes(10);

  /** Six weeks at every hour: what was missed before that, nobody asks for. */
  private static final int MISSED_MAX = 1_000;

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Logger TRACE = LoggerFactory.getLogger(ScheduleJob.class);

  private final Kept kept;
  private final Reports reports;
  private final Regions regions;

  ScheduleJob(Kept kept, Reports reports, Regions regions) {
    super("sitrep", LOOK);
    this.kept = kept;
    this.reports = reports;
    this.regions = regions;
  }

  @Override
  protected void look() {
    ElectionOpened election = regions.roster().election();
    if (election != null) {
      for (Schedule one : kept.schedules()) {
        make(one, election.zone());
      }
    }
  }

  private void make(Schedule schedule, ZoneId zone) {
    Instant now = reports.now();
    List<Instant> dues = schedule.dues(kept.last(schedule), now, zone, MISSED_MAX);
    for (Instant due : dues) {
      boolean isNewest = due.equals(dues.getLast());
      if (!isNewest || Duration.between(due, now).compareTo(GRACE) > 0) {
        TRACE.warn("the report of {} for {} was missed", due, schedule.agency());
        kept.done(schedule, due, null);
        continue;
      }
      try {
        Report report =
            reports.make(schedule.region(), schedule.begin(due, zone), due, Duration.ofDays(1));
        kept.done(schedule, due, kept.keep(report));
      } catch (Problem late) {
        TRACE.info("the report of {} waits: {}", due, late.getMessage());
      }
    }
  }
}
