package id.segel.server.weather;

import id.segel.core.fact.Fact;
import id.segel.core.weather.Rains;
import id.segel.server.log.FactListener;
import id.segel.server.log.FactLog;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Sites in danger of rain, folded in memory. The log's thread writes, requests read. */
@Component
@Order(9)
class RainRegister implements FactListener {

  /** Facts that are written at once. */
  private static final int AT_ONCE = 500;

  private final Object saying = new Object();
  private final Rains rains = new Rains();

  @Override
  public void apply(long index, Fact fact) {
    throw new IllegalStateException("rain needs to know when something was recorded");
  }

  @Override
  public void apply(long index, Instant recorded, Fact fact) {
    synchronized (rains) {
      rains.apply(index, recorded, fact);
    }
  }

  /** What a request needs; it may not keep the fold. */
  <T> T read(Function<Rains, T> reading) {
    synchronized (rains) {
      return reading.apply(rains);
    }
  }

  /** Says what is made of it as it is. */
  void say(FactLog log, Function<Rains, List<? extends Fact>> made) {
    // Not under the lock of the fold: the log's thread wants that before the append returns.
    synchronized (saying) {
      List<? extends Fact> facts = read(made);
      for (int from = 0; from < facts.size(); from += AT_ONCE) {
        log.append(
            facts.subList(from, Math.min(facts.size(), from + AT_ONCE)), FactLog.GuardWork.NONE);
      }
    }
  }
}
