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
 * The terrain of the books as the log has it.
 *
 * @param isBox whether a box of this number exists
 */
public record RosterTerrain(Roster roster, Dapils dapils, Places places, Predicate<BoxId> isBox)
    implements Terrain {

  @Override
  public boolean isRegistered(PlaceCode place) {
    return places.of(place) != null;
  }

  @Override
  public boolean isApproved(PlaceCode place) {
    Places.Place known = places.of(place);
    return known != null && known.isApproved();
  }

  @Override
  public boolean isBox(BoxId box) {
    return !box.isSpare() && isBox.test(box);
  }

  @Override
  public BallotStyle style(BoxId box) {
    return dapils.style(box.kind(), box.tps());
  }

  @Override
  public int need(BoxId box) {
    return roster.need(box.tpsNumber());
  }

  @Override
  public boolean isStyle(BallotStyle style) {
    return styles().contains(style);
  }

  @Override
  public Collection<PlaceCode> stores() {
    return places.all().stream()
        .map(Places.Place::code)
        .filter(code ->
            code.kind() == PlaceCode.Kind.CITY_STORE
                || code.kind() == PlaceCode.Kind.KECAMATAN_STORE)
        .toList();
  }

  @Override
  public Collection<BallotStyle> styles() {
    return dapils.styles(roster.kinds().stream().map(ElectionOpened.BallotKind::digit).toList());
  }

  @Override
  public @Nullable Instant endOfEve() {
    ElectionOpened opened = roster.election();
    return opened == null ? null : opened.day().atStartOfDay(opened.zone()).toInstant();
  }
}
