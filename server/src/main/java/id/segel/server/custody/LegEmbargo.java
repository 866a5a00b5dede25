package id.segel.server.custody;

import id.segel.core.assistance.PoliceAsked;
import id.segel.core.camera.CameraLost;
import id.segel.core.custody.DiscrepancyFound;
import id.segel.core.custody.Statement;
import id.segel.core.entrance.SomebodyEntered;
import id.segel.core.fact.Fact;
import id.segel.core.finding.LapseFound;
import id.segel.core.incident.IncidentOpened;
import id.segel.core.post.PostMoved;
import id.segel.core.region.ElectionOpened;
import id.segel.core.region.Leg;
import id.segel.core.region.LegWindowSet;
import id.segel.core.sensor.SensorTurned;
import id.segel.core.warehouse.SiteDescribed;
import id.segel.core.watch.TpsSeen;
import id.segel.core.weather.RainDangerFound;
import id.segel.server.log.Embargo;
import id.segel.server.region.Regions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * What tells where boxes are, or how well they are guarded there, stays closed to readers without a
 * role until boxes are there no longer, and some time more. A demo has nothing to hide.
 */
@Component
class LegEmbargo implements Embargo {

  /** Whatever these capabilities say is of a place with boxes and who looks after it. */
  private static final Set<String> CLOSED =
      Stream.of(
              CameraLost.class,
              DiscrepancyFound.class,
              IncidentOpened.class,
              LapseFound.class,
              PoliceAsked.class,
              PostMoved.class,
              RainDangerFound.class,
              SensorTurned.class,
              SiteDescribed.class,
              SomebodyEntered.class,
              TpsSeen.class)
          .map(Class::getPackageName)
          .collect(Collectors.toUnmodifiableSet());

  private final Regions regions;
  private final Duration after;

  LegEmbargo(
      Regions regions,
      @Value("${segel.embargo}") Duration after,
      @Value("${segel.demo}") boolean isDemo) {
    this.regions = regions;
    this.after = isDemo ? Duration.ZERO : after;
  }

  /** Of a statement and of what follows from it. */
  long opens(Statement statement, Instant now) {
    return opens(statement.leg(), now);
  }

  /**
   * What is said of a place holds until the last box has left it: it waits for the end of the last
   * leg, or of the day of the vote where no leg has a window yet.
   */
  @Override
  public long opens(Fact fact, Instant now) {
    if (after.isZero() || !CLOSED.contains(fact.getClass().getPackageName())) {
      return 0;
    }
    ElectionOpened election = regions.roster().election();
    Instant end =
        election == null
            ? now
            : election.day().plusDays(1).atStartOfDay(election.zone()).toInstant();
    for (Leg leg : Leg.values()) {
      LegWindowSet window = regions.legWindow(leg);
      if (window != null && window.latest().isAfter(end)) {
        end = window.latest();
      }
    }
    return (end.isBefore(now) ? now : end).plus(after).getEpochSecond();
  }

  /** What is of no leg waits for the end of the one that is under way. */
  private long opens(@Nullable Leg own, Instant now) {
    if (after.isZero()) {
      return 0;
    }
    Instant end = Instant.MAX;
    for (Leg leg : Leg.values()) {
      LegWindowSet window = regions.legWindow(leg);
      if (window != null
          && (leg == own || (own == null && !window.latest().isBefore(now)))
          && window.latest().isBefore(end)) {
        end = window.latest();
      }
    }
    return (end.equals(Instant.MAX) ? now : end).plus(after).getEpochSecond();
  }
}
