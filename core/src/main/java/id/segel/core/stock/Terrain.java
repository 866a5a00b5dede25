package id.segel.core.stock;

import id.segel.core.box.BoxId;
import id.segel.core.region.BallotStyle;
import id.segel.core.region.PlaceCode;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What the books must know of the election that is not about sheets. */
public interface Terrain {

  boolean isRegistered(PlaceCode place);

  /** Whether ballots may be kept there. */
  boolean isApproved(PlaceCode place);

  boolean isBox(BoxId box);

  /** The design that belongs into a box. */
  BallotStyle style(BoxId box);

  /** Ballots that belong into it. */
  int need(BoxId box);

  boolean isStyle(BallotStyle style);

  /** City and kecamatan stores. */
  Collection<PlaceCode> stores();

  Collection<BallotStyle> styles();

  /** The end of H-1; null before the election was opened. */
  @Nullable Instant endOfEve();
}
