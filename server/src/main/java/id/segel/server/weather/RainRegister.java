package id.segel.server.weather;

import id.segel.core.fact.Fact;
import id.segel.core.weather.Rains;
import id.segel.server.log.FactListener;
import id.segel.server.log.FactLog;
import id.segel.server.log.Folded;
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

  private final Folded<Rains> rains = new Folded<>(new Rains());

  @Override
  public void apply(long index, Instant recorded, Fact fact) {
    rains.write(all -> all.apply(index, recorded, fact));
  }

  /** What a request needs; it may not keep the fold. */
  <T> T read(Function<Rains, T> reading) {
    return rains.read(reading);
  }

  /** Says what is made of it as it is. */
  void say(FactLog log, Function<Rains, List<? extends Fact>> made) {
    rains.say(
        made,
        facts -> {
          for (int from = 0; from < facts.size(); from += AT_ONCE) {
            log.append(
                facts.subList(from, Math.min(facts.size(), from + AT_ONCE)),
                FactLog.GuardWork.NONE);
          }
        });
  }
}
