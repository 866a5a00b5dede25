package id.segel.server.clock;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the two clocks: the system's, and the election's. */
@Configuration(proxyBeanMethods = false)
class ClockConfig {

  /** Real time: sessions, tokens, checkpoints, cosignatures. */
  @Bean
  Clock realClock() {
    return Clock.systemUTC();
  }

  /** In production: the system's clock. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnBooleanProperty(name = "segel.demo", havingValue = false, matchIfMissing = true)
  static class Serving {

    @Bean
    ElectionClock electionClock(Clock real) {
      return ElectionClock.real(real);
    }
  }

  /** In a demo: a clock that the simulator moves, and that a restart does not put back. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnBooleanProperty(name = "segel.demo")
  static class Demo {

    @Bean
    ElectionClock electionClock(
        Clock real, ClockFile file, @Value("${segel.demo-start}") Instant start)
        throws IOException {
      var clock = ElectionClock.simulated(real, start);
      file.resume(clock);
      return clock;
    }

    @Bean
    ClockFile clockFile(@Value("${segel.data}") Path data) {
      return new ClockFile(data.resolve("election-clock"));
    }
  }
}
