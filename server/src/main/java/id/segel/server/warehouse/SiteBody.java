package id.segel.server.warehouse;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.personnel.Role;
import id.segel.core.region.RegionName;
import id.segel.core.vulnerability.FloodClass;
import id.segel.core.warehouse.Site;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a site is like, as requests and answers have it: what is missing is not known. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SiteBody(
    @Nullable Integer floor,
    @Nullable Integer heightCm,
    Site.@Nullable Roof roof,
    @Nullable FloodClass flood,
    @Nullable Integer pallets,
    @Nullable List<LocalDate> extinguishers,
    @Nullable Integer doors,
    @Nullable Boolean generator,
    @Nullable Integer guardPosts,
    @Nullable Map<Site.View, Integer> cameras,
    @Nullable List<Role> responsible,
    @Nullable List<Neighbour> neighbours) {

  /** Somebody near who could help. */
  record Neighbour(Site.Neighbour.Kind kind, int metres, String name) {}

  static SiteBody of(Site site) {
    List<Site.Neighbour> neighbours = site.neighbours();
    return new SiteBody(
        site.floor(),
        site.heightCm(),
        site.roof(),
        site.flood(),
        site.pallets(),
        site.extinguishers(),
        site.doors(),
        site.generator(),
        site.guardPosts(),
        site.cameras(),
        site.responsible(),
        neighbours == null
            ? null
            : neighbours.stream()
                .map(one -> new Neighbour(one.kind(), one.metres(), one.name().text()))
                .toList());
  }

  Site site() {
    return new Site(
        floor,
        heightCm,
        roof,
        flood,
        pallets,
        extinguishers,
        doors,
        generator,
        guardPosts,
        cameras,
        responsible,
        neighbours == null
            ? null
            : neighbours.stream()
                .map(
                    one -> new Site.Neighbour(one.kind(), one.metres(), new RegionName(one.name())))
                .toList());
  }
}
