package id.segel.server.access;

import id.segel.core.fact.Fact;
import id.segel.core.personnel.DeviceEnrolled;
import id.segel.core.personnel.DeviceRevoked;
import id.segel.core.personnel.Devices;
import id.segel.server.log.FactListener;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** The enrolled devices as of the newest entry, in memory, for rules and doors. */
@Component
public class Registry implements FactListener {

  private final Devices devices = new Devices();

  public Devices devices() {
    return devices;
  }

  @Override
  public void apply(long index, Instant recorded, Fact fact) {
    if (fact instanceof DeviceEnrolled enrolled) {
      devices.apply(index, enrolled);
    } else if (fact instanceof DeviceRevoked revoked) {
      devices.apply(index, revoked);
    }
  }
}
