package id.segel.server.warehouse;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.personnel.Role;
import id.segel.core.region.RegionName;
import id.segel.core.vulnerability.FloodClass;
import id.segel.core.warehouse.Site;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a site is like. In a request null is not known; in an answer what is not known is missing.
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record SiteBody(
    Optional<Integer> floor,
    Optional<Integer> heightCm,
    Optional<Site.Roof> roof,
    Optional<FloodClass> flood,
    Optional<Integer> pallets,
    Optional<List<LocalDate>> extinguishers,
    Optional<Integer> doors,
    Optional<Boolean> generator,
    Optional<Integer> guardPosts,
    Optional<Map<Site.View, Integer>> cameras,
    Optional<List<Role>> responsible,
    Optional<List<Neighbour>> neighbours) {

  /** Somebody near who could help. */
  record Neighbour(Site.Neighbour.Kind kind, int metres, String name) {}

  static SiteBody of(Site site) {
    return new SiteBody(
        Optional.ofNullable(site.floor()),
        Optional.ofNullable(site.heightCm()),
        Optional.ofNullable(site.roof()),
        Optional.ofNullable(site.flood()),
        Optional.ofNullable(site.pallets()),
        Optional.ofNullable(site.extinguishers()),
        Optional.ofNullable(site.doors()),
        Optional.ofNullable(site.generator()),
        Optional.ofNullable(site.guardPosts()),
        Optional.ofNullable(site.cameras()),
        Optional.ofNullable(site.responsible()),
        Optional.ofNullable(site.neighbours())
            .map(all ->
                all.stream()
                    .map(one -> new Neighbour(one.kind(), one.metres(), one.name().text()))
                    .toList()));
  }

  Site toSite() {
    return new Site(
        floor.orElse(null),
        heightCm.orElse(null),
        roof.orElse(null),
        flood.orElse(null),
        pallets.orElse(null),
        extinguishers.orElse(null),
        doors.orElse(null),
        generator.orElse(null),
        guardPosts.orElse(null),
        cameras.orElse(null),
        responsible.orElse(null),
        neighbours
            .map(all ->
                all.stream()
                    .map(one ->
                        new Site.Neighbour(one.kind(), one.metres(), new RegionName(one.name())))
                    .toList())
            .orElse(null));
  }
}
