package id.segel.core.stock;

import id.segel.core.box.BoxId;
import id.segel.core.region.BallotStyle;
import id.segel.core.region.Dapils;
import id.segel.core.region.ElectionOpened;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.Places;
import id.segel.core.region.Roster;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the books must know of the election that is not about sheets, as the log has it.
 *
 * @param isBox whether a box of this number exists
 */
public record Terrain(Roster roster, Dapils dapils, Places places, Predicate<BoxId> isBox) {

  public boolean isRegistered(PlaceCode place) {
    return places.of(place) != null;
  }

  /** Whether ballots may be kept there. */
  public boolean isApproved(PlaceCode place) {
    Places.Place known = places.of(place);
    return known != null && known.isApproved();
  }

  public boolean isBox(BoxId box) {
    return !box.isSpare() && isBox.test(box);
  }

  /** The design that belongs into a box. */
  public BallotStyle style(BoxId box) {
    return dapils.style(box.kind(), box.tps());
  }

  /** Ballots that belong into it. */
  public int need(BoxId box) {
    return roster.need(box.tpsNumber());
  }

  public boolean isStyle(BallotStyle style) {
    return styles().contains(style);
  }

  /** City and kecamatan stores. */
  public Collection<PlaceCode> stores() {
    return places.all().stream()
        .map(Places.Place::code)
        .filter(code ->
            code.kind() == PlaceCode.Kind.CITY_STORE
                || code.kind() == PlaceCode.Kind.KECAMATAN_STORE)
        .toList();
  }

  public Collection<BallotStyle> styles() {
    return dapils.styles(roster.kinds().stream().map(ElectionOpened.BallotKind::digit).toList());
  }

  /** The end of H-1; null before the election was opened. */
  public @Nullable Instant endOfEve() {
    ElectionOpened opened = roster.election();
    return opened == null ? null : opened.day().atStartOfDay(opened.zone()).toInstant();
  }
}
