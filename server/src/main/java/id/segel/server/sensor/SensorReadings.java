package id.segel.server.sensor;

import id.segel.core.camera.ReadingsDigested;
import id.segel.server.clock.ElectionClock;
import id.segel.server.log.FactLog;
import id.segel.server.log.RawReadings;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/** What sensors sent. */
@Component
class SensorReadings extends RawReadings {

  SensorReadings(
      JdbcClient sql, PlatformTransactionManager transactions, ElectionClock clock, FactLog log) {
    super("sensor", ReadingsDigested.Source.SENSOR, sql, transactions, clock, log);
  }
}
