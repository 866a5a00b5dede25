package id.segel.server.weather;

import id.segel.core.region.ElectionOpened;
import id.segel.core.region.GeoPoint;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.Places;
import id.segel.core.region.RegionCode;
import id.segel.core.region.Roster;
import id.segel.core.warehouse.Site;
import id.segel.core.weather.Rain;
import id.segel.server.custody.BoxCounts;
import id.segel.server.region.Regions;
import id.segel.server.warehouse.SiteBook;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The places that rain is looked at for: those on the register of sites, and stores, PPS and posts
 * where boxes are though nobody registered them. A TPS counts once it is registered for the night.
 */
@Component
class Stands {

  private static final LocalTime DUSK = LocalTime.of(18, 0);
  private static final LocalTime DAWN = LocalTime.of(6, 0);

  private record Asked(String region, GeoPoint at, long roster) {}

  private final SiteBook sites;
  private final BoxCounts counts;
  private final Regions regions;

  /** The kelurahan in which a point lies; used by one thread at a time. */
  private final Map<Asked, RegionCode> near = new HashMap<>();

  Stands(SiteBook sites, BoxCounts counts, Regions regions) {
    this.sites = sites;
    this.counts = counts;
    this.regions = regions;
  }

  /** All of them; null before boxes were counted, for then it is not known that there are none. */
  synchronized @Nullable List<Rain.Stand> all() {
    Map<PlaceCode, Integer> boxes = counts.counts();
    if (boxes == null) {
      return null;
    }
    var found = new ArrayList<Rain.Stand>();
    Set<PlaceCode> seen = new HashSet<>();
    for (SiteBook.Registered one : sites.all()) {
      seen.add(one.place());
      boolean isOvernight = one.isApproved() && one.place().kind() != PlaceCode.Kind.CITY_STORE;
      add(one.place(), one.site(), boxes.getOrDefault(one.place(), 0), isOvernight, found);
    }
    boxes.forEach((place, count) -> {
      if (place.kind() != PlaceCode.Kind.TPS && seen.add(place)) {
        add(place, Site.UNKNOWN, count, false, found);
      }
    });
    return found;
  }

  /** The night before the vote; null before anybody said when that is. */
  Rain.@Nullable Night night() {
    ElectionOpened election = regions.roster().election();
    return election == null
        ? null
        : new Rain.Night(
            election.day().minusDays(1).atTime(DUSK).atZone(election.zone()).toInstant(),
            election.day().atTime(DAWN).atZone(election.zone()).toInstant());
  }

  private void add(
      PlaceCode place, Site site, int boxes, boolean isOvernight, List<Rain.Stand> found) {
    GeoPoint at = point(place);
    RegionCode kelurahan = at == null ? null : kelurahan(place, at);
    if (at != null && kelurahan != null) {
      found.add(new Rain.Stand(place, kelurahan, at, site, boxes, isOvernight));
    }
  }

  private @Nullable GeoPoint point(PlaceCode place) {
    if (place.kind() == PlaceCode.Kind.TPS) {
      return regions.roster().point(Long.parseLong(place.region()));
    }
    Places.Place known = regions.places().of(place);
    return known == null ? null : known.at();
  }

  private @Nullable RegionCode kelurahan(PlaceCode place, GeoPoint at) {
    Roster roster = regions.roster();
    String region = place.region();
    if (region.length() >= 10) {
      Roster.Kelurahan of = roster.kelurahan(Long.parseLong(region.substring(0, 10)));
      return of == null ? null : of.code();
    }
    var asked = new Asked(region, at, roster.version());
    RegionCode known = near.get(asked);
    if (known == null) {
      near.keySet().removeIf(old -> old.roster != asked.roster);
      known = nearest(roster, region, at);
      if (known != null) {
        near.put(asked, known);
      }
    }
    return known;
  }

  /** By the middle of each, which is near enough for weather. */
  private static @Nullable RegionCode nearest(Roster roster, String region, GeoPoint at) {
    RegionCode best = null;
    double least = Double.MAX_VALUE;
    for (Roster.Kelurahan one : roster.kelurahan()) {
      if (one.code().digits().startsWith(region)) {
        double distance =
            Math.hypot(
                (double) one.at().latE7() - at.latE7(), (double) one.at().lonE7() - at.lonE7());
        if (distance < least) {
          least = distance;
          best = one.code();
        }
      }
    }
    return best;
  }
}
