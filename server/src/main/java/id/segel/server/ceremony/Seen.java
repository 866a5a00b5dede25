package id.segel.server.ceremony;

import id.segel.core.ceremony.OpeningSeen;
import id.segel.core.ceremony.Sightings;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.region.PlaceCode;
import id.segel.server.log.FactListener;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** How many of the public saw boxes opened, as of the newest entry, in memory. */
@Component
class Seen implements FactListener {

  private final Sightings sightings = new Sightings();

  @Override
  public synchronized void apply(long index, Instant recorded, Fact fact) {
    if (fact instanceof OpeningSeen seen) {
      sightings.apply(seen);
    }
  }

  synchronized boolean has(Id visitor) {
    return sightings.has(visitor);
  }

  synchronized Sightings.Count at(PlaceCode place) {
    return sightings.at(place);
  }
}
