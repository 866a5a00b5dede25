package id.segel.server.custody;

import id.segel.core.custody.SignedStatement;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.Role;
import id.segel.core.region.GeoPoint;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionName;
import id.segel.server.access.Registry;
import id.segel.server.region.Regions;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What places and devices are called on a page: legal names, the same in every language. */
@Component
public class Naming {

  private static final double E7 = 1e7;

  /** A place with its point, where it has one. */
  public record Place(String code, String name, @Nullable Double lat, @Nullable Double lon) {}

  private final Regions regions;
  private final Registry registry;

  Naming(Regions regions, Registry registry) {
    this.regions = regions;
    this.registry = registry;
  }

  /** Name of a region by its digits; the digits where it has none. */
  public String region(String digits) {
    RegionName name = regions.roster().name(new RegionCode(digits));
    return name == null ? digits : name.text();
  }

  /** {@code TPS 019 Kapuk} for 13 digits, else the region's name. */
  public String territory(String digits) {
    return digits.length() == 13
        ? "TPS " + digits.substring(10) + " " + region(digits.substring(0, 10))
        : region(digits);
  }

  /** {@code PPS Kapuk}; for a key that was never enrolled the name of the key. */
  public String device(PartyKey key) {
    var device = registry.devices().of(key);
    if (device == null) {
      return SignedStatement.keyName(key);
    }
    String role = device.role().name();
    boolean isKpu = device.role() == Role.KPU_KOTA || device.role() == Role.KPU_PROVINSI;
    return (isKpu ? "KPU" : role) + " " + territory(device.territory());
  }

  public Place place(PlaceCode code) {
    var place = regions.places().of(code);
    if (place != null) {
      return new Place(
          code.text(),
          place.name().text(),
          degrees(place.at().latE7()),
          degrees(place.at().lonE7()));
    }
    if (code.kind() == PlaceCode.Kind.TPS) {
      GeoPoint at = regions.roster().point(Long.parseLong(code.region()));
      return new Place(
          code.text(),
          territory(code.region()),
          at == null ? null : degrees(at.latE7()),
          at == null ? null : degrees(at.lonE7()));
    }
    return new Place(code.text(), code.text(), null, null);
  }

  private static double degrees(int e7) {
    return e7 / E7;
  }
}
