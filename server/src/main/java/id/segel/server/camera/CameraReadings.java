package id.segel.server.camera;

import id.segel.core.camera.ReadingsDigested;
import id.segel.server.clock.ElectionClock;
import id.segel.server.log.FactLog;
import id.segel.server.log.RawReadings;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/** What workers sent. */
@Component
class CameraReadings extends RawReadings {

  CameraReadings(
      JdbcClient sql, PlatformTransactionManager transactions, ElectionClock clock, FactLog log) {
    super("camera", ReadingsDigested.Source.CAMERA, sql, transactions, clock, log);
  }
}
