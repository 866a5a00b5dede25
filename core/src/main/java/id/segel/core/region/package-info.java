/**
 * Places and head counts: regions and TPS by Kemendagri code, stores and posts, the legs between
 * them. Facts: ElectionOpened, RegionsListed, KelurahanListed, PlaceRegistered, PlaceApproved,
 * LegWindowSet, AreaDrawn. Start at {@link id.segel.core.region.Roster}; {@link
 * id.segel.core.region.TpsSpread} fills in figures that nobody published.
 */
@NullMarked
package id.segel.core.region;

import org.jspecify.annotations.NullMarked;
