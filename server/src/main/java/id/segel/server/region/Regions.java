package id.segel.server.region;

import id.segel.core.fact.Fact;
import id.segel.core.region.Dapils;
import id.segel.core.region.Leg;
import id.segel.core.region.LegWindowSet;
import id.segel.core.region.LegWindows;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.Places;
import id.segel.core.region.Roster;
import id.segel.core.stock.StockFact;
import id.segel.server.http.Problem;
import id.segel.server.log.FactListener;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The roster, the places and the windows of the legs as of the newest entry, in memory, for rules
 * that decide. Safe for many readers; the log's thread writes.
 */
@Component
public class Regions implements FactListener {

  private final Roster roster = new Roster();
  private final Places places = new Places();
  private final LegWindows legs = new LegWindows();
  private final Dapils dapils = new Dapils();
  private volatile boolean isCounted;

  @Override
  public void apply(long index, Instant recorded, Fact fact) {
    roster.apply(index, fact);
    places.apply(fact);
    legs.apply(fact);
    dapils.apply(fact);
    isCounted |= fact instanceof StockFact;
  }

  public Roster roster() {
    return roster;
  }

  public Places places() {
    return places;
  }

  /** The place or TPS that a request means; a {@link Problem} when there is none. */
  public PlaceCode place(String text) {
    PlaceCode code = Problem.parsed(() -> new PlaceCode(text));
    boolean isKnown =
        code.kind() == PlaceCode.Kind.TPS
            ? roster.knowsTps(Long.parseLong(code.region()))
            : places.of(code) != null;
    if (!isKnown) {
      throw Problem.notFound("There is no place " + text + ": look it up.");
    }
    return code;
  }

  /** Whether boxes may be kept at this place. */
  public boolean isApproved(PlaceCode code) {
    Places.Place place = places.of(code);
    return place != null && place.isApproved();
  }

  /** Which ballot design each region votes with. */
  public Dapils dapils() {
    return dapils;
  }

  /** Whether sheets are counted by the kinds of ballot that there are. */
  boolean isCounted() {
    return isCounted;
  }

  /** When this leg may start and must be over; null while nothing was said. */
  public @Nullable LegWindowSet legWindow(Leg leg) {
    return legs.of(leg);
  }
}
