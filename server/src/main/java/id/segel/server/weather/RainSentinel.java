package id.segel.server.weather;

import id.segel.core.incident.IncidentKind;
import id.segel.core.region.PlaceCode;
import id.segel.core.weather.Rain;
import id.segel.core.weather.Rains;
import id.segel.server.clock.ElectionClock;
import id.segel.server.clock.Lookout;
import id.segel.server.http.Problem;
import id.segel.server.incident.Incidents;
import id.segel.server.log.FactLog;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Looks every few seconds which sites rain endangers, says to the log what has changed, and opens
 * the task that lifts the boxes. As long as it does not know the weather or the boxes it says
 * nothing: what is not known is not over.
 */
@Component
class RainSentinel extends Lookout {

  private static final Logger TRACE = LoggerFactory.getLogger(RainSentinel.class);

  /**
   * What was seen last.
   *
   * @param millis that the look took
   */
  record Seen(List<Rain.Stand> stands, List<Rain.Danger> dangers, long millis) {}

  private final Stands stands;
  private final WeatherStore store;
  private final RainRegister register;
  private final Incidents incidents;
  private final ElectionClock clock;
  private final FactLog log;

  /** Used by the one thread. */
  private final Attempts attempts = new Attempts();

  private volatile @Nullable Seen seen;

  RainSentinel(
      Stands stands,
      WeatherStore store,
      RainRegister register,
      Incidents incidents,
      ElectionClock clock,
      FactLog log,
      @Value("${segel.weather.look:PT5S}") Duration pace) {
    super("rain", pace);
    this.stands = stands;
    this.store = store;
    this.register = register;
    this.incidents = incidents;
    this.clock = clock;
    this.log = log;
  }

  /** What was seen last; null before it looked. */
  @Nullable Seen seen() {
    return seen;
  }

  @Override
  protected void look() {
    long began = System.nanoTime();
    WeatherStore.Known known = store.known();
    List<Rain.Stand> all = known == null ? null : stands.all();
    if (known == null || all == null) {
      return;
    }
    List<Rain.Danger> dangers =
        Rain.dangers(
            all, known.weather(), stands.night(), register.read(Rains::rules), clock.instant());
    seen = new Seen(all, dangers, Duration.ofNanos(System.nanoTime() - began).toMillis());
    if (register.read(rains -> !rains.changes(dangers).isEmpty())) {
      register.say(log, rains -> rains.changes(dangers));
      store.cite(register.read(Rains::sources));
    }
    attempts.next(register.read(Rains::untasked)).forEach(this::open);
  }

  private void open(PlaceCode place) {
    try {
      incidents.start(IncidentKind.RAIN_AHEAD, List.of(place), false);
    } catch (Problem e) {
      if (attempts.refuse(place)) {
        TRACE.warn("no task was opened for rain at {}: {}", place, e.getMessage());
      }
    }
  }
}
