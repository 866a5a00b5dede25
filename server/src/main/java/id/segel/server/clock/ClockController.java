package id.segel.server.clock;

import id.segel.server.http.Allow;
import id.segel.server.http.Problem;
import java.time.Instant;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The simulator's door to the clock; there is none in production. */
@RestController
@ConditionalOnBooleanProperty(name = "segel.demo")
class ClockController {

  /** What the clock should show, and how fast it runs from then on. */
  record Asked(Instant now, int speed) {}

  /** What it shows. */
  record Shown(Instant now, int speed) {}

  private final ElectionClock clock;

  ClockController(ElectionClock clock) {
    this.clock = clock;
  }

  @Allow(Allow.Who.DEMO)
  @PostMapping("/demo/clock")
  Shown set(@RequestBody Asked asked) {
    if (asked.speed() < 0 || asked.speed() > ElectionClock.MAX_SPEED) {
      throw Problem.malformed("speed is 0 to " + ElectionClock.MAX_SPEED);
    }
    return new Shown(clock.set(asked.now(), asked.speed()), asked.speed());
  }
}
