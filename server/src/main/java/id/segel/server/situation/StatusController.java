package id.segel.server.situation;

import static id.segel.server.http.Allow.Who.ANYONE;

import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Allow;
import id.segel.server.log.LogState;
import id.segel.server.log.Publisher;
import id.segel.server.region.Regions;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What every page says at its head: which election, what time it is there, and how the log stands.
 */
@RestController
class StatusController {

  record Election(String id, String name, String day, String zone) {}

  record Log(String origin, long size, @Nullable String root, @Nullable Instant checkpointAt) {}

  record Status(
      @Nullable Election election,
      Instant now,
      Instant real,
      boolean simulated,
      int speed,
      Log log,
      boolean readOnly,
      @Nullable String readOnlyWhy) {}

  private final Regions regions;
  private final ElectionClock clock;
  private final Clock real;
  private final Publisher publisher;
  private final LogState state;

  StatusController(
      Regions regions, ElectionClock clock, Clock real, Publisher publisher, LogState state) {
    this.regions = regions;
    this.clock = clock;
    this.real = real;
    this.publisher = publisher;
    this.state = state;
  }

  @Allow(ANYONE)
  @GetMapping("/api/status")
  Status status() {
    var opened = regions.roster().election();
    var newest = publisher.newest().orElse(null);
    return new Status(
        opened == null
            ? null
            : new Election(
                opened.election(),
                opened.name().text(),
                opened.day().toString(),
                opened.zone().getId()),
        clock.instant(),
        real.instant(),
        clock.isSimulated(),
        clock.speed(),
        new Log(
            publisher.origin(),
            newest == null ? 0 : newest.size(),
            newest == null ? null : newest.edge().root().base64(),
            newest == null ? null : newest.at()),
        state.readOnlyWhy().isPresent(),
        state.readOnlyWhy().orElse(null));
  }
}
